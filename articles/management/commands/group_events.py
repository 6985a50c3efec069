"""Group articles that report one happening."""

import pghistory
from django.core.management.base import BaseCommand

from articles.events.grouping import group_pending
from articles.progress import meter


class Command(BaseCommand):
    """The command line of grouping."""

    help = "Group the articles that grouping has not seen yet into events."

    def handle(self, **options):
        """Group, with progress on a terminal, and print how many articles were placed."""
        with (
            pghistory.context(command="group_events"),
            meter("Grouping", "articles", self.stderr) as done,
        ):
            count = group_pending(done)
        self.stdout.write(f"{count} articles looked at.")
