"""The fields that hold a text, by many names, and which of them is that of the article."""

import re
from collections.abc import Iterator
from typing import Any

from articles.ingest.characters import one_line, unescape
from articles.ingest.readers import rich_text, unread
from articles.ingest.readers.fields import simple

# The names that the text goes by, the most telling first.
_BODY = (
    *(
        "fullText",
        "fullContent",
        "body",
        "content",
        "articleBody",
        "bodyHtml",
        "contentHtml",
        "html",
        "text",
        "contentText",
    ),
    *("mainText", "bodyText", "articleText", "plainText", "bodyMarkdown", "markdown"),
    *("htmlContent", "textContent", "postContent", "pageContent", "selfText", "storyText"),
    *("paragraphs", "plain", "blocks", "selection"),
)

# What the name alone says of the format.
_LAYOUTS = {
    **dict.fromkeys(("bodyhtml", "contenthtml", "htmlcontent", "html"), "html"),
    **dict.fromkeys(("bodymarkdown", "markdown"), "markdown"),
    "contenttext": "text",
}

_RANKS = {simple(name): rank for rank, name in enumerate(_BODY)}
NAMES = frozenset(_RANKS)  # without case and spaces

_FULLER = 1.2  # times as long; markup makes texts that are the same differ by less
_PAGE = re.compile(r"\s*(?:<!doctype|<html\b)", re.IGNORECASE)
_COLUMN = re.compile(r" \(column \d+\)$")
_MOST_TOLD = 5  # fields
_OTHER_BODIES = "Several fields hold a text: '{}' was taken. Not read: {}."
_ESCAPED = re.compile(r"&lt;/?(?:p|div|br|h[1-6]|ul|ol|li|blockquote)\b", re.IGNORECASE)
# Where the text of an object stands that is one.
_INSIDE = ("rendered", "processed", "html", "content", "value", "text", "#text", "_", "raw")


def have_text(fields: dict[str, Any]) -> bool:
    """Whether some fields hold a text that says anything."""
    return bool(_body(fields)[1].strip())


def fullest(fields: dict[str, Any], notes: list[str]) -> tuple[str, str]:
    """The fullest of several texts, and its name; of those about as full, the most telling.

    A whole page has more than its article and is never the fuller. Adds to `notes` those that say
    something else.
    """
    found = list(_bodies(fields))
    if len(found) < 2:
        return _body(fields)
    lengths = [0 if _PAGE.match(text) else len(unread.plain(text)) for _, text in found]
    first = max(lengths[0], 1)
    best = max(range(len(found)), key=lengths.__getitem__)
    best = best if lengths[best] > _FULLER * first else 0
    name, body = found[best]
    others = [
        f"'{one_line(other, 40)}' ({length:,} characters)"
        for (other, text), length in zip(found, lengths, strict=True)
        if other != name and length and not unread.is_copy(text, body)
    ]
    if others:
        notes.append(_OTHER_BODIES.format(one_line(name, 40), ", ".join(others[:_MOST_TOLD])))
    return _body_name(name), body


def is_one(name: str) -> bool:
    """Whether a field goes by a name for a text."""
    return _body_name(name) in _RANKS


def as_column(name: str, number: int) -> str:
    """The name of a column where one before it has the same; it goes by that name all the same."""
    return f"{name} (column {number})"


def layout(name: str) -> str:
    """The format of a body that its name alone tells, or nothing."""
    return _LAYOUTS.get(name, "")


def _body(fields: dict[str, Any]) -> tuple[str, str]:
    """The text under its most telling name, and that name."""
    name, text = next(_bodies(fields), ("", ""))
    return _body_name(name), text


def _bodies(fields: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The texts that fields hold under a name for one, and these names, the most telling first."""
    names = sorted(filter(is_one, fields), key=_rank)
    return ((name, text) for name in names if (text := _text(fields[name])))


def _rank(name: str) -> int:
    return _RANKS[_body_name(name)]


def _body_name(name: str) -> str:
    """The name of a field without case and spaces, and of which of several columns it is."""
    return simple(_COLUMN.sub("", str(name)))


def _text(value: Any) -> str:
    """A text, the one that an object holds, as in `{"rendered": ...}`, or paragraphs in a list."""
    if rich_text.is_one(value):
        return rich_text.html(value)
    if isinstance(value, dict):
        value = next((value[name] for name in _INSIDE if isinstance(value.get(name), str)), None)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "\n\n".join(value)
    if not isinstance(value, str):
        return ""
    # Some programs escape what they write into a cell.
    return unescape(value) if _ESCAPED.search(value) and "<" not in value else value
