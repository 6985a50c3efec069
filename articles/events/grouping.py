"""Grouping on arrival: each new article joins the event it is most like, starts one, or waits.

An article is compared with those published within three days of it. It joins the event to whose
members it is on average most similar; where a lone article is more alike, the two make a new
event; below the threshold it stays alone.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Max, Min

from articles.events.clustering import Group, arrive
from articles.events.membership import place
from articles.events.similarity import LAST_DAY_APART, Rarity, Report
from articles.models import Article, Event

# Any constant will do: two runs that group at once would not see each other's articles.
_GROUPING_LOCK = 7_206_412

_BATCH = 100
_SAMPLE = 3000

_RARITY = """
SELECT word, ndoc FROM ts_stat($$
    SELECT search_vector FROM articles_article
    WHERE duplicate_of_id IS NULL AND status IN ('published', 'review')
      AND held_for NOT IN ('judgement', 'template', 'placeholder')
    ORDER BY published DESC, id DESC LIMIT {sample}
$$)
"""

# Lexemes far into a body are never compared, so they are not fetched: 400 places reach past any
# title and the 300 words that count. Names are looked for in the first 700 characters.
_REPORTS = """
SELECT a.id, a.published, a.source_id, a.event_id,
    a.title || E'\\n' || left(a.body_text, 700),
    (SELECT coalesce(max(place), 0)
     FROM unnest(ts_filter(a.search_vector, '{a}')) t, unnest(t.positions) place),
    (SELECT coalesce(jsonb_object_agg(t.lexeme, t.positions), '{}')
     FROM unnest(a.search_vector) t WHERE t.positions[1] <= 400)
FROM articles_article a
WHERE a.id = ANY(%s)
ORDER BY a.published, a.id
"""


def group_pending(progress: Callable[[int], None] = lambda done: None) -> int:
    """Group every article that grouping has not seen; return how many there were.

    Works in batches, each its own transaction, so a run that is stopped goes on where it was.
    `progress` is called with the number done since its last call.
    """
    rarity, total = None, 0
    while True:
        with transaction.atomic():
            keep_others_from_grouping()
            pending = list(Article.objects.to_group()[:_BATCH].values_list("id", flat=True))
            if not pending:
                return total
            rarity = rarity or _rarity()
            _group(pending, rarity)
        total += len(pending)
        progress(len(pending))


def keep_others_from_grouping() -> None:
    """Hold the lock without which nothing is grouped, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_GROUPING_LOCK])


def _rarity() -> Rarity:
    """Return how rare terms are in the latest articles of the archive."""
    with connection.cursor() as cursor:
        cursor.execute(_RARITY.format(sample=_SAMPLE))
        counts = dict(cursor.fetchall())
    return Rarity(min(Article.objects.groupable().count(), _SAMPLE), counts)


def _group(pending: list[int], rarity: Rarity) -> None:
    """Place a batch of articles, in their order, among those that came before them."""
    groups, newcomers = _window(pending, rarity)
    grown = []
    for report in newcomers:
        group = arrive(report, groups)
        if group is None:
            groups.append(Group(reports=[report]))
        else:
            grown.append(group)
    place(dict.fromkeys(pending) | _memberships(grown), by_curator=False)


def _window(pending: list[int], rarity: Rarity) -> tuple[list[Group], list[Report]]:
    """Return the groups that the pending articles may join, and the pending articles' reports."""
    days = timedelta(days=LAST_DAY_APART)
    batch = Article.objects.filter(pk__in=pending).aggregate(Min("published"), Max("published"))
    near = Article.objects.groupable().filter(
        published__range=(batch["published__min"] - days, batch["published__max"] + days)
    )
    settled = near.exclude(pk__in=Article.objects.to_group().values("pk"))
    # What a curator set apart stays alone.
    settled = settled.exclude(event=None, event_is_curated=True)
    locked = set(Event.objects.filter(locked=True).values_list("id", flat=True))
    by_event, alone = defaultdict(list), []
    for report, event in _reports(settled.values_list("id", flat=True), rarity):
        (by_event[event] if event else alone).append(report)
    groups = [Group(event, event in locked, reports) for event, reports in by_event.items()]
    groups += [Group(reports=[report]) for report in alone]
    return groups, [report for report, _ in _reports(pending, rarity)]


def _memberships(grown: Iterable[Group]) -> dict[int, int]:
    """Return {article id: event id} of all groups that grew, making the events that are new."""
    events = {}
    for group in grown:
        if group.event is None:
            group.event = Event.objects.create(title="New event").pk
        events |= {report.id: group.event for report in group.reports}
    return events


def _reports(articles: Iterable[int], rarity: Rarity) -> list[tuple[Report, int | None]]:
    """Return (report, event id) of the articles with these ids, by date."""
    with connection.cursor() as cursor:
        cursor.execute(_REPORTS, [list(articles)])
        return [_report(row, rarity) for row in cursor.fetchall()]


def _report(row, rarity) -> tuple[Report, int | None]:
    article, published, source, event, opening, title_length, positions = row
    places = json.loads(positions)
    return Report(article, published, source, title_length, places, opening, rarity), event
