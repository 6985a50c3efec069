"""Undoing an act on events: what nobody has changed since is as it was, the rest is told.

An undo is an act itself, so that it can be undone in its turn.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

from articles.curation.recording import (
    EVENT_UNITS,
    CurationError,
    State,
    Units,
    record,
    state_of,
)
from articles.events.membership import put_back, refresh
from articles.models import Article, Event, EventAct, Mention

_CHANGED = {
    "title": "The title of “{}” has been changed since.",
    "summary": "The summary of “{}” has been changed since.",
    "dates": "The days on which “{}” happened have been changed since.",
    "locked": "The lock of “{}” has been changed since.",
    "merged_into": "The event that “{}” is merged into has been changed since.",
    "split_from": "The event that “{}” is split from has been changed since.",
}


@dataclass(frozen=True)
class Plan:
    """What undoing an act puts back, by id, and in sentences what it leaves as it is now."""

    articles: dict[int, Units]
    events: dict[int, Units]
    mentions: tuple[tuple[int, int, bool], ...]
    left: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to put back."""
        return not (self.articles or self.events or self.mentions)


def plan(act: EventAct) -> Plan:
    """Return what undoing an act would do now. Raises CurationError where it was undone already."""
    undone_by = EventAct.objects.filter(undoes=act).first()
    if undone_by:
        raise CurationError(f"It was undone already, on {undone_by.made_at:%d %B %Y, %H:%M} UTC.")
    return _Planning(act).plan()


def undo(act: EventAct, *, by: AbstractBaseUser | None = None, why: str = "") -> Plan:
    """Undo an act and return what was done. Raises CurationError where there is nothing to undo."""
    done = []

    def put_all_back():
        planned = plan(act)
        if planned.is_empty:
            told = " ".join(planned.left)
            raise CurationError(f"Nothing is left to undo. {told}".strip())
        _put_back(planned, act.events)
        done.append(planned)

    told = EventAct(kind=EventAct.Kind.UNDO, events=act.events, made_by=by, why=why, undoes=act)
    about = [article for article, _, _ in act.changes["mentions"]]
    record(told, put_all_back, [*map(int, act.changes["articles"]), *about])
    return done[0]


def _put_back(planned: Plan, events: list[int]) -> None:
    for event, units in planned.events.items():
        columns = {
            field: value
            for unit, values in units.items()
            for field, value in zip(EVENT_UNITS[unit], values, strict=True)
        }
        Event.objects.filter(pk=event).update(**columns)
    put_back({article: _place(units) for article, units in planned.articles.items()})
    for article, event, is_wanted in planned.mentions:
        if is_wanted:
            Mention.objects.get_or_create(article_id=article, event_id=event)
        else:
            Mention.objects.filter(article=article, event=event).delete()
    refresh(events)


def _place(units: Units):
    (event, is_curated), (grouped_at,) = units["place"], units["seen"]
    return event, is_curated, grouped_at and datetime.fromisoformat(grouped_at)


