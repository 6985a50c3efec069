"""Whose word keeps articles from the machine: that of every act which placed them and stands."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from articles.models import EventAct

Places = dict[int, int | None]  # the event, or none, by article


def held_without(act: EventAct, articles: Collection[int]) -> dict[int, set[int | None]]:
    """Return in which events curators still hold these articles (ids) once an act is undone.

    Those in which another act which then stands placed or kept them, and those in which a curator
    had placed them before any act.
    """
    undone = dict(EventAct.objects.exclude(undoes=None).values_list("undoes", "pk"))
    undone[act.pk] = None  # by an act that is to come

    def stands(pk: int | None) -> bool:
        return pk not in undone or not stands(undone[pk])

    held, known = defaultdict(set), set()
    for other in EventAct.objects.placing(articles).select_related("undoes").order_by("pk"):
        before, after = _curated(other.changes)
        for pk in before.keys() - known:
            held[pk].add(before[pk])
        known |= {*map(int, other.changes["articles"]), *before}
        if _is_decision(other) and stands(other.pk):
            for pk, event in after.items():
                held[pk].add(event)
    return held


def kept_by(changes: dict[str, Any]) -> Places:
    """Return the articles that an act kept where a curator had placed them, and their events."""
    return {int(pk): event for pk, event in changes.get("kept", {}).items()}


def _curated(changes: dict[str, Any]) -> tuple[Places, Places]:
    """Return where those articles stood that were a curator's before an act, and those after it."""
    kept = kept_by(changes)
    both = [{}, {}]
    for pk, units in changes["articles"].items():
        for places, (event, is_curated) in zip(both, units["place"], strict=True):
            if is_curated:
                places[int(pk)] = event
    before, after = both
    return before | kept, after | kept


def _is_decision(act: EventAct) -> bool:
    """Whether an act says where reports belong; an undo does only of what grouping joined."""
    return act.undoes is None or act.undoes.kind == EventAct.Kind.JOIN
