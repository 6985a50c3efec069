"""Imports, what they brought byte for byte, and what went wrong."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from articles.models.articles import Article


class Import(models.Model):
    """One run of an import, with its counts."""

    class Status(models.TextChoices):
        """How far a run has come."""

        RUNNING = "running", "Running"
        FINISHED = "finished", "Finished"
        STOPPED = "stopped", "Stopped before its end"

    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    what = models.TextField(help_text="The paths that were given.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who confirmed it at the desk; nobody where a command was run.",
    )
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.RUNNING)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    duplicate = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(finished_at=None)
                | models.Q(finished_at__gte=models.F("started_at")),
                name="import_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["running", "finished", "stopped"]),
                name="import_status_known",
            ),
        ]

    def __str__(self):
        return f"Import {self.pk} of {self.started_at:%d %B %Y, %H:%M}"


class OriginalQuerySet(models.QuerySet):
    """Queries on originals."""

    def digests(self, wanted) -> set[str]:
        """Return those of the digests `wanted` whose bytes are in the archive."""
        return set(self.filter(sha256__in=set(wanted)).values_list("sha256", flat=True))


class Original(models.Model):
    """What came in, byte for byte. Everything else can be made again from it."""

    sha256 = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    origins = ArrayField(models.TextField(), help_text="Every file name it came under.")
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="originals"
    )
    import_run = models.ForeignKey(
        Import, models.PROTECT, related_name="originals", verbose_name="import"
    )
    received_at = models.DateTimeField(auto_now_add=True)
    rejected_for = models.TextField(blank=True, help_text="Why it became no article.")

    objects = OriginalQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="original_digest_whole"
            ),
            models.CheckConstraint(
                condition=models.Q(origins__len__gt=0), name="original_has_an_origin"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="original_never_changes", fields=["sha256", "content"]),
        ]

    def __str__(self):
        return self.origins[0]


class ImportProblem(models.Model):
    """Something that a run wants a person to know about one item."""

    import_run = models.ForeignKey(
        Import, models.CASCADE, related_name="problems", verbose_name="import"
    )
    path = models.TextField()
    outcome = models.CharField(max_length=9)
    reason = models.TextField()
    original = models.ForeignKey(
        Original, models.SET_NULL, null=True, blank=True, related_name="problems"
    )

    class Meta:
        ordering = ["import_run", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=["created", "updated", "duplicate", "rejected"]),
                name="problem_outcome_known",
            )
        ]

    def __str__(self):
        return f"{self.path}: {self.reason}"
