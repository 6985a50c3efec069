"""The names that fields go by, and the plain text of what stands under them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from itertools import islice
from typing import Any

from articles.ingest.characters import one_line

# The most telling name comes first: where several hold a value, the first that does is taken; tags
# and categories are taken from all. Case, spaces, hyphens and underscores do not count. A date that
# tells when something was changed serves where no other does.
FIELDS = {
    "title": (
        *("title", "headline", "webTitle", "fullTitle", "postTitle", "articleTitle"),
        *("titre", "titel", "título", "titolo"),
    ),
    "date": (
        "publishedAt",
        "date",
        "published",
        "publishedDateTime",
        "publishedDate",
        "publishDate",
        "publicationDate",
        "pubDate",
        "pubDatetime",
        "datePublished",
        "publishedOn",
        "publishedTime",
        "postDate",
        "issued",
        "createdAt",
        "created",
        "dateCreated",
        "datePublish",
        "webPublicationDate",
        "firstPublishedAt",
        "firstPublicationDate",
        "timestamp",
        "createdTime",
        "createdUtc",
        "datum",
        "fecha",
    ),
    "changed": (
        "modified",
        "updated",
        "lastmod",
        "lastModified",
        "updatedDate",
        "updatedAt",
        "modifiedAt",
        "dateModified",
    ),
    "excerpt": (
        "excerpt",
        "customExcerpt",
        "description",
        "summary",
        "abstract",
        "metaDescription",
        "lede",
        "subtitle",
        "postExcerpt",
        "trailText",
    ),
    "cover_image": (
        "coverImage",
        "image",
        "images",
        "cover",
        "featuredImage",
        "featureImage",
        "heroImage",
        "ogImage",
        "banner",
        "thumbnail",
        "imageUrl",
        "urlToImage",
        "previewPicture",
        "photo",
        "picture",
    ),
    "byline": (
        *("author", "authors", "byline", "authorName", "writer", "creator", "reporter"),
        *("journalist", "contributors", "publishedBy", "primaryAuthor"),
        *("auteur", "autor", "autore"),
    ),
    "source_url": (
        "source",
        "sourceUrl",
        "originalUrl",
        "canonicalUrl",
        "canonical",
        "externalUrl",
        "link",
        "url",
        "permalink",
        "webUrl",
        "sourceLink",
        "articleUrl",
        "originalSource",
        "urlSource",
        "originalLink",
        "articleLink",
        "storyUrl",
        "pageUrl",
        "linkOriginal",
        "mainEntityOfPage",
        "alternate",
        "quelle",
        "fuente",
        "fonte",
    ),
    "source_name": (
        "sourceName",
        "siteName",
        "publisher",
        "publication",
        "publicationTitle",
        "outlet",
        "source",
        "origin",
    ),
    "category": ("category", "categories", "section", "articleSection", "sectionName"),
    "tags": ("tags", "keywords", "tag", "topics", "filetags", "primaryTag"),
    "language": ("lang", "language", "locale"),
    "draft": ("draft", "isDraft", "private", "hidden", "unlisted"),
    "public": ("published", "publish"),
    "status": ("status", "postStatus", "visibility"),
    "archive_summary": ("archiveSummary",),
    "body_format": ("bodyFormat",),
}

# Tables whose fields count as if they stood outside, where those are not: in front matter Hugo's
# params, Zola's extra and taxonomies, in JSON what content systems say of a record.
NESTED = ("params", "extra", "taxonomies", "metadata", "sys")

# Where the text of a field stands that is an object, as {name: A. Writer, url: ...} for an author.
INSIDE = {
    "title": ("rendered", "main", "text"),
    "excerpt": ("rendered",),
    "cover_image": ("url", "src", "image", "path", "href"),
    "byline": ("name", "fullName", "displayName", "original"),
    "source_url": ("url", "href", "link", "@id"),
    "source_name": ("name", "title"),
    "category": ("name", "title", "label"),
    "tags": ("label", "title", "value", "name", "webTitle"),
}
# What programs put around the object or the list that a field leads to.
_AROUND = ("data", "attributes", "node", "nodes", "edges", "fields")
_NAMES_OF_A_PERSON = (("given", "family"), ("firstname", "lastname"))

_MOST_TOLD = 3  # of the other values of a field that should have one
MOST_VALUES = 1000  # of a field; an alias that repeats itself would give more than can be counted
_WEB = re.compile(r"\s*https?://", re.IGNORECASE)
_SPACED = re.compile(r"[\s_-]+")

# Obsidian's links: [[a note]], or [[a note|what is shown]]. What a Markdown link shows may look so.
WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]+)\]\](?![(\[])")

Fields = dict[str, Any]


def by_simple_name(loaded: Mapping[Any, Any]) -> Fields:
    """The fields by names without case and spaces; those of nested tables where none is outside.

    A field outside stands before one within that goes by another of its names; tags and categories
    add up.
    """
    fields = _simple(loaded)
    outside = {name for name, value in fields.items() if value}
    for table in NESTED:
        if isinstance(fields.get(table), dict):
            for name, value in _simple(fields[table]).items():
                if not outside & _SAME.get(name, {name}):
                    fields[name] = fields.get(name) or value
    return fields


def named(fields: Fields, field: str, notes: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Each name of a field that has a value, the most telling first, with the texts of that value.

    Adds to `notes` what is no plain text.
    """
    for name, simplified in _SIMPLE_NAMES[field]:
        value = fields.get(simplified)
        if value is None:
            continue
        found = list(islice(_texts(value, field), MOST_VALUES))
        note = f"Field '{name}' is not plain text: what is nested in it was left out."
        if None in found and note not in notes:
            notes.append(note)
        texts = [text for text in found if text]
        if texts:
            yield name, texts


