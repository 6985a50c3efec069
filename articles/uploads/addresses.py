"""A page from an address that somebody pasted, kept as a capture: with the address and the day."""

import io
import re

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from articles.fetching.web import Answer, FetchError, fetch
from articles.ingest import clean, entries
from articles.ingest.characters import one_line
from articles.ingest.readers import pages
from articles.ingest.readers.encodings import MAX_BYTES
from articles.ingest.records import CleanArticle, Item, RawArticle, Rejection
from articles.ingest.worker import Cleaner

SECONDS = 20  # for the whole fetch; somebody waits for it

_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|p)[\s>]", re.IGNORECASE)
_OPENING = 2048  # bytes from which the kind is told


class AddressError(Exception):
    """Why an address gives no article; the message says it.

    `found` has what is known all the same, by the names of the fields of a typed article;
    `feed_url` is the address where it is a feed.
    """

    def __init__(self, message: str, found: dict[str, object] | None = None, feed_url: str = ""):
        super().__init__(message)
        self.found = found or {}
        self.feed_url = feed_url


def page_at(url: str) -> tuple[str, bytes]:
    """The final address of a page and its capture as a WARC record; raises AddressError.

    What is returned was read and cleaned once: it has a text, and says when it was published.
    """
    try:
        answer = fetch(url, max_bytes=MAX_BYTES - 64_000, seconds=SECONDS)
    except FetchError as error:
        raise AddressError(str(error), {"source": url}) from error
    _check_kind(answer)
    record = _record(answer)
    with Cleaner(1) as cleaner:
        [(_, result)] = cleaner.clean_all(iter([Item(answer.url, answer.url, record)]))
    if isinstance(result, Rejection):
        raise AddressError(str(result), {"source": answer.url} | _found(result.found))
    if pages.UNDATED in result.notes:
        message = "The page does not say when it was published. Add the date."
        body = {"body": result.body_html, "body_format": "html"}
        raise AddressError(message, _found(result) | body)
    return answer.url, record


def _check_kind(answer: Answer) -> None:
    """Raise AddressError where the address answers something other than a page."""
    beginning = answer.content[:_OPENING]
    source = {"source": answer.url}
    if beginning.startswith(b"%PDF-"):
        raise AddressError("It is a PDF. Copy its text into the form.", source)
    if entries.is_feed(io.BytesIO(answer.content)):
        message = "It is a feed, not an article. Enter it as the feed address of its source."
        raise AddressError(message, feed_url=answer.url)
    if not _PAGE.search(beginning):
        kind = one_line(answer.headers.get("content-type", ""), 60) or "of no stated kind"
        raise AddressError(f"It is no web page but {kind}. Copy its text into the form.", source)


def _record(answer: Answer) -> bytes:
    """The page as a WARC record (ISO 28500), by which its address and its encoding are known."""
    kind = one_line(answer.headers.get("content-type", ""), 200) or "text/html"
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False)
    headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
    payload = io.BytesIO(answer.content)
    record = writer.create_warc_record(
        answer.url, "response", payload=payload, http_headers=headers
    )
    writer.write_record(record)
    return buffer.getvalue()


def _found(article: CleanArticle | RawArticle | None) -> dict[str, object]:
    """What a page said, by the names of the fields of a typed article."""
    if article is None:
        return {}
    return {
        "title": one_line(article.title, clean.MAX_TITLE),
        "date": None if pages.UNDATED in article.notes else article.published,
        "source": article.source_url,
        "source_name": one_line(article.source_name, clean.MAX_SOURCE_NAME),
        "author": one_line(article.byline, clean.MAX_BYLINE),
        "category": one_line(article.category, clean.MAX_NAME),
        "tags": ", ".join(article.tags),
        "language": article.language,
        "excerpt": one_line(article.excerpt, clean.MAX_EXCERPT),
        "image": article.cover_image,
    }
