"""The shapes that an article has on its way in: Item, then RawArticle, then CleanArticle."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property


class Rejection(Exception):
    """An item that cannot become an article; the message is the reason and the remedy.

    `found` has what a reader could tell all the same, if anything.
    """

    def __init__(self, message: str, found: "RawArticle | None" = None):
        super().__init__(message)
        self.found = found


@dataclass(frozen=True)
class Item:
    """One thing found in an import: a file, or a member of an archive.

    `path` names it to the person who gave it, `origin` is the name that is kept. `problem` says
    why it could not be read whole; `content` then holds what could be read, perhaps nothing.
    `is_known` says that the archive has the same bytes, so that nothing needs to be read, and
    `is_exported` that it is to be read as a record of an export. `day` is the date to take where
    the content has none, or None, and `notes` tell the curator what was done about it on its way.
    `feed` is the origin of the feed that it is an entry of, or nothing.
    """

    path: str
    origin: str
    content: bytes = b""
    problem: str = ""
    is_known: bool = False
    is_exported: bool = False
    day: date | None = None
    notes: tuple[str, ...] = ()
    feed: str = ""

    @cached_property
    def sha256(self) -> str:
        """The digest by which the same bytes are known again, as 64 hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class RawArticle:
    """What a reader found in an item, in its own words: nothing here is safe to show.

    `body_format` is "html", "markdown" or "text". Dates are as the item has them: `published` is
    the day in UTC, `published_at` the moment where the time of day is known. `is_undated` says that
    the day was put in place of a date that is missing or may be either of two. A page that tells no
    day has that of its capture.
    """

    title: str
    body: str
    body_format: str
    published: date
    published_at: datetime | None = None
    byline: str = ""
    excerpt: str = ""
    cover_image: str = ""
    source_url: str = ""
    source_name: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    is_archive_summary: bool = False
    is_draft: bool = False
    is_opening: bool = False
    is_undated: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """A link cited in a body: an absolute http or https address and the words that carry it."""

    url: str
    domain: str
    text: str


@dataclass(frozen=True)
class Block:
    """A block of a body: its text, and the tag that holds this text and nothing else, or none.

    `place` is the number of characters of the body up to the end of that tag's name, where an
    attribute can be added. `digest` is a number for its words, where it is compared with others.
    In a table no block has a tag: it means nothing by itself.
    """

    text: str
    tag: str = ""
    place: int = 0
    digest: int | None = None


@dataclass(frozen=True)
class CleanArticle:
    """An article that is fit to store: its HTML is sanitised, its fields are checked and bounded.

    `source_url` is the address as given, `canonical_url` the same address normalised, by which
    an article is known again; both are empty where the item names no source. `source_name` is what
    a source that is new, or has no name yet, is called. `text_digest` is the SHA-256 of the words
    of the body, so that the same text is known at another address, and `sketch` stands for its
    opening, so that nearly the same text is; it is empty where there is no address. `blocks` are
    its paragraphs and the like with their digests, by which those that its source repeats are
    known; there are none without a source. `title_key` is the title without numbers, by which
    template titles are known. `notes` tell the curator what was mended or missing.
    `is_archive_summary` says that the words are the archive's own, about what the source reported.
    """

    title: str
    body_html: str
    body_text: str
    word_count: int
    published: date
    text_digest: str
    title_key: str
    sketch: tuple[int, ...]
    blocks: tuple[Block, ...] = ()
    published_at: datetime | None = None
    byline: str = ""
    excerpt: str = ""
    cover_image: str = ""
    source_url: str = ""
    canonical_url: str = ""
    source_domain: str = ""
    source_name: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    language: str = "en"
    is_archive_summary: bool = False
    is_draft: bool = False  # its file says that it is not for readers yet
    is_opening: bool = False  # its page shows no more to those who have not paid
    is_undated: bool = False  # its day was put in place of one that is missing or unclear
    links: tuple[Link, ...] = field(default=())
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stored:
    """What became of one item. `article` is an id, or None where the item was rejected."""

    path: str
    outcome: str
    article: int | None
    reason: str
