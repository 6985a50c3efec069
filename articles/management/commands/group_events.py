"""Group articles that report one happening."""

from argparse import ArgumentTypeError
from datetime import date

import pghistory
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from articles.events.changes import changes_since, snapshot
from articles.events.grouping import group
from articles.models import Article
from articles.progress import meter


def _day(written: str) -> date:
    """Return a day. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise ArgumentTypeError(
            f"'{written}' is not a day. Write it as YYYY-MM-DD, such as 2026-01-31."
        ) from error


class Command(BaseCommand):
    """The command line of grouping."""

    help = (
        "Group articles into events: those that grouping has not seen yet, or more of them. What "
        "a curator placed, locked or kept apart stays so, and events keep their numbers."
    )

    def add_arguments(self, parser):
        """Take what is grouped, and whether it is kept."""
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--all", action="store_true", help="Group everything anew.")
        which.add_argument(
            "--since",
            type=_day,
            metavar="DATE",
            help="Group anew what was published on this day (YYYY-MM-DD) or later.",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Say what would change, and change nothing. Imports and curators wait meanwhile.",
        )

    def handle(self, *, since, dry_run, **options):
        """Group, with progress on a terminal, and print what was done."""
        if since and since > timezone.now().date():
            raise CommandError(
                "--since lies in the future. Give a day that has been.", returncode=2
            )
        anew = options["all"]
        articles = Article.objects.groupable() if anew or since else Article.objects.to_group()
        if since:
            articles = articles.filter(published__gte=since)
        with pghistory.context(command="group_events"):
            if dry_run:
                self._rehearse(articles, anew=anew)
            else:
                self.stdout.write(f"{self._group(articles, anew=anew):,} articles looked at.")

    def _group(self, articles, *, anew):
        with meter("Grouping", "articles", self.stderr, articles.count()) as done:
            return group(articles, done, anew=anew)

    def _rehearse(self, articles, *, anew):
        """Group, say what changed, and take it back."""
        with transaction.atomic():
            before = snapshot()
            count = self._group(articles, anew=anew)
            lines = list(changes_since(before))
            transaction.set_rollback(True)
        for line in lines:
            self.stdout.write(line)
        events = sum(not line.startswith("  ") for line in lines)
        self.stdout.write(
            f"{count:,} articles looked at; {events:,} events would change. Nothing was changed."
        )
