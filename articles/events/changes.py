"""What a run of grouping changed, in lines that a person can read."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from articles.models import Article, Event


@dataclass(frozen=True)
class Snapshot:
    """In which event each article stands that stands in one, copies left out, and event titles."""

    events: dict[int, int]
    titles: dict[int, str]


def snapshot() -> Snapshot:
    """Return how articles and events stand now."""
    rows = Article.objects.filter(duplicate_of=None).exclude(event=None)
    titles = Event.objects.values_list("pk", "title")
    return Snapshot(dict(rows.values_list("pk", "event")), dict(titles))


def changes_since(earlier: Snapshot) -> Iterator[str]:
    """Yield a line for each event changed since a snapshot, and for each article of it.

    Events have the title that they had then; new ones the title that they have now.
    """
    before, after = earlier.events, snapshot().events
    moved = {pk for pk in before.keys() | after.keys() if before.get(pk) != after.get(pk)}
    came, went = defaultdict(list), defaultdict(list)
    for pk in sorted(moved):
        came[after.get(pk)].append(pk)
        went[before.get(pk)].append(pk)
    titles = dict(Article.objects.filter(pk__in=moved).values_list("pk", "title"))
    events = Event.objects.in_bulk((came.keys() | went.keys()) - {None})
    stood, stands = set(before.values()), set(after.values())
    for pk in sorted(events):
        yield f"{_standing(events[pk], stood, stands)}: {earlier.titles.get(pk, events[pk].title)}"
        yield from (f"  + {titles[article]}" for article in came[pk])
        yield from (f"  - {titles[article]}" for article in went[pk])


def _standing(event: Event, stood: set[int], stands: set[int]) -> str:
    if event.pk not in stood:
        return "New event"
    if event.pk in stands:
        return f"Event {event.pk}"
    if event.merged_into_id:
        return f"Event {event.pk} becomes part of event {event.merged_into_id}"
    return f"Event {event.pk} ends"
