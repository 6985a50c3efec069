"""Articles and the links that they rest on."""

import re
from itertools import islice

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone

from articles.models.events import Event
from articles.models.history import revisions
from articles.models.sources import Source
from articles.models.taxonomy import Category, article_tags
from articles.names import title_slug
from articles.querysets import ArticleQuerySet

GATES = ["judgement", "template", "placeholder", "future", "feed", "opening", "undated", "asked"]
# Where a source lets readers see an excerpt, it is at most this part of the words: one in three.
EXCERPT_SHARE = 3
# Not what spaces part: some scripts write none, and words are counted so in them too.
_WORD = re.compile(r"[^\W_]+")
STATUSES = ["draft", "review", "published", "withdrawn", "rejected"]


@revisions("BodyRevision", part="body_", additions=False, fields=["body_html"])
@revisions(
    "ArticleRevision",
    additions=False,  # its import and its original say when it came in
    exclude=[
        "blocks",
        "body_html",
        "body_text",
        "byline_is_aggregator",
        "grouped_at",
        "held_for",
        "repeated_at",
        "search_vector",
        "sketch",
        "text_digest",
        "title_key",
        "updated_at",
        "word_count",
    ],
)
class Article(models.Model):
    """One article as the archive keeps it.

    Ingest writes the text and its derived columns; grouping writes `event`; curators may change
    any field in the admin, and `curated_fields` then keeps ingest from changing it back.
    """

    class Status(models.TextChoices):
        """Where an article stands between arrival and the public."""

        DRAFT = "draft", "Draft"
        REVIEW = "review", "In review"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"
        REJECTED = "rejected", "Rejected"

    class HeldFor(models.TextChoices):
        """Why a gate keeps an article in review."""

        NOTHING = "", "—"
        JUDGEMENT = "judgement", "In review: its import has not finished."
        TEMPLATE = (
            "template",
            (
                "In review: its title has marks of a template, "
                "or it has no source and its text or a title like its own stands elsewhere."
            ),
        )
        PLACEHOLDER = "placeholder", "In review: its source is a placeholder domain."
        FUTURE = "future", "In review: its date lies in the future."
        FEED = "feed", "In review: a feed brought it that is not trusted with this source."
        OPENING = "opening", "In review: its page shows only an opening to those who have not paid."
        UNDATED = (
            "undated",
            "In review: its date is missing or unclear, and another stands in its place.",
        )
        ASKED = "asked", "In review: whoever imported it wanted to look at it first."

    title = models.CharField(max_length=300)
    byline = models.CharField(max_length=200, blank=True)
    byline_is_aggregator = models.BooleanField(
        default=False,
        editable=False,
        help_text="The byline stands on articles of three or more sources, so it is not shown.",
    )
    excerpt = models.TextField(blank=True)
    cover_image = models.URLField("cover image address", max_length=2000, blank=True)
    published = models.DateField("published on", help_text="The day in UTC.")
    published_at = models.DateTimeField(null=True, blank=True, help_text="Where the time is known.")
    language = models.CharField(max_length=12, default="en")
    category = models.ForeignKey(
        Category, models.SET_NULL, null=True, blank=True, related_name="articles"
    )
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="articles"
    )
    canonical_url = models.URLField("canonical address", max_length=2000, blank=True)
    tags = article_tags()

    is_archive_summary = models.BooleanField(
        "summary by the archive",
        default=False,
        help_text="The words are the archive’s own, about what the source reported.",
    )
    body_html = models.TextField(help_text="Sanitised.")
    body_text = models.TextField(editable=False)
    blocks = ArrayField(models.BigIntegerField(), default=list, editable=False)
    repeated_at = ArrayField(models.PositiveIntegerField(), default=list, editable=False)
    word_count = models.PositiveIntegerField(default=0, editable=False)
    text_digest = models.CharField(max_length=64, editable=False)
    title_key = models.CharField(max_length=300, editable=False)
    sketch = ArrayField(models.IntegerField(), default=list, editable=False)
    search_vector = models.GeneratedField(
        expression=Func(F("language"), F("title"), F("body_text"), function="archive_vector"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    status = models.CharField(max_length=9, choices=Status.choices, default=Status.REVIEW)
    status_reason = models.TextField(
        blank=True, help_text="Readers see the reason of a withdrawal."
    )
    held_for = models.CharField(max_length=11, choices=HeldFor.choices, blank=True, editable=False)
    duplicate_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="duplicates"
    )
    event = models.ForeignKey(
        Event, models.SET_NULL, null=True, blank=True, related_name="articles"
    )
    event_is_curated = models.BooleanField(
        "placed by a curator", default=False, help_text="The machine leaves it where it is."
    )
    grouped_at = models.DateTimeField(null=True, editable=False)
    also_about = models.ManyToManyField(
        Event, through="Mention", blank=True, related_name="mentioned_by"
    )
    curated_fields = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, editable=False
    )

    added_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    first_public_at = models.DateTimeField(null=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published", "-id"]
        indexes = [
            models.Index(fields=["-published", "-id"], name="article_newest"),
            models.Index(fields=["-first_public_at", "-id"], name="article_added"),
            models.Index(fields=["text_digest"], name="article_text"),
            # Every import reads both as it writes, and a list of pending entries is read whole.
            GinIndex(fields=["sketch"], name="article_sketch", fastupdate=False),
            GinIndex(fields=["blocks"], name="article_blocks", fastupdate=False),
            models.Index(fields=["title_key"], name="article_title"),
            models.Index(
                fields=["published", "id"], name="article_to_group", condition=Q(grouped_at=None)
            ),
            models.Index(fields=["held_for"], name="article_held", condition=~Q(held_for="")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["canonical_url"],
                condition=~Q(canonical_url=""),
                name="article_canonical_url_once",
                violation_error_message="Another article has this canonical address.",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="article_has_a_title"),
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="article_status_known"),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | ~Q(status_reason=""),
                name="article_withdrawn_with_a_reason",
                violation_error_message="Say why it is withdrawn: readers see the reason.",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(first_public_at__isnull=False),
                name="article_published_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(held_for="") | Q(status="review", held_for__in=GATES),
                name="article_held_in_review_by_a_known_gate",
            ),
            models.CheckConstraint(
                condition=~Q(duplicate_of=F("id")), name="article_not_its_own_duplicate"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None)
                | Q(
                    published=Func(
                        F("published_at"), template="(%(expressions)s AT TIME ZONE 'UTC')::date"
                    )
                ),
                name="article_day_is_that_of_its_moment",
                violation_error_message="The day must be the one of the moment, in UTC.",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        """Save the article; it becomes public for the first time at most once."""
        if self.status == self.Status.PUBLISHED:
            self.first_public_at = self.first_public_at or timezone.now()
        if self.status != self.Status.REVIEW:
            self.held_for = self.HeldFor.NOTHING
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        """Return the page of this article."""
        if not self.slug:
            return reverse("articles:article-bare", args=[self.pk])
        return reverse("articles:article-detail", args=[self.pk, self.slug])

    def clean(self):
        """Stand behind the article that carries the text; refuse one that stands behind this."""
        if self.duplicate_of:
            self.duplicate_of = self.duplicate_of.duplicate_of or self.duplicate_of
            if self.duplicate_of == self:
                message = "That article stands behind this one as a copy. Change it there first."
                raise ValidationError({"duplicate_of": message})

    @property
    def slug(self) -> str:
        """The readable part of its address."""
        return title_slug(self.title)

    @property
    def is_published(self) -> bool:
        """Whether readers may see it."""
        return self.status == self.Status.PUBLISHED

    @property
    def was_public(self) -> bool:
        """Whether readers could once see it: its address then answers 410, not 404."""
        return self.first_public_at is not None

    @property
    def shown_byline(self) -> str:
        """The byline, unless it is an aggregator's."""
        return "" if self.byline_is_aggregator else self.byline

    @property
    def shows_body(self) -> bool:
        """Whether its source lets readers see the whole text here."""
        return self._display == Source.Display.FULL

    @property
    def shown_excerpt(self) -> str:
        """The excerpt as far as its source allows it: of a short text a part, lest it be whole."""
        if self._display == Source.Display.EXCERPT:
            return _first_words(self.excerpt, max(self.word_count // EXCERPT_SHARE, 1))
        return self.excerpt if self.shows_body else ""

    @property
    def _display(self):
        return self.source.display if self.source else Source.Display.FULL

    @property
    def tag_names(self) -> list[str]:
        """The names of its tags, by name; see with_related for reading those of many at once."""
        return sorted(tagged.tag.name for tagged in self.tagged.all())

    @property
    def shown_event(self):
        """The event where readers may see it, else None."""
        return self.event if self.event_id and self.event.is_visible else None


def _first_words(text, most):
    """Return a text to the end of its first `most` words, and a sign where more follow."""
    ends = [word.end() for word in islice(_WORD.finditer(text), most + 1)]
    return text if len(ends) <= most else f"{text[: ends[most - 1]]}…"


@revisions("MentionRevision")
class Mention(models.Model):
    """That an article is also about an event beside the one that it reports."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="mentions")
    event = models.ForeignKey(Event, models.CASCADE, related_name="mentions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "event"], name="article_mentions_once"),
        ]

    def __str__(self):
        return f"{self.article_id}: {self.event}"


class SourceLink(models.Model):
    """A link that an article rests on: where it first stood, or what its body cites."""

    class Kind(models.TextChoices):
        """What the link is to the article."""

        ORIGINAL = "original", "Original"
        CITED = "cited", "Cited"

    article = models.ForeignKey(Article, models.CASCADE, related_name="links")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    url = models.URLField("address", max_length=2000)
    domain = models.CharField(max_length=253)
    text = models.CharField(max_length=300, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["article", "position"]
        indexes = [models.Index(fields=["domain"], name="link_domain")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["original", "cited"]), name="link_kind_known"
            ),
            models.UniqueConstraint(
                fields=["article"], condition=Q(kind="original"), name="article_has_one_original"
            ),
        ]

    def __str__(self):
        return self.url
