"""Counting an answer in SQL: its articles, its events, and how they divide.

An answer of up to about 11,000 articles is counted one by one, one that asks for a phrase of up to
about 2,000. How it divides is told from a part of it where it has 4,000 or more, except in a small
archive and where events are counted. Of a larger answer a sample is counted, one article in 4, 8,
16 … 256, and all that is told is an estimate.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from articles.search.asking import Asked
from articles.search.entries import SAMPLES, rows

# Where so many articles or fewer are thought to match, they are counted one by one: where the index
# says all, and where each article's vector must be read.
_COUNTED = 11_000
_READ = 2_000

# Where there turn out to be more than this, their number is estimated after all.
_MOST_COUNTED = 15_000

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


class Division(NamedTuple):
    """A way to divide: its label, what of an entry it counts, and SQL for a value and its name.

    `table` is where these stand, by the id that was counted.
    """

    label: str
    column: str
    value: str
    name: str
    table: str = ""


# By parameter.
DIVISIONS = {
    "source": Division("Sources", "source", "domain", "name", "articles_source"),
    "category": Division("Categories", "category", "slug", "name", "articles_category"),
    "tag": Division("Tags", "tag", "slug", "name", "articles_tag"),
    "event": Division("Events", "event", "id::text", "title", "articles_event"),
    "lang": Division("Languages", "language", "value", "value"),
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
    WHERE {column} IS NOT NULL GROUP BY {column}
    ORDER BY events DESC, articles DESC, value LIMIT {most}
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
class Wish:
    """What is to be counted beside totals: by which parameters, by time or not, events or not."""

    names: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    of_events: bool = False

    @property
    def events(self) -> str:
        """SQL that counts events where they are wished for."""
        return _EVENTS if self.of_events else "0"


@dataclass(frozen=True)
class Counts:
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


def count(asked: Asked, wish: Wish) -> Counts:
    """Count all, or a sample where there are too many."""
    reads, expected = asked.condition.reads, asked.about
    fewest, most = (_FEWEST_READ, _READ) if reads else (_FEWEST_SAMPLED, _COUNTED)
    # Those with a phrase are found by reading all that may have it, which is not done twice.
    if asked.is_guess and not (reads and expected > most):
        step = max(_step(expected, fewest), min(_TRIED, asked.statistics.step))
        is_likely = expected / step >= fewest * _LIKELY
        tried = _counted(asked, step, wish if is_likely else Wish(), fewest)
        expected = step * tried.totals
        if is_likely and tried.totals >= fewest and expected > most:
            return tried
    if expected <= most:
        counts = _counted(asked, 1, wish)
        if counts.totals <= _MOST_COUNTED:
            return counts
        expected = counts.totals
    return _sampled(asked, max(_step(expected, fewest), SAMPLES[0]), fewest, wish)


def _step(expected: float, fewest: int) -> int:
    """Return of how many articles one will do, 1 where too few would be in any sample."""
    return max((step for step in SAMPLES if expected / step >= fewest), default=1)


def _sampled(asked: Asked, step: int, fewest: int, wish: Wish) -> Counts:
    counts = _counted(asked, step, wish)
    while counts.totals < fewest * _HARDLY and counts.step > 1:
        # There are far fewer than was thought, such as of a phrase whose words seldom meet.
        step = step // _FINER if step // _FINER in SAMPLES else 1
        counts = _counted(asked, step, wish)
    return counts


def _counted(asked: Asked, step: int, wish: Wish, fewest: int = 0) -> Counts:
    """Count what is in a sample, and how it divides where there are `fewest` or more."""
    where = asked.condition.where(step)
    most = _MOST_COUNTED if step == 1 else None
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
    return Counts(step, *totals[:-1], int(totals[-1]), values)


def _divided(parameter: str, events: str) -> str:
    by = DIVISIONS[parameter]
    return _VALUES.format(
        parameter=parameter,
        **by._asdict(),
        rows=_ROWS.get(parameter, "counted"),
        events=events,
        join=f"JOIN {by.table} ON id = value" if by.table else "",
        most=_MOST_VALUES,
    )
