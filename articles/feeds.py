"""An Answer as RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1.

Each renderer gets the same entries; none of them knows how the answer was found.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import feedgenerator, timezone
from django.utils.html import escape

from articles.listings import Listing, absolute
from articles.models import Article, Event
from articles.query import Problem
from articles.search import Answer, Hit, Row

PER_PAGE = 50

_SITE = "AI Governance Archive"

# What XML 1.0 cannot hold, should a curator have pasted it.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Entry:
    """One item of a feed, an article or an event.

    `html` is what a feed reader shows; all else is plain text.
    """

    url: str
    guid: str
    title: str
    summary: str
    html: str
    published: datetime
    updated: datetime
    author: str
    tags: tuple[str, ...]
    external_url: str
    language: str
    hit: Hit
    event: Event | None


def entries(answer: Answer, *, of_events: bool) -> list[Entry]:
    """Return the entries of an answer: its events, or the article of each row."""
    if of_events:
        return [_legal(_event_entry(row)) for row in answer.rows if row.event]
    return [_legal(_article_entry(row)) for row in answer.rows]


def rss(listing: Listing, answer: Answer) -> HttpResponse:
    """Render an answer as RSS 2.0."""
    return _xml(_Rss, "application/rss+xml; charset=utf-8", listing, answer, "rss")


def atom(listing: Listing, answer: Answer) -> HttpResponse:
    """Render an answer as Atom."""
    return _xml(_Atom, "application/atom+xml; charset=utf-8", listing, answer, "atom")


def json_feed(listing: Listing, answer: Answer) -> JsonResponse:
    """Render an answer as JSON Feed 1.1, with the archive's own figures in `_archive`."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(listing, answer),
        "description": listing.description,
        "home_page_url": absolute(listing.page_url(_first(answer))),
        "feed_url": absolute(listing.format_url("json", answer.query)),
        "language": "en",
        "items": [_json_item(entry) for entry in entries(answer, of_events=listing.of_events)],
        "_archive": _figures(answer),
    }
    if answer.has_next:
        document["next_url"] = absolute(listing.format_url("json", _next(answer)))
    return JsonResponse(
        document,
        content_type="application/feed+json; charset=utf-8",
        json_dumps_params={"ensure_ascii": False},
    )


def _legal(entry: Entry) -> Entry:
    texts = {name: value for name, value in vars(entry).items() if isinstance(value, str)}
    tags = tuple(_ILLEGAL.sub("", tag) for tag in entry.tags)
    return replace(entry, tags=tags, **{n: _ILLEGAL.sub("", text) for n, text in texts.items()})


def _article_entry(row: Row) -> Entry:
    article = row.article
    return Entry(
        url=absolute(article.get_absolute_url()),
        guid=absolute(f"/articles/{article.pk}/"),
        title=article.title,
        summary=_article_summary(article),
        html=_article_html(article),
        published=article.published_at or datetime.combine(article.published, time(), UTC),
        updated=max(article.updated_at, article.first_public_at),
        author=_author(article),
        tags=_labels(article),
        external_url=article.original_url,
        language=article.language,
        hit=row.hits[0],
        event=row.event,
    )


def _article_summary(article: Article) -> str:
    """Return the excerpt, where it is our own with the word that it is."""
    mark = "Summary by the archive. " if article.is_archive_summary else ""
    return f"{mark}{article.shown_excerpt}"


def _article_html(article: Article) -> str:
    """Return what a feed reader shows of an article, as far as its source allows."""
    html = article.body_html if article.shows_body else escape(article.shown_excerpt)
    return f"<p>Summary by the archive.</p>\n{html}" if article.is_archive_summary else html


def _author(article: Article) -> str:
    """Return who wrote the words: the byline or else the source, but of a summary the archive."""
    if article.is_archive_summary:
        return _SITE
    return article.shown_byline or (article.source.name if article.source else "")


def _event_entry(row: Row) -> Entry:
    event = row.event
    html = render_to_string("articles/_event_entry.html", {"row": row, "event": event})
    return Entry(
        url=absolute(event.get_absolute_url()),
        guid=absolute(f"/events/{event.pk}/"),
        title=event.title,
        summary=event.summary or _article_summary(row.article),
        html=html,
        published=datetime.combine(event.first_reported, time(), UTC),
        updated=max(hit.article.first_public_at for hit in row.hits),
        author="",
        tags=tuple(dict.fromkeys(tag for hit in row.hits for tag in _labels(hit.article))),
        external_url="",
        language=row.article.language,
        hit=row.hits[0],
        event=event,
    )


