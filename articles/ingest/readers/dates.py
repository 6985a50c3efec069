"""Dates as people and programs write them."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from articles.ingest.records import Rejection

FIRST_YEAR, LAST_YEAR = 1900, 2100

Moment = tuple[date, datetime | None]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"


def parse(value: str) -> Moment:
    """The day in UTC, and the moment where the time of day is given; without a zone it is UTC.

    Raises Rejection, naming the value, where it is impossible, ambiguous or not understood.
    """
    text = " ".join(value.split())[:100]
    for pattern, read in _FORMS:
        match = pattern.fullmatch(text)
        if match:
            return _within_reason(text, _read(text, read, match))
    raise Rejection(f"Date not understood: '{text}'. Write it as 2025-04-03 (year-month-day).")


def _read(text: str, read: Callable[[re.Match], Moment], match: re.Match) -> Moment:
    try:
        return read(match)
    except (ValueError, OverflowError, TypeError, IndexError) as error:
        raise Rejection(f"Impossible date: '{text}'. Correct it.") from error


def _within_reason(text: str, moment: Moment) -> Moment:
    if not FIRST_YEAR <= moment[0].year <= LAST_YEAR:
        years = f"{FIRST_YEAR} to {LAST_YEAR}"
        raise Rejection(f"Year out of range: '{text}'. Dates from {years} are taken.")
    return moment


def _day(match: re.Match) -> Moment:
    return date(int(match["year"]), int(match["month"]), int(match["day"])), None


def _named_month(match: re.Match) -> Moment:
    month = _MONTHS.index(match["month"][:3].lower()) + 1
    return date(int(match["year"]), month, int(match["day"])), None


def _numbers(match: re.Match) -> Moment:
    """Day and month in an order that only their values can tell."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if first != second and first <= 12 and second <= 12:
        either = f"{year}-{second:02}-{first:02} or {year}-{first:02}-{second:02}"
        raise Rejection(f"Ambiguous date: '{match[0]}'. Write it as {either} (year-month-day).")
    month, day = (first, second) if first <= 12 else (second, first)
    return date(year, month, day), None


def _iso(match: re.Match) -> Moment:
    zone = match["zone"].upper()
    if zone in ("Z", "UTC", "GMT", ""):
        zone = "+00:00"
    day = match["day"].replace("/", "-")
    return _in_utc(datetime.fromisoformat(f"{day}T{match['time'].replace(',', '.')}{zone}"))


def _mail(match: re.Match) -> Moment:
    return _in_utc(parsedate_to_datetime(match[0]))


def _in_utc(moment: datetime) -> Moment:
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.date(), moment


def _form(pattern: str) -> re.Pattern:
    return re.compile(pattern, re.ASCII | re.IGNORECASE)


_FORMS = [
    (_form(rf"{_YEAR}[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)"), _day),
    (_form(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"), _day),
    (
        _form(
            r"(?P<day>\d{4}[-/]\d\d[-/]\d\d)(?:T|,? )(?P<time>\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)"
            r" ?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d|)"
        ),
        _iso,
    ),
    (_form(rf"{_WEEKDAY}{_MONTH} {_DAY},? {_YEAR}"), _named_month),
    (_form(rf"{_WEEKDAY}{_DAY} (?:of )?{_MONTH},? {_YEAR}"), _named_month),
    (
        _form(
            r"(?:[a-z]{3}, ?)?\d\d? [a-z]{3} \d{4} \d\d:\d\d(?::\d\d)?(?: [a-z]{1,5}| [+-]\d{4})?"
        ),
        _mail,
    ),
    (_form(r"(?P<first>\d\d?)[-/.](?P<second>\d\d?)[-/.](?P<year>\d{4})"), _numbers),
]
