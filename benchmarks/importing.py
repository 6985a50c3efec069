"""How fast an import is, beside the same files merely parsed and inserted in bulk.

Run `python -m benchmarks.importing 8000 100000` from the root. For each number of files it prints
the rates of both, their ratio, and the peak memory of the import; the files lie in a folder, as an
operator's do. `--folder FOLDER` takes files of your own instead.
"""

import argparse
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

import frontmatter

from articles.ingest.containers import items
from articles.ingest.pipeline import Options, Progress, run_import
from articles.models import Article
from benchmarks import scratch
from benchmarks.news import Newsroom

_IN_BULK = 500


def main() -> None:
    """Measure each size in turn."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[8000], help="Numbers of files.")
    parser.add_argument("--folder", type=Path, help="Files of your own.")
    options = parser.parse_args()
    with scratch.database():
        if options.folder:
            _measure(options.folder)
            return
        for size in options.sizes:
            with tempfile.TemporaryDirectory(prefix="archive-benchmark-") as folder:
                for name, text in Newsroom().files(size):
                    Path(folder, name).write_text(text, encoding="utf-8")
                _measure(Path(folder))


def _measure(folder: Path) -> None:
    sizes = [path.stat().st_size for path in _files(folder)]
    bare = _seconds(lambda: _merely_insert(_files(folder)))
    scratch.empty()
    with _Memory() as memory:
        whole = _seconds(lambda: run_import(items([str(folder)]), "files", Options(), Progress()))
    found = Article.objects.count()
    scratch.empty()
    count = len(sizes)
    print(f"{count:,} files, {sum(sizes) / count / 1000:.1f} kB each, {found:,} articles")
    print(f"  merely inserted  {bare:7.1f} s  {count / bare:7.1f} a second")
    print(f"  imported         {whole:7.1f} s  {count / whole:7.1f} a second")
    print(f"  ratio            {whole / bare:7.2f}    {whole / count * 1000:.2f} ms an article")
    print(f"  peak memory      {memory.peak:7.0f} MB  all processes of the import")
    sys.stdout.flush()


def _files(folder: Path) -> Iterator[Path]:
    """One after another, so that their names are no part of the memory that is measured."""
    return (path for path in folder.rglob("*") if path.is_file())


def _merely_insert(paths: Iterable[Path]) -> None:
    """Parse with python-frontmatter and insert in bulk: no cleaning, no links, no grouping."""
    rows = []
    for path in paths:
        post = frontmatter.load(path)
        rows.append(
            Article(
                title=str(post.get("title") or path.name)[:300],
                published=_day(post.get("date")),
                byline=str(post.get("author") or "")[:200],
                body_html=post.content,
                body_text=post.content,
                status=Article.Status.REVIEW,
            )
        )
        if len(rows) == _IN_BULK:
            Article.objects.bulk_create(rows)
            rows = []
    Article.objects.bulk_create(rows)


def _day(value: object) -> date:
    value = value.date() if isinstance(value, datetime) else value
    return value if isinstance(value, date) else date(2025, 1, 1)


def _seconds(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


class _Memory:
    """The most memory that this process and its children hold together, in MB, looked at often."""

    def __enter__(self) -> "_Memory":
        self.peak, self._over = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.2):
            self.peak = max(self.peak, sum(map(_megabytes, _family())))


def _family() -> list[str]:
    """This process and its children; the database's server is none of them."""
    tasks = Path("/proc/self/task").glob("*/children")
    return ["self", *(pid for children in tasks for pid in _read(children).split())]


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        return ""


def _megabytes(pid: str) -> float:
    sizes = _read(Path(f"/proc/{pid}/statm")).split()
    return int(sizes[1]) * resource.getpagesize() / 2**20 if sizes else 0.0


if __name__ == "__main__":
    main()
