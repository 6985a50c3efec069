"""Feeds that are read: RSS, Atom and JSON Feed, and exports of notes; each entry is an item.

An item is a line of JSON with the entry's own words, under names that the reader of rows knows and
in one order, so that an entry that has not changed has the same bytes whenever it is fetched.
"""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from types import ModuleType
from typing import IO

from articles.ingest.characters import one_line
from articles.ingest.entries import evernote, json_feeds, xml_feeds
from articles.ingest.entries.shapes import Entry, FeedText, Line, Lines
from articles.ingest.readers import dates
from articles.ingest.records import Rejection
from articles.ingest.urls import web_address

MAX_BYTES = 10 * 2**20  # of a feed
MAX_ENTRIES = 10_000
MAX_LINE = 4_900_000  # bytes; readers take a little more
SNIFFED = xml_feeds.HEAD  # bytes from which a feed in XML is told
SNIFFED_JSON = 2**16  # and more of them, for one in JSON

_BODY = {"html": "contentHtml", "text": "contentText"}
_NO_TEXT = "The feed gives no text: the headline stands for it."
_NOTHING = "Nothing to read: the entry has neither headline nor text."
_TOO_LONG = "Longer than 5 MB. Import the page of the article instead."
_CUT_SHORT = "The feed is cut short: its last entry was left out. Get it anew."
_TOO_MANY = f"The feed has more than {MAX_ENTRIES:,} entries: the rest was left out. Split it."


def is_feed(file: IO[bytes]) -> bool:
    """Whether a file, read from its beginning, is a feed."""
    beginning = file.read(SNIFFED)
    if xml_feeds.sniff(beginning) or evernote.sniff(beginning):
        return True
    return json_feeds.begins(beginning) and json_feeds.sniff(beginning + _more(file))


def _more(file: IO[bytes]) -> bytes:
    """More of a file in JSON: names in the order of the alphabet have the version at the end."""
    opening = file.read(SNIFFED_JSON)
    file.seek(max(0, file.seek(0, 2) - SNIFFED))
    return opening + file.read(SNIFFED)


def read(feed: FeedText) -> Lines:
    """The entries of a feed as lines, to be called under limits; raises Rejection."""
    found = _form(feed.content).read(feed.content, feed.address)
    day = _day(found.dated)
    entries = found.entries[: -1 if found.is_cut_short else None]
    lines = tuple(_line(entry, day) for entry in entries[:MAX_ENTRIES])
    too_many = len(entries) > MAX_ENTRIES
    return Lines(lines, _CUT_SHORT if found.is_cut_short else _TOO_MANY if too_many else "")


def _form(content: bytes) -> ModuleType:
    """The module that reads a feed; raises Rejection where it is none."""
    for form in (xml_feeds, evernote):
        if form.sniff(content[:SNIFFED]):
            return form
    if json_feeds.sniff(content):
        return json_feeds
    raise Rejection("Not a feed: it is neither RSS, Atom nor JSON Feed. Correct the address.")


def _day(dated: str) -> date:
    """The day of a feed, or today where it says none or one that is to come."""
    today = datetime.now(UTC).date()
    try:
        return min(dates.parse(dated).day, today) if dated else today
    except Rejection:
        return today


def _line(entry: Entry, day: date) -> Line:
    if entry.problem:
        return Line(entry.name, problem=entry.problem)
    has_text, notes = bool(entry.body.strip()), [*entry.notes]
    if not has_text and not entry.title.strip():
        return Line(entry.name, problem=_NOTHING)
    if not has_text:
        notes.append(_NO_TEXT)
    if entry.misdated:
        entry, note = _dated(entry, day)
        notes.append(note)
    content = json.dumps(_fields(entry, has_text=has_text), ensure_ascii=False, sort_keys=True)
    encoded = content.encode("utf-8", "replace")
    if len(encoded) > MAX_LINE:
        return Line(entry.name, problem=_TOO_LONG)
    undated = None if entry.published or entry.updated else day
    return Line(entry.name, encoded, "", undated, tuple(notes))


def _dated(entry: Entry, day: date) -> tuple[Entry, str]:
    """An entry whose date is in no usual form, or may be either of two days, and a note on it.

    It was published by the day of its feed: of two days one may be the only one that fits.
    """
    if nearest := dates.nearest(entry.misdated, day):
        return replace(entry, published=nearest.day.isoformat()), nearest.note
    written = one_line(entry.misdated, 60)
    if dates.is_ambiguous(entry.misdated):
        return entry, f"Its date '{written}' may be either of two days."
    taken = f"taken as {entry.published}" if entry.published else "not understood"
    return entry, f"Its date '{written}' was {taken}."


def _fields(entry: Entry, *, has_text: bool) -> dict[str, object]:
    """What of an entry is the same whenever it is fetched."""
    body = _BODY.get(entry.body_format, "content") if has_text else _BODY["text"]
    fields = {
        "title": entry.title,
        "url": entry.link and web_address(entry.link, entry.base),
        "date": entry.published,
        # Some feeds renew this with every request.
        "updated": "" if entry.published else entry.updated,
        body: entry.body if has_text else entry.title,
        "summary": entry.summary,
        "author": list(entry.authors),
        "tags": list(entry.tags),
        "language": entry.language,
        "image": entry.image and web_address(entry.image, entry.base),
        "sourceName": entry.source_name,
        "status": entry.status,
    }
    return {name: value for name, value in fields.items() if value}
