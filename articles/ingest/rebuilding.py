"""Everything that is derived, made anew from the originals, a batch a transaction."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pghistory
from django.db import DatabaseError, connection, transaction
from django.db.models import BigIntegerField, Func, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.events.grouping import group_pending
from articles.events.membership import refresh
from articles.ingest import derivation, joining
from articles.ingest.derivation import GROUPED_BY, clean_again, item_of
from articles.ingest.gates import mark_aggregators
from articles.ingest.records import Item, Rejection
from articles.ingest.refused import is_refusal
from articles.ingest.store_lock import keep_others_from_storing
from articles.ingest.versions import settle
from articles.ingest.worker import Cleaner
from articles.models import Article, Original, Rebuild
from articles.search.statistics import say_changed

# Any constant will do: two rebuilds at once would do all the work twice.
REBUILD_LOCK = 7_206_417

# Setting a column that it is made from has PostgreSQL make a generated column anew.
_RENEW_VECTORS = """
UPDATE articles_article SET language = language
WHERE id = ANY(%s) AND search_vector IS DISTINCT FROM archive_vector(language, title, body_text)
RETURNING id
"""

_BATCH_ARTICLES = 100
_BATCH_BYTES = 16_000_000


class AtWorkError(Exception):
    """Another rebuild is running."""


@dataclass(frozen=True)
class Options:
    """How a rebuild goes: over `articles` (ids) or all, from the first or where one stopped."""

    articles: tuple[int, ...] = ()
    anew: bool = False
    regroup: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class Line:
    """What became of one article, or of one original that was rejected: a line of the report.

    `fields` are what changed. A reason says why an article stays as it stands, which article it
    was joined to, or that a rejected original can be read now.
    """

    article: int | None
    original: str
    fields: list[str]
    reason: str


@dataclass
class Result:
    """What a rebuild did. `kept` counts articles of which an original can be read no more."""

    looked_at: int = 0
    changed: Counter = field(default_factory=Counter)  # by field
    articles_changed: int = 0
    kept: int = 0
    readable: int = 0  # rejected originals that would be articles now
    stopped: bool = False


def rebuild(
    options: Options,
    progress: Callable[[int], object] = lambda done: None,
    report: Callable[[Line], None] = lambda line: None,
) -> Result:
    """Make articles anew from their originals and tell `report` of each that changed.

    What is done stays done when it is stopped; the next goes on after it. Raises AtWorkError.
    """
    result = Result()
    with _alone(), pghistory.context(command="rebuild"), Cleaner() as cleaner:
        record = _record(options)
        try:
            for batch in _batches(options.articles, record.done_to):
                lines = _rebuild(batch, cleaner, options)
                _note(record, batch, sum(bool(line.fields) for line in lines))
                result.looked_at += len(batch)
                _tell(lines, result, report)
                progress(len(batch))
            if not options.articles:
                _tell(_readable(cleaner), result, report)
            if options.regroup and not options.dry_run:
                group_pending()
            if not options.dry_run:
                say_changed(record.changed)
        except KeyboardInterrupt:
            result.stopped = True
            return result
        if record.pk:
            record.finished_at = timezone.now()
            record.save()
    return result


def stopped_at() -> int:
    """Return the article after which the next rebuild goes on, or 0 where it begins anew."""
    last = Rebuild.objects.order_by("-pk").first()
    return last.done_to if last and not last.finished_at else 0


def count(options: Options) -> int:
    """Return how many articles there are to look at."""
    if options.articles:
        return len(options.articles)
    after = 0 if options.anew or options.dry_run else stopped_at()
    return Article.objects.filter(pk__gt=after).count()


def rejected() -> Iterator[Item]:
    """Yield the originals that were rejected, to be imported once more."""
    for original in Original.objects.rejected().to_read_again().iterator(chunk_size=10):
        yield item_of(original, bytes(original.content))


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [REBUILD_LOCK])
        if not cursor.fetchone()[0]:
            raise AtWorkError("Another rebuild is running. Wait until it has ended.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [REBUILD_LOCK])


def _record(options: Options) -> Rebuild:
    """Return the record in which a rebuild notes how far it is; of some articles none is kept."""
    if options.articles or options.dry_run:
        return Rebuild()
    last = Rebuild.objects.order_by("-pk").first()
    if last and not last.finished_at and not options.anew:
        return last
    return Rebuild.objects.create()


def _note(record: Rebuild, batch: list[int], changed: int) -> None:
    record.done_to = batch[-1]
    record.looked_at += len(batch)
    record.changed += changed
    if record.pk:
        record.save()


def _batches(articles: Collection[int], after: int) -> Iterator[list[int]]:
    """Yield the ids of articles in their order, bounded in number and in bytes to be read."""
    length = Func("originals__content", function="octet_length", output_field=BigIntegerField())
    rows = Article.objects.order_by("pk").annotate(size=Coalesce(Sum(length), 0))
    rows = rows.filter(pk__in=articles) if articles else rows
    while page := list(rows.filter(pk__gt=after).values_list("pk", "size")[:_BATCH_ARTICLES]):
        sizes = itertools.accumulate(size for _, size in page)
        batch = [pk for (pk, _), sum_to in zip(page, sizes, strict=True) if sum_to < _BATCH_BYTES]
        batch = batch or [page[0][0]]
        yield batch
        after = batch[-1]


def _rebuild(batch: list[int], cleaner: Cleaner, options: Options) -> list[Line]:
    """Rebuild a batch, or where the database refuses something, its articles one by one."""
    try:
        return _rebuild_together(batch, cleaner, options)
    except DatabaseError as error:
        if not is_refusal(error):
            raise
        if len(batch) == 1:
            refused = f"The database refused it: {str(error).partition(chr(10))[0]}."
            return [_kept(batch[0], refused)]
        return [line for one in batch for line in _rebuild([one], cleaner, options)]


def _rebuild_together(batch, cleaner, options) -> list[Line]:
    """Rebuild a batch in one transaction, with whatever has an address that one of it takes."""
    wanted, readings = set(batch), {}
    while True:
        readings |= derivation.read(wanted - readings.keys(), cleaner)
        with transaction.atomic():
            keep_others_from_storing()
            stale = derivation.have_changed(readings)
            rows = Article.objects.filter(pk__in=readings).select_for_update().order_by("pk")
            articles = list(rows.defer("search_vector"))
            others = joining.holders(articles, readings)
            if not stale and not others:
                lines = _write(articles, readings, options)
                # A text is compared with that of its front once both are made anew.
                settle(batch, up_to=0 if options.articles else batch[-1])
                transaction.set_rollback(options.dry_run)
                return lines
        wanted |= others
        for article in stale:
            del readings[article]


def _write(articles, readings, options) -> list[Line]:
    lines = [
        _kept(article.pk, " ".join(readings[article.pk].failures))
        for article in articles
        if readings[article.pk].failures
    ]
    former = {article.pk: (article.byline, article.source_id) for article in articles}
    for other, front in joining.join(articles, readings):
        reason = f"Its address is that of article {front}, of which it is a copy now."
        lines.append(Line(other, "", ["canonical_url", "duplicate_of"], reason))
    articles = [article for article in articles if not readings[article.pk].failures]
    changed = defaultdict(list, joining.readdress(articles, readings))
    for article, names in derivation.rewrite(articles, readings).items():
        changed[article] += names
    for article in _renew_vectors(former):
        changed[article].append("search_vector")
    mark_aggregators(
        byline
        for article in articles
        if former[article.pk] != (article.byline, article.source_id)
        for byline in (article.byline, former[article.pk][0])
    )
    if options.regroup:
        moved = [pk for pk, names in changed.items() if GROUPED_BY.intersection(names)]
        Article.objects.filter(pk__in=moved).update(grouped_at=None)
    events = Article.objects.filter(pk__in=changed).exclude(event=None)
    refresh(events.values_list("event", flat=True).distinct())
    return lines + [Line(article, "", names, "") for article, names in sorted(changed.items())]


def _kept(article: int, why: str) -> Line:
    return Line(article, "", [], f"Kept as it stands. {why}")


def _renew_vectors(articles: Iterable[int]) -> list[int]:
    """Make those search vectors anew that are not what the database's function makes today."""
    with connection.cursor() as cursor:
        cursor.execute(_RENEW_VECTORS, [list(articles)])
        return [article for (article,) in cursor.fetchall()]


def _readable(cleaner: Cleaner) -> Iterator[Line]:
    for original, read in clean_again(Original.objects.rejected(), cleaner):
        if not isinstance(read, Rejection):
            yield Line(None, str(original), [], "It was rejected and can be read now.")


def _tell(lines: Iterable[Line], result: Result, report: Callable[[Line], None]) -> None:
    for line in lines:
        result.changed.update(line.fields)
        result.articles_changed += bool(line.fields)
        result.kept += bool(line.article and not line.fields)
        result.readable += line.article is None
        report(line)
