"""Undoing an act on events: what nobody has changed since is as it was, the rest is told.

An undo is an act itself, so that it can be undone in its turn. Whoever undoes what grouping did
decides where the reports belong, so that grouping does not do it again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser

from articles.curation.pins import held_without, kept_by
from articles.curation.recording import CurationError, record
from articles.events.membership import put_back, refresh
from articles.events.states import EVENT_UNITS, Pair, State, Units, state_of
from articles.models import Article, Event, EventAct, Likeness, Mention

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
    """What undoing an act puts back, by id, and in sentences what it leaves as it is now.

    `changes` says it as an EventAct would.
    """

    articles: dict[int, Units]
    events: dict[int, Units]
    mentions: tuple[tuple[int, int, bool], ...]
    pairs: dict[Pair, list]
    left: tuple[str, ...]
    changes: dict[str, Any]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to put back."""
        return not (self.articles or self.events or self.mentions or self.pairs)


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
    articles = [*map(int, act.changes["articles"]), *kept_by(act.changes), *about]
    record(told, put_all_back, articles, _pairs(act))
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
    for (first, second), (said, score) in planned.pairs.items():
        _say_of_pair(first, second, said, score)
    refresh(events)


def _say_of_pair(first: int, second: int, said: list, score: float) -> None:
    """Say again what was said of a pair; grouping may have forgotten it."""
    at, by = said
    told = {
        "kept_apart_at": at and datetime.fromisoformat(at),
        "kept_apart_by": get_user_model().objects.filter(pk=by).first(),
    }
    Likeness.objects.update_or_create(
        first_id=first, second_id=second, defaults=told, create_defaults=told | {"score": score}
    )


def _pairs(act: EventAct) -> dict[Pair, tuple[list, list, float]]:
    """Return what an act said of pairs: before, after, and how alike they were."""
    return {(one, other): tuple(rest) for one, other, *rest in act.changes.get("pairs", ())}


def _place(units: Units):
    (event, is_curated), (grouped_at,) = units["place"], units["seen"]
    return event, is_curated, grouped_at and datetime.fromisoformat(grouped_at)


