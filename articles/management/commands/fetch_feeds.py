"""Fetch the feeds of sources, once or again and again."""

import re
import signal
import sys
import time
from argparse import ArgumentTypeError

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from archive import failures
from articles.fetching.addresses import is_public, is_public_or_own
from articles.fetching.polling import BusyError, due, poll
from articles.models import SourceDomain

EPILOG = """\
A source has a feed where a curator gave it the address of one. Its entries wait for a curator,
unless the source is trusted; entries that lead to other sites always wait.

A feed that fails is left alone for a while, for longer each time, up to a day; one that is gone
(410) until a curator changes its address.

Exit status: 0 when all went well, 1 when a feed failed or an entry was rejected, 2 when it could
not run.
"""
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def seconds(value: str) -> int:
    """Return the seconds that a text such as 15m says; raises ArgumentTypeError."""
    match = re.fullmatch(r"([1-9]\d{0,5})([smhd])", value)
    if not match:
        raise ArgumentTypeError(f"'{value}' is no length of time. Write it as 15m, 1h or 90s.")
    return int(match[1]) * _UNITS[match[2]]


class Command(BaseCommand):
    """The command line of feeds: which, how often, and a line for each."""

    help = "Fetch what is new in the feeds of sources."

    def create_parser(self, prog_name, subcommand, **kwargs):
        """Return a parser that explains feeds and exit status after the options."""
        return super().create_parser(prog_name, subcommand, epilog=EPILOG, **kwargs)

    def add_arguments(self, parser):
        """Declare the arguments."""
        parser.add_argument(
            "--source",
            action="append",
            default=[],
            metavar="DOMAIN",
            help="The feed of this source alone, due or not; may be given more than once.",
        )
        parser.add_argument(
            "--every", type=seconds, metavar="15m", help="Go on, with this time between visits."
        )
        parser.add_argument(
            "--force", action="store_true", help="Also what is not due yet, or was gone."
        )
        parser.add_argument(
            "--allow-private",
            action="store_true",
            help="Ask feeds in private networks too, such as an intranet's.",
        )

    def handle(self, *, source, every, force, allow_private, **options):
        """Visit feeds until done or stopped, and exit with the status of the contract."""
        # A service manager's stop is the same wish as Ctrl-C.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        domains = [_known(domain) for domain in source]
        allowed = is_public_or_own if allow_private else is_public
        try:
            while True:
                status = self._visit(domains, allowed, force=force, again=bool(every))
                if not every:
                    sys.exit(status)
                # The pause between visits; a stop ends it at once.
                time.sleep(every)
        except KeyboardInterrupt:
            self.stdout.write("Stopped. What was told above is in.")
            sys.exit(0 if every else 2)

    def _visit(self, domains, allowed, *, force, again):
        """Visit what is due once and return the status; a lost database ends it unless `again`."""
        try:
            return self._poll(domains, allowed, force=force)
        except (BusyError, *failures.MENDABLE) as error:
            told = str(error) if isinstance(error, BusyError) else failures.sentence(error)
            if not told or not (again or isinstance(error, BusyError)):
                raise
            self.stderr.write(told)
            connection.close()
            return 2

    def _poll(self, domains, allowed, *, force):
        status, sources = 0, due(domains=domains, force=force, now=timezone.now())
        if not sources:
            self.stdout.write("No feed is due.")
        for visit in poll(sources, allowed, self._report):
            stream = self.stderr if visit.failed else self.stdout
            stream.write(f"{visit.source.domain}: {visit.words}")
            status = 1 if visit.failed or visit.rejected else status
        return status

    def _report(self, line):
        if line.outcome == "rejected":
            self.stderr.write(f"{line.path}: {line.reason}")


def _known(domain: str) -> str:
    """Return the domain of a source that has a feed; raises CommandError."""
    claim = SourceDomain.objects.filter(domain=domain.lower()).select_related("source").first()
    if not claim:
        raise CommandError(f"No source has the domain {domain}. Look it up.", returncode=2)
    if not claim.source.feed_url:
        raise CommandError(f"{claim.source} has no feed. Give it the address of one.", returncode=2)
    return claim.domain
