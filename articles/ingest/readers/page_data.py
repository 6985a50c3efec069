"""The article that a page gives to its own script, where the page itself shows none."""

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from lxml.etree import _Element

from articles.ingest.readers.linked_data import MAX_DEPTH, MAX_NODES, texts

LONGEST = 5_000_000  # characters of a script

_ASSIGNED = re.compile(r"\s*(?:window|self|globalThis)(?:\.\w+|\[\"\w+\"\])\s*=\s*(?=[\[{])")
# What programs call the parts of an article, and what linked data calls them.
_NAMES = {
    "headline": ("headline", "title", "name"),
    "articleBody": ("articleBody", "bodyHtml", "contentHtml", "html", "body", "content", "text"),
    "datePublished": (
        *("datePublished", "publishedAt", "published_at", "publishDate", "publish_date"),
        *("publicationDate", "firstPublishedAt", "first_published_at", "publishedDate", "date"),
    ),
    "author": ("author", "authors", "byline"),
}
_LEAST = 50  # characters of a text


def article(tree: _Element, titles: Collection[str]) -> dict[str, Any]:
    """What a script says of the article that has one of these titles, as linked data says it.

    Nothing where no object has such a title and a text.
    """
    for script in tree.iter("script"):
        for one in _objects(_loaded(script)):
            found = {name: _value(one, given) for name, given in _NAMES.items()}
            body = next(iter(texts(found["articleBody"])), "")
            if len(body) >= _LEAST and next(iter(texts(found["headline"])), "") in titles:
                return found
    return {}


def _value(one: dict[str, Any], names: Collection[str]) -> Any:
    return next((one[name] for name in names if one.get(name)), None)


def _loaded(script: _Element) -> Any:
    """What a script holds that is nothing but data; an empty list where it is anything else."""
    text = script.text or ""
    assigned = _ASSIGNED.match(text)
    if not (assigned or script.get("type", "").strip().lower() == "application/json"):
        return []
    if len(text) > LONGEST:
        return []
    try:
        return json.JSONDecoder(strict=False).raw_decode(
            text[assigned.end() :] if assigned else text.strip()
        )[0]
    except (ValueError, RecursionError):
        return []


def _objects(loaded: Any) -> Iterator[dict[str, Any]]:
    waiting = [(loaded, 0)]
    for value, depth in waiting:
        if isinstance(value, dict):
            yield value
        if depth < MAX_DEPTH and len(waiting) < MAX_NODES and isinstance(value, (dict, list)):
            inner = value.values() if isinstance(value, dict) else value
            waiting += [(one, depth + 1) for one in inner if isinstance(one, (dict, list))]
