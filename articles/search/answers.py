"""The answer to a Query: rows, totals, facets, histogram and highlights."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from articles.coverage.outlets import Outlet, outlets_of
from articles.models import Article, Event, Source
from articles.query import BY_MATCH, LAST_PAGE, Problem, Query, parse_text
from articles.search.asking import Asked, ask, relaxed, says_nothing, unheard, unknown
from articles.search.facets import Facet, Month, overview
from articles.search.highlights import highlights
from articles.search.orders import first, members
from articles.search.ranking import Found, scores
from articles.search.segments import Segment
from articles.search.spelling import suggestion
from articles.search.synonyms import expanded
from articles.titles import title_key

_SHOWN_OF_AN_EVENT = 3

# Where so few articles are found, a word may be mistyped.
_FEW = 5

# So many articles are asked for, for each row of a grouped answer; more where they do not do.
_ARTICLES_FOR_A_ROW = 3

# Ordered by match, a list has at most so many rows, or one page: to show the last of them, all
# before it are scored.
_MOST_RANKED = 1_000


@dataclass(frozen=True)
class Hit:
    """An article in an answer, how well it matches, and of a row's first the passage that does."""

    article: Article
    score: float = 0.0
    highlight: tuple[Segment, ...] = ()


@dataclass(frozen=True)
class Row:
    """An event with those of its articles that match, the best first, or a lone article.

    `more` is the number of matching articles that are not among `hits`. Where the answer is
    grouped, `outlets` is every source that reported the event, those that ran most first.
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
        """How many reports and copies of the event have no recorded source."""
        return sum(outlet.total for outlet in self.outlets if not outlet.source)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source that reported the event, by name."""
        return tuple(sorted((o.source for o in self.named), key=lambda s: (s.name, s.pk)))

    @property
    def copies(self) -> int:
        """How many copies of the event's reports there are."""
        return sum(outlet.copies for outlet in self.outlets)

    @property
    def summaries(self) -> int:
        """How many reports of the event are summaries by the archive."""
        return sum(outlet.summaries for outlet in self.outlets)


