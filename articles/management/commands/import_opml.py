"""Take the feeds of a list in OPML."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.fetching.opml import take
from articles.ingest.outlines import MAX_BYTES, Outlines
from articles.ingest.records import Rejection
from articles.ingest.worker import Cleaner


class Command(BaseCommand):
    """The command line of a list of feeds on its way in."""

    help = (
        "Give sources the feeds of an OPML file, as feed readers export it; sources that are new "
        "are made. Exit status: 1 when a feed was rejected, 2 when the file could not be read."
    )

    def add_arguments(self, parser):
        """Declare the arguments."""
        parser.add_argument("file", metavar="FILE", help="The file, or - for standard input.")

    def handle(self, *, file, **options):
        """Take the feeds, and print what became of each that is not known already."""
        counts = dict.fromkeys(("added", "changed", "unchanged", "rejected"), 0)
        for taken in take(_outlines(_content(file))):
            counts[taken.outcome] += 1
            if taken.reason:
                self.stderr.write(f"{taken.feed_url}: {taken.reason}")
        told = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
        self.stdout.write(f"{told}.")
        if counts["rejected"]:
            sys.exit(1)


def _content(name: str) -> bytes:
    """The bytes of the file; raises CommandError."""
    try:
        if name == "-":
            content = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise CommandError(f"{name}: {why}. Check the path.", returncode=2) from error
    if len(content) > MAX_BYTES:
        size = MAX_BYTES // 2**20
        raise CommandError(f"{name} is larger than {size} MB. Split it.", returncode=2)
    return content


def _outlines(content: bytes):
    """The feeds of the list; raises CommandError."""
    try:
        with Cleaner(workers=1) as cleaner:
            return cleaner.ask(Outlines(content))
    except Rejection as rejection:
        raise CommandError(str(rejection), returncode=2) from rejection
