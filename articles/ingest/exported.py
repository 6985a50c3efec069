"""What `articles/export.py` wrote, read again: an article with its number and all that it leads to.

Its texts are those of the archive that it left, so nothing is made of them but what is derived; the
body is sanitised all the same.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from articles.ingest import sanitize, urls
from articles.ingest.blocks import digested, plain
from articles.ingest.characters import storable
from articles.ingest.clean import (
    DEFAULT_LANGUAGE,
    MAX_BYLINE,
    MAX_NAME,
    MAX_SOURCE_NAME,
    MAX_TITLE,
    text_digest,
    word_count,
)
from articles.ingest.readers import encodings, front_matter, rows
from articles.ingest.records import CleanArticle, Item, Rejection
from articles.ingest.shingles import sketch
from articles.ingest.typed import (
    address,
    checked,
    choice,
    day,
    digest,
    domain,
    each,
    filled,
    flag,
    moment,
    number,
    slug,
    table,
    text,
    whole,
)
from articles.titles import title_key

STATUSES = ("draft", "review", "published", "withdrawn", "rejected")
GATES = ("judgement", "template", "placeholder", "future", "feed", "opening", "undated", "asked")
KINDS = ("topic", "jurisdiction", "organisation", "instrument", "person")
STANDINGS = ("found", "boilerplate", "own")
DISPLAYS = ("full", "excerpt", "link")

_EVENT = table(
    {
        "id": number,
        "title": filled(MAX_TITLE),
        "title_is_edited": flag,
        "summary": text(),
        "happened_start": day,
        "happened_end": day,
        "merged_into": number,
        "locked": flag,
        "created_at": moment,
        "first_public_at": moment,
    },
    "id",
)
_SOURCE = table(
    {
        "domain": domain,
        "name": filled(MAX_SOURCE_NAME),
        "homepage": address,
        "feed_url": address,
        "language": text(12),
        "country": text(2),
        "trusted": flag,
        "display": choice(*DISPLAYS),
        "note": text(),
        "domains": each(domain),
    },
    "domain",
    "name",
)
_ALIAS = table({"name": filled(MAX_NAME), "slug": slug}, "name", "slug")
_CATEGORY = table({"name": filled(MAX_NAME), "slug": slug}, "name")
_TAG = table(
    {
        "name": filled(MAX_NAME),
        "slug": slug,
        "kind": choice(*KINDS),
        "aliases": each(_ALIAS),
    },
    "name",
)
_REPEATED = table(
    {
        "words": whole,
        "text": filled(2000),
        "standing": choice(*STANDINGS),
        "found_at": moment,
    },
    "words",
    "text",
)
_TOMBSTONE = table(
    {
        "article": number,
        "reason": filled(10_000),
        "erased_at": moment,
        "was_public": flag,
        "digests": each(digest),
    },
    "article",
    "reason",
)
_REST = table(
    {
        "next_article": number,
        "next_event": number,
        "events": each(_EVENT),
        "sources": each(_SOURCE),
        "categories": each(_CATEGORY),
        "tags": each(_TAG),
        "tombstones": each(_TOMBSTONE),
    }
)
_COLUMNS = {
    "id": number,
    "status": choice(*STATUSES),
    "status_reason": text(),
    "held_for": choice(*GATES),
    "duplicate_of": number,
    "event": number,
    "event_is_curated": flag,
    "byline_is_aggregator": flag,
    "curated_fields": each(text(40)),
    "first_public_at": moment,
    "added_at": moment,
    "updated_at": moment,
    "grouped_at": moment,
}
_RECORD = table(
    _COLUMNS
    | {
        "title": filled(MAX_TITLE),
        "date": day,
        "published_at": moment,
        "byline": text(MAX_BYLINE),
        "excerpt": text(),
        "cover_image": address,
        "language": text(12),
        "canonical_url": address,
        "source_url": address,
        "archive_summary": flag,
        "body": text(sanitize.MAX_OUTPUT),
        "origins": each(filled(2000)),
        "event_title": filled(MAX_TITLE),
        "event_details": _EVENT,
        "also_about": each(_EVENT),
        "source": domain,
        "source_name": filled(MAX_SOURCE_NAME),
        "source_details": _SOURCE,
        "category": filled(MAX_NAME),
        "category_details": _CATEGORY,
        "tags": each(filled(MAX_NAME)),
        "tag_details": each(_TAG),
        "repeated_blocks": each(_REPEATED),
        "archive": _REST,
    },
    "id",
    "title",
    "date",
    "body",
)


@dataclass(frozen=True)
class Exported:
    """An article as its archive had it, with what it leads to.

    `columns` are those of the article that no cleaning makes, by the names of the export; a
    description of a source, a category, a tag, an event or a tombstone has the names of its
    columns. What is not in them was empty. `rest` is what no article leads to.
    """

    article: CleanArticle
    columns: dict[str, Any]
    origins: tuple[str, ...] = ()
    source: dict[str, Any] | None = None
    category: dict[str, Any] | None = None
    tags: tuple[dict[str, Any], ...] = ()
    event: dict[str, Any] | None = None
    also_about: tuple[dict[str, Any], ...] = ()
    repeated: tuple[dict[str, Any], ...] = ()
    rest: dict[str, Any] = field(default_factory=dict)


def read(item: Item) -> Exported:
    """The article of a line or a file of an export; raises Rejection, naming the field."""
    record = checked(_fields(item), _RECORD)
    event = _event(record)
    columns = {name: record[name] for name in _COLUMNS if name in record}
    _check(columns)
    if event:
        columns["event"] = event["id"]
    category = _described(record, "category", lambda name, _: {"name": name}, "name")
    tags = record.get("tag_details") or tuple({"name": name} for name in record.get("tags", ()))
    filed = {
        "category": category["name"] if category else "",
        "tags": tuple(tag["name"] for tag in tags),
    }
    return Exported(
        article=replace(_article(record), **filed),
        columns=columns,
        origins=record.get("origins", ()),
        source=_described(record, "source", _source, "domain"),
        category=category,
        tags=tags,
        event=event,
        also_about=record.get("also_about", ()),
        repeated=record.get("repeated_blocks", ()),
        rest=record.get("archive", {}),
    )


def _fields(item: Item) -> dict[Any, Any]:
    """The fields as they stand there, with the body; a table has no place for what is nested."""
    if item.problem:
        raise Rejection(item.problem)
    if len(item.content) > encodings.MAX_BYTES:
        raise Rejection(f"Longer than {encodings.MAX_BYTES:,} bytes. Shorten the article.")
    try:
        whole = item.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Rejection("Not UTF-8, as an export is. Export anew.") from error
    if rows.sniff_object(whole):
        return rows.load_object(whole)
    if not whole.startswith("---"):
        raise Rejection("No record of an export in JSON Lines or Markdown. Import without numbers.")
    fields, body = front_matter.split(whole, len(whole))
    return fields | {"body": body.strip()}


def _check(columns: dict[str, Any]) -> None:
    """Raise Rejection where an article cannot stand as its record says."""
    status = columns.setdefault("status", "published")
    if status == "withdrawn" and not columns.get("status_reason"):
        raise Rejection("Withdrawn without a reason, which readers see. Add a 'status_reason'.")
    if columns.get("held_for") and status != "review":
        raise Rejection("Held by a gate, yet not in review. Correct 'status' or 'held_for'.")
    if columns.get("duplicate_of") == columns["id"]:
        raise Rejection("A copy of itself. Correct 'duplicate_of'.")


def _event(record: dict[str, Any]) -> dict[str, Any] | None:
    """The event that an article stands in, which readers may not see yet."""
    number, found = record.get("event"), record.get("event_details")
    if number and found and found["id"] != number:
        raise Rejection(f"Event {number} is described as event {found['id']}. Correct it.")
    if found or not number:
        return found
    return {"id": number} | ({"title": record["event_title"]} if "event_title" in record else {})


def _described(record: dict[str, Any], name: str, make, key: str) -> dict[str, Any] | None:
    """What is described, or is made of its name alone where an export has no description."""
    value, found = record.get(name), record.get(f"{name}_details")
    if value and found and found[key] != value:
        raise Rejection(f"The {name} '{value}' is described as '{found[key]}'. Correct it.")
    return found or (make(value, record) if value else None)


def _source(host: str, record: dict[str, Any]) -> dict[str, Any]:
    name = record.get("source_name", host[:MAX_SOURCE_NAME])
    return {"domain": host, "name": name, "homepage": f"https://{host}/"}


def _article(record: dict[str, Any]) -> CleanArticle:
    published_at = record.get("published_at")
    if published_at and published_at.date() != record["date"]:
        raise Rejection("The 'date' is not the day of 'published_at' in UTC. Correct one of them.")
    body = _body(record["body"])
    found = digested(body)
    words = plain(found)
    length = word_count(words)
    if not length:
        raise Rejection("No text: the body holds nothing to read.")
    canonical_url, source_url = record.get("canonical_url", ""), record.get("source_url", "")
    return CleanArticle(
        title=record["title"],
        body_html=body,
        body_text=words,
        word_count=length,
        published=record["date"],
        published_at=published_at,
        text_digest=text_digest(words),
        title_key=title_key(record["title"]),
        sketch=sketch(words, record["date"]) if canonical_url else (),
        byline=record.get("byline", ""),
        excerpt=record.get("excerpt", ""),
        cover_image=record.get("cover_image", ""),
        source_url=source_url,
        canonical_url=canonical_url,
        source_domain=urls.domain(canonical_url or source_url),
        language=record.get("language", DEFAULT_LANGUAGE),
        is_archive_summary=record.get("archive_summary", False),
        links=sanitize.links_in(body),
        blocks=tuple(found),
    )


def _body(given: str) -> str:
    """The body as it is, if it is clean, or else cleaned."""
    return given if sanitize.is_clean(given) else sanitize.clean_html(storable(given))
