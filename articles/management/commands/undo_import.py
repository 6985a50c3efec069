"""Take an import back."""

import sys

from django.core.management.base import BaseCommand, CommandError

from articles.ingest.pipeline import close_abandoned_runs
from articles.management.questions import agrees
from articles.models import Article, Import
from articles.progress import meter
from articles.undoing import UndoError, plan, refusal, summary, undo

EPILOG = """\
What the import alone brought is deleted, or withdrawn where a curator has worked on it. What it
changed says again what the other originals say. Numbers are never used again, and pages that were
public answer 410. The record of the import stays. The same files can be imported again.

Exit status: 0 when it was done, 2 when it could not be done; nothing is changed then.
"""


class Command(BaseCommand):
    """The command line of undoing."""

    help = "Undo an import: what it created goes, what it changed is as it was."

    def create_parser(self, prog_name, subcommand, **kwargs):
        """Return a parser that explains what happens after the options."""
        return super().create_parser(prog_name, subcommand, epilog=EPILOG, **kwargs)

    def add_arguments(self, parser):
        """Declare the arguments."""
        parser.add_argument(
            "run", type=int, metavar="ID", help="The number of the import, as the desk has it."
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would happen and change nothing."
        )
        parser.add_argument(
            "--no-input", action="store_true", help="Do not ask on a terminal before it is done."
        )

    def handle(self, *, run, dry_run, no_input, **options):
        """Say what will be done, ask whoever sits at a terminal, and do it."""
        close_abandoned_runs()
        found = Import.objects.filter(pk=run).first()
        if why := "There is no such import." if found is None else refusal(found):
            raise CommandError(f"Import {run}: {why}", returncode=2)
        planned = plan(found)
        self.stdout.write(f"{found}, of {found.what}")
        self.stdout.write(summary(planned))
        self._list("Withdrawn", planned.withdrawn)
        self._list("Restored", planned.restored)
        if dry_run:
            self.stdout.write("Dry run, nothing changed.")
            return
        if not no_input and sys.stdin.isatty() and not agrees("Undo it?"):
            raise CommandError("Nothing was undone.", returncode=2)
        self._undo(found, planned)

    def _list(self, what, articles):
        rows = Article.objects.filter(pk__in=articles).order_by("pk")
        for pk, title in rows.values_list("pk", "title").iterator():
            self.stdout.write(f"{what}: {pk} {title}")

    def _undo(self, run, planned):
        total = len(planned.deleted) + len(planned.restored)
        try:
            with meter("Undoing", "articles", self.stderr, total) as progress:
                done = undo(run, progress=progress)
        except UndoError as error:
            raise CommandError(f"{run}: {error} Nothing was undone.", returncode=2) from error
        self.stdout.write(f"Undone. {summary(done)}")
