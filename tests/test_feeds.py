"""Lists as RSS, Atom and JSON Feed: what a feed reader gets and may rely on."""

from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest

from articles import curation
from articles.listings import FORMATS
from articles.models import Article, Event
from tests.factories import make_article, make_event
from tests.feed_answers import (
    ATOM,
    CONTENT,
    CREATOR,
    SITE,
    atom,
    atom_link,
    attributes,
    feed,
    rss,
    rss_items,
    titles_everywhere,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_url")]


def test_a_feed_of_an_event_is_the_same_feed_under_another_title(client):
    event = make_event(title="Council meets", title_is_edited=True)
    path = event.get_absolute_url().rstrip("/")
    assert path.endswith("-council-meets")
    lasting = f"{SITE}/events/{event.pk}/"
    assert atom(client, f"{path}.atom").findtext(f"{ATOM}id") == lasting
    assert atom(client, f"{path}.atom?q=rules").findtext(f"{ATOM}id") == f"{lasting}?q=rules"


def test_an_article_is_the_same_item_in_every_format(client):
    article = make_article(
        title="Ministers meet",
        byline="Ada Ruiz",
        tags=("Safety",),
        category="Policy",
        excerpt="They met.",
        body_text="They met in Lisbon.",
        published=date(2025, 7, 26),
        published_at=datetime(2025, 7, 26, 9, 30, tzinfo=UTC),
    )
    url, guid = f"{SITE}/articles/{article.pk}-ministers-meet/", f"{SITE}/articles/{article.pk}/"

    [item] = rss_items(client, "/articles.rss")
    assert item.findtext("link") == url
    assert item.findtext("guid") == guid
    assert item.findtext("pubDate") == "Sat, 26 Jul 2025 09:30:00 +0000"
    assert item.findtext("description") == "They met."
    assert item.findtext(CONTENT) == "<p>They met in Lisbon.</p>"
    assert item.findtext(CREATOR) == "Ada Ruiz"
    assert [tag.text for tag in item.findall("category")] == ["Policy", "Safety"]

    entry = atom(client, "/articles.atom").find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == guid
    assert atom_link(entry, "alternate") == url
    assert entry.findtext(f"{ATOM}published") == "2025-07-26T09:30:00+00:00"
    assert entry.findtext(f"{ATOM}content") == "<p>They met in Lisbon.</p>"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Ada Ruiz"

    [item] = feed(client, "/articles.json")["items"]
    assert (item["id"], item["url"]) == (guid, url)
    assert item["external_url"] == article.canonical_url
    assert item["date_published"] == "2025-07-26T09:30:00+00:00"
    assert (item["summary"], item["content_html"]) == ("They met.", "<p>They met in Lisbon.</p>")
    assert item["authors"] == [{"name": "Ada Ruiz"}]
    assert item["tags"] == ["Policy", "Safety"]
    assert item["_archive"] == {
        "article": article.pk,
        "event": None,
        "is_archive_summary": False,
        "score": 0.0,
        "highlight": [],
    }


def test_a_feed_says_what_it_is_and_where_it_stands(client):
    make_article(tags=("Safety",))
    channel = rss(client, "/tags/safety.rss?q=lisbon&lang=en")
    assert channel.findtext("title") == "Safety: lisbon – AI Governance Archive"
    assert channel.findtext("link") == f"{SITE}/tags/safety/?q=lisbon&lang=en"
    assert channel.findtext("description") == "Articles tagged Safety."
    assert atom_link(channel, "self") == f"{SITE}/tags/safety.rss?q=lisbon&lang=en"

    root = atom(client, "/tags/safety.atom")
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}id") == f"{SITE}/tags/safety/"
    assert root.findtext(f"{ATOM}updated")
    assert atom_link(root, "self") == f"{SITE}/tags/safety.atom"

    document = feed(client, "/tags/safety.json")
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["home_page_url"] == f"{SITE}/tags/safety/"
    assert document["feed_url"] == f"{SITE}/tags/safety.json"


def test_every_atom_entry_has_an_author(client):
    make_article(source_url="")
    root = atom(client, "/articles.atom")
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "AI Governance Archive"


