"""RSS 0.9 to 2.0 and Atom, as feedparser reads them."""

import html.entities
import io
import re
import time
import xml.sax
from dataclasses import replace
from itertools import islice
from typing import Any

import feedparser

from articles.ingest.entries.shapes import Entry, Found
from articles.ingest.readers import dates
from articles.ingest.records import Rejection
from articles.ingest.urls import web_address

MAX_LIST = 200  # authors or tags of an entry
MAX_AUTHOR = 1000  # characters in which names are told from addresses
HEAD = 4096  # bytes in which the root of a feed follows what stands before it
TAIL = 4096  # bytes in which a feed that is whole ends

_ROOT = re.compile(
    r"[\ufeff\s]*+(?:<\?.*?\?>\s*+|<!--.*?-->\s*+|<!DOCTYPE[^>\[]*+(?:\[.*?\]\s*+)?>\s*+)*+"
    r"<(?:[\w.-]+:)?(?:rss|feed|RDF)[\s>/]",
    re.DOTALL,
)
_END = re.compile(rb"</(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>|<(?:rss|feed)[^>]*/>", re.IGNORECASE)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MARKED_UP = re.compile(r"<[a-zA-Z/!]|&[#\w]+;")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_EMAIL = re.compile(r"\S*@\S*")
# jo@outlet.example (Jo Smith), or Jo Smith <jo@outlet.example>
_BESIDE_ADDRESS = re.compile(
    r"[^\s(]+@[^\s(]+\s*\(([^()]+)\)|([^\s<>,;()@][^<>,;()@]*?)\s*<[^<>\s]+@[^<>\s]+>"
)

# A name that stands for a text, as a feed defines it before its root.
_ENTITY = re.compile(rb"<!ENTITY\s+([\w.-]+)\s")
_SHORTHAND = (
    "The feed writes &{}; for a text of its own, and such names are not read. Write it out."
)

# What WordPress keeps besides posts and pages, in its exports, which are RSS with names of its own.
_NO_ARTICLES = {"attachment", "custom_css", "nav_menu_item", "oembed_cache", "revision"}
# Exports of Blogger are Atom, and tell by a category what an entry is.
_BLOGGER_KIND = re.compile(r"https?://schemas\.google\.com/blogger/\d+/kind#(\w+)")
_NO_ARTICLES_OF_BLOGGER = {"comment", "settings", "template"}
_NO_ARTICLE = "No article: {} calls it '{}'. Leave it out."

# What feedparser raises on hostile or broken feeds.
_ERRORS = (
    *(ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError),
    xml.sax.SAXException,
)


def sniff(beginning: bytes) -> bool:
    """XML whose root is that of a feed."""
    wide = beginning[:2] in _WIDE_MARKS
    text = beginning.decode("utf-16" if wide else "utf-8", "replace")
    return bool(_ROOT.match(text))


def read(content: bytes, address: str) -> Found:
    """What a feed in XML holds; raises Rejection."""
    _refuse_shorthand(content)
    try:
        found = feedparser.parse(
            io.BytesIO(content),
            response_headers={"content-location": address},
            # Cleaning does both; only what XML itself says of bases is not known there.
            resolve_relative_uris=b"xml:base" in content,
            sanitize_html=False,
        )
        base = web_address(_text(found.feed, "link"), address) or address
        is_rss = found.version.startswith("rss")
        entries = [_entry(entry, base, is_rss=is_rss) for entry in found.entries]
        # What RSS has for an author of the whole is whom to write to.
        authors = () if is_rss else tuple(_authors(found.feed))
        language = _text(found.feed, "language")
        dated = _text(found.feed, "updated") or _text(found.feed, "published")
    except _ERRORS as error:
        raise Rejection("The feed is damaged and cannot be read. Get it anew.") from error
    entries = [
        replace(entry, language=entry.language or language, authors=entry.authors or authors)
        for entry in entries
    ]
    is_cut_short = content[:2] not in _WIDE_MARKS and not _END.search(content[-TAIL:])
    return Found(entries, dated, is_cut_short)


def _refuse_shorthand(content: bytes) -> None:
    """Refuse a feed that uses names which it defines, each perhaps by ten of the one before."""
    for name in _ENTITY.findall(content[:HEAD]):
        if b"&%s;" % name in content and f"{name.decode()};" not in html.entities.html5:
            raise Rejection(_SHORTHAND.format(name.decode()))


def _entry(entry: dict[str, Any], base: str, *, is_rss: bool) -> Entry:
    title, link = _text(entry, "title"), _link(entry)
    published, misdated = _date(entry, "published")
    updated, not_read = _date(entry, "updated")
    if is_rss and not published:
        # What RSS 1.0 has for a date, dc:date, is an update to feedparser.
        published, updated, misdated = updated, "", misdated or not_read
    if not published and (written := _text(entry, "wp_post_date")) and dates.is_one(written):
        # A draft has no date of publication.
        published, misdated = written, ""
    (body, body_format), summary = _body(entry)
    return Entry(
        name=_text(entry, "id") or link or title,
        title=title,
        link=link,
        base=base,
        published=published,
        updated=updated,
        misdated=misdated,
        body=body,
        body_format=body_format,
        summary=summary,
        authors=tuple(_authors(entry)),
        tags=tuple(_tags(entry)),
        language=next((_text(one, "language") for one in _list(entry, "content")), ""),
        image=_image(entry),
        source_name=_text(_table(entry, "source"), "title"),
        status=_status(entry),
        problem=_no_article(entry),
    )


