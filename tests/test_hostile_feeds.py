"""Hostile text in feeds: it arrives as text, and never as markup."""

from xml.etree import ElementTree as ET

import pytest

from articles.models import Event, Source
from tests.factories import make_article, make_event
from tests.feed_answers import ATOM, CONTENT, atom, feed, rss_items, titles_everywhere

pytestmark = pytest.mark.django_db

HOSTILE = 'A ]]> & <b onclick="x">bold</b> &amp; 🎉 “claim” \u202eمرحبا'


@pytest.mark.parametrize("title", [HOSTILE, "x" * 300, "<script>alert(1)</script>", "a\x08b\ufffe"])
def test_hostile_titles_arrive_as_they_are(client, title):
    make_event(
        make_article(title=title, byline=title[:100], tags=(title[:60],), excerpt=title),
        make_article(),
    )
    Event.objects.update(title=title, title_is_edited=True)
    shown = title.replace("\x08", "").replace("\ufffe", "")
    for path in ("/articles", "/events"):
        for titles in titles_everywhere(client, path).values():
            assert shown in titles


@pytest.mark.parametrize("q", [HOSTILE, "\x00\x08\x1b\ufffe]]>", '<a href="x">&'])
def test_hostile_searches_give_well_formed_feeds(client, q):
    for suffix in ("rss", "atom"):
        ET.fromstring(client.get(f"/search.{suffix}", {"q": q}).content)
    assert client.get("/search.json", {"q": q}).json()["items"] == []


def html_fields(client, path):
    """All that a feed reader shows as HTML, format by format."""
    [item] = rss_items(client, f"{path}.rss")
    [entry] = atom(client, f"{path}.atom").findall(f"{ATOM}entry")
    [one] = feed(client, f"{path}.json")["items"]
    return [
        item.findtext("description"),
        item.findtext(CONTENT),
        entry.findtext(f"{ATOM}summary"),
        entry.findtext(f"{ATOM}content"),
        one["content_html"],
    ]


@pytest.mark.parametrize("display", ["full", "excerpt", "link"])
def test_no_excerpt_or_title_becomes_markup(client, display):
    attack = "<img src=x onerror=alert(1)>"
    make_event(
        make_article(title=attack, excerpt=attack),
        make_article(title=attack, excerpt=attack),
    )
    Source.objects.update(display=display, name=attack)
    Event.objects.update(title=attack, title_is_edited=True, summary=attack)
    for path in ("/events", "/articles"):
        fields = (
            html_fields(client, f"{path}")
            if path == "/events"
            else [item["content_html"] for item in feed(client, f"{path}.json")["items"]]
            + [item.findtext("description") for item in rss_items(client, f"{path}.rss")]
        )
        assert not [field for field in fields if "<img" in field]
