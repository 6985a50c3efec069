"""Whether readers may see articles: publish and withdraw. Each act is one transaction."""

import pghistory
from django.db import transaction
from django.db.models import QuerySet

from articles import copies
from articles.events.membership import refresh
from articles.models import Article


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


def _events_of(articles: QuerySet[Article]) -> set[int]:
    return set(articles.exclude(event=None).values_list("event", flat=True))
