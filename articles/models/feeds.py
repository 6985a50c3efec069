"""How the feeds of sources fare: written by machine alone, at every visit."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from articles.models.sources import Source


class FeedHealth(models.TextChoices):
    """How a source's feed fares."""

    OK = "ok", "In order"
    FAILING = "failing", "Failing"
    GONE = "gone", "Gone"
    NEW = "new", "Never fetched"
    NONE = "none", "No feed"


class Feed(models.Model):
    """What is known of a source's feed from the last visits to it.

    All of it is about the address `url`; where the source has another by now, nothing of it counts.
    """

    source = models.OneToOneField(Source, models.CASCADE, related_name="feed")
    url = models.URLField("address", max_length=2000)
    etag = models.TextField(blank=True)
    last_modified = models.TextField(blank=True)
    fetched_at = models.DateTimeField("last fetched", null=True)
    succeeded_at = models.DateTimeField("last success", null=True)
    due_at = models.DateTimeField("next due", null=True)
    failures = models.PositiveIntegerField("failures in a row", default=0)
    error = models.TextField("what is wrong", blank=True)
    gone_at = models.DateTimeField(null=True)
    entries = models.PositiveIntegerField("entries seen", default=0)
    digests = ArrayField(models.CharField(max_length=64), default=list)

    class Meta:
        ordering = ["source"]

    def __str__(self):
        return self.url


def health_of(source: Source) -> FeedHealth:
    """Return how the feed of a source fares."""
    feed = getattr(source, "feed", None)
    if not source.feed_url:
        return FeedHealth.NONE
    if feed is None or feed.url != source.feed_url:
        return FeedHealth.NEW
    if feed.gone_at:
        return FeedHealth.GONE
    return FeedHealth.FAILING if feed.failures else FeedHealth.OK
