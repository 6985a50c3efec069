"""The headings of a web page: which are of its article, and which only name the site."""

import re
from collections.abc import Collection
from itertools import islice
from urllib.parse import urlsplit

from lxml.etree import _Element

from articles.ingest.readers.page_elements import MOST_SHOWN, joined, text_of

PARTS = re.compile(r"\s+(?:[|«»·•–—-]|::)\s+|\s*[｜丨]\s*")
_SIGN_OF_HEADING = "¶#§🔗"  # what a heading's link to itself shows
# What sites call the place of their name.
_OF_SITE = re.compile(
    r"(?:^|[\s_-])(?:logo\w*|brand|branding|masthead|site[_-]?(?:title|name|logo|branding))(?:$|[\s_-])"
)
_BETWEEN = re.compile(r"\s*(?:[|｜丨«»·•:–—-]|::)\s*")


def headings(tree: _Element, window: str, sites: Collection[str]) -> list[str]:
    """The chief headings of the article on a page.

    Those that lead to a front page, are called a logo or say one of the names of `sites` are the
    site's. Where a second heading and the only chief one make up the title of the `window`, the
    chief one is the site's name.
    """
    chief = list(map(heading, (one for one in tree.iter("h1") if not _is_of_site(one, sites))))
    chief = list(filter(None, chief))
    if len(chief) == 1:
        second = map(heading, islice(tree.iter("h2"), MOST_SHOWN))
        told = next((one for one in second if one and _make_up(window, one, chief[0])), "")
        return [told] if told else chief
    return chief


def begins(heading: str, title: str) -> bool:
    """Whether a title is a heading and, after a sign that parts them, the site's name."""
    return title.startswith(heading) and bool(PARTS.match(title[len(heading) :]))


def heading(element: _Element) -> str:
    """The words of a heading, without the sign of its link to itself."""
    return text_of(element).rstrip(_SIGN_OF_HEADING + " ")


def leads_home(heading: _Element) -> bool:
    """Whether a heading is a link to a front page."""
    links = heading.xpath(".//a/@href | ancestor::a/@href")
    is_elsewhere = bool(links) and not links[0].startswith("#")
    return is_elsewhere and not urlsplit(joined("", links[0])).path.strip("/")


def _is_of_site(element: _Element, sites: Collection[str]) -> bool:
    parts = (element, *islice(element.iterancestors("div", "header", "a"), 2))
    names = (f"{part.get('class', '')} {part.get('id', '')}".lower() for part in parts)
    is_called = any(map(_OF_SITE.search, names))
    return is_called or leads_home(element) or heading(element).casefold() in sites


def _make_up(window: str, one: str, other: str) -> bool:
    """Whether two headings and a sign between them are all that a window's title says."""
    if one == other or len(one) + len(other) > len(window):
        return False
    first, last = (one, other) if window.startswith(one) else (other, one)
    between = window[len(first) : len(window) - len(last)]
    is_whole = window.startswith(first) and window.endswith(last)
    return is_whole and bool(_BETWEEN.fullmatch(between))