def test_the_id_of_an_item_outlives_its_title(client):
    article = make_article(title="Before")
    before = feed(client, "/articles.json")["items"][0]
    Article.objects.filter(pk=article.pk).update(title="After")
    after = feed(client, "/articles.json")["items"][0]
    assert before["id"] == after["id"]
    assert before["url"] != after["url"]
    [item] = rss_items(client, "/articles.rss")
    assert item.findtext("guid") == before["id"]


def test_feeds_put_what_was_added_last_first(client):
    for title, day, added in [("A", 3, 1), ("B", 1, 3), ("C", 2, 2)]:
        moment = datetime(2025, 8, added, tzinfo=UTC)
        make_article(title=title, published=date(2025, 7, day), first_public_at=moment)
    for titles in titles_everywhere(client, "/articles").values():
        assert titles == ["B", "C", "A"]
    for titles in titles_everywhere(client, "/articles", "?sort=newest").values():
        assert titles == ["A", "C", "B"]


def test_an_article_that_is_published_late_comes_up_as_new(client):
    held = make_article(title="Held", status="review", first_public_at=None)
    make_article(title="Earlier")
    curation.publish(Article.objects.filter(pk=held.pk))
    assert feed(client, "/articles.json")["items"][0]["title"] == "Held"


def test_the_summary_of_a_json_feed_is_plain_text(client):
    make_article(excerpt="Less < more & so on")
    [item] = feed(client, "/articles.json")["items"]
    assert item["summary"] == "Less < more & so on"


def test_an_aggregators_byline_stands_in_no_feed(client):
    article = make_article(byline="News Desk", byline_is_aggregator=True)
    for suffix in FORMATS:
        text = client.get(f"/articles.{suffix}").content.decode()
        assert "News Desk" not in text
        assert article.source.name in text


def test_a_long_feed_leads_to_its_next_page(client):
    for _ in range(51):
        make_article()
    following = "/articles.{}?lang=en&page=2"
    for suffix in ("rss", "atom"):
        root = ET.fromstring(client.get(f"/articles.{suffix}?lang=en").content)
        link = atom_link(root.find("channel") if suffix == "rss" else root, "next")
        assert link == SITE + following.format(suffix)
    first = feed(client, "/articles.json?lang=en")
    assert first["next_url"] == SITE + following.format("json")
    second = feed(client, following.format("json"))
    assert len(first["items"]) == 50
    assert len(second["items"]) == 1
    assert "next_url" not in second
    assert atom_link(rss(client, following.format("rss")), "next") is None


@pytest.mark.parametrize("suffix", ["rss", "atom"])
def test_a_feed_without_entries_says_the_same_from_one_request_to_the_next(client, suffix):
    first, second = (client.get(f"/search.{suffix}?q=nothing").content for _ in range(2))
    assert b"T00:00:00" in first or b"00:00:00 +0000" in first
    assert first == second


def test_a_later_page_is_of_the_same_feed_and_leads_to_the_same_list(client):
    for _ in range(51):
        make_article()
    home = f"{SITE}/articles/?lang=en"
    root = atom(client, "/articles.atom?lang=en&page=2")
    assert len(root.findall(f"{ATOM}entry")) == 1
    assert (root.findtext(f"{ATOM}id"), atom_link(root, "alternate")) == (home, home)
    assert rss(client, "/articles.rss?lang=en&page=2").findtext("link") == home
    assert feed(client, "/articles.json?lang=en&page=2")["home_page_url"] == home


def test_items_are_events_in_the_feed_of_events(client):
    event = make_event(
        make_article(title="Early", published=date(2025, 7, 1), tags=("Safety",)),
        make_article(title="Late", published=date(2025, 7, 3)),
    )
    make_article(title="Alone")
    Event.objects.filter(pk=event.pk).update(title="Summit", title_is_edited=True)
    for titles in titles_everywhere(client, "/events").values():
        assert titles == ["Summit"]
    [item] = feed(client, "/events.json")["items"]
    assert item["id"] == f"{SITE}/events/{event.pk}/"
    assert item["url"] == f"{SITE}/events/{event.pk}-summit/"
    assert item["date_published"] == "2025-07-01T00:00:00+00:00"
    assert item["tags"] == ["Safety"]
    assert item["_archive"]["event"] == event.pk
    for title in ("Early", "Late"):
        assert title in item["content_html"]


