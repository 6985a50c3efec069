"""The archive's data. docs/architecture.md says who writes each column."""

from articles.models.articles import Article, SourceLink
from articles.models.events import Event
from articles.models.imports import Import, ImportProblem, Original
from articles.models.sources import Source, SourceDomain
from articles.models.taxonomy import Category, Tag, TagAlias, TaggedArticle

__all__ = [
    "Article",
    "Category",
    "Event",
    "Import",
    "ImportProblem",
    "Original",
    "Source",
    "SourceDomain",
    "SourceLink",
    "Tag",
    "TagAlias",
    "TaggedArticle",
]
