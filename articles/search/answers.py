"""The answer to a Query: rows, totals, facets, histogram and highlights."""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.contrib.postgres.search import SearchRank
from django.db.models import Case, Count, F, FloatField, Max, Min, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from articles.coverage.outlets import Outlet, outlets_of
from articles.models import Article, Event, Source
from articles.query import LAST_PAGE, Problem, Query
from articles.querysets import visible_event
from articles.search.conditions import any_word, conditions, relaxed
from articles.search.facets import Facet, Month, facets, histogram
from articles.search.highlights import Segment, highlights

_ARTICLES_SHOWN_OF_AN_EVENT = 3

_VISIBLE = visible_event("event__")

_HAPPENED = Coalesce("event__happened_start", "event__first_reported", "published")

# How articles are ordered, the best first, and what stands for a group of them.
_ORDERS = {
    "relevance": (F("score"), Max),
    "match": (F("score"), Max),
    "newest": (F("published"), Max),
    "oldest": (F("published"), Min),
    "added": (F("first_public_at"), Max),
    "size": (Case(When(_VISIBLE, then=F("event__article_count")), default=Value(1)), Max),
    "happened": (_HAPPENED, Max),
}

_BY_SCORE = ("relevance", "match")


@dataclass(frozen=True)
class Hit:
    """An article in an answer, how well it matches, and the passage that does."""

    article: Article
    score: float = 0.0
    highlight: tuple[Segment, ...] = ()


