"""What one arrival costs grouping, in a small archive and in a large one, and a full regrouping.

Run `python -m benchmarks.grouping 10000 100000` from the root. The articles are made up, 300 a day.
For each size it prints the time and memory of grouping everything anew, and the median time of one
article that arrives on the last day; then how these compare.
"""

import argparse
import resource
import sys
import time
from datetime import timedelta
from statistics import median

from django.core.management.base import OutputWrapper
from django.db import connection

from articles.events.grouping import group_all, group_pending
from articles.ingest.clean import text_digest
from articles.models import Article, Event, Source
from articles.progress import meter
from benchmarks import scratch
from benchmarks.news import A_DAY, FIRST_DAY, OUTLETS, Newsroom

_IN_BULK = 1000
_ARRIVALS = 30


def main() -> None:
    """Measure each size in turn, in one archive that grows."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000])
    sizes = sorted(parser.parse_args().sizes)
    with scratch.database():
        reports = _Reports()
        costs = [_measure(size, reports) for size in sizes]
    if len(costs) > 1:
        print(f"one arrival, {sizes[-1]:,} against {sizes[0]:,}: {costs[-1] / costs[0]:.2f} times")


class _Reports:
    """Makes articles, one after the other, without the work of reading and cleaning."""

    def __init__(self) -> None:
        self._room = Newsroom()
        self._sources = Source.objects.bulk_create(
            Source(name=f"Outlet {n}", domain=f"outlet{n}.test") for n in range(OUTLETS)
        )
        self.made = 0

    def make(self) -> Article:
        """Return the next article, unsaved."""
        outlet, title, body = self._room.report(self.made)
        day = FIRST_DAY + timedelta(days=self.made // A_DAY)
        self.made += 1
        return Article(
            title=title,
            body_html=f"<p>{body}</p>",
            body_text=body,
            text_digest=text_digest(body),
            title_key=title[:300],
            published=day,
            source=self._sources[outlet],
            status=Article.Status.REVIEW,
        )

    def fill(self, size: int) -> None:
        """Make articles until there are so many."""
        while self.made < size:
            count = min(_IN_BULK, size - self.made)
            Article.objects.bulk_create([self.make() for _ in range(count)])
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _measure(size: int, reports: _Reports) -> float:
    reports.fill(size)
    with meter("Grouping", "articles", OutputWrapper(sys.stderr), size) as done:
        whole = _seconds(lambda: group_all(done))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    arrivals = [_arrival(reports) for _ in range(_ARRIVALS)]
    print(f"{size:,} articles, {Event.objects.count():,} events")
    print(f"  all anew     {whole:8.1f} s   {whole / size * 1000:.2f} ms an article")
    print(f"  peak memory  {peak:8.0f} MB")
    print(f"  one arrival  {median(arrivals) * 1000:8.1f} ms  median of {_ARRIVALS}")
    sys.stdout.flush()
    return median(arrivals)


def _arrival(reports: _Reports) -> float:
    reports.make().save()
    return _seconds(group_pending)


def _seconds(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
