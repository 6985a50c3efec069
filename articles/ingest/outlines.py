"""Lists of feeds in OPML, as feed readers keep and exchange them."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from articles.ingest.characters import one_line
from articles.ingest.records import Rejection

MAX_BYTES = 10 * 2**20
MAX_OUTLINES = 10_000
MAX_TEXT = 2000  # characters of an attribute


@dataclass(frozen=True)
class Outlines:
    """A list of feeds as it came."""

    content: bytes


@dataclass(frozen=True)
class Outline:
    """A feed in a list, its words on one line each: nothing here is checked."""

    title: str
    feed_url: str
    homepage: str
    language: str


def read(given: Outlines) -> tuple[Outline, ...]:
    """The feeds of a list, to be called under limits; raises Rejection.

    Folders are passed over: an outline without the address of a feed.
    """
    try:
        found = tuple(_outlines(given.content))
    except etree.XMLSyntaxError as error:
        why = one_line(error.msg or "it ends early", 100)
        raise Rejection(f"Not a list of feeds: {why}. Export it anew as OPML.") from error
    if len(found) > MAX_OUTLINES:
        raise Rejection(f"More than {MAX_OUTLINES:,} feeds. Split the file.")
    return found


def _outlines(content: bytes) -> Iterator[Outline]:
    root = None
    parsed = etree.iterparse(
        io.BytesIO(content), events=("start", "end"), resolve_entities=False, no_network=True
    )
    for event, element in parsed:
        name = str(element.tag).rpartition("}")[2].lower()
        if root is None:
            root = name
            if name != "opml":
                raise Rejection("Not a list of feeds: it is not OPML. Export it anew.")
        if event == "start" and name == "outline":
            values = {key.lower(): one_line(value, MAX_TEXT) for key, value in element.items()}
            if feed_url := values.get("xmlurl") or _linked(values):
                title = values.get("title") or values.get("text", "")
                homepage, language = values.get("htmlurl", ""), values.get("language", "")
                yield Outline(title, feed_url, homepage, language)
        elif event == "end":
            element.clear()


def _linked(values: dict[str, str]) -> str:
    """The address under the name that some programs use, of an outline that is a feed by type."""
    return values.get("url", "") if values.get("type", "").lower() in ("rss", "atom") else ""
