"""The blocks of a cleaned body: its paragraphs, headings, list items and the like. Pure.

A block that an outlet repeats from article to article is known by the digest of its words, and left
out of the text that is searched. articles/ingest/repeated.py decides which these are.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from articles.ingest.characters import unescape, words
from articles.ingest.records import Block

# Of a body with more blocks, the first and the last are compared: boilerplate stands there.
MOST_AT_EACH_END = 200

# nh3 escapes what could end a tag early, and no link stands within another.
MEDIA_LINK = re.compile(r'<a [^>]*class="media"[^>]*>.*?</a>', re.DOTALL)
_INLINE = (
    "(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|rp|rt|ruby|s|samp|small|span"
    "|strong|sub|sup|time|u|var|wbr)"
)
_INLINE_TAG = re.compile(rf"</?{_INLINE}(?: [^>]*)?>")
_BLOCK_TAG = re.compile(rf"<(?!/?{_INLINE}[ >]|br>)(?P<end>/?)(?P<name>[^\s>]*)[^>]*>")

_HEADINGS = {"h2", "h3", "h4", "h5", "h6", "dt"}
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_A_LETTER = re.compile(r"[^\W\d_]")


def digest_of(text: str) -> int | None:
    """The number for the words of a block but for its addresses, or None where it has no word."""
    may_have_one = "://" in text or "www." in text.lower()
    said = _ADDRESS.sub(" ", text) if may_have_one else text
    return number(words(said)) if _A_LETTER.search(said) else None


def number(text: str) -> int:
    """64 bits, with a sign, that stand for a text, the same on every machine."""
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def blocks(html: str) -> list[Block]:
    """The blocks of a cleaned body, in order, without their digests."""
    found, begin, opened, tables = [], 0, None, 0
    for tag in _BLOCK_TAG.finditer(html):
        _add(found, html[begin : tag.start()], None if tables else opened, tag)
        begin, opened = tag.end(), None if tag["end"] else tag
        if tag["name"] == "table":
            tables += -1 if tag["end"] else 1
    _add(found, html[begin:], None, None)
    return found


def digested(html: str) -> tuple[Block, ...]:
    """The blocks of a cleaned body with their digests. What stands in a table has none."""
    return tuple(
        replace(block, digest=digest_of(block.text)) if block.tag else block
        for block in blocks(html)
    )


def plain(found: Iterable[Block]) -> str:
    """The text of blocks, parted by blank lines."""
    return "\n\n".join(block.text for block in found)


def digests(found: Iterable[Block]) -> tuple[int, ...]:
    """The digests of the blocks of a body, each once: those by which it is compared."""
    each = tuple(dict.fromkeys(filter(None, (block.digest for block in found))))
    if len(each) > 2 * MOST_AT_EACH_END:
        return each[:MOST_AT_EACH_END] + each[-MOST_AT_EACH_END:]
    return each


def left_out(found: Sequence[Block], repeated: Collection[int]) -> list[Block]:
    """The blocks that are left out of the text where those with these digests are repeated.

    A heading goes only with what stands under it. Where nothing would be left, nothing goes.
    """
    out: list[Block] = []
    own_text_follows = False
    for block in reversed(found):
        heads_own_text = block.tag in _HEADINGS and own_text_follows
        own_text_follows = block.digest not in repeated or heads_own_text
        if not own_text_follows:
            out.append(block)
    return [] if len(out) == len(found) else out[::-1]


def _add(found, run, opened, closed) -> None:
    """Add the block that a run of text makes between two tags, if it holds any text."""
    run = run.replace("\n", " ")
    if "<" in run:
        run = _INLINE_TAG.sub("", MEDIA_LINK.sub("", run).replace("<br>", "\n"))
    text = "\n".join(" ".join(line.split()) for line in unescape(run).split("\n")).strip()
    if text and opened and closed and closed["end"] and closed["name"] == opened["name"]:
        found.append(Block(text, opened["name"], opened.end("name")))
    elif text:
        found.append(Block(text))
