"""Acts on events in words: what was done, and what undoing one will do."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.former_titles import Titles
from articles.curation import Plan
from articles.differences import Segment, changed_passages
from articles.models import Article, Event, EventAct


@dataclass(frozen=True)
class Named:
    """An article as an act knows it."""

    pk: int
    published: date
    title: str


@dataclass(frozen=True)
class Sentence:
    """Something that an act did, the articles that it did it to, and how it changed a text."""

    text: SafeString
    articles: tuple[Named, ...] = ()
    segments: tuple[Segment, ...] = ()


@dataclass(frozen=True)
class Told:
    """An act and what it did. `events` are those that it concerned, as links."""

    act: EventAct
    sentences: tuple[Sentence, ...]
    events: tuple[SafeString, ...]


def told(acts: Iterable[EventAct]) -> list[Told]:
    """Return acts in words; so many acts take as many queries as one."""
    acts = list(acts)
    known = _Known([act.changes for act in acts], {pk for act in acts for pk in act.events}, acts)
    found = []
    for act in acts:
        words = _Words(known, act.made_at)
        sentences = tuple(words.sentences(act.changes))
        found.append(Told(act, sentences, tuple(map(words.event, act.events))))
    return found


def foretold(plan: Plan) -> list[Sentence]:
    """Return in words what undoing an act will do."""
    words = _Words(_Known([plan.changes], (), ()), timezone.now(), is_to_come=True)
    return list(words.sentences(plan.changes))


class _Known:
    """The events and articles that changes speak of."""

    def __init__(
        self, changes: list[dict[str, Any]], events: Iterable[int], acts: Iterable[EventAct]
    ):
        since = min((act.made_at for act in acts), default=timezone.now())
        concerned = {pk for one in changes for pk in _events(one)} | set(events)
        articles = {pk for one in changes for pk in _articles(one)}
        self.events = Titles(Event, concerned - {None}, since)
        self.titles = Titles(Article, articles, since)
        self.articles = Article.objects.only("published", "duplicate_of").in_bulk(articles)


class _Words:
    """Finds words for changes, made at a moment or to come, with the titles of that moment."""

    def __init__(self, known: _Known, moment: datetime, *, is_to_come: bool = False):
        self.known = known
        self.moment = moment
        self.is_to_come = is_to_come
        self.was = "will be" if is_to_come else "was"
        self.names: dict[int, str] = {}
        self.shared: set[str] = set()

    def sentences(self, changes: dict[str, Any]) -> Iterator[Sentence]:
        """Say what changes do; what they rename is called as before."""
        self._name(changes)
        for pk, units in changes["events"].items():
            yield from map(Sentence, self._of_standing(int(pk), units))
        yield from self._of_places(changes["articles"])
        yield from self._of_mentions(changes["mentions"])
        yield from self._of_pairs(changes.get("pairs", ()))
        for pk, units in changes["events"].items():
            yield from self._of_facts(int(pk), units)

    def event(self, pk: int | None) -> SafeString:
        """Name an event, and lead to it."""
        if pk is None:
            return format_html("no event")
        path = reverse("admin:articles_event_change", args=[pk])
        title = self.names.get(pk) or self.known.events.at(pk, self.moment)
        is_there = self.known.events.is_there(pk)
        named = self._link(path, f"event {pk}", title, is_there=is_there)
        return format_html("{} (event {})", named, pk) if title in self.shared else named

    def _name(self, changes: dict[str, Any]) -> None:
        """Find out what events are called, and which names several of them have."""
        events = set(_events(changes)) - {None}
        self.names = {pk: self.known.events.at(pk, self.moment) for pk in events}
        for pk, units in changes["events"].items():
            if "title" in units:
                self.names[int(pk)] = units["title"][0][0]
        counts = Counter(self.names.values())
        self.shared = {title for title, count in counts.items() if count > 1}

    def _say(self, past: str, to_come: str, *names: object) -> SafeString:
        return format_html(to_come if self.is_to_come else past, *names)

    def _of_standing(self, event: int, units: dict) -> Iterator[SafeString]:
        (former,), (heir,) = units.get("merged_into", [[None], [None]])
        (origin,) = units.get("split_from", [[None], [None]])[1]
        name = self.event(event)
        if heir and former:
            past = "{}, which was merged before, leads to {}."
            yield self._say(past, "{} will lead to {}.", name, self.event(heir))
        elif heir:
            yield format_html("{} {} merged into {}.", name, self.was, self.event(heir))
        elif origin:
            yield format_html("{} {} split from {}.", name, self.was, self.event(origin))
        elif former:
            past = "{} stands by itself again."
            yield self._say(past, "{} will stand by itself again.", name)

    def _of_places(self, articles: dict) -> Iterator[Sentence]:
        moves = defaultdict(list)
        gone = 0
        for pk, units in articles.items():
            (origin, _), (target, is_kept) = units["place"]
            article = self.known.articles.get(int(pk))
            if article is None:
                gone += 1
            elif not article.duplicate_of_id:
                moves[origin, target, is_kept].append(article.pk)
        # What was moved is told before what stays.
        ordered = sorted(moves.items(), key=lambda found: found[0][0] == found[0][1])
        for (origin, target, is_kept), moved in ordered:
            if origin == target:
                said = self._stay(len(moved), target, is_kept=is_kept)
            else:
                said = self._move(len(moved), origin, target)
            yield Sentence(said, self._named(moved))
        if gone:
            said = "{} that {} been deleted since."
            yield Sentence(format_html(said, _reports(gone), "has" if gone == 1 else "have"))

    def _stay(self, count: int, event: int | None, *, is_kept: bool) -> SafeString:
        does = "may move"
        if is_kept:
            does = "will leave" if self.is_to_come else "leaves"
        them = "it" if count == 1 else "them"
        end = "there" if is_kept else "again"
        said = "{} in {}: the machine {} {} {}."
        return format_html(said, _reports(count), self.event(event), does, them, end)

    def _move(self, count: int, origin: int | None, target: int | None) -> SafeString:
        reports = _reports(count)
        if target is None:
            past = "{} taken out of {}."
            return self._say(past, "{} will be taken out of {}.", reports, self.event(origin))
        if origin is None:
            past = "{} placed in {}."
            return self._say(past, "{} will be placed in {}.", reports, self.event(target))
        both = (self.event(origin), self.event(target))
        return self._say("{} moved from {} to {}.", "{} will move from {} to {}.", reports, *both)

    def _of_mentions(self, mentions: Iterable) -> Iterator[Sentence]:
        for article, event, is_one in mentions:
            no_longer = "" if is_one else "no longer "
            names = (self._article(article), no_longer, self.event(event))
            past = "{} is {}also about {}."
            yield Sentence(self._say(past, "{} will {}also be about {}.", *names))

    def _of_pairs(self, pairs: Iterable) -> Iterator[Sentence]:
        apart = [pair[:2] for pair in pairs if pair[3][0]]
        again = [pair[:2] for pair in pairs if not pair[3][0]]
        are = "will be" if self.is_to_come else "are"
        for found, does in ((apart, f"{are} kept apart"), (again, "may be suggested again")):
            if len(found) == 1:
                [(one, other)] = found
                said = "{} and {} {}."
                yield Sentence(format_html(said, self._article(one), self._article(other), does))
            elif found:
                articles = dict.fromkeys(pk for pair in found for pk in pair)
                said = format_html("{} pairs of reports {}.", f"{len(found):,}", does)
                yield Sentence(said, self._named(articles))

    def _of_facts(self, event: int, units: dict) -> Iterator[Sentence]:
        name = self.event(event)
        if "title" in units:
            yield from map(Sentence, self._of_title(name, *units["title"]))
        if "dates" in units:
            yield Sentence(self._of_dates(name, *map(_days, units["dates"])))
        if "summary" in units:
            (former,), (summary,) = units["summary"]
            segments = tuple(changed_passages(former, summary))
            did = "changed" if former and summary else "written" if summary else "taken away"
            said = format_html("The summary of {} {} {}.", name, self.was, did)
            yield Sentence(said, segments=segments)
        if "locked" in units:
            did = "locked" if units["locked"][1][0] else "unlocked"
            yield Sentence(format_html("{} {} {}.", name, self.was, did))

    def _of_title(self, name: SafeString, before: list, after: list) -> Iterator[SafeString]:
        (former, was_edited), (title, is_edited) = before, after
        if is_edited and former == title:
            past = "{} keeps its title, which the rule chose."
            yield self._say(past, "{} will keep its title.", name)
        elif is_edited:
            yield format_html("{} {} renamed “<bdi>{}</bdi>”.", name, self.was, title)
        elif was_edited:
            past = "{} is named by the rule again."
            yield self._say(past, "{} will be named by the rule again.", name)

    def _of_dates(self, name: SafeString, before: str, after: str) -> SafeString:
        if not after:
            past = "{} has no day of happening any more; it was {}."
            return self._say(
                past, "{} will have no day of happening any more, not {}.", name, before
            )
        instead = format_html(", before that {}", before) if before else ""
        past = "{} was dated: it happened {}{}."
        if self.is_to_come:
            instead = format_html(", not {}", before) if before else ""
        return self._say(past, "{} will be said to have happened {}{}.", name, after, instead)

    def _named(self, articles: Iterable[int]) -> tuple[Named, ...]:
        known = self.known.articles
        return tuple(
            Named(pk, known[pk].published, self.known.titles.at(pk, self.moment))
            for pk in articles
            if pk in known
        )

    def _article(self, pk: int) -> SafeString:
        path = reverse("admin:articles_article_change", args=[pk])
        title = self.known.titles.at(pk, self.moment)
        return self._link(path, f"article {pk}", title, is_there=self.known.titles.is_there(pk))

    def _link(self, path: str, number: str, title: str, *, is_there: bool) -> SafeString:
        if is_there:
            return format_html('<a href="{}">“<bdi>{}</bdi>”</a>', path, title)
        if not title:
            return format_html("{}, deleted since,", number)
        return format_html("“<bdi>{}</bdi>”, deleted since,", title)


def _events(changes: dict[str, Any]) -> Iterator[int | None]:
    for units in changes["articles"].values():
        yield from (event for event, _ in units["place"])
    yield from (event for _, event, _ in changes["mentions"])
    for pk, units in changes["events"].items():
        yield int(pk)
        for unit in ("merged_into", "split_from"):
            yield from (event for both in units.get(unit, ()) for event in both)


def _articles(changes: dict[str, Any]) -> Iterator[int]:
    yield from map(int, changes["articles"])
    yield from (article for article, _, _ in changes["mentions"])
    yield from (article for pair in changes.get("pairs", ()) for article in pair[:2])


def _reports(count: int) -> str:
    return f"{count:,} report" if count == 1 else f"{count:,} reports"


def _days(unit: list) -> str:
    """Return days as an act holds them in words; nothing where there is none."""
    first, last = unit
    if first is None:
        return ""
    return f"on {_day(first)}" if last in (None, first) else f"{_day(first)} to {_day(last)}"


def _day(written: str) -> str:
    return format_date(date.fromisoformat(written), "j F Y")
