"""When is a block that stands in several articles of one outlet boilerplate? Pure.

What versions of one report share, or a quotation that follow-ups repeat, is their own text. So it
is not enough that a block is repeated: the articles must have little else in common. The numbers
were chosen by measurement, see docs/decisions.md. A further article never takes a block's standing
away, so the order in which articles come does not matter.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

# So many articles whose titles have no word in common.
STRANGERS = 3

# So many of which any two share less than this part of the shorter's other blocks, or at most one
# word of their titles.
UNLIKE = 5
_LITTLE = 1 / 3

# So many articles of whatever kind. It bounds what has to be compared.
MANY = 100


@dataclass(frozen=True)
class Holder:
    """An article that holds a block: the words of its title, stemmed, its blocks and its text."""

    title: frozenset[str]
    blocks: frozenset[int]
    text_digest: str


def is_boilerplate(holders: Iterable[Holder]) -> bool:
    """Say whether a block that these articles of one outlet hold is boilerplate."""
    held = list(holders)
    if len(held) >= MANY:
        return True
    return _any_of_whom(held, STRANGERS, _are_strangers) or _any_of_whom(held, UNLIKE, _are_unlike)


def _are_strangers(one: Holder, other: Holder) -> bool:
    return one.text_digest != other.text_digest and one.title.isdisjoint(other.title)


def _are_unlike(one: Holder, other: Holder) -> bool:
    if one.text_digest == other.text_digest:
        return False
    if len(one.title & other.title) <= 1:
        return True
    others = min(len(one.blocks), len(other.blocks)) - 1
    return len(one.blocks & other.blocks) - 1 < _LITTLE * others


def _any_of_whom(
    holders: list[Holder], number: int, relation: Callable[[Holder, Holder], bool]
) -> bool:
    """Say whether so many of these stand in this relation, each to each."""
    if number == 0:
        return True
    for at, holder in enumerate(holders[: len(holders) - number + 1]):
        others = [other for other in holders[at + 1 :] if relation(holder, other)]
        if len(others) >= number - 1 and _any_of_whom(others, number - 1, relation):
            return True
    return False
