"""What changed between two texts, word by word. Pure, and bounded in time."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

KEPT, REMOVED, ADDED = "kept", "removed", "added"

# Past so many changes or comparisons, a coarser difference tells a reader as much.
MOST_CHANGES = 400
_MOST_COMPARISONS = 500_000

_WORD = re.compile(r"\S+")
_SENTENCE = re.compile(r"\S[^.!?\n]*[.!?]*")

Change = tuple[str, str]


@dataclass(frozen=True)
class Segment:
    """A run of words that is `kept`, `removed` or `added`."""

    kind: str
    text: str


def difference(old: str, new: str) -> list[Segment]:
    """The segments that lead from the old text to the new one, in the order of reading.

    Texts are compared by words; where too much has changed for that, by sentences; and where too
    much has for that too, the old text is removed and the new one added. White space is not
    compared.
    """
    for unit in (_WORD, _SENTENCE):
        changes = _changes(_units(unit, old), _units(unit, new))
        if changes is not None:
            return list(_segments(changes))
    return list(_segments([*_all(REMOVED, _units(_WORD, old)), *_all(ADDED, _units(_WORD, new))]))


def changed_passages(old: str, new: str) -> list[Segment]:
    """What changed, with some words around it; nothing where the words stayed as they were."""
    segments = difference(old, new)
    return abridged(segments) if any(one.kind != KEPT for one in segments) else []


def abridged(segments: list[Segment], words: int = 25) -> list[Segment]:
    """The same with at most so many kept words before and after a change; `…` is for the rest."""
    last = len(segments) - 1
    return [
        Segment(KEPT, _ends(segment.text.split(), words * (at > 0), words * (at < last)))
        if segment.kind == KEPT
        else segment
        for at, segment in enumerate(segments)
    ]


def _units(unit: re.Pattern[str], text: str) -> list[str]:
    return [" ".join(found.split()) for found in unit.findall(text)]


def _all(kind: str, units: Iterable[str]) -> list[Change]:
    return [(kind, one) for one in units]


def _changes(old: list[str], new: list[str]) -> list[Change] | None:
    """What leads from one list to another, or None where that takes too much."""
    start = _common(zip(old, new, strict=False))
    end = _common(zip(reversed(old[start:]), reversed(new[start:]), strict=False))
    middle = _fewest(old[start : len(old) - end], new[start : len(new) - end])
    if middle is None:
        return None
    return [*_all(KEPT, old[:start]), *middle, *_all(KEPT, old[len(old) - end :])]


def _common(pairs: Iterable[tuple[str, str]]) -> int:
    """How many pairs at the beginning are equal."""
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def _fewest(old: list[str], new: list[str]) -> list[Change] | None:
    """The fewest changes between two lists, or None past the bounds.

    Myers, An O(ND) difference algorithm and its variations (1986): after each change, how far one
    comes in `old` on each diagonal, which is the lead over `new`.
    """
    reached, trail, left = {1: 0}, [], _MOST_COMPARISONS
    for changes in range(MOST_CHANGES + 1):
        trail.append(reached.copy())
        for diagonal in range(-changes, changes + 1, 2):
            before = _before(reached, diagonal, changes)
            here = start = reached[before] + (before < diagonal)
            while _meet(old, new, here, here - diagonal):
                here += 1
            reached[diagonal] = here
            if here >= len(old) and here - diagonal >= len(new):
                return _read_back(old, new, trail)
            left -= here - start + 1
            if left < 0:
                return None
    return None


def _meet(old, new, at_old, at_new) -> bool:
    return at_old < len(old) and at_new < len(new) and old[at_old] == new[at_new]


def _before(reached: dict[int, int], diagonal: int, changes: int) -> int:
    """The diagonal from which one comes farthest: above, by an addition, or below, by a removal."""
    if diagonal == -changes:
        return diagonal + 1
    if diagonal == changes or reached[diagonal - 1] >= reached[diagonal + 1]:
        return diagonal - 1
    return diagonal + 1


def _read_back(old, new, trail) -> list[Change]:
    """The changes that led to the end, from what was reached before each of them."""
    found, at_old, at_new = [], len(old), len(new)
    for changes, reached in reversed(list(enumerate(trail))):
        before = _before(reached, at_old - at_new, changes)
        from_old, from_new = reached[before], reached[before] - before
        while at_old > from_old and at_new > from_new:
            at_old, at_new = at_old - 1, at_new - 1
            found.append((KEPT, old[at_old]))
        if changes:
            found.append((ADDED, new[from_new]) if at_old == from_old else (REMOVED, old[from_old]))
        at_old, at_new = from_old, from_new
    return found[::-1]


def _segments(changes: list[Change]) -> Iterator[Segment]:
    """Runs of changes as segments; what was removed stands before what came in its place."""
    for _, same in groupby(changes, key=lambda change: change[0] == KEPT):
        run = list(same)
        for kind in (KEPT, REMOVED, ADDED):
            if text := " ".join(unit for known, unit in run if known == kind):
                yield Segment(kind, text)


def _ends(words: list[str], first: int, last: int) -> str:
    if len(words) <= first + last:
        return " ".join(words)
    return " ".join([*words[:first], "…", *words[len(words) - last :]])
