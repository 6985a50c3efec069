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
# What an article may refer to by an `@id` alone.
_REFERRING = ("author", "creator", "publisher", "image")
_PAGES = {"WebPage", "ItemPage"}
_POSTS = {"BlogPosting", "LiveBlogPosting", "SocialMediaPosting", "Report"}


def articles(tree: _Element) -> list[dict[str, Any]]:
    """The objects of a page that describe an article, in order; without one, the page itself.

    Whoever wrote it and the like may stand elsewhere on the page, under an `@id` that the article
    refers to: they are put in its place.
    """
    return described([_loaded(text) for text in _scripts(tree)])


def described(values: list[Any]) -> list[dict[str, Any]]:
    """The same of what scripts or a file hold."""
    objects = list(_objects(values))
    known: dict[str, dict[str, Any]] = {}
    for one in objects:
        if isinstance(one.get("@id"), str) and len(one) > 1:
            known.setdefault(one["@id"], one)
    found = [one for one in objects if is_article(one)] or list(filter(_is_dated_page, objects))
    return [_with_referred(one, known) for one in found]


def is_article(found: dict[str, Any]) -> bool:
    """Whether an object describes an article."""
    kinds = texts(found.get("@type"))
    return any(kind.rpartition("/")[2].endswith("Article") or kind in _POSTS for kind in kinds)


def is_live(found: dict[str, Any]) -> bool:
    """Whether an object describes a live blog."""
    return "LiveBlogPosting" in texts(found.get("@type"))


def posts(updates: Any) -> list[str]:
    """The texts of the posts of a live blog, each under what it is called."""
    given = [one for one in updates if isinstance(one, dict)] if isinstance(updates, list) else []
    return [
        "\n\n".join([*texts(one.get("headline")), *texts(one.get("articleBody"))])
        for one in given[:MAX_NODES]
    ]


def _is_dated_page(found: dict[str, Any]) -> bool:
    """Whether an object describes a page that was published on a day, as sites of no news do."""
    is_page = bool(_PAGES & set(texts(found.get("@type"))))
    return is_page and bool(texts(found.get("datePublished")))


def _with_referred(found: dict[str, Any], known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    referred = {name: _referred(found[name], known) for name in _REFERRING if name in found}
    return found | referred


def _referred(value: Any, known: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, list):
        return [_referred(one, known) for one in value[:100] if not isinstance(one, list)]
    if isinstance(value, dict) and isinstance(value.get("@id"), str):
        return known.get(value["@id"], {}) | value
    return value


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


def _objects(values: list[Any]) -> Iterator[dict[str, Any]]:
    """Every object, those within others after them."""
    waiting: list[tuple[Any, int]] = [(value, 0) for value in values]
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
