"""What curators say to pairs that grouping found alike and left apart."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.curation.acts import move, split
from articles.curation.recording import CurationError
from articles.models import Article, Event, Likeness


def put_together(pair: Likeness, *, by: AbstractBaseUser | None = None) -> Event:
    """Let two articles stand in one event, and return it: that of one of them, or a new one.

    Raises CurationError where each stands in an event of its own: those are merged, which is
    looked at first.
    """
    first, second = pair.first, pair.second
    if first.event_id and second.event_id:
        raise CurationError(f"“{first}” and “{second}” each stand in an event. Merge the events.")
    if event := first.event or second.event:
        move([second.pk if first.event_id else first.pk], event, by=by)
        return event
    return split([first.pk, second.pk], by=by)


@transaction.atomic
def keep_apart(pairs: QuerySet[Likeness], *, by: AbstractBaseUser | None = None) -> int:
    """Say that the articles of pairs report different happenings, and return how many pairs.

    Where they stand in events, that goes for all pairs between these events, which are counted.
    """
    now, fellows = timezone.now(), _fellows(pairs)
    return fellows.undecided().update(kept_apart_at=now, kept_apart_by=by)


@transaction.atomic
def suggest_again(pairs: QuerySet[Likeness]) -> int:
    """Take back what `keep_apart` said, and return how many pairs may be suggested again."""
    kept = _fellows(pairs).exclude(kept_apart_at=None)
    return kept.update(kept_apart_at=None, kept_apart_by=None)


def _fellows(pairs: QuerySet[Likeness]) -> QuerySet[Likeness]:
    """Return these pairs with all others between the events that theirs stand in."""
    between = Q(pk__in=[])
    for pair in pairs.select_related("first", "second"):
        ours, theirs = _with(pair.first), _with(pair.second)
        between |= Q(first__in=ours, second__in=theirs) | Q(first__in=theirs, second__in=ours)
    return Likeness.objects.filter(between)


def _with(article: Article) -> list[int]:
    """Return an article (its id) with those that stand in its event."""
    if not article.event_id:
        return [article.pk]
    return list(Article.objects.filter(event=article.event_id).values_list("pk", flat=True))
