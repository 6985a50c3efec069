"""Back up the database to a file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.template.defaultfilters import filesizeformat

from archive import dumps
from articles.models import Article


class Command(BaseCommand):
    """The command line of a backup."""

    help = (
        "Write the whole database to a file that `restore` reads, while the site runs or not. "
        "Accounts are in it: keep it where nobody else reads it."
    )

    def add_arguments(self, parser):
        """Declare the arguments."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--overwrite", action="store_true", help="Replace FILE if it exists.")

    def handle(self, *, file, overwrite, **options):
        """Write the backup and say how large it is and how many articles are in it."""
        # A backup takes the place of a file, and of no device nor of a link to one.
        file = file.resolve()
        if file.exists() and not file.is_file():
            raise CommandError(f"{file} is no file. Name another.", returncode=2)
        if file.exists() and not overwrite:
            raise CommandError(
                f"{file} exists. Name another file, or add --overwrite.", returncode=2
            )
        self.stdout.write(f"Backing up to {file}.")
        try:
            with dumps.snapshot(connection) as seen:
                articles = Article.objects.count()
                dumps.write(connection, seen, file)
            size = filesizeformat(file.stat().st_size)
        except dumps.DumpError as error:
            raise CommandError(str(error), returncode=2) from error
        except OSError as error:
            raise CommandError(
                f"{file} cannot be written: {error.strerror}. Name a file in a folder that you "
                "may write to.",
                returncode=2,
            ) from error
        self.stdout.write(f"{articles} articles, {size}.")
