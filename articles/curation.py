"""What curators do to articles: publish, withdraw, place in an event. Each act is one transaction.

History is kept by the database; `pghistory.context` around an act adds who and why.
"""

import pghistory
from django.db import transaction
from django.db.models import Q, QuerySet

from articles import copies
from articles.events.membership import place, refresh
from articles.models import Article, Event


@transaction.atomic
def publish(articles: QuerySet[Article]) -> int:
    """Publish articles and return how many; whatever held them no longer does."""
    ids = list(articles.values_list("pk", flat=True))
    rows = Article.objects.filter(pk__in=ids)
    changed = rows.make_public()
    copies.settle(ids)
    refresh(_events_of(rows))
    return changed


@transaction.atomic
def withdraw(articles: QuerySet[Article], reason: str) -> int:
    """Withdraw articles and return how many. Readers see the reason in their place."""
    ids = list(articles.values_list("pk", flat=True))
    rows = Article.objects.filter(pk__in=ids)
    with pghistory.context(reason=reason):
        changed = rows.make_withdrawn(reason)
    copies.settle(ids)
    refresh(_events_of(rows))
    return changed


@transaction.atomic
def follow_up(article: Article) -> None:
    """Bring copies and event in step with an article that was changed by hand."""
    copies.settle([article.pk])
    refresh([article.event_id] if article.event_id else [])


@transaction.atomic
def assign(articles: QuerySet[Article], event: Event | None, title: str = "") -> Event | None:
    """Place articles in `event`, or in a new one called `title`, or without either in none."""
    if event is None and title:
        event = Event.objects.create(title=title, title_is_edited=True)
    ids = articles.values_list("pk", flat=True)
    place(dict.fromkeys(ids, event.pk if event else None), by_curator=True)
    return event


@transaction.atomic
def merge(event: Event, heir: Event) -> None:
    """Merge an event into another: its articles move there, and all its addresses lead there."""
    place(dict.fromkeys(event.articles.values_list("pk", flat=True), heir.pk), by_curator=True)
    heir.mentioned_by.add(*event.mentioned_by.all())
    event.mentioned_by.clear()
    Event.objects.filter(Q(pk=event.pk) | Q(merged_into=event)).update(merged_into=heir)
    refresh([event.pk, heir.pk])


def _events_of(articles: QuerySet[Article]) -> set[int]:
    return set(articles.exclude(event=None).values_list("event", flat=True))
