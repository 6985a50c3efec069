"""Store the records of an export in an empty archive, under the numbers that they had.

The whole is one transaction: an archive that holds half of what it was would pass for whole.
"""

from collections.abc import Iterable
from functools import partial

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from articles import sequences
from articles.events.membership import count, refresh
from articles.ingest import copying, repeated, surroundings
from articles.ingest.exported import Exported
from articles.ingest.outcomes import add_outcomes
from articles.ingest.records import Item, Rejection, Stored
from articles.ingest.refused import safely, time_limited
from articles.ingest.store_lock import keep_others_from_storing
from articles.ingest.versions import COPIED_FIELDS, link_rows
from articles.models import (
    Article,
    Event,
    Import,
    ImportProblem,
    Mention,
    Original,
    SourceLink,
    TaggedArticle,
    Tombstone,
)

# References within a table are checked at the end, since some lead to a later line. All others are
# checked at once: PostgreSQL keeps what is yet to be checked in memory.
_LATE_REFERENCES = """
SELECT string_agg(quote_ident(conname), ', ') FROM pg_constraint
WHERE contype = 'f' AND conrelid = confrelid
  AND conrelid IN ('articles_article'::regclass, 'articles_event'::regclass)
"""

# Whoever does not come to an end that way leads nowhere or in a circle.
_CUT = """
WITH RECURSIVE sound AS (
    SELECT id FROM {table} WHERE {column} IS NULL
    UNION
    SELECT row.id FROM {table} row JOIN sound ON row.{column} = sound.id
)
UPDATE {table} SET {column} = NULL
WHERE {column} IS NOT NULL AND id NOT IN (SELECT id FROM sound)
RETURNING id
"""

_NOT_A_COPY = "What it is a copy of is not in this archive, or leads back to it: it stands alone."
_NOT_MERGED = "What it was merged into is not in this archive, or leads back to it."


class NotEmptyError(Exception):
    """The archive holds something already, so numbers could mean two things."""


def begin() -> None:
    """Keep others from storing until the transaction ends; raise NotEmptyError if they have."""
    keep_others_from_storing()
    for model in (Article, Event, Tombstone):
        if model.objects.exists():
            raise NotEmptyError(
                f"The archive holds {model._meta.verbose_name_plural} already, and numbers can "
                "only be kept in an empty one. Leave --keep-ids out, or use another database."
            )
    with connection.cursor() as cursor:
        cursor.execute(_LATE_REFERENCES)
        late = cursor.fetchone()[0]
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS {late} DEFERRED")


def store_records(run: Import, batch: list[tuple[Item, Exported | Rejection]]) -> list[Stored]:
    """Store a batch and return what became of each item, in order.

    What cannot stand beside the others is rejected by itself.
    """
    return safely(partial(_store, run), batch)


def settle(run: Import) -> dict[int, str]:
    """Finish what was stored; return what there is to say of articles, by their numbers."""
    copies = _cut(Article, "duplicate_of_id")
    _tell(run, copies, _NOT_A_COPY)
    for event in _cut(Event, "merged_into_id"):
        ImportProblem.objects.create(
            import_run=run, path=f"event {event}", outcome="created", reason=_NOT_MERGED
        )
    count(Event.objects.values_list("pk", flat=True))
    refresh(Event.objects.filter(title=surroundings.UNTITLED).values_list("pk", flat=True))
    for model in (Article, Tombstone):
        sequences.skip_to(Article, (model.objects.aggregate(last=Max("pk"))["last"] or 0) + 1)
    sequences.skip_to(Event, (Event.objects.aggregate(last=Max("pk"))["last"] or 0) + 1)
    return dict.fromkeys(copies, _NOT_A_COPY)


def _cut(model, column: str) -> list[int]:
    """Take away references that lead nowhere or in a circle; return the rows that had them."""
    with connection.cursor() as cursor:
        cursor.execute(_CUT.format(table=model._meta.db_table, column=column))
        return [pk for (pk,) in cursor.fetchall()]


def _tell(run: Import, articles: Iterable[int], reason: str) -> None:
    originals = Original.objects.filter(article__in=articles).defer("content")
    ImportProblem.objects.bulk_create(
        ImportProblem(
            import_run=run,
            path=original.origins[0],
            outcome="created",
            reason=reason,
            original=original,
        )
        for original in originals
    )


def _store(run, batch) -> list[Stored]:
    with transaction.atomic(), time_limited(batch):
        return _Batch(run, batch).store()


