"""Readers turn the bytes of an item into a RawArticle; the content decides which one reads."""

from dataclasses import replace
from pathlib import PurePosixPath

from articles.ingest.readers import (
    captures,
    front_matter,
    mail,
    mail_headers,
    mending,
    pages,
    plain_text,
    press,
    refusals,
    rows,
    safari,
    web_archives,
)
from articles.ingest.readers.encodings import decode
from articles.ingest.records import Item, RawArticle, Rejection

# What tells a format by its bytes, since it says by itself how its text is encoded.
PACKED = [
    (refusals.sniff_packed, refusals.read_packed),
    (captures.sniff, captures.read),
    (mail.sniff, mail.read),
    (safari.sniff, safari.read),
]

# What tells a format by its text, and what reads it. The first that knows the text reads it, so
# plain text, which takes anything, stands last.
FORMATS = [
    (refusals.sniff, refusals.read),
    (pages.sniff, pages.read),
    (web_archives.sniff, web_archives.read),
    (press.sniff, press.read),
    (mail_headers.sniff, mail_headers.read),
    (rows.sniff_row, rows.read_row),
    (front_matter.sniff, front_matter.read),
    (rows.sniff_object, rows.read_object),
    (plain_text.sniff, plain_text.read),
]

# Files of nothing but fields, which only the ending of their names tells.
DOCUMENTS = {".yaml": "yaml", ".yml": "yaml", ".toml": "toml"}


def read(item: Item) -> RawArticle:
    """The article that an item holds; raises Rejection where there is none to be had."""
    if item.problem:
        raise Rejection(item.problem)
    packed = next((read for sniff, read in PACKED if sniff(item.content)), None)
    raw, note = packed(item.content) if packed else _text(item)
    raw = mending.mend(raw)
    notes = (*filter(None, [note]), *item.notes)
    return replace(raw, notes=(*notes, *raw.notes)) if notes else raw


def _text(item: Item) -> tuple[RawArticle, str]:
    """The article that a text holds, and a note on its encoding."""
    text, note = decode(item.content)
    if kind := DOCUMENTS.get(PurePosixPath(item.path).suffix.lower()):
        return rows.read_document(kind, text, item.path), note
    reader = next(reader for sniff, reader in FORMATS if sniff(text))
    # What is read again has a day, so that a day must not choose the reader.
    days = (item.day,) if reader is rows.read_object else ()
    return reader(text, item.path, *days), note
