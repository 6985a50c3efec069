"""How well a grouping agrees with labels that people made. Pure.

B-cubed as in Bagga and Baldwin, Entity-Based Cross-Document Coreferencing Using the Vector Space
Model (1998); pairwise over all pairs of articles. The intervals are percentiles of a bootstrap
over the labelled events, since articles of one event are not independent.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

_DRAWS = 1000
_SEED = 1
_INSIDE = 0.95


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


Labels = Sequence[tuple[Hashable, Hashable]]


def b_cubed(labels: Labels) -> Score:
    """Return the B-cubed score of (event, group) for each article."""
    events, groups, both = _counted(labels)
    precision = sum(n * n / groups[group] for (_, group), n in both.items())
    recall = sum(n * n / events[event] for (event, _), n in both.items())
    return Score(precision / len(labels), recall / len(labels))


def pairwise(labels: Labels) -> Score:
    """Return the score over pairs of articles; without any pair, precision and recall are 1."""
    events, groups, both = _counted(labels)
    right, said, true = (sum(n * (n - 1) // 2 for n in c.values()) for c in (both, groups, events))
    return Score(right / said if said else 1.0, right / true if true else 1.0)


def intervals(labels: Labels, measure) -> tuple[tuple[float, float], ...]:
    """Return the 95 % intervals of precision, recall and F1 of a measure."""
    by_event = defaultdict(list)
    for event, group in labels:
        by_event[event].append(group)
    chance = random.Random(_SEED)  # noqa: S311  the same intervals every time, not a secret
    drawn, events = [], list(by_event)
    for _ in range(_DRAWS):
        score = measure(list(_drawn(chance.choices(events, k=len(events)), by_event)))
        drawn.append((score.precision, score.recall, score.f1))
    return tuple(_middle(sorted(figures)) for figures in zip(*drawn, strict=True))


def _drawn(events, by_event):
    """Yield the labels of events, each drawn any number of times: each time it is one of its own."""
    times = Counter()
    for event in events:
        times[event] += 1
        for group in by_event[event]:
            yield (event, times[event]), (group, times[event])


def _middle(figures: list[float]) -> tuple[float, float]:
    tail = round(len(figures) * (1 - _INSIDE) / 2)
    return figures[tail], figures[-1 - tail]


def _counted(labels: Labels) -> tuple[Counter, Counter, Counter]:
    events = Counter(event for event, _ in labels)
    groups = Counter(group for _, group in labels)
    return events, groups, Counter(labels)
