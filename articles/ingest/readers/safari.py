"""Pages that Safari saved with all that belongs to them: a property list in its binary form."""

import plistlib
from xml.parsers.expat import ExpatError

from articles.ingest.readers import pages
from articles.ingest.readers.encodings import decode
from articles.ingest.records import RawArticle, Rejection

_BEGINNING, _PAGE = b"bplist00", b"WebMainResource"
_NO_PAGE = "No page is in the file. Save it as HTML."

# What plistlib raises on hostile or broken files.
_ERRORS = (
    *(plistlib.InvalidFileException, ExpatError, ValueError, LookupError, TypeError),
    *(RecursionError, OverflowError, AttributeError),
)


def sniff(content: bytes) -> bool:
    """A property list that has a page."""
    return content.startswith(_BEGINNING) and _PAGE in content


def read(content: bytes) -> tuple[RawArticle, str]:
    """The article on the page, and a note on its encoding; raises Rejection."""
    try:
        page = plistlib.loads(content)[_PAGE.decode()]
        markup, address = page["WebResourceData"], page.get("WebResourceURL", "")
        charset = page.get("WebResourceTextEncodingName", "")
    except _ERRORS as error:
        raise Rejection(_NO_PAGE) from error
    if not (isinstance(markup, bytes) and isinstance(address, str) and isinstance(charset, str)):
        raise Rejection(_NO_PAGE)
    text, note = decode(markup, charset)
    return pages.read(text, address=address), note
