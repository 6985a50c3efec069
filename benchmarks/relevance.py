"""How well search ranks, on collections with judged queries, beside bm25s in the same run.

Run `python -m benchmarks.relevance FOLDER…` from the root. A folder holds `corpus.jsonl` (`_id`,
`title`, `text`), `queries.jsonl` (`_id`, `text`) and `qrels.tsv` (query, document, grade, under a
heading). Documents come in through the import, all on one day and without a source; a query is its
words with OR between them, and the answer is the one that pages show, with one fixed setting.

The figure is nDCG@10 as trec_eval has it (ndcg_cut_10 with -c): a document's gain is its grade,
divided by log2(rank + 1), over the best order of all that is judged. (Elsewhere the gain is
2^grade - 1; for a collection with one grade that is the same.) A query without a document of a
grade above 0 is left out; one that finds nothing counts 0, and so does a document that the import
rejected, wherever it is judged.

A duplicate is listed under its article only, so no list can show both. The article then stands for
all documents that it carries: together they are one document, with the highest of their grades,
in the list and in the best order. bm25s is measured by the same rule, though it may show both: the
first of them counts. The table's last column has what comes out for us when each document is
looked for under its own name instead, so that a duplicate is one never found.
"""

import argparse
import csv
import json
import logging
import math
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import fmean

from django.db import connection

from articles.ingest.containers import items
from articles.ingest.gates import open_gate
from articles.ingest.pipeline import Line, Options, Progress, run_import
from articles.models import Article
from articles.query import parse
from articles.search import Shape, answer
from benchmarks import scratch

try:
    import bm25s
except ImportError:
    bm25s = None

_DEPTH = 10
_ASKED = 100
_OPERATORS = {"OR"}
_HEADING = (
    *("collection", "queries", "left out", "documents", "rejected", "duplicates"),
    *("nDCG@10", "bm25s", "by own name"),
)
_SHAPE = Shape(grouped=False, per_page=_ASKED)

Grades = dict[str, float]


@dataclass(frozen=True)
class Collection:
    """Documents as (title, text) by id, queries by id, and {query: {document: grade}}."""

    name: str
    documents: dict[str, tuple[str, str]]
    queries: dict[str, str]
    judged: dict[str, Grades]


@dataclass(frozen=True)
class Stored:
    """What an import made of a collection.

    `carrier` has the article (its id) that stands for a document in lists, `own` the article that
    the document itself became; documents that were rejected are in neither.
    """

    carrier: dict[str, int]
    own: dict[str, int]
    rejected: int

    @property
    def duplicates(self) -> int:
        """How many documents are listed under another's article."""
        return sum(self.carrier[name] != self.own[name] for name in self.own)


