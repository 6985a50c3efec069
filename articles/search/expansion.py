"""Stems that the best of what was found share: where any of several words will do, they rank too.

It is feedback as in RM3 (Abdul-Jaleel et al. 2004), with BM25 in place of language models: what the
first articles have in common tells more of what is meant than words of which each may stand in many
articles that mean something else.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from articles.search.asking import Asked
from articles.search.entries import rows
from articles.search.scoring import Term, idf, norm, times_of

# So many stems of so many articles are taken. Together they weigh this part of what was typed.
_ARTICLES, _STEMS, _WEIGHT = 5, 10, 2 / 3

# What a stem adds to the scores of the articles together, each by how well it matches, but for how
# rare the stem is; and in how many articles of the last count it was.
_SHARED = """
WITH best AS MATERIALIZED (
    SELECT e.vector, {norm} AS norm, given.score
    FROM unnest(%s::bigint[], %s::float[]) given(article, score)
    JOIN articles_searchentry e ON e.article_id = given.article
), stems AS MATERIALIZED (
    SELECT lexeme, sum(score * frequency / (frequency + norm)) AS impact FROM (
        SELECT lexeme, score, norm,
            cardinality(positions) + cardinality(array_positions(weights, 'A')) AS frequency
        FROM best, unnest(vector)
    ) found GROUP BY lexeme
)
SELECT lexeme, impact, articles FROM stems JOIN articles_searchterm ON key = lexeme
"""


def with_shared(asked: Asked, best: Mapping[int, float]) -> Asked:
    """Return a query made ready, with the stems that the best articles share among its terms.

    `best` are articles by id with their scores, the best first; the first of them are read.
    """
    first = dict(list(best.items())[:_ARTICLES])
    sql = _SHARED.format(norm=norm(asked.statistics.mean_length))
    weights, rarity = Counter(), {}
    for lexeme, impact, articles in rows(sql, [list(first), list(first.values())]):
        rarity[lexeme] = idf(articles * asked.statistics.scale, asked.statistics.listed)
        weights[lexeme] = impact * rarity[lexeme]
    shared = dict(sorted(weights.items(), key=lambda one: (-one[1], one[0]))[:_STEMS])
    worth = _WEIGHT * sum(term.weight for term in asked.terms) / (sum(shared.values()) or 1)
    terms = {term.lexeme: term for term in asked.terms}
    for lexeme, weight in shared.items():
        term = terms.get(lexeme) or Term(lexeme, 0, rarity[lexeme], required=False)
        terms[lexeme] = replace(term, times=term.times + times_of(weight * worth, term.idf))
    return replace(asked, terms=tuple(terms.values()))
