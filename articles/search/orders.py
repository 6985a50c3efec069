"""The first articles of an answer, in any order that a query may ask for."""

from collections import defaultdict
from dataclasses import replace

from articles.models import Event
from articles.query import BY_MATCH
from articles.search.asking import Asked
from articles.search.conditions import Condition, every
from articles.search.entries import Sql, rows
from articles.search.ranking import Found, ranked, ranked_among

# So many matches are sorted; where there are more, they are met in their order.
_SORTED = 20_000

# By size, so many of the largest events are asked for those that match, for each article that is
# wanted; where they do not do, all matches are sorted.
_LARGEST = 8

_ALONE = Condition("e.event IS NULL", share=lambda of: 0.6)

_DIRECTIONS = {
    "newest": "e.published DESC, e.article_id DESC",
    "oldest": "e.published, e.article_id",
    "added": "e.first_public_at DESC, e.article_id DESC",
    "happened": "e.happened DESC, e.article_id DESC",
}


def first(asked: Asked, sort: str, count: int, sure: int | None = None) -> list[Found]:
    """Return the first `count` articles in an order of SORTS.

    With `sure`, so many are made sure of, and behind them one that matches less may stand before
    one that matches more.
    """
    if sort in BY_MATCH:
        return ranked(asked, count, sure or count, is_fresh=sort == "relevance")
    if sort == "size":
        return _by_size(asked, count)
    return _in_order(asked, _DIRECTIONS[sort], count)


def members(asked: Asked, sort: str, events: list[int]) -> dict[int, list[Found]]:
    """Return those articles of each event (ids) that match, as {event: articles, the first first}.

    They come in the order of `sort`, where that tells articles of one event apart, else the newest
    first.
    """
    if not events:
        return {}
    sql = (
        "SELECT e.* FROM articles_article a JOIN articles_searchentry e ON e.article_id = a.id"
        f" WHERE a.event_id = ANY(%s) AND e.listed AND {asked.condition.sql}"
    )
    parameters = (events, *asked.condition.parameters)
    if sort in BY_MATCH:
        found = ranked_among(asked, Sql(sql, parameters), is_fresh=sort == "relevance")
    else:
        order = _DIRECTIONS[sort if sort in ("oldest", "added") else "newest"]
        sql = f"SELECT e.article_id, e.event FROM ({sql}) e ORDER BY {order}"
        found = [Found(*row) for row in rows(sql, parameters)]
    by_event = defaultdict(list)
    for one in found:
        by_event[one.event].append(one)
    return by_event


def _in_order(asked: Asked, order: str, count: int) -> list[Found]:
    where = asked.condition.where()
    columns = "SELECT e.article_id, e.event FROM"
    if asked.condition.narrow or (asked.about < _SORTED and asked.condition.leads):
        inner = f"SELECT * FROM articles_searchentry e WHERE {where.text} OFFSET 0"
        sql = f"{columns} ({inner}) e ORDER BY {order} LIMIT %s"
        return [Found(*row) for row in rows(sql, [*where.parameters, count])]
    # OFFSET 0 keeps the order apart from the condition, so that its index is walked.
    inner = f"SELECT * FROM articles_searchentry e WHERE e.listed ORDER BY {order} OFFSET 0"
    sql = f"{columns} ({inner}) e WHERE {asked.condition.sql} LIMIT %s"
    return [Found(*row) for row in rows(sql, [*asked.condition.parameters, count])]


def _by_size(asked: Asked, count: int) -> list[Found]:
    if asked.about < _SORTED:
        return _sorted_by_size(asked, count)
    # The largest events first, those of their reports that match; then what stands alone.
    events = Event.objects.visible().order_by("-article_count", "-last_reported", "-pk")
    sql = (
        "SELECT e.article_id, e.event FROM unnest(%s::bigint[]) WITH ORDINALITY given(event, place)"
        " JOIN articles_article a ON a.event_id = given.event"
        " JOIN articles_searchentry e ON e.article_id = a.id"
        f" WHERE e.listed AND {asked.condition.sql}"
        " ORDER BY given.place, e.published DESC, e.article_id DESC LIMIT %s"
    )
    found: list[Found] = []
    for start in range(0, _LARGEST * count, count):
        ids = list(events.values_list("pk", flat=True)[start : start + count])
        left = count - len(found)
        found += [Found(*row) for row in rows(sql, [ids, *asked.condition.parameters, left])]
        if len(found) >= count:
            return found
        if len(ids) < count:
            alone = replace(asked, condition=every([asked.condition, _ALONE]))
            return found + _in_order(alone, _DIRECTIONS["newest"], count - len(found))
    return _sorted_by_size(asked, count)


def _sorted_by_size(asked: Asked, count: int) -> list[Found]:
    where = asked.condition.where()
    sql = (
        "SELECT e.article_id, e.event FROM articles_searchentry e LEFT JOIN articles_event v"
        f" ON v.id = e.event WHERE {where.text} ORDER BY e.event_size DESC,"
        " v.last_reported DESC NULLS LAST, v.id DESC NULLS LAST, e.published DESC,"
        " e.article_id DESC LIMIT %s"
    )
    return [Found(*row) for row in rows(sql, [*where.parameters, count])]
