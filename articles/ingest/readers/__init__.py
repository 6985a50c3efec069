"""Readers turn the bytes of an item into a RawArticle; the content decides which one reads."""

from dataclasses import replace

from articles.ingest.readers import front_matter, mending, pages, plain_text
from articles.ingest.readers.encodings import decode
from articles.ingest.records import Item, RawArticle, Rejection

# What tells a format by its text, and what reads it. The first that knows the text reads it, so
# plain text, which takes anything, stands last.
FORMATS = [
    (pages.sniff, pages.read),
    (front_matter.sniff, front_matter.read),
    (plain_text.sniff, plain_text.read),
]


def read(item: Item) -> RawArticle:
    """The article that an item holds; raises Rejection where there is none to be had."""
    if item.problem:
        raise Rejection(item.problem)
    text, note = decode(item.content)
    reader = next(reader for sniff, reader in FORMATS if sniff(text))
    raw = mending.mend(reader(text, item.path))
    return replace(raw, notes=(note, *raw.notes)) if note else raw
