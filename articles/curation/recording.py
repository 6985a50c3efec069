"""How an act on events is recorded: what it may touch is looked at before and after."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import pghistory
from django.db import OperationalError, connection, transaction
from django.db.models import Q
from psycopg.errors import DeadlockDetected, LockNotAvailable, QueryCanceled

from articles.events.grouping import keep_others_from_grouping
from articles.events.states import Pair, changes, concerned, state_of
from articles.models import Article, Event, EventAct

LOCK_SECONDS = 8  # less than a request may take, so that it ends with a sentence

_BUSY = (
    "Nothing was changed: articles are being imported or grouped at this moment. "
    "Try again in a minute."
)


class CurationError(Exception):
    """What cannot be done to events; the message says why, and what to do. Nothing was changed."""


def record(
    act: EventAct,
    do: Callable[[], object],
    articles: Iterable[int] = (),
    pairs: Iterable[Pair] = (),
) -> EventAct | None:
    """Do an act on the events that it names, on articles (ids) and pairs, and save its changes.

    `do` is called once nobody else can change them. Returns None, and saves nothing, where nothing
    changed. Raises CurationError where the archive is busy, and whatever `do` raises; nothing is
    changed then.
    """
    with _alone(act.why):
        articles, events = _scope(set(articles), set(act.events) - {None})
        before = state_of(articles, events, pairs)
        do()
        after = state_of(articles, events, pairs)
        act.changes = changes(before, after)
        if not any(act.changes.values()) and not act.undoes:
            return None
        act.events = sorted(events & concerned(act.changes, after))
        act.save()
        return act


@contextmanager
def _alone(why: str) -> Iterator[None]:
    """A transaction in which nothing is grouped and no other curator is at work on events."""
    reason = {"reason": why} if why else {}
    try:
        with transaction.atomic(), pghistory.context(**reason):
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
            keep_others_from_grouping()
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable | DeadlockDetected | QueryCanceled):
            raise CurationError(_BUSY) from error
        raise


def _scope(articles: set[int], events: set[int]) -> tuple[set[int], set[int]]:
    """Return all that an act on these may touch, with their rows locked against imports.

    With an article go its copies and whatever it is a copy of; with an event its articles and
    those that were merged into it.
    """
    places = Article.objects.filter(Q(pk__in=articles) | Q(event__in=events)).keep()
    events = (events | set(places.values())) - {None}
    merged = Event.objects.filter(Q(pk__in=events) | Q(merged_into__in=events)).order_by("pk")
    return set(places), set(merged.select_for_update(no_key=True).values_list("pk", flat=True))
