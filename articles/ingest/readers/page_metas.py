"""The meta elements of a web page: by which names they tell of its article, and what they say."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.etree import _Element

# The names of meta elements, the most telling first; plain ones at the end are Pelican's.
DATES = (
    *("article:published_time", "og:published_time", "datepublished", "parsely-pub-date"),
    *("sailthru.date", "article.published", "article_date_original", "publish-date"),
    *("publishdate", "publish_date", "published_time", "pubdate", "date", "dc.date.issued"),
    "dcterms.issued",
    *("dcterms.created", "dcterms.date", "dc.date", "citation_publication_date"),
    *("citation_online_date", "citation_date", "dc:date dc:created", "dc:date", "dcterms:date"),
)
CHANGES = (
    *("article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod"),
    *("revised", "dc.date.modified", "dcterms.modified", "updated_time", "modified"),
)
AUTHORS = (
    *("author", "parsely-author", "sailthru.author", "byl", "dc.creator", "article:author"),
    *("authors", "citation_author", "dcterms.creator"),
)
EXCERPTS = ("og:description", "description", "twitter:description", "dc.description", "summary")
KEYWORDS = (
    *("news_keywords", "keywords", "parsely-tags", "sailthru.tags", "tags", "citation_keywords"),
)
IMAGES = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
SITES = ("og:site_name", "application-name", "dc.publisher")
SECTIONS = ("article:section", "parsely-section", "category")


@dataclass(frozen=True)
class Metas:
    """The contents of meta elements by name, property or itemprop, in lower case."""

    by_name: Mapping[str, list[str]]

    def first(self, *names: str) -> list[str]:
        """The contents of the first of these that the page has."""
        return next((self.by_name[name] for name in names if name in self.by_name), [])

    def each(self, *names: str) -> Iterator[str]:
        """The contents of all of these, in this order."""
        for name in names:
            yield from self.by_name.get(name, ())


def read(tree: _Element) -> Metas:
    """The meta elements of a page that say something."""
    found = defaultdict(list)
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        names = {meta.get(key, "").lower() for key in ("property", "name", "itemprop")}
        for name in names - {""} if content else ():
            found[name].append(content)
    return Metas(dict(found))
