"""Grouping on arrival: each new article joins the event it is most like, starts one, or waits.

An article is compared with those published within three days of it. It joins the event to whose
members it is on average most similar; where a lone article is more alike, the two make a new
event; below the threshold it stays alone.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from articles.events.clustering import Group, arrive
from articles.events.membership import place
from articles.events.similarity import LAST_DAY_APART, Rarity, Report
from articles.events.window import Window
from articles.models import Article, Event

# Any constant will do: two runs that group at once would not see each other's articles.
_GROUPING_LOCK = 7_206_412

_BATCH = 100
_PAGE = 500  # reports fetched at a time
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
SELECT a.id, a.published, a.source_id,
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
    window, rarity, total = Window(), None, 0
    while True:
        with transaction.atomic():
            keep_others_from_grouping()
            pending = list(Article.objects.to_group()[:_BATCH].values_list("id", flat=True))
            if not pending:
                return total
            rarity = rarity or _rarity()
            _group(pending, window, rarity)
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


def _group(pending: list[int], window: Window, rarity: Rarity) -> None:
    """Place a batch of articles, in their order, among those that came before them."""
    newcomers = list(_reports(pending, rarity))
    groups = _groups(newcomers, window, rarity)
    grown = []
    for report in newcomers:
        near = [groups[one.id] for one in window.candidates(report, among=groups)]
        group = arrive(report, near)
        if group:
            grown.append(group)
        groups[report.id] = group or Group(reports=[report])
        window.add(report)
    place(dict.fromkeys(pending) | _memberships(grown), by_curator=False)


def _groups(newcomers: list[Report], window: Window, rarity: Rarity) -> dict[int, Group]:
    """Return the group of each settled article within reach of the newcomers, by article id.

    The window gets the reports that it lacks, and lets go of those that are out of reach.
    """
    reach = timedelta(days=LAST_DAY_APART)
    first, last = newcomers[0].published - reach, newcomers[-1].published + reach
    window.forget(first)
    events = dict(_settled(first, last).values_list("id", "event"))
    lacking = [article for article in events if article not in window]
    for page in range(0, len(lacking), _PAGE):
        for report in _reports(lacking[page : page + _PAGE], rarity):
            window.add(report)
    locked = set(Event.objects.filter(locked=True).values_list("id", flat=True))
    by_event = {event: Group(event, event in locked) for event in set(events.values()) - {None}}
    groups = {}
    for article, event in events.items():
        groups[article] = by_event[event] if event else Group()
        groups[article].reports.append(window[article])
    return groups


def _settled(first: date, last: date) -> QuerySet[Article]:
    """Return what was published in these days and grouped before, the oldest first."""
    near = Article.objects.groupable().filter(published__range=(first, last))
    settled = near.exclude(pk__in=Article.objects.to_group().values("pk"))
    # What a curator set apart stays alone.
    return settled.exclude(event=None, event_is_curated=True).order_by("published", "id")


def _memberships(grown: Iterable[Group]) -> dict[int, int]:
    """Return {article id: event id} of all groups that grew, making the events that are new."""
    events = {}
    for group in grown:
        if group.event is None:
            group.event = Event.objects.create(title="New event").pk
        events |= {report.id: group.event for report in group.reports}
    return events


def _reports(articles: Iterable[int], rarity: Rarity) -> Iterator[Report]:
    """Yield the reports of the articles with these ids, by date."""
    with connection.cursor() as cursor:
        cursor.execute(_REPORTS, [list(articles)])
        for article, published, source, opening, title_length, positions in cursor.fetchall():
            places = json.loads(positions)
            yield Report(article, published, source, title_length, places, opening, rarity)
