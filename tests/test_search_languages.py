"""Each article is read in its own language, and what one language passes over another keeps."""

import pytest

from articles.search import statistics
from articles.titles import title_key
from tests.factories import make_article
from tests.searches import ask, facet, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def several():
    """An archive mainly in English, with an article in French and one in German."""
    make_article(title="AI Act", body_text="The AI Act was read on time. Also: a vote.")
    make_article(title="An act", body_text="They act in time, with a model.")
    make_article(title="A model", body_text="No AI models here, only a model act.")
    make_article(title="Loi", body_text="Une loi sur l'IA ; elle agit en time.", language="fr")
    make_article(title="Gesetz", body_text="Das Gesetz der Umsetzung.", language="de-AT")
    statistics.count_keys()


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ('"AI Act"', ["AI Act"]),
        ('"AI model"', ["A model"]),
        ('act -"AI Act"', ["A model", "An act"]),
        ('title:"AI Act"', ["AI Act"]),
        ('"time. Also:"', ["AI Act"]),
        ('"loi sur l\'IA"', ["Loi"]),
        ('"Umsetzung der"', ["Gesetz"]),
        ('"der Umsetzung"', ["Gesetz"]),
        ('"loi sur l\'IA" OR "AI Act"', ["AI Act", "Loi"]),
    ],
)
def test_a_word_that_another_language_passes_over_stays_in_a_phrase(q, expected):
    assert titles(q) == expected


@pytest.mark.usefixtures("several")
def test_what_is_marked_is_the_phrase_as_the_language_of_the_article_has_it():
    def marked(q):
        [row] = ask(q).rows
        return [part.text for part in row.hits[0].highlight if part.marked]

    assert marked('"AI Act"') == ["AI", "Act"]
    assert marked('"loi sur l\'IA"') == ["loi", "IA"]


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize(
    ("q", "same"),
    [
        ("act -the", "act"),
        ('act -"of the"', "act"),
        ("model OR the", "model"),
        ("(model OR the) act", "model act"),
        ("model the", "model"),
        ("-(the OR model) act", "act -model"),
    ],
)
def test_a_word_that_says_nothing_changes_nothing_wherever_it_stands(q, same):
    assert titles(q) == titles(same) != []


@pytest.mark.parametrize("q", ["the", "-the", '"of the"', "the OR of", "-(the of)"])
def test_words_that_say_nothing_find_nothing_and_are_told(q):
    make_article(title="The act")
    found = ask(q)
    assert found.total == 0
    assert "too common" in found.problems[0].message


def test_a_title_of_words_that_say_nothing_is_found():
    title = "To be or not to be"
    make_article(title=title, title_key=title.lower(), body_text="On a play.")
    make_article(title="Another", body_text="To be or not to be.")
    assert titles("to be or not to be") == ["To be or not to be"]
    assert titles("to be or not to be source:none.example") == []


@pytest.mark.parametrize(("title", "number"), [("The", 1), ("The act", 0)])
def test_values_beside_words_that_say_nothing_are_counted_among_articles_of_that_title(
    title, number
):
    make_article(title=title, title_key=title_key(title), source_url="https://one.example/a")
    make_article(title="Report", source_url="https://two.example/b")
    found = ask("the", source="one.example", facets=True)
    assert found.total == number
    assert facet(found, "source") == ({"one.example": 1} if number else {})


@pytest.mark.usefixtures("several")
def test_the_languages_beside_an_answer_are_those_that_the_query_finds_without_that_choice():
    found = ask("AI act", lang="fr", facets=True)
    assert found.total == 0
    assert facet(found, "lang") == {"en": 2}


def test_words_that_the_main_language_passes_over_are_looked_for_in_the_others():
    for number in range(3):
        make_article(title=f"J'ai vu {number}", body_text="Une loi.", language="fr")
    make_article(title="On AI", body_text="AI is here.", language="en")
    statistics.count_keys()
    assert titles("AI") == ["On AI"]


@pytest.fixture
def neighbours():
    """Words that French or German endings make into other English ones."""
    make_article(title="An open door", body_text="The door is open, and nothing else.")
    make_article(title="OpenAI reports", body_text="The company said so.")
    make_article(title="Stats of the league", body_text="Stats, stats and more stats.")
    make_article(title="A state rule", body_text="The state has a rule, in plain words.")
    make_article(title="L'État", body_text="OpenAI et l'état ; les openais.", language="fr")
    make_article(title="Der Staat", body_text="Die States und OpenAI.", language="de")
    statistics.count_keys()


@pytest.mark.usefixtures("neighbours")
@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("openai", ["Der Staat", "L'État", "OpenAI reports"]),
        ("state", ["A state rule", "Der Staat"]),
        ("title:state", ["A state rule"]),
        ("state -rule", ["Der Staat"]),
        ("stats", ["Der Staat", "Stats of the league"]),
    ],
)
def test_a_word_is_read_as_another_language_has_it_in_articles_of_that_language_alone(q, expected):
    assert titles(q) == expected


@pytest.mark.usefixtures("neighbours")
def test_a_stem_of_another_language_adds_nothing_to_the_score_of_an_article():
    make_article(title="Rule of a league", body_text="Stats, stats, state, stats and stats.")
    statistics.count_keys()
    found = {row.hits[0].article.title: row.hits[0].score for row in ask("state rule").rows}
    assert found["A state rule"] > found["Rule of a league"] > 0


def test_an_article_in_the_language_of_a_region_is_found_by_its_endings():
    make_article(title="The law", body_text="Of laws.")
    make_article(title="Gesetz", body_text="Die Gesetze treten in Kraft.", language="de-at")
    make_article(title="Loven", body_text="Lovene gælder.", language="del")
    statistics.count_keys()
    assert titles("Gesetzen") == ["Gesetz"]
    assert titles("Gesetzen", lang="de-at") == ["Gesetz"]


def test_a_language_that_is_gone_is_looked_for_no_more_once_keys_are_counted():
    for number in range(20):
        make_article(title=f"Act {number}")
    gone = make_article(title="Gesetz", language="de")
    statistics.count_keys()
    gone.delete()
    assert statistics.is_count_old()
    statistics.count_keys()
    assert not statistics.is_count_old()


def test_a_language_that_is_new_is_looked_for_once_keys_are_counted_which_an_import_does():
    for number in range(20):
        make_article(title=f"Act {number}")
    statistics.count_keys()
    assert not statistics.is_count_old()
    make_article(title="Gesetz", body_text="Die Gesetze treten in Kraft.", language="de")
    assert statistics.is_count_old()
    statistics.count_keys()
    assert titles("Gesetzen") == ["Gesetz"]


@pytest.mark.parametrize("q", ["the", "WHO", "to be or not to be"])
def test_words_that_say_nothing_are_told_as_such_where_other_languages_have_none_of_them(q):
    make_article(title="En", body_text="Who are the ones to be?")
    make_article(title="Fr", body_text="La loi est là.", language="fr")
    make_article(title="Zh", body_text="欧盟", language="zh")
    found = ask(q)
    assert found.total == 0
    assert "too common" in found.query.problems[0].message


def test_the_language_of_a_region_is_that_language():
    make_article(title="A", body_text="A lei.", language="pt")
    make_article(title="B", body_text="A lei.", language="pt-br")
    assert titles("lang:pt-BR") == ["A", "B"]
    assert titles("lang:pt") == ["A"]
