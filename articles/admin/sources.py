"""Curation of sources."""

from django.contrib import admin

from articles.models import Source, SourceDomain


class SourceDomainInline(admin.TabularInline):
    """The domains of a source."""

    model = SourceDomain
    extra = 1


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    """Sources, with what of their text may be shown."""

    list_display = ("name", "domain", "display", "trusted", "language", "country")
    list_filter = ("display", "trusted", "language", "country")
    search_fields = ("name", "domains__domain", "note")
    inlines = (SourceDomainInline,)


@admin.register(SourceDomain)
class SourceDomainAdmin(admin.ModelAdmin):
    """Domains, to find whose they are."""

    list_display = ("domain", "source")
    list_filter = ("source",)
    search_fields = ("domain", "source__name")
    autocomplete_fields = ("source",)
