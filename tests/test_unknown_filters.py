"""A filter that names nothing here is told, where it alone may be why nothing was found."""

import pytest

from tests.factories import make_article
from tests.searches import ask

pytestmark = pytest.mark.django_db


def told(q, **parameters):
    """What is said of a search, each with the stretch of text that it points at."""
    return [(p.message, q[p.start : p.end]) for p in ask(q, **parameters).problems]


@pytest.mark.parametrize(
    ("q", "message", "stretch"),
    [
        ("ai source:verge", "No source here is called “verge”.", "source:verge"),
        ("TAG:nope ai", "No tag here is called “nope”.", "TAG:nope"),
        ('ai tag:"no such"', "No tag here is called “no such”.", 'tag:"no such"'),
        ("source:known.example source:x", "No source here is called “x”.", "source:x"),
        ("category:x", "No category here is called “x”.", "category:x"),
        ("event:abc", "No event here is called “abc”.", "event:abc"),
        (
            "ai lang:french",
            "No article here is in “french”. Write a code, such as en.",
            "lang:french",
        ),
    ],
)
def test_it_is_pointed_at(q, message, stretch):
    make_article(title="On AI", source_url="https://known.example/a")
    assert told(q) == [(message, stretch)]


@pytest.mark.parametrize("q", ["ai", "ai -source:verge", "ai OR source:verge", "zzz", "has:event"])
def test_nothing_is_told_of_a_search_that_finds_something_or_has_no_such_filter(q):
    make_article(title="On AI")
    assert told(q) == []


def test_days_that_end_before_they_begin_are_told():
    found = ask("ai", after="2025-07-02", before="2025-07-01")
    assert [problem.message for problem in found.query.errors] == [
        "The days end on 2025-07-01 before they begin on 2025-07-02."
    ]
    assert not ask("ai", after="2025-07-01", before="2025-07-01").query.errors
