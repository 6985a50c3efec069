"""How many articles an answer has, and how they divide: by source, category, tag, event and month.

An answer of up to 10,000 articles is counted in whole, one that asks for a phrase of up to about
2,000. Of a larger one a sample is counted, one article in 4, 8, 16 … 256, and what is told is an
estimate. Where the sample holds far fewer than was thought, a larger one is counted once.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from articles.query import Choice, Query
from articles.search.asking import Asked
from articles.search.entries import SAMPLES, rows

# Up to so many articles are counted one by one.
MOST_COUNTED = 10_000

# A sample is chosen that has so many of them or more; of phrases fewer, which are read one by one.
_FEWEST_SAMPLED = 2_000
_FEWEST_READ = 500

# Where a sample has less than this part of what was sought, one so many times as large is taken.
_HARDLY = 0.1
_FINER = 4

# From these estimates on, nobody tries to count one by one: where the index says all, and where
# each article's vector must be read.
_HOPELESS = 12_000
_SLOW = 2_000

_MOST_VALUES = 12


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet. `chosen` is the choice that the query holds of it, if any.

    `count` counts articles, or events where these were asked for; of events a sample tells
    nothing, so it is None then.
    """

    choice: Choice
    label: str
    count: int | None
    chosen: Choice | None = None


@dataclass(frozen=True)
class Facet:
    """A way to divide an answer: the parameter's name, its label and its fullest values."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


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
    """What an answer has in all. `sampled` is 0 where it was counted one by one.

    Otherwise it is the number of articles from which all the rest is estimated.
    """

    total: int
    events: int
    alone: int
    sampled: int
    facets: tuple[Facet, ...] = ()
    histogram: tuple[Month, ...] = ()
    years: tuple[Month, ...] = ()


class _Division(NamedTuple):
    """A way to divide: its label, what of an entry it counts, and SQL for a value and its name.

    `table` is where these stand, by the id that was counted.
    """

    label: str
    column: str
    value: str
    name: str
    table: str = ""


# By parameter.
_DIVISIONS = {
    "source": _Division("Sources", "source", "domain", "name", "articles_source"),
    "category": _Division("Categories", "category", "slug", "name", "articles_category"),
    "tag": _Division("Tags", "tag", "slug", "name", "articles_tag"),
    "event": _Division("Events", "event", "id::text", "title", "articles_event"),
    "lang": _Division("Languages", "language", "value", "value"),
}

# Of more than are counted one by one nothing but their number is told; a sample tells the rest.
_MATCHES = """
WITH found AS MATERIALIZED (
    SELECT e.published, e.source, e.category, e.language, e.tags, e.event, e.event_size
    FROM articles_searchentry e WHERE {where} LIMIT %s::integer + 1
), size AS MATERIALIZED (
    SELECT count(*) AS articles FROM found
), counted AS NOT MATERIALIZED (
    SELECT found.* FROM found WHERE ((SELECT articles FROM size) <= %s::integer) IS NOT FALSE
)
"""

_TOTALS = """
SELECT 'total', NULL::text, NULL::text, (SELECT articles FROM size)::float, {distinct}::float,
    coalesce(sum(1::float / event_size) FILTER (WHERE event IS NOT NULL), 0),
    count(*) FILTER (WHERE event IS NULL)::float
