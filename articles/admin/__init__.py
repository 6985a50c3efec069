"""The curators' desk: every model, searchable and filterable."""

from django.contrib import admin

from articles.admin import articles, blocks, events, history, imports, sources, taxonomy

__all__ = ["articles", "blocks", "events", "history", "imports", "sources", "taxonomy"]

admin.site.site_header = "AI Governance Archive"
admin.site.site_title = "AI Governance Archive"
admin.site.index_title = "Desk"