@dataclass(frozen=True)
class Answer:
    """What a query finds, one page of it.

    `total` counts articles and `events_total` the events among them; `rows_total` counts what
    pages are made of, and `rows_met` those that were met on the way to the end of this page; pages
    after `last_page` cannot be asked for. `is_partial` says that no article has all the words and
    that these have some. `sort` is the order that was used. `sampled` is 0 where everything was
    counted; otherwise facets and histogram are estimated from so many articles, and totals that are
    not exact.
    """

    query: Query
    rows: tuple[Row, ...]
    total: int
    events_total: int
    rows_total: int
    per_page: int
    sort: str
    rows_met: int = 0
    last_page: int = LAST_PAGE
    total_is_exact: bool = True
    sampled: int = 0
    is_partial: bool = False
    facets: tuple[Facet, ...] = ()
    histogram: tuple[Month, ...] = ()
    suggestion: str | None = None

    @property
    def estimated_from(self) -> int:
        """The most articles that any of its numbers is estimated from, 0 where none is."""
        return max([self.sampled, *(facet.sampled for facet in self.facets)])

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What of the query was not understood."""
        return self.query.problems

    @property
    def pages(self) -> int:
        """The number of pages that can be asked for, at least one.

        Where the total is an estimate, the list ends with what was met if that does not fill this
        page, and else may go on behind it.
        """
        rows, end = self.rows_total, self.query.page * self.per_page
        if not self.total_is_exact and self.query.page <= self.last_page:
            rows = self.rows_met if self.rows_met < end else max(rows, end + 1)
        return min(self.last_page, max(1, -(-rows // self.per_page)))

    @property
    def cut_short(self) -> str:
        """A sentence on the last page that can be asked for where the list is longer, else ""."""
        shown = self.last_page * self.per_page
        if self.query.page < self.last_page or self.rows_total <= shown:
            return ""
        way_on = "narrow the search or order it by date" if self.sort in BY_MATCH else "narrow it"
        return f"This list ends with its first {shown:,}. To see more, {way_on}."

    @property
    def has_next(self) -> bool:
        """Whether a page follows."""
        return self.query.page < self.pages


@dataclass(frozen=True)
class Shape:
    """What a renderer asks for beside the query.

    Rows are grouped by event or article by article. `sort` is used where the query names none;
    without either it is relevance where there are words, else newest. With `all_words`, nothing is
    found where no article has all words; else those that have some are. Facets, bodies and tags
    cost time, so a renderer asks for what it shows, and one that shows no passages says so.
    `counts_events` has facets count events in place of articles.
    """

    grouped: bool
    per_page: int
    sort: str = ""
    all_words: bool = False
    facets: bool = False
    counts_events: bool = False
    bodies: bool = False
    tags: bool = False
    passages: bool = True


def answer(query: Query, shape: Shape) -> Answer:
    """Answer a query, one page of it.

    Where no article has all the words, the answer is of those that have some.
    """
    found = _answer(query, shape)
    looser = None if found.total or shape.all_words else relaxed(query)
    if looser:
        wider = _answer(looser, shape)
        found = replace(wider, is_partial=True) if wider.total else found
    few = (found.is_partial or found.total < _FEW) and not _is_title(query.text, found)
    asked = replace(query, problems=found.query.problems)
    return replace(found, query=asked, suggestion=_better(query, found) if few else None)


def _better(query: Query, found: Answer) -> str | None:
    """Return the text of a search that was meant, where more articles have all its words."""
    text = suggestion(query)
    if text is None:
        return None
    part, _ = parse_text(text)
    meant = ask(replace(query, text=text, part=expanded(part)))
    total = overview(meant, divided=False).total
    return text if total > (0 if found.is_partial else found.total) else None


def _is_title(text: str, found: Answer) -> bool:
    """Say whether the first article has what was typed as its title."""
    return bool(found.rows) and title_key(text) == found.rows[0].article.title_key


def _answer(query: Query, shape: Shape) -> Answer:
    asked = ask(replace(query, part=expanded(query.part)), query.part)
    sort = query.sort or shape.sort or "relevance"
    if sort in BY_MATCH and not asked.passages:
        sort = "newest"
    counts = overview(asked, divided=shape.facets, of_events=shape.counts_events)
    asked = replace(asked, counted=counts.total)
    start = (query.page - 1) * shape.per_page
    page = slice(start, start + shape.per_page)
    find = _grouped if shape.grouped else _plain
    last_page = max(1, _MOST_RANKED // shape.per_page) if sort in BY_MATCH else LAST_PAGE
    is_asked = counts.total and query.page <= last_page
    rows, rows_met = find(asked, sort, page) if is_asked else ([], 0)
    if asked.is_unheard or (not counts.total and says_nothing(query)):
        query = replace(query, problems=(*query.problems, unheard(query)))
    elif not counts.total:
        query = replace(query, problems=(*query.problems, *unknown(query)))
    return Answer(
        query=query,
        rows=_shown(rows, asked, sort, shape),
        total=counts.total,
        events_total=counts.events,
        rows_total=counts.events + counts.alone if shape.grouped else counts.total,
        per_page=shape.per_page,
        sort=sort,
        rows_met=rows_met,
        last_page=last_page,
        total_is_exact=counts.is_exact,
        sampled=counts.sampled,
        facets=counts.facets,
        histogram=counts.histogram,
    )


@dataclass(frozen=True)
class _Group:
    """The articles of a row that are shown, and how many more of its event match."""

    shown: tuple[Found, ...]
    more: int = 0


def _plain(asked: Asked, sort: str, page: slice) -> tuple[list[_Group], int]:
    """Return the articles of a page, and how many were met to its end."""
    found = first(asked, sort, page.stop)
    return [_Group((one,)) for one in found[page]], len(found)


def _grouped(asked: Asked, sort: str, page: slice) -> tuple[list[_Group], int]:
    """Return the groups of a page, each where the first of its articles stands, and all met."""
    wanted = _ARTICLES_FOR_A_ROW * page.stop
    while True:
        found = first(asked, sort, wanted, sure=page.stop)
        groups = {one.group: one for one in reversed(found)}
        if len(groups) >= page.stop or len(found) < wanted:
            break
        wanted *= 4
    order = list(dict.fromkeys(one.group for one in found))[page]
    events = members(asked, sort, [group for group in order if group > 0])
    of_page = [
        _Group(tuple(of_it[:_SHOWN_OF_AN_EVENT]), max(0, len(of_it) - _SHOWN_OF_AN_EVENT))
        for of_it in (events.get(group) or [groups[group]] for group in order)
    ]
    return of_page, len(groups)


def _shown(groups: list[_Group], asked: Asked, sort: str, shape: Shape) -> tuple[Row, ...]:
    """Return rows with all that a renderer shows of them."""
    ids = [one.article for group in groups for one in group.shown]
    articles = _articles(shape).in_bulk(ids)
    firsts = [group.shown[0].article for group in groups]
    is_marked = shape.passages and asked.passages and firsts
    passages = highlights(firsts, asked) if is_marked else {}
    ranked = sort in BY_MATCH
    known = {one.article: one.score for group in groups for one in group.shown}
    known = known if ranked or not asked.terms else scores(asked, ids)

    def hits(found: Iterable[Found]) -> tuple[Hit, ...]:
        return tuple(
            Hit(articles[f.article], known.get(f.article, 0.0), passages.get(f.article, ()))
            for f in found
            if f.article in articles
        )

    rows = [(hits(group.shown), group.more) for group in groups]
    rows = [Row(of_it[0].article.shown_event, of_it, more) for of_it, more in rows if of_it]
    return _with_outlets(rows) if shape.grouped else tuple(rows)


def _articles(shape: Shape):
    """Return all listed articles, with what a renderer shows of one.

    What was withdrawn since it was found, or is another's copy by now, is left out.
    """
    listed = Article.objects.listed()
    if shape.bodies or shape.tags:
        return listed.with_related(bodies=shape.bodies, tags=shape.tags)
    return listed.as_rows()


def _with_outlets(rows) -> tuple[Row, ...]:
    """Add to every event who reported it."""
    found = outlets_of({row.event.pk for row in rows if row.event})
    return tuple(
        replace(row, outlets=found.get(row.event.pk, ())) if row.event else row for row in rows
    )
