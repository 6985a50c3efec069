"""What grouping knows of articles, in the database: made once, found again by rare terms.

Everything here goes by ids of articles. None of it changes an article.
"""

from collections.abc import Collection, Iterable

from django.db import connection

from articles.events.clustering import CANDIDATES
from articles.events.likeness import LAST_DAY_APART
from articles.events.reports import Rarity, Report
from articles.models import Article, Census, Mark, TermCount

# Where several share as much as the last of the candidates, all those are compared, up to so many.
_MOST_CANDIDATES = 60

# Candidates share this part of an article's rare terms, by weight.
_SHARED = 0.08

# Terms are counted in about so many articles, chosen by their texts and not by their order.
_COUNTED = 20_000

# They are counted anew once the archive has grown by this part.
_GROWN = 0.25

# Of more terms than this, those are forgotten that no article at hand has; new names never end.
_MOST_TERMS = 200_000

# What stands above a text: its day, its author, whose picture it is, the headline once more. These
# are first blocks that are short and close with no punctuation, as no sentence does. Told by one
# regular expression over all of them it would take PostgreSQL twenty times as long.
_HEADER = """coalesce((
    SELECT string_agg(block || E'\\n\\n', '' ORDER BY number)
    FROM (
        SELECT block, number, number <= 6 AND number < count(*) OVER () AND bool_and(
            length(block) < 120 AND block ~ E'^[^\\n]*[[:alnum:])]$'
        ) OVER (ORDER BY number) AS is_above
        FROM string_to_table(left(a.body_text, 600), E'\\n\\n') WITH ORDINALITY t (block, number)
    ) blocks
    WHERE is_above
), '')"""

# Places of lexemes are counted from 1 and run on from the title through the header into the text.
_DESCRIBE = """
INSERT INTO articles_traits (article_id, terms, in_title, in_opening, in_longer_opening)
SELECT a.id,
    coalesce(array_agg(t.lexeme) FILTER (WHERE t.lexeme IS NOT NULL), '{{}}'),
    coalesce(array_agg(t.title) FILTER (WHERE t.lexeme IS NOT NULL), '{{}}'),
    coalesce(array_agg(t.opening) FILTER (WHERE t.lexeme IS NOT NULL), '{{}}'),
    coalesce(array_agg(t.longer) FILTER (WHERE t.lexeme IS NOT NULL), '{{}}')
FROM articles_article a
CROSS JOIN LATERAL (
    SELECT coalesce(max(place), 0) AS ends
    FROM unnest(ts_filter(a.search_vector, '{{a}}')) t, unnest(t.positions) place
) title
CROSS JOIN LATERAL (
    SELECT title.ends + coalesce(max(place), 0) AS ends
    FROM unnest(to_tsvector(archive_configuration(a.language), archive_fold({header}))) t,
        unnest(t.positions) place
) header
LEFT JOIN LATERAL (
    SELECT word.lexeme,
        count(*) FILTER (WHERE place <= title.ends) AS title,
        count(*) FILTER (WHERE place > header.ends AND place <= header.ends + 120) AS opening,
        count(*) FILTER (WHERE place > header.ends) AS longer
    FROM unnest(a.search_vector) word, unnest(word.positions) place
    WHERE place <= title.ends OR (place > header.ends AND place <= header.ends + 300)
    GROUP BY word.lexeme
) t ON true
WHERE a.id = ANY(%s)
GROUP BY a.id
ON CONFLICT (article_id) DO UPDATE SET terms = excluded.terms, in_title = excluded.in_title,
    in_opening = excluded.in_opening, in_longer_opening = excluded.in_longer_opening
"""

_COUNT = """
INSERT INTO articles_termcount (term, articles)
SELECT term, count(*)
FROM articles_traits t
JOIN articles_article a ON a.id = t.article_id, unnest(t.terms) term
WHERE ('x' || left(a.text_digest, 7))::bit(28)::int %% %s = 0
GROUP BY term
HAVING count(*) > 1
"""

_MARK = """
INSERT INTO articles_mark (article_id, published, term, weight)
SELECT * FROM unnest(%s::bigint[], %s::date[], %s::text[], %s::integer[])
"""

_CANDIDATES = """
SELECT mine, other FROM (
    SELECT mine, other,
        rank() OVER (PARTITION BY mine ORDER BY shared DESC) AS rank,
        row_number() OVER (PARTITION BY mine ORDER BY shared DESC, other) AS number
    FROM (
        SELECT mine.article_id AS mine, other.article_id AS other, sum(mine.weight) AS shared
        FROM (
            SELECT *, sum(weight) OVER (PARTITION BY article_id) AS whole
            FROM articles_mark WHERE article_id = ANY(%(articles)s)
        ) mine
        JOIN articles_mark other ON other.term = mine.term
            AND other.published BETWEEN mine.published - %(days)s AND mine.published + %(days)s
        WHERE other.article_id <> mine.article_id
        GROUP BY mine.article_id, other.article_id, mine.whole
        HAVING sum(mine.weight) >= %(shared)s * mine.whole
    ) shared
) ranked
WHERE rank <= %(candidates)s AND number <= %(most)s
"""

