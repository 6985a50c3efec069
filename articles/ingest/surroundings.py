"""What exported articles lead to, made from its description where the archive has it not yet.

Of two descriptions of one thing the first stands.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from articles import sequences
from articles.ingest import copying
from articles.ingest.exported import Exported
from articles.ingest.repeated import of_source
from articles.models import (
    Article,
    Category,
    Event,
    RepeatedBlock,
    Source,
    SourceDomain,
    Tag,
    TagAlias,
    Tombstone,
)
from articles.names import name_key

UNTITLED = "New event"

Described = Mapping[str, Any]


def make_events(records: list[Exported]) -> None:
    """Make the events that articles report or mention, and those that none does."""
    told = [record.event for record in records if record.event]
    told += [event for record in records for event in record.also_about]
    events = _first(told + _rest(records, "events"), "id")
    known = set(Event.objects.filter(pk__in=events).values_list("pk", flat=True))
    copying.insert_as_they_are([_event(given) for pk, given in events.items() if pk not in known])


def sources_of(records: list[Exported]) -> dict[str, Source]:
    """Return the source of each main domain, making those that are new."""
    told = [record.source for record in records if record.source]
    described = _first(told + _rest(records, "sources"), "domain")
    claims = SourceDomain.objects.filter(domain__in=described).select_related("source")
    found = {claim.domain: claim.source for claim in claims}
    found |= {source.domain: source for source in Source.objects.filter(domain__in=described)}
    new = [given for domain, given in described.items() if domain not in found]
    made = Source.objects.bulk_create(Source(**_without(given, "domains")) for given in new)
    found |= {source.domain: source for source in made}
    SourceDomain.objects.bulk_create(
        (
            SourceDomain(source=source, domain=domain)
            for source, given in zip(made, new, strict=True)
            for domain in given.get("domains", (source.domain,))
        ),
        ignore_conflicts=True,
    )
    return found


def make_repeated(records: list[Exported], sources: Mapping[str, Source]) -> None:
    """Keep what sources repeat, so that it is left out of the texts that are stored next."""
    found = {}
    for record in records:
        for given in record.repeated if record.source else ():
            source = sources[record.source["domain"]]
            digest = of_source(given["words"], source.pk)
            new = {"standing": "found", "found_at": timezone.now()}
            columns = new | _without(given, "words")
            found.setdefault(digest, RepeatedBlock(digest=digest, source=source, **columns))
    known = RepeatedBlock.objects.filter(digest__in=found).values_list("digest", flat=True)
    numbers = set(known)
    copying.insert_as_they_are([block for digest, block in found.items() if digest not in numbers])


def categories_of(records: list[Exported]) -> dict[str, Category]:
    """Return the category of each name, making those that are new."""
    told = [record.category for record in records if record.category]
    described = _first(told + _rest(records, "categories"), "name")
    return Category.objects.resolve_described(described)


def tags_of(records: list[Exported]) -> dict[str, Tag]:
    """Return the tag of each name, making those that are new, with their aliases."""
    told = [tag for record in records for tag in record.tags] + _rest(records, "tags")
    described = _first((_without(tag, "aliases") for tag in told), "name")
    found = Tag.objects.resolve_described(described)
    aliases = {
        (alias["name"], alias["slug"]): TagAlias(
            tag=found[tag["name"]],
            name=alias["name"],
            key=name_key(alias["name"]),
            slug=alias["slug"],
        )
        for tag in told
        if tag["name"] in found
        for alias in tag.get("aliases", ())
    }
    TagAlias.objects.bulk_create(aliases.values(), ignore_conflicts=True)
    return found


def make_tombstones(records: list[Exported]) -> None:
    """Put up the tombstones of articles that were erased and do not stand here again."""
    told = _first(_rest(records, "tombstones"), "article")
    known = set(Tombstone.objects.filter(pk__in=told).values_list("pk", flat=True))
    known |= set(Article.objects.filter(pk__in=told).values_list("pk", flat=True))
    copying.insert_as_they_are([_tombstone(given) for pk, given in told.items() if pk not in known])


def skip_numbers(records: list[Exported]) -> None:
    """Leave the numbers alone that the archive had given, even to what is gone."""
    for model, name in ((Article, "next_article"), (Event, "next_event")):
        for record in records:
            if name in record.rest:
                sequences.skip_to(model, record.rest[name])


def _rest(records: Iterable[Exported], kind: str) -> list[Described]:
    return [given for record in records for given in record.rest.get(kind, ())]


def _first(described: Iterable[Described], key: str) -> dict[Any, Described]:
    found = {}
    for given in described:
        found.setdefault(given[key], given)
    return found


def _without(given: Described, name: str) -> dict[str, Any]:
    return {key: value for key, value in given.items() if key != name}


def _event(given: Described) -> Event:
    heir = {"merged_into_id": given.get("merged_into")}
    new = {"title": UNTITLED, "created_at": timezone.now()}
    return Event(**new | _without(given, "merged_into") | heir)


def _tombstone(given: Described) -> Tombstone:
    new = {"erased_at": timezone.now(), "was_public": False, "digests": []}
    return Tombstone(**new | dict(given))
