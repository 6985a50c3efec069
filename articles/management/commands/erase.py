"""Erase articles for good."""

import re
import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles import erasure
from articles.management.questions import agrees
from articles.models import Article, Tombstone

_IN_ADDRESS = re.compile(r"(?:.*/articles/)?(\d{1,18})(?:-[^/]*)?/?")


class Command(BaseCommand):
    """The command line of erasure."""

    help = (
        "Erase articles: their text, every file that brought them and their history. Their "
        "addresses then answer 410 with the reason, and imports keep them out. This cannot be "
        "undone. Backups and exports made before still hold them: erase them there too."
    )

    def add_arguments(self, parser):
        """Declare the arguments."""
        parser.add_argument(
            "articles",
            nargs="+",
            metavar="ARTICLE",
            help="The number of an article, or the address of its page.",
        )
        parser.add_argument("--reason", required=True, help="Readers see it in its place.")
        parser.add_argument(
            "--no-input", action="store_true", help="Do not ask on a terminal before it is done."
        )

    def handle(self, *, articles, reason, no_input, **options):
        """Erase all of the articles or none, having asked whoever sits at a terminal."""
        if not reason.strip():
            raise CommandError("Give a reason: readers see it in its place.", returncode=2)
        found = list(dict.fromkeys(map(_article, articles)))
        for article in found:
            self.stdout.write(f"Article {article.pk}, {article.published}: {article.title}")
        if not no_input and sys.stdin.isatty() and not agrees("Erase for good?"):
            raise CommandError("Nothing was erased.", returncode=1)
        copies = {copy for article in found for copy in erasure.copies_of(article)} - set(found)
        with transaction.atomic():
            for article in found:
                erasure.erase(article, reason.strip())
        self.stdout.write("Erased. Backups and exports made before still hold the text.")
        if copies:
            numbers = " ".join(str(pk) for pk in sorted(copy.pk for copy in copies))
            self.stdout.write(f"The text still stands in: {numbers}. To erase it there too, ")
            self.stdout.write(f"run: manage.py erase {numbers} --reason …")


def _article(given: str) -> Article:
    match = _IN_ADDRESS.fullmatch(given.strip())
    if not match:
        raise CommandError(
            f"{given!r} is no article. Give its number, or the address of its page.", returncode=2
        )
    number = int(match[1])
    if tombstone := Tombstone.objects.filter(pk=number).first():
        raise CommandError(f"{tombstone} already. Nothing was erased.", returncode=2)
    article = Article.objects.filter(pk=number).first()
    if article is None:
        raise CommandError(f"There is no article {number}. Nothing was erased.", returncode=2)
    return article
