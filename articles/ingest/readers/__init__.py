"""Readers turn the bytes of an item into a RawArticle; the content decides which one reads."""

import codecs

from articles.ingest.readers import front_matter, plain_text
from articles.ingest.records import Item, RawArticle, Rejection

MAX_BYTES = 5_000_000

# What tells a format by its text, and what reads it. The first that knows the text reads it, so
# plain text, which takes anything, stands last.
FORMATS = [
    (front_matter.sniff, front_matter.read),
    (plain_text.sniff, plain_text.read),
]


def read(item: Item) -> RawArticle:
    """The article that an item holds; raises Rejection where there is none to be had."""
    if item.problem:
        raise Rejection(item.problem)
    text = decode(item.content)
    reader = next(reader for sniff, reader in FORMATS if sniff(text))
    return reader(text, item.path)


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, or in UTF-16 with a byte order mark; its lines end in newlines.

    Raises Rejection where it is empty, too large, binary or in another encoding.
    """
    if len(content) > MAX_BYTES:
        size, most = len(content) / 1e6, MAX_BYTES // 1_000_000
        raise Rejection(f"Too large: {size:.1f} MB, at most {most} MB. Split the file.")
    text = _utf16(content) if content.startswith(_UTF16_MARKS) else _utf8(content)
    if not text.strip():
        raise Rejection("Empty: the file holds no text.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _utf16(content: bytes) -> str:
    try:
        return content.decode("utf-16")
    except UnicodeDecodeError as error:
        message = f"Not UTF-16 text, though it begins so: byte {error.start + 1:,} is wrong."
        raise Rejection(f"{message} Save the file as UTF-8.") from error


def _utf8(content: bytes) -> str:
    if b"\0" in content:
        raise Rejection("Not text: the file is binary. Save the article as UTF-8 text.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{content[error.start]:02X} on line {line}"
        raise Rejection(f"Not UTF-8 text: {found}. Save the file as UTF-8.") from error
