"""The words of a query as stems, read in the languages of the archive."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.query import And, Not, Or, Part, Phrase, Word
from articles.search.entries import label, rows

_READ = """
SELECT given.number, lang.number,
    ARRAY(SELECT lexeme FROM unnest(to_tsvector(config, folded)) ORDER BY positions[1], lexeme),
    phraseto_tsquery(config, folded)::text, archive_pairs(to_tsvector(config, folded))
FROM unnest(%s::text[]) WITH ORDINALITY AS given(text, number),
    unnest(%s::text[]) WITH ORDINALITY AS lang(code, number),
    LATERAL (SELECT archive_fold(given.text) AS folded, archive_configuration(lang.code) AS config)
ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Reading:
    """A word or phrase as one language reads it: its stems in order, and a tsquery of both.

    `pairs` are the labels of each two stems side by side, which all entries with the phrase have.
    """

    lexemes: tuple[str, ...]
    phrase: str
    pairs: tuple[str, ...] = ()


def leaves(part: Part | None) -> list[Word | Phrase]:
    """Return every word and phrase of a query, those that are to be left out too."""
    match part:
        case Word() | Phrase():
            return [part]
        case And() | Or():
            return [leaf for branch in part.parts for leaf in leaves(branch)]
        case Not():
            return leaves(part.part)
    return []


def wanted(part: Part | None) -> list[Word | Phrase]:
    """Return the words and phrases that are not to be left out."""
    match part:
        case Word() | Phrase():
            return [part]
        case And() | Or():
            return [leaf for branch in part.parts for leaf in wanted(branch)]
    return []


def read(
    texts: Sequence[Word | Phrase], languages: Sequence[str]
) -> dict[Word | Phrase, tuple[Reading, ...]]:
    """Return how each language reads words and phrases, each reading once.

    A word that the first language takes for one that says nothing, such as "the", has none.
    """
    different = list(dict.fromkeys(texts))
    found: dict[Word | Phrase, list[Reading]] = {leaf: [] for leaf in different}
    dropped = set()
    if not different:
        return {}
    for leaf, lang, lexemes, phrase, pairs in rows(
        _READ, [[leaf.text for leaf in different], list(languages)]
    ):
        one, reading = (
            different[leaf - 1],
            Reading(tuple(lexemes), phrase, tuple(map(label, pairs))),
        )
        if lang == 1 and not lexemes:
            dropped.add(one)
        if lexemes and reading not in found[one]:
            found[one].append(reading)
    return {leaf: () if leaf in dropped else tuple(found[leaf]) for leaf in different}
