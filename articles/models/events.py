"""Happenings that several articles report."""

from datetime import date, timedelta

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date

from articles.models.history import revisions
from articles.names import title_slug
from articles.querysets import ENOUGH, EventQuerySet, visible_event

FIRST_YEAR = 1900  # of happenings, as of reports


def check_day(day: date) -> None:
    """Refuse a day on which nothing that is reported can have happened. Raises ValidationError."""
    today = timezone.now().date()
    last = today + timedelta(days=366)
    if not date(FIRST_YEAR, 1, 1) <= day <= last:
        raise ValidationError(
            f"Nothing reported here happened on {format_date(day, 'j F Y')}: give a day from "
            f"{FIRST_YEAR} to a year from now."
        )


@revisions(
    "EventRevision",
    exclude=[
        "article_count",
        "first_public_at",
        "first_reported",
        "last_reported",
        "source_count",
        "split_from",  # acts of curators tell of it
    ],
)
class Event(models.Model):
    """One happening. The counts and report dates are derived from its listed articles."""

    title = models.CharField(max_length=300)
    title_is_edited = models.BooleanField(
        "title written by a curator", default=False, help_text="The machine leaves it alone."
    )
    summary = models.TextField(blank=True)
    happened_start = models.DateField("happened on", null=True, blank=True, validators=[check_day])
    happened_end = models.DateField("until", null=True, blank=True, validators=[check_day])
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    split_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="split_into"
    )
    locked = models.BooleanField(
        default=False, help_text="The machine adds nothing to it and takes nothing away."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    first_public_at = models.DateTimeField(null=True, editable=False)

    article_count = models.PositiveIntegerField(default=0, editable=False)
    source_count = models.PositiveIntegerField(default=0, editable=False)
    first_reported = models.DateField(null=True, editable=False)
    last_reported = models.DateField(null=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-last_reported", "-id"]
        indexes = [
            models.Index(fields=["-last_reported", "-id"], name="event_latest"),
            GinIndex(
                Func(F("title"), function="archive_words"),
                name="event_words",
                condition=visible_event(),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="event_has_a_title"),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="event_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=models.Q(happened_end=None)
                | models.Q(happened_end__gte=models.F("happened_start")),
                name="event_ends_after_it_starts",
                violation_error_message="The last day must not come before the first.",
            ),
            models.CheckConstraint(
                condition=models.Q(happened_end=None) | models.Q(happened_start__isnull=False),
                name="event_with_an_end_has_a_start",
                violation_error_message="Give the first day too.",
            ),
            models.CheckConstraint(
                condition=models.Q(first_reported=None)
                | models.Q(last_reported__gte=models.F("first_reported")),
                name="event_reports_in_order",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """Return the page of this event."""
        if not self.slug:
            return reverse("articles:event-bare", args=[self.pk])
        return reverse("articles:event-detail", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """The readable part of its address."""
        return title_slug(self.title)

    @property
    def is_visible(self) -> bool:
        """Whether readers may see it; the same rule as visible_event."""
        return self.merged_into_id is None and self.article_count >= ENOUGH

    def heir(self) -> "Event":
        """Return the event that this one was merged into, at the end of the line."""
        event, seen = self, set()
        while event.merged_into_id and event.pk not in seen:
            seen.add(event.pk)
            event = event.merged_into
        return event

    @property
    def was_public(self) -> bool:
        """Whether readers could once see it: its address then answers 410, not 404."""
        return self.first_public_at is not None