class _Planning:
    """An act beside what became of it."""

    def __init__(self, act: EventAct):
        self.changes = act.changes
        self.by_grouping = act.kind == EventAct.Kind.JOIN
        self.pairs = _pairs(act)
        self.kept = kept_by(act.changes)
        self.articles = {int(pk): units for pk, units in act.changes["articles"].items()}
        self.events = {int(pk): units for pk, units in act.changes["events"].items()}
        about = {article for article, _, _ in act.changes["mentions"]}
        about |= {pk for pair in self.pairs for pk in pair}
        self.rest = set(self._rest(act.events)) if self.by_grouping else set()
        self.held = held_without(act, {*self.articles, *self.kept})
        shown = {*self.articles, *self.kept, *about, *self.rest}
        self.now: State = state_of(shown, act.events, self.pairs)
        self.titles = Event.objects.in_bulk(act.events)
        self.left: list[str] = []

    def plan(self) -> Plan:
        self.wanted = self._events()
        places = dict(self._places())
        self._keep_merged_apart(places)
        wanted = {event: units for event, units in self.wanted.items() if units}
        mentions = tuple(self._mentions(places))
        pairs = dict(self._of_pairs())
        # That the machine may move reports again is no undoing where nothing else goes back.
        if not (wanted or mentions or any(map(self._was_moved, places))) and self._did_more():
            places = {}
        else:
            places |= self._pinned_anew(places)
        if self.by_grouping and places:
            places |= self._kept(places)
        left = tuple(dict.fromkeys(self.left))
        changes = self._foreseen(places, wanted, mentions, pairs)
        return Plan(places, wanted, mentions, pairs, left, changes)

    def _foreseen(self, places, wanted, mentions, pairs) -> dict[str, Any]:
        """What is to be, as an act holds it."""
        now = self.now
        return {
            "articles": {
                str(pk): {"place": [now.articles[pk]["place"], units["place"]]}
                for pk, units in places.items()
            },
            "events": {
                str(pk): {unit: [now.events[pk][unit], value] for unit, value in units.items()}
                for pk, units in wanted.items()
            },
            "mentions": [list(row) for row in mentions],
            "pairs": [[*pair, now.said_of(pair), *told] for pair, told in pairs.items()],
        }

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
        moved_up = self._moved_up(known)
        for pk, article in known.items():
            before, (event, is_kept) = self.articles[pk]["place"]
            after = [event, is_kept or pk in moved_up]
            now = self.now.articles[pk]
            if not _is_where_left(now["place"], after):
                if not article.duplicate_of_id and now["place"] != before and self._was_moved(pk):
                    self.left.append(f"“{article}” has been moved since, {_to(article.event)}.")
            elif before[0] and not self._stands(before[0]):
                self.left.append(f"“{article}” stays: {self._why_not(before[0])}")
            else:
                seen = self.articles[pk].get("seen")
                was_seen = seen[0] if seen and seen[1] == now["seen"] else now["seen"]
                is_kept = self._is_held(pk, before[0])
                is_kept |= self.by_grouping and not article.duplicate_of_id
                yield pk, {"place": [before[0], is_kept], "seen": was_seen}

    def _moved_up(self, known: dict[int, Article]) -> set[int]:
        """Which copies stand in front by now of what the act placed, and took that over from it."""
        return {
            article.duplicate_of_id
            for pk, article in known.items()
            if article.duplicate_of_id and self.articles[pk]["place"][1][1]
        }

    def _is_held(self, article: int, event: int | None) -> bool:
        """Whether an article is still a curator's, in an event or in none.

        That it stands in no event for good was said of that alone, not of any event.
        """
        held = self.held.get(article, set())
        return bool(held) if event else None in held

    def _pinned_anew(self, places: dict[int, Units]) -> dict[int, Units]:
        """What else the act was about, where it is a curator's otherwise than it is now."""
        found = {}
        left = {pk: units["place"][1][0] for pk, units in self.articles.items()}
        for pk in ({*left, *self.kept} & self.now.articles.keys()) - places.keys():
            now = self.now.articles[pk]
            event, is_kept = now["place"]
            is_held = self._is_held(pk, event)
            is_free = is_kept and not is_held and left.get(pk, 0) != event
            if is_free or (is_held and not is_kept and self.kept.get(pk, 0) == event):
                found[pk] = {"place": [event, is_held], "seen": now["seen"]}
        return found

    def _rest(self, events: list[int]) -> list[int]:
        """The reports of events that grouping may move, but for those that the act is about."""
        rows = Article.objects.filter(event__in=events, duplicate_of=None, event_is_curated=False)
        return list(rows.exclude(pk__in=self.articles).values_list("pk", flat=True))

    def _kept(self, places: dict[int, Units]) -> dict[int, Units]:
        """Keep what stands in the events that reports leave, or come back to, from the machine."""
        parted = {units["place"][0] for units in places.values()}
        parted |= {self.now.articles[pk]["place"][0] for pk in places}
        return {
            pk: {"place": [now["place"][0], True], "seen": now["seen"]}
            for pk, now in self.now.articles.items()
            if pk in self.rest and now["place"][0] in parted
        }

    def _of_pairs(self) -> Iterator[tuple[Pair, tuple[list, float]]]:
        """What is to be said of pairs again, and how alike they were."""
        for pair, (before, after, score) in self.pairs.items():
            now = self.now.said_of(pair)
            if not set(pair) <= self.now.articles.keys():
                self.left.append("An article of a pair has been deleted since.")
            elif now[0] == after[0]:  # the moment tells; the account of who said so may be gone
                yield pair, (before, score)
            elif now[0] != before[0]:
                self.left.append("Whether a pair is kept apart has been decided anew since.")

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
        """Merge no event that holds reports or mentions, nor into one that is merged itself."""
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
        about = Mention.objects.filter(event=event)
        going = [pk for pk, other, is_one in self.changes["mentions"] if is_one and other == event]
        if about.exclude(article__in=going).exists():
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


def _is_where_left(now: list, after: list) -> bool:
    """Whether an article stands where an act left it, and no later one has decided that it does."""
    return now[0] == after[0] and (after[1] or not now[1])


def _is_untouched(unit: str, now: list, after: list) -> bool:
    """Whether nobody has changed a unit since; a title by the rule may be another by now."""
    if unit == "title" and not after[1]:
        return not now[1]
    return now == after


def _to(event: Event | None) -> str:
    return f"to “{event}”" if event else "out of any event"
