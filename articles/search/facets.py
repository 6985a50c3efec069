"""How an answer divides: by date, source, category, tag, event and language."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.dateformat import format as format_date

from articles.query import Choice, Query
from articles.search.asking import Asked
from articles.search.counting import DIVISIONS, Counts, Wish, count
from articles.search.labels import labels

# Characters of a year and of a month as they are chosen: 2025 and 2025-07.
_YEAR, _MONTH = 4, 7


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
    """The number of articles published in a month, which `first_day` names."""

    first_day: date
    count: int


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


def overview(asked: Asked, *, divided: bool, of_events: bool = False) -> Overview:
    """Count an answer, and where `divided` how it divides: its articles, or its events."""
    wish = Wish(tuple(DIVISIONS), _periods(of_events=of_events), of_events) if divided else Wish()
    counted = count(asked, wish)
    step = counted.step
    return Overview(
        total=_rounded(counted.totals * step, step),
        events=_rounded(counted.events * step, step),
        alone=_rounded(counted.alone * step, step),
        is_exact=step == 1,
        sampled=counted.sampled,
        facets=_facets(asked, counted, of_events=of_events) if divided else (),
        histogram=_months(counted),
    )


def _periods(*, of_events: bool) -> tuple[str, ...]:
    """Months, whose articles add up to years; events that stand in two would not."""
    return ("month", "year") if of_events else ("month",)


def _months(counted: Counts) -> tuple[Month, ...]:
    return tuple(
        Month(date.fromisoformat(day), _rounded(number * counted.worth, counted.worth))
        for day, _, number, _ in sorted(counted.values["month"])
    )


def _rounded(number: float, worth: float) -> int:
    """Return an estimate to three places, and what was counted as it is."""
    return int(number) if worth == 1 else int(float(f"{number:.3g}"))


def _facets(asked: Asked, counted: Counts, *, of_events: bool) -> tuple[Facet, ...]:
    """Return every facet, each counted without what is chosen of its own."""
    wishes = {"date": Wish((), _periods(of_events=of_events), of_events)}
    wishes |= {name: Wish((name,), of_events=of_events) for name in DIVISIONS}
    found = []
    for name, wish in wishes.items():
        own = counted
        if not all(choice.excluded for choice in asked.query.chosen(name)):
            own = count(asked.without(name), wish)
        facet = _dates if name == "date" else _facet
        found.append(facet(name, asked.query, own, of_events=of_events))
    return tuple(found)


def _facet(name: str, query: Query, counted: Counts, *, of_events: bool) -> Facet:
    chosen = {choice.value: choice for choice in query.chosen(name)}
    left_out = [choice for choice in chosen.values() if choice.excluded]
    names = labels(left_out) if left_out else {}
    is_whole = name == "event"
    worth = 1 if is_whole else counted.worth
    fullest = sorted(counted.values[name], key=lambda v: (-v[3], -v[2], v[1]))
    values = [
        FacetValue(
            Choice(name, value),
            label,
            _told(articles, events, worth, of_events=of_events),
            chosen.get(value),
        )
        for value, label, articles, events in fullest
    ]
    values += [
        FacetValue(Choice(name, one.value), names.get((name, one.value), one.value), None, one)
        for one in left_out
    ]
    return Facet(name, DIVISIONS[name].label, tuple(values), 0 if is_whole else counted.sampled)


def _told(articles: float, events: float, worth: float, *, of_events: bool) -> int | None:
    """Return how many there are, None of events in a sample."""
    if not of_events:
        return _rounded(articles * worth, worth)
    return int(events) if worth == 1 else None


def _dates(name: str, query: Query, counted: Counts, *, of_events: bool) -> Facet:
    """Return the years, the latest first, each with its months where a date in it is chosen.

    Of a single year, only its months.
    """
    chosen = {choice.value: choice for choice in query.chosen(name)}
    counts = {
        value: _told(articles, events, counted.worth, of_events=of_events)
        for value, articles, events in _years_and_months(counted)
    }
    left_out = (value for value, choice in chosen.items() if choice.excluded)
    counts |= {value: None for value in left_out if len(value) <= _MONTH}
    years = {value[:_YEAR] for value in counts}
    opened = {value[:_YEAR] for value in chosen}
    is_one = len(years) == 1
    shown = [
        value
        for value in counts
        if (value[:_YEAR] in opened or is_one if len(value) == _MONTH else not is_one)
    ]
    label, written = (f"Months of {min(years)}", "F") if is_one else ("Years", "F Y")
    values = (
        FacetValue(
            Choice(name, value), _date_label(value, written), counts[value], chosen.get(value)
        )
        for value in sorted(shown, key=_latest_year_first)
    )
    return Facet(name, label, tuple(values), counted.sampled)


def _years_and_months(counted: Counts) -> list[tuple[str, float, float]]:
    """Return (`2025` or `2025-07`, articles, events) of all that was counted."""
    months = [(day[:_MONTH], *numbers) for day, _, *numbers in counted.values["month"]]
    years = [(day[:_YEAR], *numbers) for day, _, *numbers in counted.values["year"]]
    if not years:
        of_years = Counter()
        for month, articles, _ in months:
            of_years[month[:_YEAR]] += articles
        years = [(year, articles, 0) for year, articles in of_years.items()]
    return years + months


def _latest_year_first(value: str) -> tuple[int, int]:
    return -int(value[:_YEAR]), -int(value[5:] or 13)


def _date_label(value: str, month: str) -> str:
    """Return a year as it is, a month as the format `month` has it."""
    return value if len(value) == _YEAR else format_date(date.fromisoformat(f"{value}-01"), month)
