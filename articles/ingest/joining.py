"""Addresses made anew: what comes to one address is joined, and sources follow their sites.

That happens when the rules for addresses change and everything is made anew.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import F

from articles.events.membership import refresh
from articles.ingest import urls
from articles.ingest.derivation import Reading, save
from articles.ingest.sources import sources_of
from articles.ingest.versions import kept_fields
from articles.models import Article, Original, Source, SourceDomain


def holders(articles: Iterable[Article], readings: Mapping[int, Reading]) -> set[int]:
    """Return what else has, as it stands, an address that one of these articles is to take."""
    taken = {
        address
        for article in articles
        if (address := _address(article, readings[article.pk])) != article.canonical_url
    }
    others = Article.objects.filter(canonical_url__in=taken - {""}).exclude(pk__in=readings)
    return set(others.values_list("pk", flat=True))


def join(articles: Iterable[Article], readings: dict[int, Reading]) -> list[tuple[int, int]]:
    """Join articles that come to one address: (the one that gives it up, the one that has it).

    The one that came first keeps the address, unless a curator wrote it for the other. The
    originals of the other become its versions; the other keeps its number and its page and is a
    copy. The readings follow.
    """
    by_address = defaultdict(list)
    for article in articles:
        if address := _address(article, readings[article.pk]):
            by_address[address].append(article)
    joined = []
    for meeting in by_address.values():
        front, *others = sorted(meeting, key=lambda one: _rank(one, readings[one.pk]))
        for other in others:
            _give_up(other, front)
            readings[front.pk] = readings[front.pk].joined(readings[other.pk])
            readings[other.pk] = Reading()
            joined.append((other.pk, front.pk))
    return joined


def readdress(articles: Iterable[Article], readings: Mapping[int, Reading]) -> dict[int, list[str]]:
    """Give articles the address and source of the version that came first, where they differ.

    Return {article id: names of what changed}. A source that loses its last article to the site
    that it belongs to becomes a further domain of that.
    """
    articles = [article for article in articles if readings[article.pk].versions]
    sources = sources_of(
        version.clean
        for article in articles
        if "source" not in article.curated_fields
        for version in readings[article.pk].versions
    )
    changed, moved = {}, []
    _free_addresses(articles, readings)
    for article in articles:
        former = article.canonical_url, article.source_id
        article.canonical_url = _address(article, readings[article.pk])
        if "source" not in kept_fields(article):
            article.source = sources.get(readings[article.pk].versions[0].clean.source_domain)
        now = article.canonical_url, article.source_id
        names = ("canonical_url", "source")
        if differ := [name for name, a, b in zip(names, former, now, strict=True) if a != b]:
            changed[article.pk] = differ
            moved.append((former[1], article.source_id))
            save(article, differ)
    _absorb_sources(moved)
    return changed


def _address(article: Article, reading: Reading) -> str:
    """Return the canonical address that an article is to have."""
    stays = "canonical_url" in article.curated_fields or reading.failures
    if stays or not reading.versions:
        return article.canonical_url
    return reading.versions[0].clean.canonical_url


def _free_addresses(articles, readings) -> None:
    """Empty the addresses that one of the articles leaves and another takes."""
    new = {article.pk: _address(article, readings[article.pk]) for article in articles}
    moving = [article for article in articles if new[article.pk] != article.canonical_url]
    taken = {new[article.pk] for article in moving} - {""}
    ids = [article.pk for article in moving if article.canonical_url in taken]
    Article.objects.filter(pk__in=ids).update(canonical_url="")


def _absorb_sources(moved: Iterable[tuple[int | None, int | None]]) -> None:
    for former, heir in set(moved):
        source = Source.objects.filter(pk=former, articles=None, name=F("domain"), note="").first()
        if not source or not heir:
            continue
        site = urls.domain(urls.canonical(f"https://{source.domain}/"))
        if SourceDomain.objects.filter(source=heir, domain=site).exists():
            source.domains.update(source=heir)
            source.delete()


def _rank(article: Article, reading: Reading) -> tuple:
    is_curated = "canonical_url" in article.curated_fields
    arrived = reading.versions[0].arrived if reading.versions else article.added_at
    return not is_curated, arrived, article.pk


def _give_up(other: Article, front: Article) -> None:
    """Make an article a copy of the one that has its address; its originals go there."""
    Original.objects.filter(article=other).update(article=front)
    Article.objects.filter(duplicate_of=other).exclude(pk=front.pk).update(duplicate_of=front)
    if front.duplicate_of_id == other.pk:
        front.duplicate_of = None
        front.save(update_fields=["duplicate_of"])
    events = {other.event_id, front.event_id} - {None}
    other.canonical_url = ""
    if "duplicate_of" not in other.curated_fields:
        other.duplicate_of_id = front.duplicate_of_id or front.pk
    if not other.event_is_curated:
        other.event_id = front.event_id
    other.save(update_fields=["canonical_url", "duplicate_of", "event"])
    refresh(events)
