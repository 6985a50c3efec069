"""Imports, what they brought byte for byte, and what went wrong."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from articles.models.articles import Article
from articles.models.history import revisions


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
    past_gates = models.BooleanField(
        "published at once", default=False, help_text="No quality gate held what it brought."
    )
    keeps_ids = models.BooleanField(
        "brought an export",
        default=False,
        help_text="What it brought are records of an export, and are read as such.",
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_note = models.TextField(
        "what undoing did", blank=True, help_text="What became of what it had brought."
    )

    class Meta:
        ordering = ["-started_at"]
        permissions = [("undo_import", "Can undo an import")]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=F("started_at")),
                name="import_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["running", "finished", "stopped"]),
                name="import_status_known",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None) | ~Q(status="running"),
                name="import_undone_once_it_has_ended",
            ),
        ]

    def __str__(self):
        return f"Import {self.pk} of {self.started_at:%d %B %Y, %H:%M}"


class OriginalQuerySet(models.QuerySet):
    """Queries on originals."""

    def rejected(self):
        """Those that became no article, though they were read."""
        return self.exclude(rejected_for="").filter(refused_unread=False)

    def to_read_again(self):
        """In the order in which they came, with `day`: that of the article, if they became one."""
        rows = self.order_by("received_at", "id").select_related("import_run")
        return rows.annotate(day=F("article__published"))

    def digests(self, wanted) -> set[str]:
        """Return those of the digests `wanted` whose bytes became an article.

        What was rejected is not among them: a reader may have learned to read it since.
        """
        known = self.filter(sha256__in=set(wanted), rejected_for="")
        return set(known.values_list("sha256", flat=True))


@revisions("OriginalRevision", additions=False, fields=["origins"])
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
    refused_unread = models.BooleanField(
        default=False, help_text="It was rejected for where it stood, not for what it holds."
    )
    stands_aside = models.BooleanField(
        default=False,
        help_text="It counts only while its article has no other original.",
    )

    objects = OriginalQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [GinIndex(fields=["origins"], name="original_origins")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="original_digest_whole"
            ),
            models.CheckConstraint(condition=Q(origins__len__gt=0), name="original_has_an_origin"),
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
                condition=Q(outcome__in=["created", "updated", "duplicate", "rejected"]),
                name="problem_outcome_known",
            )
        ]

    def __str__(self):
        return f"{self.path}: {self.reason}"


class Rebuild(models.Model):
    """One run over all articles that makes them anew from their originals."""

    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    done_to = models.BigIntegerField(
        default=0, help_text="The article that was looked at last; a stopped run goes on after it."
    )
    looked_at = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=F("started_at")),
                name="rebuild_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return f"Rebuild {self.pk} of {self.started_at:%d %B %Y, %H:%M}"