def test_an_event_is_updated_by_the_report_that_was_added_last_however_old(client):
    reports = [
        make_article(
            title=f"Report {number}",
            published=date(2025, 7, 10 - number),
            first_public_at=datetime(2025, 8, number, tzinfo=UTC),
        )
        for number in range(1, 6)
    ]
    make_event(*reports)
    entry = atom(client, "/events.atom").find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}updated") == "2025-08-05T00:00:00+00:00"
    assert "Report 5" in entry.findtext(f"{ATOM}content")


def test_every_link_in_the_content_of_an_event_is_absolute(client):
    make_event()
    [item] = feed(client, "/events.json")["items"]
    links = [value for _, value in attributes(item["content_html"], "href")]
    assert len(links) == 2
    assert all(link.startswith(f"{SITE}/articles/") for link in links)


def test_grouping_by_event_keeps_the_best_article_of_each(client):
    event = make_event(
        make_article(title="Early", published=date(2025, 7, 1)),
        make_article(title="Late", published=date(2025, 7, 3)),
    )
    make_article(title="Alone", published=date(2025, 7, 2))
    for titles in titles_everywhere(client, "/articles", "?group=event&sort=newest").values():
        assert titles == ["Late", "Alone"]
    for titles in titles_everywhere(client, "/articles", "?sort=newest").values():
        assert titles == ["Late", "Alone", "Early"]
    items = feed(client, "/articles.json?group=event&sort=newest")["items"]
    assert [item["_archive"]["event"] for item in items] == [event.pk, None]


def test_a_json_feed_carries_the_figures_of_the_answer(client):
    make_event(
        make_article(body_text="An accord.", tags=("Safety",), published=date(2025, 7, 1)),
        make_article(body_text="The accord.", published=date(2025, 8, 1)),
    )
    make_article(body_text="A treaty.")
    figures = feed(client, "/search.json?q=accord")["_archive"]
    assert (figures["total"], figures["total_is_exact"], figures["events_total"]) == (2, True, 1)
    assert figures["facets"]["tag"] == [{"value": "safety", "label": "Safety", "count": 1}]
    assert set(figures["facets"]) == {"source", "category", "tag", "event", "lang", "date"}
    assert figures["facets"]["date"] == [
        {"value": "2025-08", "label": "August", "count": 1},
        {"value": "2025-07", "label": "July", "count": 1},
    ]
    assert figures["histogram"] == [
        {"month": "2025-07", "count": 1},
        {"month": "2025-08", "count": 1},
    ]
    assert figures["suggestion"] is None
    assert figures["problems"] == []


def test_an_item_found_by_words_carries_its_score_and_passage(client):
    make_article(body_text="Ministers signed the accord")
    [item] = feed(client, "/search.json?q=sign")["items"]
    assert item["_archive"]["score"] > 0
    assert item["_archive"]["highlight"] == [
        {"text": "Ministers ", "marked": False},
        {"text": "signed", "marked": True},
        {"text": " the accord", "marked": False},
    ]


@pytest.mark.parametrize("path", ["/articles/", "/events/", "/tags/safety/", "/2025/07/", "/"])
def test_a_page_leads_feed_readers_to_its_feeds(client, path):
    make_event(make_article(tags=("Safety",)), make_article())
    page = client.get(path).content.decode()
    head = page.partition("</head>")[0]
    stem = "/events" if path == "/" else path.rstrip("/")
    for suffix, kind in [("rss", "rss"), ("atom", "atom"), ("json", "feed")]:
        assert f'type="application/{kind}+{"json" if suffix == "json" else "xml"}"' in head
        assert ("link", f"{stem}.{suffix}") in attributes(head, "href")


def test_the_feeds_of_a_search_are_those_of_that_search(client):
    make_article()
    head = (
        client.get("/search/?q=ministers+agreed&lang=en").content.decode().partition("</head>")[0]
    )
    assert ("link", "/search.rss?q=ministers+agreed&lang=en") in attributes(head, "href")


def test_a_link_from_a_page_to_a_feed_begins_at_its_first_page(client):
    for _ in range(25):
        make_article()
    page = client.get("/articles/?page=2").content.decode()
    assert ("link", "/articles.rss") in attributes(page, "href")
