"""Nearly the same text is known, by sketches that are the same everywhere."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.shingles import DAYS_APART, ENOUGH, likeness, sketch, sought
from tests.factories import make_prose

REPORT = make_prose(1, sentences=30)
ELSE = make_prose(2, sentences=30)
DAY = date(2025, 7, 26)
NOTE = "This report first stood on another page."


def copies():
    """The ways in which a copy differs from REPORT, by name."""
    sentences = REPORT.split(". ")
    return {
        "another first line": ". ".join(["Our reporter was not in the room", *sentences[1:]]),
        "a byline and a note": f"By Ada Ruiz, Agency. {REPORT} {NOTE}",
        "a cut end": REPORT[: len(REPORT) // 2],
        "a far cut end": f"By Ada Ruiz, Agency. {REPORT[: len(REPORT) // 3]}",
        "left-out sentences": ". ".join(s for n, s in enumerate(sentences) if n % 6),
        "other signs": REPORT.replace(" of ", " — of, ").replace(".", "!").upper(),
        "one word in thirty": " ".join(
            "indeed" if n % 30 == 29 else word for n, word in enumerate(REPORT.split())
        ),
    }


@pytest.mark.parametrize("difference", copies())
def test_a_copy_is_like_its_text_and_shares_a_part_of_its_sketch(difference):
    copy = copies()[difference]
    assert likeness(REPORT, copy) >= ENOUGH
    assert {*sketch(REPORT, DAY)} & {*sketch(copy, DAY)}


def test_another_text_is_not_like_it_and_shares_nothing():
    assert likeness(REPORT, ELSE) < 0.05
    assert not {*sketch(REPORT, DAY)} & {*sketch(ELSE, DAY)}


def test_a_statement_that_a_long_report_quotes_late_is_no_copy_of_it():
    statement = make_prose(3, sentences=6)
    assert likeness(statement, f"{REPORT} {statement} {ELSE}") < ENOUGH


def test_a_sketch_is_the_same_on_every_machine():
    text = "The assembly adopted the rule on general models by forty votes to three."
    numbers = sketch(text, DAY)
    assert numbers[:3] == (-233995579, -1932180633, 659583594)
    assert len(numbers) == 24


@given(st.dates(date(2, 1, 1)), st.integers(-DAYS_APART, DAYS_APART))
def test_a_sketch_is_found_again_within_the_days_of_syndication_and_not_in_other_seasons(day, days):
    try:
        other = day + timedelta(days=days)
    except OverflowError:
        other = day
    own = sketch(REPORT, day)
    assert {*own} <= sought(sketch(REPORT, other), other)
    assert not {*own} & sought(sketch(REPORT, date(1, 6, 1)), date(1, 6, 1))


@given(st.text(max_size=400), st.dates())
def test_every_text_has_a_sketch_that_a_column_of_integers_holds(text, day):
    numbers = sketch(text, day)
    assert len(numbers) == 24
    assert all(-(2**31) <= number < 2**31 for number in numbers)


@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_is_a_share_and_the_same_in_both_directions(one, other):
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == 1
    assert likeness(one, other) == likeness(other, one)
