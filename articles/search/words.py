"""The words of a query as stems, read in the languages of the archive."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from articles.query import And, Not, Or, Part, Phrase, Word
from articles.search.entries import label, rows

# Where a language tells endings by accents, the stem of the word with its accents is another
# reading, as in archive_stems. It comes first: what says nothing with them says nothing without.
_READ = """
SELECT given.number, lang.number, split_part(lower(lang.code), '-', 1),
    config = 'pg_catalog.simple'::regconfig,
    ARRAY(SELECT lexeme FROM unnest(vector) ORDER BY positions[1], lexeme),
    archive_length(vector), phrase, archive_pairs('', vector)
FROM unnest(%s::text[]) WITH ORDINALITY AS given(text, number),
    unnest(%s::text[]) WITH ORDINALITY AS lang(code, number),
    LATERAL (
        SELECT archive_parted(given.text) AS parted, archive_fold(given.text) AS bare,
            archive_configuration(lang.code) AS config
    ) own,
    LATERAL (
        SELECT 1 AS way, archive_bare(to_tsvector(config, parted)::text)::tsvector AS vector,
            archive_bare(phraseto_tsquery(config, parted)::text) AS phrase
        WHERE parted <> bare AND config NOT IN (
            'pg_catalog.english'::regconfig, 'pg_catalog.simple'::regconfig
        )
        UNION ALL
        SELECT 2, to_tsvector(config, bare), phraseto_tsquery(config, bare)::text
    ) read
ORDER BY 1, 2, way
"""


@dataclass(frozen=True)
class Reading:
    """A word or phrase as one language reads it: its stems in order, and a tsquery of both.

    `pairs` are the labels of each two stems side by side, which all entries with the phrase have.
    `languages` (primary subtags) are those whose articles alone it is right for: the main language
    reads it otherwise, or it lacks a word that others do not take for one that says nothing. Else
    it is empty.
    """

    lexemes: tuple[str, ...]
    phrase: str
    pairs: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


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


def heard(part: Part | None, readings: Mapping[Word | Phrase, Sequence]) -> Part | None:
    """Return a query without the words that no reading takes for one that says something."""
    match part:
        case Word() | Phrase():
            return part if readings[part] else None
        case Not():
            inner = heard(part.part, readings)
            return Not(inner) if inner else None
        case And() | Or():
            parts = tuple(filter(None, (heard(branch, readings) for branch in part.parts)))
            return type(part)(parts) if len(parts) > 1 else next(iter(parts), None)
    return part


def read(
    texts: Sequence[Word | Phrase], languages: Sequence[str]
) -> dict[Word | Phrase, tuple[Reading, ...]]:
    """Return how each language reads words and phrases, each reading once.

    A word that the first language takes for one that says nothing, such as "the", has none, unless
    it would be so with all of them.
    """
    different = list(dict.fromkeys(texts))
    if not different:
        return {}
    ways = defaultdict(list)
    for leaf, lang, *reading in rows(_READ, [[leaf.text for leaf in different], list(languages)]):
        ways[different[leaf - 1], lang].append(_Read(lang == 1, *reading))
    found = defaultdict(list)
    dropped = set()
    for (one, _), (first, *others) in ways.items():
        found[one] += [first, *others] if first.lexemes else [first]
        if first.is_main and not first.lexemes:
            dropped.add(one)
    if len(dropped) == len(different):
        dropped.clear()
    return {leaf: () if leaf in dropped else _readings(found[leaf]) for leaf in different}


class _Read(NamedTuple):
    """What a language makes of a word or phrase; `is_plain` where it knows no endings."""

    is_main: bool
    language: str
    is_plain: bool
    lexemes: list[str]
    words: int
    phrase: str
    pairs: list[str]

    @property
    def reading(self) -> Reading:
        return Reading(tuple(self.lexemes), self.phrase, tuple(map(label, self.pairs)))


def _readings(found: Sequence[_Read]) -> tuple[Reading, ...]:
    """Return the different ones.

    One that the main language has, or that takes words as they stand, is right for all articles:
    many languages have no endings of their own here.
    """
    most = max(one.words for one in found)
    languages, everywhere = defaultdict(list), set()
    for one in found:
        if one.lexemes:
            languages[one.reading].append(one.language)
            if one.words == most and (one.is_main or one.is_plain):
                everywhere.add(one.reading)
    return tuple(
        one if one in everywhere else replace(one, languages=tuple(dict.fromkeys(only)))
        for one, only in languages.items()
    )