@dataclass(frozen=True)
class Row:
    """An event with those of its articles that match, the best first, or a lone article.

    `more` is the number of matching articles that are not among `hits`. Where the answer is
    grouped, `outlets` is every source that reported the event, the most reports first.
    """

    event: Event | None
    hits: tuple[Hit, ...]
    more: int = 0
    outlets: tuple[Outlet, ...] = ()

    @property
    def article(self) -> Article:
        """The best of the matching articles."""
        return self.hits[0].article

    @property
    def named(self) -> tuple[Outlet, ...]:
        """The outlets that are recorded."""
        return tuple(outlet for outlet in self.outlets if outlet.source)

    @property
    def unsourced(self) -> int:
        """How many reports of the event have no recorded source."""
        return sum(outlet.reports for outlet in self.outlets if not outlet.source)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source that reported the event, by name."""
        return tuple(sorted((o.source for o in self.named), key=lambda s: (s.name, s.pk)))

    @property
    def summaries(self) -> int:
        """How many reports of the event are summaries by the archive."""
        return sum(outlet.summaries for outlet in self.outlets)


@dataclass(frozen=True)
class Answer:
    """What a query finds, one page of it.

    `total` counts articles and `events_total` the events among them; `rows_total` counts what
    pages are made of. `is_partial` says that no article has all the words and that these have
    some. `sort` is the order that was used. Facets and histogram are exact where `sampled` is 0,
    else estimated from so many of the articles.
    """

    query: Query
    rows: tuple[Row, ...]
    total: int
    events_total: int
    rows_total: int
    per_page: int
    sort: str
    total_is_exact: bool = True
    is_partial: bool = False
    facets: tuple[Facet, ...] = ()
    histogram: tuple[Month, ...] = ()
    suggestion: str | None = None
    sampled: int = 0

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What of the query was not understood."""
        return self.query.problems

    @property
    def pages(self) -> int:
        """The number of pages that can be asked for, at least one."""
        return min(LAST_PAGE, max(1, -(-self.rows_total // self.per_page)))

    @property
    def has_next(self) -> bool:
        """Whether a page follows."""
        return self.query.page < self.pages


@dataclass(frozen=True)
class Shape:
    """What a renderer asks for beside the query.

    Rows are grouped by event or article by article. `sort` is used where the query names none;
    without either it is relevance where there are words, else newest. Facets and bodies cost
    time, so a renderer asks for what it shows.
    """

    grouped: bool
    per_page: int
    sort: str = ""
    facets: bool = False
    bodies: bool = False


def answer(query: Query, shape: Shape) -> Answer:
    """Answer a query, one page of it.

    Where no article has all the words, the answer is of those that have some.
    """
    found = _answer(query, shape)
    looser = None if found.total else relaxed(query)
    if looser:
        wider = _answer(looser, shape)
        found = replace(wider, query=query, is_partial=True) if wider.total else found
    return found


def _answer(query, shape) -> Answer:
    words = any_word(query)
    sort = query.sort or shape.sort or ("relevance" if words else "newest")
    if sort in _BY_SCORE and words is None:
        sort = "newest"
    articles = _scored(Article.objects.listed().filter(conditions(query)), words)
    counts = articles.aggregate(
        total=Count("pk"),
        events=Count("event", distinct=True, filter=_VISIBLE),
        groups=Count("group_key", distinct=True),
    )
    start = (query.page - 1) * shape.per_page
    page = slice(start, start + shape.per_page)
    rows = (_grouped if shape.grouped else _plain)(articles, sort, page, shape.bodies)
    rows = _with_highlights(rows, words)
    return Answer(
        query=query,
        rows=_with_outlets(rows) if shape.grouped else tuple(rows),
        total=counts["total"],
        events_total=counts["events"],
        rows_total=counts["groups" if shape.grouped else "total"],
        per_page=shape.per_page,
        sort=sort,
        facets=facets(query, lambda name: _matching(query, name)) if shape.facets else (),
        histogram=histogram(articles) if shape.facets else (),
    )


def _matching(query, without):
    return Article.objects.listed().filter(conditions(query, without=without))


def _scored(articles, words):
    """Annotate articles with their score and with the key of the group that they stand in."""
    score = SearchRank(F("search_vector"), words, normalization=1) if words else Value(0.0)
    return articles.annotate(
        score=score if words else Value(0.0, output_field=FloatField()),
        group_key=Case(When(_VISIBLE, then=F("event_id")), default=F("id") * -1),
    )


def _ordering(sort, expression):
    return expression.asc() if sort == "oldest" else expression.desc(nulls_last=True)


def _ties(sort) -> tuple[str, ...]:
    """Return what decides between equals: the same direction in time, then the id."""
    return ("published", "id") if sort == "oldest" else ("-published", "-id")


def _plain(articles, sort, page, with_bodies) -> list[Row]:
    expression, _ = _ORDERS[sort]
    rows = articles.order_by(_ordering(sort, expression), *_ties(sort))
    return [
        Row(article.shown_event, (Hit(article, article.score),))
        for article in rows.with_related(bodies=with_bodies)[page]
    ]


def _grouped(articles, sort, page, with_bodies) -> list[Row]:
    expression, best = _ORDERS[sort]
    groups = (
        articles.values("group_key")
        .annotate(best=best(expression), count=Count("pk"), latest=Max("published"))
        .order_by(_ordering(sort, F("best")), "-latest", "-group_key")[page]
    )
    counts = {group["group_key"]: group["count"] for group in groups}
    within = sort if sort in _BY_SCORE else "oldest" if sort == "oldest" else "newest"
    return _rows(articles.filter(group_key__in=counts), within, counts, with_bodies)


def _rows(articles, sort, counts, with_bodies) -> list[Row]:
    expression, _ = _ORDERS[sort]
    order = [_ordering(sort, expression), *_ties(sort)]
    place = Window(RowNumber(), partition_by=F("group_key"), order_by=order)
    shown = articles.annotate(place=place).filter(place__lte=_ARTICLES_SHOWN_OF_AN_EVENT)
    hits = defaultdict(list)
    for article in shown.order_by("place").with_related(bodies=with_bodies):
        hits[article.group_key].append(Hit(article, article.score))
    return [
        Row(hits[key][0].article.shown_event, tuple(hits[key]), count - len(hits[key]))
        for key, count in counts.items()
        if hits[key]
    ]


def _with_highlights(rows, words) -> list[Row]:
    if words is None:
        return rows
    found = highlights([hit.article.pk for row in rows for hit in row.hits], words)
    return [
        replace(
            row,
            hits=tuple(replace(hit, highlight=found.get(hit.article.pk, ())) for hit in row.hits),
        )
        for row in rows
    ]


def _with_outlets(rows) -> tuple[Row, ...]:
    """Add to every event who reported it."""
    found = outlets_of({row.event.pk for row in rows if row.event})
    return tuple(
        replace(row, outlets=found.get(row.event.pk, ())) if row.event else row for row in rows
    )
