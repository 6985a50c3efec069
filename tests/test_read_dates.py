"""Dates in the forms in which they are met."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.readers import dates
from articles.ingest.records import Rejection


@pytest.mark.parametrize(
    "value",
    [
        "2025-07-26",
        " 2025-7-26 ",
        "2025/07/26",
        "20250726",
        "July 26, 2025",
        "July 26 2025",
        "Jul. 26, 2025",
        "Saturday, July 26th, 2025",
        "26 July 2025",
        "26 jul 2025",
        "Sat, 26 July 2025",
        "26/07/2025",
        "07/26/2025",
        "26.7.2025",
    ],
)
def test_it_reads_a_day(value):
    assert dates.parse(value) == (date(2025, 7, 26), None)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2025-07-26T10:30:00Z", (2025, 7, 26, 10, 30)),
        ("2025-07-26T10:30", (2025, 7, 26, 10, 30)),
        ("2025-07-26 10:30:00", (2025, 7, 26, 10, 30)),
        ("2025-07-26 10:30:00 +0200", (2025, 7, 26, 8, 30)),
        ("2025-07-26T01:30:00.123+02:00", (2025, 7, 25, 23, 30, 0, 123000)),
        ("2025-07-26T23:30:00-05", (2025, 7, 27, 4, 30)),
        ("2025-07-26 10:30 UTC", (2025, 7, 26, 10, 30)),
        ("Sat, 26 Jul 2025 23:30:00 -0500", (2025, 7, 27, 4, 30)),
        ("26 Jul 2025 10:30:00 GMT", (2025, 7, 26, 10, 30)),
        ("Sat, 26 Jul 2025 10:30:00 EST", (2025, 7, 26, 15, 30)),
    ],
)
def test_it_reads_a_moment_and_its_day_in_utc(value, moment):
    expected = datetime(*moment, tzinfo=UTC)
    assert dates.parse(value) == (expected.date(), expected)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("2025-02-30", "Impossible date: '2025-02-30'."),
        ("2025-13-01", "Impossible date: '2025-13-01'."),
        ("31 June 2025", "Impossible date: '31 June 2025'."),
        ("32/13/2025", "Impossible date: '32/13/2025'."),
        ("2025-07-26T25:00:00Z", "Impossible date: "),
        ("Sat, 99 Jul 2025 10:30:00 GMT", "Impossible date: "),
        ("03/04/2025", "Ambiguous date: '03/04/2025'. Write it as 2025-04-03 or 2025-03-04"),
        ("1899-12-31", "Year out of range: '1899-12-31'."),
        ("2101-01-01", "Year out of range: '2101-01-01'."),
        ("0001-01-01T00:00:00+14:00", "Impossible date: "),
        ("9999-12-31T23:59:59-12:00", "Impossible date: "),
        ("yesterday", "Date not understood: 'yesterday'."),
        ("2025-07", "Date not understood: '2025-07'."),
        ("٢٠٢٥-٠٧-٢٦", "Date not understood: "),
        ("", "Date not understood: ''."),
    ],
)
def test_it_says_what_is_wrong_with_a_date(value, reason):
    with pytest.raises(Rejection) as rejection:
        dates.parse(value)
    assert str(rejection.value).startswith(reason)


def test_a_day_and_a_month_that_are_the_same_number_are_not_ambiguous():
    assert dates.parse("05/05/2025")[0] == date(2025, 5, 5)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_it_reads_every_day_in_every_form(day):
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%d %B %Y", "%B %d, %Y", "%a, %d %b %Y"):
        assert dates.parse(day.strftime(form)) == (day, None)


@given(st.text(alphabet="0123456789-/:. TZ+,julaMonGMTE", max_size=30))
def test_any_text_is_a_date_or_a_reason(value):
    try:
        day, moment = dates.parse(value)
    except Rejection:
        return
    assert dates.FIRST_YEAR <= day.year <= dates.LAST_YEAR
    assert moment is None or moment.date() == day
