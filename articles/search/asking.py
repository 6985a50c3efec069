"""A Query made ready to be answered: its condition, its stems, and what is known of them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from articles.names import words_of
from articles.query import And, Filter, Or, Part, Phrase, Problem, Query, Word
from articles.search.conditions import EVERYTHING, NOTHING, Condition, every
from articles.search.entries import SAMPLES, number, rows
from articles.search.meaning import condition_of
from articles.search.scoring import Term, idf
from articles.search.scripts import has_signs, pairs_of
from articles.search.statistics import Statistics
from articles.search.words import Reading, heard, leaves, read, wanted
from articles.titles import title_key

# A sample is taken that should have so many matches or more; it will do if it has so many.
_TOLD, _SURE = 400, 100

# From so many words on of which any will do, a query is loose.
_LOOSE = 3

# So many articles with the letters of a title are looked at for the title itself.
_MOST_NAMESAKES = 1000
_NAMESAKES = f"""
SELECT a.id, a.title
FROM articles_article a JOIN articles_searchentry e ON e.article_id = a.id
WHERE a.title_key = %s AND e.listed LIMIT {_MOST_NAMESAKES}
"""


@dataclass(frozen=True)
class Asked:
    """A query, the condition that it makes, the stems that score, and `passages`.

    `passages` is a tsquery of what is to be marked in passages, empty where no word is wanted;
    `own_passages` has it for languages (primary subtags) that read the query in a way of their own.
    `counted` is how many articles there are, where somebody has counted. `is_unheard` says that
    there are words, none that says anything, such as "the", and no title that is just that. Of such
    words, `named` is the condition that they are the title. `is_loose` says that any of several
    words will do.
    """

    query: Query
    readings: Mapping[Word | Phrase, tuple[Reading, ...]]
    condition: Condition
    terms: tuple[Term, ...]
    passages: str
    own_passages: Mapping[str, str]
    statistics: Statistics
    counted: float | None = None
    is_unheard: bool = False
    named: Condition = EVERYTHING
    is_loose: bool = False

    @property
    def is_guess(self) -> bool:
        """Whether `about` may be far off: what is asked for together may keep company, or not."""
        told = self.condition
        is_one = len(told.keys) == 1 and told.exact
        return self.statistics.step > 1 and not (is_one or told.narrow)

    def matches(self) -> float:
        """Return how many articles there are: as counted, or else as a sample tells now."""
        if self.counted is not None:
            return self.counted
        return self._told_by_sample() if self.is_guess else self.about

    def _told_by_sample(self) -> float:
        """Return how many articles there are as a sample tells, a small one where that will do."""
        usual = self.statistics.step
        small = (step for step in SAMPLES if step > usual and self.about / step >= _TOLD)
        for step in (*sorted(small, reverse=True)[:1], usual):
            found = number(self.condition.where(step))
            if found >= _SURE:
                break
        return step * found

    @cached_property
    def titled(self) -> list[int]:
        """The listed articles (ids) whose title is what was typed, signs and capitals aside."""
        return _titled(self.query.text)

    @property
    def about(self) -> float:
        """How many articles there are, about, as if stems had nothing to do with each other."""
        return self.statistics.listed * self.condition.share(self.statistics.share)

    def without(self, name: str) -> "Asked":
        """Return the same, but for what is chosen of a parameter."""
        condition = condition_of(self.query.without(name), self.readings)
        return replace(self, condition=every([condition, self.named]), counted=None)


def ask(query: Query, typed: Part | None = None) -> Asked:
    """Return a query made ready.

    `typed` is what it was before other names were added: they are found and marked, and do not
    score, for whoever has several of them would be first.
    """
    statistics = Statistics()
    readings = read(leaves(query.part), _languages(query, statistics))
    part = heard(query.part, readings)
    named, is_unheard = EVERYTHING, False
    if query.part and not part:
        titled = _titled(query.text)
        named, is_unheard = _one_of(titled), not titled
    condition = every([condition_of(replace(query, part=part), readings), named])
    query = replace(query, part=part)
    looked_for = wanted(part)
    own = {_letters(leaf) for leaf in wanted(typed or part)}
    scoring = [leaf for leaf in looked_for if isinstance(leaf, Word) or _letters(leaf) in own]
    stems = Counter(
        lexeme
        for leaf in scoring
        for lexeme in {lex for reading in readings[leaf] for lex in reading.lexemes}
    )
    labels = {key for key in condition.used if key.startswith("\x01")}
    statistics.learn((condition.used - labels) | set(stems), labels)
    return Asked(
        query,
        readings,
        condition,
        _terms(stems, _required(part, readings), _languages_of(scoring, readings), statistics),
        *_passages(looked_for, readings),
        statistics,
        is_unheard=is_unheard,
        named=named,
        is_loose=_is_loose(typed or part),
    )


def _titled(text: str) -> list[int]:
    """Return the listed articles (ids) with this title, signs and capitals aside."""
    key, words = title_key(text), words_of(text)
    if not key:
        return []
    return [pk for pk, title in rows(_NAMESAKES, [key]) if words_of(title) == words]


def _one_of(articles: list[int]) -> Condition:
    return Condition("e.article_id = ANY(%s)", (articles,), narrow=True, share=lambda of: 0.0)


def _is_loose(part: Part | None) -> bool:
    parts = part.parts if isinstance(part, And) else (part,)
    return any(isinstance(one, Or) and len(wanted(one)) >= _LOOSE for one in parts)


def unheard(query: Query) -> Problem:
    """Return what is told of a query without a word that says anything."""
    return Problem(
        "These words are too common to search for. Add one that says more.", 0, len(query.text)
    )


def says_nothing(query: Query) -> bool:
    """Say whether the main language takes every wanted word for one such as "the"."""
    looked_for = wanted(query.part)
    readings = read(looked_for, Statistics().languages[:1])
    return bool(looked_for) and not any(readings.values())


def relaxed(query: Query) -> Query | None:
    """Return the query that any of its words may satisfy, or None where that is no different.

    Filters and what is to be left out still hold. Of signs that nothing parts, each two that stand
    side by side are a word.
    """
    parts = query.part.parts if isinstance(query.part, And) else (query.part,)
    rest = tuple(part for part in parts if not _is_wanted_text(part))
    words = tuple(piece for part in parts if part not in rest for piece in _pieces(part))
    if len(words) < 2:
        return None
    return replace(query, part=And((Or(words), *rest)) if rest else Or(words))


def _pieces(part: Part) -> tuple[Part, ...]:
    if isinstance(part, Word) and has_signs(part.text):
        return tuple(map(Word, pairs_of(part.text)))
    return (part,)


def unknown(query: Query) -> tuple[Problem, ...]:
    """Return what is told of filters in a query's text that name nothing here."""
    found = []
    for part in query.part.parts if isinstance(query.part, And) else (query.part,):
        if isinstance(part, Filter) and _names_nothing(part):
            told = f"No {part.name} here is called “{part.value[:60]}”."
            if part.name == "lang":
                told = f"No article here is in “{part.value[:60]}”. Write a code, such as en."
            found.append(Problem(told, part.at, part.end))
    return tuple(found)