class _Planning:
    """An act beside what became of it."""

    def __init__(self, act: EventAct):
        self.changes = act.changes
        self.articles = {int(pk): units for pk, units in act.changes["articles"].items()}
        self.events = {int(pk): units for pk, units in act.changes["events"].items()}
        about = [article for article, _, _ in act.changes["mentions"]]
        self.now: State = state_of([*self.articles, *about], act.events)
        self.titles = Event.objects.in_bulk(act.events)
        self.left: list[str] = []

    def plan(self) -> Plan:
        self.wanted = self._events()
        places = dict(self._places())
        self._keep_merged_apart(places)
        wanted = {event: units for event, units in self.wanted.items() if units}
        mentions = tuple(self._mentions(places))
        # That the machine may move reports again is no undoing where nothing else goes back.
        if not (wanted or mentions or any(map(self._was_moved, places))) and self._did_more():
            places = {}
        return Plan(places, wanted, mentions, tuple(dict.fromkeys(self.left)))

    def _events(self) -> dict[int, Units]:
        """What is to be said of events again."""
        wanted = {}
        for pk, units in self.events.items():
            if pk not in self.now.events:
                self.left.append(f"Event {pk} has been deleted since.")
                continue
            wanted[pk] = {}
            for unit, (before, after) in units.items():
                if unit == "split_from" and before[0] not in {None, *self.now.events}:
                    self.left.append(f"Event {before[0]} has been deleted since.")
                elif _is_untouched(unit, self.now.events[pk][unit], after):
                    wanted[pk][unit] = before
                elif self.now.events[pk][unit] != before:
                    self.left.append(_CHANGED[unit].format(self.titles[pk]))
        return wanted

    def _places(self) -> Iterator[tuple[int, Units]]:
        """Where articles go back to."""
        known = Article.objects.select_related("event").only("title", "duplicate_of", "event")
        known = known.in_bulk(self.articles)
        gone = len(self.articles) - len(known)
        if gone:
            self.left.append(f"Articles that have been deleted since: {gone}.")
        for pk, article in known.items():
            before, after = self.articles[pk]["place"]
            now = self.now.articles[pk]
            if now["place"] != after:
                if not article.duplicate_of_id and now["place"] != before and self._was_moved(pk):
                    self.left.append(f"“{article}” has been moved since, {_to(article.event)}.")
            elif before[0] and not self._stands(before[0]):
                self.left.append(f"“{article}” stays: {self._why_not(before[0])}")
            else:
                seen = self.articles[pk].get("seen")
                was_seen = seen[0] if seen and seen[1] == now["seen"] else now["seen"]
                yield pk, {"place": before, "seen": was_seen}

    def _did_more(self) -> bool:
        """Whether the act did more than keep reports from the machine where they stood."""
        moved = any(map(self._was_moved, self.articles))
        return moved or bool(self.events or self.changes["mentions"])

    def _was_moved(self, article: int) -> bool:
        (origin, _), (target, _) = self.articles[article]["place"]
        return origin != target

    def _stands(self, event: int) -> bool:
        """Whether an event will be there, and not be merged away."""
        return event in self.now.events and self._heir_of(event) is None

    def _heir_of(self, event: int) -> int | None:
        wanted = self.wanted.get(event, {}).get("merged_into")
        return (wanted or self.now.events[event]["merged_into"])[0]

    def _why_not(self, event: int) -> str:
        if event not in self.now.events:
            return f"event {event} has been deleted since."
        return f"“{self.titles[event]}” has been merged into another event since."

    def _keep_merged_apart(self, places: dict[int, Units]) -> None:
        """Merge no event that holds reports, nor into one that is merged away itself."""
        for event, units in self.wanted.items():
            heir = units.get("merged_into", [None])[0]
            if heir is None:
                continue
            if not self._stands(heir):
                said = f"“{self.titles[event]}” stays by itself: {self._why_not(heir)}"
            elif self._holds_any(event, places):
                said = f"“{self.titles[event]}” holds other reports by now, so it stays."
            else:
                continue
            self.left.append(said)
            del units["merged_into"]
            units.pop("split_from", None)

    def _holds_any(self, event: int, places: dict[int, Units]) -> bool:
        if any(units["place"][0] == event for units in places.values()):
            return True
        rows = Article.objects.filter(event=event).exclude(pk__in=places)
        return rows.exclude(duplicate_of__in=places).exists()

    def _mentions(self, places: dict[int, Units]) -> Iterator[tuple[int, int, bool]]:
        """Which articles are to be, or not to be, also about which events again."""
        for article, event, is_one in self.changes["mentions"]:
            if ((article, event) in self.now.mentions) != is_one:
                continue
            if is_one:
                yield article, event, False
            elif article in self.now.articles and event in self.now.events:
                place = places.get(article, self.now.articles[article])["place"]
                if self._stands(event) and place[0] != event:
                    yield article, event, True
                else:
                    self.left.append("An article is no longer also about an event as it was.")


def _is_untouched(unit: str, now: list, after: list) -> bool:
    """Whether nobody has changed a unit since; a title by the rule may be another by now."""
    if unit == "title" and not after[1]:
        return not now[1]
    return now == after


def _to(event: Event | None) -> str:
    return f"to “{event}”" if event else "out of any event"
