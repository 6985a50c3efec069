"""What an export says of the things around an article: plain dictionaries without what is empty."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from articles import sequences
from articles.models import Article, Category, Event, RepeatedBlock, Source, Tag, Tombstone

_AT_A_TIME = 500


def event(event: Event) -> dict[str, Any]:
    """An event with all that is not counted from its articles."""
    return _filled(
        id=event.pk,
        title=event.title,
        title_is_edited=event.title_is_edited,
        summary=event.summary,
        happened_start=event.happened_start,
        happened_end=event.happened_end,
        merged_into=event.merged_into_id,
        locked=event.locked,
        created_at=event.created_at,
        first_public_at=event.first_public_at,
    )


def source(source: Source) -> dict[str, Any]:
    """A source with its domains."""
    return _filled(
        domain=source.domain,
        name=source.name,
        homepage=source.homepage,
        feed_url=source.feed_url,
        language=source.language,
        country=source.country,
        trusted=source.trusted,
        display=source.display,
        note=source.note,
        domains=sorted(domain.domain for domain in source.domains.all()),
    )


def category(category: Category) -> dict[str, Any]:
    """A category with its address."""
    return _filled(name=category.name, slug=category.slug)


def tag(tag: Tag) -> dict[str, Any]:
    """A tag with its address, its kind and what else it is called."""
    aliases = sorted((alias.name, alias.slug) for alias in tag.aliases.all())
    return _filled(
        name=tag.name,
        slug=tag.slug,
        kind=tag.kind,
        aliases=[{"name": name, "slug": slug} for name, slug in aliases],
    )


def repeated_block(block: RepeatedBlock, words: int) -> dict[str, Any]:
    """A block that a source repeats; `words` is the number of its words in no source.

    It is a text, since readers of JSON do not all hold so large a number.
    """
    return _filled(
        words=str(words),
        text=block.text,
        standing=block.standing,
        found_at=block.found_at,
    )


def tombstone(tombstone: Tombstone) -> dict[str, Any]:
    """What is left of an erased article."""
    return _filled(
        article=tombstone.article,
        reason=tombstone.reason,
        erased_at=tombstone.erased_at,
        was_public=tombstone.was_public,
        digests=tombstone.digests,
    )


def next_numbers() -> dict[str, int]:
    """The numbers that the next article and the next event get."""
    return {
        "next_article": sequences.next_number(Article),
        "next_event": sequences.next_number(Event),
    }


def unattached() -> tuple[int, Iterator[tuple[str, dict[str, Any]]]]:
    """What no article leads to, each under the name of its kind, and how many there are."""
    kinds = (
        ("events", event, Event.objects.filter(articles=None, mentions=None).order_by("pk")),
        ("sources", source, Source.objects.filter(articles=None).order_by("domain")),
        ("categories", category, Category.objects.filter(articles=None).order_by("key")),
        ("tags", tag, Tag.objects.filter(tagged=None).order_by("key")),
        ("tombstones", tombstone, Tombstone.objects.order_by("pk")),
    )
    related = {"sources": ["domains"], "tags": ["aliases"]}
    found = (
        ((kind, describe(row)) for row in rows.iterator(chunk_size=_AT_A_TIME))
        for kind, describe, rows in (
            (kind, describe, rows.prefetch_related(*related.get(kind, [])))
            for kind, describe, rows in kinds
        )
    )
    return sum(rows.count() for _, _, rows in kinds), chain.from_iterable(found)


def _filled(**values: Any) -> dict[str, Any]:
    """The values that are there, days and moments written out."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
        if value
    }
