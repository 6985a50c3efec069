"""What a web page calls its site where it does not name it: in feeds, its title or a heading."""

import re
from collections.abc import Iterable

from lxml.etree import _Element

from articles.ingest.readers import page_titles
from articles.ingest.readers.page_elements import text_of

_OF_FEED = re.compile(
    r"\s*(?:[-–—|»›:]\s*)?(?:(?:posts?|comments?|all|main)\s)?(?:rss|atom|feed|xml)\b.*",
    re.IGNORECASE,
)
_LONGEST_SITE = 60  # characters
_LONGEST_TITLE = 200  # of a feed


def in_feeds(tree: _Element, window: str) -> str:
    """What the page's feeds are called, without the word for a feed.

    Of several parts of that, the title of the `window` has the site's name.
    """
    titles = tree.xpath("//link[@rel='alternate'][contains(@type, '+xml')]/@title")
    if not titles:
        return ""
    parts = page_titles.PARTS.split(_OF_FEED.sub("", titles[0][:_LONGEST_TITLE], count=1).strip())
    named = (part for part in parts if len(parts) == 1 or part in window)
    return _fitting(named)


def in_title(tree: _Element, window: str, headings: Iterable[str]) -> str:
    """What stands last in the window's title, after the article's; or what leads home."""
    own = [one for one in headings if page_titles.begins(one, window)]
    rest = window[len(max(own, key=len)) :] if own else ""
    name = page_titles.PARTS.split(rest)[-1].strip()
    home = (text_of(one) for one in tree.iter("h1") if page_titles.leads_home(one))
    return _fitting((name, *home))


def _fitting(names: Iterable[str]) -> str:
    return next((name for name in names if 0 < len(name) <= _LONGEST_SITE), "")
