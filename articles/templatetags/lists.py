"""Links that ask a list for something else: a page, an order, the articles of an event."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from django import template
from django.core.paginator import Paginator

from articles import listings
from articles.models import Event
from articles.query import BY_MATCH
from articles.search.words import wanted

register = template.Library()

_SORTS = {
    "relevance": "Best match",
    "match": "Best match, any age",
    "newest": "Newest",
    "oldest": "Oldest",
    "size": "Most reports",
    "added": "Last added",
}
_PARENTS = {
    "tags": ("Tags", "/tags/"),
    "categories": ("Categories", "/categories/"),
    "sources": ("Sources", "/sources/"),
}

_AROUND = 60  # characters that show before and after a fault


@dataclass(frozen=True)
class Link:
    """A link within a list, and whether it leads to what is shown."""

    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class Fault:
    """A sentence about a stretch of a query's text, and what stands around that stretch."""

    message: str
    before: str
    stretch: str
    after: str


@register.simple_tag
def page_url(listing, query=None):
    """Return the address of a list's page, asked `query`."""
    return listing.page_url(query)


@register.simple_tag
def format_url(listing, name, query=None):
    """Return the address of a list's feed or download, asked `query` from its first page."""
    return listing.format_url(name, replace(query, page=1) if query else None)


@register.simple_tag
def parent(listing):
    """Return a link to what a list belongs to, or None."""
    if isinstance(listing.subject, Event):
        return Link("The whole event", listing.page_url())
    start, _, rest = listing.path.strip("/").partition("/")
    if start.isdigit():
        return Link(start, f"/{start}/") if rest else Link("Articles", "/articles/")
    return Link(*_PARENTS[start]) if rest and start in _PARENTS else None


@register.simple_tag
def faults(query):
    """Return the problems of a query's text, each with the stretch that it is about."""
    return [_fault(query.text, problem) for problem in query.problems]


def _fault(text, problem):
    before, after = text[: problem.start], text[problem.end :]
    return Fault(
        problem.message,
        f"…{before[-_AROUND:]}" if len(before) > _AROUND else before,
        text[problem.start : problem.end],
        f"{after[:_AROUND]}…" if len(after) > _AROUND else after,
    )


@register.simple_tag
def suggestion_url(listing, answer):
    """Return the address of the better words that an answer suggests, with all else as it is."""
    return listing.page_url(replace(answer.query, text=answer.suggestion, page=1))


@register.simple_tag
def coverage_url(query, event):
    """Return the address of all articles of an event that a query finds."""
    return listings.coverage_of(event, query)


@register.simple_tag
def sort_links(listing, answer):
    """Return a link for each order that makes sense for the list."""
    hidden = set() if wanted(answer.query.part) else set(BY_MATCH)
    sorts = _SORTS | ({"happened": "When it happened"} if listing.of_events else {})
    return [
        Link(
            label,
            listing.page_url(replace(answer.query, sort=sort, page=1)),
            is_current=sort == answer.sort,
        )
        for sort, label in sorts.items()
        if sort not in hidden
    ]


@register.simple_tag
def group_links(listing, query):
    """Return the links that group a list by event, show it one by one, and leave only events."""
    alone = query.group == "none"
    links = [
        Link("By event", listing.page_url(replace(query, group="", page=1)), not alone),
        Link("One by one", listing.page_url(replace(query, group="none", page=1)), alone),
    ]
    only_events = listings.events_of(query)
    return [*links, Link("Events only", only_events)] if only_events else links


@register.simple_tag
def page_links(listing, answer):
    """Return links to the first, the last and the nearest pages, None for those between."""
    pages = Paginator(range(answer.pages), 1)
    shown = pages.get_elided_page_range(answer.query.page, on_each_side=1, on_ends=1)
    return [
        None if number == pages.ELLIPSIS else _page(listing, answer.query, number)
        for number in shown
    ]


@register.simple_tag
def nearby_page(listing, query, step):
    """Return the address of the page `step` pages on."""
    return _page(listing, query, query.page + step).url


@register.simple_tag
def last_page(listing, answer):
    """Return a link to the last page."""
    return _page(listing, answer.query, answer.pages)


def _page(listing, query, number):
    return Link(str(number), listing.page_url(replace(query, page=number)), number == query.page)


@register.simple_tag
def kept_fields(query, *without):
    """Return (name, value) of what a form must send on, but for its own fields `without`."""
    bounds = {name: None for name in ("after", "before") if name in without}
    pairs = parse_qsl(replace(query, page=1, **bounds).parameters())
    return [(name, value) for name, value in pairs if name not in without]
