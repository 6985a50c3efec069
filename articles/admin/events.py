"""Curation of events."""

from django.contrib import admin

from articles.events.membership import refresh
from articles.models import Article, Event
from articles.querysets import HEAVY


class CoverageInline(admin.TabularInline):
    """The articles of an event, to read."""

    model = Article
    fk_name = "event"
    verbose_name_plural = "coverage"
    extra = 0
    can_delete = False
    fields = readonly_fields = ("title", "source", "published", "status", "event_is_curated")
    show_change_link = True
    ordering = ("published", "pk")

    def has_add_permission(self, request, obj=None):
        """Articles are placed from their own list."""
        return False

    def get_queryset(self, request):
        """Leave the bodies in the database."""
        return super().get_queryset(request).select_related("source").defer(*HEAVY)


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):
    """Events: a title that is changed here is the curator's from then on."""

    list_display = (
        "title",
        "article_count",
        "source_count",
        "first_reported",
        "last_reported",
        "locked",
    )
    list_filter = ("locked", "title_is_edited", "last_reported")
    search_fields = ("title", "summary")
    date_hierarchy = "last_reported"
    autocomplete_fields = ("merged_into",)
    inlines = (CoverageInline,)
    readonly_fields = (
        "article_count",
        "source_count",
        "first_reported",
        "last_reported",
        "created_at",
        "first_public_at",
    )
    show_full_result_count = False

    def save_model(self, request, obj, form, change):
        """Save an event, a new title as the curator's own; a merger takes its articles along."""
        if "title" in form.changed_data:
            obj.title_is_edited = True
        super().save_model(request, obj, form, change)
        refresh([obj.pk])
