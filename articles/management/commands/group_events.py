"""Group articles that report one happening."""

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.events.grouping import group_pending


class Command(BaseCommand):
    """The command line of grouping."""

    help = "Group the articles that grouping has not seen yet into events."

    def handle(self, **options):
        """Group, with progress on a terminal, and print how many articles were placed."""
        with tqdm(
            unit=" articles", desc="Grouping", disable=None if self.stderr.isatty() else True
        ) as bar:
            done = group_pending(bar.update)
        self.stdout.write(f"{done} articles looked at.")
