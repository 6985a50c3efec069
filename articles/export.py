"""The operator's export: every article, complete, whatever its source lets readers see.

A record is an article and says all about what the article leads to, so that each can be read
alone. `ingest/exported.py` reads them again.
"""

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import frontmatter
import yaml
from django.db import connection, transaction
from django.db.models import Prefetch

from articles import details
from articles.ingest.repeated import of_source
from articles.models import Article, Original, RepeatedBlock, SourceLink

FIELDS = (
    "id",
    "origins",
    "event",
    "event_title",
    "canonical_url",
    "source_url",
    "source",
    "source_name",
    "title",
    "date",
    "published_at",
    "byline",
    "excerpt",
    "cover_image",
    "language",
    "tags",
    "category",
    "status",
    "status_reason",
    "duplicate_of",
    "archive_summary",
    "held_for",
    "first_public_at",
    "added_at",
    "updated_at",
    "grouped_at",
    "event_is_curated",
    "byline_is_aggregator",
    "curated_fields",
    "event_details",
    "also_about",
    "source_details",
    "category_details",
    "tag_details",
    "repeated_blocks",
    "archive",
    "body_format",
    "body",
)

_AT_A_TIME = 500

# What no article leads to is spread over the records, this many or more to each.
_LEAST_UNATTACHED = 10

# The C emitter is several times faster; it is missing where PyYAML was built without libyaml.
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def records() -> Iterator[dict[str, Any]]:
    """Yield every article as a dictionary with the keys of FIELDS, in the order of ids.

    All are of one moment, even while an import runs.
    """
    with _snapshot():
        rest, repeated = _unattached(), _repeated()
        for article in _articles().iterator(chunk_size=_AT_A_TIME):
            yield dict(zip(FIELDS, _values(article, repeated, next(rest, None)), strict=True))


def write_jsonl(stream: TextIO) -> int:
    """Write one JSON object a line and return how many."""
    count = 0
    for record in records():
        stream.write(json.dumps(record, ensure_ascii=False) + "\n")
        count += 1
    return count


def write_csv(stream: TextIO) -> int:
    """Write a table with a heading and return its number of rows."""
    writer = csv.DictWriter(stream, FIELDS)
    writer.writeheader()
    count = 0
    for record in records():
        writer.writerow({name: _cell(value) for name, value in record.items()})
        count += 1
    return count


def write_markdown(folder: Path) -> int:
    """Write one file an article, front matter and HTML body, and return how many.

    Raises OSError where the folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for record in records():
        fields = {name: value for name, value in record.items() if value not in (None, "", [])}
        post = frontmatter.Post(fields.pop("body", ""), **fields)
        text = frontmatter.dumps(post, Dumper=_Dumper, sort_keys=False)
        (folder / f"{record['id']:08}.md").write_text(text + "\n", encoding="utf-8")
        count += 1
    return count


def _cell(value: Any) -> Any:
    """A value as a cell: names joined by `; `, and what is nested as JSON."""
    if not value or not isinstance(value, dict | list):
        return "" if value in ([], {}) else value
    if isinstance(value, list) and isinstance(value[0], str):
        # One name with a comma would be read as several.
        return "; ".join(value) + ";" * (len(value) == 1 and "," in value[0])
    return json.dumps(value, ensure_ascii=False)


@contextmanager
def _snapshot() -> Iterator[None]:
    """A transaction that sees one moment of the archive, unless the caller's own goes on."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _articles():
    originals = Prefetch("originals", Original.objects.defer("content"))
    links = Prefetch("links", SourceLink.objects.filter(kind=SourceLink.Kind.ORIGINAL))
    return Article.objects.for_export().prefetch_related(originals, links)


def _unattached() -> Iterator[dict[str, Any]]:
    """What each record in turn says of the archive, beside its article; the first has numbers."""
    total, rest = details.unattached()
    each = max(_LEAST_UNATTACHED, -(-total // max(Article.objects.count(), 1)))
    said = details.next_numbers()
    while (chunk := list(islice(rest, each))) or said:
        for kind, thing in chunk:
            said.setdefault(kind, []).append(thing)
        yield said
        said = {}


def _repeated() -> dict[int, dict[str, Any]]:
    """What sources repeat, by the numbers that articles have of their blocks."""
    return {
        block.digest: details.repeated_block(block, of_source(block.digest, block.source_id))
        for block in RepeatedBlock.objects.all()
    }


def _values(article: Article, repeated: dict, archive: dict[str, Any] | None) -> tuple:
    links = [link.url for link in article.links.all()]
    event = article.shown_event
    tags = sorted(article.tags.all(), key=lambda tag: tag.name)
    mentions = sorted(article.mentions.all(), key=lambda mention: mention.event_id)
    return (
        article.pk,
        [origin for original in article.originals.all() for origin in original.origins],
        event.pk if event else None,
        event.title if event else None,
        article.canonical_url,
        links[0] if links else "",
        article.source.domain if article.source else None,
        article.source.name if article.source else None,
        article.title,
        article.published.isoformat(),
        _moment(article.published_at),
        article.byline,
        article.excerpt,
        article.cover_image,
        article.language,
        [tag.name for tag in tags],
        article.category.name if article.category else None,
        article.status,
        article.status_reason,
        article.duplicate_of_id,
        article.is_archive_summary,
        article.held_for,
        _moment(article.first_public_at),
        _moment(article.added_at),
        _moment(article.updated_at),
        _moment(article.grouped_at),
        article.event_is_curated,
        article.byline_is_aggregator,
        article.curated_fields,
        details.event(article.event) if article.event else None,
        [details.event(mention.event) for mention in mentions],
        details.source(article.source) if article.source else None,
        details.category(article.category) if article.category else None,
        [details.tag(tag) for tag in tags],
        [repeated[block] for block in article.blocks if block in repeated],
        archive,
        "html",
        article.body_html,
    )


def _moment(moment) -> str | None:
    return moment.isoformat() if moment else None
