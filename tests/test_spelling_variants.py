"""British and American spellings of a word find each other."""

import pytest

from articles.query import Not, Or, Phrase, Word, parse_text
from articles.search.synonyms import expanded
from articles.search.variants import other_spelling
from tests.factories import make_article
from tests.searches import titles


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("labour", "labor"),
        ("behavioural", "behavioral"),
        ("centre", "center"),
        ("organisation", "organization"),
        ("standardised", "standardized"),
        ("anonymisation", "anonymization"),
        ("analyse", "analyze"),
        ("catalogue", "catalog"),
        ("defence", "defense"),
        ("licence", "license"),
        ("modelling", "modeling"),
        ("labelled", "labeled"),
        ("fulfilment", "fulfillment"),
        ("programme", "program"),
        ("judgement", "judgment"),
    ],
)
def test_a_pair_leads_both_ways(british, american):
    assert other_spelling(british) == american
    assert other_spelling(american) == british
    assert other_spelling(british.upper()) == american


@pytest.mark.parametrize(
    "word",
    [
        *("exercise", "promise", "size", "prize", "motor", "hour", "four", "tour", "her", "paper"),
        *("evidence", "control", "controlled", "science", "officer", "enterprise", "advise", ""),
    ],
)
def test_a_word_that_has_one_spelling_is_left_alone(word):
    assert other_spelling(word) is None


@pytest.mark.django_db
def test_a_query_takes_both_but_not_within_quotes_or_where_left_out():
    assert expanded(Word("labour")) == Or((Word("labour"), Word("labor")))
    assert expanded(Word("labour", "title")) == Or(
        (Word("labour", "title"), Word("labor", "title"))
    )
    for text, part in (('"labour"', Phrase("labour")), ("-labour", Not(Word("labour")))):
        assert expanded(parse_text(text)[0]) == part


@pytest.mark.django_db
def test_articles_of_either_spelling_are_found():
    make_article(title="British", body_text="The organisation labelled the centre a risk.")
    make_article(title="American", body_text="The organization labeled the center a risk.")
    for q in ("organisation labelled centre", "organization labeled center"):
        assert titles(q) == ["American", "British"]
    assert titles('"organisation labelled"') == ["British"]
