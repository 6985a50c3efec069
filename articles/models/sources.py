"""Publishers and the domains by which they are known."""

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, Func
from django.db.models.functions import Lower
from django.urls import reverse

from articles.models.history import revisions
from articles.querysets import CountedQuerySet

domain_validator = RegexValidator(
    r"^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$",
    "Write the domain alone, in small letters, such as example.org.",
)


@revisions("SourceRevision")
class Source(models.Model):
    """A publisher. Its main domain is its address in the archive."""

    class Display(models.TextChoices):
        """How much of a source's text the public may see here."""

        FULL = "full", "Full text"
        EXCERPT = "excerpt", "Excerpt"
        LINK = "link", "Link only"

    name = models.CharField(max_length=200)
    domain = models.CharField(max_length=253, unique=True, validators=[domain_validator])
    homepage = models.URLField(max_length=2000, blank=True)
    feed_url = models.URLField("feed address", max_length=2000, blank=True)
    language = models.CharField(max_length=12, blank=True, help_text="For example en or zh.")
    country = models.CharField(max_length=2, blank=True, help_text="Two letters, such as GB.")
    trusted = models.BooleanField(
        default=False, help_text="What its feed brings is published without review."
    )
    display = models.CharField(
        max_length=7,
        choices=Display.choices,
        default=Display.FULL,
        help_text="How much of its text pages, feeds and downloads show.",
    )
    note = models.TextField(blank=True, help_text="For curators.")

    objects = CountedQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        indexes = [GinIndex(Func(F("name"), function="archive_words"), name="source_words")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(domain=Lower("domain")), name="source_domain_in_small_letters"
            ),
            models.CheckConstraint(
                condition=models.Q(display__in=["full", "excerpt", "link"]),
                name="source_display_known",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """Save the source and claim its main domain among all domains."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            SourceDomain.objects.get_or_create(domain=self.domain, defaults={"source": self})

    def get_absolute_url(self):
        """Return the page of this source."""
        return reverse("articles:source-detail", args=[self.domain])

    def clean(self):
        """Refuse a main domain that belongs to another source, and a feed that is not fetched."""
        if self.feed_url and not self.feed_url.lower().startswith(("http://", "https://")):
            raise ValidationError({"feed_url": "Begin the address with http:// or https://."})
        claims = SourceDomain.objects.filter(domain=self.domain).exclude(source=self.pk)
        if claim := claims.first():
            raise ValidationError({"domain": f"This domain belongs to {claim.source}."})


@revisions("SourceDomainRevision")
class SourceDomain(models.Model):
    """A domain that a source publishes under; no two sources share one."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True, validators=[domain_validator])

    class Meta:
        ordering = ["domain"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(domain=Lower("domain")), name="domain_in_small_letters"
            ),
        ]

    def __str__(self):
        return self.domain
