"""How many articles an answer has, and how they divide: by source, category, tag, event and month.

An answer of up to about 11,000 articles is counted one by one, one that asks for a phrase of up to
about 2,000. How it divides is told from a part of it where it has 4,000 or more, except in a small
archive and where events are counted. Of a larger answer a sample is counted, one article in 4, 8,
16 … 256, and all that is told is an estimate.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from articles.query import Choice, Query
from articles.search.asking import Asked
from articles.search.entries import SAMPLES, rows

# Where so many articles or fewer are thought to match, they are counted one by one: where the index
# says all, and where each article's vector must be read.
_COUNTED = 11_000
_READ = 2_000

# Where there turn out to be more than this, their number is estimated after all.
MOST_COUNTED = 15_000

# A sample is chosen that has so many of them or more; of phrases fewer, which are read one by one.
_FEWEST_SAMPLED = 700
_FEWEST_READ = 300

# Where a sample has less than this part of what was sought, one so many times as large is taken.
_HARDLY = 0.1
_FINER = 4

# How many there are is tried in a sample of one in so many, of fewer where the archive is smaller.
_TRIED = 16

# How it divides is asked at once where as many as this part of the fewest are thought to be in it.
_LIKELY = 0.4

# How articles divide is told from about so many of those counted, or more.
_DIVIDED = 2_000

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

# Nothing is divided of fewer than are wanted or of more than are counted. Of many, one in so many
# is, drawn by bits that the samples do not use.
_MATCHES = """
WITH found AS MATERIALIZED (
    SELECT e.article_id, e.published, e.source, e.category, e.language, e.tags, e.event,
        e.event_size
    FROM articles_searchentry e WHERE {where} LIMIT %s::integer + 1
), size AS MATERIALIZED (
    SELECT articles, greatest(1, articles / %s::integer) AS step
    FROM (SELECT count(*) AS articles FROM found) counted
), counted AS MATERIALIZED (
    SELECT found.* FROM found, size
    WHERE articles >= %s::integer AND (articles <= %s::integer) IS NOT FALSE
        AND (article_id * 2654435761 >> 32) %% step = 0
)
"""

_TOTALS = """
SELECT 'total', NULL::text, NULL::text, (SELECT articles FROM size)::float, ({events})::float,
    (SELECT count(*) FROM found WHERE event IS NULL)::float, (SELECT count(*) FROM counted)::float
"""

# The number of events; a sample tells it by the part of each that is in it.
_ALL_EVENTS = """
SELECT count(*) FROM (SELECT FROM found WHERE event IS NOT NULL GROUP BY event) events
"""
_PARTS_OF_EVENTS = """
SELECT coalesce(sum(1::float / event_size), 0) FROM found WHERE event IS NOT NULL
"""

_VALUES = """
UNION ALL
SELECT '{parameter}', {value}, {name}, articles, events, 0, 0 FROM (
    SELECT {column} AS value, count(*)::float AS articles, {events}::float AS events FROM {rows}
    WHERE {column} IS NOT NULL GROUP BY {column} ORDER BY 2 DESC, 1 LIMIT {most}
) fullest {join}
"""

# What is divided; events have too few articles each for a part of them to tell.
_ROWS = {"tag": "(SELECT unnest(tags) AS tag, event FROM counted) tags", "event": "found"}

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


def _periods(counted: "_Counts", unit: str) -> tuple[Month, ...]:
    return tuple(
        Month(date.fromisoformat(day), _rounded(number * counted.worth, counted.worth), int(events))
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

    `events` counts those of these articles, of a sample the parts of them that are in it. `divided`
    is how many of the articles `values` tells of, which has for each parameter, and for "month" and
    "year", (value, its name, articles, events).
    """

    step: int
    totals: float
    events: float
    alone: float
    divided: int
    values: Mapping[str, list[tuple[str, str, float, float]]]

    @property
    def worth(self) -> float:
        """For how many articles one of the divided stands."""
        return self.step * self.totals / self.divided if self.divided else self.step

    @property
    def sampled(self) -> int:
        """From how many articles `values` are estimated, 0 where they were counted."""
        return 0 if self.worth == 1 else self.divided


