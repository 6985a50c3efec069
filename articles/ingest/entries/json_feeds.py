"""JSON Feed, versions 1.0 and 1.1 (jsonfeed.org)."""

import json
import re
from itertools import islice
from typing import Any

from articles.ingest.entries.shapes import Entry, Found
from articles.ingest.readers import dates
from articles.ingest.records import Rejection

MAX_LIST = 200  # authors or tags of an entry

# Within a text of JSON the quotation marks would be escaped.
_VERSION = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version', re.I)
_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")


def begins(beginning: bytes) -> bool:
    """Whether bytes begin as any JSON object does."""
    return bool(_BEGINNING.match(beginning))


def sniff(content: bytes) -> bool:
    """A JSON object that names the version of the format."""
    return begins(content) and bool(_VERSION.search(content))


def read(content: bytes, address: str) -> Found:
    """What a JSON Feed holds; raises Rejection."""
    try:
        feed = json.loads(content.decode("utf-8-sig", "replace"), strict=False)
    except RecursionError as error:
        raise Rejection("Nested too deep. Flatten the JSON.") from error
    except ValueError as error:
        raise Rejection("Broken JSON: the feed is damaged or cut short. Get it anew.") from error
    entries = feed.get("items")
    if not isinstance(entries, list):
        raise Rejection("Not a feed: it has no list 'items'. Get it anew.")
    base = _text(feed, "home_page_url") or _text(feed, "feed_url") or address
    return Found([_entry(entry, feed, base) for entry in entries if isinstance(entry, dict)])


def _entry(entry: dict[str, Any], feed: dict[str, Any], base: str) -> Entry:
    link = _text(entry, "url") or _text(entry, "external_url")
    published, misdated = _date(entry, "date_published")
    updated, _ = _date(entry, "date_modified")
    html, title = _text(entry, "content_html"), _text(entry, "title")
    summary = _text(entry, "summary")
    body = html or _text(entry, "content_text")
    return Entry(
        name=_text(entry, "id") or link or title,
        title=title,
        link=link,
        base=base,
        published=published,
        updated=updated,
        misdated=misdated,
        body=body or summary,
        body_format="html" if html else "text",
        summary=summary if body else "",
        authors=tuple(_authors(entry) or _authors(feed)),
        tags=tuple(tag for tag in _list(entry, "tags") if isinstance(tag, str)),
        language=_text(entry, "language") or _text(feed, "language"),
        image=_text(entry, "image") or _text(entry, "banner_image"),
    )


def _text(table: dict[str, Any], name: str) -> str:
    """A text; a number counts as one, since some feeds have numbers for ids."""
    value = table.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() <= 64:
        return str(value)
    return value if isinstance(value, str) else ""


def _list(table: dict[str, Any], name: str) -> list[Any]:
    value = table.get(name)
    return list(islice(value, MAX_LIST)) if isinstance(value, list) else []


def _authors(table: dict[str, Any]) -> list[str]:
    """The names of authors, as version 1.1 has them or else as 1.0 does."""
    authors = _list(table, "authors") or [table.get("author")]
    return [name for one in authors if isinstance(one, dict) and (name := _text(one, "name"))]


def _date(entry: dict[str, Any], name: str) -> tuple[str, str]:
    """A date, and what stands there where it is none."""
    value = _text(entry, name)
    return (value, "") if not value or dates.is_one(value) else ("", value)
