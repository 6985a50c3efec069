"""How many articles an answer has, and how they divide: by source, category, tag, event and month.

An answer of up to 10,000 articles is counted in whole, one that asks for a phrase of up to about
2,000. Of a larger one a sample is counted, one article in 4, 8, 16 … 256, and what is told is an
estimate. Where the sample holds far fewer than was thought, a larger one is counted once.
"""

from collections import defaultdict
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
    """One value of a facet. `chosen` is the choice that the query holds of it, if any."""

    choice: Choice
    label: str
    count: int
    chosen: Choice | None = None


@dataclass(frozen=True)
class Facet:
    """A way to divide an answer: the parameter's name, its label and its fullest values."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True)
class Month:
    """The number of articles published in a month, which `first_day` names."""

    first_day: date
    count: int


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
SELECT '{parameter}', {value}, {name}, articles, 0, 0, 0 FROM (
    SELECT {column} AS value, count(*)::float AS articles FROM {rows}
    WHERE {column} IS NOT NULL GROUP BY {column} ORDER BY 2 DESC, 1 LIMIT {most}
) fullest {join}
"""

_MONTHS = """
UNION ALL
SELECT 'month', month::date::text, NULL, articles, 0, 0, 0 FROM (
    SELECT date_trunc('month', published::timestamp) AS month, count(*)::float AS articles
    FROM counted GROUP BY 1
) months
"""


def overview(asked: Asked, *, divided: bool) -> Overview:
    """Count an answer, and where `divided` how it divides."""
    counted = _count(asked, list(_DIVISIONS) if divided else [], with_months=divided)
    totals, step = counted.totals, counted.step
    events = counted.distinct if step == 1 else counted.events * step
    return Overview(
        total=_rounded(totals * step, step),
        events=_rounded(events, step),
        alone=_rounded(counted.alone * step, step),
        sampled=0 if step == 1 else int(totals),
        facets=_facets(asked, counted) if divided else (),
        histogram=tuple(
            Month(date.fromisoformat(day), _rounded(number * step, step))
            for day, _, number in sorted(counted.values["month"])
        ),
    )


@dataclass(frozen=True)
class _Counts:
    """What was counted, of one article in `step`.

    `distinct` counts events, `events` the shares that these articles are of theirs. `values` has
    for each parameter, and for "month", (value, its name, articles).
    """

    step: int
    totals: float
    distinct: float
    events: float
    alone: float
    values: Mapping[str, list[tuple[str, str, float]]]


def _count(asked: Asked, names, *, with_months: bool) -> _Counts:
    """Count all, or a sample where there are too many."""
    matches = asked.matches()
    if matches <= (_SLOW if asked.condition.reads else _HOPELESS):
        counts = _counted(asked, 1, names, with_months)
        if counts.totals <= MOST_COUNTED:
            return counts
    fewest = _FEWEST_READ if asked.condition.reads else _FEWEST_SAMPLED
    step = max((s for s in SAMPLES if matches / s >= fewest), default=SAMPLES[0])
    counts = _counted(asked, step, names, with_months)
    if counts.totals < fewest * _HARDLY:
        # There are far fewer than was thought, such as of a phrase whose words seldom meet.
        step = step // _FINER if step // _FINER in SAMPLES else 1
        counts = _counted(asked, step, names, with_months)
    return counts


def _counted(asked: Asked, step: int, names, with_months) -> _Counts:
    where = asked.condition.where(step)
    most = MOST_COUNTED if step == 1 else None
    distinct = "count(DISTINCT event)" if step == 1 else "0"
    sql = [_MATCHES.format(where=where.text), _TOTALS.format(distinct=distinct)]
    sql += [_divided(name) for name in names if name != "event" or step == 1]
    sql += [_MONTHS] if with_months else []
    values = defaultdict(list)
    total = (0.0, 0.0, 0.0, 0.0)
    for parameter, value, name, *numbers in rows("".join(sql), [*where.parameters, most, most]):
        if parameter == "total":
            total = tuple(numbers)
        else:
            values[parameter].append((value, name, numbers[0]))
    return _Counts(step, *total, values)


def _divided(parameter: str) -> str:
    by = _DIVISIONS[parameter]
    return _VALUES.format(
        parameter=parameter,
        **by._asdict(),
        rows="(SELECT unnest(tags) AS tag FROM counted) tags" if parameter == "tag" else "counted",
        join=f"JOIN {by.table} ON id = value" if by.table else "",
        most=_MOST_VALUES,
    )


def _rounded(number: float, step: int) -> int:
    """Return an estimate to three places, and what was counted as it is."""
    return int(number) if step == 1 else int(float(f"{number:.3g}"))


def _facets(asked: Asked, counted: _Counts) -> tuple[Facet, ...]:
    """Return every facet, each counted without the choices of its own."""
    found = []
    for name in _DIVISIONS:
        own = counted
        if asked.query.chosen(name):
            own = _count(asked.without(name), [name], with_months=False)
        found.append(_facet(name, asked.query, own))
    return tuple(found)


def _facet(name: str, query: Query, counted: _Counts) -> Facet:
    chosen = {choice.value: choice for choice in query.chosen(name)}
    step = counted.step
    values = [
        FacetValue(Choice(name, value), label, _rounded(number * step, step), chosen.get(value))
        for value, label, number in counted.values[name]
    ]
    return Facet(
        name, _DIVISIONS[name].label, tuple(sorted(values, key=lambda v: (-v.count, v.label)))
    )
