"""Pages that a browser saved as one file (MHTML, RFC 2557), among their pictures and styles."""

import email
import re
from email.message import Message

from articles.ingest.readers import dates, pages
from articles.ingest.readers.encodings import decode
from articles.ingest.records import RawArticle, Rejection

SNIFFED = 4000  # characters

_HEADER = re.compile(r"[A-Za-z][A-Za-z-]{1,40}: ")
_RELATED = re.compile(r"^content-type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
_NO_PAGE = "No page is in the file. Save it as HTML."


def sniff(text: str) -> bool:
    """Its headers say that what follows is one thing in several parts."""
    beginning = text[:SNIFFED].partition("\n\n")[0]
    return bool(_HEADER.match(beginning) and _RELATED.search(beginning))


def read(text: str, path: str = "") -> RawArticle:
    """The article on the page, which was saved from an address on a day; raises Rejection."""
    try:
        # Of bytes, since a part may be written as it is; sound UTF-8 comes before what is declared.
        message = email.message_from_bytes(text.encode("utf-8", "surrogatepass"))
        part = next((one for one in message.walk() if one.get_content_type() == "text/html"), None)
        content = part.get_payload(decode=True) if part else b""
        charset = part.get_content_charset("") if part else ""
    except (RecursionError, ValueError, LookupError) as error:
        raise Rejection(_NO_PAGE) from error
    if not part or not content:
        raise Rejection(_NO_PAGE)
    page, _ = decode(content, charset)
    saved = _header(message, "Date")
    address = _header(message, "Snapshot-Content-Location") or _header(part, "Content-Location")
    if not dates.is_one(saved):
        return pages.read(page, path)
    return pages.read_capture(page, address, saved)


def _header(part: Message, name: str) -> str:
    return str(part.get(name) or "").strip()
