"""Messages of email (RFC 5322), as programs save them one a file: newsletters and alerts."""

import re
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

from articles.ingest.markup import from_text
from articles.ingest.readers import dates
from articles.ingest.readers.assembling import article
from articles.ingest.readers.encodings import decode
from articles.ingest.records import RawArticle, Rejection

SNIFFED = 4000  # bytes

_FIELDS = (
    rb"From|To|Subject|Date|Received|Return-Path|Delivered-To|Message-ID|MIME-Version|Reply-To|Sender"
    rb"|DKIM-Signature|Authentication-Results|List-[\w-]+|X-[\w-]+|ARC-[\w-]+|Content-[\w-]+"
)
_HEADERS = re.compile(rb"\s*(?:(?:" + _FIELDS + rb"):[^\n]*\n(?:[ \t][^\n]*\n)*){3}", re.IGNORECASE)
# A page that a browser saved as one file has "Saved by" in this place.
_SENDER = re.compile(rb"^(?:From|Sender|Return-Path):[^\n]*@", re.IGNORECASE | re.MULTILINE)
_HEAD = re.compile(r"<head[\s>].*?</head\s*>", re.IGNORECASE | re.DOTALL)
# How newsletters name their page, in the text for programs that show no HTML.
_ON_THE_WEB = re.compile(
    r"view (?:this \w+|it) (?:on the web|in (?:your|a) browser|online)[^\n]{0,20}?[\s(:<]"
    r"(https?://[^\s<>()]+)",
    re.IGNORECASE,
)
_NO_TEXT = "No text: the message has none, or only what is attached."
_LEFT_OUT = "Left out what is attached to the message or forwarded in it: {}."
_FORWARDED = re.compile(
    r"^-{2,}[ ]?(?:Forwarded message|Original Message)[ ]?-{2,}[ \t]*\n"
    r"(?P<headers>(?:[A-Z][a-z]+: [^\n]*\n)+)\s*",
    re.MULTILINE,
)
_PREFIX = re.compile(r"^(?:(?:fwd?|wg|tr|rv|i):\s*)+", re.IGNORECASE)
_LINE = re.compile(r"^([A-Z][a-z]+): ([^\n]*)$", re.MULTILINE)
_AT = re.compile(r" at (?=\d)")
_READ_WITHIN = "Read as the message that is forwarded in it; what stands above that was left out."
_NO_DATE = "No date: the message has none in its header 'Date'. Add one."
_DAMAGED = "The message is damaged and cannot be read. Save its text as HTML or text."

_ERRORS = (MessageError, RecursionError, ValueError, LookupError, AttributeError, TypeError)


def sniff(content: bytes) -> bool:
    """Three headers of email stand at the top, and somebody sent it."""
    beginning = content[:SNIFFED]
    return bool(_HEADERS.match(beginning) and _SENDER.search(beginning))


def read(content: bytes) -> tuple[RawArticle, str]:
    """The article that a message is, and a note on its encoding; raises Rejection."""
    try:
        message = message_from_bytes(content.lstrip())
        texts, left_out = _texts(message)
        fields = _fields(message)
    except _ERRORS as error:
        raise Rejection(_DAMAGED) from error
    if not texts:
        raise Rejection(_NO_TEXT)
    if "date" not in fields:
        raise Rejection(_NO_DATE)
    if page := _ON_THE_WEB.search(_plain(message)):
        fields.setdefault("source", page[1])
    layout = "html" if any(text.is_html for text in texts) else "text"
    body = "\n\n".join(text.html if layout == "html" else text.content for text in texts)
    notes = [_LEFT_OUT.format(left_out)] if left_out else []
    if layout == "text" and (forwarded := _FORWARDED.search(body)):
        fields |= _told_within(forwarded["headers"])
        body = body[forwarded.end() :]
        notes.append(_READ_WITHIN)
    raw = article(fields, body, layout=layout)
    note = next(filter(None, (text.note for text in texts)), "")
    return replace(raw, notes=(*notes, *raw.notes)), note


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
        "title": _PREFIX.sub("", _header(message, "Subject")),
        "date": _date(message),
        "author": "" if name == address or "@" in name else name,
        "source": _header(message, "Archived-At").strip("<>"),
        "keywords": _header(message, "Keywords"),
        "language": _header(message, "Content-Language"),
    }
    return {name: value for name, value in fields.items() if value}


def _told_within(headers: str) -> dict[str, str]:
    """What the headers above a message tell that was forwarded in the text of another."""
    told = dict(_LINE.findall(headers))
    day = _AT.sub(" ", told.get("Date", ""))
    found = {
        "title": told.get("Subject", ""),
        "author": parseaddr(told.get("From", ""))[0],
        "date": day if dates.is_one(day) else "",
    }
    return {name: value for name, value in found.items() if value}


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


def _texts(part: Message) -> tuple[list[_Text], int]:
    """The texts of a message in their order, one of each that has alternatives, and how many parts
    were left out: what is attached, and messages within it.
    """
    if part.get_content_type() == "message/rfc822" or _is_attached(part):
        return [], 1
    if not part.is_multipart():
        text = _text(part)
        return ([text] if text else []), 0
    found = [_texts(one) for one in part.get_payload()]
    left_out = sum(count for _, count in found)
    if part.get_content_type() == "multipart/alternative":
        # The last is the richest (RFC 2046, section 5.1.4).
        return next((texts for texts, _ in reversed(found) if texts), []), left_out
    return [text for texts, _ in found for text in texts], left_out


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _text(part: Message) -> _Text | None:
    content = part.get_payload(decode=True) if part.get_content_maintype() == "text" else b""
    if not isinstance(content, bytes) or not content.strip():
        return None
    text, note = decode(content, part.get_content_charset(""))
    return _Text(text, part.get_content_subtype() == "html", note)


def _plain(message: Message) -> str:
    """The text for programs that show no HTML."""
    parts = (one for one in message.walk() if one.get_content_type() == "text/plain")
    texts = (_text(one) for one in parts if not _is_attached(one))
    return next((text.content for text in texts if text), "")
