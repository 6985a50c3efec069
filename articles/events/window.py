"""The reports of some days, of which those that may be like a newcomer are found fast. Pure.

Comparing a newcomer with every report of its days would cost the more, the more outlets there are.
Two reports of one happening share rare terms, so only those are compared that share the most of
them, by weight.
"""

from collections import defaultdict
from collections.abc import Container, Iterator
from datetime import date
from itertools import islice

from articles.events.similarity import Report

# How many reports a newcomer is compared with at most; docs/decisions.md says what more would find.
CANDIDATES = 15

# How many shared terms are looked at to find them: the rarest come first.
_LOOKED_AT = 4000


class Window:
    """Reports in memory, found by the terms of their titles and openings."""

    def __init__(self) -> None:
        self._reports: dict[int, Report] = {}
        self._with_term: dict[str, set[int]] = defaultdict(set)

    def __contains__(self, article: int) -> bool:
        return article in self._reports

    def __getitem__(self, article: int) -> Report:
        return self._reports[article]

    def add(self, report: Report) -> None:
        """Take in a report; one of the same article goes."""
        self._remove(report.id)
        self._reports[report.id] = report
        for term in report.lead:
            self._with_term[term].add(report.id)

    def forget(self, before: date) -> None:
        """Let go of what was published before a day."""
        for report in list(self._reports.values()):
            if report.published < before:
                self._remove(report.id)

    def candidates(self, newcomer: Report, among: Container[int]) -> Iterator[Report]:
        """Return the reports out of `among` that may be like a newcomer, the likeliest first."""
        shared = self._shared(newcomer)
        likely = sorted(shared, key=lambda article: (-shared[article], article))
        found = (self._reports[article] for article in likely if article in among)
        near = (report for report in found if report.id != newcomer.id and newcomer.is_near(report))
        return islice(near, CANDIDATES)

    def _shared(self, newcomer: Report) -> dict[int, float]:
        """Return how much of title and opening each report shares, by weight."""
        shared: dict[int, float] = defaultdict(float)
        left = _LOOKED_AT
        held = {term: self._with_term.get(term, set()) for term in newcomer.lead}
        for term in sorted(held, key=lambda term: (len(held[term]), term)):
            left -= len(held[term])
            if left < 0:
                break
            title, opening = newcomer.title.get(term, 0.0), newcomer.opening.get(term, 0.0)
            for article in held[term]:
                report = self._reports[article]
                shared[article] += title * report.title.get(term, 0.0)
                shared[article] += opening * report.opening.get(term, 0.0)
        return shared

    def _remove(self, article: int) -> None:
        report = self._reports.pop(article, None)
        for term in report.lead if report else ():
            holders = self._with_term[term]
            holders.discard(article)
            if not holders:
                del self._with_term[term]
