"""How fast search is in a large archive, and how right, beside Django's usual way and tantivy.

Run `python -m benchmarks.search --size 100000 --keep FOLDER` from the root. The first run makes the
archive by seed (a million articles take about an hour and 20 GB); later ones find it in the folder
and only measure. `--source` names real articles to make it from (a folder or archive of any kind
that the import reads); without it the sample is used, whose 150 short texts have few words.

The archive is measured warm, by one client that waits for each answer. Each question is asked once
before, then three times (slow ones less often), and the median is its time; a row has the median
and the 95th percentile over the questions of its kind.

- best: the twenty best of ours. whole: the whole answer as pages show it, with totals, twenty rows
  grouped by event, facets, histogram and highlights.
- naive: the twenty best by Django's `SearchRank`, with an index. One that takes 60 s is stopped and
  counts as that; a kind of question is left when it has taken two minutes (`--patience`).
- tantivy: the twenty best by BM25 from an embedded engine, as its search is called when nothing
  else is said, which counts all matches too; "bare" leaves the counting out.
- overlap: what part of the ten best by exact BM25 over all that match is among our first ten.
- errors of estimated totals, and of the counts of facets and months: median and 95th percentile.

`--parts` and `--kinds` choose some of it. `--clock processor` tells processor time instead, of this
process and its database's: for work on a busy machine.
"""

import argparse
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import fmean, median

from django.conf import settings

from articles.search import Shape, answer, best
from benchmarks import large_archive, rivals, scratch, search_http
from benchmarks.clocks import CLOCKS, Clock
from benchmarks.questions import KINDS, Question, questions
from benchmarks.truth import Reference, errors

PARTS = ("best", "whole", "naive", "tantivy", "overlap", "errors", "http")
_TIMED = ("best", "whole", "naive", "tantivy", "tantivy bare")
_SAMPLE = settings.BASE_DIR / "articles" / "sample"
_WHOLE = Shape(grouped=True, per_page=20, facets=True)
_TIMES = 3
_ENOUGH = 2.0  # seconds; what has taken so long is not asked again


@dataclass
class _Row:
    """What was measured of one kind of question: seconds of each part, and shares."""

    kind: str
    asked: int
    matches: float | None = None
    seconds: dict[str, list[float]] = field(default_factory=dict)
    overlap: float | None = None
    off_totals: list[float] = field(default_factory=list)
    off_counts: list[float] = field(default_factory=list)


def main() -> None:
    """Make the archive or find it, measure, and print the tables."""
    options = _options()
    with scratch.database():
        large_archive.make(options.size, str(options.source), options.seed)
        large_archive.describe(options.size)
        rivals.prepare_naive()
        asked = questions(options.size, options.queries, options.seed)
        asked = {kind: given for kind, given in asked.items() if kind in options.kinds}
        print(_circumstances(options.size))
        if set(options.parts) - {"http"}:
            _print(_measured(asked, options), options.parts)
        if "http" in options.parts:
            search_http.measure([one for given in asked.values() for one in given])


def _circumstances(size: int) -> str:
    """Say what else the machine does: figures from a busy one are no good."""
    processors, busy = os.cpu_count() or 1, os.getloadavg()[0]
    quiet = "" if busy < processors / 2 else ": NOT QUIET, so times are too long"
    return f"\n{size:,} articles, {processors} processors, load {busy:.1f}{quiet}\n"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--size", type=int, default=10_000, help="Number of articles.")
    parser.add_argument("--source", type=Path, default=_SAMPLE, help="Real articles to make it of.")
    parser.add_argument("--keep", type=Path, help="Folder to keep the archive in.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--queries", type=int, default=40, help="Number for each kind.")
    parser.add_argument("--patience", type=float, default=120, help="Seconds for a slow kind.")
    parser.add_argument("--clock", choices=CLOCKS, default="wall", help="Which time to tell.")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS[:-1])
    parser.add_argument("--kinds", nargs="+", choices=tuple(KINDS), default=tuple(KINDS))
    return parser.parse_args()


