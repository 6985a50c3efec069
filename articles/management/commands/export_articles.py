"""Export every article."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from archive import failures
from articles import export
from articles.management.output import in_utf_8


class Command(BaseCommand):
    """The command line of the export."""

    help = (
        "Export every article, complete. JSONL and CSV go to standard output and nothing else "
        "does; Markdown goes into a folder that is new or empty, a file an article."
    )

    def add_arguments(self, parser):
        """Declare the arguments."""
        parser.add_argument("--format", choices=["jsonl", "csv", "markdown"], required=True)
        parser.add_argument("--output", type=Path, metavar="FOLDER", help="Where Markdown goes.")

    def handle(self, *, format, output, **options):  # noqa: A002 - the option's name
        """Export, and tell on standard error how many articles there were."""
        if (format == "markdown") != (output is not None):
            raise CommandError("--output FOLDER goes with --format markdown.", returncode=2)
        try:
            count = self._write(format, output)
        except BrokenPipeError:
            failures.drop_output()
            sys.exit(1)
        except OSError as error:
            if not error.filename:
                failures.drop_output()
            what = error.filename or "the output"
            raise CommandError(
                f"Cannot write {what}: {error.strerror}. Nothing whole was written: make room "
                "there or name another place, and export anew.",
                returncode=2,
            ) from error
        self.stderr.write(f"{count} articles exported.")

    def _write(self, kind, folder):
        if kind == "markdown":
            _require_empty(folder)
            return export.write_markdown(folder)
        return (export.write_jsonl if kind == "jsonl" else export.write_csv)(in_utf_8())


def _require_empty(folder: Path) -> None:
    """Raise CommandError where an import of the folder would find more than this export."""
    if folder.exists() and any(not entry.name.startswith(".") for entry in folder.iterdir()):
        raise CommandError(
            f"{folder} is not empty, and whoever reads the export there would take the rest for "
            "part of it. Name a new folder, or empty this one.",
            returncode=2,
        )
