"""What an import is given, as items: files, folders, archives and standard input.

Nothing is unpacked onto the disk, and one item is in memory at a time.
"""

import os
import stat
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, BinaryIO

from articles.ingest import archives, feed_files
from articles.ingest.places import Place, hidden, printable
from articles.ingest.records import Item

COUNTED_ARCHIVE = 32 * 2**20  # bytes; counting what is in a larger one takes too long
SPOOL = 64 * 2**20  # bytes of standard input held in memory; the rest waits in a nameless file
MAX_INPUT = 2 * 2**30  # bytes of standard input

# Folders that tell readers of a file in them, also when it is read again by the name that is kept.
_TELLING = {"_posts", "_drafts"}


class ContainerError(ValueError):
    """A path that cannot be imported at all."""


def items(
    paths: Iterable[str], stdin: BinaryIO | None = None, passed_over: Counter[str] | None = None
) -> Iterator[Item]:
    """What the paths hold, in order; `-` is standard input.

    What cannot be read whole comes as an item with a problem; `passed_over` counts, by reason, what
    no item is made of. Raises ContainerError at once, before any item, where a path does not exist
    or is neither file nor folder.
    """
    paths = list(paths)
    for path in paths:
        _check(path, stdin)
    return _items(paths, stdin, Counter() if passed_over is None else passed_over)


def count(paths: Iterable[str]) -> int | None:
    """How many items the paths hold, or None where counting would take long."""
    try:
        counts = [_count(path) for path in paths]
    except (OSError, ValueError):
        return None
    return None if None in counts else sum(counts)


def _count(path: str) -> int | None:
    if path == "-":
        return None
    if Path(path).is_dir():
        return sum(1 for _ in _walk(path))
    if not Path(path).is_file() or not _holds_many(path):
        return 1
    # A feed would be parsed for it, and again when it is read.
    if Path(path).stat().st_size > COUNTED_ARCHIVE or _is_feed(path):
        return None
    return sum(1 for _ in _file(Path(path), _place(path)))


def _check(path: str, stdin: BinaryIO | None) -> None:
    if path == "-":
        if stdin is None:
            raise ContainerError("Nothing is given on standard input.")
        return
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise ContainerError(f"{printable(path)}: {why}. Check the path.") from error
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISFIFO(mode)):
        raise ContainerError(f"{printable(path)}: not a file or a folder.")


def _items(paths: list[str], stdin: BinaryIO | None, passed_over: Counter[str]) -> Iterator[Item]:
    for path in paths:
        place = replace(_place(path), passed_over=passed_over)
        if path == "-" and stdin:
            yield from _stream(stdin, replace(place, origin="standard input"))
        elif Path(path).is_dir():
            yield from _folder(path, place)
        elif Path(path).is_fifo():
            with Path(path).open("rb") as pipe:
                yield from _stream(pipe, place)
        else:
            yield from _file(Path(path), place)


def _place(path: str) -> Place:
    names = [*Path(path).parent.parts, Path(path).name or Path(path).resolve().name]
    start = next((number for number, name in enumerate(names) if name in _TELLING), -1)
    return Place(path.rstrip("/") or path, "/".join(names[start:]))


def _holds_many(path: str) -> bool:
    try:
        with Path(path).open("rb") as file:
            return archives.holds_many(file, path)
    except OSError:
        return False


def _is_feed(path: str) -> bool:
    with Path(path).open("rb") as file:
        return feed_files.is_feed(file)


def _folder(path: str, place: Place) -> Iterator[Item]:
    root = Path(path).resolve()
    for found, failure in _walk(path):
        here = place.at(os.path.relpath(found, path))
        problem = failure or _problem(found, root)
        if problem:
            yield here.item(problem=problem)
        else:
            yield from _file(found, here)


def _walk(path: str) -> Iterator[tuple[Path, str]]:
    """The files under a folder in the order of their names, and folders that cannot be read.

    Hidden ones are passed over.
    """
    failed: list[OSError] = []
    for parent, folders, files in os.walk(path, onerror=failed.append):
        folders[:] = sorted(name for name in folders if not hidden(name))
        linked = [name for name in folders if Path(parent, name).is_symlink()]
        for name in sorted([*files, *linked]):
            if not hidden(name):
                yield Path(parent, name), ""
    for error in failed:
        yield Path(error.filename), f"Folder cannot be read: {error.strerror}. Check its rights."


def _problem(path: Path, root: Path) -> str:
    """Why a file of a folder is not to be opened, or nothing."""
    try:
        target = path.resolve(strict=True)
        mode = target.stat().st_mode
    except (OSError, RuntimeError) as error:
        return f"Link leads nowhere: {getattr(error, 'strerror', None) or 'it leads to itself'}."
    if path.is_symlink() and not target.is_relative_to(root):
        return "Link leads outside the folder and was not followed. Import its target itself."
    if stat.S_ISDIR(mode):
        return "Link to a folder was not followed: what is in it is imported under its own name."
    return "" if stat.S_ISREG(mode) else "Not a file: only files and folders are read."


def _file(path: Path, place: Place) -> Iterator[Item]:
    try:
        with path.open("rb") as file:
            yield from archives.items(file, place)
    except OSError as error:
        yield place.item(problem=f"Cannot be read: {error.strerror or error}. Check its rights.")


def _stream(source: BinaryIO, place: Place) -> Iterator[Item]:
    """What a stream holds; it is kept first, since an archive's index stands at its end."""
    with tempfile.SpooledTemporaryFile(max_size=SPOOL) as kept:
        if problem := _keep(source, kept):
            yield place.item(problem=problem)
            return
        yield from archives.items(kept, place)


def _keep(source: BinaryIO, kept: IO[bytes]) -> str:
    """Copy a stream to a file, and say why it cannot be kept, or nothing."""
    size = 0
    try:
        while block := source.read(2**20):
            size += len(block)
            if size > MAX_INPUT:
                return f"More than {MAX_INPUT // 2**30} GB. Give it as a file."
            kept.write(block)
        kept.seek(0)
    except OSError as error:
        return f"Cannot be kept while it is read: {error.strerror or error}. Give it as a file."
    return ""
