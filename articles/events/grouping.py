"""Grouping: which articles stand together as reports of one happening.

Three steps, each over pages of articles and a transaction a page: their terms are taken down; each
is compared with those of its days that share its rare terms; and those that are alike, with all
that hangs together with them, are put into groups. Articles are taken by what they are, never by
when they came, so everything grouped anew gives the same groups. A run that is stopped is begun
again by the next.
"""

from collections.abc import Callable, Container, Mapping
from functools import partial

from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from psycopg.errors import DeadlockDetected

from articles.events import traits
from articles.events.absorbing import absorb, leaving
from articles.events.clustering import cluster
from articles.events.likeness import likeness
from articles.events.membership import place
from articles.events.parts import Part, part_around
from articles.events.states import Pair
from articles.models import Article, Event, Likeness

# Any constant will do: two runs that group at once would not see each other's articles.
_GROUPING_LOCK = 7_206_412

_PAGE = 200
_TRIES = 3  # for a page that PostgreSQL gives up

# Pairs less alike than this are forgotten: they move no average by much, and what is kept falls
# into small parts that can be grouped one by one.
_FLOOR = 0.05


def group_pending(progress: Callable[[int], None] = lambda done: None) -> int:
    """Group every article that grouping has not seen; return how many there were.

    `progress` is called with the number done since its last call.
    """
    return group(Article.objects.to_group(), progress)


def group_all(progress: Callable[[int], None] = lambda done: None) -> int:
    """Group everything anew, whatever the order in which it came; return how many there were."""
    return group(Article.objects.groupable(), progress, anew=True)


def group(
    articles: QuerySet[Article],
    progress: Callable[[int], None] = lambda done: None,
    *,
    anew: bool = False,
) -> int:
    """Group these articles, among all that are there; return how many there were.

    `anew` counts first how rare terms are, which is else done when the archive has grown. An
    article counts for `progress` one half when it was compared and the other when it was placed.
    """
    # They count as not seen until they are in groups, so the next run goes on where one stopped.
    articles.exclude(grouped_at=None).update(grouped_at=None)
    ids = learn(articles, lambda done: progress(done // 2), anew=anew)
    _each_page(ids, partial(_settle, progress=progress))
    return len(ids)


def learn(
    articles: QuerySet[Article],
    progress: Callable[[int], None] = lambda done: None,
    *,
    anew: bool = False,
) -> list[int]:
    """Find out which articles these are like, and return them (ids), in the order of their days."""
    ids = list(articles.order_by("published", "text_digest", "id").values_list("id", flat=True))
    _each_page(ids, traits.describe)
    if ids and (anew or traits.is_count_old()):
        with transaction.atomic():
            keep_others_from_grouping()
            traits.count_terms()
    _each_page(ids, partial(_compare, reports=traits.Reports(), progress=progress))
    return ids


def keep_others_from_grouping() -> None:
    """Hold the lock without which nothing is grouped, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_GROUPING_LOCK])


def _each_page(ids: list[int], act: Callable[[list[int]], None]) -> None:
    """Act on articles in pages, each in a transaction in which nobody else groups."""
    for at in range(0, len(ids), _PAGE):
        _act(act, ids[at : at + _PAGE])


def _act(act: Callable[[list[int]], None], page: list[int], tries: int = _TRIES) -> None:
    """Act on a page, again where it and somebody else, such as a curator, waited for each other."""
    try:
        with transaction.atomic():
            keep_others_from_grouping()
            act(page)
    except OperationalError as error:
        if tries == 1 or not isinstance(error.__cause__, DeadlockDetected):
            raise
        _act(act, page, tries - 1)


def _compare(page: list[int], reports: traits.Reports, progress: Callable[[int], None]) -> None:
    """Keep how alike the articles of a page are to each other and to those marked before."""
    traits.mark(reports.of(page))
    pairs = {(min(pair), max(pair)) for pair in traits.candidates(page)}
    known = {report.id: report for report in reports.of(pk for pair in pairs for pk in pair)}
    scores = {pair: likeness(known[pair[0]], known[pair[1]]) for pair in pairs}
    alike = {pair: score for pair, score in scores.items() if score >= _FLOOR}
    _forget_others(page, alike)
    _keep(alike)
    reports.forget_before(page[0])
    progress(len(page))


def _forget_others(page: list[int], alike: Container[Pair]) -> None:
    """Forget what else the articles of a page were like, but for a curator's word."""
    known = Likeness.objects.undecided().of(page).values_list("pk", "first", "second")
    gone = [pk for pk, *pair in known if tuple(pair) not in alike]
    Likeness.objects.filter(pk__in=gone).delete()


def _keep(alike: Mapping[Pair, float]) -> None:
    """Write down how alike pairs are. One that is known keeps its number: a page may hold it."""
    Likeness.objects.bulk_create(
        (
            Likeness(first_id=first, second_id=second, score=score)
            for (first, second), score in alike.items()
        ),
        update_conflicts=True,
        update_fields=["score"],
        unique_fields=["first", "second"],
    )


def _settle(page: list[int], progress: Callable[[int], None]) -> None:
    """Put the articles of a page, and what hangs together with them, into groups."""
    part = part_around(page)
    groups = cluster(part.in_order(), part.alike, part.owners(), part.described(), part.apart)
    events = _events(groups, part)
    wanted = {pk: event for group, event in zip(groups, events, strict=True) for pk in group}
    pending = set(page)
    left = leaving(part, wanted)
    place(
        {
            pk: event
            for pk, event in wanted.items()
            if not part.rows[pk].is_curated and (pk in pending or event != part.rows[pk].event)
        },
        by_curator=False,
    )
    absorb(left)
    # Nothing is to be done with what a curator placed or locked.
    Article.objects.filter(pk__in=page, grouped_at=None).update(grouped_at=timezone.now())
    progress(len(page) - len(page) // 2)


def _events(groups: list[list[int]], part: Part) -> list[int | None]:
    """Return the event of each group: the one that most of its members had, else a new one.

    A curator's own goes first. An event whose members all left keeps its number for itself.
    """
    claims = sorted(
        (
            (part.claim(event, group), -event, at)
            for at, group in enumerate(groups)
            for event in {part.rows[pk].event for pk in group} - {None}
            if len(group) > 1 or part.rows[group[0]].is_curated
        ),
        reverse=True,
    )
    chosen: dict[int, int] = {}
    for _, event, at in claims:
        if at not in chosen and -event not in chosen.values():
            chosen[at] = -event
    without = [at for at, group in enumerate(groups) if len(group) > 1 and at not in chosen]
    made = Event.objects.bulk_create(Event(title="New event") for _ in without)
    chosen |= {at: event.pk for at, event in zip(without, made, strict=True)}
    return [chosen.get(at) for at in range(len(groups))]
