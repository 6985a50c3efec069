"""The articles of an answer that match best."""

from dataclasses import replace
from math import prod
from typing import NamedTuple

from django.utils import timezone

from articles.query import Query
from articles.search.asking import Asked, ask
from articles.search.boxes import Ladder, Region, Space
from articles.search.conditions import EVERYTHING, Condition
from articles.search.entries import KEY, Sql, all_of, keyed, mark, number, rows, unmarked
from articles.search.expansion import with_shared
from articles.search.scoring import (
    MARKS,
    THRESHOLDS,
    Term,
    freshness,
    norm,
    quoted,
    reach,
    score,
)

# Of what a loose query finds, so many are ranked again by what the best of them share.
_RANKED_AGAIN = 100

# Up to so many matches are all scored; of more, those that can be among the best.
_SCORED = 600

# So many candidates are looked for, for each article to be sure of, and at least.
_CANDIDATES_EACH = 4
_CANDIDATES = 300

# Where there are too few, so many times more are looked for.
_UNTIL_FULL = 3

# Where better ones may stand outside, so many times more are looked for, as long as the last one to
# be sure of has less than this part of what can stand outside. A bound is seldom met, so less will
# do, and after each time still less: one or two in a hundred of the ten best are others.
_MORE = 6
_ENOUGH = (0.95, 0.9, 0.8, 0.0)

# Of how many lists of levels boxes are made: the more, the tighter and the more numerous they are.
_CELLS = (60, 300)

# What it takes to look into a box, at an article and at one of its stems, in milliseconds, and how
# many times more articles lie in boxes than chance would put there, until that is seen.
_A_BOX, _A_ROW, _A_STEM = 1.5, 0.005, 0.0012
_UNEXPECTED = 2

# From so many stems on that must be there, all boxes are looked into at once. That takes so long by
# itself and for each, in milliseconds.
_MANY = 3
_AT_ONCE, _EACH_AT_ONCE = 4, 1.0

# Once there are enough, so many of these milliseconds are spent on making sure, for each stem that
# must be there and for each that need not: there are more ways to be good without some. It takes
# longest where thousands of articles, such as those with one disclaimer, score alike.
_PATIENCE, _PATIENCE_WITHOUT = 10, 30

# Stems whose levels are told apart; the others of a long query are taken as they come.
_MOST_LADDERS = 6


class Found(NamedTuple):
    """An article, the event that readers see it in, and its score (0 unless ranked by it)."""

    article: int
    event: int | None
    score: float = 0.0

    @property
    def group(self) -> int:
        """What it stands under where an answer is grouped: its event, or itself."""
        return self.event or -self.article


def best(query: Query, count: int) -> list[tuple[int, float]]:
    """Return the `count` articles with the best scores of BM25, as (id, score)."""
    found = _ranked(ask(query), count, count, is_fresh=False)
    return [(one.article, one.score) for one in found]


def ranked(asked: Asked, count: int, sure: int, *, is_fresh: bool) -> list[Found]:
    """Return the `count` articles that match best; recent ones before others where `is_fresh`.

    `sure` of them are made sure of, and behind them one that matches less may stand before one that
    matches more.
    """
    rank = _ranked_again if asked.is_loose else _ranked
    return rank(asked, count, sure, is_fresh=is_fresh)


def ranked_among(asked: Asked, entries: Sql, *, is_fresh: bool) -> list[Found]:
    """Return all of some entries that match, the best first."""
    return _scored(asked, entries, None, is_fresh=is_fresh, titled=asked.titled)[0]


def scores(asked: Asked, articles: list[int]) -> dict[int, float]:
    """Return the scores of articles (ids), without regard to their age."""
    found, _ = _scored(asked, _these(articles), len(articles), is_fresh=False, titled=[])
    return {one.article: one.score for one in found}


def _ranked_again(asked: Asked, count: int, sure: int, *, is_fresh: bool) -> list[Found]:
    """Return the best articles, the first of them by what the best of each event share, too.

    What is added to the scores of these leaves them above all others.
    """
    found = _ranked(asked, max(count, _RANKED_AGAIN), sure, is_fresh=is_fresh)
    pool, rest = found[:_RANKED_AGAIN], found[_RANKED_AGAIN:]
    groups = {one.group: one for one in reversed(pool)}
    best = {one.article: one.score for one in pool if one is groups[one.group]}
    entries = _these([one.article for one in pool])
    again = with_shared(asked, best)
    pool, _ = _scored(again, entries, len(pool), is_fresh=is_fresh, titled=asked.titled)
    return [*pool, *rest][:count]


