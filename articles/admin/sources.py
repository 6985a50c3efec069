"""Curation of sources."""

from django.contrib import admin
from django.db.models import F, Q
from django.forms import BaseInlineFormSet
from django.http import HttpResponse
from django.urls import path

from articles.admin.records import OffTheMenu, OnSite, RecordAdmin
from articles.fetching.opml import listed
from articles.models import Feed, FeedHealth, Source, SourceDomain, health_of


class DomainFormSet(BaseInlineFormSet):
    """Domains that may name the main one too, which a source claims for itself."""

    def save_new(self, form, commit=True):  # noqa: FBT002 - the signature is Django's
        """Save a domain unless the source has it."""
        claimed = self.instance.domains.filter(domain=form.cleaned_data["domain"]).first()
        return claimed or super().save_new(form, commit)


class SourceDomainInline(admin.TabularInline):
    """The domains of a source."""

    model = SourceDomain
    formset = DomainFormSet
    extra = 1


_VISITED = ~Q(feed_url="") & Q(feed__url=F("feed_url"))
# The same as health_of says of one source.
BY_HEALTH = {
    FeedHealth.OK: _VISITED & Q(feed__gone_at=None, feed__failures=0),
    FeedHealth.FAILING: _VISITED & Q(feed__gone_at=None, feed__failures__gt=0),
    FeedHealth.GONE: _VISITED & Q(feed__gone_at__isnull=False),
    FeedHealth.NEW: ~Q(feed_url="") & (Q(feed=None) | ~Q(feed__url=F("feed_url"))),
    FeedHealth.NONE: Q(feed_url=""),
}


class HealthFilter(admin.SimpleListFilter):
    """How the feeds of sources fare."""

    title = "feed"
    parameter_name = "feed"

    def lookups(self, request, model_admin):
        """Return every state."""
        return FeedHealth.choices

    def queryset(self, request, queryset):
        """Return the sources whose feed is in the chosen state."""
        chosen = BY_HEALTH.get(self.value())
        return queryset.filter(chosen) if chosen else queryset


@admin.register(Source)
class SourceAdmin(OnSite, admin.ModelAdmin):
    """Sources, with what of their text may be shown and how their feeds fare."""

    list_display = ("name", "domain", "health", "display", "trusted", "language", "country")
    list_filter = (HealthFilter, "display", "trusted", "language", "country")
    list_select_related = ("feed",)
    search_fields = ("name", "domains__domain", "note")
    readonly_fields = ("health", "last_visit")
    inlines = (SourceDomainInline,)

    @admin.display(description="feed", ordering="feed__failures")
    def health(self, source):
        """Say how the feed fares."""
        return health_of(source).label

    @admin.display(description="last visit to the feed")
    def last_visit(self, source):
        """Say when the feed was visited, what was wrong, and when it is next due."""
        if health_of(source) in (FeedHealth.NONE, FeedHealth.NEW):
            return "—"
        feed = source.feed
        told = [f"{feed.fetched_at:%d %B %Y, %H:%M} UTC: {feed.error or 'in order'}"]
        if feed.failures:
            told.append(f"{feed.failures} failures in a row.")
        if feed.gone_at:
            told.append("It is not asked again until its address is changed.")
        elif feed.failures:
            told.append(f"Next due {feed.due_at:%d %B %Y, %H:%M} UTC.")
        return " ".join(told)

    def get_urls(self):
        """Add the address of the list of feeds."""
        view = self.admin_site.admin_view(self.serve_feeds)
        return [path("feeds.opml", view, name="articles_source_feeds"), *super().get_urls()]

    def serve_feeds(self, request):
        """Return the feeds of all sources as OPML."""
        if not self.has_view_permission(request):
            return HttpResponse(status=403)
        response = HttpResponse(listed(), content_type="text/x-opml")
        response["Content-Disposition"] = 'attachment; filename="feeds.opml"'
        return response


@admin.register(Feed)
class FeedAdmin(OffTheMenu, RecordAdmin):
    """How feeds fare, as the last visits found it."""

    list_display = ("source", "error", "failures", "succeeded_at", "fetched_at", "due_at", "url")
    list_filter = ("fetched_at",)
    search_fields = ("source__name", "url", "error")
    list_select_related = ("source",)
    exclude = ("digests",)


@admin.register(SourceDomain)
class SourceDomainAdmin(OffTheMenu, admin.ModelAdmin):
    """Domains, to find whose they are."""

    list_display = ("domain", "source")
    list_filter = ("source",)
    search_fields = ("domain", "source__name")
    autocomplete_fields = ("source",)
