"""The curators' desk: every model, searchable and filterable."""

from django.contrib import admin

from articles.admin import (
    acts,
    articles,
    blocks,
    events,
    history,
    imports,
    sources,
    suggestions,
    synonyms,
    taxonomy,
    uploads,
)

__all__ = [
    "acts",
    "articles",
    "blocks",
    "events",
    "history",
    "imports",
    "sources",
    "suggestions",
    "synonyms",
    "taxonomy",
    "uploads",
]

admin.site.site_header = "AI Governance Archive"
admin.site.site_title = "AI Governance Archive"
# The lists stand in a row at the top, since headlines need the room beside them.
admin.site.enable_nav_sidebar = False
admin.site.index_title = "Desk"
admin.site.index_template = "admin/articles/front.html"
