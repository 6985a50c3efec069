"""How an answer divides: by source, category, tag, language, year and month."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from articles.query import Choice, Query

_MOST_VALUES = 12


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet. `chosen` is the choice that the query holds of it, if any."""

    choice: Choice
    label: str
    count: int
    chosen: Choice | None = None


@dataclass(frozen=True)
class Facet:
    """A way to divide an answer: the parameter's name, its label and its fullest values."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True)
class Month:
    """The number of articles published in a month, which `first_day` names."""

    first_day: date
    count: int


# Parameter: label, the columns of value and label.
_FACETS = {
    "source": ("Sources", "source__domain", "source__name"),
    "category": ("Categories", "category__slug", "category__name"),
    "tag": ("Tags", "tagged__tag__slug", "tagged__tag__name"),
    "lang": ("Languages", "language", "language"),
}


def facets(query: Query, matching) -> tuple[Facet, ...]:
    """Return every facet of a query.

    `matching(name)` gives the articles that fulfil all of the query but the choices of `name`,
    so that a facet's counts say what choosing another of its values would show.
    """
    return tuple(_facet(name, query, matching(name)) for name in _FACETS)


def histogram(articles: QuerySet) -> tuple[Month, ...]:
    """Return the months in which articles were published, in order, empty months left out."""
    rows = (
        articles.order_by()
        .annotate(month=TruncMonth("published"))
        .values_list("month")
        .annotate(Count("pk"))
        .order_by("month")
    )
    return tuple(Month(month, count) for month, count in rows)


def _facet(name, query, articles) -> Facet:
    label, value, text = _FACETS[name]
    rows = (
        articles.order_by()
        .exclude(**{value: None})
        .values_list(value, text)
        .annotate(count=Count("pk", distinct=True))
        .order_by("-count", text)[:_MOST_VALUES]
    )
    chosen = {choice.value: choice for choice in query.chosen(name)}
    return Facet(
        name,
        label,
        tuple(
            FacetValue(Choice(name, value), text, count, chosen.get(value))
            for value, text, count in rows
        ),
    )
