"""The order of ingest: read and clean, store, judge, group. Only this knows it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

import pghistory
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from articles.events.grouping import group_pending, learn
from articles.events.membership import let_new_copies_follow, refresh
from articles.ingest import keeping, outcomes
from articles.ingest.gates import Gate, gate_on_arrival, judge, open_gate
from articles.ingest.ledger import Ledger
from articles.ingest.places import printable
from articles.ingest.records import Item
from articles.ingest.store import REJECTED_BEFORE, store_batch
from articles.ingest.worker import Cleaner
from articles.models import Article, Event, Import, Original
from articles.search.spelling import count_words
from articles.search.statistics import count_keys, is_count_old

_Thing = TypeVar("_Thing")

_BATCH_ITEMS = 100
_BATCH_BYTES = 16_000_000

# Any constant will do: with a run's id it names the lock that the run holds while it is alive.
_RUN_LOCKS = 7_206_413


@dataclass(frozen=True)
class Options:
    """How a run goes: `gate` says what new articles wait for, `group` places in events.

    `keep_ids` brings an export into an empty archive, where each article stands as it stood:
    neither gates nor grouping look at it. `made_by` is the user who wants it, where somebody at the
    desk does.
    """

    gate: Gate = gate_on_arrival
    group: bool = True
    dry_run: bool = False
    keep_ids: bool = False
    made_by: User | None = None


@dataclass
class Progress:
    """Where a run tells how far it is; each is called with the number done since its last call."""

    stored: Callable[[int], None] = lambda done: None
    grouped: Callable[[int], None] = lambda done: None


@dataclass(frozen=True)
class Line:
    """What became of one item: a line of the report.

    All of it is told as it stands when the run ends. `article` and `event` are ids, or None; an
    event that readers may not see, since it has fewer than two published articles, is None.
    """

    path: str
    outcome: str
    article: int | None
    event: int | None
    reason: str


@dataclass(frozen=True)
class Result:
    """What a run did: its Import, with the counts, and whether it was stopped early.

    `still_rejected` of the unchanged items were rejected in an earlier run.
    """

    run: Import
    stopped: bool
    still_rejected: int


def run_import(
    found: Iterable[Item],
    what: str,
    options: Options,
    progress: Progress,
    report: Callable[[Line], None] = lambda line: None,
) -> Result:
    """Import items, and tell `report` what became of each once the run is over.

    `what` says in the record of imports where the items are from. What is stored stays stored
    when a run is stopped: the next run goes on from there. A dry run does all of it in one
    transaction and takes it back. A run that keeps ids is one transaction too, and raises
    NotEmptyError where it finds something. Stopped, both leave nothing and raise KeyboardInterrupt.
    """
    if not (options.dry_run or options.keep_ids):
        return _run(found, what, options, progress, report)
    with transaction.atomic():
        if options.keep_ids:
            keeping.begin()
        result = _run(found, what, options, progress, report)
        transaction.set_rollback(options.dry_run)
        return result


def _run(found, what, options, progress, report) -> Result:
    close_abandoned_runs()
    run, stopped, said = _begin(what, options), False, {}
    with Ledger() as ledger, pghistory.context(command="import_articles", run=run.pk):
        try:
            if options.keep_ids:
                _keep_all(found, run, ledger, progress)
                said = keeping.settle(run)
                # They stand where they stood; what comes later is compared with them.
                learn(Article.objects.groupable(), progress.grouped)
            else:
                _store_all(found, run, ledger, options, progress)
                _place_all(run, ledger, options, progress)
            if is_count_old():
                count_keys()
                count_words()
        except KeyboardInterrupt:
            if options.keep_ids or options.dry_run:
                raise
            stopped = True
            # A statement that was cut off may still be under way; all that is done is in.
            connection.close()
        run.finished_at = timezone.now()
        copies = _end(run, Import.Status.STOPPED if stopped else Import.Status.FINISHED)
        still_rejected = 0
        for line in _lines(ledger, said, copies):
            still_rejected += line.reason.startswith(REJECTED_BEFORE)
            report(line)
    return Result(run, stopped, still_rejected)


def _begin(what: str, options: Options) -> Import:
    """Return a new run that holds its lock by the time that others can see it."""
    with transaction.atomic():
        run = Import.objects.create(
            what="\n".join(map(printable, what.split("\n"))),
            made_by=options.made_by,
            past_gates=options.gate is open_gate or options.keep_ids,
            keeps_ids=options.keep_ids,
        )
        _lock(run)
    return run


def _lock(run: Import) -> bool:
    """Hold the lock that says a run is alive, and say whether it was free.

    It is the database session's: it goes with the process, however that ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_RUN_LOCKS, run.pk])
        return cursor.fetchone()[0]


