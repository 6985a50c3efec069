"""How many articles an answer has, and how they divide: by source, category, tag, event and month.

An answer of up to 10,000 articles is counted in whole, one that asks for a phrase of up to about
2,000. Of a larger one a sample is counted that the
index holds, one article in 4, 16, 64 or 256, and what is told is an estimate.
"""

from dataclasses import dataclass
from datetime import date

from articles.models import Category, Event, Source, Tag
from articles.query import Choice, Query
from articles.search.asking import Asked
from articles.search.entries import SAMPLES, rows, sample
from articles.search.scoring import quoted

# Up to so many articles are counted one by one.
MOST_COUNTED = 10_000

# A sample is chosen that has so many of them or more; of phrases fewer, which are read one by one.
_FEWEST_SAMPLED = 2_000
_FEWEST_READ = 500

# From these estimates on, nobody tries to count one by one: where the index says all, and where
# each article's vector must be read.
_HOPELESS = 15_000
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


# Parameter: its label, what of an entry it counts, and what values are called.
_FACETS = {
    "source": ("Sources", "source", Source.objects, "domain"),
    "category": ("Categories", "category", Category.objects, "slug"),
    "tag": ("Tags", "tag", Tag.objects, "slug"),
    "event": ("Events", "event", Event.objects, "pk"),
    "lang": ("Languages", "language", None, None),
}

_MATCHES = """
WITH found AS MATERIALIZED (
    SELECT e.published, e.source, e.category, e.language, e.tags, e.event, e.event_size
    FROM articles_searchentry e WHERE {where} LIMIT %s
)
"""

_TOTALS = """
SELECT 'total', NULL::text, count(*)::float, {distinct}::float,
    coalesce(sum(1.0 / event_size) FILTER (WHERE event IS NOT NULL), 0)::float,
    count(*) FILTER (WHERE event IS NULL)::float
FROM found
"""

_VALUES = """
UNION ALL (
    SELECT '{name}', {column}::text, count(*)::float, 0, 0, 0 FROM {found}
    WHERE {column} IS NOT NULL GROUP BY {column} ORDER BY 3 DESC, {column} LIMIT {most}
)
"""

_MONTHS = """
UNION ALL (
    SELECT 'month', date_trunc('month', published)::date::text, count(*)::float, 0, 0, 0
    FROM found GROUP BY 2
)
"""


def overview(asked: Asked, *, divided: bool) -> Overview:
    """Count an answer, and where `divided` how it divides."""
    counted = _count(asked, list(_FACETS) if divided else [], with_months=divided)
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
            for day, number in sorted(counted.values.get("month", {}).items())
        ),
    )


@dataclass(frozen=True)
class _Counts:
    """What was counted, of one article in `step`.

    `distinct` counts events, `events` the shares that these articles are of theirs.
    """

    step: int
    totals: float
    distinct: float
    events: float
    alone: float
    values: dict[str, dict[str, float]]


def _count(asked: Asked, names, *, with_months: bool) -> _Counts:
    """Count all, or a sample where there are too many."""
    matches = asked.matches
    if matches <= (_SLOW if asked.condition.reads else _HOPELESS):
        counts = _counted(asked, 1, names, with_months)
        if counts.totals <= MOST_COUNTED:
            return counts
    fewest = _FEWEST_READ if asked.condition.reads else _FEWEST_SAMPLED
    step = max((s for s in SAMPLES if matches / s >= fewest), default=SAMPLES[0])
    return _counted(asked, step, names, with_months)


def _counted(asked: Asked, step: int, names, with_months) -> _Counts:
    keys = [quoted(sample(step))] if step > 1 else []
    where = asked.condition.where(*keys)
    most = MOST_COUNTED + 1 if step == 1 else None
    distinct = "count(DISTINCT event)" if step == 1 else "0"
    sql = [_MATCHES.format(where=where.text), _TOTALS.format(distinct=distinct)]
    for name in names:
        column, found = _FACETS[name][1], "found"
        if name == "tag":
            found = "found, unnest(found.tags) tag"
        if name != "event" or step == 1:
            sql.append(_VALUES.format(name=name, column=column, found=found, most=_MOST_VALUES))
    sql += [_MONTHS] if with_months else []
    values: dict[str, dict[str, float]] = {}
    total = (0.0, 0.0, 0.0, 0.0)
    for name, value, *numbers in rows("".join(sql), [*where.parameters, most]):
        if name == "total":
            total = tuple(numbers)
        else:
            values.setdefault(name, {})[value] = numbers[0]
    return _Counts(step, *total, values)


def _rounded(number: float, step: int) -> int:
    """Return an estimate to three places, and what was counted as it is."""
    return int(number) if step == 1 else int(float(f"{number:.3g}"))


def _facets(asked: Asked, counted: _Counts) -> tuple[Facet, ...]:
    """Return every facet, each counted without the choices of its own."""
    found = []
    for name in _FACETS:
        own = counted
        if asked.query.chosen(name):
            own = _count(asked.without(name), [name], with_months=False)
        found.append(_facet(name, asked.query, own))
    return tuple(found)


def _facet(name: str, query: Query, counted: _Counts) -> Facet:
    label, _, things, value = _FACETS[name]
    counts = counted.values.get(name, {})
    if things is None:
        named = {one: (one, one) for one in counts}
    else:
        named = {str(t.pk): (str(getattr(t, value)), str(t)) for t in things.filter(pk__in=counts)}
    chosen = {choice.value: choice for choice in query.chosen(name)}
    values = [
        FacetValue(
            Choice(name, named[key][0]),
            named[key][1],
            _rounded(number * counted.step, counted.step),
            chosen.get(named[key][0]),
        )
        for key, number in counts.items()
        if key in named
    ]
    return Facet(name, label, tuple(sorted(values, key=lambda v: (-v.count, v.label))))
