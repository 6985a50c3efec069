"""Say how well the grouping agrees with labels that people made."""

from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.events.gold import GoldError, articles_by_name, read_lines
from articles.events.scoring import b_cubed, intervals, pairwise, score
from articles.models import Article

_MEASURES = {"B-cubed": b_cubed, "Pairwise": pairwise}


class Command(BaseCommand):
    """The command line of the evaluation."""

    help = (
        "Print how well the events of the archive agree with a file of labels: one JSON object a "
        'line, {"id": FILE, "event": LABEL}, where FILE is the base name of an imported file and '
        "LABEL any name, or null for an article that stands alone. Every file counts, copies too. "
        "The intervals hold 95 of 100 bootstrap samples."
    )

    def add_arguments(self, parser):
        """Take the file."""
        parser.add_argument("gold", metavar="GOLD.jsonl", type=Path)

    def handle(self, gold, **options):
        """Read the labels, look the articles up, and print a table."""
        try:
            labels = _labels(gold)
        except GoldError as error:
            raise CommandError(str(error), returncode=2) from error
        events, groups = ({pair[side] for pair in labels} for side in (0, 1))
        self.stdout.write(
            f"{len(labels):,} files, {len(events):,} events by the labels, {len(groups):,} here."
        )
        self.stdout.write(f"{'':10}{'precision':>20}{'recall':>20}{'F1':>20}")
        for name, measure in _MEASURES.items():
            found = score(labels, measure)
            figures = (found.precision, found.recall, found.f1)
            cells = zip(figures, intervals(labels, measure), strict=True)
            row = "".join(f"{f'{x:.3f} ({low:.2f}–{high:.2f})':>20}" for x, (low, high) in cells)
            self.stdout.write(f"{name:10}{row}")


def _labels(path: Path) -> list[tuple[str, str]]:
    """Return (event by the labels, event here) of each file."""
    rows = read_lines(path, {"id": str, "event": str | int | None})
    if not rows:
        raise GoldError(f"{path} holds no labels.")
    gold = {row["id"]: row["event"] for row in rows}
    if len(gold) < len(rows):
        twice, _ = Counter(row["id"] for row in rows).most_common(1)[0]
        raise GoldError(f"{path}: {twice} has more than one line. Keep the one that is right.")
    articles = articles_by_name(gold)
    events = dict(Article.objects.filter(pk__in=articles.values()).values_list("pk", "event"))
    return [
        (
            f"alone {name}" if event is None else f"event {event}",
            f"event {events[articles[name]]}"
            if events[articles[name]]
            else f"alone {articles[name]}",
        )
        for name, event in gold.items()
    ]
