"""The table of search entries in SQL: its index expression, keys and queries on it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from articles.search.scoring import quoted

# What the index is made of, for entries named e. It must be written as the migration has it.
KEY = (
    "archive_key(e.article_id, e.listed, e.published, e.source, e.category, e.language,"
    " e.byline, e.tags, e.length, e.vector)"
)

# What begins a key that is no stem, and each key of an article that readers may not see.
_SIGN, _HIDDEN = "\x01", "\x02"

_QUOTED = re.compile(r"'((?:[^'\\]|''|\\.)*)'")

# Samples: of so many articles one.
SAMPLES = (4, 8, 16, 32, 64, 128, 256)

# Of so many articles one is in an index of its own as well, which holds the larger samples. The
# condition must be written as the migration has it.
_INDEXED = 16
_IN_ITS_INDEX = f"(e.article_id * 2654435761 >> 16) %% {_INDEXED} = 0"


@dataclass(frozen=True)
class Sql:
    """A piece of SQL and its parameters."""

    text: str
    parameters: tuple = ()


def label(name: str) -> str:
    """Return the key of what an article is filed under, such as `s17`."""
    return f"{_SIGN}{name}"


def mark(lexeme: str, letter: str) -> str:
    """Return the key that says a stem has an impact."""
    return f"{lexeme}{_SIGN}{letter}"


def unmarked(key: str) -> str:
    """Return the stem that a key marks."""
    return key.partition(_SIGN)[0]


def hidden(asked: str) -> str:
    """Return a tsquery that asks the same of articles that readers may not see."""
    return _QUOTED.sub(rf"'{_HIDDEN}\1'", asked)


def keyed(asked: Iterable[str], step: int = 1) -> Sql:
    """Return the condition that the keys of a listed article fulfil all of these tsqueries.

    With a `step`, of a sample of one article in so many only.
    """
    sample = [quoted(label(f"q{step}"))] if step > 1 else []
    inside = f" AND {_IN_ITS_INDEX}" if step >= _INDEXED else ""
    return Sql(f"{KEY} @@ %s::tsquery{inside}", (all_of([*asked, *sample]),))


def any_of(keys: Iterable[str]) -> str:
    """Return a tsquery that one of these keys satisfies."""
    return " | ".join(map(quoted, keys))


def all_of(queries: Iterable[str]) -> str:
    """Return a tsquery that is fulfilled where all of these are."""
    return " & ".join(f"({query})" for query in queries)


def rows(sql: str, parameters=()) -> list[tuple]:
    """Return the rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
        return cursor.fetchall()


def number(where: Sql) -> int:
    """Return how many entries fulfil a condition."""
    sql = f"SELECT count(*) FROM articles_searchentry e WHERE {where.text}"
    return rows(sql, where.parameters)[0][0]
