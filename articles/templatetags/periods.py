"""Whole months and years, as pairs of their first and last day."""

import calendar
from dataclasses import replace
from datetime import date, timedelta

from articles.query import Query


def month_of(day: date) -> tuple[date, date]:
    """Return the month that a day is in."""
    last = calendar.monthrange(day.year, day.month)[1]
    return day.replace(day=1), day.replace(day=last)


def year_of(day: date) -> tuple[date, date]:
    """Return the year that a day is in."""
    return date(day.year, 1, 1), date(day.year, 12, 31)


def narrowed(query: Query, first: date, last: date) -> Query:
    """Return a query held to these of its days, on its first page."""
    after, before = max(query.after or first, first), min(query.before or last, last)
    return replace(query.without("date"), after=after, before=before)


def all_between(first: date, last: date, bounds) -> list[tuple[date, date]]:
    """Return every period from that of `first` to that of `last`; `bounds` gives that of a day."""
    found = [bounds(first)]
    while found[-1][1] < last:
        found.append(bounds(found[-1][1] + timedelta(days=1)))
    return found
