"""Links that ask a list for something else: a page, an order, a choice, a month."""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import parse_qsl

from django import template
from django.core.paginator import Paginator
from django.utils.dateformat import format as format_date

from articles import listings
from articles.search.words import wanted
from articles.templatetags.archive import days, language_name

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
    "events": ("Events", "/events/"),
}

# The chart's own units; the page scales it.
_BAR = 10
_FEWEST_BARS = 12
_MOST_BARS = 60
_CHART_HEIGHT = 100
_LOWEST_BAR = 2


@dataclass(frozen=True)
class Link:
    """A link within a list, and whether it leads to what is shown."""

    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class Bar:
    """A month or year of a chart: its number of articles, its link and its place."""

    label: str
    count: int
    url: str
    x: int
    height: float

    @property
    def y(self) -> float:
        """Where the bar begins, from the top."""
        return _CHART_HEIGHT - self.height


@dataclass(frozen=True)
class Chart:
    """The bars of a chart, its width in its own units, and what a bar stands for."""

    bars: tuple[Bar, ...]
    width: int
    unit: str


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
    start, _, rest = listing.path.strip("/").partition("/")
    if start.isdigit():
        return Link(start, f"/{start}/") if rest else Link("Articles", "/articles/")
    return Link(*_PARENTS[start]) if rest and start in _PARENTS else None


@register.simple_tag
def choice_url(listing, query, value):
    """Return the address with a facet's value chosen, or without it where it is."""
    return listing.page_url(
        query.without_choice(value.chosen) if value.chosen else query.with_choice(value.choice)
    )


@register.simple_tag
def exclusion_url(listing, query, value):
    """Return the address with a facet's value left out."""
    return listing.page_url(query.with_choice(replace(value.choice, excluded=True)))


@register.simple_tag
def chosen(listing, answer):
    """Return a link that takes back each thing by which the list was narrowed."""
    query = answer.query
    labels = {
        (facet.name, value.choice.value): value.label
        for facet in answer.facets
        for value in facet.values
    }
    links = [
        Link(_choice_label(choice, labels), listing.page_url(query.without_choice(choice)))
        for choice in query.choices
    ]
    if query.text and listing.path != "/search":
        wider = replace(query, text="", part=None, problems=(), page=1)
        links.insert(0, Link(f"“{query.text}”", listing.page_url(wider)))
    if query.after or query.before:
        wider = replace(query, after=None, before=None, page=1)
        links.append(Link(_dates_label(query.after, query.before), listing.page_url(wider)))
    return links


@register.simple_tag
def wide_url(listing, query):
    """Return the address with nothing narrowed; words that were searched for stay."""
    wide = replace(query, choices=(), after=None, before=None, page=1)
    if listing.path != "/search":
        wide = replace(wide, text="", part=None)
    return listing.page_url(wide)


def _choice_label(choice, labels):
    label = labels.get((choice.name, choice.value), choice.value)
    if choice.name == "lang":
        label = language_name(label)
    if choice.name == "event":
        label = f"event {label}"
    return f"not {label}" if choice.excluded else label


def _dates_label(after, before):
    if after is None:
        return f"until {format_date(before, 'j F Y')}"
    if before is None:
        return f"from {format_date(after, 'j F Y')}"
    if (after, before) == _month(after):
        return format_date(after, "F Y")
    if (after, before) == _year(after):
        return str(after.year)
    return days(after, before)


@register.simple_tag
def sort_links(listing, answer):
    """Return a link for each order that makes sense for the list."""
    hidden = set() if wanted(answer.query.part) else {"relevance", "match"}
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
    pairs = parse_qsl(replace(query, page=1).parameters())
    return [(name, value) for name, value in pairs if name not in without]


@register.simple_tag
def chart(listing, answer):
    """Return the Chart of an answer, None where it has no articles."""
    counts = {month.first_day: month.count for month in answer.histogram}
    if not counts:
        return None
    unit, periods = _periods(counts)
    sums = [sum(n for day, n in counts.items() if first <= day <= last) for first, last in periods]
    bars = tuple(
        Bar(
            label=format_date(first, "F Y" if unit == "month" else "Y"),
            count=total,
            url=listing.page_url(replace(answer.query, after=first, before=last, page=1)),
            x=place * _BAR,
            height=max(_LOWEST_BAR, round(total / max(sums) * _CHART_HEIGHT, 1)),
        )
        for place, ((first, last), total) in enumerate(zip(periods, sums, strict=True))
        if total
    )
    return Chart(bars, max(len(periods), _FEWEST_BARS) * _BAR, unit)


def _periods(days):
    """Return the months that hold these days and those between, or the years where that is many.

    Where even the years are many, only those that hold a day.
    """
    first, last = min(days), max(days)
    years = last.year - first.year
    if years * 12 + last.month - first.month < _MOST_BARS:
        return "month", _all_between(first, last, _month)
    if years < _MOST_BARS:
        return "year", _all_between(first, last, _year)
    return "year", sorted({_year(day) for day in days})


def _all_between(first, last, bounds):
    found = [bounds(first)]
    while found[-1][1] < last:
        found.append(bounds(found[-1][1] + timedelta(days=1)))
    return found


def _month(day):
    last = calendar.monthrange(day.year, day.month)[1]
    return day.replace(day=1), day.replace(day=last)


def _year(day):
    return date(day.year, 1, 1), date(day.year, 12, 31)
