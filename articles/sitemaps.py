"""What search engines may read, from the same named queries as the pages."""

from django.conf import settings
from django.contrib.sitemaps import Sitemap

from articles.models import Article, Event
from articles.querysets import HEAVY


class ArchiveSitemap(Sitemap):
    """A sitemap under the address that SITE_URL names."""

    limit = 5000
    protocol = "https" if settings.HTTPS else "http"

    def get_domain(self, site=None):
        """Return the host of SITE_URL."""
        return settings.SITE_URL.partition("://")[2]


class ArticleSitemap(ArchiveSitemap):
    """Every listed article."""

    def items(self):
        """Return the articles, the oldest id first so that pages stay as they are."""
        return Article.objects.listed().defer(*HEAVY).order_by("pk")

    def lastmod(self, item):
        """Return when the article last changed."""
        return item.updated_at


class EventSitemap(ArchiveSitemap):
    """Every visible event."""

    def items(self):
        """Return the events, the oldest id first so that pages stay as they are."""
        return Event.objects.visible().order_by("pk")

    def lastmod(self, item):
        """Return the day of the event's latest report."""
        return item.last_reported


SITEMAPS = {"articles": ArticleSitemap, "events": EventSitemap}
