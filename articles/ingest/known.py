"""What the archive knows already of a batch: its bytes, its addresses, the names of its files."""

from collections import defaultdict
from collections.abc import Iterable

from articles.ingest import shingles
from articles.ingest.records import CleanArticle, Item, Rejection
from articles.models import Article, Original

# Of the shingles of the shorter of two texts about different things, the longer has fewer.
_LEAST_SHARED = 0.05


def originals(digests: Iterable[str]) -> dict[str, Original]:
    """Return what came in before, with its article and without its bytes, by its digest."""
    found = Original.objects.filter(sha256__in=set(digests)).defer("content")
    return {original.sha256: original for original in found.select_related("article")}


def articles_by_address(urls: Iterable[str]) -> dict[str, Article]:
    """Return articles by their canonical addresses."""
    found = Article.objects.filter(canonical_url__in=set(urls) - {""}).defer("search_vector")
    return {article.canonical_url: article for article in found}


def articles_by_name(
    batch: Iterable[tuple[Item, CleanArticle | Rejection]],
) -> dict[str, list[Article]]:
    """Return articles without an address by the names of their files; other names have none."""
    names = {
        item.origin
        for item, clean in batch
        if isinstance(clean, CleanArticle) and not clean.canonical_url
    }
    rows = Original.objects.filter(origins__overlap=list(names), article__canonical_url="")
    named, found = defaultdict(set), defaultdict(list)
    for article, origins in rows.values_list("article", "origins") if names else ():
        named[article] |= names.intersection(origins)
    for article in Article.objects.filter(pk__in=named).defer("search_vector").order_by("pk"):
        for name in named[article.pk]:
            found[name].append(article)
    return found


def is_version_of(article: Article, clean: CleanArticle) -> bool:
    """Whether two of title, day and text are those that an article has: see `articles_by_name`."""
    same = (
        article.title == clean.title,
        article.published == clean.published,
        article.text_digest == clean.text_digest,
    )
    return sum(same) > 1


def is_about_another(article: Article, clean: CleanArticle) -> bool:
    """Whether title, day and text all differ from those that an article has."""
    return (
        article.title != clean.title
        and article.published != clean.published
        and shingles.likeness(article.body_text, clean.body_text) < _LEAST_SHARED
    )
