"""Made-up articles in which words keep their natural company: passages of real ones, recombined.

The same for the same texts and seed. An article opens with passages of the article that it has its
title from, and goes on with runs of passages of others, about 3 KB in all (its length varies as
that of news does). Reports of one happening open with the same article. Real archives never stop
meeting new names, so each happening has a name of its own, which its reports say a few times.
"""

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from articles.ingest.containers import items
from articles.ingest.records import CleanArticle
from articles.ingest.worker import Cleaner

FIRST_DAY = date(2017, 1, 1)
DAYS = 9 * 365
SOURCES, CATEGORIES, TAGS = 50, 12, 300

_SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]
_SHORTEST, _LONGEST = 500, 15_000  # characters
_A_PASSAGE = 80  # characters at least; what is shorter is a heading or a caption
_IN_AN_EVENT = (2, 8)
_A_RUN = (4, 9)  # passages
_EVENTS = 0.09  # of all happenings; the others have one report


@dataclass(frozen=True)
class Text:
    """A real article: its title and its passages, in order."""

    title: str
    passages: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """A made-up article, filed by numbers; `event` is the number of its happening, 0 if alone."""

    title: str
    body: str
    day: date
    source: int
    category: int
    tags: tuple[int, ...]
    event: int


def texts(paths: Iterable[str]) -> list[Text]:
    """Read real articles, in any form that the import reads; those without a source are no news."""
    found = {}
    with Cleaner() as cleaner:
        for _, article in cleaner.clean_all(items(paths)):
            if isinstance(article, CleanArticle) and article.source_domain:
                passages = tuple(p for p in _passages(article.body_text) if len(p) >= _A_PASSAGE)
                if passages:
                    found[article.text_digest] = Text(article.title, passages)
    return list(found.values())


def _passages(text: str) -> list[str]:
    return [passage.strip() for passage in re.split(r"\n+", text)]


def happenings(real: list[Text], count: int, seed: int) -> Iterator[list[Made]]:
    """Make so many articles, day by day, those that report one happening together."""
    chance = random.Random(seed)
    made = event = 0
    while made < count:
        reports = chance.randint(*_IN_AN_EVENT) if chance.random() < _EVENTS else 1
        reports = min(reports, count - made)
        event += reports > 1
        home, name = chance.choice(real), _name(chance)
        category, tags = _skewed(chance, CATEGORIES), _tags(chance)
        yield [
            Made(
                title=home.title,
                body=_body(chance, home, name, real),
                day=FIRST_DAY + timedelta(days=(made + number) * DAYS // count),
                source=_skewed(chance, SOURCES),
                category=category,
                tags=tags,
                event=event if reports > 1 else 0,
            )
            for number in range(reports)
        ]
        made += reports


def _body(chance: random.Random, home: Text, name: str, real: list[Text]) -> str:
    wanted = int(min(_LONGEST, max(_SHORTEST, chance.lognormvariate(7.85, 0.55))))
    passages, size, text = [], 0, home
    while size < wanted:
        start = chance.randrange(max(1, len(text.passages) - 3))
        run = text.passages[start : start + chance.randint(*_A_RUN)]
        passages += run if passages else (f"{passage} {name}." for passage in run)
        size = sum(map(len, passages))
        text = chance.choice(real)
    return "\n\n".join(passages)[:wanted].rpartition(" ")[0]


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(3, 5))).capitalize()


def _skewed(chance: random.Random, most: int) -> int:
    """Draw a number from 1 to `most`; small ones come often."""
    return min(most, 1 + int(chance.expovariate(4 / most)))


def _tags(chance: random.Random) -> tuple[int, ...]:
    return tuple(sorted({_skewed(chance, TAGS) for _ in range(chance.randint(0, 4))}))
