"""Nearly the same text: known by the runs of words that two texts share. Pure.

A copy that an agency's client prints has another headline, another first line, a byline or a line
about its origin, and often its end is cut off. So two texts are compared by the runs of four words
(shingles) of the shorter, looked for in the opening of the longer; and they are found by a sketch
of their openings, of which copies share parts and other texts do not. docs/decisions.md has what
was measured.
"""

import hashlib
from datetime import date

from articles.ingest.characters import words

# Of the shingles of the shorter text, the share that the longer must have.
ENOUGH = 0.65

# Syndication takes days. Sketches of other months share nothing, so that what an outlet puts into
# every text does not have to be looked through for all its years.
DAYS_APART = 30

_RUN = 4  # words
_OPENING = 300  # words, about what is left of a text that was cut at 2,000 characters
_LONG_WORD = 20  # characters, so that no whole book is folded for its opening
_BUCKETS = 48
_IN_A_BAND = 2


def sketch(text: str, day: date) -> tuple[int, ...]:
    """24 signed 32-bit numbers for the opening of a text of that day, the same on every machine.

    One-permutation MinHash (Li, Owen and Zhang, 2012), its empty buckets filled from the next
    (Shrivastava and Li, 2014), in bands of two: two openings whose shingles have a Jaccard
    similarity of s share a number with probability 1 - (1 - s²)²⁴, which is 0.94 for a third and
    0.999 for a half, where the days lie in one period; see `sought` for others.
    """
    opening = _shingles(words(text[: _OPENING * _LONG_WORD]).split()[:_OPENING])
    numbers = sorted((_number(shingle, 8) for shingle in opening), reverse=True)
    ranks = {number % _BUCKETS: number // _BUCKETS for number in numbers}  # the least stays
    least = [ranks.get(bucket) for bucket in range(_BUCKETS)]
    for bucket in reversed(range(2 * _BUCKETS)):
        if least[bucket % _BUCKETS] is None:
            least[bucket % _BUCKETS] = least[(bucket + 1) % _BUCKETS]
    bands = [least[at : at + _IN_A_BAND] for at in range(0, _BUCKETS, _IN_A_BAND)]
    mark = _mark(_period(day))
    return tuple(_number(f"{at}:{band}", 4) - 2**31 ^ mark for at, band in enumerate(bands))


def sought(numbers: tuple[int, ...], day: date) -> set[int]:
    """The numbers that sketches of the same text have up to DAYS_APART before and after its day."""
    period = _period(day)
    own = _mark(period)
    changes = [own ^ _mark(other) for other in (period - 1, period, period + 1)]
    return {number ^ change for number in numbers for change in changes}


def likeness(one: str, other: str) -> float:
    """The share of the shorter text's shingles that stand in the opening of the longer.

    The opening is twice as long as the shorter text: a statement that is quoted in the middle of
    a long report is no copy of it.
    """
    shorter, longer = sorted((words(one).split(), words(other).split()), key=len)
    own = _shingles(shorter)
    return len(own & _shingles(longer[: 2 * len(shorter)])) / len(own)


def _shingles(run: list[str]) -> set[str]:
    """All runs of words; a text that is shorter than one is one."""
    return {" ".join(run[at : at + _RUN]) for at in range(max(1, len(run) - _RUN + 1))}


def _period(day: date) -> int:
    return day.toordinal() // DAYS_APART


def _mark(period: int) -> int:
    """A positive number, so that the sign of what is combined with it stays."""
    return _number(str(period), 4) >> 1


def _number(text: str, size: int) -> int:
    """A number of so many bytes that stands for a text."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=size).digest())
