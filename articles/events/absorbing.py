"""Events that all their articles leave for another: their addresses lead there.

That is an act which history tells and a curator can undo.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from articles.events.parts import Part
from articles.events.states import State, changes, concerned, state_of
from articles.models import Article, Event, EventAct, Mention


@dataclass(frozen=True)
class Leaving:
    """An event that articles are about to leave: where most go, and how things stand before."""

    event: int
    heir: int
    articles: frozenset[int]
    events: frozenset[int]
    before: State


def leaving(part: Part, wanted: Mapping[int, int | None]) -> list[Leaving]:
    """Return the events that articles leave where these, by id, are to stand in other events."""
    went = defaultdict(Counter)
    for pk, event in wanted.items():
        if part.rows[pk].event not in (None, event) and event:
            went[part.rows[pk].event][event] += 1
    return [_leaving(event, targets) for event, targets in sorted(went.items())]


def absorb(left: list[Leaving]) -> None:
    """Let those that hold no article by now lead to where most of theirs went, and record it."""
    events = [one.event for one in left]
    held = set(Article.objects.filter(event__in=events).values_list("event", flat=True))
    for one in left:
        if one.event not in held:
            _merge(one.event, one.heir)
            _record(one)


def _leaving(event: int, targets: Counter) -> Leaving:
    heir, _ = max(targets.items(), key=lambda found: (found[1], -found[0]))
    articles = frozenset(Article.objects.filter(event=event).values_list("pk", flat=True))
    merged = Event.objects.filter(merged_into=event).values_list("pk", flat=True)
    events = frozenset({event, heir, *merged})
    return Leaving(event, heir, articles, events, state_of(articles, events))


def _merge(event: int, heir: int) -> None:
    mentions = Mention.objects.filter(event=event)
    articles = mentions.values_list("article", flat=True)
    Mention.objects.bulk_create(
        (Mention(article_id=article, event_id=heir) for article in articles), ignore_conflicts=True
    )
    mentions.delete()
    # What reports the heir is not also about it.
    Mention.objects.filter(event=heir, article__event=heir).delete()
    Event.objects.filter(Q(pk=event) | Q(merged_into=event)).update(merged_into=heir)


def _record(one: Leaving) -> None:
    after = state_of(one.articles, one.events)
    changed = changes(one.before, after)
    events = sorted(concerned(changed, after))
    EventAct.objects.create(kind=EventAct.Kind.JOIN, events=events, changes=changed)
