"""Reports of commands, a line of JSON for each thing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from django.core.management.base import CommandError


@contextmanager
def draft(report: Path | None) -> Iterator[TextIO | None]:
    """Give the file in which a report is written before it takes its place, if one is wanted."""
    if report is None:
        yield None
        return
    part = report.with_name(f"{report.name}.part")
    try:
        lines = part.open("w", encoding="utf-8")
    except OSError as error:
        raise CommandError(
            f"The report cannot be written to {report}: {error.strerror}. Name another file.",
            returncode=2,
        ) from error
    try:
        with lines:
            yield lines
        part.replace(report)
    finally:
        part.unlink(missing_ok=True)
