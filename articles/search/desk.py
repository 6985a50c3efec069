"""What the desk searches: as readers do, in all articles."""

from django.db.models import Q
from django.db.models.expressions import RawSQL

from articles.query import Problem, Query
from articles.search.asking import unheard
from articles.search.meaning import at_desk
from articles.search.statistics import Statistics
from articles.search.synonyms import expanded
from articles.search.words import heard, leaves, read


def matching(query: Query) -> tuple[Q, tuple[Problem, ...]]:
    """Return what a query asks of an article, that readers see or not, and its problems."""
    part = expanded(query.part)
    readings = read(leaves(part), Statistics().languages)
    asked = heard(part, readings)
    if part and not asked:
        return Q(pk__in=[]), (*query.problems, unheard(query))
    found = at_desk(asked, readings)
    entries = f"SELECT e.article_id FROM articles_searchentry e WHERE {found.text}"
    return Q(pk__in=RawSQL(entries, found.parameters)), query.problems