def main() -> None:
    """Measure each collection in turn and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    folders = parser.parse_args().folders
    if bm25s is None:
        print("bm25s is not installed, so it is left out: pip install bm25s\n")
    print(f"| {' | '.join(_HEADING)} |\n|{' --- |' * len(_HEADING)}", flush=True)
    with scratch.database():
        for folder in folders:
            scratch.empty()
            print(_row(_read(folder)), flush=True)


def _row(collection: Collection) -> str:
    stored = _store(collection)
    asked = {
        query: text
        for query, text in collection.queries.items()
        if any(grade > 0 for grade in collection.judged.get(query, {}).values())
    }
    ours = {query: _ours(text) for query, text in asked.items()}
    cells = [
        collection.name,
        len(asked),
        len(collection.queries) - len(asked),
        len(collection.documents),
        stored.rejected,
        stored.duplicates,
        f"{_mean(ours, collection, _names(stored.carrier)):.4f}",
        f"{_rival(asked, collection, stored):.4f}" if bm25s else "–",
        f"{_mean(ours, collection, _names(stored.own)):.4f}",
    ]
    return f"| {' | '.join(map(str, cells))} |"


def _read(folder: Path) -> Collection:
    judged: dict[str, Grades] = {}
    with (folder / "qrels.tsv").open(encoding="utf-8", newline="") as file:
        for query, document, grade in islice(csv.reader(file, delimiter="\t"), 1, None):
            judged.setdefault(query, {})[document] = float(grade)
    documents = {d["_id"]: (d["title"], d["text"]) for d in _lines(folder / "corpus.jsonl")}
    queries = {query["_id"]: query["text"] for query in _lines(folder / "queries.jsonl")}
    return Collection(folder.resolve().name, documents, queries, judged)


def _lines(path: Path) -> Iterable[dict]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _store(collection: Collection) -> Stored:
    """Import the documents, each a line, without grouping, and publish whatever they look like."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="archive-benchmark-") as folder:
        path = Path(folder, "documents.jsonl")
        with path.open("w", encoding="utf-8") as file:
            for title, text in collection.documents.values():
                record = {"title": title, "body": text, "date": "2025-01-01"}
                file.write(json.dumps(record) + "\n")
        options = Options(gate=open_gate, group=False)
        run_import(items([str(path)]), collection.name, options, Progress(), lines.append)
    by_line = {int(re.search(r"(\d+)\D*$", line.path)[1]): line.article for line in lines}
    own = {
        name: by_line[number]
        for number, name in enumerate(collection.documents, 1)
        if by_line.get(number)
    }
    fronts = dict(Article.objects.exclude(duplicate_of=None).values_list("pk", "duplicate_of"))
    carrier = {name: fronts.get(article, article) for name, article in own.items()}
    return Stored(carrier, own, len(collection.documents) - len(own))


def _names(articles: dict[str, int]) -> dict[str, str]:
    """Return by what name a document is looked for: that of its article, or its own."""
    return {name: f"article {article}" for name, article in articles.items()}


def _ours(text: str) -> list[str]:
    words = [word for word in re.findall(r"[^\W_]+", text) if word not in _OPERATORS]
    query = parse({"q": [" OR ".join(words)]})
    if query.problems:
        print(f"  {text[:60]}… : {query.problems[0].message}")
    return [f"article {row.article.pk}" for row in answer(query, _SHAPE).rows]


def _rival(asked: dict[str, str], collection: Collection, stored: Stored) -> float:
    """Return the figure of bm25s: the Lucene variant, its own stop words, PostgreSQL's stems."""
    names = list(collection.documents)
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    engine = bm25s.BM25(method="lucene")
    engine.index(_tokens(f"{a} {b}" for a, b in collection.documents.values()), show_progress=False)
    found, _ = engine.retrieve(_tokens(asked.values()), k=_ASKED, show_progress=False)
    called = {name: name for name in names} | _names(stored.carrier)
    lists = [list(dict.fromkeys(called[names[n]] for n in numbers)) for numbers in found]
    return _mean(dict(zip(asked, lists, strict=True)), collection, called)


def _tokens(texts: Iterable[str]):
    return bm25s.tokenize(list(texts), stopwords="en", stemmer=_stems, show_progress=False)


def _stems(words: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((ts_lexize('english_stem', word))[1], word)"
            " FROM unnest(%s::text[]) WITH ORDINALITY given(word, place) ORDER BY place",
            [list(words)],
        )
        return [stem for (stem,) in cursor.fetchall()]


def _mean(lists: dict[str, list[str]], collection: Collection, called: dict[str, str]) -> float:
    """Return the mean nDCG@10 of lists; `called` says what documents are called in them."""
    return fmean(_ndcg(found, collection.judged[query], called) for query, found in lists.items())


def _ndcg(found: list[str], judged: Grades, called: dict[str, str]) -> float:
    grades: Grades = {}
    for document, grade in judged.items():
        name = called.get(document, document)
        grades[name] = max(grade, grades.get(name, 0))
    best = sorted(grades.values(), reverse=True)
    return _gain(grades.get(name, 0) for name in found) / _gain(best)


def _gain(grades: Iterable[float]) -> float:
    return sum(
        max(grade, 0) / math.log2(rank + 1) for rank, grade in enumerate(islice(grades, _DEPTH), 1)
    )


if __name__ == "__main__":
    main()
