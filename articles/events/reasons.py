"""Why two articles stand together, in words that a reader can check."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models.functions import Left

from articles.models import Article, Likeness, Mark

# So many shared terms are named, the rarest first.
_NAMED = 4

_READ = 1200  # characters of a text in which the words are looked up

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


@dataclass(frozen=True)
class Reason:
    """The report in the same event that an article is most like (its id), and what both say.

    `days` lie between them. A report is placed by likeness to all of an event; this is the nearest.
    """

    other: int
    words: tuple[str, ...]
    days: int


def reasons(articles: Collection[int]) -> dict[int, Reason]:
    """Return why each of these articles (ids) stands with the others, where it is like any."""
    nearest = _nearest(articles)
    marks = _marks(nearest.keys() | set(nearest.values()))
    texts = _texts(nearest)
    days = dict(Article.objects.filter(pk__in=nearest).values_list("pk", "published"))
    return {
        pk: Reason(
            other,
            tuple(_words(texts[pk], (term for term in marks[pk] if term in marks[other]))),
            abs((days[pk] - days[other]).days),
        )
        for pk, other in nearest.items()
    }


def _nearest(articles: Collection[int]) -> dict[int, int]:
    held = list(articles)
    pairs = Likeness.objects.filter(first__in=held, second__in=held).order_by("score", "id")
    found = {}
    for first, second in pairs.values_list("first", "second"):
        found[first], found[second] = second, first
    return found


def _marks(articles: Collection[int]) -> dict[int, list[str]]:
    found = defaultdict(list)
    rows = Mark.objects.filter(article__in=articles).order_by("-weight", "term")
    for article, term in rows.values_list("article", "term"):
        found[article].append(term)
    return found


def _texts(articles: Collection[int]) -> dict[int, str]:
    rows = Article.objects.filter(pk__in=articles).annotate(opening=Left("body_text", _READ))
    return {pk: f"{title} {text}" for pk, title, text in rows.values_list("pk", "title", "opening")}


def _words(text: str, terms: Iterable[str]) -> Iterable[str]:
    """Yield the words of a text that stand behind some of its terms, which are stems."""
    words = dict.fromkeys(_WORD.findall(text))
    named = []
    for term in terms:
        stem = term if len(term) < 5 else term[:-1]
        word = next((word for word in words if word.casefold().startswith(stem)), None)
        if word and word not in named:
            named.append(word)
        if len(named) == _NAMED:
            break
    return named
