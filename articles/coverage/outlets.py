"""Which outlets reported an event, and how often."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from articles.models import Article, Source


@dataclass(frozen=True)
class Outlet:
    """A source that reported an event, None where none is recorded, and how often it did.

    `summaries` counts those reports that are the archive's own summaries.
    """

    source: Source | None
    reports: int
    summaries: int = 0


def outlets_of(events: Iterable[int]) -> dict[int, tuple[Outlet, ...]]:
    """Return {event id: its outlets, the most reports first} for the events with these ids."""
    reports = Article.objects.listed().filter(event__in=events).order_by()
    counts = list(
        reports.values_list("event", "source").annotate(
            reports=Count("pk"), summaries=Count("pk", filter=Q(is_archive_summary=True))
        )
    )
    sources = Source.objects.in_bulk({source for _, source, *_ in counts if source})
    found = defaultdict(list)
    for event, source, number, summaries in counts:
        found[event].append(Outlet(sources.get(source), number, summaries))
    return {event: tuple(sorted(found[event], key=_fullest_first)) for event in found}


def _fullest_first(outlet):
    """Sort key: by number of reports, then by name, then what has no name."""
    return -outlet.reports, outlet.source is None, str(outlet.source)
