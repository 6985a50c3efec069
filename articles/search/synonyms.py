"""What a query also means: other names of what it names, and the other spelling of its words.

The names are in the table Synonym, which curators edit; the spellings in `variants`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from articles.models import Synonym
from articles.names import words_of
from articles.query import And, Filter, Not, Or, Part, Period, Phrase, Word
from articles.search.entries import rows
from articles.search.scripts import has_signs
from articles.search.variants import is_parted, joined, other_spelling, parted

# Of a whole query; a curator's group has at most a dozen names.
_MOST_NAMES = 40


def expanded(part: Part | None) -> Part | None:
    """Return a part that is fulfilled by its other names and spellings too.

    Neighbouring words, or a phrase, that are a name become an Or of themselves and the other names
    of the group; words get their other spelling, those that hyphens part are a phrase or one word,
    and so are letters with a number. What is to be left out and filters stay as they are, but that
    a parted word is a phrase. A word of signs that nothing parts becomes a phrase of them. Reads
    the table once.
    """
    if part is None:
        return None
    return _Expansion(_table()).of(part)


def named_words() -> set[str]:
    """Return every word, in small letters, of the names in the table."""
    return {word for words in _table() for word in words}


def _table() -> dict[tuple[str, ...], tuple[str, ...]]:
    members = rows("SELECT members FROM articles_synonym ORDER BY id")
    return _names(tuple(given for (given,) in members))


@lru_cache(maxsize=1)
def _names(groups: tuple[str, ...]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return {words of a name: all names of its group}, nothing for words that begin one."""
    named = [Synonym(members=members).names for members in groups]
    found = {words_of(name): names for names in named for name in names}
    begun = {words[:length]: () for words in found for length in range(1, len(words))}
    return begun | found


@dataclass
class _Expansion:
    """A walk through a query. `left` is how many names may still be added to it."""

    names: dict[tuple[str, ...], tuple[str, ...]]
    left: int = _MOST_NAMES

    def of(self, part: Part) -> Part:
        match part:
            case Word():
                return self._run((part,))
            case Phrase():
                return self._with_names(part, words_of(part.text), part.field)
            case And():
                return _join(And, self._runs(part.parts))
            case Or():
                return _join(Or, map(self.of, part.parts))
            case Not():
                return Not(_with_phrases(part.part))
            case Filter() | Period():
                return part

    def _runs(self, parts) -> Iterator[Part]:
        """Yield parts, of which neighbouring words that are a name together become one."""
        at = 0
        while at < len(parts):
            length = self._length(parts[at:])
            yield self._run(parts[at : at + length]) if length else self.of(parts[at])
            at += length or 1

    def _length(self, parts) -> int:
        """Return how many of the first parts are the longest name, 0 where none are."""
        words, found = (), 0
        for place, part in enumerate(parts, start=1):
            if not isinstance(part, Word) or part.field != parts[0].field:
                break
            words += words_of(part.text)
            if words not in self.names:
                break
            found = place if self.names[words] else found
        return found

    def _run(self, words: tuple[Word, ...]) -> Part:
        """Return an Or of words that follow each other and of what else they are called."""
        spelled = _join(And, map(_spelled, words))
        key = tuple(w for word in words for w in words_of(word.text))
        return self._with_names(spelled, key, words[0].field)

    def _with_names(self, part: Part, words: tuple[str, ...], field: str) -> Part:
        own = words if isinstance(part, Phrase) else set(words)
        others = [name for name in self.names.get(words, ()) if not _implies(words_of(name), own)][
            : self.left
        ]
        self.left -= len(others)
        return _join(Or, [part, *(_named(name, field) for name in others)])


def _implies(words, own) -> bool:
    """Say whether a text with the phrase `words` has what is wanted anyway."""
    if isinstance(own, set):
        return own.issubset(words)
    starts = range(len(words) - len(own) + 1)
    return any(words[start : start + len(own)] == own for start in starts)


def _named(name, field) -> Part:
    return Word(name, field) if len(words_of(name)) == 1 else Phrase(name, field)


def _spelled(word: Word) -> Part:
    if has_signs(word.text):
        return Phrase(word.text, word.field)
    if is_parted(word.text):
        phrase, together = Phrase(word.text, word.field), joined(word.text)
        return Or((phrase, Word(together, word.field))) if together else phrase
    if apart := parted(word.text):
        return Or((word, Phrase(apart, word.field)))
    other = other_spelling(word.text)
    return Or((word, Word(other, word.field))) if other else word


def _with_phrases(part: Part) -> Part:
    """Return a part whose words of signs or parts are phrases, and nothing else is changed."""
    match part:
        case Word() if has_signs(part.text) or is_parted(part.text):
            return Phrase(part.text, part.field)
        case Not():
            return Not(_with_phrases(part.part))
        case And() | Or():
            return type(part)(tuple(map(_with_phrases, part.parts)))
    return part


def _join(node, parts) -> Part:
    """Return `node` of parts, in which no such node stands in another, or the one part."""
    flat = [leaf for part in parts for leaf in (part.parts if isinstance(part, node) else (part,))]
    return node(tuple(flat)) if len(flat) > 1 else flat[0]
