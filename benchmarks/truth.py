"""What is true of a question: exact BM25 over all that match, and exact counts.

The scores are those of the closed form in articles/search/scoring.py, with its constants, the true
mean length and true document frequencies. Nothing else of the engine is asked but how long articles
are: what matches is decided on their own vectors. It takes seconds a question on a large archive,
so it is kept beside the database.
"""

import json
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import connection

from articles.search import Answer, scoring
from benchmarks import FOLDER
from benchmarks.questions import Question

TOP = 10
_NOTE = FOLDER / "truth.json"
_ALIKE = 1e-6  # scores that differ by less are equal

_ZETA = math.pi**2 / 6
_FREQUENCY = (
    "round(1 / ({zeta} * (1.0000001 - ts_rank('{weights}', vector, {term}::tsquery))) - 0.5)"
)

_MATCHES = """
CREATE TEMP TABLE matching ON COMMIT DROP AS
SELECT a.id, a.published, a.source_id, a.category_id, {score} AS score
FROM (
    SELECT a.id, a.published, a.source_id, a.category_id, e.length, ARRAY[search_vector] AS held
    FROM articles_article a JOIN articles_searchentry e ON e.article_id = a.id
    WHERE a.status = 'published' AND a.duplicate_of_id IS NULL AND {condition} OFFSET 0
) a CROSS JOIN LATERAL (SELECT held[1] AS vector) v
"""

_COUNTS = """
SELECT 'total', '', count(*) FROM matching
UNION ALL SELECT 'source', s.domain, count(*)
    FROM matching JOIN articles_source s ON s.id = source_id GROUP BY 2
UNION ALL SELECT 'category', c.slug, count(*)
    FROM matching JOIN articles_category c ON c.id = category_id GROUP BY 2
UNION ALL SELECT 'tag', t.slug, count(*)
    FROM matching JOIN articles_taggedarticle g ON g.content_object_id = matching.id
    JOIN articles_tag t ON t.id = g.tag_id GROUP BY 2
UNION ALL SELECT 'month', date_trunc('month', published)::date::text, count(*)
    FROM matching GROUP BY 2
"""

_FILTERS = {
    "source": "a.source_id = (SELECT id FROM articles_source WHERE domain = %s)",
    "category": "a.category_id = (SELECT id FROM articles_category WHERE slug = %s)",
    "tag": (
        "a.id IN (SELECT g.content_object_id FROM articles_taggedarticle g"
        " JOIN articles_tag t ON t.id = g.tag_id WHERE t.slug = %s)"
    ),
    "date": "to_char(a.published, 'YYYY-MM') = %s",
}


@dataclass(frozen=True)
class Truth:
    """How many articles match, how they divide, and the scores of the best.

    `counts` has {name: {value: articles}} by source, category, tag and month. `best` are the
    highest scores, at most ten.
    """

    total: int
    counts: dict[str, dict[str, int]]
    best: list[float]


