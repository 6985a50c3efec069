"""Dates as people and programs write them.

A small grammar of our own reads them: a library that takes every form has to guess at some, and
a guess would stand in the archive as if it were known.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial
from pathlib import PurePosixPath
from typing import NamedTuple

from articles.ingest.characters import one_line
from articles.ingest.readers import calendar_names
from articles.ingest.records import Rejection

FIRST_YEAR, LAST_YEAR = 1900, 2100
FIRST_COUNTED_YEAR = 1990  # a number of seconds that comes out earlier is no date
LONGEST = 100  # characters

# Hours from UTC by a zone's letters. Those of North America are as in RFC 5322 (section 4.3) but
# for CST, which is China's too. Letters that zones share (CST, IST, BST, AST), or that leave summer
# time open (ET, PT), are not here: the day is then kept without the time.
_ZONES = {
    letters: hours
    for hours, zones in (
        (-8, "PST"),
        (-7, "MST PDT"),
        (-6, "MDT"),
        (-5, "EST CDT"),
        (-4, "EDT"),
        (0, "Z UT UTC GMT WET"),
        (1, "CET MEZ WEST"),
        (2, "CEST MESZ EET"),
        (3, "EEST"),
        (8, "HKT SGT"),
        (9, "JST KST"),
        (10, "AEST"),
        (11, "AEDT"),
        (12, "NZST"),
        (13, "NZDT"),
    )
    for letters in zones.split()
}
_ZONE_PARTS = re.compile(r"([A-Za-z_/]*)(?:([+-])(\d\d?):?(\d\d)?)?", re.ASCII)
_IN_NAME = re.compile(r"\d{4}(-?)\d\d\1\d\d(?=[-_. T]|$)", re.ASCII)
_IN_PATH = re.compile(r"(?:^|/)((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?=[/_-]|$)", re.ASCII)
_INDEXES = {"index", "_index", "readme"}


class Moment(NamedTuple):
    """A day, and the moment in UTC where both time and zone are known; the day is then UTC's.

    `note` says what was left out.
    """

    day: date
    at: datetime | None = None
    note: str = ""


class _TwoReadingsError(ValueError):
    """A date that may be either of two days."""


class _ShortYearError(ValueError):
    """A year of two digits."""


def parse(value: str) -> Moment:
    """The day, and the moment where it can be known.

    Without a zone, or with one whose letters leave it open, the day is kept as it is written.
    Raises Rejection, naming the value, where it is impossible, ambiguous or not understood.
    """
    text = one_line(value[: LONGEST * 10], LONGEST)
    plain = _PUBLISHED.sub("", _without_accents(text), count=1)
    for pattern, read in _FORMS:
        match = pattern.fullmatch(plain)
        if match and _names_fit(match):
            return _told(text, match, _within_reason(text, _read(text, read, match)))
    raise Rejection(f"Date not understood: '{text}'. Write it as 2025-04-03 (year-month-day).")


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
    plain = _without_accents(line)
    found, end = [], 0
    for match in sorted(_days_in(plain), key=re.Match.start):
        if match.start() >= end and is_one(match[0]):
            found.append((plain[end : match.start()].strip(), parse(match[0])))
            end = match.end()
    return found


def _days_in(plain: str) -> Iterator[re.Match]:
    """What looks like a day in a text without accents; of two from one place the longer first."""
    for pattern in _IN_LINE:
        yield from filter(_names_fit, pattern.finditer(plain))


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
        message = f"Ambiguous date: '{text}'. Write it as {either} (year-month-day)."
        raise Rejection(message) from either
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
    """The moment, with a note where only the dots told day and month apart."""
    groups = match.groupdict()
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
    return date(_year(match), calendar_names.month(match["name"]) or 0, int(match["day"]))


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
        raise _TwoReadingsError(f"{date(year, other, one)} or {date(year, one, other)}")
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
    moment = _in_zone(_clock(day, groups), groups["zone"] or "")
    is_leap = groups["second"] == "60"
    if is_leap and moment.at and (moment.at.hour, moment.at.minute) != (23, 59):
        raise ValueError("Leap seconds come at the end of a day in UTC.")
    return _noted(note, moment)


def _contradiction(weekday: str | None, day: date) -> str:
    """A note on a weekday that the day is not, or nothing."""
    if not weekday or day.weekday() in calendar_names.weekdays(weekday):
        return ""
    return f"The weekday '{weekday}' does not fit {day}: the date was taken without it."


def _clock(day: date, groups: dict[str, str | None]) -> datetime:
    """What clocks show. ISO 8601 has 24:00 for the end of a day, and :60 for a leap second."""
    hour = _of_24_hours(int(groups["hour"]), groups.get("half") or "")
    minute, second = int(groups["minute"] or 0), int(groups["second"] or 0)
    micro = int((groups["fraction"] or "0")[:6].ljust(6, "0"))
    if (hour, minute, second, micro) == (24, 0, 0, 0):
        day, hour = day + timedelta(days=1), 0
    if second == 60:
        second, micro = 59, 0
    return datetime(day.year, day.month, day.day, hour, minute, second, micro, tzinfo=UTC)


def _of_24_hours(hour: int, half: str) -> int:
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError("No such hour before or after noon.")
    return hour % 12 + (12 if half in "pP" else 0)


def _in_zone(clock: datetime, zone: str) -> Moment:
    """The moment at which clocks in a zone show this; only the day where the zone is open."""
    offset = _offset(zone)
    if offset is not None:
        moment = clock.replace(tzinfo=timezone(offset)).astimezone(UTC)
        return Moment(moment.date(), moment)
    if zone:
        note = f"The zone '{zone}' is not certain: the day was kept without the time."
    elif clock.hour or clock.minute or clock.second:
        note = "The time has no zone: the day was kept without the time."
    else:
        note = ""  # midnight without a zone is how programs write a day
    return Moment(clock.date(), None, note)


def _offset(zone: str) -> timedelta | None:
    """How far a zone is from UTC; None where that is not certain."""
    letters, sign, hours, minutes = _ZONE_PARTS.fullmatch(zone).groups()
    name = letters.upper()
    if not sign:
        return timedelta(hours=_ZONES[name]) if name in _ZONES else None
    if int(minutes or 0) > 59:
        raise ValueError("No such zone.")
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return -offset if sign == "-" else offset


def _counted(match: re.Match) -> Moment:
    """The moment after so many seconds, or milliseconds, since the beginning of 1970 in UTC."""
    count = int(match["count"])
    seconds = count / 1000 if len(match["count"]) > 10 else count
    moment = datetime.fromtimestamp(seconds, UTC)
    if not FIRST_COUNTED_YEAR <= moment.year <= LAST_YEAR:
        years = f"{FIRST_COUNTED_YEAR} to {LAST_YEAR}"
        raise Rejection(f"Year out of range: '{match[0]}'. Seconds are taken from {years}.")
    return Moment(moment.date(), moment)


# The forms, tried in this order.

_YEAR = r"(?P<year>\d{4}|['’]?\d\d)"
_OF_YEAR = rf"(?:de |del )?{_YEAR}(?: ?г\.?| года)?"
_LONG_YEAR = r"(?P<year>\d{4})"
_DAY = r"(?P<day>\d\d?)"
_LETTER = r"[a-zøłıа-яієА-ЯІЄء-ي]"  # upper case counts as lower in ASCII alone
_MONTH = rf"(?P<name>{_LETTER}{{3,12}})"
_GAP = r"[ ,./-]{1,2}"
_ARTICLE = r"(?:(?:the|le|el|den) )"
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
    (rf"{_LONG_YEAR}{_GAP}{_MONTH}{_GAP}{_DAY}", _of_named_month),
    (
        rf"(?P<one>\d\d?)(?P<mark>[-/.]) ?(?P<other>\d\d?)(?P=mark) ?{_YEAR}",
        _in_either_order,
    ),
]

_CLOCK = (
    r"(?=\d\d?(?:[:.h]\d\d| ?[ap]\.?m| ?uhr))(?P<hour>\d\d?)"
    r"(?:[:.h](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,](?P<fraction>\d{1,12}))?)?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?| ?uhr)?"
)
_ZONE = (
    r"(?: ?(?P<zone>(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?|Z|UTC|GMT|(?-i:[A-Z]{2,5})"
    r"|(?-i:[A-Z][a-z]+/[A-Z][A-Za-z_/]+)))?(?:(?<=\d) (?-i:[A-Z]{2,5}))?"
    r"(?: ?\[[^\[\]]+\])?(?: ?\([^()]+\))?"
)
_BEFORE_TIME = r"(?:T|,? (?:(?:at|um|a|as|a las|alle|om|klo|kl\.?|в|о|@|[-–—|·]) )?|(?<=日))"
_COMPACT = (
    r"(?P<year>(?:19|20|21)\d\d)(?P<month>\d\d)(?P<day>\d\d)T?"
    rf"(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?:[.,](?P<fraction>\d{{1,12}}))?{_ZONE}"
)
# What pages write before it; "updated" is another day.
_PUBLISHED = re.compile(
    r"(?:(?:first |originally )?(?:published|posted|veroffentlicht|publie|publicado|pubblicato"
    r"|gepubliceerd|publicerad|opublikowano|опубликовано))(?: (?:on|am|le|el|em|il|op|den))?:? ",
    re.IGNORECASE,
)
_UNIX = rf"{_WEEKDAY}{_MONTH} {_DAY} {_CLOCK}{_ZONE} {_LONG_YEAR}"


def _forms() -> list[tuple[re.Pattern, Callable[[re.Match], Moment]]]:
    forms = [(_COMPACT, partial(_with_time, _numbered))]
    forms += [(r"(?P<count>\d{9,10}|\d{12,13})(?:\.\d+)?", _counted)]
    for day, day_of in _DAYS:
        read = partial(_with_time, day_of)
        forms += [(rf"{_WEEKDAY}{day}(?:{_BEFORE_TIME}{_CLOCK}{_ZONE})?", read)]
        forms += [(rf"{_CLOCK}{_ZONE},? (?:on )?{_WEEKDAY}{day}", read)]
    forms += [(_UNIX, partial(_with_time, _of_named_month))]
    return [(re.compile(form, re.ASCII | re.IGNORECASE), read) for form, read in forms]


_FORMS = _forms()
# Within a line, days by their number in the year or the week are not told from other numbers.
_IN_LINE = [
    re.compile(
        rf"(?<![\w.,/-]){day}(?:{_BEFORE_TIME}{_CLOCK}{_ZONE})?(?![\w/-])",
        re.ASCII | re.IGNORECASE,
    )
    for day, day_of in _DAYS
    if day_of not in (_of_week, _of_year) and "(?P<month>\\d\\d)(" not in day
]
