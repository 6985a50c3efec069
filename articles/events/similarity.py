"""How alike two articles are, as reports of one happening: a sum of parts a person can follow.

The parts and their weights were chosen by measurement on hand-labelled news, see
docs/decisions.md. Terms are PostgreSQL's lexemes, so every language is stemmed as it is searched.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

# Reports of one happening come close together: the score halves every four days, and beyond
# three days apart it is nothing.
HALF_LIFE_DAYS = 4
LAST_DAY_APART = 3

# An outlet seldom reports one happening twice.
SAME_SOURCE = 0.6

_OPENING = 120
_LONGER_OPENING = 300
_TOO_COMMON = 0.3

# A small archive says little about which words are common, so it counts as one of this size.
_SMALLEST_ARCHIVE = 500

_NAME_OR_NUMBER = re.compile(r"\b(?:[^\W\d_a-z]\w*|\d[\d.,]*\d|\d)\b")

Vector = Mapping[str, float]


@dataclass(frozen=True)
class Rarity:
    """How rare terms are: `counts` has the number of articles with each, out of `articles`."""

    articles: int
    counts: Mapping[str, int]

    def weight(self, term: str) -> float:
        """Return ln(N / n), or 0 for a term that stands in too many articles to tell any apart."""
        size = max(self.articles, _SMALLEST_ARCHIVE)
        count = max(self.counts.get(term, 1), 1)
        return 0.0 if count > _TOO_COMMON * size else math.log(size / count)


@dataclass(frozen=True)
class Report:
    """An article as grouping sees it.

    `positions` has the places of each lexeme in the title and body, counted from 1 and running
    on from one into the other; `title_length` is the last place that belongs to the title.
    """

    id: int
    published: date
    source: int | None
    title_length: int
    positions: Mapping[str, tuple[int, ...]]
    opening_text: str
    rarity: Rarity

    @cached_property
    def title(self) -> Vector:
        """The title's terms."""
        return self._terms(0, self.title_length)

    @cached_property
    def opening(self) -> Vector:
        """The terms of the first 120 words of the body."""
        return self._terms(self.title_length, self.title_length + _OPENING)

    @cached_property
    def longer_opening(self) -> Vector:
        """The terms of the first 300 words of the body."""
        return self._terms(self.title_length, self.title_length + _LONGER_OPENING)

    @cached_property
    def names(self) -> Vector:
        """The capitalised words and numbers with which title and body open."""
        found = {match.casefold() for match in _NAME_OR_NUMBER.findall(self.opening_text)}
        return _unit({name: self.rarity.weight(name) for name in found})

    @cached_property
    def title_weight(self) -> float:
        """The weight of the whole title."""
        return sum(self.title.values())

    @cached_property
    def lead(self) -> frozenset[str]:
        """The stems of title and opening, where another's title is looked for."""
        return frozenset(self.title) | frozenset(self.opening)

    def is_near(self, other: "Report") -> bool:
        """Whether the two were published within the days that matter."""
        return abs((self.published - other.published).days) <= LAST_DAY_APART

    def _terms(self, after, until) -> Vector:
        counts = {
            term: sum(after < place <= until for place in places)
            for term, places in self.positions.items()
        }
        return _unit(
            {
                term: (1 + math.log(count)) * self.rarity.weight(term)
                for term, count in counts.items()
                if count
            }
        )


def similarity(a: Report, b: Report) -> float:
    """Return how alike two reports are, from 0 to 1."""
    if not a.is_near(b):
        return 0.0
    one, other = _containment(a, b), _containment(b, a)
    alike = (
        0.30 * _cosine(a.opening, b.opening)
        + 0.20 * _cosine(a.longer_opening, b.longer_opening)
        + 0.15 * _cosine(a.title, b.title)
        + 0.15 * _cosine(a.names, b.names)
        + 0.10 * max(one, other)
        + 0.10 * min(one, other)
    )
    same_source = a.source is not None and a.source == b.source
    apart = abs((a.published - b.published).days)
    return alike * 2 ** (-apart / HALF_LIFE_DAYS) * (SAME_SOURCE if same_source else 1)


def _containment(a: Report, b: Report) -> float:
    """Return the share of a's title, by weight, that b's title or opening holds."""
    if not a.title:
        return 0.0
    return sum(w for term, w in a.title.items() if term in b.lead) / a.title_weight


def _unit(weights: Mapping[str, float]) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {term: weight / length for term, weight in weights.items() if weight} if length else {}


def _cosine(a: Vector, b: Vector) -> float:
    if len(a) > len(b):
        a, b = b, a
    return sum(weight * b[term] for term, weight in a.items() if term in b)
