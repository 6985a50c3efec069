"""Phrases are looked up by the pairs of their words, and found wherever they stand."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from articles.query import parse
from articles.search.asking import ask
from tests.factories import make_article
from tests.searches import titles

pytestmark = pytest.mark.django_db

# Words that are stemmed, that say nothing, that are read in parts, and that are long.
WORDS = (
    "models",
    "rights",
    "of",
    "the",
    "self-driving",
    "AI",
    "2024/1689",
    "nœud",
    "法",
    "x" * 400,
)

PAIRS = """
SELECT vector @@ phraseto_tsquery('english', phrase),
    archive_pairs('', vector) @> archive_pairs('', to_tsvector('english', phrase))
FROM (SELECT to_tsvector('english', %s) AS vector, %s::text AS phrase) given
"""


def paired(text, phrase):
    """Whether a text has a phrase, and whether it has all its pairs."""
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, [text, phrase])
        return cursor.fetchone()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(["AI", "AI", "rights", "of"])
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
def test_what_has_a_phrase_has_all_its_pairs(db, words):
    start, end = len(words) // 4, len(words) // 4 + max(1, len(words) // 2)
    has_phrase, has_pairs = paired(" ".join(words), " ".join(words[start:end]))
    assume(has_phrase)
    assert has_pairs


def test_a_phrase_far_into_a_text_is_found_by_its_pairs():
    # PostgreSQL counts places up to 16,383, and keeps 255 of a word.
    filler = " ".join(f"w{number}" for number in range(16_380))
    assert paired(f"{filler} safety board meets", "safety board") == (True, True)
    assert paired("safety board " * 300, "safety board") == (True, True)


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ('"safety board"', ["In body", "In title: safety board"]),
        ('title:"safety board"', ["In title: safety board"]),
        ('"board safety"', ["Turned around"]),
        ('"safety safety"', ["Twice"]),
        ('"board of safety"', ["With a gap"]),
        ('"safety board" -title:"safety board"', ["In body"]),
        ('"safety board" OR "safety safety"', ["In body", "In title: safety board", "Twice"]),
    ],
)
def test_words_of_a_phrase_stand_side_by_side_in_this_order(q, expected):
    make_article(title="In body", body_text="The safety boards met on Monday.")
    make_article(title="In title: safety board", body_text="It met on Monday.")
    make_article(title="Turned around", body_text="A board: safety is its aim.")
    make_article(title="Twice", body_text="Safety, safety and again nothing.")
    make_article(title="With a gap", body_text="The board of safety met, safety and board.")
    assert titles(q) == expected


def test_a_phrase_is_found_in_each_language_of_the_archive():
    make_article(title="English", body_text="The national laws differ.", language="en")
    make_article(title="French", body_text="Les systèmes nationaux diffèrent.", language="fr")
    assert titles('"national law"') == ["English"]
    assert titles('"systèmes nationaux"') == ["French"]


@pytest.mark.parametrize(
    ("q", "tells_all"),
    [
        ('"safety board"', True),
        ('"safety board" -"board of safety"', True),
        ('"safety board" event:1', False),
        ('"safety board" after:2025', False),
        ('title:"safety board"', False),
        ("safety", False),
    ],
)
def test_vectors_are_read_first_only_where_they_tell_all(q, tells_all):
    assert ask(parse({"q": [q]})).condition.only_reads == tells_all
