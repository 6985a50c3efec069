"""The time of a day and its zone, as people and programs write them."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

from articles.ingest.records import Rejection

LAST_YEAR = 2100
NO_ZONE = "The time has no zone: the day was kept without the time."
FIRST_COUNTED_YEAR = 1990  # a number of seconds that comes out earlier is no date

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

_PARTED = r"(?:[:.h時时点]| h |시 ?)"  # hours from minutes
CLOCK = (
    rf"(?=\d\d?(?:{_PARTED}\d\d| ?[ap]\.?m| ?uhr| ?h(?!\w)))(?P<hour>\d\d?)"
    rf"(?:{_PARTED}(?P<minute>\d\d)[分분]?"
    r"(?:[:.](?P<second>\d\d)(?:[.,](?P<fraction>\d{1,12}))?)?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?| ?uhr| ?h(?!\w))?"
)
ZONE = (
    r"(?: ?(?P<zone>(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?|Z|UTC|GMT|(?-i:[A-Z]{2,5})"
    r"|(?-i:[A-Z][a-z]+/[A-Z][A-Za-z_/]+)))?(?:(?<=\d) (?-i:[A-Z]{2,5}))?"
    r"(?: ?\[[^\[\]]+\])?(?: ?\([^()]+\))?"
)
BEFORE_TIME = (
    r"(?:T|,? (?:(?:at|um|a|as|a las|alle|(?:alle )?ore|om|klo|kl\.?|godz\.|в|о|@|[-–—|·]) )?"
    r"|(?<=日))"
)
# Seconds since the beginning of 1970, or thousandths, millionths or billionths of them.
COUNT = r"(?P<count>\d{9,10}|\d{12,13}|\d{15,16}|\d{18,19})(?:\.\d+)?"


class Moment(NamedTuple):
    """A day, and the moment in UTC where both time and zone are known; the day is then UTC's.

    `note` says what was left out.
    """

    day: date
    at: datetime | None = None
    note: str = ""

    def noted(self, before: str = "", *, after: str = "") -> "Moment":
        """The moment with a note before those that it has, or after them."""
        return self._replace(note=" ".join(filter(None, (before, self.note, after))))


def read(day: date, groups: dict[str, str | None]) -> Moment:
    """The moment on a day from the parts of a time; only the day where its zone is open.

    Raises ValueError where there is no such time.
    """
    moment = _in_zone(_clock(day, groups), groups["zone"] or "")
    is_leap = groups["second"] == "60"
    if is_leap and moment.at and (moment.at.hour, moment.at.minute) != (23, 59):
        raise ValueError("Leap seconds come at the end of a day in UTC.")
    return moment


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
        note = NO_ZONE
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


def counted(match: re.Match) -> Moment:
    """The moment after so many seconds, or parts of them, since the beginning of 1970 in UTC.

    Raises Rejection where that is out of range.
    """
    parts = 10 ** (3 * (len(match["count"]) // 3 - 3))  # of a second
    since = timedelta(microseconds=int(match["count"]) * 10**6 // parts)
    moment = datetime(1970, 1, 1, tzinfo=UTC) + since
    if not FIRST_COUNTED_YEAR <= moment.year <= LAST_YEAR:
        years = f"{FIRST_COUNTED_YEAR} to {LAST_YEAR}"
        raise Rejection(f"Year out of range: '{match[0]}'. Seconds are taken from {years}.")
    return Moment(moment.date(), moment)
