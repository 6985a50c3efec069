"""Dates in further forms, and those that custom or a day nearby tells how to read."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.readers import calendar_names, dates
from articles.ingest.records import Rejection

DAY = date(2025, 7, 9)
DAYS = st.dates(date(1990, 6, 1), date(2049, 12, 31))
MICROSECONDS = st.integers(631_152_000 * 10**6, 4_102_444_800 * 10**6)  # of 1990 to 2100


@pytest.mark.parametrize(
    "value",
    [
        "July 9, 2025 Wednesday",
        "July 9, 2025 (Wednesday)",
        "2025-07-09, Wednesday",
        "2025. július 9., szerda",
        "2025 m. liepos 9 d.",
        "2025. gada 9. jūlijs",
        "Ngày 9 tháng 7 năm 2025",
        "9. heinäkuuta 2025",
        "9 Ιουλίου 2025",
        "9 ביולי 2025",
        "9. srpnja 2025.",
        "9 de juliol de 2025",
    ],
)
def test_it_reads_a_day_in_further_languages_and_with_its_weekday_behind(value):
    assert dates.parse(value) == dates.Moment(DAY)


@pytest.mark.parametrize(
    "value",
    [
        "9 juillet 2025, 14h",
        "9 juillet 2025 à 14 h 30",
        "mercoledì 9 luglio 2025 ore 14:30",
        "9 lipca 2025, godz. 14:30",
        "2025年7月9日 14時30分",
        "2025년 7월 9일 14시 30분",
        "20250709143000123",
    ],
)
def test_it_reads_the_time_as_different_languages_write_it(value):
    assert dates.parse(value).day == DAY
    assert "no zone" in dates.parse(value).note


def test_a_weekday_behind_a_day_that_it_does_not_fit_is_told():
    assert "'Thursday' does not fit 2025-07-09" in dates.parse("July 9, 2025 Thursday").note


def test_a_word_behind_a_day_that_is_no_weekday_is_not_understood():
    with pytest.raises(Rejection, match="Date not understood"):
        dates.parse("July 9, 2025 Edition")


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("09-Jul-25", DAY),
        ("July 9, '25", DAY),
        ("Wednesday, 09-Jul-25 10:30:00 GMT", DAY),
        ("9 Jul 99", date(1999, 7, 9)),
    ],
)
def test_a_year_of_two_digits_beside_the_name_of_a_month_is_read_and_told(value, day):
    assert dates.parse(value).day == day
    assert dates.parse(value).note == f"The date '{value}' was read as {day}."


def test_within_a_line_a_number_behind_a_day_is_no_year():
    assert dates.in_line("On July 4, 12 people met") == []


@given(DAYS)
def test_the_number_of_a_day_in_a_spreadsheet_is_read_and_told(day):
    number = (day - date(1899, 12, 30)).days
    assert dates.parse(str(number)).day == dates.parse(f"{number}.0").day == day
    assert dates.parse(str(number)).note.endswith("counted in days as by spreadsheets.")
    assert "The time has no zone" in dates.parse(f"{number}.604").note


@given(MICROSECONDS)
def test_it_reads_a_moment_counted_in_parts_of_a_second(micro):
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micro)
    assert dates.parse(str(micro)).at == dates.parse(f"{micro}000").at == moment


@given(DAYS, st.integers(1, 12))
def test_every_name_of_a_month_that_counts_whole_is_read(day, month):
    day = day.replace(day=1, month=month)
    for name in calendar_names.WHOLE_MONTHS[month - 1].split():
        assert dates.parse(f"1. {name} {day.year}") == dates.Moment(day)


@pytest.mark.parametrize(
    ("value", "by", "day"),
    [
        ("03/04/2025", date(2025, 3, 20), date(2025, 3, 4)),
        ("03/04/2025", date(2026, 3, 10), date(2025, 4, 3)),
        ("03/04/2025 10:30 UTC", date(2025, 3, 20), date(2025, 3, 4)),
        ("03/04/2025", date(2025, 4, 10), None),
        ("03/04/2025", date(2025, 3, 1), None),
        ("03/04/2025", date(2027, 1, 1), None),
        ("26/04/2025", date(2025, 5, 1), None),
        ("soon", date(2025, 5, 1), None),
    ],
)
def test_of_two_days_the_only_one_is_taken_that_a_day_nearby_allows(value, by, day):
    found = dates.nearest(value, by)
    assert (found and found.day) == day


@given(DAYS, DAYS)
def test_what_is_taken_for_the_nearest_is_a_reading_and_near(day, by):
    found = dates.nearest(day.strftime("%d/%m/%Y"), by)
    if found:
        assert timedelta() <= by - found.day <= dates.LATEST
        assert {found.day.day, found.day.month} == {day.day, day.month}
        assert str(by) in found.note
