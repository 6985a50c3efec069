"""How many articles have a key: counted in a sample now and then, rare ones when asked."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection, transaction

from articles.models import SearchCensus, SearchTerm
from articles.search.entries import KEY, SAMPLES, Sql, keyed, number, rows
from articles.search.scoring import MARKS, quoted

# Counted are about so many articles at least; an archive with fewer is counted whole.
_COUNTED = 12_000

# A query's matches are told from a sample of so many articles or more.
_SAMPLED = 10_000

# What a sample has seen fewer times is counted in the archive itself, up to a bound.
_SEEN = 30
_MOST_COUNTED = 8000

# Keys are counted anew once the archive has changed its size by this part.
_CHANGED = 0.1

# Any constant will do: one count at a time.
_LOCK = 7_206_418

_DEFAULT_LANGUAGE = "en"

_COUNT = """
INSERT INTO articles_searchterm (key, articles)
SELECT word, ndoc FROM ts_stat(%s) WHERE ndoc > 1
"""

# One language for each way of reading words, the most frequent first.
_MOST_LANGUAGES = 16
_LANGUAGES = f"""
SELECT language FROM (
    SELECT DISTINCT ON (archive_configuration(language)) language, articles FROM (
        SELECT language, count(*) AS articles FROM articles_searchentry
        WHERE listed GROUP BY language
    ) counted
    ORDER BY archive_configuration(language), articles DESC, language
) chosen
ORDER BY articles DESC, language LIMIT {_MOST_LANGUAGES}
"""

_LIVE = f"""
SELECT given.key, (
    SELECT count(*) FROM (
        SELECT FROM articles_searchentry e WHERE {KEY} @@ given.query LIMIT {_MOST_COUNTED}
    ) found
)
FROM unnest(%s::text[], %s::tsquery[]) AS given(key, query)
"""

_CENSUS = "SELECT counted, listed, mean_length, languages FROM articles_searchcensus"

_SEEN_TERMS = "SELECT key, articles FROM articles_searchterm WHERE key = ANY(%s)"

_LISTED = """
SELECT count(*), coalesce(avg(length), 0)::float FROM articles_searchentry WHERE listed
"""


class _Census(NamedTuple):
    """The last count of keys, as `SearchCensus` has it."""

    counted: int
    listed: int
    mean_length: float
    languages: list[str]


class Statistics:
    """What is known of the archive when a query is asked."""

    def __init__(self) -> None:
        self._census = next((_Census(*row) for row in rows(_CENSUS)), None)
        self._counts: dict[str, float] = {}
        if self._census:
            self.listed, mean = self._census.listed, self._census.mean_length
        else:
            [(self.listed, mean)] = rows(_LISTED)
        self.mean_length = max(1.0, mean)

    @property
    def languages(self) -> list[str]:
        """The languages whose words are looked for, the most frequent first."""
        known = self._census.languages if self._census else [r[0] for r in rows(_LANGUAGES)]
        return known or [_DEFAULT_LANGUAGE]

    @property
    def scale(self) -> float:
        """For how many articles one of those stands in which keys were counted."""
        return self.listed / max(1, self._census.counted) if self._census else 1

    @property
    def step(self) -> int:
        """Of how many articles one is looked at to tell how many match; 1 in a small archive."""
        return max((s for s in SAMPLES if self.listed / s >= _SAMPLED), default=1)

    def learn(self, lexemes: Iterable[str], labels: Iterable[str]) -> None:
        """Look up how many articles have stems, their marks and labels."""
        stems, labels = set(lexemes), set(labels)
        marks = {f"{stem}\x01{letter}" for stem in stems for letter in MARKS}
        seen = {}
        if self._census:
            seen = dict(rows(_SEEN_TERMS, [[*stems, *marks, *labels]]))
        self._counts |= {key: held * self.scale for key, held in seen.items()}
        rare = [key for key in stems | labels if seen.get(key, 0) < _SEEN]
        if rare and (self.scale > 1 or not self._census or any(key not in seen for key in rare)):
            self._counts |= dict(rows(_LIVE, [rare, [quoted(key) for key in rare]]))

    def articles(self, key: str) -> float:
        """Return how many listed articles have a key, about."""
        return self._counts.get(key, 0)

    def share(self, key: str) -> float:
        """Return what part of the listed articles has a key, about."""
        return min(1.0, self.articles(key) / self.listed) if self.listed else 0.0


def is_count_old() -> bool:
    """Say whether keys should be counted anew: the archive has changed, or so has their sample.

    A language that is new is looked for from then on, and one that is gone no more.
    """
    census = SearchCensus.objects.first()
    [(listed, _)] = rows(_LISTED)
    if census is None or census.is_due:
        return True
    if abs(listed - census.listed) > _CHANGED * census.listed:
        return True
    if {row[0] for row in rows(_LANGUAGES)} != set(census.languages):
        return True
    # An upgrade may have made the sample larger.
    return census.counted < min(_COUNTED, listed) / 2


@transaction.atomic
def count_keys() -> None:
    """Count anew how many listed articles have each key of the index, and tidy the index."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        [(listed, mean)] = rows(_LISTED)
        step = max((s for s in SAMPLES if listed / s >= _COUNTED), default=1)
        inside = keyed((), step) if step > 1 else Sql("e.listed")
        SearchTerm.objects.all().delete()
        keys = f"SELECT {KEY} FROM articles_searchentry e WHERE {inside.text}"
        cursor.execute(_COUNT, [connection.ops.compose_sql(keys, inside.parameters)])
        for index in ("entry_keys", "entry_sample"):
            cursor.execute("SELECT gin_clean_pending_list(%s)", [index])
        cursor.execute("ANALYZE articles_searchentry")
        counted = number(inside)
    languages = [row[0] for row in rows(_LANGUAGES)]
    found = {"counted": counted, "listed": listed, "mean_length": mean, "languages": languages}
    SearchCensus.objects.update_or_create(pk=1, defaults=found | {"is_due": False})


def say_changed(articles: int) -> None:
    """Have keys counted anew by the next import where so many articles have other words now."""
    census = SearchCensus.objects.first()
    if census and articles > _CHANGED * census.listed:
        SearchCensus.objects.update(is_due=True)
