"""How an answer divides: by source, category, tag, event, language, month and year."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from articles.query import Choice, Query
from articles.search.asking import Asked
from articles.search.counting import DIVISIONS, Counts, Wish, count
from articles.search.labels import labels


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet. `chosen` is the choice that the query holds of it, if any.

    `count` counts articles, or events where these were asked for. It is None where nothing tells
    it: of events in a sample, and of what is left out.
    """

    choice: Choice
    label: str
    count: int | None
    chosen: Choice | None = None


@dataclass(frozen=True)
class Facet:
    """A way to divide an answer: the parameter's name, its label and its fullest values.

    `sampled` is 0 where its articles were counted, else of how many they are estimated.
    """

    name: str
    label: str
    values: tuple[FacetValue, ...]
    sampled: int = 0


@dataclass(frozen=True)
class Month:
    """The number of articles published in a month or year, which `first_day` names.

    `events` counts the events that these report, 0 where that was not asked for.
    """

    first_day: date
    count: int
    events: int = 0


@dataclass(frozen=True)
class Overview:
    """What an answer has in all: articles, events and articles of none, and how they divide.

    `is_exact` says that the first three were counted one by one. `sampled` is 0 where all was;
    otherwise it is the number of articles from which all else is estimated.
    """

    total: int
    events: int
    alone: int
    is_exact: bool
    sampled: int
    facets: tuple[Facet, ...] = ()
    histogram: tuple[Month, ...] = ()
    years: tuple[Month, ...] = ()


def overview(asked: Asked, *, divided: bool, of_events: bool = False) -> Overview:
    """Count an answer, and where `divided` how it divides: its articles, or its events."""
    periods = ("month", "year") if of_events else ("month",)
    counted = count(asked, Wish(tuple(DIVISIONS), periods, of_events) if divided else Wish())
    step = counted.step
    months = _periods(counted, "month")
    return Overview(
        total=_rounded(counted.totals * step, step),
        events=_rounded(counted.events * step, step),
        alone=_rounded(counted.alone * step, step),
        is_exact=step == 1,
        sampled=counted.sampled,
        facets=_facets(asked, counted, of_events=of_events) if divided else (),
        histogram=months,
        years=_periods(counted, "year") if of_events else _by_year(months),
    )


def _periods(counted: Counts, unit: str) -> tuple[Month, ...]:
    return tuple(
        Month(date.fromisoformat(day), _rounded(number * counted.worth, counted.worth), int(events))
        for day, _, number, events in sorted(counted.values[unit])
    )


def _by_year(months: tuple[Month, ...]) -> tuple[Month, ...]:
    """The years of months: their articles add up, and events that stand in two would not."""
    counts = Counter()
    for month in months:
        counts[month.first_day.year] += month.count
    return tuple(Month(date(year, 1, 1), number) for year, number in counts.items())


def _rounded(number: float, worth: float) -> int:
    """Return an estimate to three places, and what was counted as it is."""
    return int(number) if worth == 1 else int(float(f"{number:.3g}"))


def _facets(asked: Asked, counted: Counts, *, of_events: bool) -> tuple[Facet, ...]:
    """Return every facet, each counted without what is chosen of its own."""
    found = []
    for name in DIVISIONS:
        own = counted
        if not all(choice.excluded for choice in asked.query.chosen(name)):
            own = count(asked.without(name), Wish((name,), of_events=of_events))
        found.append(_facet(name, asked.query, own, of_events=of_events))
    return tuple(found)


def _facet(name: str, query: Query, counted: Counts, *, of_events: bool) -> Facet:
    chosen = {choice.value: choice for choice in query.chosen(name)}
    left_out = [choice for choice in chosen.values() if choice.excluded]
    names = labels(left_out) if left_out else {}
    is_whole = name == "event"
    worth = 1 if is_whole else counted.worth

    def told(articles, events):
        if not of_events:
            return _rounded(articles * worth, worth)
        return int(events) if worth == 1 else None

    fullest = sorted(counted.values[name], key=lambda v: (-v[3], -v[2], v[1]))
    values = [
        FacetValue(Choice(name, value), label, told(articles, events), chosen.get(value))
        for value, label, articles, events in fullest
    ]
    values += [
        FacetValue(Choice(name, one.value), names.get((name, one.value), one.value), None, one)
        for one in left_out
    ]
    return Facet(name, DIVISIONS[name].label, tuple(values), 0 if is_whole else counted.sampled)
