"""The official texts that an event's reports cite."""

import calendar
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from urllib.parse import unquote

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, Value

from articles.coverage.officials import is_official
from articles.models import Article, Event, Source, SourceLink

# So many addresses that an event's reports cite are looked at, and so many texts come of them.
_MOST_ADDRESSES = 1000
_MOST_TEXTS = 40
_FEWEST_WORDS = 3
_SHORT = 3  # letters of "the", "and" and the like
_WORD = re.compile(r"[^\W_]+")
_MONTHS = frozenset(calendar.month_name[1:])
_TWO_DAYS = re.compile(rf"\b(\d\d?) (\d\d? (?:{'|'.join(sorted(_MONTHS))})\b)")
_ONE_PAGE = re.compile(r"^https?://(?:www\.)?|/?(?:#.*)?$")


@dataclass(frozen=True)
class OfficialText:
    """A page of an official domain and how many of an event's reports cite it.

    `domain` is empty where the label is the address itself.
    """

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
    addresses = (
        links.filter(domain__in=official)
        .values_list("url", "domain")
        .annotate(
            reports=ArrayAgg("article", distinct=True),
            words=ArrayAgg("text", filter=may_be_quoted, default=Value([])),
        )
    )
    pages = defaultdict(list)
    for row in addresses.order_by("url")[:_MOST_ADDRESSES]:
        if page := page_of(row[0]):
            pages[page].append(row)
    spelled = {word.casefold(): word for word in _WORD.findall(event.title)}
    texts = [_text(page, rows, spelled) for page, rows in pages.items()]
    return sorted(texts, key=lambda text: (-text.reports, text.url))[:_MOST_TEXTS]


def page_of(url: str) -> str:
    """Return what tells a page, whatever its address is written like; nothing of a front page."""
    page = _ONE_PAGE.sub("", url)
    return page if "/" in page or "?" in page else ""


def _citations(event):
    reports = Article.objects.listed().filter(event=event).values("pk")
    return SourceLink.objects.filter(article__in=reports, kind=SourceLink.Kind.CITED)


def _text(page, rows, spelled):
    """Return what the rows (address, domain, reports, words of their links) of a page tell."""
    url, domain, *_ = rows[0]
    reports = set().union(*(row[2] for row in rows))
    words = [text for row in rows for text in row[3]]
    label = _name_in_links(words) or _words_of_address(page, spelled) or _words_of_links(words)
    return OfficialText(url, domain if label else "", label or page, len(reports))


def _words_of_address(page, spelled):
    """Return the words of the last part of an address that has some, spelled as they are known."""
    for segment in reversed(unquote(page.partition("?")[0]).split("/")[1:]):
        words = _WORD.findall(segment.partition(".")[0])
        if sum(map(str.isalpha, words)) >= _FEWEST_WORDS:
            label = " ".join(_spelled(word, spelled) for word in words)
            label = _TWO_DAYS.sub(r"\1–\2", label)
            return label[:1].upper() + label[1:]
    return ""


def _spelled(word, spelled):
    return spelled.get(word.casefold()) or (word.title() if word.title() in _MONTHS else word)


def _name_in_links(words):
    """Return the words that most links have, of those that read like a title; else nothing.

    A title has capitals or numbers in most of its long words, which a piece of a sentence such as
    “said in a statement” has not.
    """
    return _words_of_links([text for text in words if _reads_like_a_title(text)])


def _reads_like_a_title(text):
    long = [word for word in _WORD.findall(text) if len(word) > _SHORT]
    raised = [word for word in long if not word[0].islower()]
    return len(raised) >= _FEWEST_WORDS and len(raised) * 3 >= len(long) * 2


def _words_of_links(words):
    """Return the words that most links have, those alone that say enough; else nothing."""
    counts = Counter(words)
    telling = [text for text in counts if len(_WORD.findall(text)) >= _FEWEST_WORDS]
    return min(telling, key=lambda text: (-counts[text], -len(text), text), default="")
