"""BM25 (Robertson and Zaragoza 2009) with a title field, as SQL and as bounds.

An article's score is the sum, over the stems wanted, of

    times in the query · idf · (k1 + 1) · x / (1 + x),   x = f / (k1 · (1 − b + b · length / 300))

where f is the stem's frequency with its frequency in the title counted again, and
idf = ln(1 + (N − n + ½) / (n + ½)). x, the impact, does not depend on the query, so `archive_key`
in the database marks it in the index: `lexeme a` where it is 1 or more, `b` for 2^(1/4) …
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

K1 = 1.5
B = 0.75
TITLE_WEIGHT = 1

# A settled mean, so that marks in the index do not age; about that of news.
MEAN_LENGTH = 300

# The impacts that marks stand for; a migration has them too.
MARKS = "abcdefghijklmno"
THRESHOLDS = tuple(2 ** (k / 4) for k in (0, 2, 4, 6, 8, 10, 12, 13, 14, 15, 16, 17, 18, 20, 22))

# What a report of today is worth more than one that is very old; half of that after a year.
_FRESHNESS = 0.1
_HALF_LIFE = 365

# The sum of 1/j² over all j: ts_rank of one stem is the sum over its occurrences, divided by it.
_ZETA = math.pi**2 / 6

# ts_rank gives the frequency back exactly, once rounded; weights choose where it counts.
_FREQUENCY = "round(1 / ({zeta} * (1.0000001 - ts_rank('{weights}', {vector}, %s::tsquery))) - 0.5)"
_ANYWHERE, _IN_TITLE = "{1,1,1,1}", "{0,0,0,1}"

NORM = f"{K1} * ({1 - B} + {B} * e.length / {MEAN_LENGTH}.0)"


@dataclass(frozen=True)
class Term:
    """A stem that adds to scores: how often the query has it, and its idf.

    `required` says that nothing is found without it.
    """

    lexeme: str
    times: int
    idf: float
    required: bool

    @property
    def weight(self) -> float:
        """What it adds at most."""
        return self.times * self.idf * (K1 + 1)


def idf(found: float, listed: float) -> float:
    """Return how much a stem tells that `found` of `listed` articles have."""
    return math.log(1 + (listed - found + 0.5) / (found + 0.5)) if listed > found else 1e-6


def quoted(lexeme: str) -> str:
    """Return a lexeme as tsquery writes it."""
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def score(terms: Sequence[Term], vector: str) -> tuple[str, list]:
    """Return SQL for the score of a row with `vector` and `norm`, and its parameters."""
    if not terms:
        return "0.0", []
    frequency = " + ".join(
        _FREQUENCY.format(zeta=_ZETA, weights=weights, vector=vector)
        for weights in (_ANYWHERE, _IN_TITLE)
    )
    one = f"%s * (1 - norm / (norm + {frequency}))"
    parameters = []
    for term in terms:
        parameters += [term.weight, quoted(term.lexeme), quoted(term.lexeme)]
    return " + ".join([one] * len(terms)), parameters


def freshness(today: date) -> tuple[str, list]:
    """Return SQL for the factor by which recent articles are preferred, and its parameters."""
    age = "greatest(0, %s::date - e.published)"
    return f"(1 + {_FRESHNESS} * 2 ^ (-{age} / {_HALF_LIFE}.0))", [today]
