"""Messages of email (RFC 5322), as programs save them one a file: newsletters and alerts."""

import re
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

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
        texts = _texts(message)
        fields = _fields(message)
    except _ERRORS as error:
        raise Rejection(_DAMAGED) from error
    if not texts:
        raise Rejection(_NO_TEXT)
    layout = "html" if "html" in texts else "text"
    body, note = texts[layout]
    if page := _ON_THE_WEB.search(texts.get("text", ("", ""))[0]):
        fields.setdefault("source", page[1])
    if "date" not in fields:
        raise Rejection(_NO_DATE)
    body = _HEAD.sub("", body) if layout == "html" else body
    return article(fields, body, layout=layout), note


def _fields(message: Message) -> dict[str, str]:
    name, address = parseaddr(_header(message, "From"))
    fields = {
        "title": _header(message, "Subject"),
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
    """A header on one line, its encoded words read."""
    return " ".join(str(make_header(decode_header(str(message.get(name) or "")))).split())


def _texts(message: Message) -> dict[str, tuple[str, str]]:
    """The first text in HTML and the first in plain text, each with a note on its encoding."""
    found: dict[str, tuple[str, str]] = {}
    for part in message.walk():
        is_attached = part.get_content_disposition() == "attachment"
        if is_attached or part.get_content_maintype() != "text":
            continue
        content = part.get_payload(decode=True)
        kind = "html" if part.get_content_subtype() == "html" else "text"
        if isinstance(content, bytes) and content.strip() and kind not in found:
            found[kind] = decode(content, part.get_content_charset(""))
    return found
