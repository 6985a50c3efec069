"""An Answer as a CSV file, for spreadsheets."""

import csv

from django.http import HttpResponse

from articles.listings import Listing, absolute
from articles.search import Answer, Row

PER_PAGE = 10_000

# What begins a formula, wide forms included, or a cell that spreadsheets trim down to one.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_EVENT_COLUMNS = (
    "id",
    "title",
    "url",
    "happened",
    "happened_until",
    "first_reported",
    "last_reported",
    "articles",
    "copies",
    "summaries_by_the_archive",
    "sources",
    "summary",
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
    "summary_by_the_archive",
    "excerpt",
)


def csv_file(listing: Listing, answer: Answer) -> HttpResponse:
    """Render an answer as a CSV file (RFC 4180, UTF-8)."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = listing.path.replace("/", "-").encode("ascii", "ignore").decode().strip("-")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    columns, row_of = (
        (_EVENT_COLUMNS, _event_row) if listing.of_events else (_ARTICLE_COLUMNS, _article_row)
    )
    writer = csv.writer(response)
    writer.writerow(columns)
    writer.writerows(map(_cell, row_of(row)) for row in answer.rows)
    return response


def _event_row(row: Row) -> list:
    event = row.event
    return [
        event.pk,
        event.title,
        absolute(event.get_absolute_url()),
        event.happened_start or "",
        event.happened_end or "",
        event.first_reported,
        event.last_reported,
        event.article_count,
        row.copies,
        row.summaries,
        "; ".join(source.name for source in row.sources),
        event.summary,
    ]


def _article_row(row: Row) -> list:
    article = row.article
    return [
        article.pk,
        article.title,
        article.published,
        article.source.name if article.source else "",
        article.source.domain if article.source else "",
        article.shown_byline,
        article.original_url,
        absolute(article.get_absolute_url()),
        row.event.pk if row.event else "",
        row.event.title if row.event else "",
        article.category.name if article.category else "",
        "; ".join(article.tag_names),
        article.language,
        article.word_count,
        "yes" if article.is_archive_summary else "",
        article.shown_excerpt,
    ]


def _cell(value):
    """Return a value that no spreadsheet takes for a formula."""
    is_formula = isinstance(value, str) and value.startswith(_FORMULA_SIGNS)
    return f"'{value}" if is_formula else value
