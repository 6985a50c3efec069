"""The operator's export: every article, complete, whatever its source lets readers see."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import frontmatter
from django.db.models import Prefetch

from articles.models import Article, Original, SourceLink

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
    "body",
)

_AT_A_TIME = 500


def records() -> Iterator[dict]:
    """Yield every article as a dictionary with the keys of FIELDS, in the order of ids."""
    originals = Prefetch("originals", Original.objects.defer("content"))
    articles = Article.objects.for_export().prefetch_related(originals)
    for article in articles.iterator(chunk_size=_AT_A_TIME):
        yield dict(zip(FIELDS, _values(article), strict=True))


def write_jsonl(stream: TextIO) -> int:
    """Write one JSON object a line and return how many."""
    count = 0
    for record in records():
        stream.write(json.dumps(record, ensure_ascii=False) + "\n")
        count += 1
    return count


def write_csv(stream: TextIO) -> int:
    """Write a table with a heading and return its number of rows; lists are joined by `; `."""
    writer = csv.DictWriter(stream, FIELDS)
    writer.writeheader()
    count = 0
    for record in records():
        joined = {name: "; ".join(record[name]) for name in ("origins", "tags")}
        writer.writerow(record | joined)
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
        text = frontmatter.dumps(post, allow_unicode=True, sort_keys=False)
        (folder / f"{record['id']:08}.md").write_text(text + "\n", encoding="utf-8")
        count += 1
    return count


def _values(article: Article) -> tuple:
    links = [link.url for link in article.links.all() if link.kind == SourceLink.Kind.ORIGINAL]
    event = article.shown_event
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
        article.published_at.isoformat() if article.published_at else None,
        article.byline,
        article.excerpt,
        article.cover_image,
        article.language,
        [tag.name for tag in article.tags.all()],
        article.category.name if article.category else None,
        article.status,
        article.status_reason,
        article.duplicate_of_id,
        article.is_archive_summary,
        article.body_html,
    )
