"""The feeds of sources, visited: what is due is fetched, and what is new goes into the archive.

The state of a feed is written once its entries are stored. Who is killed before that asks again,
and finds the entries known.
"""

import hashlib
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import pghistory
from django.db import connection
from django.utils import timezone

from articles.fetching.at_once import answers
from articles.fetching.web import Allowed, Answer, FetchError, PrivateAddressError, fetch
from articles.ingest.entries.shapes import FeedText
from articles.ingest.gates import Gate, gate_on_arrival
from articles.ingest.pipeline import Line, Options, Progress, run_import
from articles.ingest.places import Place
from articles.ingest.records import CleanArticle, Item, Rejection
from articles.ingest.worker import Cleaner
from articles.models import Article, Feed, Import, Original, Source

FIRST_WAIT = timedelta(minutes=15)  # after a failure; each further one doubles it
LONGEST_WAIT = timedelta(days=1)
LONGEST_ASKED = timedelta(days=7)  # of what a server may ask for by Retry-After
DOUBLINGS = 10
JITTER = (0.8, 1.2)  # so that feeds that failed together do not come back together
MAX_VALIDATOR = 2000  # characters of an ETag or a date that are sent back

# Any constant will do: one process at a time visits feeds.
_POLL_LOCK = 7_206_416

_OWN_NETWORK = (
    "For feeds in a network of your own there is --allow-private, but for link-local addresses."
)
_RANDOM = random.SystemRandom()


class BusyError(Exception):
    """Another process is visiting feeds."""


@dataclass(frozen=True)
class Visit:
    """What a visit to a feed came to: a sentence, the run that it led to, and what went wrong."""

    source: Source
    words: str
    failed: bool = False
    rejected: int = 0


def poll(
    sources: list[Source], allowed: Allowed, report: Callable[[Line], None]
) -> Iterator[Visit]:
    """Visit the feeds of these sources and yield what came of each, in the order of answers.

    `allowed` says which network addresses may be asked; `report` is told of every new entry.
    Raises BusyError where another process is at it, and KeyboardInterrupt where it is stopped.
    """
    with _alone(), Cleaner(workers=1) as cleaner:
        feeds = [_feed_of(source) for source in sources]
        for feed, answer in answers(feeds, lambda feed: _ask(feed, allowed)):
            feed.fetched_at = timezone.now()
            yield _visit(feed.source, feed, answer, cleaner, report)


def due(*, domains: list[str], force: bool, now: datetime) -> list[Source]:
    """Return the sources whose feeds are to be visited.

    One that is named is visited before it is due; one that is gone only by force.
    """
    sources = Source.objects.exclude(feed_url="").select_related("feed")
    if domains:
        sources = sources.filter(domains__domain__in=domains).distinct()
    return [source for source in sources if force or _is_due(_feed_of(source), now, domains)]


def _is_due(feed: Feed, now: datetime, named: list[str]) -> bool:
    if feed.gone_at:
        return False
    return bool(named) or feed.due_at is None or feed.due_at <= now


