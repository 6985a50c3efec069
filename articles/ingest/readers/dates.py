"""Dates as people and programs write them: what is one, and those in lines, names and paths."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import PurePosixPath

from articles.ingest.characters import one_line
from articles.ingest.readers import date_forms
from articles.ingest.readers.moments import LAST_YEAR, Moment
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


def parse(value: str) -> Moment:
    """The day, and the moment where it can be known.

    Without a zone, or with one whose letters leave it open, the day is kept as it is written.
    Raises Rejection, naming the value, where it is impossible, ambiguous or not understood.
    """
    text = one_line(value[: LONGEST * 10], LONGEST)
    plain = date_forms.PUBLISHED.sub("", _without_accents(text), count=1)
    moment = _in_any_form(text, plain)
    if not moment and (behind := date_forms.weekday_behind(plain)):
        moment = _in_any_form(text, plain[: behind.start()] + plain[behind.end() :])
        moment = moment and moment.noted(date_forms.contradiction(behind["weekday"], moment.day))
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
    for pattern, read in date_forms.FORMS:
        match = pattern.fullmatch(plain)
        if match and date_forms.names_fit(match):
            return date_forms.by_custom(text, match, _within_reason(text, _read(text, read, match)))
    return None


def is_said_to_be_out(line: str) -> bool:
    """Whether a line begins by saying that something was published, in one of many languages."""
    return bool(date_forms.PUBLISHED.match(_without_accents(line)))


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
    for pattern in date_forms.IN_LINE:
        for match in pattern.finditer(plain):
            if len(match["year"]) == 4 and date_forms.names_fit(match):
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


def _read(text: str, read: Callable[[re.Match], Moment], match: re.Match) -> Moment:
    try:
        return read(match)
    except date_forms.TwoReadingsError as either:
        one, other = either.args
        message = f"Ambiguous date: '{text}'. Write it as {one} or {other} (year-month-day)."
        raise Ambiguous(message, (one, other)) from either
    except date_forms.ShortYearError as error:
        message = f"Year with two digits: '{text}'. Write it as 2025-04-03 (year-month-day)."
        raise Rejection(message) from error
    except (ValueError, OverflowError) as error:
        raise Rejection(f"Impossible date: '{text}'. Correct it.") from error


def _within_reason(text: str, moment: Moment) -> Moment:
    if not FIRST_YEAR <= moment.day.year <= LAST_YEAR:
        years = f"{FIRST_YEAR} to {LAST_YEAR}"
        raise Rejection(f"Year out of range: '{text}'. Dates from {years} are taken.")
    return moment
