"""Fill an empty archive with the sample, so that a newcomer meets an archive."""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db.models import Q

from articles import curation
from articles.ingest.containers import items
from articles.ingest.pipeline import Options, Progress, run_import
from articles.models import Article, Event, Import

SAMPLE = Path(__file__).resolve().parents[2] / "sample"

# When it happened, by how the names of its reports' files end. The summaries and what they
# summarise say so.
HAPPENED = {
    "generative-ai-measures": date(2023, 7, 13),
    "eo-14110": date(2023, 10, 30),
    "bletchley-declaration": date(2023, 11, 1),
    "ai-act-vote": date(2024, 3, 13),
    "un-resolution": date(2024, 3, 21),
    "coe-convention-adopted": date(2024, 5, 17),
    "seoul-commitments": date(2024, 5, 21),
    "sb-1047-passes": date(2024, 8, 28),
    "coe-convention-signed": date(2024, 9, 5),
    "sb-1047-veto": date(2024, 9, 29),
    "eo-14110-revoked": date(2025, 1, 20),
    "eo-14179": date(2025, 1, 23),
    "ai-act-prohibitions": date(2025, 2, 2),
    "thomson-reuters-v-ross": date(2025, 2, 11),
    "ai-promotion-act": date(2025, 5, 28),
    "kadrey-v-meta": date(2025, 6, 25),
    "moratorium-removed": date(2025, 7, 1),
    "meta-gpai-code": date(2025, 7, 18),
    "waic-proposal": date(2025, 7, 26),
    "gpai-obligations": date(2025, 8, 2),
    "texas-chatbots": date(2025, 8, 18),
    "un-panel": date(2025, 8, 26),
    "ai-labelling": date(2025, 9, 1),
    "companion-chatbot-inquiry": date(2025, 9, 11),
    "sb-53-signed": date(2025, 9, 29),
    "getty-v-stability": date(2025, 11, 4),
    "gema-v-openai": date(2025, 11, 11),
    "digital-omnibus": date(2025, 11, 19),
    "state-ai-laws-order": date(2025, 12, 11),
    "raise-act-signed": date(2025, 12, 19),
    "defiance-act": date(2026, 1, 13),
    "ai-basic-act": date(2026, 1, 22),
    "eu-grok-investigation": date(2026, 1, 26),
    "new-delhi-declaration": date(2026, 2, 21),
    "anthropic-supply-chain": date(2026, 2, 27),
    "digital-omnibus-adopted": date(2026, 6, 29),
}


class Command(BaseCommand):
    """The command line of the sample."""

    help = "Load the sample archive where the archive is empty; otherwise do nothing."

    def handle(self, **options):
        """Import the sample's files and say how many articles there are."""
        if Article.objects.exists() and not _was_stopped():
            return
        self.stdout.write("Loading the sample archive.")
        result = run_import(items([str(SAMPLE)]), str(SAMPLE), Options(), Progress())
        if result.stopped:
            raise KeyboardInterrupt
        _date_events()
        self.stdout.write(f"{result.run.created} articles loaded.")


def _date_events() -> None:
    """Say of the sample's events when they happened, as a curator would."""
    for name, day in HAPPENED.items():
        reported = Event.objects.filter(articles__originals__origins__0__endswith=f"-{name}.md")
        for event in reported.distinct():
            curation.change(event, {"happened_start": day}, why="The reports say so.")


def _was_stopped() -> bool:
    """Say whether the archive holds nothing but what a stopped load of the sample brought."""
    finished = Q(status=Import.Status.FINISHED)
    runs = Import.objects.all()
    return runs.exists() and not runs.filter(finished | ~Q(what=str(SAMPLE))).exists()