def texts(fields: Fields, field: str, notes: list[str]) -> list[str]:
    """The texts of a field under its most telling name."""
    return next((found for _, found in named(fields, field, notes)), [])


def each(fields: Fields, field: str, notes: list[str]) -> list[str]:
    """The texts of a field under all of its names."""
    return [text for _, found in named(fields, field, notes) for text in found]


def text(fields: Fields, field: str, notes: list[str]) -> str:
    """The first of them, or nothing."""
    return next((first(name, found, notes) for name, found in named(fields, field, notes)), "")


def first(name: str, found: list[str], notes: list[str]) -> str:
    """The first text of a field that should have one; adds to `notes` that there are others."""
    others = [one for one in dict.fromkeys(found) if one != found[0]]
    if others:
        told = ", ".join(f"'{one_line(one, 60)}'" for one in (found[0], *others[:_MOST_TOLD]))
        note = f"Field '{name}' has several values, {told}: the first was taken."
        notes += [] if note in notes else [note]
    return found[0]


def collected(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Names and values as fields; what stands under a name more than once becomes a list."""
    written: dict[str, str] = {}
    fields: dict[str, Any] = {}
    for name, value in pairs:
        key = written.setdefault(simple(name), name)
        if key not in fields:
            fields[key] = value
        elif value and value not in _listed(fields[key]):
            fields[key] = [*filter(None, _listed(fields[key])), value]
    return fields


def unread_addresses(loaded: Mapping[Any, Any]) -> list[str]:
    """The names, as they are written, of fields that hold a web address and that nobody reads."""
    return [
        str(name)
        for name, value in loaded.items()
        if isinstance(value, str) and _WEB.match(value) and _is_unread(simple(name))
    ]


def _is_unread(name: str) -> bool:
    """Whether a name is none that is known, nor one that begins as those of JSON-LD do."""
    return name not in _ALL_NAMES and name[:1] not in ("@", "$")


def is_known(name: str) -> bool:
    """Whether a field is read by a name without case and spaces, if only for what it lacks.

    Of several that sum up an article only one is read, and the others may say more.
    """
    return name in _ALL_NAMES and name not in _SUMMING_UP


def simple(name: object) -> str:
    """A name without case, spaces, hyphens and underscores."""
    return _SPACED.sub("", str(name)).casefold()


_SIMPLE_NAMES = {field: [(name, simple(name)) for name in names] for field, names in FIELDS.items()}

_ALL_NAMES = {name for names in _SIMPLE_NAMES.values() for _, name in names}

_SUMMING_UP = {name for _, name in _SIMPLE_NAMES["excerpt"]}

# Of each name, the others that hold the same; `source` and `published` hold either of two things,
# and tags and categories add up.
_SAME = {
    name: {other for _, other in names}
    for field, names in _SIMPLE_NAMES.items()
    if field in ("title", "excerpt", "cover_image", "byline")
    for _, name in names
}


def _simple(table: Mapping[Any, Any]) -> Fields:
    return {simple(name): value for name, value in table.items()}


def _texts(value: object, field: str) -> Iterator[str | None]:
    """The texts of a value; None for what has none. A list within a list is one list with it."""
    for one in _listed(_unboxed(value)):
        for leaf in _listed(_unboxed(one)):
            yield _inside(leaf, field) if isinstance(leaf, dict) else _plain(leaf)


def _listed(value: object) -> list:
    return value if isinstance(value, list) else [value]


def _unboxed(value: object) -> object:
    """What leads to other records, as in {data: {attributes: {name: A. Writer}}}, without that."""
    for _ in _AROUND:
        inner = value if isinstance(value, dict) else {}
        found = (inner[name] for name in _AROUND if isinstance(inner.get(name), dict | list))
        value = next(found, value)
    return value


def _inside(table: dict, field: str) -> str | None:
    """The text of an object, or None where it has none; a source may have a name alone."""
    parts = {name: _plain(value) for name, value in _simple(table).items()}
    if not isinstance(table.get("value"), str):
        # How often a tag was given, and none of its names.
        parts.pop("value", None)
    found = [parts.get(simple(name)) for name in INSIDE.get(field, ())]
    if field == "byline":
        found += [" ".join(filter(None, map(parts.get, names))) for names in _NAMES_OF_A_PERSON]
    is_name = field == "source_url" and (parts.get("name") or parts.get("title"))
    nothing = "" if is_name else None
    return next(filter(None, found), nothing)


def _plain(value: object) -> str | None:
    """A single value as text; None where it is none."""
    if value is None:
        return ""
    if isinstance(value, str):
        return WIKI_LINK.sub(r"\1", value).strip()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date | time):
        return value.isoformat()
    return _number(value) if isinstance(value, int | float) else None


def _number(value: float) -> str | None:
    """A number as text, unless it has more digits than any that a field holds."""
    return str(value) if isinstance(value, float) or value.bit_length() <= 64 else None
