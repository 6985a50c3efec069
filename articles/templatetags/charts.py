"""The chart of an answer: how many articles each month or year has."""

from dataclasses import dataclass

from django import template
from django.utils.dateformat import format as format_date

from articles.templatetags.periods import all_between, month_of, narrowed, year_of

register = template.Library()

# The chart's own units; the page scales it.
_BAR = 10
_FEWEST_BARS = 12
_MOST_BARS = 60
_CHART_HEIGHT = 100
_LOWEST_BAR = 2


@dataclass(frozen=True)
class Bar:
    """A month or year of a chart: its number of articles, its link and its place."""

    label: str
    count: int
    url: str
    x: int
    height: float

    @property
    def y(self) -> float:
        """Where the bar begins, from the top."""
        return _CHART_HEIGHT - self.height


@dataclass(frozen=True)
class Chart:
    """The bars of a chart, its width in its own units, and what a bar stands for.

    Where it is not exact, numbers are estimates. `is_full` says that bars reach from side to side.
    """

    bars: tuple[Bar, ...]
    width: int
    unit: str
    is_exact: bool
    is_full: bool


@register.simple_tag
def chart(listing, answer):
    """Return the Chart of an answer, None where it has no articles."""
    counts = {month.first_day: month.count for month in answer.histogram}
    if not counts:
        return None
    unit, periods = _periods(counts)
    sums = [sum(n for day, n in counts.items() if first <= day <= last) for first, last in periods]
    bars = tuple(
        Bar(
            label=format_date(first, "F Y" if unit == "month" else "Y"),
            count=total,
            url=listing.page_url(narrowed(answer.query, first, last)),
            x=place * _BAR,
            height=max(_LOWEST_BAR, round(total / max(sums) * _CHART_HEIGHT, 1)),
        )
        for place, ((first, last), total) in enumerate(zip(periods, sums, strict=True))
        if total
    )
    places = max(len(periods), _FEWEST_BARS)
    return Chart(bars, places * _BAR, unit, not answer.sampled, places == len(periods))


def _periods(days):
    """Return the months that hold these days and those between, or the years where that is many.

    Where even the years are many, only those that hold a day.
    """
    first, last = min(days), max(days)
    years = last.year - first.year
    if years * 12 + last.month - first.month < _MOST_BARS:
        return "month", all_between(first, last, month_of)
    if years < _MOST_BARS:
        return "year", all_between(first, last, year_of)
    return "year", sorted({year_of(day) for day in days})
