"""Days, months and years as people write them in a query."""

import calendar
import re
from datetime import date

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


def span(text: str) -> tuple[date, date] | None:
    """Return the first and last day of `2025`, `2025-07` or `2025-07-26`, or None."""
    match = _PARTIAL.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year, month or 1, day or 1)
        last_day = day or calendar.monthrange(year, month or 12)[1]
        return first, date(year, month or 12, last_day)
    except ValueError:
        return None


def period(text: str) -> tuple[date | None, date | None] | None:
    """Return the bounds of a day, month, year or range `a..b` with either end open, or None."""
    before, dots, after = text.partition("..")
    if not dots:
        return span(text)
    first = span(before) if before else (None, None)
    last = span(after) if after else (None, None)
    if first is None or last is None or not (before or after):
        return None
    return first[0], last[1]
