"""Which articles can be among the best, told by marks alone. Pure.

Every stem of an article has reached one of several levels: it is absent, present, or its impact is
marked. A list of levels, one for each stem of the query, bounds the score from above, and how many
articles have it is estimated from how many have each level. The best articles are those whose
levels allow a score of some least value or more; they are described by the lowest such lists of
levels, the boxes, each an AND of marks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod


@dataclass(frozen=True)
class Ladder:
    """The levels of one stem: the key of each, the most it may add to a score, and its share.

    `shares` says what part of the articles reach a level, so they fall. The first level of a stem
    that need not be there is its absence, without a key.
    """

    keys: tuple[str, ...]
    bounds: tuple[float, ...]
    shares: tuple[float, ...]

    def thinned(self, most: int) -> "Ladder":
        """Return `most` of the levels at most, the lowest among them."""
        size = len(self.keys)
        kept = sorted({i * size // most for i in range(most)})
        tops = [*(k - 1 for k in kept[1:]), size - 1]
        return Ladder(
            tuple(self.keys[k] for k in kept),
            tuple(self.bounds[k] for k in tops),
            tuple(self.shares[k] for k in kept),
        )

    def exactly(self) -> list[float]:
        """Return what part of the articles reach each level and no higher one."""
        higher = (*self.shares[1:], 0.0)
        return [share - more for share, more in zip(self.shares, higher, strict=True)]


@dataclass(frozen=True)
class Region:
    """The articles in any of the boxes (lists of keys); none outside scores more than `beyond`.

    `expected` is how many there are if stems have nothing to do with each other.
    """

    boxes: tuple[tuple[str, ...], ...]
    beyond: float
    expected: float


class Space:
    """All lists of levels of some stems, the highest bound first.

    There are `most` of them at most; with more stems fewer levels are told apart.
    """

    def __init__(self, ladders: Sequence[Ladder], articles: float, most: int) -> None:
        shared = _shared(ladders, most)
        self._ladders = [
            ladder.thinned(levels) for ladder, levels in zip(ladders, shared, strict=True)
        ]
        self._cells: list[tuple[float, tuple[int, ...], float]] = [(0.0, (), articles)]
        for ladder in self._ladders:
            steps = list(enumerate(zip(ladder.bounds, ladder.exactly(), strict=True)))
            self._cells = [
                (sofar + bound, (*levels, level), most_of * share)
                for sofar, levels, most_of in self._cells
                for level, (bound, share) in steps
            ]
        self._cells.sort(reverse=True)

    def region(self, wanted: float, least: float = 0.0) -> Region:
        """Return where about the `wanted` best articles are, as far as they can have `least`."""
        inside, lowest_bound, reached, beyond = set(), 0.0, 0.0, 0.0
        for bound, levels, share in self._cells:
            if bound < lowest_bound and (reached >= wanted or bound <= least):
                beyond = bound
                break
            inside.add(levels)
            lowest_bound, reached = bound, reached + share
        lowest = [levels for levels in inside if not self._has_lower(levels, inside)]
        boxes = tuple(
            tuple(
                filter(
                    None, (ladder.keys[i] for ladder, i in zip(self._ladders, levels, strict=True))
                )
            )
            for levels in lowest
        )
        return Region(boxes, beyond, reached)

    @staticmethod
    def _has_lower(levels, inside) -> bool:
        return any(
            level and (*levels[:i], level - 1, *levels[i + 1 :]) in inside
            for i, level in enumerate(levels)
        )


def _shared(ladders: Sequence[Ladder], most: int) -> list[int]:
    """Return how many levels of each ladder are told apart: more where they matter more."""
    levels = [1] * len(ladders)
    while True:
        steps = [
            (ladder.bounds[-1] / have, i)
            for i, (ladder, have) in enumerate(zip(ladders, levels, strict=True))
            if have < len(ladder.keys) and prod(levels) // have * (have + 1) <= most
        ]
        if not steps:
            return levels
        levels[max(steps)[1]] += 1
