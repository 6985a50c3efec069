"""Exports of Evernote (ENEX), which other programs for clippings write and read, too."""

import io
import re
from collections.abc import Iterator

from lxml import etree

from articles.ingest.characters import one_line
from articles.ingest.entries.shapes import Entry, Found
from articles.ingest.readers import dates
from articles.ingest.records import Rejection

MAX_LIST = 200  # tags of a note

_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE[^<>\[]*>\s*)?<en-export[\s/>]"
)
# A note is a document of its own in the text of an element.
_PROLOGUE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE[^<>]*>\s*)?")
_DAY_OF_CLIPPING = "Dated by the day on which the note was made, which may be later than the text."
_DAMAGED = "The export is damaged here ({}): the rest was left out. Export it anew."


def sniff(beginning: bytes) -> bool:
    """XML whose root is that of an export."""
    return bool(_ROOT.match(beginning))


def read(content: bytes, address: str) -> Found:
    """The notes of an export; raises Rejection where not even one can be read."""
    entries: list[Entry] = []
    try:
        entries.extend(_entry(note) for note in _notes(content))
    except etree.XMLSyntaxError as error:
        problem = _DAMAGED.format(one_line(error.msg or "it ends early", 100))
        if not entries:
            raise Rejection(problem) from error
        entries.append(Entry("", problem=problem))
    return Found(entries)


def _notes(content: bytes) -> Iterator[etree._Element]:
    """The notes one by one; their attachments are let go as they come."""
    found = etree.iterparse(
        io.BytesIO(content), tag=("note", "resource"), resolve_entities=False, no_network=True
    )
    for _, element in found:
        if element.tag == "note":
            yield element
        element.clear()


def _entry(note: etree._Element) -> Entry:
    created, address = _text(note, "created"), _text(note, "note-attributes/source-url")
    is_dated = dates.is_one(created)
    tags = [(tag.text or "").strip() for tag in note.findall("tag")[:MAX_LIST]]
    return Entry(
        name=address or _text(note, "title"),
        title=_text(note, "title"),
        link=address,
        published=created if is_dated else "",
        misdated="" if is_dated else created,
        body=_PROLOGUE.sub("", _text(note, "content"), count=1),
        body_format="html",
        authors=tuple(filter(None, [_text(note, "note-attributes/author")])),
        tags=tuple(filter(None, tags)),
        notes=(_DAY_OF_CLIPPING,) if is_dated else (),
    )


def _text(note: etree._Element, path: str) -> str:
    return (note.findtext(path) or "").strip()
