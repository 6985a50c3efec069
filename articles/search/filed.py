"""How much the archive holds, and what it is filed under, counted in the narrow table of search."""

from typing import Any

from articles.models import Category, Source, Tag
from articles.search.entries import Sql, keyed, rows
from articles.search.statistics import Statistics

_EXTENT = """
SELECT (SELECT count(*) FROM articles_searchentry WHERE listed),
    (SELECT min(published) FROM articles_searchentry WHERE listed),
    (SELECT max(published) FROM articles_searchentry WHERE listed)
"""

_NUMBERS = """
SELECT {value} AS id, count(*) AS articles FROM articles_searchentry e WHERE {where} GROUP BY 1
"""

# By model: its ids in an entry.
_COLUMNS = {Source: "source", Category: "category", Tag: "unnest(tags)"}


def extent() -> dict[str, Any]:
    """Return {articles, sources, first, last}: how much readers see, and of what time."""
    [(articles, first, last)] = rows(_EXTENT)
    sources = Source.objects.filled().count()
    return {"articles": articles, "sources": sources, "first": first, "last": last}


def filed_under(model: type) -> list:
    """Return all sources, categories or tags with listed articles, the fullest first.

    Each has their number as `count`.
    """
    counts = dict(rows(_NUMBERS.format(value=_COLUMNS[model], where="e.listed")))
    things = list(model.objects.filter(pk__in=counts))
    for thing in things:
        thing.count = counts[thing.pk]
    return sorted(things, key=lambda thing: -thing.count)


def fullest(model: type, most: int) -> list:
    """Return up to `most` sources, categories or tags, the fullest first.

    In a large archive a sample tells which these are.
    """
    step = Statistics().step
    where = keyed((), step) if step > 1 else Sql("e.listed")
    counts = _NUMBERS.format(value=_COLUMNS[model], where=where.text)
    known = f"SELECT id FROM ({counts}) counted WHERE id IS NOT NULL"
    given = [*where.parameters, most]
    ids = [pk for (pk,) in rows(f"{known} ORDER BY articles DESC, id LIMIT %s", given)]
    things = model.objects.in_bulk(ids)
    return [things[pk] for pk in ids if pk in things]
