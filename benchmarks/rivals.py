"""What search is compared with: Django's usual way on the same table, and tantivy on its texts.

Both find the twenty best. Django's way ranks all that match, with an index on the vectors; tantivy
is an embedded engine (BM25, exact) whose index stands in files beside the database.
"""

import shutil
import sys

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.core.management.base import OutputWrapper
from django.db import OperationalError, connection
from django.db.models import F

from articles.models import Article
from articles.progress import meter
from benchmarks import FOLDER
from benchmarks.large_archive import make_index, timed
from benchmarks.questions import Question

try:
    import tantivy
except ImportError:
    tantivy = None

BEST = 20
LIMIT = 60  # seconds; what takes longer counts as this

_INDEX = FOLDER / "tantivy"
_WRITER_MEMORY = 200_000_000
_AT_ONCE = 2000
_FILTERS = {"source": "source__domain", "category": "category__slug", "tag": "tags__slug"}


def prepare_naive() -> None:
    """Index the vectors of articles, as Django's documentation has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = 'benchmark_naive'")
        if cursor.fetchone():
            return
    with timed("naive index made"):
        make_index("CREATE INDEX benchmark_naive ON articles_article USING gin (search_vector)")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE articles_article")


def naive(question: Question) -> list[int] | None:
    """Return the articles that rank best by SearchRank, or None where it takes too long."""
    question, found = question.matched(), Article.objects.listed()
    for name, value in question.filters:
        found = found.filter(**_condition(name, value))
    if question.words:
        query = SearchQuery(question.text, config="english", search_type="websearch")
        rank = SearchRank(F("search_vector"), query)
        found = found.filter(search_vector=query).annotate(rank=rank).order_by("-rank")
    else:
        found = found.newest_first()
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = '{LIMIT}s'")
            return list(found.values_list("pk", flat=True)[:BEST])
    except OperationalError:
        return None
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")


def _condition(name: str, value: str) -> dict:
    if name == "date":
        year, month = value.split("-")
        return {"published__year": year, "published__month": month}
    return {_FILTERS[name]: value}


class Tantivy:
    """The texts in tantivy: title and body stemmed, what they are filed under as it is."""

    def __init__(self, size: int):
        """Open the index, or make it."""
        done = _INDEX / "made"
        if not done.exists():
            shutil.rmtree(_INDEX, ignore_errors=True)
            _INDEX.mkdir(parents=True)
            with timed("tantivy's index made"):
                _fill(tantivy.Index(_schema(), path=str(_INDEX)), size)
            done.touch()
        self._index = tantivy.Index.open(str(_INDEX))
        self._index.reload()
        self._searcher = self._index.searcher()

    def best(self, question: Question) -> list[int]:
        """Return the articles that match best, as its search does when nothing else is said.

        It then counts all matches too.
        """
        return self._found(question, counting=True)

    def bare(self, question: Question) -> list[int]:
        """Return the articles that match best, and let it pass over what cannot be among them."""
        return self._found(question, counting=False)

    def _found(self, question: Question, *, counting: bool) -> list[int]:
        question = question.matched()
        query = self._index.parse_query(
            _written(question), ["title", "body"], conjunction_by_default=not question.any
        )
        hits = self._searcher.search(query, BEST, count=counting).hits
        return self._searcher.fast_field_values("number", [address for _, address in hits])


def _written(question: Question) -> str:
    filters = [f'+{name}:"{value}"' for name, value in question.filters]
    words = question.text if question.words else "*"
    if question.any and filters:
        words = f"+({words})"
    return " ".join([words, *filters])


def _schema():
    build = tantivy.SchemaBuilder()
    build.add_integer_field("number", fast=True)
    for name in ("title", "body"):
        build.add_text_field(name, tokenizer_name="en_stem")
    for name in ("source", "category", "tag", "date"):
        build.add_text_field(name, tokenizer_name="raw", index_option="basic")
    return build.build()


def _fill(index, size: int) -> None:
    writer = index.writer(heap_size=_WRITER_MEMORY, num_threads=1)
    related = Article.objects.select_related("source", "category").prefetch_related("tags")
    related = related.only("title", "body_text", "published", "source__domain", "category__slug")
    with meter("Tantivy", "articles", OutputWrapper(sys.stderr), size) as tell:
        for article in related.order_by("pk").iterator(_AT_ONCE):
            writer.add_document(
                tantivy.Document(
                    number=article.pk,
                    title=article.title,
                    body=article.body_text,
                    source=article.source.domain,
                    category=article.category.slug,
                    tag=[tag.slug for tag in article.tags.all()],
                    date=f"{article.published:%Y-%m}",
                )
            )
            tell(1)
    writer.commit()
    writer.wait_merging_threads()
