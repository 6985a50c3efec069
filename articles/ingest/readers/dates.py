"""Dates as people and programs write them.

A small grammar of our own reads them: a library that takes every form has to guess at some, and
a guess would stand in the archive as if it were known.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import PurePosixPath

from articles.ingest.characters import one_line
from articles.ingest.readers import calendar_names, moments
from articles.ingest.readers.moments import BEFORE_TIME, CLOCK, LAST_YEAR, ZONE, Moment
from articles.ingest.records import Rejection

FIRST_YEAR = 1900
LONGEST = 100  # characters
LATEST = timedelta(days=366)  # in which what is read or captured was published, if nothing says it


_NEAREST = "The date '{}' was read as {}, the only day it may be in the year before {}."
_IN_NAME = re.compile(r"\d{4}(-?)\d\d\1\d\d(?=[-_. T]|$)", re.ASCII)
_IN_PATH = re.compile(r"(?:^|/)((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?=[/_-]|$)", re.ASCII)
_INDEXES = {"index", "_index", "readme"}


class Ambiguous(Rejection):
    """A date that may be either of two days, its `readings`."""

    def __init__(self, message: str, readings: tuple[date, date]):
        super().__init__(message)
        self.readings = readings


class _TwoReadingsError(ValueError):
    """A date that may be either of two days, which are its arguments."""


class _ShortYearError(ValueError):
    """A year of two digits."""


def parse(value: str) -> Moment:
    """The day, and the moment where it can be known.

    Without a zone, or with one whose letters leave it open, the day is kept as it is written.
    Raises Rejection, naming the value, where it is impossible, ambiguous or not understood.
    """
    text = one_line(value[: LONGEST * 10], LONGEST)
    plain = _PUBLISHED.sub("", _without_accents(text), count=1)
    moment = _in_any_form(text, plain)
    if not moment and (behind := _weekday_behind(plain)):
        moment = _in_any_form(text, plain[: behind.start()] + plain[behind.end() :])
        moment = moment and _noted(_contradiction(behind["weekday"], moment.day), moment)
    if not moment:
        raise Rejection(f"Date not understood: '{text}'. Write it as 2025-04-03 (year-month-day).")
    return moment


def nearest(value: str, day: date) -> Moment | None:
    """The day that an ambiguous date must be, if it was published by `day`, and not long before.

    None where both of its readings may be, or neither, and where it is no such date.
    """
    try:
        parse(value)
    except Ambiguous as either:
        fitting = [one for one in either.readings if timedelta() <= day - one <= LATEST]
        if len(fitting) == 1:
            text = one_line(value, LONGEST)
            return Moment(fitting[0], note=_NEAREST.format(text, fitting[0], day))
    except Rejection:
        pass
    return None


def is_ambiguous(value: str) -> bool:
    """Whether a value is a date that may be either of two days."""
    try:
        parse(value)
    except Ambiguous:
        return True
    except Rejection:
        pass
    return False


def _in_any_form(text: str, plain: str) -> Moment | None:
    """The moment in the first form that fits, or None; `text` is how it is called in a reason."""
    for pattern, read in _FORMS:
        match = pattern.fullmatch(plain)
        if match and _names_fit(match):
            return _told(text, match, _within_reason(text, _read(text, read, match)))
    return None


def _weekday_behind(plain: str) -> re.Match | None:
    """Where a weekday stands behind a day, as in "July 26, 2025 Saturday"."""
    found = _BEHIND.search(plain)
    return found if found and calendar_names.weekdays(found["weekday"]) else None


def is_said_to_be_out(line: str) -> bool:
    """Whether a line begins by saying that something was published, in one of many languages."""
    return bool(_PUBLISHED.match(_without_accents(line)))


def is_one(value: str) -> bool:
    """Whether a value can be read as a date."""
    try:
        return bool(parse(value))
    except Rejection:
        return False


def in_line(line: str) -> list[tuple[str, Moment]]:
    """The days that stand in a line with other words, each with the words that lead up to it.

    Those that are impossible or may be either of two days are left out.
    """
    return [(words, parse(value)) for words, value in _told_in(line, is_one)]


def unclear_in_line(line: str) -> list[tuple[str, str]]:
    """The dates in a line that may be either of two days, each with the words before it."""
    return _told_in(line, is_ambiguous)


def _told_in(line: str, is_such: Callable[[str], bool]) -> list[tuple[str, str]]:
    """The dates of some kind in a line with other words, each with the words that lead up to it."""
    plain = _without_accents(line)
    found, end = [], 0
    for match in sorted(_days_in(plain), key=re.Match.start):
        if match.start() >= end and is_such(match[0]):
            found.append((plain[end : match.start()].strip(), match[0]))
            end = match.end()
    return found


def _days_in(plain: str) -> Iterator[re.Match]:
    """What looks like a day in a text without accents, its year in full."""
    for pattern in _IN_LINE:
        for match in pattern.finditer(plain):
            if len(match["year"]) == 4 and _names_fit(match):
                yield match


def in_name(path: str) -> date | None:
    """The day that a file's name begins with, as in 2025-07-26-title.md, or None.

    The name of an index is that of its folder.
    """
    file = PurePosixPath(path)
    is_index = file.name.partition(".")[0].casefold() in _INDEXES
    name = file.parent.name if is_index else file.name
    match = _IN_NAME.match(name)
    try:
        return parse(match[0]).day if match else None
    except Rejection:
        return None


def in_path(path: str) -> date | None:
    """The day that a path has in its folders or a name in it, as /2025/07/26/title, or None."""
    match = _IN_PATH.search(path)
    try:
        return parse("-".join(match.groups())).day if match else None
    except Rejection:
        return None


def _without_accents(text: str) -> str:
    """The text without accents, its digits those of ASCII."""
    letters = unicodedata.normalize("NFKD", text).replace("\N{MINUS SIGN}", "-")
    bare = "".join(
        str(unicodedata.digit(letter)) if letter.isdecimal() else letter
        for letter in letters
        if not unicodedata.combining(letter)
    )
    return unicodedata.normalize("NFC", bare)


def _names_fit(match: re.Match) -> bool:
    """Whether the words that stand where a month and a weekday may are such."""
    groups = match.groupdict()
    name, weekday = groups.get("name"), groups.get("weekday")
    return not (
        (name and not calendar_names.month(name))
        or (weekday and not calendar_names.weekdays(weekday))
    )


def _read(text: str, read: Callable[[re.Match], Moment], match: re.Match) -> Moment:
    try:
        return read(match)
    except _TwoReadingsError as either:
        one, other = either.args
        message = f"Ambiguous date: '{text}'. Write it as {one} or {other} (year-month-day)."
        raise Ambiguous(message, (one, other)) from either
    except _ShortYearError as error:
        message = f"Year with two digits: '{text}'. Write it as 2025-04-03 (year-month-day)."
        raise Rejection(message) from error
    except (ValueError, OverflowError) as error:
        raise Rejection(f"Impossible date: '{text}'. Correct it.") from error


def _within_reason(text: str, moment: Moment) -> Moment:
    if not FIRST_YEAR <= moment.day.year <= LAST_YEAR:
        years = f"{FIRST_YEAR} to {LAST_YEAR}"
        raise Rejection(f"Year out of range: '{text}'. Dates from {years} are taken.")
    return moment


def _told(text: str, match: re.Match, moment: Moment) -> Moment:
    """The moment, with a note where custom alone told how it is to be read."""
    groups = match.groupdict()
    if "serial" in groups:
        note = f"The number '{text}' was read as {moment.day}, counted in days as by spreadsheets."
        return _noted(note, moment)
    if groups.get("name") and len(groups["year"]) < 4:
        return _noted(f"The date '{text}' was read as {_of_named_month(match)}.", moment)
    one, other = groups.get("one"), groups.get("other")
    if not one or not other or groups["mark"] != "." or max(int(one), int(other)) > 12:
        return moment
    if int(one) == int(other):
        return moment
    read = _in_either_order(match)
    note = f"The date '{text}' was read as {read}, since with dots the day stands first."
    return _noted(note, moment)


def _noted(note: str, moment: Moment) -> Moment:
    """The moment with a note before those that it has."""
    return moment._replace(note=" ".join(filter(None, (note, moment.note))))


# The day, from a match of each form. All raise ValueError where there is no such day.


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
        raise _TwoReadingsError(date(year, other, one), date(year, one, other))
    return date(year, one, other) if one <= 12 else date(year, other, one)


def _year(match: re.Match) -> int:
    if len(match["year"]) != 4:
        raise _ShortYearError
    return int(match["year"])


# The moment.


def _with_time(day_of: Callable[[re.Match], date], match: re.Match) -> Moment:
    day, groups = day_of(match), match.groupdict()
    note = _contradiction(groups.get("weekday"), day)
    if groups.get("hour") is None:
        return Moment(day, None, note)
    return _noted(note, moments.read(day, groups))


def _of_a_spreadsheet(match: re.Match) -> Moment:
    day = date(1899, 12, 30) + timedelta(days=int(match["serial"]))
    has_time = bool((match["rest"] or "").strip("0"))
    return Moment(day, note=moments.NO_ZONE if has_time else "")


def _contradiction(weekday: str | None, day: date) -> str:
    """A note on a weekday that the day is not, or nothing."""
    if not weekday or day.weekday() in calendar_names.weekdays(weekday):
        return ""
    return f"The weekday '{weekday}' does not fit {day}: the date was taken without it."


# The forms, tried in this order.

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
_PUBLISHED = re.compile(
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


_FORMS = _forms()
# Within a line, days by their number in the year or the week are not told from other numbers.
_IN_LINE = [
    re.compile(
        rf"(?<![\w.,/-]){day}(?:{BEFORE_TIME}{CLOCK}{ZONE})?(?![\w/-])",
        re.ASCII | re.IGNORECASE,
    )
    for day, day_of in _DAYS
    if day_of not in (_of_week, _of_year) and "(?P<month>\\d\\d)(" not in day
]
