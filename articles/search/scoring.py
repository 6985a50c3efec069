"""BM25 (Robertson and Zaragoza 2009) with a title field, as SQL and as bounds.

An article's score is the sum, over the stems wanted, of

    times in the query * idf * (k1 + 1) * x / (1 + x),  x = f / (k1 * (1 - b + b * length / mean))

where f is the stem's frequency with its frequency in the title counted again, and
idf = ln(1 + (N - n + 0.5) / (n + 0.5)). x, the impact, does not depend on the query, so
`archive_key` in the database marks it in the index: `a` where it is 1 or more, `b` for 2^(2/4) and
so on. There the mean length is settled, so that marks do not age; here it is the archive's own, and
`reach` says by how much an impact can pass its mark.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

K1 = 1.5
B = 0.75
TITLE_WEIGHT = 1

# The mean length of which marks are made; about that of news.
MARKED_LENGTH = 300

# The impacts that marks stand for; a migration has them too.
MARKS = "abcpdqerfsghijklmno"
THRESHOLDS = tuple(2 ** (k / 4) for k in (0, 2, *range(4, 19), 20, 22))

# What a report of today is worth more than one that is very old; half of that after a year.
_FRESHNESS = 0.1
_HALF_LIFE = 365

# The sum of 1/j² over all j: ts_rank of one stem is the sum over its occurrences, divided by it.
_ZETA = math.pi**2 / 6

# ts_rank gives the frequency back exactly, once rounded; weights choose where it counts.
# All is reckoned in float: a plain constant is numeric to PostgreSQL, and ten times as slow.
_FREQUENCY = (
    "round(1 / ({zeta}::float * (1.0000001::float - ts_rank('{weights}', {vector}, %s::tsquery)))"
    " - 0.5::float)"
)
_ANYWHERE, _IN_TITLE = "{1,1,1,1}", "{0,0,0,1}"


@dataclass(frozen=True)
class Term:
    """A stem that adds to scores: how often the query has it, or as if it had, and its idf.

    `required` says that nothing is found without it. With `languages` (primary subtags) it adds to
    the scores of articles in these alone.
    """

    lexeme: str
    times: float
    idf: float
    required: bool
    languages: tuple[str, ...] = ()

    @property
    def weight(self) -> float:
        """What it adds at most."""
        return self.times * self.idf * (K1 + 1)


def times_of(weight: float, idf: float) -> float:
    """Return how often a query would have a stem that adds a weight at most."""
    return weight / (idf * (K1 + 1))


def idf(found: float, listed: float) -> float:
    """Return how much a stem tells that `found` of `listed` articles have."""
    return math.log(1 + (max(listed, found) - found + 0.5) / (found + 0.5))


def norm(mean_length: float) -> str:
    """Return SQL for what the frequency is measured by in an entry e."""
    return f"{K1}::float * ({1 - B}::float + {B}::float * e.length / {mean_length:.6f}::float)"


def reach(mean_length: float) -> float:
    """Return how many times an impact can be what it is marked with, in articles of any length."""
    return max(1.0, mean_length / MARKED_LENGTH)


def quoted(lexeme: str) -> str:
    """Return a lexeme as tsquery writes it."""
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def score(terms: Sequence[Term], vector: str) -> tuple[str, list]:
    """Return SQL for the score of a row, and its parameters.

    The row has a `vector`, its `norm` and the primary subtag of its `language`.
    """
    if not terms:
        return "0::float", []
    frequency = " + ".join(
        _FREQUENCY.format(zeta=_ZETA, weights=weights, vector=vector)
        for weights in (_ANYWHERE, _IN_TITLE)
    )
    anywhere = f"%s::float * (1 - norm / (norm + {frequency}))"
    in_some = f"CASE WHEN language = ANY(%s) THEN {anywhere} ELSE 0 END"
    parameters = []
    for term in terms:
        parameters += [list(term.languages)] if term.languages else []
        parameters += [term.weight, quoted(term.lexeme), quoted(term.lexeme)]
    return " + ".join(in_some if term.languages else anywhere for term in terms), parameters


def freshness(today: date) -> tuple[str, list]:
    """Return SQL for the factor by which recent articles are preferred, and its parameters."""
    age = "greatest(0, %s::date - e.published)"
    return f"(1 + {_FRESHNESS}::float * 2::float ^ (-{age} / {_HALF_LIFE}::float))", [today]
