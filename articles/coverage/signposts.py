"""Where reports went that an event once held and a curator moved off."""

from collections.abc import Iterable
from dataclasses import dataclass

from articles.models import Article, Event, EventAct

# So many of the latest acts are looked at, and so many ways on are shown.
_MOST_ACTS = 100
_MOST_SHOWN = 12


@dataclass(frozen=True)
class Signpost:
    """A way on: to an event that holds reports now, or to a report that stands alone."""

    to: Event | Article
    is_event: bool


def signposts(event: Event) -> list[Signpost]:
    """Return the ways on from an event, and from those that were merged into it.

    Acts tell what was moved off, and the reports themselves where they stand now, so an act that
    was undone leaves no signpost. Three queries.
    """
    family = {event.pk, *Event.objects.filter(merged_into=event).values_list("pk", flat=True)}
    acts = EventAct.objects.filter(events__overlap=sorted(family))
    acts = acts.exclude(kind=EventAct.Kind.UNDO).order_by("-pk")[:_MOST_ACTS]
    left = _left(acts.values_list("changes", flat=True), family)
    if not left:
        return []
    reports = Article.objects.listed().filter(pk__in=left).exclude(event__in=family)
    found = {}
    for report in reports.as_rows().order_by("published", "pk"):
        to = report.shown_event or report
        found[type(to), to.pk] = Signpost(to, report.shown_event is not None)
    events_first = sorted(found.values(), key=lambda signpost: not signpost.is_event)
    return events_first[:_MOST_SHOWN]


def _left(changes: Iterable[dict], family: set[int]) -> set[int]:
    """Return the articles (ids) that acts moved out of some events."""
    return {
        int(pk)
        for changed in changes
        for pk, units in changed["articles"].items()
        if units["place"][0][0] in family and units["place"][1][0] not in family
    }
