"""Which article carries a text already: the same words, or nearly the same from another outlet."""

import json
from collections import defaultdict
from collections.abc import Iterable

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q

from articles.ingest.blocks import blocks, plain
from articles.ingest.records import CleanArticle
from articles.ingest.shingles import DAYS_APART, ENOUGH, likeness, sought
from articles.models import WORDS_THAT_PROVE_A_COPY, Article, Original, Source
from articles.querysets import HEAVY

# A text that is like this many others which are not copies of each other shares boilerplate with
# them and no report.
_BOILERPLATE = 3

# In JSON: for each text its address, the numbers sought in sketches, its source and its day.
# OFFSET 0 has the index of sketches used first: while an import fills the archive, the planner
# knows nothing of the table and would rather read all of a month.
_SKETCHED_ALIKE = """
SELECT given.address, alike.id
FROM (
    SELECT value ->> 0 AS address,
           ARRAY(SELECT jsonb_array_elements_text(value -> 1)::int) AS sought,
           (value ->> 2)::bigint AS source,
           (value ->> 3)::date AS day
    FROM jsonb_array_elements(%(texts)s::jsonb)
) given
CROSS JOIN LATERAL (
    SELECT a.id
    FROM (SELECT * FROM articles_article WHERE sketch && given.sought OFFSET 0) a
    WHERE a.source_id <> given.source
      AND a.published BETWEEN given.day - %(days)s AND given.day + %(days)s
      AND a.word_count >= %(words)s
      AND a.canonical_url <> '' AND a.duplicate_of_id IS NULL
    ORDER BY cardinality(
        ARRAY(SELECT unnest(a.sketch) INTERSECT SELECT unnest(given.sought))
    ) DESC, a.id
    LIMIT %(most)s
) alike
"""


class Texts:
    """The texts that a batch may bring again: the archive's, and those that came before in it."""

    def __init__(self, batch: list[CleanArticle], sources: dict[str, Source]):
        self._same = _same_words(clean.text_digest for clean in batch)
        self._alike = _sketched_alike(batch, sources)
        self._new: list[Article] = []

    def add(self, article: Article) -> None:
        """Add an article that is made in this batch."""
        self._same[article.text_digest].append(article)
        self._new.append(article)

    def carrier(self, given: Article) -> Article | None:
        """Return the article that stands for the text of a new one already, if any."""
        for article in self._same[given.text_digest]:
            both_addressed = given.canonical_url and article.canonical_url
            if article.title == given.title or (
                both_addressed and given.word_count >= WORDS_THAT_PROVE_A_COPY
            ):
                return article.duplicate_of or article
        return self._nearest(given) if _may_be_known_by_likeness(given) else None

    def _nearest(self, given):
        """Return the article of another outlet whose text is nearly the same, if any."""
        numbers = sought(given.sketch, given.published)
        found = self._alike[given.canonical_url] + [
            article
            for article in self._new
            if not numbers.isdisjoint(article.sketch) and _may_be_like(given, article)
        ]
        found.sort(key=lambda article: len(numbers.intersection(article.sketch)), reverse=True)
        near = [article for article in found[:_BOILERPLATE] if _is_like(given, article)]
        return near[0] if near and len(near) < _BOILERPLATE else None


def part(articles: Iterable[int], up_to: int | None = None) -> None:
    """Make copies whose text is no longer that of the article in front of them copies no more.

    Only the articles with these ids and their copies are looked at; with `up_to`, only pairs of
    which neither has a higher id. What a curator called a copy stays one, and so does what has no
    original left, since those are its front's now.
    """
    ids = list(articles)
    bound = Q() if up_to is None else Q(pk__lte=up_to, duplicate_of__lte=up_to)
    copies = (
        Article.objects.filter(Q(pk__in=ids) | Q(duplicate_of__in=ids), duplicate_of__isnull=False)
        .filter(bound, Exists(Original.objects.filter(article=OuterRef("pk"))))
        .exclude(text_digest=F("duplicate_of__text_digest"))
        .exclude(curated_fields__contains=["duplicate_of"])
        .select_related("duplicate_of")
        .defer("search_vector", "duplicate_of__search_vector")
    )
    parted = [copy.pk for copy in copies if not _is_like(copy, copy.duplicate_of)]
    Article.objects.filter(pk__in=parted).update(duplicate_of=None, grouped_at=None)


def _same_words(digests) -> dict[str, list[Article]]:
    found = Article.objects.filter(text_digest__in=set(digests))
    by_text = defaultdict(list)
    for article in found.defer(*HEAVY).select_related("duplicate_of").order_by("id"):
        by_text[article.text_digest].append(article)
    return by_text


def _sketched_alike(batch, sources) -> dict[str, list[Article]]:
    """Return, by the address of each, what stands for its text and shares most of its sketch."""
    rows = [
        (
            clean.canonical_url,
            list(sought(clean.sketch, clean.published)),
            sources[clean.source_domain].pk,
            clean.published,
        )
        for clean in batch
        if _may_be_known_by_likeness(clean)
    ]
    bounds = {"days": DAYS_APART, "words": WORDS_THAT_PROVE_A_COPY, "most": _BOILERPLATE}
    with connection.cursor() as cursor:
        cursor.execute(_SKETCHED_ALIKE, {"texts": json.dumps(rows, default=str), **bounds})
        found = cursor.fetchall()
    articles = Article.objects.defer("search_vector").in_bulk({pk for _, pk in found})
    alike = defaultdict(list)
    for address, pk in found:
        alike[address].append(articles[pk])
    return alike


def _may_be_known_by_likeness(article) -> bool:
    return bool(article.canonical_url) and article.word_count >= WORDS_THAT_PROVE_A_COPY


def _may_be_like(given, article) -> bool:
    return (
        article.duplicate_of is None
        and _may_be_known_by_likeness(article)
        and article.source_id != given.source_id
        and abs((article.published - given.published).days) <= DAYS_APART
    )


def _is_like(one, other) -> bool:
    """Say whether two outlets have printed nearly the same text.

    What one outlet writes twice, of the day's puzzle or a sale, is two articles, however alike.
    """
    return (
        one.source_id != other.source_id
        and _may_be_known_by_likeness(one)
        and _may_be_known_by_likeness(other)
        and likeness(plain(blocks(one.body_html)), plain(blocks(other.body_html))) >= ENOUGH
    )
