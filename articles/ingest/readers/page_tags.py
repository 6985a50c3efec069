"""The tags that a web page shows of its article, as links to the pages of tags."""

import re
from urllib.parse import urlsplit

from lxml.etree import _Element

from articles.ingest.readers.page_elements import is_outside_asides, joined, text_of

_TAGGED = "//a[@rel='tag' or contains(@rel, 'tag ') or contains(@rel, ' tag')]"
_LEADS_TO_TAG = re.compile(r"/(?:tags?|labels?)/[^/]+(?:/|\.html?)?$")
_LEADS_TO_CATEGORY = re.compile(r"/(?:category|categories|section|rubrik)/")
_MOST_TAGS = 20  # that are shown; more are a cloud of them


def shown(tree: _Element) -> list[str]:
    """The words of links to the pages of tags, where they are marked so or lead there."""
    marked = [one for one in tree.xpath(_TAGGED) if _leads_to_tag(one, is_marked=True)]
    linked = marked or [one for one in tree.xpath("//a[@href]") if _leads_to_tag(one)]
    found = list(dict.fromkeys(text_of(one).lstrip("#").strip() for one in linked))
    return found if len(found) <= _MOST_TAGS else []


def _leads_to_tag(link: _Element, *, is_marked: bool = False) -> bool:
    """Whether a link leads to the page of a tag, and not to that of a category."""
    path = urlsplit(joined("", link.get("href", ""))).path
    is_of_tag = is_marked or (_LEADS_TO_TAG.search(path) and _is_among_tags(link))
    return bool(is_of_tag) and not _LEADS_TO_CATEGORY.search(path) and is_outside_asides(link)


def _is_among_tags(link: _Element) -> bool:
    """Whether a link stands in the article, or in what is called by the name of tags."""
    parts = (link, *link.iterancestors())
    return any(part.tag in ("article", "main") or "tag" in part.get("class", "") for part in parts)
