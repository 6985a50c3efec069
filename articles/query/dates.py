"""Days, months and years as people write them in a query."""

import calendar
import re
from datetime import date

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


class NotADateError(ValueError):
    """Text that names no days. It reads as the rest of a sentence that begins with the text."""


def span(text: str) -> tuple[date, date]:
    """Return the first and last day of `2025`, `2025-07` or `2025-07-26`.

    Raises NotADateError.
    """
    match = _PARTIAL.fullmatch(text)
    if not match:
        raise NotADateError("is not a date. Write 2025, 2025-07 or 2025-07-26.")
    year, month, day = (int(part) if part else None for part in match.groups())
    if not year:
        raise NotADateError("is not a year: years go from 0001 to 9999.")
    if month is not None and not 1 <= month <= 12:
        raise NotADateError("is not a month: months go from 01 to 12.")
    last = calendar.monthrange(year, month or 12)[1]
    if day is not None and not 1 <= day <= last:
        named = f"{calendar.month_name[month]} {year}"
        raise NotADateError(f"is not a day: {named} has {last} days, from 01 to {last}.")
    return date(year, month or 1, day or 1), date(year, month or 12, day or last)


def period(text: str) -> tuple[date | None, date | None]:
    """Return the bounds of a day, month, year or range `a..b` with either end open.

    Raises NotADateError.
    """
    before, dots, after = (part.strip() for part in text.replace("…", "..").partition(".."))
    if not dots:
        return span(before)
    if not (before or after):
        raise NotADateError("has no date. Write 2025-07..2025-09, or leave out one of the two.")
    first, last = _end(before)[0], _end(after)[1]
    if first and last and first > last:
        raise NotADateError(f"ends before it begins. Write {after}..{before}.")
    return first, last


def written(first: date | None, last: date | None) -> str:
    """Return the shortest text that `period` reads as these days."""
    if first and last:
        for length in (4, 7, 10):
            text = first.isoformat()[:length]
            if span(text) == (first, last):
                return text
    return "..".join(day.isoformat() if day else "" for day in (first, last))


def _end(text):
    """Return the span of one end of a range, (None, None) of an open one."""
    try:
        return span(text) if text else (None, None)
    except NotADateError as error:
        raise NotADateError(f"is not a range: “{text[:40]}” {error}") from error
