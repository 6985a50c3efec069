"""Fill an empty database from a backup."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from archive import dumps
from archive.database_checks import unknown_migrations
from articles.models import Article


class Command(BaseCommand):
    """The command line of a restore."""

    help = (
        "Fill an empty database from a file that `backup` made, and bring it up to this version "
        "of the archive. Restore only what you trust: a backup may hold programs."
    )

    def add_arguments(self, parser):
        """Declare the arguments."""
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *, file, **options):
        """Restore, migrate, and say how many articles there are."""
        try:
            self._check(file)
            dumps.require_empty(connection)
            self.stdout.write(f"Restoring {file}.")
            dumps.restore(connection, file)
        except dumps.DumpError as error:
            raise CommandError(str(error), returncode=2) from error
        call_command("migrate", verbosity=0, interactive=False)
        tables = len(dumps.contents(connection).rows)
        self.stdout.write(f"{Article.objects.count()} articles in {tables} tables restored.")

    def _check(self, file):
        recorded = dumps.recorded_migrations(file)
        if not any(app == "articles" for app, _ in recorded):
            raise CommandError(f"{file} is no backup of an archive.", returncode=2)
        if unknown_migrations(recorded):
            raise CommandError(
                f"{file} was made by a newer version of the archive. Update the code first.",
                returncode=2,
            )
