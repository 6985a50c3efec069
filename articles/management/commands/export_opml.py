"""Give out the feeds of all sources as a list in OPML."""

from django.core.management.base import BaseCommand

from articles.fetching.opml import listed


class Command(BaseCommand):
    """The command line of a list of feeds on its way out."""

    help = "Write the feeds of all sources to standard output, as OPML, which feed readers take."

    def handle(self, **options):
        """Write the list."""
        self.stdout.write(listed().decode(), ending="")
