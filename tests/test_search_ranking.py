"""Which articles are the best: exactly those that BM25 over all matches puts first."""

import math
from collections import Counter

import pytest
from django.db import connection

from articles.query import parse
from articles.search import best, ranking
from articles.search.scoring import K1, MARKS, THRESHOLDS, B
from articles.search.statistics import count_keys
from articles.titles import title_key
from tests.factories import make_article
from tests.searches import ask, in_order

pytestmark = pytest.mark.django_db

# More than are scored one by one, so that marks must lead to the best.
_MANY = 3000

_FILL = """
INSERT INTO articles_article (title, byline, byline_is_aggregator, excerpt, cover_image, published,
    language, canonical_url, is_archive_summary, body_html, body_text, blocks, repeated_at,
    word_count, text_digest, title_key, sketch, status, status_reason, held_for,
    event_is_curated, curated_fields, added_at, updated_at, first_public_at)
SELECT 'Report ' || n || CASE WHEN n %% 7 = 0 THEN ' accord' ELSE '' END, '', false, '', '',
    '2025-07-01'::date + (n %% 300)::integer, 'en', '', false, '',
    repeat('accord ', (n * 7919 %% 11)::integer) || repeat('treaty ', (n * 104729 %% 13)::integer)
        || repeat('filler ', (n * 15485863 %% 97)::integer)
        || CASE WHEN n %% 50 = 0 THEN 'quantum accord treaty' ELSE '' END,
    '{}', '{}', 1, n::text, CASE WHEN n %% 7 = 0 THEN 'report accord' ELSE 'report' END, '{}',
    'published', '', '', false, '{}', now(), now(), now()
FROM generate_series(1::bigint, %s) n
"""

_EXACT = """
SELECT article_id, lexeme, cardinality(positions)
    + cardinality(array_positions(weights, 'A')), length
FROM articles_searchentry, unnest(vector)
WHERE listed
"""


@pytest.fixture
def many():
    """Articles in which words stand in many numbers and lengths."""
    with connection.cursor() as cursor:
        cursor.execute(_FILL, [_MANY])
    count_keys()


def exact(words, *, all_of=True):
    """Scores worked out one article at a time: {article: score}."""
    with connection.cursor() as cursor:
        cursor.execute(_EXACT)
        rows = cursor.fetchall()
    lengths = {article: length for article, _, _, length in rows}
    mean = sum(lengths.values()) / len(lengths)
    found = Counter(lexeme for _, lexeme, _, _ in rows)
    scores, held = Counter(), Counter()
    for article, lexeme, times, length in rows:
        if lexeme in words:
            idf = math.log(1 + (len(lengths) - found[lexeme] + 0.5) / (found[lexeme] + 0.5))
            norm = K1 * (1 - B + B * length / mean)
            scores[article] += idf * (K1 + 1) * times / (times + norm)
            held[article] += 1
    return {a: s for a, s in scores.items() if not all_of or held[a] == len(words)}


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    ("q", "words", "all_of"),
    [
        ("accord", ["accord"], True),
        ("accord treaty", ["accord", "treati"], True),
        ("accord treaty filler", ["accord", "treati", "filler"], True),
        ("accord OR treaty", ["accord", "treati"], False),
        ("quantum accord", ["quantum", "accord"], True),
    ],
)
def test_the_best_are_those_that_bm25_over_all_matches_puts_first(q, words, all_of):
    expected = exact(words, all_of=all_of)
    ours = best(parse({"q": [q]}), 20)
    assert len(ours) == 20
    for article, score in ours:
        assert score == pytest.approx(expected[article], rel=1e-4)
    assert [s for _, s in ours] == pytest.approx(sorted(expected.values(), reverse=True)[:20])


@pytest.mark.usefixtures("many")
def test_the_best_with_a_phrase_that_most_articles_have_are_those_that_score_highest():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT article_id FROM articles_searchentry WHERE vector @@ 'accord <-> treati'"
        )
        having = {article for (article,) in cursor.fetchall()}
    expected = sorted((s for a, s in exact(["accord", "treati"]).items() if a in having))[-20:]
    ours = best(parse({"q": ['"accord treaty"']}), 20)
    assert len(having) > _MANY / 2
    assert [s for _, s in reversed(ours)] == pytest.approx(expected, rel=1e-4)


@pytest.mark.usefixtures("many")
def test_without_patience_to_make_sure_a_page_is_full_and_in_order(monkeypatch):
    monkeypatch.setattr(ranking, "_PATIENCE", 0)
    expected = exact(["accord", "treati", "filler"])
    ours = best(parse({"q": ["accord treaty filler"]}), 20)
    assert [s for _, s in ours] == pytest.approx([expected[a] for a, _ in ours], rel=1e-4)
    assert [s for _, s in ours] == sorted((s for _, s in ours), reverse=True)
    assert len(ours) == 20


@pytest.mark.usefixtures("many")
def test_what_is_left_out_is_not_among_the_best():
    left_out = {article for article, _ in best(parse({"q": ["quantum"]}), _MANY)}
    ours = [article for article, _ in best(parse({"q": ["accord -quantum"]}), 100)]
    assert len(ours) == 100
    assert left_out.isdisjoint(ours)


@pytest.mark.usefixtures("many")
def test_a_page_far_down_goes_on_where_the_one_before_it_ends():
    whole = best(parse({"q": ["accord"]}), 400)
    assert [s for _, s in whole] == sorted((s for _, s in whole), reverse=True)
    assert whole[:40] == best(parse({"q": ["accord"]}), 40)


def test_a_word_in_the_title_counts_again():
    make_article(title="Nothing", body_text="An accord of the ministers.")
    make_article(title="Accord", body_text="What the ministers signed.")
    assert in_order("accord", sort="match") == ["Accord", "Nothing"]


def test_marks_in_the_index_are_the_thresholds_of_the_scoring():
    make_article(title="Report", body_text=" ".join(["accord"] * 40))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT length, tsvector_to_array(archive_key(article_id, listed, published, source,"
            " category, language, byline, tags, length, vector)) FROM articles_searchentry"
        )
        [(length, keys)] = cursor.fetchall()
    impact = 40 / (K1 * (1 - B + B * length / 300))
    reached = {m for m, least in zip(MARKS, THRESHOLDS, strict=True) if impact >= least}
    assert {key[-1] for key in keys if key.startswith("accord\x01")} == reached


def test_an_article_whose_title_was_typed_comes_first():
    title = "The AI Act, explained"
    make_article(title=title, title_key=title_key(title), body_text="What it says of models.")
    for number in range(3):
        body = "The AI act is explained. " * 20
        make_article(title=f"AI act explained: part {number} of many", body_text=body)
    assert in_order("the ai act explained")[0] == title


@pytest.mark.usefixtures("many")
def test_a_title_that_was_typed_comes_first_among_many_matches():
    assert in_order("report 14 accord")[0] == "Report 14 accord"
    assert in_order("accord")[0] != "Report 14 accord"


def test_words_that_say_nothing_are_told():
    make_article(title="Report", body_text="The ministers of the land.")
    found = ask("the of")
    assert found.total == 0
    assert [problem.message for problem in found.problems] == [
        "These words are too common to search for. Add one that says more."
    ]
    assert ask("the ministers").total == 1