def _feed_of(source: Source) -> Feed:
    """Return what is known of a source's feed; nothing, where its address is another by now."""
    feed = getattr(source, "feed", None)
    if feed and feed.url == source.feed_url:
        return feed
    return Feed(pk=feed.pk if feed else None, source=source, url=source.feed_url)


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock of those who visit feeds; it goes with the database session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_POLL_LOCK])
        if not cursor.fetchone()[0]:
            raise BusyError("Feeds are being fetched by another process. Try again later.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_POLL_LOCK])


def _conditions(feed: Feed) -> dict[str, str]:
    """Return the headers by which a server knows what the archive has (RFC 9110, 13.1)."""
    headers = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    accept = "application/feed+json, application/atom+xml, application/rss+xml, */*;q=0.5"
    return {"Accept": accept} | {name: value for name, value in headers.items() if value}


def _ask(feed: Feed, allowed: Allowed) -> Answer | FetchError:
    try:
        return fetch(feed.url, headers=_conditions(feed), allowed=allowed)
    except FetchError as error:
        return error


def _visit(source, feed, answer, cleaner, report) -> Visit:
    if isinstance(answer, FetchError):
        return _failed(source, feed, answer)
    if answer.status == 304:
        _succeeded(source, feed, answer)
        return Visit(source, "not changed (304).")
    try:
        found = cleaner.ask(FeedText(answer.content, answer.url))
    except Rejection as rejection:
        return _failed(source, feed, FetchError(str(rejection)))
    place = Place(feed.url, feed.url)
    entries = [line.item(place.named(line.name), place) for line in found.lines]
    items = {_mark(item): item for item in entries}
    new = _new(items, feed)
    run = _run(source, new, report) if new else None
    feed.digests, feed.entries = list(items), len(items)
    _succeeded(source, feed, answer, found.problem)
    return Visit(source, _told(run, len(items), found.problem), rejected=run.rejected if run else 0)


def _mark(item: Item) -> str:
    """Return what tells an entry from others: the digest of its bytes, or of what is wrong."""
    words = f"{item.path}\n{item.problem}".encode("utf-8", "replace")
    return item.sha256 if item.content else hashlib.sha256(words).hexdigest()


def _new(items: dict[str, Item], feed: Feed) -> list[Item]:
    """Return the entries that the archive does not know, from the oldest on.

    What was kept out for good leaves no original, so that the last visit is asked, too.
    """
    known = {*feed.digests, *Original.objects.digests(items)}
    return [item for mark, item in reversed(items.items()) if mark not in known]


def _run(source: Source, items: list[Item], report: Callable[[Line], None]) -> Import:
    options = Options(gate_of(source))
    result = run_import(
        items, f"Feed of {source.domain}: {source.feed_url}", options, Progress(), report
    )
    if result.stopped:
        raise KeyboardInterrupt
    return result.run


def gate_of(source: Source) -> Gate:
    """Return what holds the articles of a source's feed in review.

    A source is trusted with its own articles, never with those of others.
    """
    own = set(source.domains.values_list("domain", flat=True))

    def gate(clean: CleanArticle) -> str:
        held_for = gate_on_arrival(clean)
        if held_for not in (Article.HeldFor.NOTHING, Article.HeldFor.JUDGEMENT):
            return held_for
        trusted = source.trusted and clean.source_domain in own
        return Article.HeldFor.NOTHING if trusted else Article.HeldFor.FEED

    return gate


def _succeeded(source: Source, feed: Feed, answer: Answer, problem: str = "") -> None:
    now = timezone.now()
    feed.url = _moved(source, answer.lasting_url)
    if answer.status != 304:
        feed.etag = _validator(answer, "etag")
        feed.last_modified = _validator(answer, "last-modified")
    feed.succeeded_at, feed.due_at, feed.failures, feed.error = now, now, 0, problem
    feed.gone_at = None
    feed.save()


def _validator(answer: Answer, name: str) -> str:
    value = answer.headers.get(name, "")
    return value if len(value) <= MAX_VALIDATOR and value.isprintable() else ""


def _moved(source: Source, lasting: str) -> str:
    """Give a source the address to which its feed has moved for good, and return its address."""
    old = source.feed_url
    if lasting in ("", old):
        return old
    reason = f"The feed moved for good from {old}."
    with pghistory.context(command="fetch_feeds", reason=reason):
        changed = Source.objects.filter(pk=source.pk, feed_url=old).update(feed_url=lasting)
    return lasting if changed else old


def _failed(source: Source, feed: Feed, error: FetchError) -> Visit:
    now = timezone.now()
    feed.failures += 1
    feed.error = str(error)
    feed.gone_at = now if error.status == 410 else None
    feed.due_at = now + _wait(feed.failures, error)
    feed.save()
    remedy = " " + _OWN_NETWORK if isinstance(error, PrivateAddressError) else ""
    return Visit(source, f"{error}{remedy}", failed=True)


def _wait(failures: int, error: FetchError) -> timedelta:
    """Return how long a feed is left alone after so many failures in a row."""
    if isinstance(error, PrivateAddressError):
        return timedelta()
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(failures - 1, DOUBLINGS))
    asked = min(LONGEST_ASKED, timedelta(seconds=error.retry_after or 0))
    return max(asked, wait * _RANDOM.uniform(*JITTER))


def _told(run: Import | None, entries: int, problem: str) -> str:
    """Return a sentence on a visit that went well."""
    counts = run and [
        f"{count} {outcome}"
        for outcome in ("created", "updated", "duplicate", "rejected")
        if (count := getattr(run, outcome))
    ]
    told = f"{', '.join(counts)}." if counts else f"nothing new in {entries} entries."
    return f"{told} {problem}".strip()
