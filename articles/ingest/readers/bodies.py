"""Whether a body is HTML, Markdown or plain text, and the heading that it opens with."""

import re

from articles.ingest.characters import unescape
from articles.ingest.markup import from_markdown_line

BODY_FORMATS = ("html", "markdown", "text")

_BLOCK_TAG = re.compile(
    r"</?(?:p|div|h[1-6]|[uo]l|li|dl|table|blockquote|br|figure|section|article|main|header|footer"
    r"|pre|hr|iframe|video|details|summary|aside|nav|address)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"<br(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n")
_INLINE_TAG = re.compile(
    r"</(?:a|b|i|em|strong|span|code|sup|sub|u|s|small|mark|q|cite|font|time|abbr|script|style|svg)>"
    r"|<img\s[^<>]*>",
    re.IGNORECASE,
)
_HEADING_OR_FENCE = re.compile(r"^ {0,3}(?:#{1,6}[ \t]+\S|```|~~~)", re.MULTILINE)
_UNDERLINED = re.compile(
    r"(?:\A|\n[ \t]*\n) {0,3}[^\s=#>*+|-][^\n]{0,119}\n {0,3}(?:={3,}|-{3,})[ \t]*(?:\n|\Z)"
)
_MARKED_WORDS = re.compile(
    r"\*\*[^\s*][^*\n]*\*\*|\]\((?:https?:|/|mailto:)|^ {0,3}> \S"
    r"|^ {0,3}\[[^\[\]\n]{1,99}\]:[ \t]+\S",
    re.MULTILINE,
)
# What stands under the heading of a table: these alone, and the first two at least.
_RULE = "|-: \t"
_RULES = re.compile(rf"^[{re.escape(_RULE)}]+$", re.MULTILINE)
_LIST_LINE = re.compile(r"^ {0,3}(?:[-*+]|\d{1,3}[.)])[ \t]+\S", re.MULTILINE)

_OPENING_HEADING = re.compile(
    r"\s*(?:#[ \t]+(?P<markdown>[^\n]+?)[ \t]*#*[ \t]*(?:\n|$)"
    r"|(?P<underlined>[^\s=#>*+|<-][^\n]{0,199})\n {0,3}={3,}[ \t]*(?:\n|$)"
    r"|<h1(?:\s[^<>]*)?>(?P<html>.*?)</h1>)",
    re.IGNORECASE | re.DOTALL,
)


def body_format(body: str) -> str:
    """The format of a body: "html", "markdown" or "text".

    Markdown may hold HTML, so that HTML under a Markdown heading is Markdown, and so is HTML beside
    which paragraphs stand that only blank lines part. Tags within a line do not make HTML. A stray
    `<` makes nothing.
    """
    if _HEADING_OR_FENCE.search(body) or _UNDERLINED.search(body):
        return "markdown"
    if _BLOCK_TAG.search(body):
        loose = _beside_blocks(body)
        return "markdown" if len(loose) > 1 or _is_marked("\n\n".join(loose)) else "html"
    return "markdown" if _INLINE_TAG.search(body) or _is_marked(body) else "text"


def _is_marked(text: str) -> bool:
    if _MARKED_WORDS.search(text) or len(_LIST_LINE.findall(text)) > 1:
        return True
    return any(is_table_rule(found[0]) for found in _RULES.finditer(text))


def is_table_rule(line: str) -> bool:
    """Whether a line is what stands under the heading of a table in Markdown."""
    return set(_RULE[:2]) <= set(line) <= set(_RULE)


def _beside_blocks(body: str) -> list[str]:
    """The paragraphs of text between blank lines in which no tag of HTML makes a block."""
    paragraphs = _BLANK_LINES.split(_BREAK.sub("", body))
    return [
        paragraph
        for paragraph in paragraphs
        if not _BLOCK_TAG.search(paragraph) and _TAG.sub("", paragraph).strip()
    ]


def opening_heading(body: str) -> str:
    """The first-level heading that a body begins with, or nothing."""
    match = _OPENING_HEADING.match(body)
    if not match:
        return ""
    if match["html"]:
        return match["html"].strip()
    line = (match["markdown"] or match["underlined"] or "").strip()
    return unescape(_TAG.sub("", from_markdown_line(line)))
