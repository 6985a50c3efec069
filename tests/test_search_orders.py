"""In which order results stand, one by one and grouped by event."""

from datetime import UTC, date, datetime

import pytest

from articles.models import Article
from articles.search import orders
from tests.factories import make_article, make_event
from tests.searches import ask, in_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def ordered():
    """Three articles whose orders differ, two of them in an event."""
    old = make_article(title="Old accord", body_text="Words.", published=date(2025, 7, 1))
    middle = make_article(title="Middle", body_text="An accord.", published=date(2025, 7, 2))
    make_article(title="New", body_text="An accord of many words.", published=date(2025, 7, 9))
    moments = {"Old accord": 3, "Middle": 1, "New": 2}
    for title, day in moments.items():
        moment = datetime(2025, 8, day, tzinfo=UTC)
        Article.objects.filter(title=title).update(first_public_at=moment)
    make_event(old, middle, happened_start=date(2025, 8, 1))


@pytest.mark.usefixtures("ordered")
@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("newest", ["New", "Middle", "Old accord"]),
        ("oldest", ["Old accord", "Middle", "New"]),
        ("added", ["Old accord", "New", "Middle"]),
        ("size", ["Middle", "Old accord", "New"]),
        ("happened", ["Middle", "Old accord", "New"]),
        ("relevance", ["New", "Middle", "Old accord"]),
    ],
)
def test_articles_are_ordered_as_asked(sort, expected):
    assert in_order(sort=sort) == expected


@pytest.mark.usefixtures("ordered")
@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("newest", ["New", "Middle"]),
        ("oldest", ["Old accord", "New"]),
        ("added", ["Old accord", "New"]),
        ("size", ["Middle", "New"]),
        ("happened", ["Middle", "New"]),
    ],
)
def test_events_and_lone_articles_are_ordered_together(sort, expected):
    rows = ask(sort=sort, grouped=True).rows
    assert [row.article.title for row in rows] == expected


@pytest.mark.usefixtures("ordered")
def test_words_put_the_best_match_first_and_without_words_the_newest():
    assert in_order("accord")[0] == "Old accord"
    assert ask("accord").sort == "relevance"
    assert ask("").sort == ask("", sort="relevance").sort == "newest"


@pytest.mark.usefixtures("ordered")
def test_a_score_falls_from_row_to_row():
    scores = [row.hits[0].score for row in ask("accord").rows]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1] > 0


def test_a_group_holds_an_event_once_with_its_best_articles_and_counts_the_rest():
    articles = [
        make_article(title=f"Report {n}", published=date(2025, 7, n), body_text=f"Accord {n}.")
        for n in range(1, 6)
    ]
    event = make_event(*articles)
    make_article(title="Alone", body_text="The accord.")
    rows = {row.event: row for row in ask("accord", grouped=True, sort="newest").rows}
    assert set(rows) == {event, None}
    assert [hit.article.title for hit in rows[event].hits] == ["Report 5", "Report 4", "Report 3"]
    assert rows[event].more == 2
    assert len(rows[event].sources) == 5
    assert ask("accord").rows_total == 6


def test_a_group_holds_only_what_matches_but_names_every_source():
    event = make_event(make_article(body_text="An accord."), make_article(body_text="A treaty."))
    [row] = ask("accord", grouped=True).rows
    assert row.event == event
    assert (len(row.hits), row.more, len(row.sources)) == (1, 0, 2)


def test_of_events_of_one_size_that_with_the_latest_report_comes_first():
    def report(title, day):
        body = f"An accord, told by {title}."
        return make_article(title=title, body_text=body, published=date(2025, 7, day))

    early = make_event(report("Alpha", 1), report("Beta", 31))
    late = make_event(report("Gamma", 14), report("Delta", 15))
    for query in ("accord", "title:alpha OR title:delta"):
        rows = ask(query, sort="size", grouped=True).rows
        assert [row.event for row in rows] == [early, late]


def test_events_that_match_are_found_behind_many_larger_ones_that_do_not(monkeypatch):
    monkeypatch.setattr(orders, "_SORTED", 0)
    monkeypatch.setattr(orders, "_LARGEST", 1)
    for _ in range(4):
        make_event(*(make_article() for _ in range(3)))
    make_article(title="Alone", body_text="An accord.")
    make_event(make_article(title="In an event", body_text="An accord."), make_article())
    assert in_order("accord", sort="size", per_page=2) == ["In an event", "Alone"]
