"""Messages of email (RFC 5322), as programs save them one a file: newsletters and alerts."""

import re
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from typing import NamedTuple

from articles.ingest.characters import one_line
from articles.ingest.markup import from_text
from articles.ingest.readers import dates, mail_headers, newsletters
from articles.ingest.readers.assembling import article
from articles.ingest.readers.encodings import decode
from articles.ingest.records import RawArticle, Rejection

SNIFFED = 4000  # bytes

# Headers may have any name; site generators give a title under one of their own.
_HEADERS = re.compile(
    rb"\s*+(?:[A-Z][A-Z0-9-]{0,60}:[^\n]*\n(?:[ \t][^\n]*\n)*+){3,}+", re.IGNORECASE
)
_TOLD = re.compile(
    rb"^(?:Subject|Date|Received|Delivered-To|Message-ID|MIME-Version):",
    re.IGNORECASE | re.MULTILINE,
)
_OF_GENERATORS = re.compile(rb"^Title:", re.IGNORECASE | re.MULTILINE)
# A page that a browser saved as one file has "Saved by" in this place.
_SENDER = re.compile(rb"^(?:From|Sender|Return-Path):[^\n]*@", re.IGNORECASE | re.MULTILINE)
_HEAD = re.compile(r"<head[\s>].*?</head\s*>", re.IGNORECASE | re.DOTALL)
# How newsletters name their page, in the text for programs that show no HTML.
_ON_THE_WEB = re.compile(
    r"view (?:this \w+|it) (?:on the web|in (?:your|a) browser|online)[^\n]{0,20}?[\s(:<]"
    r"(https?://[^\s<>()]+)",
    re.IGNORECASE,
)
_MOST_TOLD = 3  # of the lines around a newsletter's text
_NO_TEXT = "No text: the message has none, or only what is attached."
_LEFT_OUT = "Left out what is attached to the message or forwarded in it: {}."
_READ_WITHIN = "Read as the message that is forwarded in it; what stands above that was left out."
_TOLD_WITHIN = "Title, author and day are those of the message that is forwarded in it."
_AROUND = "Left out what newsletters have around their text: {}."
_NO_DATE = "No date: the message has none in its header 'Date'. Add one."
_DAMAGED = "The message is damaged and cannot be read. Save its text as HTML or text."

_ERRORS = (MessageError, RecursionError, ValueError, LookupError, AttributeError, TypeError)


def sniff(content: bytes) -> bool:
    """Three headers stand at the top, of which one says who sent it, and another of email more."""
    found = _HEADERS.match(_on_lines(content[:SNIFFED]))
    headers = found[0] if found else b""
    is_told = _SENDER.search(headers) and _TOLD.search(headers)
    return bool(is_told) and not _OF_GENERATORS.search(headers)


def read(content: bytes) -> tuple[RawArticle, str]:
    """The article that a message is, and a note on its encoding; raises Rejection."""
    try:
        message = message_from_bytes(_on_lines(content.lstrip()))
        found = _found(message)
        fields = _fields(message)
    except _ERRORS as error:
        raise Rejection(_DAMAGED) from error
    if not found.texts:
        raise Rejection(_NO_TEXT)
    if "date" not in fields:
        raise Rejection(_NO_DATE)
    if page := _ON_THE_WEB.search(found.plain):
        fields.setdefault("source", page[1])
    notes = [_LEFT_OUT.format(found.left_out)] if found.left_out else []
    layout, body = _body(found, fields, notes)
    raw = article(fields, body, layout=layout)
    note = next(filter(None, (text.note for text in found.texts)), "")
    return replace(raw, notes=(*notes, *raw.notes)), note


def _on_lines(content: bytes) -> bytes:
    """A message of old Macintoshes, whose lines end otherwise, with line ends that mail has."""
    return content if b"\n" in content[:SNIFFED] else content.replace(b"\r", b"\n")


