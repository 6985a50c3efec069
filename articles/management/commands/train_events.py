"""Learn the weights of likeness from labelled pairs."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.events.gold import GoldError, articles_by_name, read_lines
from articles.events.likeness import parts
from articles.events.training import fit
from articles.events.traits import Reports


class Command(BaseCommand):
    """The command line of training."""

    help = (
        "Print the weights of likeness.json, learned from a file of pairs: one JSON object a line, "
        '{"a": FILE, "b": FILE, "same": true or false}, where FILE is the base name of an imported '
        "file. The articles must have been grouped."
    )

    def add_arguments(self, parser):
        """Take the file."""
        parser.add_argument("pairs", metavar="PAIRS.jsonl", type=Path)

    def handle(self, pairs, **options):
        """Read, fit and print."""
        try:
            labelled = read_lines(pairs, {"a": str, "b": str, "same": bool})
            articles = articles_by_name({row[side] for row in labelled for side in "ab"})
        except GoldError as error:
            raise CommandError(str(error), returncode=2) from error
        known = {report.id: report for report in Reports().of(articles.values())}
        compared = [(known.get(articles[r["a"]]), known.get(articles[r["b"]])) for r in labelled]
        rows = [
            (parts(one, other), row["same"])
            for (one, other), row in zip(compared, labelled, strict=True)
            if one and other and one is not other
        ]
        try:
            weights = fit([pair for pair, _ in rows], [same for _, same in rows])
        except ValueError as error:
            raise CommandError(str(error), returncode=2) from error
        self.stderr.write(f"{len(rows):,} pairs, {sum(same for _, same in rows):,} the same.")
        self.stdout.write(json.dumps({k: round(v, 3) for k, v in weights.items()}, indent=2))