_REPORTS = """
SELECT a.id, a.text_digest, a.canonical_url, a.published, a.source_id, a.title,
    substr(a.body_text, length({header}) + 1, 700),
    t.terms, t.in_title, t.in_opening, t.in_longer_opening
FROM articles_article a
JOIN articles_traits t ON t.article_id = a.id
WHERE a.id = ANY(%s)
"""


def describe(articles: Collection[int]) -> None:
    """Take down the terms of articles, in the place of what was known of them."""
    Mark.objects.filter(article__in=articles).delete()
    with connection.cursor() as cursor:
        cursor.execute(_DESCRIBE.format(header=_HEADER), [list(articles)])
    Census.objects.filter(pk=1).update(newcomers=_census().newcomers + len(articles))


def count_terms() -> None:
    """Count anew in how many articles each term stands."""
    total = Article.objects.exclude(traits=None).count()
    step = max(1, total // _COUNTED)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_termcount")
        cursor.execute(_COUNT, [step])
    Census.objects.update_or_create(pk=1, defaults={"articles": total // step, "newcomers": 0})


def is_count_old() -> bool:
    """Say whether so much has come in since terms were counted that it is time to do so again."""
    census = _census()
    return census.newcomers > _GROWN * census.articles


def mark(reports: Iterable[Report]) -> None:
    """Write down the rare terms of articles by which they are found.

    Another process may have done so since they were described: its marks are replaced.
    """
    found = list(reports)
    Mark.objects.filter(article__in=[report.id for report in found]).delete()
    marks = [
        (report.id, report.published, term, weight)
        for report in found
        for term, weight in report.marks()
    ]
    if marks:
        with connection.cursor() as cursor:
            cursor.execute(_MARK, [list(column) for column in zip(*marks, strict=True)])


def candidates(articles: Collection[int]) -> list[tuple[int, int]]:
    """Return pairs of each of these articles with one that shares many of its rare terms."""
    bounds = {
        "days": LAST_DAY_APART,
        "shared": _SHARED,
        "candidates": CANDIDATES,
        "most": _MOST_CANDIDATES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, {"articles": list(articles), **bounds})
        return cursor.fetchall()


class Reports:
    """Articles as grouping sees them, read from the database once while they are near."""

    def __init__(self) -> None:
        census = _census()
        self._rarity = Rarity(census.articles, {})
        self._asked: set[str] = set()
        self._known: dict[int, Report] = {}

    def of(self, articles: Iterable[int]) -> list[Report]:
        """Return the reports of articles; those that were never described are left out."""
        wanted = dict.fromkeys(articles)
        self._read([article for article in wanted if article not in self._known])
        return [self._known[article] for article in wanted if article in self._known]

    def forget_before(self, article: int) -> None:
        """Let go of what cannot be compared with an article or a later one."""
        if one := self._known.get(article):
            day = one.published
            near = (r for r in self._known.values() if (day - r.published).days <= LAST_DAY_APART)
            self._known = {report.id: report for report in near}
        if len(self._asked) > _MOST_TERMS:
            self._asked &= _terms_of(self._known.values())
            counts = self._rarity.counts
            for term in counts.keys() - self._asked:
                del counts[term]

    def _read(self, articles: list[int]) -> None:
        if not articles:
            return
        with connection.cursor() as cursor:
            cursor.execute(_REPORTS.format(header=_HEADER), [articles])
            read = [self._report(row) for row in cursor.fetchall()]
        self._known |= {report.id: report for report in read}
        self._count(_terms_of(read))

    def _report(self, row: tuple) -> Report:
        pk, digest, url, published, source, title, opening, *terms = row
        return Report(
            id=pk,
            key=(published, digest, title, url, pk),
            published=published,
            source=source,
            headline=title,
            beginning=f"{title}\n{opening}",
            terms=list(zip(*terms, strict=True)),
            rarity=self._rarity,
        )

    def _count(self, terms: set[str]) -> None:
        """Learn how many articles have terms."""
        found = TermCount.objects.filter(term__in=terms - self._asked)
        self._rarity.counts.update(found.values_list("term", "articles"))
        self._asked |= terms


def _terms_of(reports: Iterable[Report]) -> set[str]:
    """Return all that is weighed in reports: their terms, and names as they are written."""
    return {term for report in reports for term, *_ in report.terms} | {
        name for report in reports for name in report.named
    }


def _census() -> Census:
    census, _ = Census.objects.get_or_create(pk=1, defaults={"articles": 0})
    return census
