"""A large archive, made by seed and loaded in bulk, and kept where the benchmark is told to."""

import hashlib
import json
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from datetime import time as clock
from itertools import chain, islice
from pathlib import Path

from django.core.management.base import OutputWrapper
from django.core.management.color import no_style
from django.db import connection, models, transaction

from articles.models import Article, Category, Event, Source, SourceDomain, Tag, TaggedArticle
from articles.progress import meter
from articles.search import spelling, statistics
from benchmarks import FOLDER, scratch
from benchmarks.passages import CATEGORIES, SOURCES, TAGS, Made, happenings, texts

_IN_BULK = 4000  # happenings, or entries
_MEMORY = "1GB"  # for making indexes

_NOTE = FOLDER / "made.json"
_FILLED = (Article, Event, TaggedArticle)

_FIGURES = """
SELECT avg(length(a.body_text)), avg(e.length), avg(cardinality(tsvector_to_array(e.vector))),
    avg((e.vector @@ 'ai')::int) * 100, avg((e.event IS NOT NULL)::int) * 100
FROM articles_searchentry e JOIN articles_article a ON a.id = e.article_id
WHERE e.article_id %% %s = 0
"""


def make(size: int, source: str, seed: int) -> None:
    """See to it that the archive has so many articles. Exits where it holds another."""
    wanted = {"size": size, "source": Path(source).name, "seed": seed}
    if _NOTE.exists():
        found = json.loads(_NOTE.read_text(encoding="utf-8"))
        if found != wanted:
            sys.exit(f"{FOLDER} holds {found}. Name another folder with --keep.")
        return
    scratch.empty()
    with timed("texts read"):
        real = texts([source])
    with timed("articles loaded"), _without_triggers():
        _file_under()
        _load(happenings(real, size, seed), size)
    with timed("search entries made"):
        _index(size)
    with timed("vacuumed"):
        _execute("VACUUM ANALYZE")
    with timed("keys and words counted"):
        statistics.count_keys()
        spelling.count_words()
    _NOTE.write_text(json.dumps(wanted), encoding="utf-8")


def describe(size: int) -> None:
    """Print what the articles are like, from a sample of about 10,000."""
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, [max(1, size // 10_000)])
        characters, tokens, lexemes, ai, in_events = map(float, cursor.fetchone())
    print(
        f"{size:,} articles: {characters:,.0f} characters, {tokens:.0f} tokens,"
        f" {lexemes:.0f} lexemes each; “ai” in {ai:.0f} %, {in_events:.0f} % in events",
        flush=True,
    )


def _file_under() -> None:
    """Make what articles are filed under; ids are the numbers that articles have it by."""
    Source.objects.bulk_create(
        Source(pk=n, name=f"Outlet {n}", domain=f"outlet{n}.test") for n in range(1, SOURCES + 1)
    )
    SourceDomain.objects.bulk_create(
        SourceDomain(source_id=n, domain=f"outlet{n}.test") for n in range(1, SOURCES + 1)
    )
    for model, most in ((Category, CATEGORIES), (Tag, TAGS)):
        kind = model._meta.verbose_name
        model.objects.bulk_create(
            model(pk=n, name=f"{kind} {n}", key=f"{kind} {n}", slug=f"{kind}-{n}")
            for n in range(1, most + 1)
        )


def _load(found: Iterator[list[Made]], size: int) -> None:
    done = 0
    with meter("Loading", "articles", OutputWrapper(sys.stderr), size) as tell:
        while batch := list(islice(found, _IN_BULK)):
            made = list(enumerate(chain.from_iterable(batch), done + 1))
            with transaction.atomic():
                _copy(Event, (_event(reports) for reports in batch if reports[0].event))
                _copy(Article, (_article(number, one) for number, one in made))
                _copy(
                    TaggedArticle,
                    (
                        TaggedArticle(content_object_id=number, tag_id=tag)
                        for number, one in made
                        for tag in one.tags
                    ),
                )
            done += len(made)
            tell(len(made))
    for statement in connection.ops.sequence_reset_sql(no_style(), [Article, Event]):
        _execute(statement)


def _copy(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Write rows as they are: no trigger and no `save` completes them."""
    fields = [f for f in model._meta.local_concrete_fields if not f.generated]
    if model is TaggedArticle:
        fields.remove(model._meta.pk)
    columns = ", ".join(f.column for f in fields)
    statement = f"COPY {model._meta.db_table} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([getattr(row, field.attname) for field in fields])


def _event(reports: list[Made]) -> Event:
    first, last = reports[0], reports[-1]
    return Event(
        pk=first.event,
        title=first.title,
        article_count=len(reports),
        source_count=len({one.source for one in reports}),
        first_reported=first.day,
        last_reported=last.day,
        created_at=_moment(first),
        first_public_at=_moment(first),
    )


def _article(number: int, made: Made) -> Article:
    moment = _moment(made)
    return Article(
        pk=number,
        title=made.title,
        body_text=made.body,
        excerpt=made.body[:200],
        word_count=made.body.count(" ") + 1,
        text_digest=hashlib.sha256(made.body.encode()).hexdigest(),
        title_key=made.title.lower()[:300],
        published=made.day,
        source_id=made.source,
        category_id=made.category,
        event_id=made.event or None,
        canonical_url=f"https://outlet{made.source}.test/{number}",
        status=Article.Status.PUBLISHED,
        added_at=moment,
        updated_at=moment,
        grouped_at=moment,
        first_public_at=moment,
    )


def _moment(made: Made) -> datetime:
    return datetime.combine(made.day, clock(12), UTC)


@contextmanager
def _without_triggers() -> Iterator[None]:
    """Neither history nor search look on; what search needs is made afterwards, in bulk."""
    tables = [model._meta.db_table for model in _FILLED]
    for table in tables:
        _execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in tables:
        _execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _index(size: int) -> None:
    """Do what the triggers would have done, and make the indexes once the rows are there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes"
            " WHERE tablename = 'articles_searchentry' AND indexname NOT LIKE '%pkey'"
        )
        indexes = cursor.fetchall()
    for name, _ in indexes:
        _execute(f"DROP INDEX {name}")
    with meter("Entries", "articles", OutputWrapper(sys.stderr), size) as tell:
        for first in range(1, size + 1, _IN_BULK):
            last = min(size, first + _IN_BULK - 1)
            _execute(f"SELECT archive_index_article(n) FROM generate_series({first}, {last}) n")
            tell(last - first + 1)
    _execute("VACUUM ANALYZE articles_searchentry")
    for _, definition in indexes:
        make_index(definition)


def make_index(definition: str) -> None:
    """Make an index with memory to do it in."""
    _execute(f"SET maintenance_work_mem = '{_MEMORY}'")
    _execute(definition)
    _execute("RESET maintenance_work_mem")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long something took."""
    began = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - began:,.1f} s", flush=True)
