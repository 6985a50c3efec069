"""The sources of what comes in: found by domain, made where they are new."""

from collections.abc import Iterable

from articles.ingest.records import CleanArticle
from articles.models import Source, SourceDomain


def sources_of(articles: Iterable[CleanArticle]) -> dict[str, Source]:
    """Return the source of every domain, making those that are new and naming the nameless."""
    names = {}
    for article in articles:
        if article.source_domain:
            names[article.source_domain] = names.get(article.source_domain) or article.source_name
    found = _known_sources(set(names))
    for domain in sorted(names.keys() - found.keys()):
        found[domain] = _new_source(domain)
    for domain, name in names.items():
        if name and found[domain].name == found[domain].domain:
            found[domain].name = name
            found[domain].save(update_fields=["name"])
    return found


def _new_source(domain: str) -> Source:
    """Return a new source that is called by its domain until somebody says its name."""
    values = {"name": domain[:200], "homepage": f"https://{domain}/"}
    source, _ = Source.objects.get_or_create(domain=domain, defaults=values)
    SourceDomain.objects.get_or_create(domain=domain, defaults={"source": source})
    return source


def _known_sources(domains: set[str]) -> dict[str, Source]:
    rows = SourceDomain.objects.filter(domain__in=domains).select_related("source")
    return {row.domain: row.source for row in rows}