def _measured(asked: dict[str, list[Question]], options: argparse.Namespace) -> list[_Row]:
    parts = options.parts
    rows = [_Row(kind, len(given)) for kind, given in asked.items()]
    ways, clock = {"best": _best, "whole": _whole}, Clock(options.clock)
    if "tantivy" in parts and rivals.tantivy:
        engine = rivals.Tantivy(options.size)
        ways |= {"tantivy": engine.best, "tantivy bare": engine.bare}
    ways["naive"] = rivals.naive
    for row in rows:
        given = asked[row.kind]
        for part, way in ways.items():
            if part.split()[0] in parts and (row.kind, part) not in _POINTLESS:
                row.seconds[part] = _times(way, given, clock, options.patience)
        if {"overlap", "errors"} & set(parts):
            _check(row, given, parts)
        print(f"  {row.kind}", flush=True)
    return rows


# Lists have no words to rank by.
_POINTLESS = {("lists", part) for part in ("best", "tantivy", "tantivy bare")}


def _best(question: Question) -> list[int]:
    return [article for article, _ in best(question.matched().query, rivals.BEST)]


def _whole(question: Question):
    return answer(question.query, _WHOLE)


def _times(way: Callable, given: Iterable[Question], clock: Clock, patience: float) -> list[float]:
    """Return the seconds of each question, until patience ends."""
    found, began = [], time.perf_counter()
    for question in given:
        if time.perf_counter() - began > patience:
            break
        found.append(_time(way, question, clock))
    return found


def _time(way: Callable, question: Question, clock: Clock) -> float:
    first = _seconds(way, question, clock)
    if first > _ENOUGH:
        return min(first, rivals.LIMIT)
    return median(_seconds(way, question, clock) for _ in range(_TIMES))


def _seconds(way: Callable, question: Question, clock: Clock) -> float:
    began = clock()
    way(question)
    return clock() - began


def _check(row: _Row, given: list[Question], parts: Iterable[str]) -> None:
    """See how right our answers are."""
    reference, agreements, totals = Reference(), [], []
    for question in given:
        truth = reference.of(question.matched())
        totals.append(truth.total)
        if "overlap" in parts and question.words:
            agreements.append(reference.agreement(question.matched(), _best(question)))
        if "errors" in parts:
            off, counts = errors(_whole(question), truth)
            row.off_totals += [] if off is None else [off]
            row.off_counts += counts
    reference.save()
    row.matches = median(totals) if totals else None
    row.overlap = fmean(agreements) if agreements else None


def _print(rows: list[_Row], parts: Iterable[str]) -> None:
    timed = [part for part in _TIMED if part.split()[0] in parts]
    cells: dict[str, Callable[[_Row], str]] = {"kind": lambda row: row.kind}
    if {"overlap", "errors"} & set(parts):
        cells["matches"] = lambda row: _number(row.matches)
    for part in timed:
        cells[f"{part} p50 | p95"] = partial(_timing, part)
    for above, below in (("naive", "best"), ("best", "tantivy"), ("best", "tantivy bare")):
        if {above, below} <= set(timed):
            cells[f"{above} / {below} p50 | p95"] = partial(_ratio, above, below)
    if "overlap" in parts:
        cells["overlap@10"] = lambda row: _number(row.overlap, 3)
    if "errors" in parts:
        cells["totals off % p50 | p95"] = lambda row: _spread(row.off_totals, 100)
        cells["counts off % p50 | p95"] = lambda row: _spread(row.off_counts, 100)
    print(f"\nTimes in milliseconds.\n\n| {' | '.join(cells)} |")
    print("|" + " --- |" * sum(head.count("|") + 1 for head in cells))
    for row in rows:
        print(f"| {' | '.join(cell(row) for cell in cells.values())} |", flush=True)


def _timing(part: str, row: _Row) -> str:
    """Return the times of a part; with how many there are where patience ended."""
    found = row.seconds.get(part, [])
    few = f" ({len(found)} asked)" if 0 < len(found) < row.asked else ""
    return _spread(found, 1000) + few


def _ratio(above: str, below: str, row: _Row) -> str:
    more, less = row.seconds.get(above), row.seconds.get(below)
    if not (more and less):
        return "– | –"
    return f"{_figure(median(more) / median(less))} | {_figure(_late(more) / _late(less))}"


def _spread(found: list[float], factor: float) -> str:
    """Return the median and the 95th percentile."""
    if not found:
        return "– | –"
    return f"{_figure(median(found) * factor)} | {_figure(_late(found) * factor)}"


def _late(found: list[float]) -> float:
    ordered = sorted(found)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def _figure(number: float) -> str:
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 1 else f"{number:.2f}"


def _number(number: float | None, places: int = 0) -> str:
    return "–" if number is None else f"{number:,.{places}f}"


if __name__ == "__main__":
    main()
