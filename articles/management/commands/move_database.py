"""Move the archive from one PostgreSQL to another."""

import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from archive import dumps, environment

EPILOG = """\
TO is an address such as postgres://user:password@host/name, or the word embedded for the database
that the archive brings along, or - to read the address from standard input, where no list of
processes shows its password. It must be empty, and PostgreSQL 18 or later.
"""


class Command(BaseCommand):
    """The command line of a move."""

    help = "Copy the database that the settings name to another one, and compare the two."

    def create_parser(self, prog_name, subcommand, **kwargs):
        """Return a parser that explains TO after the options."""
        return super().create_parser(prog_name, subcommand, epilog=EPILOG, **kwargs)

    def add_arguments(self, parser):
        """Declare the arguments."""
        parser.add_argument("to", metavar="TO")

    def handle(self, *, to, **options):
        """Copy, compare, and say what to do next."""
        if to == "-":
            to = sys.stdin.readline().strip()
        inside = to == "embedded"
        place = (
            environment.embedded_database(settings.DATA_DIR)
            if inside
            else environment.database_at(to, "TO")
        )
        try:
            target = dumps.connect(place)
            dumps.require_other(connection, target)
            dumps.require_empty(target)
            self._warn(dumps.others_connected(connection))
            self.stdout.write("Copying the database.")
            held = dumps.move(connection, target)
        except dumps.DumpError as error:
            raise CommandError(str(error), returncode=2) from error
        self._summarise(held)
        step = "remove DATABASE_URL" if inside else "set DATABASE_URL to that address"
        self.stdout.write(f"Now {step} and start again. The old database is untouched.")

    def _warn(self, others):
        if others:
            self.stderr.write(
                f"{others} other connections use the database. What they change from now on stays "
                "behind: stop the site before you move for good."
            )

    def _summarise(self, held):
        for (_, table), rows in held.rows.items():
            if rows:
                self.stdout.write(f"{rows:>10} {table}")
        self.stdout.write(
            f"{sum(held.rows.values())} rows in {len(held.rows)} tables are the same in both."
        )
