"""The questions that search is asked, chosen by seed from what a large archive holds.

Each is a value that every engine can be asked: ours in the query language, PostgreSQL's usual way,
and tantivy. How frequent words are is known from a sample of the articles.
"""

import json
import random
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import pairwise

from django.db import connection

from articles.query import Query, parse
from benchmarks import FOLDER

_SAMPLED = 20_000
_READ = 3000
_TRIES = 200
# Words that stand by themselves: not part of an address, a number or a word with a hyphen.
_WORD = re.compile(r"(?<![\w.@/’'-])[A-Za-z]{2,}(?![\w@/]|[.’'-]\w)")
_NOTE = FOLDER / "questions.json"

_FREQUENCIES = """
SELECT word, ndoc FROM ts_stat(
    'SELECT search_vector FROM articles_article WHERE id % {step} = 0'
)
"""

_STEMS = """
SELECT word, (ts_lexize('english_stem', lower(word)))[1] FROM unnest(%s::text[]) word
"""

_TEXTS = "SELECT title, body_text FROM articles_article WHERE id = ANY(%s) ORDER BY id"


@dataclass(frozen=True)
class Question:
    """What is asked: all of the words, side by side or any of them, without others, filtered.

    `filters` are parameters and their values. `is_missing` says that no article has all the words,
    so that search falls back to those that have some.
    """

    kind: str
    words: tuple[str, ...] = ()
    phrase: bool = False
    any: bool = False
    without: tuple[str, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    is_missing: bool = False

    @property
    def text(self) -> str:
        """The question as somebody types it."""
        joined = (" OR " if self.any else " ").join(self.words)
        wanted = f'"{joined}"' if self.phrase else joined
        return " ".join([wanted, *(f"-{word}" for word in self.without)]).strip()

    @property
    def query(self) -> Query:
        """The question as our search takes it."""
        return parse({"q": [self.text], **{name: [value] for name, value in self.filters}})

    @property
    def name(self) -> str:
        """The question with its filters, as a name for it."""
        return " ".join([self.text, *(f"{name}={value}" for name, value in self.filters)])

    def matched(self) -> "Question":
        """The question as it is answered: any of its words where no article has them all."""
        given = asdict(self) | {"any": True, "is_missing": False}
        return Question(**given) if self.is_missing else self


class _Words:
    """The words of some articles, and what share of all articles has each."""

    def __init__(self, size: int, chance: random.Random):
        self.size, self.chance = size, chance
        step = max(1, size // _SAMPLED)
        shares = {
            lexeme: number * step / size for lexeme, number in _rows(_FREQUENCIES.format(step=step))
        }
        picked = chance.sample(range(1, size + 1), min(_READ, size))
        found = _rows(_TEXTS, [picked])
        self.titles = [_WORD.findall(title) for title, _ in found]
        self.bodies = [_WORD.findall(body) for _, body in found]
        spelled = sorted({word for words in [*self.titles, *self.bodies] for word in words})
        stems = dict(_rows(_STEMS, [spelled]))
        # A stop word has no stem, what stands in an address is no word, and "OR" is an operator.
        self.share = {
            word: shares[stem] for word, stem in stems.items() if stem in shares and word != "OR"
        }
        self.stem = stems
        self._lower = sorted({word for word in self.share if word.islower()})
        ordered = sorted(self._lower, key=lambda word: -self.share[word])
        self.frequent = ordered[:80]

    def between(self, least: float, most: float) -> list[str]:
        """Return the words that such a share of articles has."""
        return [word for word in self._lower if least <= self.share[word] <= most]

    def different(self, words) -> list[str]:
        """Return words that mean something, each stem once, in their order."""
        known = [word for word in words if word in self.share]
        return list({self.stem[word]: word for word in reversed(known)}.values())[::-1]


def questions(size: int, count: int, seed: int) -> dict[str, list[Question]]:
    """Return so many questions of every kind, the same ones as last time where they were kept."""
    asked = {"size": size, "count": count, "seed": seed}
    if _NOTE.exists():
        kept = json.loads(_NOTE.read_text(encoding="utf-8"))
        if kept["asked"] == asked:
            return {k: [_read(one) for one in given] for k, given in kept["questions"].items()}
    words = _Words(size, random.Random(seed))
    made = {kind: _some(kind, make, words, count) for kind, make in KINDS.items()}
    rows = {kind: [asdict(one) for one in given] for kind, given in made.items()}
    _NOTE.write_text(json.dumps({"asked": asked, "questions": rows}), encoding="utf-8")
    return made


def _read(row: dict) -> Question:
    lists = {"words": tuple(row["words"]), "without": tuple(row["without"])}
    return Question(**row | lists | {"filters": tuple(map(tuple, row["filters"]))})


def _some(kind: str, make: Callable, words: _Words, count: int) -> list[Question]:
    """Return different questions of a kind, as many as there are up to `count`."""
    found: dict[str, Question] = {}
    for _ in range(_TRIES * count):
        if len(found) == count:
            break
        given = make(words)
        if given:
            question = Question(kind, **given)
            found.setdefault(question.name, question)
    return list(found.values())


def _one(least: float, most: float):
    return lambda words: _of(words.chance, words.between(least, most), 1)


def _of(chance: random.Random, some: list[str], count: int) -> dict | None:
    return {"words": tuple(chance.sample(some, count))} if len(some) >= count else None


def _rare(words: _Words) -> dict | None:
    """A word of a few articles, or of some hundred where there are a million."""
    return _of(words.chance, words.between(0, max(3 / words.size, 0.0003)), 1)


def _common(words: _Words) -> dict:
    return {"words": (words.chance.choice([*words.frequent[:60], "ai"]),)}


def _together(count: int, least: float):
    """Words that stand in one article and that at least such a share of articles has."""

    def make(words: _Words) -> dict | None:
        body = words.different(w.lower() for w in words.chance.choice(words.bodies))
        return _of(words.chance, [w for w in body if words.share[w] >= least], count)

    return make


def _from_title(count: int):
    def make(words: _Words) -> dict | None:
        title = words.different(words.chance.choice(words.titles))
        if len(title) < count:
            return None
        kept = sorted(words.chance.sample(range(len(title)), count))
        return {"words": tuple(title[n] for n in kept)}

    return make


def _phrase(words: _Words) -> dict | None:
    """Two words that follow each other in an article, each in 1 % of them or more."""
    body = words.chance.choice(words.bodies)
    pairs = [
        pair
        for pair in pairwise(body)
        if all(words.share.get(word, 0) >= 0.01 and word.islower() for word in pair)
    ]
    return {"words": words.chance.choice(pairs), "phrase": True} if pairs else None


def _minus(count: int, least: float):
    def make(words: _Words) -> dict | None:
        given = _together(count + 1, least)(words)
        return given and {"words": given["words"][:count], "without": given["words"][count:]}

    return make


def _filtered(words: _Words) -> dict | None:
    given = _together(words.chance.randint(1, 2), 0.05)(words)
    return given and {**given, "filters": (_a_filter(words.chance),)}


def _any(words: _Words) -> dict | None:
    given = _together(words.chance.randint(2, 4), 0.005)(words)
    return given and {**given, "any": True}


def _missing(words: _Words) -> dict | None:
    """Two words in 1 % each, one rare and one common: hardly ever in one article."""
    chance = words.chance
    usual, rare = words.between(0.005, 0.02), words.between(0, 0.0005)
    if len(usual) < 2 or not rare:
        return None
    mixed = (*chance.sample(usual, 2), chance.choice(rare), chance.choice(words.frequent))
    if len(words.different(mixed)) < len(mixed):
        return None
    [(found,)] = _rows(
        "SELECT EXISTS (SELECT FROM articles_article WHERE search_vector @@"
        " plainto_tsquery('english', %s))",
        [" ".join(mixed)],
    )
    return None if found else {"words": mixed, "is_missing": True}


def _list(words: _Words) -> dict:
    chance = words.chance
    return {"filters": (_a_filter(chance),) if chance.random() < 0.95 else ()}


def _a_filter(chance: random.Random) -> tuple[str, str]:
    month = f"{chance.randint(2017, 2025)}-{chance.randint(1, 12):02}"
    return chance.choice(
        [
            ("source", f"outlet{min(50, 1 + int(chance.expovariate(0.1)))}.test"),
            ("category", f"category-{chance.randint(1, 12)}"),
            ("tag", f"tag-{min(300, 1 + int(chance.expovariate(0.03)))}"),
            ("date", month),
        ]
    )


KINDS: dict[str, Callable[[_Words], dict | None]] = {
    "rare": _rare,
    "one in 100": _one(0.007, 0.013),
    "common": _common,
    "two common": _together(2, 0.05),
    "phrase": _phrase,
    "negation": _minus(2, 0.05),
    "common, minus one": _minus(1, 0.1),
    "filter": _filtered,
    "two, from titles": _from_title(2),
    "three, from titles": _from_title(3),
    "three common": _together(3, 0.05),
    "four, from titles": _from_title(4),
    "five, from titles": _from_title(5),
    "any of them": _any,
    "partial": _missing,
    "lists": _list,
}


def _rows(sql: str, parameters=None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