def _status(entry: dict[str, Any]) -> str:
    """What tells a draft: WordPress's word, Atom's (RFC 5023) or that of Blogger's exports."""
    if _text(entry, "wp_post_password"):
        return "private"  # it is for those who know the password
    if _text(entry, "app_draft").lower() == "yes":
        return "draft"
    blogger = _text(entry, "blogger_status").lower()
    return _text(entry, "wp_status") or ("" if blogger in ("", "live") else "draft")


def _no_article(entry: dict[str, Any]) -> str:
    """Why an entry of an export is no article, or nothing."""
    kind = _text(entry, "wp_post_type")
    if kind in _NO_ARTICLES:
        return _NO_ARTICLE.format("WordPress", kind)
    if (kind := _text(entry, "blogger_type").lower()) in _NO_ARTICLES_OF_BLOGGER:
        return _NO_ARTICLE.format("Blogger", kind)
    terms = (_BLOGGER_KIND.fullmatch(_text(one, "term")) for one in _list(entry, "tags"))
    kinds = [term[1] for term in terms if term and term[1] in _NO_ARTICLES_OF_BLOGGER]
    return _NO_ARTICLE.format("Blogger", kinds[0]) if kinds else ""


# feedparser's own look-up takes what is missing from elsewhere: an update from the publication.
_get = dict.get


def _text(table: dict[str, Any], name: str) -> str:
    value = _get(table, name)
    return value.strip() if isinstance(value, str) else ""


def _table(table: dict[str, Any], name: str) -> dict[str, Any]:
    value = _get(table, name)
    return value if isinstance(value, dict) else {}


def _list(table: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = _get(table, name)
    return [one for one in islice(value or (), MAX_LIST) if isinstance(one, dict)]


def _link(entry: dict[str, Any]) -> str:
    """The article's address: FeedBurner's own lead through it, and an id may be an address."""
    name = _text(entry, "id")
    link = _text(entry, "feedburner_origlink") or _text(entry, "link")
    return link or (name if _ADDRESS.match(name) else "")


def _body(entry: dict[str, Any]) -> tuple[tuple[str, str], str]:
    """The text with its format, and the summary where that is another."""
    contents = [_formatted(one) for one in _list(entry, "content")]
    contents = sorted((one for one in contents if one[0]), key=lambda one: one[1] != "html")
    summary = _formatted(_table(entry, "summary_detail"))
    if contents:
        return contents[0], summary[0] if summary[0] != contents[0][0] else ""
    return summary, ""


def _formatted(detail: dict[str, Any]) -> tuple[str, str]:
    """A text, and its format; RSS does not say which it is."""
    value = _text(detail, "value")
    if _text(detail, "type") == "text/plain":
        return value, "text"
    return value, "html" if _MARKED_UP.search(value) else ""


def _date(entry: dict[str, Any], name: str) -> tuple[str, str]:
    """A date, and what stands there where that is in no usual form."""
    value = _text(entry, name)
    if not value or dates.is_one(value):
        return value, ""
    # Of two days that an ambiguous date may be, feedparser takes either.
    read = None if dates.is_ambiguous(value) else _get(entry, f"{name}_parsed")
    guess = time.strftime("%Y-%m-%dT%H:%M:%SZ", read) if read else ""
    return guess if dates.is_one(guess) else "", value


def _authors(entry: dict[str, Any]) -> list[str]:
    """The names of authors; an address of email alone is nobody's name.

    feedparser takes an address for one that ends in two to four letters, and the rest for a name.
    """
    written, people = _text(entry, "author")[:MAX_AUTHOR], _list(entry, "authors")
    if "@" in written and len(people) < 2:
        beside = [first or second for first, second in _BESIDE_ADDRESS.findall(written)]
        return beside or list(filter(None, [_EMAIL.sub("", written).strip(" ,;:()<>-")]))
    names = [_text(one, "name") for one in people] or [written]
    return [name.rpartition("(")[2] for name in names if name and "@" not in name]


def _tags(entry: dict[str, Any]) -> list[str]:
    """The tags by their labels; terms that are addresses are for programs."""
    tags = [_text(one, "label") or _text(one, "term") for one in _list(entry, "tags")]
    return [tag for tag in tags if tag and not _ADDRESS.match(tag)]


def _image(entry: dict[str, Any]) -> str:
    """The address of a picture: of Media RSS, or enclosed, which is a link with its type."""
    found = _list(entry, "media_thumbnail") + [
        one
        for one in _list(entry, "media_content") + _list(entry, "links")
        if "image" in (_text(one, "medium"), _text(one, "type").partition("/")[0])
    ]
    return next(filter(None, (_text(one, "url") or _text(one, "href") for one in found)), "")
