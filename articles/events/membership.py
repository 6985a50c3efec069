"""The one writer of which articles an event holds and of what follows from them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection, transaction

from articles.models import Article, Event, Import
from articles.querysets import ENOUGH

# Whoever counts waits for others who change the same events, and counts what they have done too:
# in one statement, what it has read before it waits would be written over theirs. In one order,
# two who count several events wait for each other at no time.
_KEEP = """
SELECT id FROM articles_event WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE
"""

# A listed article is published and not a copy of another: see ArticleQuerySet.listed. An outlet
# that ran a copy reported the event too.
_REFRESH = """
WITH coverage AS (
    SELECT e.id,
        count(a.id) FILTER (WHERE a.duplicate_of_id IS NULL) AS articles,
        count(DISTINCT a.source_id) AS sources,
        min(a.published) FILTER (WHERE a.duplicate_of_id IS NULL) AS first,
        max(a.published) FILTER (WHERE a.duplicate_of_id IS NULL) AS last
    FROM articles_event e
    LEFT JOIN articles_article a ON a.event_id = e.id AND a.status = 'published'
    WHERE e.id = ANY(%(events)s)
    GROUP BY e.id
)
UPDATE articles_event e
SET article_count = c.articles,
    source_count = c.sources,
    first_reported = c.first,
    last_reported = c.last,
    first_public_at = CASE
        WHEN c.articles >= %(enough)s THEN coalesce(e.first_public_at, now())
        ELSE e.first_public_at END
FROM coverage c
WHERE e.id = c.id
"""

# A headline that an outlet wrote beats a sentence taken from a text without one; then the
# earliest report names the event, of equals the one that came first.
_BEST_FIRST = (
    "a.status = 'published' DESC, a.source_id IS NULL, a.published, a.published_at NULLS LAST, a.id"
)

_TITLES = """
UPDATE articles_event e
SET title = best.title
FROM (
    SELECT DISTINCT ON (a.event_id) a.event_id, a.title
    FROM articles_article a
    WHERE a.event_id = ANY(%(events)s) AND a.duplicate_of_id IS NULL
    ORDER BY a.event_id, {best_first}
) best
WHERE e.id = best.event_id AND NOT e.title_is_edited AND e.title <> best.title
"""

_PLACE = """
UPDATE articles_article a
SET event_id = given.event,
    event_is_curated = %(by_curator)s,
    grouped_at = CASE WHEN %(by_curator)s THEN a.grouped_at ELSE now() END
FROM unnest(%(articles)s::bigint[], %(events)s::bigint[]) AS given(article, event)
WHERE a.id = given.article AND (%(by_curator)s OR NOT a.event_is_curated)
"""

_TITLE_OF = """
SELECT a.title FROM articles_article a
WHERE a.id = ANY(%s) AND a.duplicate_of_id IS NULL ORDER BY {best_first} LIMIT 1
"""

# Which copies these are is asked in two parts, each with an index: as one condition on both tables
# it would read the whole archive.
_COPIES = """
UPDATE articles_article copy
SET event_id = first.event_id
FROM articles_article first
WHERE copy.id IN (
    SELECT id FROM articles_article WHERE duplicate_of_id = ANY(%(articles)s)
    UNION ALL
    SELECT id FROM articles_article WHERE id = ANY(%(articles)s) AND duplicate_of_id IS NOT NULL
)
  AND copy.duplicate_of_id = first.id
  AND copy.event_id IS DISTINCT FROM first.event_id
"""

# The same for copies that an import brought, as they come without an event.
_NEW_COPIES = """
UPDATE articles_article copy
SET event_id = first.event_id
FROM articles_original original, articles_article first
WHERE original.import_run_id = %s
  AND copy.id = original.article_id
  AND copy.duplicate_of_id = first.id
  AND copy.event_id IS DISTINCT FROM first.event_id
RETURNING first.event_id
"""

# An event or none, whether a curator put it there, and when grouping looked at it.
Place = tuple[int | None, bool, datetime | None]


@transaction.atomic
def place(events: Mapping[int, int | None], *, by_curator: bool) -> None:
    """Put articles into events, as {article id: event id or None}, and refresh all concerned.

    Copies follow the article whose text they carry. What a curator placed, the machine leaves; what
    the machine has not seen, it will yet look at. An event that was merged away stands again once
    an article is put into it.
    """
    rows = Article.objects.filter(pk__in=events)
    rows.keep()
    if not by_curator:
        rows = rows.filter(event_is_curated=False)
    concerned = set(rows.values_list("event", flat=True)) | set(events.values())
    articles, wanted = list(events), list(events.values())
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, {"articles": articles, "events": wanted, "by_curator": by_curator})
    let_copies_follow(articles)
    Event.objects.filter(pk__in=set(wanted)).exclude(merged_into=None).update(merged_into=None)
    refresh(concerned - {None})


@transaction.atomic
def put_back(places: Mapping[int, Place]) -> None:
    """Put articles back where they stood, as {article id: place}, and refresh all concerned."""
    rows = Article.objects.filter(pk__in=places)
    rows.keep()
    concerned = set(rows.values_list("event", flat=True)) | {place[0] for place in places.values()}
    by_place = defaultdict(list)
    for article, place in places.items():
        by_place[place].append(article)
    for (event, curated, grouped_at), articles in by_place.items():
        rows.filter(pk__in=articles).update(
            event=event, event_is_curated=curated, grouped_at=grouped_at
        )
    let_copies_follow(places)
    refresh(concerned - {None})


def let_new_copies_follow(run: Import) -> set[int]:
    """Put copies that an import brought where the article stands whose text they carry.

    Return the events (ids) concerned: they must be counted anew.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEW_COPIES, [run.pk])
        return {event for (event,) in cursor.fetchall()} - {None}


def let_copies_follow(articles: Iterable[int]) -> None:
    """Put these articles (ids) that are copies, and the copies of these, where their texts stand.

    The events concerned must be counted anew.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COPIES, {"articles": list(articles)})


def title_of(articles: Iterable[int]) -> str:
    """Return the title that an event of these articles (ids) would get, or nothing without any."""
    with connection.cursor() as cursor:
        cursor.execute(_TITLE_OF.format(best_first=_BEST_FIRST), [list(articles)])
        return next((title for (title,) in cursor.fetchall()), "")


@transaction.atomic
def refresh(events: Iterable[int]) -> None:
    """Work out anew the counts, report dates and machine-made titles of these events (ids)."""
    ids = list(events)
    count(ids)
    with connection.cursor() as cursor:
        cursor.execute(_TITLES.format(best_first=_BEST_FIRST), {"events": ids})


def count(events: Iterable[int]) -> None:
    """Work out anew the counts and report dates of these events (ids), and not their titles.

    In a transaction nobody else changes them until it ends.
    """
    ids = list(events)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [ids])
        cursor.execute(_REFRESH, {"events": ids, "enough": ENOUGH})
