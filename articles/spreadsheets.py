"""An Answer as a CSV file, for spreadsheets."""

import csv

from django.http import HttpResponse

from articles.listings import Listing, absolute
from articles.search import Answer, Row

PER_PAGE = 10_000

_EVENT_COLUMNS = (
    "id",
    "title",
    "url",
    "happened",
    "first_reported",
    "last_reported",
    "articles",
    "sources",
)
_ARTICLE_COLUMNS = (
    "id",
    "title",
    "date",
    "source",
    "source_domain",
    "byline",
    "original_url",
    "url",
    "event",
    "event_title",
    "category",
    "tags",
    "language",
    "words",
    "excerpt",
)


def csv_file(listing: Listing, answer: Answer) -> HttpResponse:
    """Render an answer as a CSV file (RFC 4180, UTF-8)."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = listing.path.strip("/").replace("/", "-").encode("ascii", "ignore").decode()
    response["Content-Disposition"] = f'attachment; filename="{name or "list"}.csv"'
    writer = csv.writer(response)
    if listing.of_events:
        writer.writerow(_EVENT_COLUMNS)
        writer.writerows(map(_event_row, answer.rows))
    else:
        writer.writerow(_ARTICLE_COLUMNS)
        writer.writerows(map(_article_row, answer.rows))
    return response


def _event_row(row: Row) -> list:
    event = row.event
    return [
        event.pk,
        _cell(event.title),
        absolute(event.get_absolute_url()),
        event.happened,
        event.first_reported,
        event.last_reported,
        event.article_count,
        _cell("; ".join(source.name for source in row.sources)),
    ]


def _article_row(row: Row) -> list:
    article = row.article
    return [
        article.pk,
        _cell(article.title),
        article.published,
        _cell(article.source.name if article.source else ""),
        article.source.domain if article.source else "",
        _cell(article.shown_byline),
        article.original_url,
        absolute(article.get_absolute_url()),
        row.event.pk if row.event else "",
        _cell(row.event.title if row.event else ""),
        _cell(article.category.name if article.category else ""),
        _cell("; ".join(tag.name for tag in article.tags.all())),
        article.language,
        article.word_count,
        _cell(article.shown_excerpt),
    ]


def _cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
