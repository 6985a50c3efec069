"""How fast an import is, beside the same files merely parsed and inserted in bulk.

Run `python -m benchmarks.importing 8000 100000` from the root. For each number of files it prints
the rates of both, their ratio, and the peak memory of the import; the files lie in a folder, and
the import is the command, as with an operator. `--folder FOLDER` takes files of your own instead.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import frontmatter

from articles.models import Article
from benchmarks import scratch
from benchmarks.news import Newsroom

_IN_BULK = 500
_LOOK_SECONDS = 0.2


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
    memory = _Memory()
    whole = _seconds(lambda: _import(folder, memory))
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


def _import(folder: Path, memory: "_Memory") -> None:
    """Import the files by the command; what it rejects is part of the work."""
    command = [sys.executable, "manage.py", "import_articles", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        memory.watch(run)
    if run.returncode not in (0, 1):
        raise SystemExit(f"The import ended with status {run.returncode}: run it by itself.")


def _day(value: object) -> date:
    value = value.date() if isinstance(value, datetime) else value
    return value if isinstance(value, date) else date(2025, 1, 1)


def _seconds(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


class _Memory:
    """The most memory that a process and its children hold together, in MB, looked at often."""

    def __init__(self) -> None:
        self.peak = 0.0

    def watch(self, process: subprocess.Popen) -> None:
        """Look at a process until it ends."""
        while process.returncode is None:
            self.peak = max(self.peak, sum(map(_megabytes, _family(process.pid))))
            with suppress(subprocess.TimeoutExpired):
                process.wait(_LOOK_SECONDS)


def _family(pid: int) -> list[str]:
    """A process and its children; the database's server is none of them."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [str(pid), *(child for children in tasks for child in _read(children).split())]


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
