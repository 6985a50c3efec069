"""How articles and events stand, and what an act changed of that.

What belongs together is one unit and is changed and undone together, such as a title and whether
a curator wrote it. A unit's value is a list that JSON can hold.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q

from articles.models import Article, Event, Likeness, Mention

EVENT_UNITS = {
    "title": ("title", "title_is_edited"),
    "summary": ("summary",),
    "dates": ("happened_start", "happened_end"),
    "locked": ("locked",),
    "merged_into": ("merged_into_id",),
    "split_from": ("split_from_id",),
}
ARTICLE_UNITS = {
    "place": ("event_id", "event_is_curated"),
    "seen": ("grouped_at",),
}

Units = dict[str, list]
Pair = tuple[int, int]  # two articles (ids), the lower first


@dataclass(frozen=True)
class State:
    """How articles and events stand, by id, and which articles are also about which events.

    `pairs` has since when a pair is kept apart and who said so, None for both where nobody did;
    `scores` has how alike they are.
    """

    articles: dict[int, Units]
    events: dict[int, Units]
    mentions: frozenset[tuple[int, int]]
    pairs: dict[Pair, list]
    scores: dict[Pair, float]

    def said_of(self, pair: Pair) -> list:
        """Return since when a pair is kept apart, and who said so; of one that is gone nothing."""
        return self.pairs.get(pair, [None, None])


def state_of(articles: Iterable[int], events: Iterable[int], pairs: Iterable[Pair] = ()) -> State:
    """Return how these articles and events (ids) and pairs stand; those gone are left out."""
    articles, events, pairs = set(articles), set(events), set(pairs)
    about = Mention.objects.filter(Q(article__in=articles) | Q(event__in=events))
    known = _pairs(pairs) if pairs else []
    return State(
        _units(Article, articles, ARTICLE_UNITS),
        _units(Event, events, EVENT_UNITS),
        frozenset(about.values_list("article", "event")),
        {(one, other): [_plain(at), by] for one, other, at, by, _ in known},
        {(one, other): score for one, other, _, _, score in known},
    )


def changes(before: State, after: State) -> dict[str, Any]:
    """Return what differs, as EventAct holds it, and what a curator's act kept where it was."""
    found = _differences(before.articles, after.articles)
    # That grouping has looked at an article is no act by itself.
    articles = {pk: units for pk, units in found.items() if "place" in units}
    ended = [[article, event, False] for article, event in before.mentions - after.mentions]
    begun = [[article, event, True] for article, event in after.mentions - before.mentions]
    return {
        "articles": articles,
        "kept": _kept(before, after) if articles else {},
        "events": _differences(before.events, after.events),
        "mentions": sorted(ended + begun),
        "pairs": _parted(before, after),
    }


def concerned(changed: dict[str, Any], state: State) -> set[int]:
    """Return the events in whose history an act stands: those that are other than they were."""
    places = [units["place"] for units in changed["articles"].values()]
    moved = {place[0] for both in places for place in both}
    about = {event for _, event, _ in changed["mentions"]}
    named = {int(pk) for pk in changed["events"]}
    heirs = {
        value
        for units in changed["events"].values()
        for unit in ("merged_into", "split_from")
        for both in units.get(unit, ())
        for value in both
    }
    paired = {pk for pair in changed["pairs"] for pk in pair[:2] if pk in state.articles}
    parted = {state.articles[pk]["place"][0] for pk in paired}
    return (moved | about | named | heirs | parted) - {None}


def _kept(before: State, after: State) -> dict[str, int | None]:
    """Return the events of articles that a curator had placed before, and that stay there."""
    return {
        str(pk): units["place"][0]
        for pk, units in after.articles.items()
        if units["place"][1] and units["place"] == before.articles[pk]["place"]
    }


def _parted(before: State, after: State) -> list[list]:
    """Return [article, article, what was said of the pair, what is said now, how alike], ..."""
    scores = before.scores | after.scores
    said = {pair: (before.said_of(pair), after.said_of(pair)) for pair in sorted(scores)}
    return [[*pair, *both, scores[pair]] for pair, both in said.items() if both[0] != both[1]]


def _pairs(pairs: set[Pair]) -> list[tuple]:
    rows = Likeness.objects.filter(
        first__in={one for one, _ in pairs}, second__in={other for _, other in pairs}
    )
    found = rows.values_list("first", "second", "kept_apart_at", "kept_apart_by", "score")
    return [row for row in found if row[:2] in pairs]


def _units(model: type[Model], ids: set[int], units: dict[str, tuple]) -> dict[int, Units]:
    fields = [field for names in units.values() for field in names]
    return {
        row["pk"]: {unit: [_plain(row[field]) for field in names] for unit, names in units.items()}
        for row in model.objects.filter(pk__in=ids).values("pk", *fields)
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _differences(before: dict[int, Units], after: dict[int, Units]) -> dict[str, dict]:
    found = {
        str(pk): {
            unit: [value, after[pk][unit]]
            for unit, value in units.items()
            if value != after[pk][unit] and not _is_by_rule(unit, value, after[pk][unit])
        }
        for pk, units in before.items()
    }
    return {pk: units for pk, units in found.items() if units}


def _is_by_rule(unit: str, *values: list) -> bool:
    """Whether the rule has chosen these titles, which follow from the articles of an event."""
    return unit == "title" and not any(is_edited for _, is_edited in values)
