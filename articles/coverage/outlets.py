"""Which outlets reported an event, and how often. Who ran a copy of another's text did too."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from articles.models import Article, Source

_LISTED = Q(duplicate_of=None)

# Built once: that takes longer than to ask it.
_COUNTS = (
    Article.objects.published()
    .order_by()
    .values_list("event", "source")
    .annotate(
        reports=Count("pk", filter=_LISTED),
        copies=Count("pk", filter=~_LISTED),
        summaries=Count("pk", filter=_LISTED & Q(is_archive_summary=True)),
    )
)


@dataclass(frozen=True)
class Outlet:
    """A source that reported an event, None where none is recorded, and how often it did.

    `copies` counts what it ran of texts that stand in lists as another's report, and `summaries`
    those reports that are the archive's own summaries.
    """

    source: Source | None
    reports: int
    copies: int = 0
    summaries: int = 0

    @property
    def total(self) -> int:
        """Its reports and copies together."""
        return self.reports + self.copies


def outlets_of(events: Iterable[int]) -> dict[int, tuple[Outlet, ...]]:
    """Return {event id: its outlets, those that ran most first} for the events with these ids."""
    counts = list(_COUNTS.filter(event__in=events))
    sources = Source.objects.in_bulk({source for _, source, *_ in counts if source})
    found = defaultdict(list)
    for event, source, *numbers in counts:
        found[event].append(Outlet(sources.get(source), *numbers))
    return {event: tuple(sorted(found[event], key=_fullest_first)) for event in found}


def _fullest_first(outlet):
    """Sort key: by what they ran, then by name, then what has no name."""
    return -outlet.total, outlet.source is None, str(outlet.source)
