"""The order of ingest: find items, read and clean, store, judge, group. Only this knows it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import pghistory
from django.db import connection, transaction
from django.utils import timezone

from articles.events.grouping import group_pending
from articles.events.membership import refresh
from articles.ingest.containers import items
from articles.ingest.gates import judge
from articles.ingest.records import CleanArticle, Item, Rejection
from articles.ingest.store import Stored, store_batch
from articles.ingest.worker import Cleaner
from articles.models import Article, Event, Import

_BATCH_ITEMS = 100
_BATCH_BYTES = 16_000_000

# Any constant will do: with a run's id it names the lock that the run holds while it is alive.
_RUN_LOCKS = 7_206_413


@dataclass(frozen=True)
class Options:
    """How a run goes: `publish` passes over the quality gates, `group` places in events."""

    publish: bool = False
    group: bool = True
    dry_run: bool = False


@dataclass
class Progress:
    """Where a run tells how far it is; each is called with the number done since its last call."""

    stored: Callable[[int], None] = lambda done: None
    grouped: Callable[[int], None] = lambda done: None


@dataclass(frozen=True)
class Line:
    """What became of one item: a line of the report.

    `article` and `event` are ids as they stand when the run ends, or None; an event that readers
    may not see, since it has fewer than two published articles, is None.
    """

    path: str
    outcome: str
    article: int | None
    event: int | None
    reason: str


@dataclass(frozen=True)
class Result:
    """What a run did: its Import, a line for each item, and whether it was stopped early."""

    run: Import
    lines: list[Line]
    stopped: bool


def run_import(
    paths: list[str],
    options: Options,
    progress: Progress,
    stdin: BinaryIO | None = None,
) -> Result:
    """Import everything under `paths` and return what became of each item.

    What is stored stays stored when a run is stopped: the next run goes on from there. Raises
    ContainerError where a path does not exist, before anything is stored. A dry run does all of
    it in one transaction and takes it back.
    """
    found = items(paths, stdin)
    with pghistory.context(command="import_articles"):
        if not options.dry_run:
            return _run(found, paths, options, progress)
        with transaction.atomic():
            result = _run(found, paths, options, progress)
            transaction.set_rollback(True)
            return result


def _run(found: Iterable[Item], paths, options, progress) -> Result:
    _close_abandoned_runs()
    run, stored, stopped = _begin(paths), [], False
    try:
        _store_all(found, run, stored, options, progress)
        published_in = judge(run)
        if options.group:
            group_pending(progress.grouped)
        refresh(published_in | _events_of_updates(stored))
    except KeyboardInterrupt:
        stopped = True
    run.status = Import.Status.STOPPED if stopped else Import.Status.FINISHED
    run.finished_at = timezone.now()
    run.save()
    return Result(run, _lines(stored), stopped)


def _begin(paths: list[str]) -> Import:
    """Return a new run that holds its lock by the time that others can see it."""
    with transaction.atomic():
        run = Import.objects.create(what="\n".join(paths))
        _lock(run)
    return run


def _lock(run: Import) -> bool:
    """Hold the lock that says a run is alive, and say whether it was free.

    It is the database session's: it goes with the process, however that ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_RUN_LOCKS, run.pk])
        return cursor.fetchone()[0]


def _close_abandoned_runs() -> None:
    """Mark as stopped what says that it is running and whose process is gone."""
    for run in Import.objects.filter(status=Import.Status.RUNNING):
        if _lock(run):
            run.status = Import.Status.STOPPED
            run.save(update_fields=["status"])


def _store_all(found, run, stored, options, progress) -> None:
    with Cleaner() as cleaner:
        for batch in _batches(cleaner.clean_all(found)):
            stored.extend(store_batch(run, batch, publish=options.publish))
            progress.stored(len(batch))


def _batches(
    cleaned: Iterator[tuple[Item, CleanArticle | Rejection]],
) -> Iterator[list[tuple[Item, CleanArticle | Rejection]]]:
    """Yield items in batches bounded in number and in bytes."""
    batch, size = [], 0
    for item, result in cleaned:
        batch.append((item, result))
        size += len(item.content)
        if len(batch) == _BATCH_ITEMS or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _events_of_updates(stored: list[Stored]) -> set[int]:
    """Return the events of the articles that were updated: a date may have changed."""
    updated = {one.article for one in stored if one.outcome == "updated"}
    rows = Article.objects.filter(pk__in=updated).exclude(event=None)
    return set(rows.values_list("event", flat=True))


def _lines(stored: list[Stored]) -> list[Line]:
    """Return the report: what was stored, as the whole run has left it."""
    rows = Article.objects.filter(pk__in={one.article for one in stored} - {None})
    held = {
        pk: Article.HeldFor(gate).label for pk, gate in rows.held().values_list("pk", "held_for")
    }
    events = dict(rows.filter(event__in=Event.objects.visible()).values_list("pk", "event"))
    return [
        Line(
            one.path,
            one.outcome,
            one.article,
            events.get(one.article),
            " ".join(filter(None, (one.reason, held.get(one.article, "")))),
        )
        for one in stored
    ]
