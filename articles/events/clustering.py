"""Reports into groups by average linkage. Pure: no database, and no order of arrival.

The two groups whose members are on average most alike become one, again and again, as long as the
average is high enough. Chains cannot form: each report must be like the whole of its group.
"""

import heapq
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

# Chosen by measurement on hand-labelled news, see docs/events.md.
THRESHOLD = 0.4

# A report is compared with so many at most: those that share the most rare terms with it.
CANDIDATES = 40

# No happening of so many reports is known; what grows larger is something else.
MOST_REPORTS = 200

Pair = tuple[Hashable, Hashable]


@dataclass(eq=False)
class _Group:
    """Reports put together. `owner` is the curator's event that some of them stand in, or None."""

    rank: int
    members: list[Hashable]
    owner: Hashable | None = None
    # For each neighbour, the sum of the likenesses between members of both.
    sums: dict["_Group", float] = field(default_factory=dict)
    # Groups that must not come together with this one.
    apart: set["_Group"] = field(default_factory=set)
    gone: bool = False

    def likeness(self, other: "_Group") -> float:
        """Return the average over all pairs of members, or over as many as can be compared."""
        fewer, more = sorted((len(self.members), len(other.members)))
        return self.sums[other] / (fewer * min(more, CANDIDATES))

    def may_join(self, other: "_Group") -> bool:
        """Whether nothing but likeness decides."""
        return self.is_free_to_join(other) and (
            len(self.members) + len(other.members) <= MOST_REPORTS
        )

    def is_free_to_join(self, other: "_Group") -> bool:
        """Whether nothing but likeness and size decides."""
        owners = {self.owner, other.owner} - {None}
        return other not in self.apart and len(owners) < 2


def cluster(
    reports: Iterable[Hashable],
    alike: Mapping[Pair, float],
    owners: Mapping[Hashable, Hashable] = {},
    described: Mapping[Hashable, Hashable] = {},
    apart: Collection[Pair] = (),
) -> list[list[Hashable]]:
    """Return reports in groups, those that stand alone among them.

    `reports` come in an order that settles ties. `alike` has the likeness of pairs. `owners` says
    which belong together for good, as {report: event}: groups of two events never become one. Nor
    do those of events that a curator described, as `described` says; reports may leave these.
    Pairs of `apart` never come together.
    """
    group_of = _first_groups(list(reports), owners, described)
    for (one, other), likeness in alike.items():
        _add(group_of[one], group_of[other], likeness)
    for one, other in apart:
        group_of[one].apart.add(group_of[other])
        group_of[other].apart.add(group_of[one])
    groups = list(dict.fromkeys(group_of.values()))
    _join_all(groups)
    _join_what_found_no_room([group for group in groups if not group.gone])
    return [group.members for group in groups if not group.gone]


def _first_groups(reports, owners, described):
    owned, group_of = {}, {}
    for rank, report in enumerate(reports):
        owner = owners.get(report)
        group = owned.get(owner) or _Group(rank, [], owner or described.get(report))
        if owner is not None:
            owned[owner] = group
        group.members.append(report)
        group_of[report] = group
    return group_of


def _add(one: _Group, other: _Group, likeness: float) -> None:
    if one is not other:
        one.sums[other] = other.sums[one] = one.sums.get(other, 0.0) + likeness


def _join_all(groups: list[_Group]) -> None:
    """Join the most alike first; of equals, those of the lowest rank."""
    version: dict[_Group, int] = defaultdict(int)

    def offers(group):
        for other in group.sums:
            low, high = sorted((group, other), key=lambda one: one.rank)
            if low.may_join(high) and (average := low.likeness(high)) >= THRESHOLD:
                yield -average, low.rank, high.rank, version[low], version[high]

    by_rank = {group.rank: group for group in groups}
    waiting = [offer for group in groups for offer in offers(group)]
    heapq.heapify(waiting)
    while waiting:
        _, low, high, *versions = heapq.heappop(waiting)
        heir, other = by_rank[low], by_rank[high]
        if other.gone or heir.gone or versions != [version[heir], version[other]]:
            continue
        _take_in(heir, other)
        version[heir] += 1
        for offer in offers(heir):
            heapq.heappush(waiting, offer)


def _join_what_found_no_room(groups: list[_Group]) -> None:
    """Join those that would be part of one larger group, had that not been full."""
    beside = defaultdict(list)
    for group in groups:
        if full := _full_group_like(group):
            beside[full].append(group)
    for others in beside.values():
        heirs: list[_Group] = []
        for other in others:
            heir = next((heir for heir in heirs if heir.may_join(other)), None)
            if heir:
                _take_in(heir, other)
            else:
                heirs.append(other)


def _full_group_like(group: _Group) -> _Group | None:
    """Return the larger group that is most like one and has no room for it."""
    found = [
        (group.likeness(other), -other.rank, other)
        for other in group.sums
        if (len(other.members), other.rank) > (len(group.members), group.rank)
        and group.is_free_to_join(other)
        and not group.may_join(other)
    ]
    average, _, full = max(found, default=(0.0, 0, None))
    return full if average >= THRESHOLD else None


def _take_in(heir: _Group, other: _Group) -> None:
    other.gone = True
    heir.members += other.members
    heir.owner = heir.owner if heir.owner is not None else other.owner
    heir.sums.pop(other, None)
    other.sums.pop(heir, None)
    for neighbour, total in other.sums.items():
        del neighbour.sums[other]
        heir.sums[neighbour] = neighbour.sums[heir] = heir.sums.get(neighbour, 0.0) + total
    for foe in other.apart:
        foe.apart.discard(other)
        foe.apart.add(heir)
        heir.apart.add(foe)
