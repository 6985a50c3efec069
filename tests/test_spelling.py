"""“Did you mean” puts mistyped words right by the words that the archive is written with."""

import pytest

from articles.models import Article, Event, Synonym, VocabularyWord
from articles.query import parse
from articles.search.spelling import count_words, suggestion
from tests.factories import make_article, make_event
from tests.searches import ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def vocabulary():
    counts = {
        "artificial": 900,
        "intelligence": 800,
        "regulation": 700,
        "regulator": 90,
        "commission": 500,
        "safety": 400,
        "tokenizer": 30,
        "organization": 300,
        "artifical": 3,
        "models": 400,
        "model": 300,
        "chips": 60,
        "ships": 50,
        "saftey": 41,
        "reglement": 20,
    }
    VocabularyWord.objects.bulk_create(
        VocabularyWord(word=word, articles=articles) for word, articles in counts.items()
    )


def meant(text):
    return suggestion(parse({"q": [text]}))


@pytest.mark.usefixtures("vocabulary")
@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("inteligence", "intelligence"),
        ("artifical inteligence", "artificial intelligence"),
        ("regualtion", "regulation"),
        ("asfety", "safety"),
        ("chpis", "chips"),
        ("Artifical", "Artificial"),
        ("ARTIFICAL", "ARTIFICIAL"),
        ("comision", "commission"),
        ("Réglment", "Reglement"),
        ("title:regualtion", "title:regulation"),
        ('(regualtion OR "artifical x") -tag:chpis', '(regulation OR "artifical x") -tag:chpis'),
        ("  regualtion   date:2025-13", "regulation   date:2025-13"),
        ("“artifical” inteligence", "“artifical” intelligence"),
    ],
)
def test_a_mistyped_word_is_put_right_and_the_rest_is_kept(typed, right):
    assert meant(typed) == right


@pytest.mark.usefixtures("vocabulary")
@pytest.mark.parametrize(
    "typed",
    [
        *("", "artificial intelligence", "ships", "saftey", "zzzzzzzz", "tokenizers", "modeled"),
        *("organisation", '"inteligence"', "-inteligence", "tag:inteligence", "ai", "act", "chp"),
        *("人工智能", "inteligence2024", "e-inteligence", "date:2025", "safety:inteligence"),
    ],
)
def test_what_is_known_quoted_left_out_or_like_nothing_stays(typed):
    assert meant(typed) is None


@pytest.mark.usefixtures("vocabulary")
def test_a_word_that_articles_have_with_another_ending_is_meant():
    make_article(body_text="Modes of regulations.")
    assert meant("mode") == "model"
    for number in range(6):
        make_article(title=f"Modes {number}")
    assert meant("mode") is None
    assert meant("modes") is None


@pytest.mark.usefixtures("vocabulary")
def test_a_name_that_curators_wrote_down_is_meant():
    assert meant("chibs") == "chips"
    Synonym.objects.create(members="CHIBS\nchips in boxes")
    assert meant("chibs") is None
    assert meant("boxs chpis") == "boxs chips"


@pytest.mark.usefixtures("vocabulary")
def test_however_much_is_typed_a_few_words_are_looked_up(django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        assert meant("inteligence " * 400).count("intelligence") == 3


def test_the_words_of_listed_articles_events_tags_and_sources_are_counted():
    first = make_article(
        title="Économie of chips",
        body_text="Chips and chips, 人工智能, 2024, a b2b offer.",
        tags=("Compute",),
        source_url="https://outlet.example/a",
    )
    event = make_event(first, make_article(title="Chips", body_text="Nothing new."))
    Event.objects.filter(pk=event.pk).update(title="Lisbon summit")
    make_article(
        title="Hidden", tags=("Secret",), status=Article.Status.WITHDRAWN, status_reason="x"
    )
    count_words()
    counts = dict(VocabularyWord.objects.values_list("word", "articles"))
    assert counts["chips"] == 2
    assert {"economie", "b2b", "compute", "lisbon", "summit"} <= counts.keys()
    assert not {"hidden", "secret", "2024", "of"} & counts.keys()
    assert all(word.isascii() for word in counts)


def test_counting_again_counts_anew():
    article = make_article(title="Zeppelins", body_text="They flew.")
    assert count_words() == VocabularyWord.objects.count()
    article.delete()
    count_words()
    assert not VocabularyWord.objects.filter(word="zeppelins").exists()


def test_an_answer_with_few_results_asks_what_was_meant():
    make_article(title="Zeppelins", body_text="They flew.")
    count_words()
    assert ask("zepelins").suggestion == "zeppelins"
    assert ask("zeppelins").suggestion is None


def test_what_finds_no_more_is_not_suggested():
    make_article(title="Zeppelins", body_text="They flew.")
    make_article(title="Zepelins", body_text="Others land.", title_key="zepelins")
    VocabularyWord.objects.create(word="zeppelins", articles=90)
    assert ask("zepelins land").suggestion is None


def test_who_types_a_title_is_not_asked_what_was_meant():
    make_article(title="Zeppelins", body_text="They fly.")
    make_article(title="Other zeppelins", body_text="They fly.")
    make_article(title="Zepelins", title_key="zepelins", body_text="Zepelins fly.")
    VocabularyWord.objects.create(word="zeppelins", articles=90)
    assert ask("zepelins fly").suggestion == "zeppelins fly"
    assert ask("Zepelins").suggestion is None
