"""Why a report stands with others, in words that a reader can check."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Left

from articles.coverage.citations import page_of
from articles.models import Article, Likeness, Mark, SourceLink

# So many shared terms are named, the rarest first, and so many pages that both link to.
_NAMED = 4
_LINKED = 2

_READ = 1200  # characters of a text in which the words are looked up

# Hyphens part words, as they do for search.
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")

# A stem of so many letters may differ in its last from the words that it stands for.
_LONG_STEM = 5


@dataclass(frozen=True)
class Reason:
    """The report that an article is most like, of those it stands with, and what both say.

    `links` are pages of other sites that both link to. `days` lie between them. A report is placed
    by how like its words are to those of all; this is the nearest.
    """

    other: Article
    words: tuple[str, ...]
    links: tuple[SourceLink, ...]
    days: int


def reasons(articles: Collection[Article]) -> dict[int, Reason]:
    """Return why each of these stands with the others, by id, where grouping placed it."""
    known = {article.pk: article for article in articles}
    nearest = _nearest(known)
    marks = _marks(nearest)
    texts = _texts(nearest)
    links = _links(nearest)
    return {
        pk: Reason(
            known[other],
            _words(texts[pk], (term for term in marks[pk] if term in marks[other])),
            tuple(link for page, link in links[pk].items() if page in links[other])[:_LINKED],
            abs((known[pk].published - known[other].published).days),
        )
        for pk, other in nearest.items()
        if not known[pk].event_is_curated
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
    rows = Mark.objects.filter(article__in=list(articles)).order_by("-weight", "term")
    for article, term in rows.values_list("article", "term"):
        found[article].append(term)
    return found


def _texts(articles: Collection[int]) -> dict[int, str]:
    rows = Article.objects.filter(pk__in=list(articles)).annotate(opening=Left("body_text", _READ))
    return {pk: f"{title} {text}" for pk, title, text in rows.values_list("pk", "title", "opening")}


def _links(articles: Collection[int]) -> dict[int, dict[str, SourceLink]]:
    """Return what articles link to, by page, without what their own outlet writes."""
    found = defaultdict(dict)
    rows = SourceLink.objects.filter(article__in=list(articles), kind=SourceLink.Kind.CITED)
    rows = rows.exclude(domain=F("article__source__domain")).order_by("position")
    for link in rows.only("article", "url", "domain"):
        if page := page_of(link.url):
            found[link.article_id].setdefault(page, link)
    return found


def _words(text: str, terms: Iterable[str]) -> tuple[str, ...]:
    """Return words of a text that stand behind the first of some terms, which are stems."""
    words = dict.fromkeys(_WORD.findall(text))
    named: list[str] = []
    for word in filter(None, (_word_of(term, words) for term in terms)):
        # A word within another says nothing new.
        if len(named) < _NAMED and not any(word.casefold() in one.casefold() for one in named):
            named.append(word)
    return tuple(named)


def _word_of(term: str, words: Iterable[str]) -> str:
    beginning = term if len(term) < _LONG_STEM else term[:-1]
    return next((word for word in words if word.casefold().startswith(beginning)), "")
