"""What articles say, worked out anew from their originals and written where it differs.

A reading is made without any lock, since cleaning takes long; it is written under the store's
lock, and only where the originals are still those that were read.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from django.apps import apps
from django.db.models import Max

from articles.ingest import repeated
from articles.ingest.exported import Exported
from articles.ingest.records import Item, Rejection
from articles.ingest.versions import (
    COPIED_FIELDS,
    Said,
    Version,
    adopt,
    kept_fields,
    weigh,
    write_filing,
)
from articles.ingest.worker import Cleaner
from articles.models import Article, Category, Original, Tag

_COLUMNS = (*COPIED_FIELDS, "category", "blocks", "repeated_at")

# Columns that readers see: an article that changes in them was updated.
_SEEN = {*_COLUMNS, "source", "canonical_url"}.difference(
    ("text_digest", "title_key", "sketch", "word_count", "blocks")
)

# What grouping looks at.
GROUPED_BY = {"title", "body_text", "published", "language", "source"}

_DAYS = ("published", "published_at")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass
class Reading:
    """The originals (ids) of an article as they read today: versions, and why others are none."""

    originals: list[int] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def joined(self, other: "Reading") -> "Reading":
        """Return this reading with what can be read of another added to it."""
        versions = sorted([*self.versions, *other.versions], key=lambda one: one.arrived)
        return replace(self, originals=[*self.originals, *other.originals], versions=versions)


def read(articles: Collection[int], cleaner: Cleaner) -> dict[int, Reading]:
    """Read the originals of articles (ids)."""
    readings = {article: Reading() for article in articles}
    originals = Original.objects.filter(article__in=articles)
    for original, result in clean_again(originals, cleaner):
        reading = readings[original.article_id]
        reading.originals.append(original.pk)
        if isinstance(result, Rejection):
            reading.failures.append(f"{original}: {result}")
            continue
        clean = result.article if isinstance(result, Exported) else result
        is_ahead = clean.published > original.received_at.date()
        is_ahead = is_ahead and not original.import_run.past_gates
        version = Version(clean, original.received_at, is_ahead, original.stands_aside)
        reading.versions.append(version)
    return readings


def clean_again(originals, cleaner: Cleaner) -> Iterator[tuple[Original, object]]:
    """Yield originals, without their bytes, in order of arrival, each with what it is today."""
    rows = originals.to_read_again().iterator(chunk_size=10)
    waiting = deque()

    def items():
        for original in rows:
            content, original.content = bytes(original.content), b""
            waiting.append(original)
            yield item_of(original, content)

    for _, result in cleaner.clean_all(items()):
        yield waiting.popleft(), result


def item_of(original: Original, content: bytes) -> Item:
    """Return the item that an original, one of those to read again, came as.

    An entry of a feed may have had no date of its own; it keeps the one that was found for it.
    """
    name, is_exported = original.origins[0], original.import_run.keeps_ids
    return Item(name, name, content, day=original.day, is_exported=is_exported)


def have_changed(readings: Mapping[int, Reading]) -> set[int]:
    """Return the articles that have other originals by now than were read."""
    originals = Original.objects.filter(article__in=readings)
    found = defaultdict(list)
    for pk, article in originals.values_list("pk", "article"):
        found[article].append(pk)
    return {pk for pk, one in readings.items() if sorted(one.originals) != sorted(found[pk])}


def rewrite(articles: Iterable[Article], readings: Mapping[int, Reading]) -> dict[int, list[str]]:
    """Make articles say what their readings come to: {article id: names of what changed}.

    To be called in a transaction that holds the store's lock. What says so already is not
    written. Curated fields stay; so do address, status, event and copies, so `settle` is to be
    called once all are written whose texts changed together.
    """
    articles = [article for article in articles if readings[article.pk].versions]
    corrected = _day_corrections(articles)
    said = {
        article.pk: weigh(
            readings[article.pk].versions, corrected.get(article.pk), article.first_public_at
        )
        for article in articles
    }
    categories = Category.objects.resolve(one.category for one in said.values())
    former = {article.pk: _facts(article) for article in articles}
    for article in articles:
        adopt(article, said[article.pk].clean, categories.get(said[article.pk].category))
    repeated.prepare((article, said[article.pk].clean) for article in articles)
    changed = {
        article.pk: _differences(former[article.pk], _facts(article)) for article in articles
    }
    for article in articles:
        save(article, changed[article.pk])
    for article, names in _file(articles, said).items():
        changed[article] += names
    _judge_blocks(articles, former, changed)
    return {article: names for article, names in changed.items() if names}


def _differences(former: dict, facts: dict) -> list[str]:
    return [name for name in _COLUMNS if former[name] != facts[name]]


def _judge_blocks(articles, former, changed) -> None:
    """Find out anew what is repeated of what articles held that changed, and of what they hold."""
    ours = [a for a in articles if {"blocks", "title", "text_digest"}.intersection(changed[a.pk])]
    held = {block for article in ours for block in article.blocks}
    repeated.judge(held, {block for article in ours for block in former[article.pk]["blocks"]})


def _facts(article) -> dict:
    facts = {name: getattr(article, name) for name in COPIED_FIELDS}
    return facts | {
        "sketch": tuple(article.sketch),
        "category": article.category_id,
        "blocks": list(article.blocks),
        "repeated_at": list(article.repeated_at),
    }


def save(article: Article, names: Collection[str]) -> None:
    """Save these fields of an article; it counts as updated where readers see one of them."""
    if names:
        seen = ["updated_at"] if _SEEN.intersection(names) else []
        article.save(update_fields=[*names, *seen])


def _file(articles, said: Mapping[int, Said]) -> dict[int, list[str]]:
    tags = Tag.objects.resolve(
        name
        for article in articles
        if "tags" not in article.curated_fields
        for name in said[article.pk].clean.tags
    )
    return write_filing([(article, said[article.pk].clean) for article in articles], tags)


def _day_corrections(articles) -> dict[int, datetime]:
    """Return when curators corrected the days of those articles whose day is corrected."""
    ours = [article.pk for article in articles if kept_fields(article).intersection(_DAYS)]
    if not ours:
        return {}
    former = apps.get_model("articles", "ArticleRevision").objects.filter(pgh_obj_id__in=ours)
    uncorrected = former.exclude(curated_fields__overlap=list(_DAYS)).values("pgh_obj_id")
    found = uncorrected.annotate(at=Max("pgh_created_at"))
    return dict.fromkeys(ours, _LONG_AGO) | {row["pgh_obj_id"]: row["at"] for row in found}
