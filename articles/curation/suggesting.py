"""What curators say to pairs that grouping found alike and left apart. Each is an act."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.curation.acts import move, split
from articles.curation.recording import CurationError, record
from articles.models import Article, Event, EventAct, Likeness

_Kind = EventAct.Kind


def put_together(pair: Likeness, *, by: AbstractBaseUser | None = None) -> Event:
    """Let two articles stand in one event, and return it: that of one of them, or a new one.

    Raises CurationError where they do already, and where each stands in an event of its own:
    those are merged, which is looked at first. Where they stand is read anew, for a pair that was
    put together just before may have placed one of them.
    """
    known = Article.objects.select_related("event").only("title", "event")
    found = known.in_bulk([pair.first_id, pair.second_id])
    if len(found) < 2:
        raise CurationError("Nothing was changed: an article of the pair has been deleted.")
    first, second = found[pair.first_id], found[pair.second_id]
    if first.event_id and first.event_id == second.event_id:
        raise CurationError(f"“{first}” and “{second}” stand in one event already.")
    if first.event_id and second.event_id:
        raise CurationError(f"“{first}” and “{second}” each stand in an event. Merge the events.")
    if event := first.event or second.event:
        move([second.pk if first.event_id else first.pk], event, by=by)
        return event
    return split([first.pk, second.pk], by=by)


@transaction.atomic
def keep_apart(
    pairs: QuerySet[Likeness], *, by: AbstractBaseUser | None = None, why: str = ""
) -> list[EventAct]:
    """Say that the articles of pairs report different happenings, and return an act for each.

    Where they stand in two events, that goes for all pairs between these events. Raises
    CurationError, and changes nothing, where the archive is busy.
    """
    said = {"kept_apart_at": timezone.now(), "kept_apart_by": by}
    acts = (
        _say(pair, _fellows(pair).undecided(), said, _act(_Kind.APART, pair, by, why))
        for pair in _with_articles(pairs)
    )
    return [act for act in acts if act]


@transaction.atomic
def suggest_again(
    pairs: QuerySet[Likeness], *, by: AbstractBaseUser | None = None, why: str = ""
) -> list[EventAct]:
    """Take back that pairs are kept apart, and return an act for each; see `keep_apart`."""
    said = {"kept_apart_at": None, "kept_apart_by": None}
    acts = (
        _say(pair, _fellows(pair).decided(), said, _act(_Kind.SUGGEST, pair, by, why))
        for pair in _with_articles(pairs)
    )
    return [act for act in acts if act]


def _act(kind: str, pair: Likeness, by: AbstractBaseUser | None, why: str) -> EventAct:
    events = [pair.first.event_id, pair.second.event_id]
    return EventAct(kind=kind, events=events, made_by=by, why=why)


def _say(
    pair: Likeness, rows: QuerySet[Likeness], said: dict[str, Any], act: EventAct
) -> EventAct | None:
    """Say something of a pair and its fellows, which are these rows."""
    known = list(rows.values_list("first", "second"))
    return record(act, lambda: rows.update(**said), [pair.first_id, pair.second_id], known)


def _with_articles(pairs: QuerySet[Likeness]) -> list[Likeness]:
    return list(pairs.select_related("first", "second").order_by("pk"))


def _fellows(pair: Likeness) -> QuerySet[Likeness]:
    """Return a pair with all others between the events that its articles stand in.

    Of one event nobody has said that all its articles report different happenings.
    """
    if pair.first.event_id and pair.first.event_id == pair.second.event_id:
        return Likeness.objects.filter(pk=pair.pk)
    ours, theirs = _with(pair.first), _with(pair.second)
    between = Q(first__in=ours, second__in=theirs) | Q(first__in=theirs, second__in=ours)
    return Likeness.objects.filter(between)


def _with(article: Article) -> list[int]:
    """Return an article (its id) with those that stand in its event."""
    if not article.event_id:
        return [article.pk]
    return list(Article.objects.filter(event=article.event_id).values_list("pk", flat=True))
