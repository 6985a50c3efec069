"""An article as grouping sees it: its terms with their weights, and what they are weighed by. Pure.

Terms are PostgreSQL's lexemes, so every language is stemmed as it is searched.
"""

import math
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

# So many rare terms tell which articles may report the same; hardly a pair that matters shares too
# few of them, see docs/events.md.
MARKS = 20

_TOO_COMMON = 0.3

# A small archive says little about which words are common, so it counts as one of this size.
_SMALLEST_ARCHIVE = 500

_NAME_OR_NUMBER = re.compile(r"\b(?:[^\W\d_a-z]\w*|\d[\d.,]*\d|\d)\b")

Vector = Mapping[str, float]


@dataclass
class Rarity:
    """How rare terms are: `counts` has the number of articles with each, out of `articles`."""

    articles: int
    counts: dict[str, int]

    @cached_property
    def size(self) -> int:
        """The number of articles that rarity is reckoned by."""
        return max(self.articles, _SMALLEST_ARCHIVE)

    def weight(self, term: str) -> float:
        """Return ln(N / n), or 0 for a term that stands in too many articles to tell any apart."""
        count = max(self.counts.get(term, 1), 1)
        return 0.0 if count > _TOO_COMMON * self.size else math.log(self.size / count)


@dataclass(frozen=True)
class Report:
    """An article as grouping sees it.

    `terms` has each lexeme with its number in the title, in the first 120 and in the first 300
    words of the body. `key` orders reports by what they are, not by when they came.
    """

    id: int
    key: tuple
    published: date
    source: int | None
    headline: str
    beginning: str
    terms: list[tuple[str, int, int, int]]
    rarity: Rarity

    @cached_property
    def weights(self) -> Vector:
        """How rare each term is."""
        return {term: self.rarity.weight(term) for term, *_ in self.terms}

    @cached_property
    def title(self) -> Vector:
        """The title's terms."""
        return self._vector((term, title) for term, title, _, _ in self.terms)

    @cached_property
    def opening(self) -> Vector:
        """The terms of the first 120 words of the body."""
        return self._vector((term, opening) for term, _, opening, _ in self.terms)

    @cached_property
    def longer_opening(self) -> Vector:
        """The terms of the first 300 words of the body."""
        return self._vector((term, longer) for term, _, _, longer in self.terms)

    @cached_property
    def named(self) -> frozenset[str]:
        """The capitalised words and numbers with which title and body begin."""
        return frozenset(match.casefold() for match in _NAME_OR_NUMBER.findall(self.beginning))

    @cached_property
    def names(self) -> Vector:
        """How rare these are; most are terms, too."""
        return _unit({name: self.rarity.weight(name) for name in sorted(self.named)})

    @cached_property
    def lead(self) -> frozenset[str]:
        """The terms of title and opening."""
        return frozenset(self.title) | frozenset(self.opening)

    @cached_property
    def whole(self) -> frozenset[str]:
        """The terms of the title and the longer opening."""
        return frozenset(self.title) | frozenset(self.longer_opening)

    @cached_property
    def title_weights(self) -> Vector:
        """How rare the title's terms are."""
        return {term: self.weights[term] for term in self.title}

    @cached_property
    def opening_weights(self) -> Vector:
        """How rare the terms of the opening are."""
        return {term: self.weights[term] for term in self.opening}

    def marks(self) -> Iterator[tuple[str, int]]:
        """Yield the rarest terms of the lead, each with its weight in thousandths.

        In the title they weigh double.
        """
        weights = {term: self.weights[term] * (1 + (term in self.title)) for term in self.lead}
        for term in sorted(weights, key=lambda term: (-weights[term], term))[:MARKS]:
            yield term, round(1000 * weights[term])

    def _vector(self, counts: Iterable[tuple[str, int]]) -> Vector:
        weights = self.weights
        return _unit({term: (1 + math.log(n)) * weights[term] for term, n in counts if n})


def share(part: Vector, terms: Container[str]) -> float:
    """Return the share of a part of a report, by the rarity of its terms, that is among others."""
    total = sum(part.values())
    return sum(w for term, w in part.items() if term in terms) / total if total else 0.0


def cosine(a: Vector, b: Vector) -> float:
    """Return the cosine of two vectors of unit length."""
    if len(a) > len(b):
        a, b = b, a
    return sum(weight * b[term] for term, weight in a.items() if term in b)


def _unit(weights: Mapping[str, float]) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {term: weight / length for term, weight in weights.items() if weight} if length else {}
