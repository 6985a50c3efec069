"""What curators do to events. Each act is one transaction, recorded so that it can be undone.

Whoever is not told `by` whom an act is made is a command or a test. Every act raises
CurationError, and changes nothing, where its events are no longer what the curator saw.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F, Q

from articles.curation.recording import CurationError, record
from articles.events.membership import place, refresh, title_of
from articles.models import Article, Event, EventAct, Mention

UNNAMED = "New event"
_Kind = EventAct.Kind

# What a curator says of an event itself, by the name of the column.
FACTS = ("title", "summary", "happened_start", "happened_end", "locked")


def merge(
    others: Iterable[Event],
    heir: Event,
    facts: dict[str, Any] | None = None,
    *,
    by: AbstractBaseUser | None = None,
    why: str = "",
) -> EventAct | None:
    """Merge events into an heir: their articles move there, and all their addresses lead there.

    `facts` is what is to be said of the heir, see `change`.
    """
    merged = {event.pk for event in others} - {heir.pk}

    def do():
        _check_standing({*merged, heir.pk})
        _put(_held({*merged, heir.pk}), heir.pk)
        about = Mention.objects.filter(event__in=merged)
        articles = set(about.values_list("article", flat=True))
        Mention.objects.bulk_create(
            (Mention(article_id=article, event=heir) for article in articles),
            ignore_conflicts=True,
        )
        about.delete()
        rows = Event.objects.filter(Q(pk__in=merged) | Q(merged_into__in=merged))
        rows.update(merged_into=heir)
        _write(heir.pk, facts or {})
        _settle({*merged, heir.pk})

    told = EventAct(kind=_Kind.MERGE, events=[*merged, heir.pk], made_by=by, why=why)
    return record(told, do)


def split(
    articles: Iterable[int],
    title: str = "",
    *,
    seen_in: Event | None = None,
    by: AbstractBaseUser | None = None,
    why: str = "",
) -> Event:
    """Move articles (ids) to a new event, and return it; without a title, the rule names it.

    Where all stood in one event, its page leads to the new one, and others must stay in it.
    `seen_in` is where the curator saw them.
    """
    articles = _fronts(articles)
    with transaction.atomic():
        origins = _events_of(articles)
        origin = next(iter(origins)) if len(origins) == 1 else None
        # Undone, it is merged into the event that it came from, so that its address stays good.
        new = Event.objects.create(
            title=title or title_of(articles) or UNNAMED,
            title_is_edited=bool(title),
            merged_into_id=origin,
        )

        def do():
            _check_place(articles, seen_in)
            _check_rest(articles, origin)
            Event.objects.filter(pk=new.pk).update(merged_into=None, split_from=origin)
            _put(articles, new.pk, and_keep=origins)
            _settle({new.pk})

        kind = _Kind.SPLIT if origin else _Kind.MOVE
        told = EventAct(kind=kind, events=[*origins, new.pk], made_by=by, why=why)
        record(told, do, articles)
    new.refresh_from_db()
    return new


def move(
    articles: Iterable[int],
    event: Event | None,
    *,
    seen_in: Event | None = None,
    by: AbstractBaseUser | None = None,
    why: str = "",
) -> EventAct | None:
    """Place articles (ids) in an event, or in none."""
    articles = _fronts(articles)
    to = {event.pk} if event else set()
    concerned = to | _events_of(articles)

    def do():
        _check_place(articles, seen_in)
        _check_standing(to)
        _put(articles, event.pk if event else None, and_keep=concerned)
        _settle(to)

    told = EventAct(kind=_Kind.MOVE, events=list(concerned), made_by=by, why=why)
    return record(told, do, articles)


def mention(
    articles: Iterable[int],
    event: Event,
    *,
    by: AbstractBaseUser | None = None,
    why: str = "",
) -> EventAct | None:
    """Say that articles (ids) are also about an event; those that report it are left alone."""
    articles = _fronts(articles)

    def do():
        _check_standing({event.pk})
        Mention.objects.bulk_create(
            (Mention(article_id=article, event=event) for article in sorted(articles)),
            ignore_conflicts=True,
        )
        _settle({event.pk})

    told = EventAct(kind=_Kind.MENTION, events=[event.pk], made_by=by, why=why)
    return record(told, do, articles)


def unmention(
    articles: Iterable[int],
    event: Event,
    *,
    by: AbstractBaseUser | None = None,
    why: str = "",
) -> EventAct | None:
    """Say no longer that articles (ids) are also about an event."""
    articles = set(articles) | _fronts(articles)
    rows = Mention.objects.filter(event=event, article__in=articles)
    told = EventAct(kind=_Kind.MENTION, events=[event.pk], made_by=by, why=why)
    return record(told, rows.delete, articles)


def change(
    event: Event,
    facts: dict[str, Any],
    *,
    by: AbstractBaseUser | None = None,
    why: str = "",
) -> EventAct | None:
    """Say something of an event: some of FACTS. An empty title leaves the naming to the rule."""

    def do():
        _check_standing({event.pk})
        _write(event.pk, facts)
        refresh([event.pk])

    told = EventAct(kind=_Kind.CHANGE, events=[event.pk], made_by=by, why=why)
    return record(told, do)


def _write(event: int, facts: dict[str, Any]) -> None:
    columns = {name: facts[name] for name in FACTS if name in facts}
    if "title" in columns:
        columns["title_is_edited"] = bool(columns["title"])
        columns["title"] = columns["title"] or F("title")
    if columns:
        Event.objects.filter(pk=event).update(**columns)


def _settle(events: set[int]) -> None:
    """Count events anew; what reports one is not also about it."""
    Mention.objects.filter(event__in=events, article__event=F("event")).delete()
    refresh(events)


def _put(
    articles: Iterable[int], event: int | None, *, and_keep: Iterable[int | None] = ()
) -> None:
    """Place articles, and leave those alone that a curator put there before.

    What stands in the events `and_keep` stays there for good too: whoever joins reports, or parts
    them, has decided on both sides.
    """
    rows = Article.objects.filter(pk__in=articles)
    moved = rows.exclude(event=event, event_is_curated=True).values_list("pk", flat=True)
    if wanted := dict.fromkeys(moved, event):
        kept = Article.objects.filter(event__in=set(and_keep) - {None}, duplicate_of=None)
        kept = kept.exclude(event_is_curated=True).values_list("pk", "event")
        place(dict(kept) | wanted, by_curator=True)


def _held(events: set[int]) -> list[int]:
    return list(Article.objects.filter(event__in=events).values_list("pk", flat=True))


def _fronts(articles: Iterable[int]) -> set[int]:
    """Return the articles without copies, each of which stands for the one whose text it is."""
    rows = Article.objects.filter(pk__in=set(articles)).values_list("pk", "duplicate_of")
    return {front or article for article, front in rows}


def _events_of(articles: set[int]) -> set[int | None]:
    """Return the events in which articles stand, None among them where one stands in none."""
    return set(Article.objects.filter(pk__in=articles).values_list("event", flat=True))


def _check_standing(events: set[int]) -> None:
    """Refuse events that are gone, or that somebody merged in the meantime."""
    found = Event.objects.select_related("merged_into").in_bulk(events)
    if len(found) < len(events):
        raise CurationError("Nothing was changed: an event has been deleted in the meantime.")
    for event in found.values():
        if event.merged_into:
            raise CurationError(
                f"Nothing was changed: “{event}” has been merged into “{event.heir()}” in the "
                "meantime. Look at that event, or undo the merge in its history."
            )


def _check_place(articles: set[int], seen_in: Event | None) -> None:
    """Refuse articles that are gone, or no longer stand where the curator saw them."""
    rows = Article.objects.filter(pk__in=articles)
    found = (rows.filter(event=seen_in) if seen_in else rows).count()
    if not articles or found < len(articles):
        raise CurationError(
            "Nothing was changed: some of these reports have been moved or deleted in the "
            "meantime. Look at the event again."
        )


def _check_rest(articles: set[int], origin: int | None) -> None:
    """Refuse to split off all reports of an event: what was said of it would be lost from view."""
    rows = Article.objects.filter(event=origin, duplicate_of=None)
    if origin and not rows.exclude(pk__in=articles).exists():
        raise CurationError(
            "Nothing was changed: these are all the reports of the event. To give it another "
            "title, rename the event instead."
        )
