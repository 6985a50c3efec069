"""What search engines may read, from the same named queries as the pages."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem, sitemap
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.listings import absolute
from articles.models import Article, Event
from articles.querysets import HEAVY


class ArchiveSitemap(Sitemap):
    """A sitemap under the address that SITE_URL names."""

    limit = 5000

    def get_protocol(self, protocol=None):
        """Return the scheme of SITE_URL."""
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        """Return the host of SITE_URL."""
        return urlsplit(settings.SITE_URL).netloc


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


@require_safe
def index(request):
    """Name the parts of the sitemap."""
    parts = [
        SitemapIndexItem(absolute(f"{_part(name)}?p={page}" if page > 1 else _part(name)))
        for name, kind in SITEMAPS.items()
        for page in kind().paginator.page_range
    ]
    return TemplateResponse(
        request, "sitemap_index.xml", {"sitemaps": parts}, content_type="application/xml"
    )


@require_safe
def part(request, section):
    """Show a part of the sitemap.

    It does not say when it last changed. Django takes the latest moment of what stands in it, which
    what is withdrawn does not change, nor an event of long ago that is new here.
    """
    response = sitemap(request, SITEMAPS, section)
    del response["Last-Modified"]
    return response


def _part(name):
    return reverse("articles:sitemap-part", args=[name])
