"""Import articles from files, folders, archives or standard input."""

import json
import signal
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.ingest.containers import ContainerError, count, items
from articles.ingest.gates import gate_on_arrival, open_gate
from articles.ingest.keeping import NotEmptyError
from articles.ingest.pipeline import Line, Options, Progress, Result, run_import
from articles.management.reports import draft
from articles.progress import meter

EPILOG = """\
A file's content decides how it is read: Markdown with front matter (its body may be HTML,
Markdown or plain text), plain text that begins with a line such as "date 2025-07-26", a page
(HTML or MHTML), JSON Lines, a JSON array, perhaps within an object, CSV or TSV with an article a
line, the entries of a feed (RSS, Atom, JSON Feed), or the pages of a WARC file.

Outcomes: created, updated (a new version of an address), duplicate (the same text elsewhere, or
nearly the same from another outlet), unchanged (the same file again), rejected (with the reason;
what was read is kept).

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
        parser.add_argument(
            "--keep-ids",
            action="store_true",
            help="Bring an export of this archive, in JSON Lines or Markdown, into an empty one: "
            "every article and event keeps its number and stands as it stood.",
        )

    def handle(self, *, paths, dry_run, report, **options):
        """Run the import, print what happened, and exit with the status of the contract."""
        options = _options(dry_run=dry_run, **options)
        # A service manager's stop is the same wish as Ctrl-C.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        passed_over = Counter()
        try:
            found = items(paths, sys.stdin.buffer, passed_over)
            with draft(report) as lines:
                result = self._run(found, paths, options, lines)
        except (ContainerError, NotEmptyError) as error:
            raise CommandError(str(error), returncode=2) from error
        except KeyboardInterrupt as stop:
            is_in = "nothing" if options.keep_ids or options.dry_run else "what was stored"
            message = f"Stopped, and {is_in} is in. Run the same command again."
            raise CommandError(message, returncode=2) from stop
        self._summarise(result, passed_over, dry_run=dry_run)
        if result.stopped:
            sys.exit(2)
        if result.run.rejected:
            sys.exit(1)

    def _run(self, found, paths, options, lines) -> Result:
        def tell(line: Line) -> None:
            if lines:
                lines.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")
            if line.outcome == "rejected":
                self.stderr.write(f"{line.path}: {line.reason}")

        with (
            meter("Importing", "items", self.stderr, count(paths)) as stored,
            meter("Grouping", "articles", self.stderr) as grouped,
        ):
            return run_import(found, "\n".join(paths), options, Progress(stored, grouped), tell)

    def _summarise(self, result, passed_over, *, dry_run):
        run = result.run
        counts = ", ".join(
            f"{getattr(run, outcome)} {outcome}"
            for outcome in ("created", "updated", "duplicate", "unchanged", "rejected")
        )
        self.stdout.write(f"{'Dry run, nothing stored: ' if dry_run else ''}{counts}.")
        if result.still_rejected:
            told = f"{result.still_rejected:,} of the unchanged were rejected before and still are"
            self.stdout.write(f"{told}: --report says why.")
        if passed_over:
            told = ", ".join(f"{number:,} {why}" for why, number in passed_over.most_common())
            total = f"{passed_over.total():,} in all"
            self.stdout.write(f"Records passed over: {total}; {told}.")
        if result.stopped:
            self.stderr.write(
                "Stopped. What is counted above is in; run the same command to go on."
            )


def _options(*, dry_run, no_group, publish, keep_ids, **_) -> Options:
    if keep_ids and publish:
        message = "--keep-ids keeps articles as they stood. Leave --publish out."
        raise CommandError(message, returncode=2)
    gate = open_gate if publish else gate_on_arrival
    return Options(gate, group=not no_group, dry_run=dry_run, keep_ids=keep_ids)