def _unlock(run: Import) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_RUN_LOCKS, run.pk])


def close_abandoned_runs() -> None:
    """Mark as stopped every run that says it is running and whose process is gone."""
    for run in Import.objects.filter(status=Import.Status.RUNNING):
        if _lock(run):
            _end(run, Import.Status.STOPPED)
            # A preview takes back that it has ended: the next that looks must find it free.
            _unlock(run)


@transaction.atomic
def _end(run: Import, status: str) -> dict[int, int]:
    """Say that a run is over, and count what it made; return its copies with their fronts."""
    copies = {} if run.keeps_ids else outcomes.settle(run)
    run.status = status
    run.save()
    return copies


def _store_all(found, run, ledger, options, progress) -> None:
    with Cleaner() as cleaner:
        cleaned = cleaner.clean_all(_recognised(found))
        for batch in _batches(cleaned, lambda pair: pair[0]):
            ledger.add(store_batch(run, batch, options.gate))
            progress.stored(len(batch))


def _keep_all(found, run, ledger, progress) -> None:
    with Cleaner() as cleaner:
        cleaned = cleaner.clean_all(replace(item, is_exported=True) for item in found)
        for batch in _batches(cleaned, lambda pair: pair[0]):
            ledger.add(keeping.store_records(run, batch))
            progress.stored(len(batch))


def _place_all(run, ledger, options, progress) -> None:
    published_in = judge(run)
    if options.group:
        group_pending(progress.grouped)
    refresh(published_in | _events_of(ledger.updated) | let_new_copies_follow(run))


def _recognised(found: Iterable[Item]) -> Iterator[Item]:
    """Pass items on; one whose bytes became an article says so, and is not read again."""
    for batch in _batches(found, lambda item: item):
        known = Original.objects.digests(item.sha256 for item in batch if item.content)
        for item in batch:
            yield replace(item, is_known=True) if item.sha256 in known else item


def _batches(things: Iterable[_Thing], item_of: Callable[[_Thing], Item]) -> Iterator[list[_Thing]]:
    """Yield things in batches bounded in number and in the bytes of their items."""
    batch, size = [], 0
    for thing in things:
        batch.append(thing)
        size += len(item_of(thing).content)
        if len(batch) == _BATCH_ITEMS or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _events_of(articles: set[int]) -> set[int]:
    """Return the events of articles that were updated: a date may have changed."""
    rows = Article.objects.filter(pk__in=articles).exclude(event=None)
    return set(rows.values_list("event", flat=True))


def _lines(ledger: Ledger, said: dict[int, str], copies: dict[int, int]) -> Iterator[Line]:
    """Yield the report: what was stored, as the whole run has left it.

    `said` has what came out at the end, by the number of the article.
    """
    for page in ledger.pages():
        stored = outcomes.as_they_ended(page, copies)
        rows = Article.objects.filter(pk__in={one.article for one in stored} - {None})
        held = {
            pk: Article.HeldFor(gate).label
            for pk, gate in rows.held().values_list("pk", "held_for")
        }
        events = dict(rows.filter(event__in=Event.objects.visible()).values_list("pk", "event"))
        for one in stored:
            yield Line(
                one.path,
                one.outcome,
                one.article,
                events.get(one.article),
                " ".join(filter(None, (one.reason, said.get(one.article), held.get(one.article)))),
            )
