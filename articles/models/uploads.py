"""What somebody brought at the desk and has yet to confirm."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from articles.models.imports import Import

KEPT_FOR = timedelta(days=1)


class UploadQuerySet(models.QuerySet):
    """Queries on uploads."""

    def kept(self):
        """Leave out those whose time is over."""
        return self.filter(made_at__gt=timezone.now() - KEPT_FOR)

    def expired(self):
        """Keep to those whose time is over."""
        return self.filter(made_at__lte=timezone.now() - KEPT_FOR)

    def light(self):
        """Leave in the database what no list shows."""
        return self.defer("contents", "lines")


class Upload(models.Model):
    """Files, a page or a typed article, with what an import of them would do.

    It waits a day for the confirmation of the person who brought it.
    """

    class Kind(models.TextChoices):
        """How it came."""

        FILES = "files", "Files"
        ADDRESS = "address", "From an address"
        TYPED = "typed", "Typed in"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField("brought", auto_now_add=True)
    kind = models.CharField(max_length=7, choices=Kind.choices)
    names = ArrayField(models.TextField(), help_text="A name for each of the contents.")
    contents = ArrayField(models.BinaryField(), help_text="Emptied once they are imported.")
    lines = models.JSONField(default=list, help_text="What an import would do with each item.")
    run = models.ForeignKey(
        Import, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="import"
    )

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        default_permissions = ("add",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["files", "address", "typed"]),
                name="upload_kind_known",
            ),
        ]

    def __str__(self):
        return self.names[0] if len(self.names) == 1 else f"{len(self.names):,} files"

    @property
    def what(self) -> str:
        """What the record of imports says of it."""
        return "\n".join(self.names)