def _count(asked: Asked, wish: _Wish) -> _Counts:
    """Count all, or a sample where there are too many."""
    reads, expected = asked.condition.reads, asked.about
    fewest, most = (_FEWEST_READ, _READ) if reads else (_FEWEST_SAMPLED, _COUNTED)
    # Those with a phrase are found by reading all that may have it, which is not done twice.
    if asked.is_guess and not (reads and expected > most):
        step = max(_step(expected, fewest), min(_TRIED, asked.statistics.step))
        is_likely = expected / step >= fewest * _LIKELY
        tried = _counted(asked, step, wish if is_likely else _Wish(), fewest)
        expected = step * tried.totals
        if is_likely and tried.totals >= fewest and expected > most:
            return tried
    if expected <= most:
        counts = _counted(asked, 1, wish)
        if counts.totals <= MOST_COUNTED:
            return counts
        expected = counts.totals
    return _sampled(asked, max(_step(expected, fewest), SAMPLES[0]), fewest, wish)


def _step(expected: float, fewest: int) -> int:
    """Return of how many articles one will do, 1 where too few would be in any sample."""
    return max((step for step in SAMPLES if expected / step >= fewest), default=1)


def _sampled(asked: Asked, step: int, fewest: int, wish: _Wish) -> _Counts:
    counts = _counted(asked, step, wish)
    while counts.totals < fewest * _HARDLY and counts.step > 1:
        # There are far fewer than was thought, such as of a phrase whose words seldom meet.
        step = step // _FINER if step // _FINER in SAMPLES else 1
        counts = _counted(asked, step, wish)
    return counts


def _counted(asked: Asked, step: int, wish: _Wish, fewest: int = 0) -> _Counts:
    """Count what is in a sample, and how it divides where there are `fewest` or more."""
    where = asked.condition.where(step)
    most = MOST_COUNTED if step == 1 else None
    # A few articles tell little of events; and in a small archive it takes no time to divide all.
    divides_some = asked.statistics.step > 1 and wish.names and not wish.of_events
    divided = _DIVIDED if divides_some else None
    events = _ALL_EVENTS if step == 1 else _PARTS_OF_EVENTS
    sql = [_MATCHES.format(where=where.text), _TOTALS.format(events=events)]
    sql += [_divided(name, wish.events) for name in wish.names if name != "event" or step == 1]
    sql += [_PERIODS.format(unit=unit, events=wish.events) for unit in wish.periods]
    values = defaultdict(list)
    totals = [0.0, 0.0, 0.0, 0.0]
    given = [*where.parameters, most, divided, fewest, most]
    for parameter, value, name, *numbers in rows("".join(sql), given):
        if parameter == "total":
            totals = numbers
        else:
            values[parameter].append((value, name, *numbers[:2]))
    return _Counts(step, *totals[:-1], int(totals[-1]), values)


def _divided(parameter: str, events: str) -> str:
    by = _DIVISIONS[parameter]
    return _VALUES.format(
        parameter=parameter,
        **by._asdict(),
        rows=_ROWS.get(parameter, "counted"),
        events=events,
        join=f"JOIN {by.table} ON id = value" if by.table else "",
        most=_MOST_VALUES,
    )


def _rounded(number: float, worth: float) -> int:
    """Return an estimate to three places, and what was counted as it is."""
    return int(number) if worth == 1 else int(float(f"{number:.3g}"))


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
    is_whole = name == "event"
    worth = 1 if is_whole else counted.worth

    def told(articles, events):
        if not of_events:
            return _rounded(articles * worth, worth)
        return int(events) if worth == 1 else None

    fullest = sorted(counted.values[name], key=lambda v: (-v[3], -v[2], v[1]))
    values = (
        FacetValue(Choice(name, value), label, told(articles, events), chosen.get(value))
        for value, label, articles, events in fullest
    )
    return Facet(name, _DIVISIONS[name].label, tuple(values), 0 if is_whole else counted.sampled)
