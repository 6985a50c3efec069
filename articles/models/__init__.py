"""The archive's data: what it holds, and the rules that the database keeps."""

from articles.models.acts import EventAct
from articles.models.articles import EXCERPT_SHARE, Article, Mention, SourceLink
from articles.models.blocks import RepeatedBlock
from articles.models.events import Event, check_day
from articles.models.feeds import Feed, FeedHealth, health_of
from articles.models.grouping import Census, Likeness, Mark, TermCount, Traits
from articles.models.imports import Import, ImportProblem, Original, Rebuild
from articles.models.search import SearchCensus, SearchEntry, SearchTerm
from articles.models.sources import Source, SourceDomain
from articles.models.taxonomy import Category, Tag, TagAlias, TaggedArticle
from articles.models.tombstones import WORDS_THAT_PROVE_A_COPY, Tombstone, traces
from articles.models.uploads import Upload
from articles.models.vocabulary import Synonym, VocabularyWord

__all__ = [
    "EXCERPT_SHARE",
    "WORDS_THAT_PROVE_A_COPY",
    "Article",
    "Category",
    "Census",
    "Event",
    "EventAct",
    "Feed",
    "FeedHealth",
    "Import",
    "ImportProblem",
    "Likeness",
    "Mark",
    "Mention",
    "Original",
    "Rebuild",
    "RepeatedBlock",
    "SearchCensus",
    "SearchEntry",
    "SearchTerm",
    "Source",
    "SourceDomain",
    "SourceLink",
    "Synonym",
    "Tag",
    "TagAlias",
    "TaggedArticle",
    "TermCount",
    "Tombstone",
    "Traits",
    "Upload",
    "VocabularyWord",
    "check_day",
    "health_of",
    "traces",
]
