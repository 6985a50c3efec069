"""Curation of categories and tags."""

from django.contrib import admin
from taggit.models import Tag as UnusedTag

from articles.admin.records import OffTheMenu, OnSite
from articles.models import Category, Tag, TagAlias

_ADDRESS_STAYS = "It stays as it is, so that links to the page of this category stay good."

# The tags of the library itself hold nothing here.
admin.site.unregister(UnusedTag)


@admin.register(Category)
class CategoryAdmin(OnSite, admin.ModelAdmin):
    """Categories."""

    list_display = ("name", "slug")
    search_fields = ("name", "slug")

    def get_form(self, request, obj=None, **kwargs):
        """Say why an address that is there stays."""
        told = {"slug": _ADDRESS_STAYS} if obj else {}
        return super().get_form(request, obj, help_texts=told, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        """Keep the address, since a category has no former ones as a tag has."""
        return ("slug",) if obj else ()


class TagAliasInline(admin.TabularInline):
    """Other names of a tag."""

    model = TagAlias
    extra = 1
    fields = ("name",)


@admin.register(Tag)
class TagAdmin(OnSite, admin.ModelAdmin):
    """Tags, their kinds and other names."""

    list_display = ("name", "slug", "kind")
    list_editable = ("kind",)
    list_filter = ("kind",)
    search_fields = ("name", "slug", "aliases__name")
    inlines = (TagAliasInline,)


@admin.register(TagAlias)
class TagAliasAdmin(OffTheMenu, admin.ModelAdmin):
    """Other names of tags, to search."""

    list_display = ("name", "slug", "tag")
    list_filter = ("tag__kind",)
    search_fields = ("name", "slug", "tag__name")
    autocomplete_fields = ("tag",)
    fields = ("name", "tag")
