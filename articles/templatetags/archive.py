"""What pages say and templates cannot: numbers, dates, addresses, an event's coverage."""

import re
import unicodedata
from itertools import groupby
from urllib.parse import urlsplit

from django import template
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_info

from articles import listings

register = template.Library()

_NAVIGATION = {
    "Events": "event-list",
    "Articles": "article-list",
    "Tags": "tag-index",
    "Sources": "source-index",
    "Feeds": "feed-index",
    "About": "about",
}
_REPEATED = ' class="repeated" title="Repeated by this outlet"'
_STOPS = tuple(".?!…。？！؟")
_CLOSING = "\"'’”»)"
_TAG_BEGUN = re.compile(r"<[a-z][a-z0-9]*\Z")
# Django names its variants only.
_CHINESE = "zh"


@register.inclusion_tag("articles/_navigation.html", takes_context=True)
def navigation(context):
    """Show the main navigation, with the part marked that the page belongs to."""
    path = context["request"].path
    items = []
    for label, name in _NAVIGATION.items():
        url = reverse(f"articles:{name}")
        current = "page" if path == url else "true" if path.startswith(url) else ""
        items.append({"label": label, "url": url, "current": current})
    return {"items": items}


@register.simple_tag
def absolute(path):
    """Return a path as an address that stands by itself."""
    return listings.absolute(path)


@register.filter
def in_format(path, name):
    """Return the address of a list's page as that of its feed or download."""
    return f"{path.rstrip('/')}.{name}"


@register.filter
def with_repeated_marked(article):
    """Return the body of an article, with what its source repeats marked. It is sanitised HTML."""
    html, pieces, done = article.body_html, [], 0
    for place in article.repeated_at:
        if _TAG_BEGUN.search(html, done, place) and html[place : place + 1] in (" ", ">"):
            pieces += [html[done:place], _REPEATED]
            done = place
    return mark_safe("".join((*pieces, html[done:])))  # noqa: S308 - it adds a constant alone


@register.filter
def host(url):
    """Return the host of an address, without `www.`; nothing where it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


@register.filter
def marked(passage):
    """Return a passage (Segments) with what matched in `<mark>` elements."""
    pieces = (
        format_html("<mark>{}</mark>", segment.text) if segment.marked else segment.text
        for segment in passage
    )
    return format_html_join("", "{}", ((piece,) for piece in pieces))


@register.filter
def stopped(text):
    """Return a text with a full stop, unless it ends with a stop of its own."""
    return text if text.rstrip(_CLOSING).endswith(_STOPS) else f"{text}."


@register.filter
def thousands(number):
    """Return a number with its thousands parted: 3,712."""
    return f"{number:,}"


@register.filter
def counted(number, noun):
    """Return a number with its noun: 1 article, 3,712 articles."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@register.filter
def percent(share):
    """Return a share from 0 to 1 in percent: 45 %."""
    return f"{share:.0%}"


@register.simple_tag
def figure(number, is_exact, noun="", digits=2):
    """Return a number, with a noun counted where one is given.

    One that is not exact is about its first `digits` digits: about 12,000.
    """
    if is_exact:
        return counted(number, noun) if noun else thousands(number)
    place = max(0, len(str(number)) - digits)
    rough = round(number, -place)
    return f"about {counted(rough, noun) if noun else thousands(rough)}"


@register.filter
def days(first, last):
    """Return a day or a range of days, with what both ends share said once."""
    if first == last:
        return format_date(first, "j F Y")
    return "".join(_halves(first, last))


@register.simple_tag
def day_times(first, last):
    """Return a day or a range of days as `<time>` elements that stay on one line."""
    html = '<time class="days" datetime="{}">{}</time>'
    if first == last:
        return format_html(html, first.isoformat(), format_date(first, "j F Y"))
    start, dash, end = _halves(first, last)
    html = '<time datetime="{}">{}</time>'
    both = f'<span class="days">{html}{{}}{html}</span>'
    return format_html(both, first.isoformat(), start, dash, last.isoformat(), end)


def _halves(first, last):
    """Return how a range begins, its dash and its end; what both ends share is said once.

    Where a line must break, it does so before the dash.
    """
    if (first.year, first.month) == (last.year, last.month):
        return format_date(first, "j"), "–", format_date(last, "j F Y")
    start = "j F" if first.year == last.year else "j F Y"
    return format_date(first, start), " –\u00a0", format_date(last, "j F Y")


@register.filter
def language_name(code):
    """Return the English name of a language, or its code where it has none here."""
    base = code.partition("-")[0]
    if base == _CHINESE:
        return "Chinese"
    try:
        return get_language_info(code)["name"]
    except KeyError:
        return code


@register.filter
def by_initial(things):
    """Return [(initial, [thing, …]), …] of named things, what begins with no letter last."""
    ordered = sorted(things, key=lambda thing: (_initial(thing), thing.name.casefold()))
    groups = [(initial, list(group)) for initial, group in groupby(ordered, key=_initial)]
    return [group for group in groups if group[0]] + [group for group in groups if not group[0]]


def _initial(thing):
    first = unicodedata.normalize("NFKD", thing.name)[:1].upper()
    return first if first.isalpha() else ""
