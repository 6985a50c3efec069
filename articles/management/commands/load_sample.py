"""Fill an empty archive with the sample, so that a newcomer meets an archive."""

from pathlib import Path

from django.core.management.base import BaseCommand
from django.db.models import Q

from articles.ingest.containers import items
from articles.ingest.pipeline import Options, Progress, run_import
from articles.models import Article, Import

SAMPLE = Path(__file__).resolve().parents[2] / "sample"


class Command(BaseCommand):
    """The command line of the sample."""

    help = "Load the sample archive where the archive is empty; otherwise do nothing."

    def handle(self, **options):
        """Import the sample's files and say how many articles there are."""
        if Article.objects.exists() and not _was_stopped():
            return
        self.stdout.write("Loading the sample archive.")
        result = run_import(items([str(SAMPLE)]), str(SAMPLE), Options(), Progress())
        if result.stopped:
            raise KeyboardInterrupt
        self.stdout.write(f"{result.run.created} articles loaded.")


def _was_stopped() -> bool:
    """Say whether the archive holds nothing but what a stopped load of the sample brought."""
    finished = Q(status=Import.Status.FINISHED)
    runs = Import.objects.all()
    return runs.exists() and not runs.filter(finished | ~Q(what=str(SAMPLE))).exists()
