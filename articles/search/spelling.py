"""“Did you mean”: mistyped words, by the words that the archive is written with."""

from collections.abc import Iterator

from django.db import connection, transaction
from rapidfuzz import process
from rapidfuzz.distance import OSA

from articles.models import VocabularyWord
from articles.names import words_of
from articles.query import And, Or, Part, Query, Word
from articles.search.entries import KEY, rows
from articles.search.scripts import has_signs
from articles.search.synonyms import named_words
from articles.search.variants import other_spelling

# Articles of which words are counted, spread evenly over all, and characters of each that are read.
SAMPLE = 20_000
_READ = 2_500

_SHORTEST = 4
_LONGEST = 40
# A word in more articles than this is meant as it is typed.
_RARE = 5
# How much more common than what was typed the word must be that is offered.
_MORE_COMMON = 10
# Of the words of a query that are looked at, and, the most common first, of the words of one first
# letter and one length that each is compared with.
_MOST_WORDS = 20
_MOST_MISTYPED = 3
_MOST_CANDIDATES = 300

_COUNT = """
INSERT INTO articles_vocabularyword (word, articles)
SELECT word, sum(ndoc) FROM (
    SELECT * FROM ts_stat(%(sample)s)
    UNION ALL
    SELECT * FROM ts_stat($$
        SELECT to_tsvector('simple', archive_fold(name)) FROM (
            SELECT name FROM articles_tag WHERE id IN (
                SELECT tag_id FROM articles_taggedarticle
                JOIN articles_article a ON a.id = content_object_id
                WHERE status = 'published' AND duplicate_of_id IS NULL
            )
            UNION ALL SELECT name FROM articles_source s WHERE EXISTS (
                SELECT FROM articles_article
                WHERE source_id = s.id AND status = 'published' AND duplicate_of_id IS NULL
            )
            UNION ALL SELECT title FROM articles_event
            WHERE merged_into_id IS NULL AND article_count > 1
        ) named $$)
) counted
WHERE word ~ '^[[:alpha:]][[:alnum:]]*$' AND length(word) BETWEEN %(shortest)s AND %(longest)s
GROUP BY word
"""

_SAMPLE = """
SELECT to_tsvector('simple', archive_fold(title || ' ' || left(body_text, {read})))
FROM articles_article
WHERE status = 'published' AND duplicate_of_id IS NULL AND id % {step} = 0
"""

_CANDIDATES = """
SELECT word, articles FROM unnest(%s::text[], %s::int[]) AS wanted (first, size), LATERAL (
    SELECT word, articles FROM articles_vocabularyword
    WHERE left(word, 1) = first AND length(word) = size AND articles > %s
    ORDER BY articles DESC LIMIT %s
) alike
"""


# Those that more articles have, with another ending maybe, than are rare in so large an archive.
_MEANT = f"""
SELECT given.word FROM unnest(%s::text[]) AS given (word), (
    SELECT {_RARE} * greatest(1, coalesce(max(listed), 0) / {SAMPLE}) AS articles
    FROM articles_searchcensus
) rare
WHERE (
    SELECT count(*) FROM (
        SELECT FROM articles_searchentry e
        WHERE {KEY} @@ phraseto_tsquery('english', given.word) LIMIT rare.articles + 1
    ) found
) > rare.articles
"""


@transaction.atomic
def count_words() -> int:
    """Count anew in how many of a sample of listed articles each word stands; return the words."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE articles_vocabularyword IN EXCLUSIVE MODE")
        cursor.execute("SELECT count(*) FROM articles_article")
        step = cursor.fetchone()[0] // SAMPLE + 1
        cursor.execute("DELETE FROM articles_vocabularyword")
        sample = _SAMPLE.format(read=_READ, step=step)
        bounds = {"sample": sample, "shortest": _SHORTEST - 1, "longest": _LONGEST}
        cursor.execute(_COUNT, bounds)
        return cursor.rowcount


def suggestion(query: Query) -> str | None:
    """Return the query's text with its mistyped words put right, or None where none seem so.

    Words are looked at that are wanted, and neither in quotation marks nor in a filter. One is
    mistyped where the archive hardly has it, with any ending, and has another, much more common,
    that differs by one letter (by two from eight letters on). Words of names that curators wrote
    down are not.
    """
    typed = _typed(query.part)
    if not typed:
        return None
    known = _counts({key for _, key in typed})
    doubtful = [(word, key) for word, key in typed if known.get(key, 0) <= _RARE]
    meant = _meant({key for _, key in doubtful}) if doubtful else set()
    doubtful = [(word, key) for word, key in doubtful if key not in meant]
    text, is_changed = query.text, False
    for word, key in reversed(doubtful[:_MOST_MISTYPED]):
        if better := _nearest(key, known.get(key, 0)):
            end = word.at + len(word.text)
            text = text[: word.at] + _in_the_manner_of(word.text, better) + text[end:]
            is_changed = True
    return text if is_changed else None


def _typed(part: Part | None) -> list[tuple[Word, str]]:
    """Return the words that may be mistyped, in order, each with what the vocabulary calls it."""
    found = []
    for word in _words(part):
        key = words_of(word.text)
        if len(key) == 1 and word.text.isalpha() and _SHORTEST <= len(key[0]) <= _LONGEST:
            found.append((word, key[0]))
    return found[:_MOST_WORDS]


def _words(part) -> Iterator[Word]:
    match part:
        case Word() if not has_signs(part.text):
            yield part
        case And() | Or():
            for branch in part.parts:
                yield from _words(branch)


def _counts(words):
    rows = VocabularyWord.objects.filter(
        word__in=words | set(filter(None, map(other_spelling, words)))
    )
    counts = dict(rows.values_list("word", "articles"))
    return {word: counts.get(word, 0) + counts.get(other_spelling(word), 0) for word in words}


def _meant(words: set[str]) -> set[str]:
    """Return the words that the archive knows though they stand in few articles as they are."""
    return {word for (word,) in rows(_MEANT, [list(words)])} | (words & named_words())


def _nearest(word: str, count: int) -> str | None:
    """Return the word that was meant instead of one that stands in `count` articles, or None."""
    reach = 1 if len(word) < 8 else 2
    sizes = range(len(word) - reach, len(word) + reach + 1)
    # Two letters that changed places may be the first two.
    shapes = {(word[0], size) for size in sizes} | {(word[1], len(word))}
    firsts, lengths = map(list, zip(*shapes, strict=True))
    with connection.cursor() as cursor:
        bounds = [firsts, lengths, count * _MORE_COMMON, _MOST_CANDIDATES]
        cursor.execute(_CANDIDATES, bounds)
        candidates = dict(cursor.fetchall())
    candidates.pop(word, None)
    near = process.extract(
        word, list(candidates), scorer=OSA.distance, score_cutoff=reach, limit=None
    )
    if not near:
        return None
    ranked = [(far, word[0] != other[0], -candidates[other], other) for other, far, _ in near]
    best = min(ranked)[-1]
    return None if _is_same(word, best) else best


def _is_same(word, other) -> bool:
    """Say whether two words differ by their endings alone, so that a search takes them for one."""
    stems = "SELECT ts_lexize('english_stem', %s) = ts_lexize('english_stem', %s)"
    with connection.cursor() as cursor:
        cursor.execute(stems, [word, other])
        return cursor.fetchone()[0]


def _in_the_manner_of(typed, word):
    """Return a word in capitals, or with one, where what was typed is."""
    if typed.isupper():
        return word.upper()
    return word.capitalize() if typed[0].isupper() else word
