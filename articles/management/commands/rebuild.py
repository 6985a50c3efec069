"""Make everything that is derived anew from the originals."""

import json
import signal
import sys
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.ingest import rebuilding
from articles.ingest.pipeline import Options as ImportOptions
from articles.ingest.pipeline import Progress, run_import
from articles.ingest.rebuilding import AtWorkError, Line, Options, rebuild
from articles.management.reports import draft
from articles.models import Article
from articles.progress import meter

EPILOG = """\
Run it after an upgrade that reads or cleans better than before. Readers may use the site while it
runs. What curators corrected stays, and so do events, statuses and withdrawals. Killed or stopped,
it goes on where it was when it is run again.

Exit status: 0 when all went well, 1 when an article was kept as it stands because its original can
be read no more, 2 when it could not run or was stopped.
"""


class Command(BaseCommand):
    """The command line of a rebuild."""

    help = "Make the articles anew from their originals: bodies, texts, links, search vectors."

    def create_parser(self, prog_name, subcommand, **kwargs):
        """Return a parser that explains use and exit status after the options."""
        return super().create_parser(prog_name, subcommand, epilog=EPILOG, **kwargs)

    def add_arguments(self, parser):
        """Declare the arguments."""
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would change and change nothing."
        )
        parser.add_argument(
            "--article",
            type=int,
            nargs="+",
            default=[],
            metavar="ID",
            help="Only the articles with these numbers.",
        )
        parser.add_argument(
            "--report",
            type=Path,
            metavar="FILE.jsonl",
            help="Write a line for each article that changed: article, original, fields, reason.",
        )
        parser.add_argument(
            "--anew", action="store_true", help="Begin at the first, though a run was stopped."
        )
        parser.add_argument(
            "--regroup",
            action="store_true",
            help="Group those anew whose words, date, language or source changed.",
        )
        parser.add_argument(
            "--rejected",
            action="store_true",
            help="Import what was rejected and can be read now, as a run of its own.",
        )

    def handle(self, *, report, rejected, **given):
        """Rebuild, print what changed, and exit with the status of the contract."""
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        flags = {name: given[name] for name in ("anew", "regroup", "dry_run")}
        options = Options(tuple(given["article"]), **flags)
        self._say_where_it_begins(options)
        try:
            with draft(report) as lines:
                result = self._run(options, lines)
        except AtWorkError as error:
            raise CommandError(str(error), returncode=2) from error
        self._summarise(result, dry_run=options.dry_run)
        if result.stopped:
            self.stderr.write("Stopped. Run the same command to go on.")
            sys.exit(2)
        if rejected and result.readable and not options.dry_run:
            self._import_rejected()
        if result.kept:
            sys.exit(1)

    def _say_where_it_begins(self, options):
        if options.articles:
            known = set(
                Article.objects.filter(pk__in=options.articles).values_list("pk", flat=True)
            )
            if missing := set(options.articles) - known:
                numbers = ", ".join(map(str, sorted(missing)))
                raise CommandError(f"There is no article {numbers}.", returncode=2)
        elif (last := rebuilding.stopped_at()) and not (options.anew or options.dry_run):
            self.stdout.write(
                f"Goes on after article {last}, where the last rebuild was stopped. "
                "If the archive was upgraded since, use --anew."
            )

    def _run(self, options, lines) -> rebuilding.Result:
        def tell(line: Line) -> None:
            if lines:
                lines.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")
            if line.reason and line.article:
                self.stderr.write(f"Article {line.article}: {line.reason}")

        with meter("Rebuilding", "articles", self.stderr, rebuilding.count(options)) as done:
            return rebuild(options, done, tell)

    def _summarise(self, result, *, dry_run):
        changed = ", ".join(f"{name} {count}" for name, count in sorted(result.changed.items()))
        self.stdout.write(
            f"{'Dry run, nothing stored: ' if dry_run else ''}{result.looked_at} articles, "
            f"{result.articles_changed} changed{f' ({changed})' if changed else ''}, "
            f"{result.kept} kept as they stand."
        )
        if result.readable:
            self.stdout.write(
                f"{result.readable} rejected originals can be read now; --rejected imports them."
            )

    def _import_rejected(self):
        what = "What was rejected, read again"
        run = run_import(rebuilding.rejected(), what, ImportOptions(), Progress()).run
        self.stdout.write(f"{run}: {run.created} created, {run.updated} updated.")
