"""Export every article."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles import export


class Command(BaseCommand):
    """The command line of the export."""

    help = (
        "Export every article, complete. JSONL and CSV go to standard output and nothing else "
        "does; Markdown goes into a folder, a file an article."
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
            sys.exit(1)
        except OSError as error:
            raise CommandError(f"Cannot write {error.filename}: {error.strerror}.") from error
        self.stderr.write(f"{count} articles exported.")

    def _write(self, kind, folder):
        if kind == "markdown":
            return export.write_markdown(folder)
        return (export.write_jsonl if kind == "jsonl" else export.write_csv)(sys.stdout)
