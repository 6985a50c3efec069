"""The curators' desk: every model, searchable and filterable."""

from articles.admin import articles, events, history, imports, sources, taxonomy

__all__ = ["articles", "events", "history", "imports", "sources", "taxonomy"]
