"""Text and URL parameters to a Query, and back. Pure: no database, no request."""

from articles.query.dates import period
from articles.query.language import (
    And,
    Filter,
    Not,
    Or,
    Part,
    Period,
    Phrase,
    Problem,
    Word,
    parse_text,
)
from articles.query.numbers import row_number
from articles.query.parameters import BY_MATCH, CHOICES, LAST_PAGE, Choice, Query, parse, printable
from articles.query.printing import printed

__all__ = [
    "BY_MATCH",
    "CHOICES",
    "LAST_PAGE",
    "And",
    "Choice",
    "Filter",
    "Not",
    "Or",
    "Part",
    "Period",
    "Phrase",
    "Problem",
    "Query",
    "Word",
    "parse",
    "parse_text",
    "period",
    "printable",
    "printed",
    "row_number",
]
