"""How well a grouping agrees with labels that people made. Pure.

B-cubed as in Bagga and Baldwin, Entity-Based Cross-Document Coreferencing Using the Vector Space
Model (1998); pairwise over all pairs of articles. The intervals are percentiles of a bootstrap
over the labelled events, since articles of one event are not independent.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

_DRAWS = 1000
_SEED = 1
_INSIDE = 0.95

Labels = Sequence[tuple[Hashable, Hashable]]


@dataclass(frozen=True)
class Score:
    """Precision and recall, each from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True)
class _Article:
    """How many articles, itself among them, share its event and group, its group, its event."""

    both: int
    group: int
    event: int


def b_cubed(articles: Iterable[_Article]) -> Score:
    """Return the B-cubed score: the means over articles."""
    held = list(articles)
    precision = sum(one.both / one.group for one in held) / len(held)
    return Score(precision, sum(one.both / one.event for one in held) / len(held))


def pairwise(articles: Iterable[_Article]) -> Score:
    """Return the score over pairs of articles; without any pair, precision and recall are 1."""
    held = list(articles)
    right = sum(one.both - 1 for one in held)
    said = sum(one.group - 1 for one in held)
    true = sum(one.event - 1 for one in held)
    return Score(right / said if said else 1.0, right / true if true else 1.0)


Measure = Callable[[Iterable[_Article]], Score]


def score(labels: Labels, measure: Measure) -> Score:
    """Return the score of (event, group) for each article."""
    return measure(one for held in _by_event(labels) for one in held)


def intervals(labels: Labels, measure: Measure) -> tuple[tuple[float, float], ...]:
    """Return the 95 % intervals of precision, recall and F1."""
    chance = random.Random(_SEED)  # noqa: S311  the same intervals every time, not a secret
    events, drawn = _by_event(labels), []
    for _ in range(_DRAWS):
        sample = chance.choices(events, k=len(events))
        found = measure(one for held in sample for one in held)
        drawn.append((found.precision, found.recall, found.f1))
    return tuple(_middle(sorted(figures)) for figures in zip(*drawn, strict=True))


def _by_event(labels: Labels) -> list[list[_Article]]:
    events = Counter(event for event, _ in labels)
    groups = Counter(group for _, group in labels)
    both = Counter(labels)
    held = defaultdict(list)
    for event, group in labels:
        held[event].append(_Article(both[event, group], groups[group], events[event]))
    return list(held.values())


def _middle(figures: list[float]) -> tuple[float, float]:
    tail = round(len(figures) * (1 - _INSIDE) / 2)
    return figures[tail], figures[-1 - tail]
