"""Web pages as a WARC record holds them: with address, day and headers of the capture."""

import io
import re

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from articles.ingest import packing
from articles.ingest.readers import pages
from articles.ingest.readers.encodings import MAX_BYTES, decode
from articles.ingest.records import RawArticle, Rejection

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_DAMAGED = "The record is damaged: {}. Get the file anew."

# warcio takes for granted that a response has an address, and fails for want of an attribute.
_ERRORS = (ArchiveLoadFailed, AttributeError, StopIteration, OSError, *packing.ERRORS)


def sniff(content: bytes) -> bool:
    """A record begins with the version of its format."""
    return content.startswith(b"WARC/")


def read(content: bytes) -> tuple[RawArticle, str]:
    """The article on a captured page, and a note on its encoding; raises Rejection."""
    try:
        record = next(ArchiveIterator(io.BytesIO(content), verify_http=False))
        payload = _payload(record)
    except _ERRORS as error:
        raise Rejection(_DAMAGED.format(str(error)[:100] or type(error).__name__)) from error
    headers = record.http_headers or record.rec_headers
    charset = _CHARSET.search(headers.get_header("Content-Type") or "")
    text, note = decode(payload, charset[1] if charset else "")
    address = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    captured = record.rec_headers.get_header("WARC-Date") or ""
    return pages.read_capture(text, address, captured), note


def _payload(record: ArcWarcRecord) -> bytes:
    """The page's bytes, unpacked; no more of them than tell that they are too many."""
    stream, coding = record.raw_stream, ""
    if headers := record.http_headers:
        coding = headers.get_header("Content-Encoding") or ""
        if (headers.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
            stream = ChunkedDataReader(stream)
    return packing.unpacked(stream.read(), coding, MAX_BYTES)
