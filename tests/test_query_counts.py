"""The number of SQL queries that an answer takes does not grow with what it shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.events.membership import refresh
from articles.listings import FORMATS
from tests.factories import make_article, make_event

pytestmark = pytest.mark.django_db

LISTS = ["/articles", "/events", "/search", "/tags/safety", "/categories/policy", "/2025"]


def fill(count):
    """Events and lone articles, `count` of each, with all that a row shows and more."""
    for number in range(count):
        make_event(*(_full_article() for _ in range(2 if number % 3 else 5)))
        _full_article()


def _full_article(**fields):
    return make_article(
        tags=("Safety", "Law"), category="Policy", byline="Ada Ruiz", excerpt="Short.", **fields
    )


def queries(client, path):
    """The number of SQL queries that an address takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def grows(client, *paths):
    """The addresses that take more queries for fifteen of everything than for three."""
    fill(3)
    few = {path: queries(client, path) for path in paths}
    fill(12)
    many = {path: queries(client, path) for path in paths}
    return {path: (few[path], many[path]) for path in paths if many[path] > few[path]}


def test_pages_of_lists_take_a_settled_number_of_queries(client):
    paths = [f"{path}/" for path in LISTS]
    assert grows(client, "/", *paths, "/articles/?group=none", "/search/?q=ministers+agreed") == {}


@pytest.mark.parametrize("suffix", FORMATS)
def test_formats_of_lists_take_a_settled_number_of_queries(client, suffix):
    paths = [f"{path}.{suffix}" for path in LISTS]
    assert grows(client, *paths, f"/search.{suffix}?q=ministers&group=event") == {}


def test_indexes_take_a_settled_number_of_queries(client):
    paths = ["/tags/", "/categories/", "/sources/", "/feeds/", "/sitemap-articles.xml"]
    assert grows(client, *paths, "/sitemap-events.xml") == {}


def cover(event, count):
    """Reports of an event, `count` of them, a copy of each, and as many that speak of it."""
    for _ in range(count):
        report = _full_article(event=event.pk)
        _full_article(duplicate_of=report.pk, event=event.pk)
        event.mentioned_by.add(_full_article())
    refresh([event.pk])


@pytest.mark.parametrize("page", ["event", "article", "desk"])
def test_the_coverage_of_an_event_takes_a_settled_number_of_queries(admin_client, page):
    event = make_event(_full_article(), _full_article(), title="Summit", title_is_edited=True)
    path = {
        "event": event.get_absolute_url(),
        "article": event.articles.first().get_absolute_url(),
        "desk": f"/admin/articles/event/{event.pk}/change/",
    }[page]
    cover(event, 3)
    few = queries(admin_client, path)
    cover(event, 12)
    assert queries(admin_client, path) <= few


def test_the_lists_of_the_desk_take_a_settled_number_of_queries(admin_client):
    models = (
        "article event source sourcedomain sourcelink category tag taggedarticle import "
        "importproblem original articlerevision eventrevision"
    )
    paths = [f"/admin/articles/{model}/" for model in models.split()]
    assert grows(admin_client, *paths) == {}


def test_nothing_answers_with_more_queries_than_this(client):
    fill(3)
    event = make_event(_full_article(), _full_article()).get_absolute_url()
    lists = [("/articles.rss", 8), ("/articles.csv", 8), ("/articles/", 20), ("/", 18)]
    for path, most in [*lists, (event, 15)]:
        assert queries(client, path) <= most