def _body(found: "_Found", fields: dict[str, str], notes: list[str]) -> tuple[str, str]:
    """The format and the text of a message, or of one that is forwarded in it."""
    is_html = any(text.is_html for text in found.texts)
    body = "\n\n".join(text.html if is_html else text.content for text in found.texts)
    if within := mail_headers.forwarded(found.plain if is_html else body):
        fields |= _clearly_dated(within[0], fields["date"])
        notes.append(_TOLD_WITHIN if is_html else _READ_WITHIN)
        body = body if is_html else within[1]
    body, around = newsletters.of_html(body) if is_html else newsletters.of_text(body)
    if around:
        told = ", ".join(f"'{one_line(line, 60)}'" for line in around[:_MOST_TOLD])
        more = f" and {len(around) - _MOST_TOLD} more" if len(around) > _MOST_TOLD else ""
        notes.append(_AROUND.format(told + more))
    return ("html" if is_html else "text"), body


def _clearly_dated(told: dict[str, str], outer: str) -> dict[str, str]:
    """What is told of a forwarded message, its day where that or the outer one makes it clear."""
    day = told.pop("date", "")
    if not dates.is_one(day):
        by = dates.parse(outer).day if day and dates.is_one(outer) else None
        nearest = dates.nearest(day, by) if by else None
        day = nearest.day.isoformat() if nearest else ""
    return told | ({"date": day} if day else {})


@dataclass(frozen=True)
class _Text:
    """A text within a message, and a note on its encoding."""

    content: str
    is_html: bool
    note: str

    @property
    def html(self) -> str:
        """The text as a piece of HTML."""
        return _HEAD.sub("", self.content) if self.is_html else from_text(self.content)


def _fields(message: Message) -> dict[str, str]:
    name, address = parseaddr(_header(message, "From"))
    fields = {
        "title": mail_headers.without_prefix(_header(message, "Subject")),
        "date": _date(message),
        "author": "" if name == address or "@" in name else name,
        "source": _header(message, "Archived-At").strip("<>"),
        "keywords": _header(message, "Keywords"),
        "language": _header(message, "Content-Language"),
    }
    return {name: value for name, value in fields.items() if value}


def _date(message: Message) -> str:
    """The day on which it was written, else that on which the last program received it."""
    received = _header(message, "Received").rpartition(";")[2].strip()
    return _header(message, "Date") or (received if dates.is_one(received) else "")


def _header(message: Message, name: str) -> str:
    """A header on one line, its encoded words read; one in raw bytes is decoded as a text is."""
    items = message.raw_items()
    value = next((str(value) for key, value in items if key.casefold() == name.casefold()), "")
    if not value.isascii():
        value = decode(value.encode("utf-8", "surrogateescape"))[0]
        return " ".join(value.split())
    return " ".join(str(make_header(decode_header(value))).split())


class _Found(NamedTuple):
    """The texts of a message in their order, one of each that has alternatives; how many parts were
    left out, attached or messages within it; and its text for programs that show no HTML.
    """

    texts: list[_Text]
    left_out: int = 0
    plain: str = ""


def _found(part: Message) -> _Found:
    if part.get_content_type() == "message/rfc822" or _is_attached(part):
        return _Found([], 1)
    if not part.is_multipart():
        text = _text(part)
        return _Found([text], 0, "" if text.is_html else text.content) if text else _Found([])
    found = [_found(one) for one in part.get_payload()]
    left_out = sum(one.left_out for one in found)
    plain = next((one.plain for one in found if one.plain), "")
    if part.get_content_type() == "multipart/alternative":
        # The last is the richest (RFC 2046, section 5.1.4).
        richest = next((one.texts for one in reversed(found) if one.texts), [])
        return _Found(richest, left_out, plain)
    return _Found([text for one in found for text in one.texts], left_out, plain)


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _text(part: Message) -> _Text | None:
    content = part.get_payload(decode=True) if part.get_content_maintype() == "text" else b""
    if not isinstance(content, bytes) or not content.strip():
        return None
    text, note = decode(content, part.get_content_charset(""))
    return _Text(text, part.get_content_subtype() == "html", note)
