"""The shapes of a feed: as it comes, as its format is read, and as lines that become items."""

from dataclasses import dataclass, replace
from datetime import date

from articles.ingest.places import Place
from articles.ingest.records import Item


@dataclass(frozen=True)
class FeedText:
    """A feed as it came, and the address that it came from, where it has one."""

    content: bytes
    address: str = ""


@dataclass(frozen=True)
class Entry:
    """An entry in its own words: nothing here is checked, bounded or safe.

    `body` is the longest text that the feed gives, and `summary` another; `body_format` is "html",
    "text" or, where the feed leaves it open, nothing. Dates are in a form
    that the reader of dates knows, or empty; `misdated` is how the first stands in the feed, where
    that is in no usual form. `base` is what a relative link is relative to. `status` tells a draft,
    and `problem` why the entry is no article, or nothing; `notes` are for the curator.
    """

    name: str
    title: str = ""
    link: str = ""
    base: str = ""
    published: str = ""
    updated: str = ""
    misdated: str = ""
    body: str = ""
    body_format: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    image: str = ""
    source_name: str = ""
    status: str = ""
    problem: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """What was found in a feed; `dated` is the feed's own date, in any form, or empty."""

    entries: list[Entry]
    dated: str = ""
    is_cut_short: bool = False


@dataclass(frozen=True)
class Line:
    """An entry as a line of JSON. `day` is the date to take where the entry has none, or None."""

    name: str
    content: bytes = b""
    problem: str = ""
    day: date | None = None
    notes: tuple[str, ...] = ()

    def item(self, place: Place, feed: Place) -> Item:
        """The item that the line is, at its place in a feed."""
        item = place.item(self.content, self.problem)
        return replace(item, day=self.day, notes=self.notes, feed=feed.origin)


@dataclass(frozen=True)
class Lines:
    """The entries of a feed, and what is wrong with the feed as a whole, or nothing."""

    lines: tuple[Line, ...]
    problem: str = ""
