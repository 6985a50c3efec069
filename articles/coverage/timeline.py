"""An event's reports, day by day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import groupby

from articles.coverage.reasons import Reason
from articles.models import Article

# A day with more reports than this shows the earlier ones and folds the rest.
_OPEN_A_DAY = 10
# To fold one or two would hide them for nothing.
_FEWEST_FOLDED = 3


@dataclass(frozen=True)
class Report:
    """An article in an event's coverage.

    `copies` are the first of the other articles that carry its text, and `copies_total` counts
    all of them. `reason` says why it stands here, where grouping placed it.
    """

    article: Article
    copies: tuple[Article, ...]
    copies_total: int
    is_first: bool
    reason: Reason | None


@dataclass(frozen=True)
class Day:
    """The reports of one day: those that show at once, those that are folded, and all.

    `has_first` says that the first is among them, though which it is is not known.
    """

    date: date
    shown: tuple[Report, ...]
    folded: tuple[Report, ...]
    total: int
    has_first: bool

    @property
    def untold(self) -> int:
        """How many reports there are beside `shown` and `folded`."""
        return self.total - len(self.shown) - len(self.folded)


@dataclass(frozen=True)
class Timeline:
    """An event's reports by day, and how many they are.

    `is_summarised` says that every one is a summary by the archive, `is_settled` that a curator
    said of every one that it belongs here.
    """

    days: tuple[Day, ...]
    total: int
    is_summarised: bool
    is_settled: bool


def timeline(
    articles: Iterable[Article], copies: Iterable[Article], reasons: Mapping[int, Reason]
) -> Timeline:
    """Return articles (see reports_of) by day, each with its `copies` (see copies_of) and reason.

    One report is marked as the first only where its day, or its time of that day, says so; else
    the first day is.
    """
    ordered = sorted(articles, key=_moment)
    first = _certain_first(ordered)
    by_text = _by_text(copies)
    reports = [
        _report(article, by_text.get(article.pk, ()), reasons, is_first=article is first)
        for article in ordered
    ]
    by_day = groupby(reports, key=lambda report: report.article.published)
    open_day = ordered[0].published if ordered and first is None else None
    return Timeline(
        tuple(_day(day, tuple(group), has_first=day == open_day) for day, group in by_day),
        len(ordered),
        all(article.is_archive_summary for article in ordered),
        all(article.event_is_curated for article in ordered),
    )


def _by_text(copies):
    found = {}
    for copy in copies:
        found.setdefault(copy.duplicate_of_id, []).append(copy)
    return found


def _report(article, copies, reasons, *, is_first):
    total = len(copies) + copies[0].untold if copies else 0
    return Report(article, tuple(copies), total, is_first, reasons.get(article.pk))


def _day(day, reports, *, has_first):
    opened = _OPEN_A_DAY if len(reports) >= _OPEN_A_DAY + _FEWEST_FOLDED else len(reports)
    return Day(day, reports[:opened], reports[opened:], reports[0].article.of_day, has_first)


def _moment(article):
    """Sort key: by day, then what has a time before what has none."""
    at = article.published_at or datetime.combine(article.published, time.max, UTC)
    return article.published, at, article.pk


def _certain_first(articles):
    opening = [article for article in articles if article.published == articles[0].published]
    known = opening and len(opening) == opening[0].of_day
    timed = all(article.published_at for article in opening)
    return opening[0] if known and (timed or len(opening) == 1) else None