class _Batch:
    """One batch on its way in."""

    def __init__(self, run, batch):
        self.run, self.batch = run, batch
        records = [result for _, result in batch if isinstance(result, Exported)]
        numbers = [record.columns["id"] for record in records]
        addresses = [record.article.canonical_url for record in records]
        rows = Article.objects
        self.numbers = set(rows.filter(pk__in=numbers).values_list("pk", flat=True))
        self.addresses = {""}.union(
            rows.filter(canonical_url__in=addresses).values_list("canonical_url", flat=True)
        )
        self.erased = set(Tombstone.objects.filter(pk__in=numbers).values_list("pk", flat=True))
        self.erased |= {
            tombstone["article"]
            for record in records
            for tombstone in record.rest.get("tombstones", ())
        }
        known = Original.objects.filter(sha256__in={item.sha256 for item, _ in batch})
        self.originals = {one.sha256: one for one in known.defer("content")}
        self.taken = []

    def store(self):
        outcomes = [self._take(item, result) for item, result in self.batch]
        self._write()
        add_outcomes(self.run, self.batch, outcomes, self.originals)
        return [
            Stored(item.path, outcome, article, reason)
            for (item, _), (outcome, article, reason) in zip(self.batch, outcomes, strict=True)
        ]

    def _take(self, item, result):
        """Decide on one item; return its outcome, the number of its article, and the reason."""
        original = self.originals.get(item.sha256)
        if item.content and original and original.article_id:
            return "unchanged", original.article_id, "The same record is in the archive."
        reason = str(result) if isinstance(result, Rejection) else self._conflict(result)
        if reason:
            return "rejected", None, reason
        number = result.columns["id"]
        self.numbers.add(number)
        self.addresses.add(result.article.canonical_url)
        self.originals[item.sha256] = self._original(item, result, original)
        self.taken.append((item, result))
        outcome = "duplicate" if "duplicate_of" in result.columns else "created"
        return outcome, number, " ".join(result.article.notes)

    def _conflict(self, record):
        """Say why a record cannot stand beside those that came before it, or nothing."""
        number, address = record.columns["id"], record.article.canonical_url
        if number in self.erased:
            return f"Article {number} was erased and stays so."
        if number in self.numbers:
            return f"An earlier record has the number {number}. Give one of them another."
        if address and address in self.addresses:
            return f"An earlier record has the address {address}. Take one of them out."
        return ""

    def _original(self, item, record, known):
        """Keep the record byte for byte, under the names that its article came in by."""
        original = known or Original(sha256=item.sha256, content=item.content)
        original.origins = list(record.origins) or [item.origin]
        original.article_id = record.columns["id"]
        original.import_run = self.run
        original.rejected_for = ""
        return original

    def _write(self):
        records = [record for _, record in self.taken]
        sources = surroundings.sources_of(records)
        categories = surroundings.categories_of(records)
        tags = surroundings.tags_of(records)
        surroundings.make_events(records)
        articles = [_article(record, sources, categories) for record in records]
        surroundings.make_repeated(records, sources)
        pairs = list(zip(articles, records, strict=True))
        repeated.prepare((article, record.article) for article, record in pairs)
        copying.insert_as_they_are(articles)
        surroundings.make_tombstones(records)
        surroundings.skip_numbers(records)
        TaggedArticle.objects.bulk_create(
            TaggedArticle(content_object=article, tag=tag)
            for article, record in pairs
            for tag in {tags[given["name"]] for given in record.tags if given["name"] in tags}
        )
        SourceLink.objects.bulk_create(
            link for article, record in pairs for link in link_rows(article, record.article)
        )
        Mention.objects.bulk_create(
            Mention(article=article, event_id=event)
            for article, record in pairs
            for event in {event["id"] for event in record.also_about}
        )
        self._write_originals()

    def _write_originals(self):
        for item, _ in self.taken:
            original = self.originals[item.sha256]
            if original.pk:
                original.save(update_fields=["origins", "article", "import_run", "rejected_for"])
        Original.objects.bulk_create(
            original
            for original in (self.originals[item.sha256] for item, _ in self.taken)
            if not original.pk
        )


def _article(record: Exported, sources, categories) -> Article:
    clean, columns = record.article, dict(record.columns)
    now = timezone.now()
    category = categories.get(record.category["name"]) if record.category else None
    article = Article(
        **{name: getattr(clean, name) for name in COPIED_FIELDS},
        canonical_url=clean.canonical_url,
        source=sources[record.source["domain"]] if record.source else None,
        category=category,
        event_id=columns.pop("event", None),
        duplicate_of_id=columns.pop("duplicate_of", None),
        **{"added_at": now, "updated_at": now} | columns,
    )
    article.curated_fields = list(article.curated_fields)
    if article.is_published:
        article.first_public_at = article.first_public_at or now
    return article