def _these(articles: list[int]) -> Sql:
    return Sql("SELECT * FROM articles_searchentry e WHERE e.article_id = ANY(%s)", (articles,))


def _ranked(asked: Asked, count: int, sure: int, *, is_fresh: bool) -> list[Found]:
    """Return the best articles: of all that match, or of those that can be among the best."""
    condition = asked.condition
    titled = asked.titled
    total = asked.matches() if condition.leads and asked.terms else 0
    asked = replace(asked, counted=total)
    # A phrase may stand in few of many articles that have its words, which are read one by one.
    to_read = max(total, asked.about) if condition.reads else total
    if to_read <= max(_SCORED, count):
        return _scored(asked, _all(condition), count, is_fresh=is_fresh, titled=titled)[0]
    return _sought(asked, count, sure, is_fresh=is_fresh, titled=titled)


def _sought(
    asked: Asked, count: int, sure: int, *, is_fresh: bool, titled: list[int]
) -> list[Found]:
    """Return the best articles in boxes that grow until they hold them for sure, or nearly so."""
    ladders, universe = _ladders(asked), _universe(asked)
    spaces = [Space(ladders, universe, cells) for cells in _CELLS]
    wanted = max(_CANDIDATES_EACH * sure, 2 * count, _CANDIDATES if len(ladders) > 1 else 0)
    found, least, spent, unexpected = [], 0.0, 0.0, _UNEXPECTED
    enough = iter(_ENOUGH)
    while True:
        regions = [space.region(wanted, least) for space in spaces]
        region = min(regions, key=lambda region: _cost(region, asked, unexpected))
        if least and spent + _cost(region, asked, unexpected) > _patience(asked):
            break
        if least and _is_uncertain(asked, region):
            unexpected = _told_by_sample(asked, region.boxes) / max(1.0, region.expected)
            if spent + _cost(region, asked, unexpected) > _patience(asked):
                break
        inside = _inside(asked, region.boxes, titled)
        found, looked_at = _scored(asked, inside, count, is_fresh=is_fresh, titled=titled)
        unexpected = looked_at / max(1.0, region.expected)
        spent += _cost(region, asked, unexpected)
        is_full = len(found) == count
        least = found[sure - 1].score if is_full else 0.0
        if not region.beyond or (is_full and least >= next(enough) * region.beyond):
            break
        wanted = wanted * _MORE if is_full else max(wanted, region.expected) * _UNTIL_FULL
    return found


def _is_uncertain(asked: Asked, region: Region) -> bool:
    """Say whether chance tells little of how many lie in boxes: of stems that need not be there."""
    must = all(term.required for term in asked.terms)
    return not must and asked.statistics.step > 1 and all(region.boxes)


def _told_by_sample(asked: Asked, boxes) -> int:
    """Return about how many articles lie in boxes."""
    step = asked.statistics.step
    return step * number(keyed([_one_query(asked.condition, boxes)], step))


def _patience(asked: Asked) -> int:
    """Return how many milliseconds may be spent on making sure of what was found."""
    stems = asked.terms[:_MOST_LADDERS]
    return sum(_PATIENCE if term.required else _PATIENCE_WITHOUT for term in stems)


def _cost(region: Region, asked: Asked, unexpected: float) -> float:
    """Return about how many milliseconds it takes to look into boxes.

    `unexpected` says how many times more articles lie in them than chance would put there.
    """
    rows = asked.matches() if not all(region.boxes) else unexpected * region.expected
    boxes = len(region.boxes)
    into = _AT_ONCE + boxes * _EACH_AT_ONCE if _are_many(asked) else boxes * _A_BOX
    return into + rows * (_A_ROW + _A_STEM * len(asked.terms))


def _all(condition: Condition) -> Sql:
    """Return SQL for the entries that match, or may where their vectors tell all."""
    where = condition.lead() if condition.only_reads else condition.where()
    return Sql(f"SELECT * FROM articles_searchentry e WHERE {where.text}", where.parameters)


