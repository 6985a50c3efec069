"""Texts as trees of blocks, as editors keep them, made into HTML.

So do Contentful, Sanity (Portable Text), Strapi, Slate, ProseMirror and TipTap, Lexical, Editor.js
and Notion. They differ in names: a node tells its kind under one of a few, has its nodes under one
of a few others, and words under `text` or `value`.
"""

import re
from html import escape
from typing import Any

from articles.ingest.records import Rejection

MAX_DEPTH = 40

_KINDS = ("nodeType", "_type", "type")
_WITHIN = ("children", "content", "blocks", "root", "document", "rich_text", "items")
_WORDS = ("text", "value", "plain_text", "content")
_PLAIN = re.compile(r"[^a-z]")
_HEADING = re.compile(r"h(?:eading|eader)?[-_]?([1-6])")
_TAGS = {
    "paragraph": "p",
    "block": "p",
    "p": "p",
    "normal": "p",
    "quote": "blockquote",
    "blockquote": "blockquote",
    "listitem": "li",
    "bulletedlistitem": "li",
    "numberedlistitem": "li",
    "li": "li",
    "code": "pre",
    "codeblock": "pre",
    "pre": "pre",
}
_LISTS = {"list", "unorderedlist", "orderedlist", "bulletlist", "bulletedlist", "numberedlist"}

Node = dict[str, Any]


def is_one(value: Any) -> bool:
    """Whether a value is such a tree, or the list of its blocks."""
    if isinstance(value, dict):
        nodes = _nodes(value)
        return any(map(_is_block, nodes)) or any(
            _is_block(one) for node in nodes if isinstance(node, dict) for one in _nodes(node)
        )
    return isinstance(value, list) and any(map(_is_block, value))


def html(value: Any) -> str:
    """The text of a tree as HTML; raises Rejection where it is deeper than any that is written."""
    nodes = value if isinstance(value, list) else _nodes(value)
    return "".join(_html(node, MAX_DEPTH) for node in nodes)


def _is_block(value: Any) -> bool:
    if not isinstance(value, dict) or not _kind(value):
        return False
    inside = _inside(value)
    return bool(_nodes(inside)) or isinstance(inside.get("text"), str)


def _kind(node: Node) -> str:
    return next((node[name] for name in _KINDS if isinstance(node.get(name), str)), "")


def _inside(node: Node) -> Node:
    """Where a node keeps what it has: in itself, in `data`, or under the name of its kind."""
    inner = [node.get("data"), node.get(_kind(node))]
    found = [one for one in inner if isinstance(one, dict) and (_nodes(one) or "text" in one)]
    return found[0] if found else node


def _nodes(node: Node) -> list[Any]:
    for name in _WITHIN:
        value = node.get(name)
        if isinstance(value, dict):
            return [value]
        if isinstance(value, list) and value:
            return value
    return []


def _html(node: Any, depth: int) -> str:
    if isinstance(node, str):  # an item of a list of Editor.js, in HTML
        return f"<li>{node}</li>"
    if not isinstance(node, dict):
        return ""
    if not depth:
        raise Rejection(f"A text is nested more than {MAX_DEPTH} deep. Flatten it.")
    inside, kind = _inside(node), _kind(node).lower()
    nodes = _nodes(inside)
    if nodes:
        within = "".join(_html(one, depth - 1) for one in nodes)
    else:
        within = _words(inside, is_marked_up=inside is node.get("data"))
    if address := _address(node):
        return f'<a href="{escape(address)}">{within}</a>'
    tag = _tag(node, inside, _PLAIN.sub("", kind))
    return f"<{tag}>{within}</{tag}>" if tag and within else within


def _words(node: Node, *, is_marked_up: bool) -> str:
    found = next((node[name] for name in _WORDS if isinstance(node.get(name), str)), "")
    if is_marked_up:  # Editor.js has HTML within its blocks
        return found
    return escape(found, quote=False).replace("\n", "<br>")


def _tag(node: Node, inside: Node, kind: str) -> str:
    style = node.get("style") if isinstance(node.get("style"), str) else ""
    named = node.get("tag") if isinstance(node.get("tag"), str) else ""
    for told in (style, named, _kind(node)):
        if heading := _HEADING.fullmatch(told.lower()):
            return f"h{heading[1]}"
    if kind in ("heading", "header"):
        attributes = node.get("attrs") if isinstance(node.get("attrs"), dict) else {}
        level = node.get("level") or inside.get("level") or attributes.get("level")
        return f"h{level}" if level in range(1, 7) else "h2"
    if kind in _LISTS:
        told = {kind, node.get("format"), node.get("listType"), inside.get("style")}
        return "ol" if told & {"orderedlist", "numberedlist", "ordered", "number"} else "ul"
    return _TAGS.get(_PLAIN.sub("", style.lower())) or _TAGS.get(kind, "")


def _address(node: Node) -> str:
    """Where a node leads to that is a link, by itself or by a mark."""
    places = [node, node.get("data"), node.get("attrs"), node.get("fields")]
    marks = node.get("marks")
    places += (
        [mark.get("attrs") for mark in marks if isinstance(mark, dict)]
        if isinstance(marks, list)
        else []
    )
    for place in places:
        for name in ("url", "uri", "href"):
            if isinstance(place, dict) and isinstance(place.get(name), str):
                return place[name]
    return ""
