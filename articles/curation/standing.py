"""Whether readers may see articles: publish and withdraw. Each act is one transaction."""

import pghistory
from django.db import transaction
from django.db.models import QuerySet

from articles import copies
from articles.events.membership import let_copies_follow, refresh
from articles.models import Article


@transaction.atomic
def publish(articles: QuerySet[Article]) -> int:
    """Publish articles and return how many; whatever held them no longer does."""
    ids = list(articles.values_list("pk", flat=True))
    rows = Article.objects.filter(pk__in=ids)
    rows.keep()
    changed = rows.make_public()
    copies.settle(ids)
    refresh(_events_of(rows))
    return changed


@transaction.atomic
def withdraw(articles: QuerySet[Article], reason: str) -> int:
    """Withdraw articles and return how many. Readers see the reason in their place."""
    ids = list(articles.values_list("pk", flat=True))
    rows = Article.objects.filter(pk__in=ids)
    rows.keep()
    with pghistory.context(reason=reason):
        changed = rows.make_withdrawn(reason)
    copies.settle(ids)
    refresh(_events_of(rows))
    return changed


@transaction.atomic
def follow_up(article: Article) -> None:
    """Bring copies and events in step with an article that was changed by hand.

    One that was called a copy stands where its text does, and so do those that stood behind it.
    """
    behind = Article.objects.filter(duplicate_of=article.pk)
    concerned = [article.pk, *behind.values_list("pk", flat=True)]
    rows = Article.objects.filter(pk__in=concerned)
    events = _events_of(rows)
    if article.duplicate_of_id:
        behind.update(duplicate_of=article.duplicate_of_id)
    let_copies_follow(concerned)
    copies.settle(concerned)
    refresh(events | _events_of(rows))


def _events_of(articles: QuerySet[Article]) -> set[int]:
    return set(articles.exclude(event=None).values_list("event", flat=True))