def _inside(asked: Asked, boxes, titled: list[int]) -> Sql:
    """Return SQL for the entries in boxes and those with the very title, as far as they match.

    Where their vectors tell all, that is left to whoever reads them for the score.
    """
    condition = asked.condition
    if not all(boxes):
        return _all(condition)
    if _are_many(asked):
        found = f"SELECT * FROM articles_searchentry e WHERE {KEY} @@ %s::tsquery"
        parameters = (_one_query(condition, boxes),)
    else:
        found = (
            "SELECT e.* FROM unnest(%s::tsquery[]) box, LATERAL ("
            f"SELECT * FROM articles_searchentry e WHERE {KEY} @@ box OFFSET 0) e"
        )
        parameters = ([_query(condition, box) for box in boxes],)
    if titled:
        found += (
            " UNION ALL SELECT e.* FROM articles_searchentry e"
            f" WHERE e.article_id = ANY(%s) AND e.listed AND {condition.sql}"
        )
        parameters += (titled, *condition.parameters)
    if titled or (len(boxes) > 1 and not _are_many(asked)):
        found = f"SELECT DISTINCT ON (article_id) * FROM ({found}) found"
    if condition.exact or condition.only_reads:
        return Sql(found, parameters)
    # What an article must be asked itself is asked once, in however many boxes it is.
    found = f"SELECT * FROM ({found} OFFSET 0) e WHERE {condition.sql}"
    return Sql(found, (*parameters, *condition.parameters))


def _are_many(asked: Asked) -> bool:
    """Say whether so many stems must be there that looking for them once in all boxes is less."""
    return sum(term.required for term in asked.terms) >= _MANY


def _one_query(condition: Condition, boxes) -> str:
    """Return a tsquery for the entries in any of the boxes."""
    inside = " | ".join(f"({all_of(map(quoted, box))})" for box in boxes)
    return all_of([*(key.asked for key in condition.keys), inside])


def _query(condition: Condition, box) -> str:
    """Return a tsquery for the entries in a box; a mark says that its stem is there."""
    there = {unmarked(key) for key in box}
    keys = [key.asked for key in condition.keys if there.isdisjoint(key.stems)]
    return all_of([*keys, *map(quoted, box)])


def _scored(
    asked: Asked, entries: Sql, count: int | None, *, is_fresh: bool, titled: list[int]
) -> tuple[list[Found], int]:
    """Return the best of some entries, and of how many.

    Those that are `titled` as was typed come before others.

    The condition is asked of them here where their vectors tell all.
    """
    condition = asked.condition if asked.condition.only_reads else EVERYTHING
    formula, values = score(asked.terms, "e.vector")
    factor, more = freshness(timezone.now().date()) if is_fresh else ("1", [])
    bonus = sum(term.weight for term in asked.terms)
    length = norm(asked.statistics.mean_length)
    # An array takes the vector in whole once, where each use would fetch it anew.
    inner = (
        f"SELECT e.article_id, e.event, e.published, {length} AS norm, {factor} AS factor,"
        " split_part(e.language, '-', 1) AS language,"
        f" (ARRAY[e.vector])[1] AS vector FROM ({entries.text}) e OFFSET 0"
    )
    sql = (
        f"SELECT article_id, event, ({formula}) * factor"
        " + CASE WHEN article_id = ANY(%s::bigint[]) THEN %s ELSE 0 END AS score, count(*) OVER ()"
        f" FROM ({inner}) e WHERE {condition.sql}"
        " ORDER BY score DESC, published DESC, article_id DESC LIMIT %s"
    )
    given = (*values, titled, 2 * bonus, *more, *entries.parameters, *condition.parameters, count)
    found = rows(sql, given)
    return [Found(*row[:-1]) for row in found], found[0][-1] if found else 0


def _universe(asked: Asked) -> float:
    """Return of how many articles chance alone would make as many match as do.

    Stems keep company, above all those of a phrase, so it may be more than there are.
    """
    known, stems = asked.statistics.share, asked.terms[:_MOST_LADDERS]
    if all(term.required for term in stems):
        return asked.matches() / prod(known(term.lexeme) for term in stems)
    lexemes = {term.lexeme for term in stems}
    without = asked.condition.share(lambda key: 1.0 if key in lexemes else known(key))
    return asked.statistics.listed * without * asked.matches() / max(asked.about, 1.0)


def _ladders(asked: Asked) -> list[Ladder]:
    return [_ladder(term, asked) for term in asked.terms[:_MOST_LADDERS]]


def _ladder(term: Term, asked: Asked) -> Ladder:
    statistics = asked.statistics
    levels = [(mark(term.lexeme, m), x) for m, x in zip(MARKS, THRESHOLDS, strict=True)]
    # Marks that nothing has are no levels; whatever is above the last has its bound.
    levels = [(key, x) for key, x in levels if statistics.share(key)]
    marks = [key for key, _ in levels]
    impacts = [x * reach(statistics.mean_length) for _, x in levels]
    bounds = [*(term.weight * x / (1 + x) for x in impacts), term.weight]
    shares = [statistics.share(key) for key in (term.lexeme, *marks)]
    if term.required:
        # All that match have it, so no key asks for it.
        return Ladder(("", *marks), tuple(bounds), tuple(shares))
    return Ladder(("", term.lexeme, *marks), (0.0, *bounds), (1.0, *shares))
