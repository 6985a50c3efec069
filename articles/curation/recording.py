"""How an act on events is recorded: what it may touch is looked at before and after.

What belongs together is one unit and is changed and undone together, such as a title and whether
a curator wrote it. A unit's value is a list that JSON can hold.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pghistory
from django.db import OperationalError, connection, transaction
from django.db.models import Model, Q
from psycopg.errors import DeadlockDetected, LockNotAvailable, QueryCanceled

from articles.events.grouping import keep_others_from_grouping
from articles.models import Article, Event, EventAct, Mention

EVENT_UNITS = {
    "title": ("title", "title_is_edited"),
    "summary": ("summary",),
    "dates": ("happened_start", "happened_end"),
    "locked": ("locked",),
    "merged_into": ("merged_into_id",),
    "split_from": ("split_from_id",),
}
ARTICLE_UNITS = {
    "place": ("event_id", "event_is_curated"),
    "seen": ("grouped_at",),
}

LOCK_SECONDS = 8  # less than a request may take, so that it ends with a sentence

_BUSY = (
    "Nothing was changed: articles are being imported or grouped at this moment. "
    "Try again in a minute."
)

Units = dict[str, list]


class CurationError(Exception):
    """What cannot be done to events; the message says why, and what to do. Nothing was changed."""


@dataclass(frozen=True)
class State:
    """How articles and events stand, by id, and which articles are also about which events."""

    articles: dict[int, Units]
    events: dict[int, Units]
    mentions: frozenset[tuple[int, int]]


def state_of(articles: Iterable[int], events: Iterable[int]) -> State:
    """Return how these articles and events (ids) stand; those that are gone are left out."""
    articles, events = set(articles), set(events)
    about = Mention.objects.filter(Q(article__in=articles) | Q(event__in=events))
    return State(
        _units(Article, articles, ARTICLE_UNITS),
        _units(Event, events, EVENT_UNITS),
        frozenset(about.values_list("article", "event")),
    )


def record(
    act: EventAct, do: Callable[[], object], articles: Iterable[int] = ()
) -> EventAct | None:
    """Do an act on the events that it names and on articles (ids), and save it with its changes.

    `do` is called once nobody else can change them. Returns None, and saves nothing, where nothing
    changed. Raises CurationError where the archive is busy, and whatever `do` raises; nothing is
    changed then.
    """
    with _alone(act.why):
        articles, events = _scope(set(articles), set(act.events) - {None})
        before = state_of(articles, events)
        do()
        act.changes = _changes(before, state_of(articles, events))
        if not any(act.changes.values()) and not act.undoes:
            return None
        act.events = sorted(events & _named(act.changes))
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
    with_fronts = Q(pk__in=articles) | Q(duplicates__in=articles) | Q(event__in=events)
    fronts = set(Article.objects.filter(with_fronts).values_list("pk", flat=True))
    with_copies = Q(pk__in=fronts) | Q(duplicate_of__in=fronts)
    rows = Article.objects.filter(with_copies).order_by("pk").select_for_update(no_key=True)
    places = dict(rows.values_list("pk", "event"))
    events = (events | set(places.values())) - {None}
    merged = Event.objects.filter(Q(pk__in=events) | Q(merged_into__in=events)).order_by("pk")
    return set(places), set(merged.select_for_update(no_key=True).values_list("pk", flat=True))


def _units(model: type[Model], ids: set[int], units: dict[str, tuple]) -> dict[int, Units]:
    fields = [field for names in units.values() for field in names]
    return {
        row["pk"]: {unit: [_plain(row[field]) for field in names] for unit, names in units.items()}
        for row in model.objects.filter(pk__in=ids).values("pk", *fields)
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _changes(before: State, after: State) -> dict[str, Any]:
    articles = _differences(before.articles, after.articles)
    ended = [[article, event, False] for article, event in before.mentions - after.mentions]
    begun = [[article, event, True] for article, event in after.mentions - before.mentions]
    return {
        # That grouping has looked at an article is no act by itself.
        "articles": {pk: units for pk, units in articles.items() if "place" in units},
        "events": _differences(before.events, after.events),
        "mentions": sorted(ended + begun),
    }


def _differences(before: dict[int, Units], after: dict[int, Units]) -> dict[str, dict]:
    found = {
        str(pk): {
            unit: [value, after[pk][unit]]
            for unit, value in units.items()
            if value != after[pk][unit] and not _is_by_rule(unit, value, after[pk][unit])
        }
        for pk, units in before.items()
    }
    return {pk: units for pk, units in found.items() if units}


def _is_by_rule(unit: str, *values: list) -> bool:
    """Whether the rule has chosen these titles, which follow from the articles of an event."""
    return unit == "title" and not any(is_edited for _, is_edited in values)


def _named(changes: dict[str, Any]) -> set[int | None]:
    """Return the events in whose history an act stands: those that are other than they were."""
    places = [units["place"] for units in changes["articles"].values()]
    moved = {place[0] for both in places for place in both}
    about = {event for _, event, _ in changes["mentions"]}
    changed = {int(pk) for pk in changes["events"]}
    heirs = {
        value
        for units in changes["events"].values()
        for unit in ("merged_into", "split_from")
        for both in units.get(unit, ())
        for value in both
    }
    return moved | about | changed | heirs
