"""Reports of commands, a line of JSON for each thing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from django.core.management.base import CommandError


@contextmanager
def draft(report: Path | None) -> Iterator[TextIO | None]:
    """Give the file in which a report is written before it takes its place, if one is wanted.

    What is no file, such as a pipe, is written to as it is, and so is `/dev/stdout`, though it
    leads to a file where the output goes to one.
    """
    if report is None:
        yield None
        return
    is_stream = report.is_symlink() and report.is_relative_to("/dev")
    if is_stream or (report.exists() and not report.is_file()):
        with _opened(report, report, "a") as lines:
            yield lines
        return
    part = report.with_name(f"{report.name}.part")
    lines = _opened(part, report, "w")
    try:
        with lines:
            yield lines
        part.replace(report)
    finally:
        part.unlink(missing_ok=True)


def _opened(path: Path, report: Path, mode: str) -> TextIO:
    try:
        return path.open(mode, encoding="utf-8")
    except OSError as error:
        raise CommandError(
            f"The report cannot be written to {report}: {error.strerror}. Name another file.",
            returncode=2,
        ) from error