def _names_nothing(part: Filter) -> bool:
    condition = condition_of(Query(part=part), {})
    return condition is NOTHING or (part.name == "lang" and not number(condition.where(1)))


def _languages(query: Query, statistics: Statistics) -> Sequence[str]:
    """Return the languages whose word endings are looked for: the archive's and those asked for."""
    parts = query.part.parts if isinstance(query.part, And) else (query.part,)
    asked = [p.value for p in parts if isinstance(p, Filter) and p.name == "lang"]
    asked += [choice.value for choice in query.chosen("lang") if not choice.excluded]
    return list(dict.fromkeys([*statistics.languages, *asked]))


def _passages(looked_for: Sequence[Word | Phrase], readings) -> tuple[str, dict[str, str]]:
    """Return what is marked in all passages, and beside it in those of some languages."""
    read = [reading for leaf in dict.fromkeys(looked_for) for reading in readings[leaf]]
    everywhere = " | ".join(f"({one.phrase})" for one in read if not one.languages)
    own = defaultdict(list)
    for one in read:
        for language in one.languages:
            own[language].append(f"({one.phrase})")
    return everywhere, {code: " | ".join([everywhere, *own[code]]) for code in own}


def _letters(leaf: Word | Phrase) -> str:
    """Return what was typed without what parts it: `GPT 4` is `GPT4` in another way."""
    return "".join(words_of(leaf.text))


def _languages_of(leaves: Sequence[Word | Phrase], readings) -> dict[str, tuple[str, ...]]:
    """Return {stem: the languages whose articles alone it is read from}, empty for all."""
    found = defaultdict(set)
    for reading in (reading for leaf in leaves for reading in readings[leaf]):
        for lexeme in reading.lexemes:
            found[lexeme].update(reading.languages or [""])
    return {lexeme: () if "" in some else tuple(sorted(some)) for lexeme, some in found.items()}


def _terms(
    stems: Counter, required: set[str], languages: Mapping, statistics: Statistics
) -> tuple[Term, ...]:
    """Return the stems that some article has, the most telling first."""
    terms = [
        Term(
            lexeme,
            times,
            idf(statistics.articles(lexeme), statistics.listed),
            lexeme in required,
            languages[lexeme],
        )
        for lexeme, times in stems.items()
        if statistics.articles(lexeme)
    ]
    return tuple(sorted(terms, key=lambda term: (-term.weight, term.lexeme)))


def _required(part: Part | None, readings) -> set[str]:
    """Return the stems without which nothing is found."""
    found = set()
    for leaf in part.parts if isinstance(part, And) else (part,):
        if isinstance(leaf, Word | Phrase) and len(readings[leaf]) == 1:
            found.update(readings[leaf][0].lexemes)
    return found


def _is_wanted_text(part: Part) -> bool:
    match part:
        case Word() | Phrase():
            return not part.field
        case Or():
            return all(map(_is_wanted_text, part.parts))
    return False
