"""Lists of events: what narrows them, what leads to them, what a row says."""

from datetime import date
from html import unescape

import pytest
from django.utils.html import strip_tags

from articles.models import Event
from tests.factories import make_article, make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def events(db):
    """Two events and a lone article, on the days and with the tags that the tests ask for."""
    make_event(
        make_article(
            source_url="https://one.example/a", published=date(2025, 7, 1), tags=("Audits",)
        ),
        make_article(published=date(2025, 7, 2), tags=("Audits",), category="Policy"),
        title="Audits begin",
        title_is_edited=True,
        happened_start=date(2025, 6, 30),
    )
    make_event(
        make_article(source_url="https://one.example/b", published=date(2025, 8, 1)),
        make_article(source_url="https://one.example/c", published=date(2025, 8, 3)),
        make_article(source_url="", published=date(2025, 8, 3)),
        title="Fines end",
        title_is_edited=True,
    )
    make_article(title="Alone", tags=("Audits",), published=date(2025, 7, 9))


def words(client, path):
    """The words of a page, one space between them."""
    html = client.get(path).content.decode()
    return " ".join(unescape(strip_tags(html)).split())


@pytest.mark.parametrize(
    ("parameters", "shown"),
    [
        ("", {"Audits begin", "Fines end"}),
        ("tag=audits", {"Audits begin"}),
        ("tag=-audits", {"Fines end"}),
        ("tag=audits&source=one.example", {"Audits begin"}),
        ("source=one.example", {"Audits begin", "Fines end"}),
        ("category=policy", {"Audits begin"}),
        ("date=2025-08", {"Fines end"}),
        ("tag=audits&date=2025-08", set()),
    ],
)
@pytest.mark.parametrize("sort", ["newest", "size", "happened"])
def test_events_are_narrowed_by_what_their_articles_are(client, events, parameters, shown, sort):
    page = words(client, f"/events/?{parameters}&sort={sort}")
    assert {title for title in ("Audits begin", "Fines end") if title in page} == shown
    assert "Alone" not in page


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/tags/audits/", "/events/?tag=audits"),
        ("/tags/audits/?source=one.example", "/events/?tag=audits&source=one.example"),
        ("/tags/audits/?tag=-fines", "/events/?tag=audits&tag=-fines"),
        ("/tags/audits/?tag=audits", "/events/?q=tag%3Aaudits&tag=audits"),
        (
            "/tags/audits/?tag=audits&q=one+OR+ministers",
            "/events/?q=tag%3Aaudits+%28one+OR+ministers%29&tag=audits",
        ),
        ("/categories/policy/", "/events/?category=policy"),
        ("/sources/one.example/?sort=size", "/events/?source=one.example&sort=size"),
        ("/2025/07/", "/events/?date=2025-07"),
        ("/2025/07/?after=2025-07-02", "/events/?after=2025-07-02&before=2025-07-31"),
        ("/2025/?date=2025-08", "/events/?date=2025-08"),
        ("/articles/?group=none", "/events/"),
        ("/search/?q=report&page=1", "/events/?q=report"),
    ],
)
def test_a_list_of_articles_leads_to_its_events(client, events, path, leads_to):
    html = client.get(path).content.decode()
    assert f'<a href="{leads_to.replace("&", "&amp;")}" rel="nofollow">Events only</a>' in html
    assert client.get(leads_to).status_code == 200


def test_neither_events_nor_the_coverage_of_one_lead_to_events_only(client, events):
    assert "Events only" not in words(client, "/events/")
    event = Event.objects.get(title="Audits begin")
    assert "Events only" not in words(client, f"{event.get_absolute_url()}?group=none")


@pytest.mark.parametrize("path", ["/", "/events/"])
def test_a_row_says_who_reported_how_often_and_when_it_happened(client, events, path):
    page = words(client, path)
    assert "1–3 August 2025 3 reports Fines end one.example (2); 1 without a recorded" in page
    assert "2 outlets: one.example, " in page
    assert "Happened 30 June 2025" in page


def test_a_row_names_four_outlets_and_counts_the_rest(client):
    make_event(*(make_article() for _ in range(6)))
    assert "6 outlets: " in words(client, "/")
    assert " and 2 more" in words(client, "/")


def test_where_no_source_is_recorded_the_row_says_so(client):
    make_event(make_article(source_url=""), make_article(source_url=""))
    assert "Source not recorded" in words(client, "/")


def test_a_search_for_events_shows_the_articles_that_match(client, events):
    make_event(
        make_article(title="Zebra found"), make_article(), title="Strays", title_is_edited=True
    )
    assert "Zebra found" in words(client, "/events/?q=zebra")
    assert "Zebra found" not in words(client, "/events/")
