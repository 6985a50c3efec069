"""What the desk searches: as readers do, in all articles."""

from django.db.models import Q
from django.db.models.expressions import RawSQL

from articles.query import Query
from articles.search.meaning import at_desk
from articles.search.statistics import Statistics
from articles.search.synonyms import expanded
from articles.search.words import leaves, read


def matching(query: Query) -> Q:
    """Return the condition that an article fulfils a query, whether readers may see it or not."""
    part = expanded(query.part)
    readings = read(leaves(part), Statistics().languages)
    found = at_desk(part, readings)
    entries = f"SELECT e.article_id FROM articles_searchentry e WHERE {found.text}"
    return Q(pk__in=RawSQL(entries, found.parameters))
