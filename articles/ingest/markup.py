"""Markdown and plain text as HTML, before it is sanitised."""

import html
import re

from markdown_it import MarkdownIt

from articles.ingest.characters import unescape

# Indented code is off: stray tabs and spaces before a paragraph are common, meant code is not.
# What is nested deeper than the given depth is lost.
_MARKDOWN = (
    MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"]).disable("code")
)

_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_ADDRESS = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?()\[\]]")
LONGEST_WRAPPED_LINE = 120  # characters; text with a longer line has a paragraph on each line


def from_markdown(text: str) -> str:
    """CommonMark with tables and strikethrough; HTML within it is kept."""
    return _MARKDOWN.render(text)


def from_markdown_line(text: str) -> str:
    """The marks within a line of CommonMark, which is no block by itself."""
    return _MARKDOWN.renderInline(text)


def from_text(text: str) -> str:
    """Paragraphs of plain text, its addresses made links; character references are resolved."""
    return "\n".join(f"<p>{_linked(paragraph)}</p>" for paragraph in _paragraphs(unescape(text)))


def _paragraphs(text: str) -> list[str]:
    paragraphs: list[str] = []
    for block in _BLANK_LINES.split(text):
        lines = [" ".join(line.split()) for line in block.split("\n")]
        lines = [line for line in lines if line]
        wrapped = all(len(line) <= LONGEST_WRAPPED_LINE for line in lines)
        paragraphs += [" ".join(lines)] if wrapped and lines else lines
    return paragraphs


def _linked(line: str) -> str:
    """The line escaped, with its addresses as links."""
    pieces, end = [], 0
    for address in _ADDRESS.finditer(line):
        link = html.escape(address[0])
        pieces += [html.escape(line[end : address.start()]), f'<a href="{link}">{link}</a>']
        end = address.end()
    return "".join(pieces) + html.escape(line[end:])