class Reference:
    """Answers questions exactly, each once for as long as the folder is kept."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), avg(length)::float FROM articles_searchentry WHERE listed"
            )
            self._listed, self._mean_length = cursor.fetchone()
        constants = [scoring.K1, scoring.B, scoring.TITLE_WEIGHT, self._mean_length]
        kept = json.loads(_NOTE.read_text(encoding="utf-8")) if _NOTE.exists() else {}
        if kept.get("constants") != constants:
            kept = {"constants": constants, "frequencies": {}, "truths": {}}
        self._kept = kept

    def save(self) -> None:
        """Keep what was found out."""
        _NOTE.write_text(json.dumps(self._kept), encoding="utf-8")

    def of(self, question: Question) -> Truth:
        """Return what is true of a question."""
        truths = self._kept["truths"]
        if question.name not in truths:
            truths[question.name] = asdict(self._find(question))
        return Truth(**truths[question.name])

    def agreement(self, question: Question, found: list[int]) -> float:
        """Return what part of the ten best is among the first ten found.

        One that scores as high as the tenth is as good; one that does not match is not.
        """
        truth = self.of(question)
        wanted = min(TOP, truth.total)
        if not wanted:
            return 1.0
        scores = self._scores(question, found[:TOP])
        least = truth.best[wanted - 1] - _ALIKE
        return min(wanted, sum(score >= least for score in scores)) / wanted

    def _find(self, question: Question) -> Truth:
        counts: dict[str, dict[str, int]] = {}
        condition, values = _condition(question)
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            score, terms = self._score(question)
            cursor.execute(_MATCHES.format(score=score, condition=condition), [*terms, *values])
            cursor.execute(_COUNTS)
            for name, value, number in cursor.fetchall():
                counts.setdefault(name, {})[value] = number
            cursor.execute(f"SELECT score FROM matching ORDER BY score DESC LIMIT {TOP}")
            best = [row[0] for row in cursor.fetchall()]
            cursor.execute("COMMIT")
        return Truth(counts.pop("total")[""], counts, best)

    def _scores(self, question: Question, ids: list[int]) -> list[float]:
        condition, values = _condition(question)
        score, terms = self._score(question)
        matching = _MATCHES.format(score=score, condition=f"{condition} AND a.id = ANY(%s)")
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(matching, [*terms, *values, ids])
            cursor.execute("SELECT score FROM matching")
            found = [row[0] for row in cursor.fetchall()]
            cursor.execute("COMMIT")
        return found

    def _score(self, question: Question) -> tuple[str, list]:
        pieces, values = ["0.0::float8"], []
        k1, b = scoring.K1, scoring.B
        norm = f"{k1} * ({1 - b} + {b} * length / {self._mean_length})"
        frequency = " + ".join(
            f"{weight} * {_FREQUENCY.format(zeta=_ZETA, weights=weights, term='%s')}"
            for weight, weights in ((1, "{1,1,1,1}"), (scoring.TITLE_WEIGHT, "{0,0,0,1}"))
        )
        for lexeme in _lexemes(question.words):
            quoted = _quoted(lexeme)
            pieces.append(f"%s * {k1 + 1} * (1 - {norm} / ({frequency} + {norm}))")
            values += [self._idf(lexeme), quoted, quoted]
        return " + ".join(pieces), values

    def _idf(self, lexeme: str) -> float:
        known = self._kept["frequencies"]
        if lexeme not in known:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM articles_article WHERE status = 'published'"
                    " AND duplicate_of_id IS NULL AND search_vector @@ %s::tsquery",
                    [_quoted(lexeme)],
                )
                [known[lexeme]] = cursor.fetchone()
        return math.log(1 + (self._listed - known[lexeme] + 0.5) / (known[lexeme] + 0.5))


def errors(answer: Answer, truth: Truth) -> tuple[float | None, list[float]]:
    """Return how far an answer's total is off, and each count that it shows, as parts of the truth.

    None and nothing where all of it was counted and is right, or where nothing matches. What a
    facet counts that the question chooses from is another question, so it is left out.
    """
    shown = [
        (facet.name, value.choice.value, value.count)
        for facet in answer.facets
        if facet.name in truth.counts and not answer.query.chosen(facet.name)
        for value in facet.values
    ]
    shown += [("month", month.first_day.isoformat(), month.count) for month in answer.histogram]
    off = [
        abs(count - true) / true
        for name, value, count in shown
        if (true := truth.counts.get(name, {}).get(value))
    ]
    total = abs(answer.total - truth.total) / truth.total if truth.total else 0.0
    if answer.total_is_exact and not total and not any(off):
        return None, []
    return total, off


def _condition(question: Question) -> tuple[str, list]:
    """Return SQL on articles for what matches, and its parameters."""
    parts = [_FILTERS[name] for name, _ in question.filters]
    values = [value for _, value in question.filters]
    if question.words:
        parts.append("a.search_vector @@ websearch_to_tsquery('english', archive_fold(%s))")
        values.append(question.text)
    return " AND ".join(parts) or "true", values


def _lexemes(words: Iterable[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unnest(tsvector_to_array(to_tsvector('english', archive_fold(%s))))",
            [" ".join(words)],
        )
        return [lexeme for (lexeme,) in cursor.fetchall()]


def _quoted(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
