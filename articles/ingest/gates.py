"""Quality gates: what waits for a curator, and which bylines are an aggregator's.

Some decide on arrival, some need a whole run. The latter look at what the database holds, not at
what a run remembers, so a run that was stopped is judged in full by the next one.
"""

import re
from collections.abc import Callable, Iterable

from django.db import connection, transaction
from django.utils import timezone

from articles import copies
from articles.ingest.records import CleanArticle
from articles.models import Article

# RFC 2606 sets these apart for examples.
_PLACEHOLDER_DOMAINS = (".example.com", ".example.org", ".example.net")

# Liquid's, Jinja's and Hugo's, where nothing was filled in.
_MARKS_OF_A_TEMPLATE = re.compile(r"\{\{[^{}]+\}\}|\{%[^%]+%\}")

# A byline on articles of this many sources is whoever gathered them, not who wrote them.
_SOURCES_OF_AN_AGGREGATOR = 3

_HOLD_TEMPLATES = """
UPDATE articles_article a
SET held_for = 'template'
WHERE a.status = 'review' AND a.held_for = 'judgement' AND NOT {unfinished} AND EXISTS (
    SELECT FROM articles_article b
    WHERE b.id <> a.id AND b.text_digest = a.text_digest AND b.title <> a.title
    UNION ALL
    SELECT FROM articles_article b
    WHERE b.id <> a.id AND b.title_key = a.title_key AND a.title_key <> ''
      AND b.text_digest <> a.text_digest
)
"""

_PUBLISH_THE_REST = """
UPDATE articles_article a
SET status = 'published', held_for = '', first_public_at = coalesce(first_public_at, now())
WHERE a.status = 'review' AND a.held_for = 'judgement' AND NOT {unfinished}
RETURNING a.id, a.event_id
"""

# What another run has brought so far is judged when that run ends.
_UNFINISHED = """EXISTS (
    SELECT FROM articles_original o JOIN articles_import i ON i.id = o.import_run_id
    WHERE o.article_id = a.id AND i.status = 'running' AND i.id <> %s
)"""

_MARK_AGGREGATORS = """
WITH bylines AS (
    SELECT a.byline, count(DISTINCT a.source_id) >= %s AS is_aggregator
    FROM articles_article a
    WHERE a.byline = ANY(%s)
    GROUP BY a.byline
    UNION ALL SELECT '', false
)
UPDATE articles_article a
SET byline_is_aggregator = b.is_aggregator
FROM bylines b
WHERE a.byline = b.byline AND a.byline_is_aggregator <> b.is_aggregator
"""

# What is held for one of these waits for a better version, which is judged as if it came first.
UNREADY = (Article.HeldFor.OPENING, Article.HeldFor.UNDATED)

Gate = Callable[[CleanArticle], str]


def gate_on_arrival(clean: CleanArticle) -> str:
    """Return what holds an article in review when it arrives, or nothing.

    An article without a source waits for the whole run, since template text is known by its
    repetition.
    """
    if clean.published > timezone.now().date():
        return Article.HeldFor.FUTURE
    if _MARKS_OF_A_TEMPLATE.search(clean.title):
        return Article.HeldFor.TEMPLATE
    if clean.is_opening:
        return Article.HeldFor.OPENING
    if clean.is_undated:
        return Article.HeldFor.UNDATED
    if not clean.source_domain:
        return Article.HeldFor.JUDGEMENT
    if f".{clean.source_domain}".endswith(_PLACEHOLDER_DOMAINS):
        return Article.HeldFor.PLACEHOLDER
    return Article.HeldFor.NOTHING


def open_gate(_: CleanArticle) -> str:
    """Hold nothing: for articles that somebody has looked at already."""
    return Article.HeldFor.NOTHING


def closed_gate(clean: CleanArticle) -> str:
    """Hold everything: for articles that somebody wants to look at first."""
    held_for = gate_on_arrival(clean)
    passes = held_for in (Article.HeldFor.NOTHING, Article.HeldFor.JUDGEMENT)
    return Article.HeldFor.ASKED if passes else held_for


def judge(run) -> set[int]:
    """Decide on everything that waits for judgement, and on the bylines that `run` brought.

    Return the events (ids) of what was published: they must be counted anew.

    Template text is text without a source whose body stands under another title too, or whose
    title is another's but for numbers. It stays in review; the rest is published.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_HOLD_TEMPLATES.format(unfinished=_UNFINISHED), [run.pk])
        cursor.execute(_PUBLISH_THE_REST.format(unfinished=_UNFINISHED), [run.pk])
        published = dict(cursor.fetchall())
        copies.settle(published)
        brought = Article.objects.filter(originals__import_run=run)
        mark_aggregators(brought.values_list("byline", flat=True).distinct())
    return set(published.values()) - {None}


def mark_aggregators(bylines: Iterable[str]) -> None:
    """Work out anew which of these bylines are an aggregator's."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK_AGGREGATORS, [_SOURCES_OF_AN_AGGREGATOR, list(set(bylines) - {""})])
