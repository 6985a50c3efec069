"""Undoing an import, in one transaction: articles first, then what hangs on them."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import pghistory
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles import copies, curation
from articles.events.grouping import keep_others_from_grouping
from articles.events.membership import place, refresh
from articles.ingest import derivation, repeated
from articles.ingest.gates import UNREADY, gate_on_arrival, mark_aggregators
from articles.ingest.pipeline import close_abandoned_runs
from articles.ingest.store_lock import keep_others_from_storing
from articles.ingest.versions import settle, weigh
from articles.ingest.worker import Cleaner
from articles.models import Article, Event, EventAct, Import, Original
from articles.undoing import history, leftovers
from articles.undoing.plans import Plan, plan

REASON = "The import that brought it was taken back."

_BATCH = 100
_BLOCKS_AT_A_TIME = 2000


class UndoError(Exception):
    """A run that cannot be undone; the message says why."""


def refusal(run: Import) -> str:
    """Return why a run cannot be undone, or nothing where it can."""
    if run.undone_at:
        return f"It was undone already, on {run.undone_at:%d %B %Y}."
    if run.status == Import.Status.RUNNING:
        return "It is running. Wait until it has ended, or stop it."
    return ""


def undo(
    run: Import,
    by: AbstractBaseUser | None = None,
    progress: Callable[[int], object] = lambda done: None,
) -> Plan:
    """Undo a run and return what was done; raises UndoError where it cannot be undone.

    All of it is one transaction, in which nothing else is stored or grouped. `progress` is called
    with the number of articles done since its last call.
    """
    close_abandoned_runs()
    with transaction.atomic(), pghistory.context(command="undo_import", undone_run=run.pk):
        keep_others_from_storing()
        keep_others_from_grouping()
        run = Import.objects.select_for_update().get(pk=run.pk)
        if why := refusal(run):
            raise UndoError(why)
        done = plan(run)
        _undo(run, done, progress)
        run.undone_at, run.undone_by, run.undone_note = timezone.now(), by, summary(done)
        run.save()
    return done


def summary(plan: Plan) -> str:
    """Say in a sentence what undoing does."""
    return (
        f"Articles: {len(plan.deleted)} deleted, {len(plan.withdrawn)} withdrawn, "
        f"{len(plan.restored)} restored. Rejected originals: {plan.rejected} deleted."
    )


def _undo(run, done, progress) -> None:
    touched = [*done.deleted, *done.withdrawn, *done.restored]
    places = history.places(run)
    events = {place.event for place in places.values()} | _events_of(touched)
    bylines = _bylines_of(touched)
    blocks = _blocks_of(done.deleted)
    _take_names_back(run)
    moved_up = copies.hand_over(done.deleted)
    Original.objects.filter(import_run=run).exclude(article__in=done.withdrawn).only("pk").delete()
    for batch in _batches(done.deleted):
        Article.objects.filter(pk__in=batch).only("pk").delete()
        progress(len(batch))
    with Cleaner() as cleaner:
        for batch in _batches(done.restored):
            _restore(batch, places, cleaner)
            progress(len(batch))
    apart = [*moved_up, *_put_copies_back(places)]
    settle([*done.restored, *apart])
    _put_followers_back(apart, places)
    _put_bystanders_back(places, done.restored)
    for some in _batches(blocks, _BLOCKS_AT_A_TIME):
        repeated.judge((), some)
    standing = Article.objects.filter(pk__in=done.withdrawn)
    standing = standing.exclude(status__in=("withdrawn", "rejected"))
    if standing.exists():
        curation.withdraw(standing, REASON)
    refresh((events | _events_of(done.restored)) - {None})
    leftovers.delete_events(history.added(run, "EventRevision"))
    leftovers.delete_names(run)
    mark_aggregators(bylines | _bylines_of(done.restored))


def _take_names_back(run) -> None:
    """Take from originals that others brought the further names that this run found them under."""
    for pk, (before, after) in history.changed(run, "OriginalRevision").items():
        original = Original.objects.only("origins").filter(pk=pk).exclude(import_run=run).first()
        if original:
            found = set(after.origins if after else original.origins) - set(before.origins)
            original.origins = [name for name in original.origins if name not in found]
            original.save(update_fields=["origins"])


def _put_copies_back(places) -> list[int]:
    """Make copies what they were before the run, and return the articles that were."""
    moved = {
        article: place.duplicate_of
        for article, place in places.items()
        if place.duplicate_of_is_untouched
    }
    rows = Article.objects.filter(pk__in=moved).exclude(curated_fields__contains=["duplicate_of"])
    fronts = set(
        Article.objects.filter(pk__in=set(moved.values())).values_list("pk", flat=True)
    ) | {None}
    back = [
        article
        for article, front in rows.values_list("pk", "duplicate_of")
        if front != moved[article] and moved[article] in fronts
    ]
    for article in back:
        Article.objects.filter(pk=article).update(duplicate_of=moved[article])
    return back


def _put_followers_back(articles, places) -> None:
    """Put back what stood in an event only as a copy, as drafts do, and is a copy no more."""
    rows = Article.objects.filter(pk__in=articles, duplicate_of=None)
    alone = rows.exclude(pk__in=Article.objects.groupable()).values_list("pk", flat=True)
    was = {pk: places[pk].event for pk in alone if pk in places and places[pk].event_is_untouched}
    known = _still_there(was.values())
    place({pk: known.get(event) for pk, event in was.items()}, by_curator=False)


def _put_bystanders_back(places, restored) -> None:
    """Put back what the run brought nothing for and what went with its articles.

    What stood alone is grouped anew with the next import: it may never have been looked at before.
    """
    was = {pk: one.event for pk, one in places.items() if one.event_is_untouched}
    known = _still_there(was.values())
    rows = Article.objects.filter(pk__in=was.keys() - set(restored), duplicate_of=None)
    moved = {pk: was[pk] for pk, event in rows.values_list("pk", "event") if event != was[pk]}
    alone = [pk for pk, event in moved.items() if event not in known]
    place({pk: known[event] for pk, event in moved.items() if event in known}, by_curator=False)
    place(dict.fromkeys(alone), by_curator=False)
    Article.objects.filter(pk__in=alone, event=None).update(grouped_at=None)


def _restore(batch, places, cleaner) -> None:
    """Derive articles from the originals that are left, and put them where they stood."""
    readings = derivation.read(batch, cleaner)
    rows = Article.objects.filter(pk__in=batch).select_for_update().order_by("pk")
    articles = list(rows.defer("search_vector"))
    derivation.rewrite(articles, readings)
    known = _still_there(place.event for article, place in places.items() if article in readings)
    for article in articles:
        was = places.get(article.pk)
        if was and was.status_is_untouched and readings[article.pk].versions:
            _hold_again(article, was, weigh(readings[article.pk].versions))
        if was and was.event_is_untouched and was.event != article.event_id:
            place({article.pk: known.get(was.event)}, by_curator=False)


def _hold_again(article, was, said) -> None:
    """Make an article wait again, as a draft or in review, if what it says now is what waited.

    One that is no draft may be there and never have counted, as its day is earlier.
    """
    rows, held_for = Article.objects.filter(pk=article.pk), gate_on_arrival(said.clean)
    if was.status == "draft" and said.is_draft:
        rows.update(status="draft", held_for="")
    elif was.status == "review" and held_for in UNREADY:
        rows.update(status="review", held_for=held_for)
        if said.clean.is_undated and "published" not in article.curated_fields:
            rows.update(published=was.published)


def _still_there(events: Iterable[int | None]) -> dict[int, int]:
    """Return where reports of each of the events stand that are still there.

    That is the event itself, and of one that a curator has merged its heir: that stays merged.
    What grouping has merged stands by itself again.
    """
    found = Event.objects.in_bulk(set(events) - {None})
    return {
        pk: event.heir().pk if _is_merged_for_good(event) else pk for pk, event in found.items()
    }


def _is_merged_for_good(event: Event) -> bool:
    if not event.merged_into_id:
        return False
    merging = {f"changes__events__{event.pk}__has_key": "merged_into"}
    last = EventAct.objects.of_event(event.pk).filter(**merging).first()
    return last is None or last.kind != EventAct.Kind.JOIN


def _events_of(articles: Iterable[int]) -> set[int]:
    rows = Article.objects.filter(pk__in=articles)
    return set(rows.values_list("event", flat=True).distinct()) - {None}


def _bylines_of(articles: Iterable[int]) -> set[str]:
    rows = Article.objects.filter(pk__in=articles)
    return set(rows.values_list("byline", flat=True).distinct())


def _blocks_of(articles: Iterable[int]) -> list[int]:
    rows = Article.objects.filter(pk__in=articles)
    return sorted({block for held in rows.values_list("blocks", flat=True) for block in held})


def _batches(things: Sequence[int], size: int = _BATCH) -> Iterator[Sequence[int]]:
    return (things[at : at + size] for at in range(0, len(things), size))
