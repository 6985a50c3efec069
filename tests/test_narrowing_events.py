"""Beside a list of events, numbers count events, and each is what choosing it shows."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from articles import listings
from articles.search import Shape, answer, counting
from tests.factories import make_article, make_event

pytestmark = pytest.mark.django_db

OPTION = re.compile(
    r'<a href="([^"]+)" rel="nofollow"[^>]*><bdi>([^<]+)</bdi></a>\s*'
    r'<span class="count">(\d+)<span class="unseen"> (\w+)</span>'
)
FACETS = ("source", "category", "tag", "lang", "date")


def report(domain, day, *tags, **fields):
    return make_article(
        source_url=f"https://{domain}/{day}-{fields.get('title')}",
        published=day,
        tags=tags,
        **fields,
    )


@pytest.fixture
def events(db):
    """Three events: of two outlets and two years, of one outlet twice, and of another language."""
    december, january, march = date(2024, 12, 31), date(2025, 1, 1), date(2025, 3, 1)
    make_event(
        report("west.example", december, "Law", category="Policy", title="One"),
        report("east.example", january, "Law", "Chips", category="Courts", title="Two"),
    )
    make_event(
        report("west.example", march, "Law", category="Policy", title="Three"),
        report("west.example", march, "Law", category="Policy", title="Four"),
        report("west.example", january, "Chips", category="Policy", title="Five"),
    )
    make_event(
        report("nord.example", march, category="Policy", language="no", title="Six"),
        report("east.example", march, category="Policy", language="no", title="Seven"),
    )
    report("west.example", march, "Law", title="Alone")


def options(html):
    """{(facet, label): (address, number, noun)} of a page."""
    found = {}
    for name in FACETS:
        part = html.partition(f'id="facet-{name}"')[2].partition("</section>")[0]
        for path, label, number, noun in OPTION.findall(part):
            found[name, label] = unescape(path), int(number), noun
    return found


@pytest.mark.usefixtures("events")
def test_each_number_is_how_many_events_choosing_it_shows(client):
    found = options(client.get("/events/").content.decode())
    assert {name for name, _ in found} == set(FACETS)
    assert found["source", "west.example"][1:] == (2, "events")
    assert found["date", "2024"][1:] == (1, "event")
    assert found["date", "2025"][1] == 3
    assert found["tag", "Law"][1] == 2
    for path, number, _ in found.values():
        page = client.get(path).content.decode()
        assert re.search(rf"\b{number} events? in ", page), path


def test_the_values_that_are_offered_are_those_of_most_events(client, monkeypatch):
    monkeypatch.setattr(counting, "_MOST_VALUES", 2)
    day = date(2025, 3, 1)
    make_event(*(report("loud.example", day, title=f"Loud {number}") for number in range(3)))
    for number in range(2):
        outlets = "west.example", "east.example"
        make_event(*(report(outlet, day, title=f"Far {number}") for outlet in outlets))
    events, articles = (client.get(path).content.decode() for path in ("/events/", "/articles/"))
    assert ("source", "loud.example") in options(articles)
    assert {key for key in options(events) if key[0] == "source"} == {
        ("source", "west.example"),
        ("source", "east.example"),
    }


@pytest.mark.usefixtures("events")
def test_the_months_of_a_year_count_events_too(client):
    found = options(client.get("/events/?date=2025").content.decode())
    assert found["date", "January 2025"][1:] == (2, "events")
    assert found["date", "March 2025"][1] == 2


@pytest.mark.usefixtures("events")
def test_a_list_of_events_is_not_narrowed_to_one_of_its_rows(client):
    assert 'id="facet-event"' not in client.get("/events/").content.decode()
    assert 'id="facet-event"' in client.get("/articles/").content.decode()


@pytest.mark.usefixtures("events")
def test_lists_of_articles_count_articles(client):
    found = options(client.get("/articles/").content.decode())
    assert found["source", "west.example"][1:] == (5, "articles")


@pytest.mark.usefixtures("events")
def test_where_articles_are_estimated_no_number_of_events_is_guessed():
    listing = listings.events()
    shape = Shape(grouped=True, per_page=20, facets=True, counts_events=True)
    found = answer(listing.query(QueryDict("")), shape)
    facets = [
        replace(one, values=tuple(replace(value, count=None) for value in one.values))
        for one in found.facets
    ]
    shown = replace(found, sampled=2000, facets=tuple(facets))
    html = render_to_string("articles/_filters.html", {"listing": listing, "answer": shown})
    assert "west.example" in html
    assert options(html) == {}
