"""The forms in which dates are written, and what a match of each gives: a grammar of our own.

A library that takes every form has to guess at some, and a guess would stand in the archive as if
it were known.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from articles.ingest.readers import calendar_names, moments
from articles.ingest.readers.moments import BEFORE_TIME, CLOCK, ZONE, Moment


class TwoReadingsError(ValueError):
    """A date that may be either of two days, which are its arguments."""


class ShortYearError(ValueError):
    """A year of two digits."""


def names_fit(match: re.Match) -> bool:
    """Whether the words that stand where a month and a weekday may are such."""
    groups = match.groupdict()
    name, weekday = groups.get("name"), groups.get("weekday")
    return not (
        (name and not calendar_names.month(name))
        or (weekday and not calendar_names.weekdays(weekday))
    )


def weekday_behind(plain: str) -> re.Match | None:
    """Where a weekday stands behind a day, as in "July 26, 2025 Saturday"."""
    found = _BEHIND.search(plain)
    return found if found and calendar_names.weekdays(found["weekday"]) else None


def by_custom(text: str, match: re.Match, moment: Moment) -> Moment:
    """The moment, with a note where custom alone told how it is to be read."""
    groups = match.groupdict()
    if "serial" in groups:
        note = f"The number '{text}' was read as {moment.day}, counted in days as by spreadsheets."
        return moment.noted(note)
    if groups.get("name") and len(groups["year"]) < 4:
        return moment.noted(f"The date '{text}' was read as {_of_named_month(match)}.")
    one, other = groups.get("one"), groups.get("other")
    if not one or not other or groups["mark"] != "." or max(int(one), int(other)) > 12:
        return moment
    if int(one) == int(other):
        return moment
    read = _in_either_order(match)
    note = f"The date '{text}' was read as {read}, since with dots the day stands first."
    return moment.noted(note)


# What reads the day of each form. All raise ValueError where there is no such day.


def _numbered(match: re.Match) -> date:
    return date(int(match["year"]), int(match["month"]), int(match["day"]))


def _of_named_month(match: re.Match) -> date:
    year = int(match["year"].lstrip("'’"))
    if len(match["year"]) < 4:
        year += 2000 if year < 50 else 1900  # as RFC 5322 has it (section 4.3)
    return date(year, calendar_names.month(match["name"]) or 0, int(match["day"]))


def _of_week(match: re.Match) -> date:
    return date.fromisocalendar(int(match["year"]), int(match["week"]), int(match["day"]))


def _of_year(match: re.Match) -> date:
    first = date(int(match["year"]), 1, 1)
    day = first + timedelta(days=int(match["day"]) - 1)
    if day.year != first.year:
        raise ValueError("The year has no such day.")
    return day


def _in_either_order(match: re.Match) -> date:
    """Day and month in an order that dots tell, and without them only the values."""
    one, other, year = int(match["one"]), int(match["other"]), _year(match)
    if match["mark"] == "." and other <= 12:
        return date(year, other, one)
    if one != other and one <= 12 and other <= 12:
        raise TwoReadingsError(date(year, other, one), date(year, one, other))
    return date(year, one, other) if one <= 12 else date(year, other, one)


def _year(match: re.Match) -> int:
    if len(match["year"]) != 4:
        raise ShortYearError
    return int(match["year"])


def _with_time(day_of: Callable[[re.Match], date], match: re.Match) -> Moment:
    day, groups = day_of(match), match.groupdict()
    note = contradiction(groups.get("weekday"), day)
    if groups.get("hour") is None:
        return Moment(day, None, note)
    return moments.read(day, groups).noted(note)


def _of_a_spreadsheet(match: re.Match) -> Moment:
    day = date(1899, 12, 30) + timedelta(days=int(match["serial"]))
    has_time = bool((match["rest"] or "").strip("0"))
    return Moment(day, note=moments.NO_ZONE if has_time else "")


def contradiction(weekday: str | None, day: date) -> str:
    """A note on a weekday that the day is not, or nothing."""
    if not weekday or day.weekday() in calendar_names.weekdays(weekday):
        return ""
    return f"The weekday '{weekday}' does not fit {day}: the date was taken without it."


# The pieces that forms are made of, and the forms, tried in this order.
_YEAR = r"(?P<year>\d{4}|['’]?\d\d)"
_OF_YEAR = rf"(?:de |del )?{_YEAR}(?: ?г\.?| года|\.)?"
_LONG_YEAR = r"(?P<year>\d{4})"
_DAY = r"(?P<day>\d\d?)"
_LETTER = r"[a-zøłıа-яієА-ЯІЄα-ωΑ-Ωא-תء-ي]"  # upper case counts as lower in ASCII alone
_MONTH = rf"(?P<name>{_LETTER}{{3,12}})"
_GAP = r"[ ,./-]{1,2}"
_ARTICLE = r"(?:(?:the|le|el|den|ngay) )"
_DAY_NAME = rf"(?P<weekday>{_LETTER}['’]?{_LETTER}{{1,11}}(?:-feira)?)"
_WEEKDAY = rf"{_ARTICLE}?(?:(?!{_ARTICLE}){_DAY_NAME}\.?,? )?{_ARTICLE}?"
_ASIAN_WEEKDAY = r"(?: ?\([^\s\d()]{1,3}\)| ?[^\s\d()]{1,3})?"
_DAYS = [
    (rf"{_LONG_YEAR}(?P<mark>[-/.]) ?(?P<month>\d\d?)(?P=mark) ?{_DAY}\.?", _numbered),
    (rf"{_LONG_YEAR}(?P<month>\d\d)(?P<day>\d\d)", _numbered),
    (rf"{_LONG_YEAR}[年년] ?(?P<month>\d\d?)[月월] ?{_DAY}[日일]{_ASIAN_WEEKDAY}", _numbered),
    (rf"{_LONG_YEAR}-?W(?P<week>\d\d)-?(?P<day>\d)", _of_week),
    (rf"{_LONG_YEAR}-?(?P<day>\d{{3}})", _of_year),
    (rf"{_MONTH}{_GAP}{_DAY}(?:st|nd|rd|th)?{_GAP}{_YEAR}", _of_named_month),
    (
        rf"{_DAY}(?:st|nd|rd|th|er|o)?{_GAP}(?:of |de |d['’])?{_MONTH}{_GAP}{_OF_YEAR}",
        _of_named_month,
    ),
    (rf"{_LONG_YEAR}(?: m\.)?{_GAP}{_MONTH}{_GAP}{_DAY}(?:\.| d\.)?", _of_named_month),
    (rf"{_LONG_YEAR}\. gada {_DAY}\. {_MONTH}", _of_named_month),
    (rf"{_DAY} thang (?P<month>\d\d?)(?:,| nam)? {_LONG_YEAR}", _numbered),
    (
        rf"(?P<one>\d\d?)(?P<mark>[-/.]) ?(?P<other>\d\d?)(?P=mark) ?{_YEAR}",
        _in_either_order,
    ),
]

_COMPACT = (
    r"(?P<year>(?:19|20|21)\d\d)(?P<month>\d\d)(?P<day>\d\d)T?(?P<hour>\d\d)(?P<minute>\d\d)"
    rf"(?:(?P<second>\d\d)(?:[.,]?(?P<fraction>(?<=[.,])\d{{1,12}}|\d{{3}}))?)?{ZONE}"
)
# A number of days since the end of 1899, as spreadsheets have it; here of 1990 to 2050.
_SERIAL = r"(?P<serial>(?:3[3-9]|4\d|5[0-4])\d{3})(?:\.(?P<rest>\d+))?"
_BEHIND = re.compile(
    rf"(?<=\d)(?:,|\.,)? \(?(?P<weekday>{_LETTER}{{3,13}})\)?(?=$|,| )", re.ASCII | re.IGNORECASE
)
# What pages write before it; "updated" is another day.
PUBLISHED = re.compile(
    r"(?:(?:first |originally )?(?:published|posted|veroffentlicht|publie|publicado|pubblicato"
    r"|gepubliceerd|publicerad|opublikowano|опубликовано))(?: (?:on|am|le|el|em|il|op|den))?:? ",
    re.IGNORECASE,
)
_UNIX = rf"{_WEEKDAY}{_MONTH} {_DAY} {CLOCK}{ZONE} {_LONG_YEAR}"


def _forms() -> list[tuple[re.Pattern, Callable[[re.Match], Moment]]]:
    forms = [(_COMPACT, partial(_with_time, _numbered))]
    forms += [(moments.COUNT, moments.counted), (_SERIAL, _of_a_spreadsheet)]
    for day, day_of in _DAYS:
        read = partial(_with_time, day_of)
        forms += [(rf"{_WEEKDAY}{day}(?:{BEFORE_TIME}{CLOCK}{ZONE})?", read)]
        forms += [(rf"{CLOCK}{ZONE},? (?:on )?{_WEEKDAY}{day}", read)]
    forms += [(_UNIX, partial(_with_time, _of_named_month))]
    return [(re.compile(form, re.ASCII | re.IGNORECASE), read) for form, read in forms]


FORMS = _forms()
# Within a line, days by their number in the year or the week are not told from other numbers.
IN_LINE = [
    re.compile(
        rf"(?<![\w.,/-]){day}(?:{BEFORE_TIME}{CLOCK}{ZONE})?(?![\w/-])",
        re.ASCII | re.IGNORECASE,
    )
    for day, day_of in _DAYS
    if day_of not in (_of_week, _of_year) and "(?P<month>\\d\\d)(" not in day
]
