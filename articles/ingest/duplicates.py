"""Which article carries a text already: the same words, or nearly the same from another outlet."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import F, Q

from articles.ingest.records import CleanArticle
from articles.ingest.shingles import ENOUGH, likeness
from articles.models import WORDS_THAT_PROVE_A_COPY, Article
from articles.querysets import HEAVY

# Syndication takes days; the bound keeps the search for copies small in a large archive.
_DAYS_APART = timedelta(days=30)

# A text that is like this many others which are not copies of each other shares boilerplate with
# them and no report.
_BOILERPLATE = 3


class Texts:
    """The texts that a batch may bring again: the archive's, and those that came before in it."""

    def __init__(self, batch: Iterable[CleanArticle]):
        self._same = _same_words(clean.text_digest for clean in batch)
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
        found = [article for article in self._new if _may_be_like(given, article)]
        found += _sketched_alike(given)
        found.sort(key=lambda article: _shared(given, article), reverse=True)
        near = [article for article in found[:_BOILERPLATE] if _is_like(given, article)]
        return near[0] if near and len(near) < _BOILERPLATE else None


def part(articles: Iterable[int]) -> None:
    """Make copies whose text is no longer that of the article in front of them copies no more.

    Only the articles with these ids and their copies are looked at. What a curator called a copy
    stays one.
    """
    ids = list(articles)
    copies = (
        Article.objects.filter(Q(pk__in=ids) | Q(duplicate_of__in=ids), duplicate_of__isnull=False)
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


def _sketched_alike(given) -> list[Article]:
    """Return what stands for its text, without it, and shares a part of its sketch with this."""
    span = given.published - _DAYS_APART, given.published + _DAYS_APART
    return list(
        Article.objects.filter(
            sketch__overlap=list(given.sketch),
            published__range=span,
            word_count__gte=WORDS_THAT_PROVE_A_COPY,
            duplicate_of=None,
        )
        .exclude(canonical_url="")
        .exclude(source=given.source)
        .only("title", "sketch", "text_digest", "canonical_url", "word_count", "source")
        .order_by("id")
    )


def _may_be_known_by_likeness(article) -> bool:
    return bool(article.canonical_url) and article.word_count >= WORDS_THAT_PROVE_A_COPY


def _may_be_like(given, article) -> bool:
    return (
        article.duplicate_of is None
        and _may_be_known_by_likeness(article)
        and article.source_id != given.source_id
        and abs(article.published - given.published) <= _DAYS_APART
        and _shared(given, article) > 0
    )


def _shared(one, other) -> int:
    """Count the parts that two sketches share."""
    return len({*one.sketch} & {*other.sketch})


def _is_like(one, other) -> bool:
    """Say whether two outlets have printed nearly the same text.

    What one outlet writes twice, of the day's puzzle or a sale, is two articles, however alike.
    """
    return (
        one.source_id != other.source_id
        and _may_be_known_by_likeness(one)
        and _may_be_known_by_likeness(other)
        and likeness(one.body_text, other.body_text) >= ENOUGH
    )
