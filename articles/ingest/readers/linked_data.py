"""What a page says of its article in JSON-LD, in the terms of schema.org."""

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.etree import _Element

MAX_DEPTH = 12
MAX_NODES = 5000

_TYPE = re.compile(r"\s*application/ld\+json\s*(?:;|$)", re.IGNORECASE)
# What hides a script from programs that know none.
_HIDDEN = re.compile(r"^\s*(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?|(?://|/\*)?\s*\]\]>(?:\s*\*/)?\s*$")
_POSTS = {"BlogPosting", "LiveBlogPosting", "SocialMediaPosting", "Report"}


def article(tree: _Element) -> dict[str, Any]:
    """The first object of a page that describes an article; empty where there is none."""
    return next(filter(_is_article, _objects(tree)), {})


def texts(value: Any, *names: str) -> list[str]:
    """The texts that a value holds: itself, those of its items, or those under one of `names`."""
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    if isinstance(value, list):
        return [
            text for one in value[:100] if not isinstance(one, list) for text in texts(one, *names)
        ]
    if isinstance(value, dict):
        return next(filter(None, (texts(value.get(name)) for name in names)), [])
    return []


def _objects(tree: _Element) -> Iterator[dict[str, Any]]:
    """Every object of the page's scripts, those within others after them."""
    waiting: list[tuple[Any, int]] = [(_loaded(text), 0) for text in _scripts(tree)]
    for value, depth in waiting:
        if isinstance(value, dict):
            yield value
        # Lists lead to other articles.
        is_list = isinstance(value, dict) and "ItemList" in texts(value.get("@type"))
        if depth < MAX_DEPTH and len(waiting) < MAX_NODES and not is_list:
            inner = value.values() if isinstance(value, dict) else value
            waiting += [(one, depth + 1) for one in inner if isinstance(one, (dict, list))]


def _scripts(tree: _Element) -> list[str]:
    scripts = tree.iter("script")
    return [script.text or "" for script in scripts if _TYPE.match(script.get("type", ""))]


def _loaded(text: str) -> Any:
    """What a script holds; nothing where it is broken, which says nothing of the article's text."""
    bare = (
        _HIDDEN.sub("", text).strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    )
    try:
        loaded = json.loads(bare, strict=False)
    except (ValueError, RecursionError):
        return []
    return loaded if isinstance(loaded, (dict, list)) else []


def _is_article(found: dict[str, Any]) -> bool:
    kinds = texts(found.get("@type"))
    return any(kind.rpartition("/")[2].endswith("Article") or kind in _POSTS for kind in kinds)
