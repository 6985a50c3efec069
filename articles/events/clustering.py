"""The choice of a group for each arriving report, by average linkage. Pure: no database."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from articles.events.similarity import Report, similarity

# Chosen by measurement on hand-labelled news, see docs/decisions.md.
THRESHOLD = 0.26


@dataclass(eq=False)
class Group:
    """Reports of one happening, or a lone one. `event` is the id of its event once it has one."""

    event: int | None = None
    closed: bool = False
    reports: list[Report] = field(default_factory=list)

    def score(self, report: Report) -> float:
        """Return the average similarity of `report` to the members."""
        return sum(similarity(report, member) for member in self.reports) / len(self.reports)


def arrive(report: Report, groups: Iterable[Group]) -> Group | None:
    """Add `report` to the group that is on average most alike, and return that group.

    Returns None, and changes nothing, where no open group is alike enough. Of equals the one with
    the oldest article wins. A group may be named more than once.
    """
    near = dict.fromkeys(group for group in groups if not group.closed)
    scored = [(group.score(report), -group.reports[0].id, group) for group in near]
    score, _, best = max(scored, key=lambda row: row[:2], default=(0, 0, None))
    if best is None or score < THRESHOLD:
        return None
    best.reports.append(report)
    return best
