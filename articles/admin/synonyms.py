"""Names of one thing, which search finds for each other."""

from django.contrib import admin

from articles.models import Synonym


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin):
    """Groups of names; a change shows in the next search."""

    list_display = ("__str__",)
    search_fields = ("members",)
