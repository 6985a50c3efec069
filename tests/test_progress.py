"""How far long work says that it has come, where there is no terminal."""

import io
import re

import pytest

from articles import progress
from articles.progress import meter


@pytest.fixture
def hurry(monkeypatch):
    """Write a line for every call."""
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", 0)


def lines(total=None):
    told = io.StringIO()
    with meter("Importing", "items", told, total) as done:
        done(1000)
        done(500)
    return told.getvalue().splitlines()


@pytest.mark.usefixtures("hurry")
def test_a_line_says_how_much_is_done_how_fast_and_what_is_left():
    told = lines(total=3000)
    assert len(told) == 2
    assert re.fullmatch(
        r"Importing: 1,500 items, [\d,.]+ a second, \d\d:\d\d left of 3,000\.", told[1]
    )


@pytest.mark.usefixtures("hurry")
def test_where_the_whole_is_not_known_nothing_is_said_of_it():
    assert re.fullmatch(r"Importing: 1,500 items, [\d,.]+ a second\.", lines()[1])


@pytest.mark.usefixtures("hurry")
def test_more_than_was_expected_leaves_nothing():
    assert lines(total=1200)[1].endswith(" 00:00 left of 1,200.")


def test_short_work_says_nothing():
    assert lines(total=3000) == []