FROM counted
"""

_VALUES = """
UNION ALL
SELECT '{parameter}', {value}, {name}, articles, events, 0, 0 FROM (
    SELECT {column} AS value, count(*)::float AS articles, {events}::float AS events FROM {rows}
    WHERE {column} IS NOT NULL GROUP BY {column} ORDER BY 2 DESC, 1 LIMIT {most}
) fullest {join}
"""

_TAGS = "(SELECT unnest(tags) AS tag, event FROM counted) tags"

_PERIODS = """
UNION ALL
SELECT '{unit}', period::date::text, NULL, articles, events, 0, 0 FROM (
    SELECT date_trunc('{unit}', published::timestamp) AS period, count(*)::float AS articles,
        {events}::float AS events
    FROM counted GROUP BY 1
) {unit}s
"""
_EVENTS = "count(DISTINCT event)"


@dataclass(frozen=True)
class _Wish:
    """What is to be counted beside totals: by which parameters, by time or not, events or not."""

    names: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    of_events: bool = False

    @property
    def events(self) -> str:
        """SQL that counts events where they are wished for."""
        return _EVENTS if self.of_events else "0"


def overview(asked: Asked, *, divided: bool, of_events: bool = False) -> Overview:
    """Count an answer, and where `divided` how it divides: its articles, or its events."""
    periods = ("month", "year") if of_events else ("month",)
    counted = _count(asked, _Wish(tuple(_DIVISIONS), periods, of_events) if divided else _Wish())
    totals, step = counted.totals, counted.step
    events = counted.distinct if step == 1 else counted.events * step
    months = _periods(counted, "month")
    return Overview(
        total=_rounded(totals * step, step),
        events=_rounded(events, step),
        alone=_rounded(counted.alone * step, step),
        sampled=0 if step == 1 else int(totals),
        facets=_facets(asked, counted, of_events=of_events) if divided else (),
        histogram=months,
        years=_periods(counted, "year") if of_events else _by_year(months),
    )


def _periods(counted: "_Counts", unit: str) -> tuple[Month, ...]:
    return tuple(
        Month(date.fromisoformat(day), _rounded(number * counted.step, counted.step), int(events))
        for day, _, number, events in sorted(counted.values[unit])
    )


def _by_year(months: tuple[Month, ...]) -> tuple[Month, ...]:
    """The years of months: their articles add up, and events that stand in two would not."""
    counts = Counter()
    for month in months:
        counts[month.first_day.year] += month.count
    return tuple(Month(date(year, 1, 1), count) for year, count in counts.items())


@dataclass(frozen=True)
class _Counts:
    """What was counted, of one article in `step`.

    `distinct` counts events, `events` the shares that these articles are of theirs. `values` has
    for each parameter, and for "month" and "year", (value, its name, articles, events).
    """

    step: int
    totals: float
    distinct: float
    events: float
    alone: float
    values: Mapping[str, list[tuple[str, str, float, float]]]


def _count(asked: Asked, wish: _Wish) -> _Counts:
    """Count all, or a sample where there are too many."""
    matches = asked.matches()
    if matches <= (_SLOW if asked.condition.reads else _HOPELESS):
        counts = _counted(asked, 1, wish)
        if counts.totals <= MOST_COUNTED:
            return counts
    fewest = _FEWEST_READ if asked.condition.reads else _FEWEST_SAMPLED
    step = max((s for s in SAMPLES if matches / s >= fewest), default=SAMPLES[0])
    counts = _counted(asked, step, wish)
    if counts.totals < fewest * _HARDLY:
        # There are far fewer than was thought, such as of a phrase whose words seldom meet.
        step = step // _FINER if step // _FINER in SAMPLES else 1
        counts = _counted(asked, step, wish)
    return counts


def _counted(asked: Asked, step: int, wish: _Wish) -> _Counts:
    where = asked.condition.where(step)
    most = MOST_COUNTED if step == 1 else None
    distinct = "count(DISTINCT event)" if step == 1 else "0"
    sql = [_MATCHES.format(where=where.text), _TOTALS.format(distinct=distinct)]
    sql += [_divided(name, wish.events) for name in wish.names if name != "event" or step == 1]
    sql += [_PERIODS.format(unit=unit, events=wish.events) for unit in wish.periods]
    values = defaultdict(list)
    total = (0.0, 0.0, 0.0, 0.0)
    for parameter, value, name, *numbers in rows("".join(sql), [*where.parameters, most, most]):
        if parameter == "total":
            total = tuple(numbers)
        else:
            values[parameter].append((value, name, *numbers[:2]))
    return _Counts(step, *total, values)


def _divided(parameter: str, events: str) -> str:
    by = _DIVISIONS[parameter]
    return _VALUES.format(
        parameter=parameter,
        **by._asdict(),
        rows=_TAGS if parameter == "tag" else "counted",
        events=events,
        join=f"JOIN {by.table} ON id = value" if by.table else "",
        most=_MOST_VALUES,
    )


def _rounded(number: float, step: int) -> int:
    """Return an estimate to three places, and what was counted as it is."""
    return int(number) if step == 1 else int(float(f"{number:.3g}"))


def _facets(asked: Asked, counted: _Counts, *, of_events: bool) -> tuple[Facet, ...]:
    """Return every facet, each counted without the choices of its own."""
    found = []
    for name in _DIVISIONS:
        own = counted
        if asked.query.chosen(name):
            own = _count(asked.without(name), _Wish((name,), of_events=of_events))
        found.append(_facet(name, asked.query, own, of_events=of_events))
    return tuple(found)


def _facet(name: str, query: Query, counted: _Counts, *, of_events: bool) -> Facet:
    chosen = {choice.value: choice for choice in query.chosen(name)}
    step = counted.step

    def told(articles, events):
        if not of_events:
            return _rounded(articles * step, step)
        return int(events) if step == 1 else None

    fullest = sorted(counted.values[name], key=lambda v: (-v[3], -v[2], v[1]))
    values = (
        FacetValue(Choice(name, value), label, told(articles, events), chosen.get(value))
        for value, label, articles, events in fullest
    )
    return Facet(name, _DIVISIONS[name].label, tuple(values))
