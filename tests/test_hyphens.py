"""A word is found however it is written: with a hyphen, a space, or in one."""

import pytest

from articles.query import Not, Or, Phrase, Word, parse_text
from articles.search.synonyms import expanded
from tests.factories import make_article
from tests.searches import ask, titles
from tests.test_search_passages import shown_passage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("GPT-5", Or((Phrase("GPT-5"), Word("GPT5")))),
        ("title:open-source", Or((Phrase("open-source", "title"), Word("opensource", "title")))),
        ("state-of-the-art", Phrase("state-of-the-art")),
        ("GPT5", Or((Word("GPT5"), Phrase("GPT 5")))),
        ("gpt4o", Or((Word("gpt4o"), Phrase("gpt 4o")))),
        ("gpt5.1", Or((Word("gpt5.1"), Phrase("gpt 5.1")))),
        ("B2B", Word("B2B")),
        ("-open-source", Not(Phrase("open-source"))),
        ('"open-source"', Phrase("open-source")),
    ],
)
def test_a_parted_word_is_a_phrase_or_one_word_and_letters_stand_apart_from_their_number(
    text, part
):
    assert expanded(parse_text(text)[0]) == part


@pytest.fixture
def spellings():
    """The same things written in several ways, and what only looks like them."""
    make_article(title="A", body_text="The new GPT-5 is an open-source model, by e-mail.")
    make_article(title="B", body_text="The new GPT 5 is an open source model, by email.")
    make_article(title="C", body_text="GPT5 is opensource, and state-of-the-art.")
    make_article(title="D", body_text="Of GPT-4, 5 rules are open, says a source. The e was mail.")
    make_article(title="E", body_text="COVID-19 and SB-1047 from 2024-2025, at -5 degrees.")


@pytest.mark.usefixtures("spellings")
@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("GPT-5", ["A", "B", "C"]),
        ("GPT5", ["A", "B", "C"]),
        ("gpt 5", ["A", "B", "D"]),
        ('"GPT 5"', ["A", "B"]),
        ("open-source", ["A", "B", "C"]),
        ("open source", ["A", "B", "D"]),
        ('"new GPT-5 is an open source model"', ["A", "B"]),
        ('"an open-source"', ["A", "B"]),
        ("e-mail", ["A", "B"]),
        ("open -open-source", ["D"]),
        ('"state of the art"', ["C"]),
        ('"covid 19"', ["E"]),
        ("covid 19", ["E"]),
        ("sb1047", ["E"]),
        ("2025", ["E"]),
        ('"open‑source model"', ["A", "B"]),
    ],
)
def test_every_way_to_write_it_finds_every_other(q, expected):
    assert titles(q) == expected


def test_a_last_part_that_says_nothing_by_itself_is_not_left_out():
    make_article(title="A", body_text="A Start-up with an opt-out, day-to-day.")
    make_article(title="B", body_text="A startup, and they opt out of it.")
    make_article(title="C", body_text="They start at eight. Some opted.")
    assert titles("start-up") == titles("startup") == titles("START‑UP") == ["A", "B"]
    assert titles("opt-out") == ["A"]
    assert titles('"day to day"') == ["A"]


@pytest.mark.usefixtures("spellings")
def test_what_is_found_by_another_way_to_write_it_scores():
    assert all(row.hits[0].score > 0 for row in ask("GPT-5").rows)
    assert {row.hits[0].score > 0 for row in ask("sb1047").rows} == {True}


@pytest.mark.parametrize(
    ("q", "body", "expected"),
    [
        ("GPT-5", "It is GPT-5.", "It is [GPT]-[5]."),
        ("gpt 5", "It is GPT-5, or GPT 5.", "It is [GPT]-[5], or [GPT] [5]."),
        ('"open source"', "An open-source model-card", "An [open]-[source] model-card"),
    ],
)
def test_what_is_marked_keeps_its_hyphens(q, body, expected):
    make_article(body_text=body)
    assert shown_passage(q) == expected


def test_a_short_name_with_an_ampersand_is_a_word():
    make_article(title="A", body_text="AT&T pays for R&D.")
    make_article(title="B", body_text="They looked at t and at d. Terms&Conditions apply.")
    assert titles("AT&T") == titles("at&t") == titles('"AT&T pays"') == ["A"]
    assert titles("R&D") == ["A"]
    assert titles("conditions") == ["B"]
