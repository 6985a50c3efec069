"""The official texts that an event's reports cite."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.db.models import Case, F, Q, Value, When

from articles.coverage.officials import is_official
from articles.models import Article, Event, Source, SourceLink

# So many citations of an event are looked at, and so many texts come of them.
_MOST_CITATIONS = 2000
_MOST_TEXTS = 40
_FEWEST_WORDS = 3
_WORD = re.compile(r"[^\W_]+")
_ONE_PAGE = re.compile(r"^https?://(?:www\.)?|/?(?:#.*)?$")


@dataclass(frozen=True)
class OfficialText:
    """A page of an official domain and how many of an event's reports cite it."""

    url: str
    domain: str
    label: str
    reports: int


def official_texts(event: Event) -> list[OfficialText]:
    """Return the official texts that an event's reports cite, those that most cite first.

    `is_official` says which domains count; a domain's front page is no text. Addresses that
    differ in scheme, `www.`, final slash or fragment are one. Two queries.
    """
    links = _citations(event)
    domains = links.order_by().values_list("domain", flat=True).distinct()
    official = [domain for domain in domains if is_official(domain)]
    if not official:
        return []
    may_be_quoted = Q(article__source=None) | Q(article__source__display=Source.Display.FULL)
    text = Case(When(may_be_quoted, then=F("text")), default=Value(""))
    rows = links.filter(domain__in=official).order_by("article__published", "article", "position")
    pages = defaultdict(list)
    for row in rows.values_list("url", "domain", text, "article")[:_MOST_CITATIONS]:
        page = _ONE_PAGE.sub("", row[0])
        if "/" in page or "?" in page:
            pages[page].append(row)
    return sorted(map(_text, pages.values()), key=lambda text: -text.reports)[:_MOST_TEXTS]


def _citations(event):
    reports = Article.objects.listed().filter(event=event).values("pk")
    return SourceLink.objects.filter(article__in=reports, kind=SourceLink.Kind.CITED)


def _text(rows):
    """Return the text that (address, domain, words of the link, article) lead to."""
    url, domain, *_ = rows[0]
    words = Counter(words for _, _, words, _ in rows)
    return OfficialText(url, domain, _label(url, words), len({row[3] for row in rows}))


def _label(url, words):
    """Return the words that most reports link with, else those in the address, else that."""
    spoken = [text for text in words if len(_WORD.findall(text)) >= _FEWEST_WORDS]
    if spoken:
        return min(spoken, key=lambda text: (-words[text], -len(text), text))
    segments = unquote(urlsplit(url).path).split("/")
    for segment in reversed(segments):
        found = _WORD.findall(segment.partition(".")[0])
        if sum(word.isalpha() for word in found) >= _FEWEST_WORDS:
            return " ".join(found).capitalize()
    return _ONE_PAGE.sub("", url)