def _labels(article: Article) -> tuple[str, ...]:
    category = [article.category.name] if article.category else []
    return tuple(dict.fromkeys([*category, *article.tag_names]))


def _title(listing: Listing, answer: Answer) -> str:
    searched = f": {answer.query.text}" if answer.query.text else ""
    return _ILLEGAL.sub("", f"{listing.title}{searched} – {_SITE}")


def _first(answer: Answer):
    """Return the query that all pages of a feed share; those of the list are of another length."""
    return replace(answer.query, page=1)


def _next(answer: Answer):
    return replace(answer.query, page=answer.query.page + 1)


class _Steady:
    """A feed that says the same without entries from one request to the next, all day long."""

    def latest_post_date(self):
        today = datetime.combine(timezone.now().date(), time(), UTC)
        return super().latest_post_date() if self.items else today


class _Rss(_Steady, feedgenerator.Rss201rev2Feed):
    """RSS with the whole text beside the summary, and a link to the next page."""

    def rss_attributes(self):
        module = "http://purl.org/rss/1.0/modules/content/"
        return super().rss_attributes() | {"xmlns:content": module}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        _link_to_next(handler, "atom:link", self.feed["next_url"])

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["html"])


class _Atom(_Steady, feedgenerator.Atom1Feed):
    """Atom with the whole text beside the summary, and a link to the next page."""

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        _link_to_next(handler, "link", self.feed["next_url"])

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["html"], {"type": "html"})


def _link_to_next(handler, name, url):
    if url:
        handler.addQuickElement(name, "", {"rel": "next", "href": url})


def _xml(kind: Callable, content_type, listing, answer, suffix) -> HttpResponse:
    feed = kind(
        title=_title(listing, answer),
        link=absolute(listing.page_url(_first(answer))),
        description=_ILLEGAL.sub("", listing.description),
        author_name=_SITE,
        feed_url=absolute(listing.format_url(suffix, answer.query)),
        feed_guid=absolute(listing.lasting_url(_first(answer))),
        language="en",
        next_url=absolute(listing.format_url(suffix, _next(answer))) if answer.has_next else "",
    )
    for entry in entries(answer, of_events=listing.of_events):
        feed.add_item(
            title=entry.title,
            link=entry.url,
            description=escape(entry.summary),
            unique_id=entry.guid,
            unique_id_is_permalink=True,
            pubdate=entry.published,
            updateddate=entry.updated,
            author_name=entry.author or None,
            categories=entry.tags,
            html=entry.html,
        )
    response = HttpResponse(content_type=content_type)
    feed.write(response, "utf-8")
    return response


def _json_item(entry: Entry) -> dict:
    item = {
        "id": entry.guid,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "tags": list(entry.tags),
        "language": entry.language,
        "_archive": {
            "article": entry.hit.article.pk,
            "event": entry.event.pk if entry.event else None,
            "is_archive_summary": entry.hit.article.is_archive_summary,
            "score": round(entry.hit.score, 6),
            "highlight": [
                {"text": part.text, "marked": part.marked} for part in entry.hit.highlight
            ],
        },
    }
    if entry.external_url:
        item["external_url"] = entry.external_url
    if entry.author:
        item["authors"] = [{"name": entry.author}]
    return item


def _figures(answer: Answer) -> dict:
    cut_short = [Problem(answer.cut_short)] if answer.cut_short else []
    return {
        "total": answer.total,
        "total_is_exact": answer.total_is_exact,
        "estimated_from": answer.estimated_from,
        "events_total": answer.events_total,
        "is_partial": answer.is_partial,
        "facets": {
            facet.name: [
                {"value": value.choice.value, "label": value.label, "count": value.count}
                for value in facet.values
            ]
            for facet in answer.facets
        },
        "histogram": [
            {"month": f"{month.first_day:%Y-%m}", "count": month.count}
            for month in answer.histogram
        ],
        "suggestion": answer.suggestion,
        "problems": [
            {"message": problem.message, "start": problem.start, "end": problem.end}
            for problem in (*answer.problems, *cut_short)
        ],
    }
