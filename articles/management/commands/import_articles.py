"""Import articles from files, folders, archives or standard input."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.ingest.containers import ContainerError, count
from articles.ingest.pipeline import Options, Progress, Result, run_import

EPILOG = """\
A file's content decides how it is read: Markdown with front matter (its body may be HTML,
Markdown or plain text), or plain text that begins with a line such as "date 2025-07-26".

Outcomes: created, updated (a new version of an address), duplicate (the same text elsewhere),
unchanged (the same file again), rejected (with the reason; what was read is kept).

Exit status: 0 when nothing was rejected, 1 when something was, 2 when it could not run.
"""


class Command(BaseCommand):
    """The command line of an import: arguments in, one call, a summary out."""

    help = "Import articles from files, folders, .zip and .tar.gz archives, or standard input (-)."

    def create_parser(self, prog_name, subcommand, **kwargs):
        """Return a parser that explains outcomes and exit status after the options."""
        return super().create_parser(prog_name, subcommand, epilog=EPILOG, **kwargs)

    def add_arguments(self, parser):
        """Declare the arguments."""
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would happen and store nothing."
        )
        parser.add_argument(
            "--report",
            type=Path,
            metavar="FILE.jsonl",
            help="Write a line for each item: path, outcome, article, event, reason.",
        )
        parser.add_argument(
            "--no-group", action="store_true", help="Leave grouping by event for later."
        )
        parser.add_argument(
            "--publish",
            action="store_true",
            help="Publish even what the quality gates would hold for review.",
        )

    def handle(self, *, paths, dry_run, report, no_group, publish, **options):
        """Run the import, print what happened, and exit with the status of the contract."""
        options = Options(publish=publish, group=not no_group, dry_run=dry_run)
        target = self._open_report(report)
        try:
            result = self._run(paths, options)
        except ContainerError as error:
            raise CommandError(str(error), returncode=2) from error
        if target:
            with target:
                target.writelines(_report_lines(result))
        self._summarise(result, dry_run=dry_run)
        if result.stopped:
            sys.exit(130)
        if result.run.rejected:
            sys.exit(1)

    def _open_report(self, path):
        try:
            return path and path.open("w", encoding="utf-8")
        except OSError as error:
            raise CommandError(
                f"The report cannot be written to {path}: {error.strerror}. Name another file.",
                returncode=2,
            ) from error

    def _run(self, paths, options) -> Result:
        shown = None if self.stderr.isatty() else True
        with (
            tqdm(total=count(paths), unit=" items", desc="Importing", disable=shown) as stored,
            tqdm(unit=" articles", desc="Grouping", disable=shown) as grouped,
        ):
            progress = Progress(stored.update, grouped.update)
            return run_import(paths, options, progress, sys.stdin.buffer)

    def _summarise(self, result, *, dry_run):
        run = result.run
        counts = ", ".join(
            f"{getattr(run, outcome)} {outcome}"
            for outcome in ("created", "updated", "duplicate", "unchanged", "rejected")
        )
        for line in result.lines:
            if line.outcome == "rejected":
                self.stderr.write(f"{line.path}: {line.reason}")
        self.stdout.write(f"{'Dry run, nothing stored: ' if dry_run else ''}{counts}.")
        if result.stopped:
            self.stderr.write(
                "Stopped. What is counted above is in; run the same command to go on."
            )


def _report_lines(result: Result) -> Iterable[str]:
    return (json.dumps(asdict(line), ensure_ascii=False) + "\n" for line in result.lines)
