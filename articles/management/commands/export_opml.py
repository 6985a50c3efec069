"""Give out the feeds of all sources as a list in OPML."""

from django.core.management.base import BaseCommand

from articles.fetching.opml import listed
from articles.management.output import in_utf_8


class Command(BaseCommand):
    """The command line of a list of feeds on its way out."""

    help = "Write the feeds of all sources to standard output, as OPML, which feed readers take."

    def handle(self, **options):
        """Write the list."""
        in_utf_8()  # as the list says that it is
        self.stdout.write(listed().decode(), ending="")
