"""The part of the archive that hangs together with some articles, read for grouping."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from articles.models import Article, Likeness

# More than so many that hang together are not looked at at once: those found first are.
MOST_AT_ONCE = 2000


@dataclass(frozen=True)
class Row:
    """An article as it stands. `is_curated` says that a curator chose its event, or none.

    `is_described` says that its event is one to which a curator gave a title, a summary or days.
    """

    key: tuple[date, str, str, str, int]
    event: int | None
    is_curated: bool
    is_described: bool


@dataclass
class Part:
    """Articles that hang together, by likeness or by standing in one event, by id."""

    rows: dict[int, Row] = field(default_factory=dict)
    alike: dict[tuple[int, int], float] = field(default_factory=dict)
    apart: set[tuple[int, int]] = field(default_factory=set)

    def in_order(self) -> list[int]:
        """Return the articles by what they are, not by when they came."""
        return sorted(self.rows, key=lambda pk: self.rows[pk].key)

    def owners(self) -> dict[int, int]:
        """Return the events of articles that a curator placed."""
        return {pk: row.event for pk, row in self.rows.items() if row.is_curated}

    def described(self) -> dict[int, int]:
        """Return the events, of those that a curator described, by article."""
        return {pk: row.event for pk, row in self.rows.items() if row.is_described}

    def claim(self, event: int, group: Collection[int]) -> tuple[bool, bool, int]:
        """Return how strong the claim of an event on a group of its articles is."""
        members = [row for row in map(self.rows.get, group) if row.event == event]
        is_curated = any(row.is_curated for row in members)
        return is_curated, any(row.is_described for row in members), len(members)


def part_around(articles: Collection[int]) -> Part:
    """Return the part around these articles (ids).

    Articles of locked events, and those that a curator set apart, are not in it.
    """
    part, seen = Part(), set()
    frontier = set(articles)
    while frontier and len(part.rows) < MOST_AT_ONCE:
        seen |= frontier
        found = _rows(frontier)
        part.rows |= found
        frontier = (_neighbours(part, found) | _fellows(found)) - seen
    _keep_within(part)
    return part


def _rows(articles: Collection[int]) -> dict[int, Row]:
    rows = Article.objects.groupable().filter(pk__in=articles).exclude(event__locked=True)
    rows = rows.exclude(event=None, event_is_curated=True)
    described = ~Q(event__summary="") | Q(event__title_is_edited=True)
    described |= Q(event__happened_start__isnull=False)
    found = rows.annotate(is_described=described).values_list(
        "pk",
        "published",
        "text_digest",
        "title",
        "canonical_url",
        "event",
        "event_is_curated",
        "is_described",
    )
    return {
        pk: Row((published, digest, title, url, pk), event, is_curated, bool(is_described))
        for pk, published, digest, title, url, event, is_curated, is_described in found
    }


def _neighbours(part: Part, articles: Collection[int]) -> set[int]:
    """Take in how alike these articles are to others, and return both."""
    pairs = Likeness.objects.of(list(articles))
    for first, second, score, kept_apart_at in pairs.values_list(
        "first", "second", "score", "kept_apart_at"
    ):
        part.alike[first, second] = score
        if kept_apart_at:
            part.apart.add((first, second))
    return {pk for pair in part.alike for pk in pair}


def _fellows(rows: dict[int, Row]) -> set[int]:
    """Return the articles of the events that these stand in."""
    events = {row.event for row in rows.values()} - {None}
    return set(Article.objects.filter(event__in=events).values_list("pk", flat=True))


def _keep_within(part: Part) -> None:
    """Leave out pairs that lead out of the part, and bring the others into one order."""
    order = {pk: at for at, pk in enumerate(part.in_order())}
    known = [pair for pair in part.alike if pair[0] in order and pair[1] in order]
    ranked = sorted(known, key=lambda pair: sorted((order[pair[0]], order[pair[1]])))
    part.alike = {pair: part.alike[pair] for pair in ranked}
    part.apart = {pair for pair in part.apart if pair in part.alike}
