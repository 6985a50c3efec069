"""Acts on events in words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.curation import Plan
from articles.models import Article, Event, EventAct


@dataclass(frozen=True)
class Sentence:
    """Something that an act did, and the articles that it did it to."""

    text: SafeString
    articles: tuple[Article, ...] = ()


@dataclass(frozen=True)
class Told:
    """An act and what it did."""

    act: EventAct
    sentences: tuple[Sentence, ...]


def told(acts: Iterable[EventAct]) -> list[Told]:
    """Return acts in words; so many acts take as many queries as one."""
    acts = list(acts)
    words = _Words([act.changes for act in acts])
    return [Told(act, tuple(words.sentences(act.changes))) for act in acts]


def foretold(act: EventAct, plan: Plan) -> list[Sentence]:
    """Return in words what undoing an act will do."""
    changes = {
        "articles": {
            str(pk): {"place": [act.changes["articles"][str(pk)]["place"][1], units["place"]]}
            for pk, units in plan.articles.items()
        },
        "events": {
            str(pk): {
                unit: [act.changes["events"][str(pk)][unit][1], value]
                for unit, value in units.items()
            }
            for pk, units in plan.events.items()
        },
        "mentions": plan.mentions,
    }
    return list(_Words([changes]).sentences(changes))


class _Words:
    """Finds words for changes, with the present titles of what they concern."""

    def __init__(self, changes: list[dict[str, Any]]):
        events, articles = set(), set()
        for one in changes:
            events |= set(_events(one))
            articles |= {int(pk) for pk in one["articles"]} | {row[0] for row in one["mentions"]}
        self.events = Event.objects.in_bulk(events - {None})
        known = Article.objects.only("title", "published", "duplicate_of")
        self.articles = known.in_bulk(articles)

    def sentences(self, changes: dict[str, Any]) -> Iterator[Sentence]:
        for pk, units in changes["events"].items():
            yield from map(Sentence, self._of_standing(int(pk), units))
        yield from self._of_places(changes["articles"])
        yield from self._of_mentions(changes["mentions"])
        for pk, units in changes["events"].items():
            yield from map(Sentence, self._of_facts(int(pk), units))

    def _of_standing(self, event: int, units: dict) -> Iterator[SafeString]:
        (former,), (heir,) = units.get("merged_into", [[None], [None]])
        (origin,) = units.get("split_from", [[None], [None]])[1]
        if heir and former:
            said = "{}, which was merged before, leads to {}."
            yield format_html(said, self._event(event), self._event(heir))
        elif heir:
            yield format_html("{} was merged into {}.", self._event(event), self._event(heir))
        elif origin:
            yield format_html("{} was split from {}.", self._event(event), self._event(origin))
        elif former:
            yield format_html("{} stands by itself again.", self._event(event))

    def _of_places(self, articles: dict) -> Iterator[Sentence]:
        moves = defaultdict(list)
        gone = 0
        for pk, units in articles.items():
            (origin, _), (target, is_kept) = units["place"]
            article = self.articles.get(int(pk))
            if article is None:
                gone += 1
            elif not article.duplicate_of_id:
                moves[origin, target, is_kept].append(article)
        for (origin, target, is_kept), moved in moves.items():
            if origin == target:
                said = self._stay(len(moved), target, is_kept=is_kept)
            else:
                said = self._move(len(moved), origin, target)
            yield Sentence(said, tuple(moved))
        if gone:
            said = "{} that {} been deleted since."
            yield Sentence(format_html(said, _reports(gone), "has" if gone == 1 else "have"))

    def _stay(self, count: int, event: int | None, *, is_kept: bool) -> SafeString:
        them = "it" if count == 1 else "them"
        said = "{} in {}: the machine leaves {} there."
        if not is_kept:
            said = "{} in {}: the machine may move {} again."
        return format_html(said, _reports(count), self._event(event), them)

    def _move(self, count: int, origin: int | None, target: int | None) -> SafeString:
        reports = _reports(count)
        if target is None:
            return format_html("{} taken out of {}.", reports, self._event(origin))
        if origin is None:
            return format_html("{} placed in {}.", reports, self._event(target))
        said = "{} moved from {} to {}."
        return format_html(said, reports, self._event(origin), self._event(target))

    def _of_mentions(self, mentions: Iterable) -> Iterator[Sentence]:
        for article, event, is_one in mentions:
            said = "{} is {}also about {}."
            no_longer = "" if is_one else "no longer "
            text = format_html(said, self._article(article), no_longer, self._event(event))
            yield Sentence(text)

    def _of_facts(self, event: int, units: dict) -> Iterator[SafeString]:
        name = self._event(event)
        if "title" in units:
            (former, was_edited), (title, is_edited) = units["title"]
            if is_edited:
                said = "{} was renamed from “<bdi>{}</bdi>” to “<bdi>{}</bdi>”."
                yield format_html(said, name, former, title)
            elif was_edited:
                said = "{} is named by the rule again; a curator had called it “<bdi>{}</bdi>”."
                yield format_html(said, name, former)
        if "dates" in units:
            yield format_html("{} {}.", name, _happened(*units["dates"][1]))
        if "summary" in units:
            yield format_html("The summary of {} was changed.", name)
        if "locked" in units:
            did = "locked" if units["locked"][1][0] else "unlocked"
            yield format_html("{} was {}.", name, did)

    def _event(self, pk: int | None) -> SafeString:
        if pk not in self.events:
            return format_html("event {}", pk) if pk else format_html("no event")
        path = reverse("admin:articles_event_change", args=[pk])
        return format_html('<a href="{}">“<bdi>{}</bdi>”</a>', path, self.events[pk])

    def _article(self, pk: int) -> SafeString:
        if pk not in self.articles:
            return format_html("Article {}, deleted since,", pk)
        path = reverse("admin:articles_article_change", args=[pk])
        return format_html('<a href="{}">“<bdi>{}</bdi>”</a>', path, self.articles[pk])


def _events(changes: dict[str, Any]) -> Iterator[int | None]:
    for units in changes["articles"].values():
        yield from (event for event, _ in units["place"])
    yield from (event for _, event, _ in changes["mentions"])
    for pk, units in changes["events"].items():
        yield int(pk)
        for unit in ("merged_into", "split_from"):
            yield from (event for both in units.get(unit, ()) for event in both)


def _reports(count: int) -> str:
    return f"{count:,} report" if count == 1 else f"{count:,} reports"


def _happened(first: str | None, last: str | None) -> str:
    if first is None:
        return "has no day of happening"
    until = f", until {_day(last)}" if last else ""
    return f"happened on {_day(first)}{until}"


def _day(written: str) -> str:
    return format_date(date.fromisoformat(written), "j F Y")
