"""Who searches for one name of a thing finds its other names too, from a table curators edit."""

import pytest

from articles.models import Synonym
from articles.query import And, Filter, Not, Or, Phrase, Word, parse_text
from articles.search.synonyms import expanded
from tests.factories import make_article
from tests.searches import ask, titles

pytestmark = pytest.mark.django_db

DESK = "/admin/articles/synonym/"


@pytest.fixture(autouse=True)
def groups():
    Synonym.objects.all().delete()
    named = [
        ("AI Act", "EU AI Act", "Regulation (EU) 2024/1689"),
        ("GPAI", "general-purpose AI"),
        ("NIST AI RMF", "AI Risk Management Framework"),
        ("NIST", "National Institute"),
    ]
    Synonym.objects.bulk_create(Synonym(members="\n".join(names)) for names in named)


def also(text):
    """The names that a query is widened by."""
    return sorted(_texts(expanded(parse_text(text)[0])) - _texts(parse_text(text)[0]))


def _texts(part):
    match part:
        case Word() | Phrase():
            return {part.text}
        case And() | Or():
            return set().union(*map(_texts, part.parts))
        case Not():
            return _texts(part.part)
    return set()


ACT = And((Word("AI"), Word("Act")))
LAW = Phrase("Regulation (EU) 2024/1689")
GENERAL = Or((Phrase("general-purpose"), Word("generalpurpose")))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("AI Act", Or((ACT, LAW))),
        ('"ai act"', Or((Phrase("ai act"), LAW))),
        ("chips AI Act", And((Word("chips"), Or((ACT, LAW))))),
        ("tag:x AI Act -ban", And((Filter("tag", "x"), Or((ACT, LAW)), Not(Word("ban"))))),
        ("gpai", Or((Word("gpai"), Phrase("general-purpose AI")))),
        ("general-purpose AI", Or((And((GENERAL, Word("AI"))), Word("GPAI")))),
        ("title:GPAI", Or((Word("GPAI", "title"), Phrase("general-purpose AI", "title")))),
        ("ban OR gpai", Or((Word("ban"), Word("gpai"), Phrase("general-purpose AI")))),
        ("Regulation (EU) 2024/1689", None),
    ],
)
def test_neighbouring_words_that_are_a_name_are_any_of_its_names(text, part):
    found = expanded(parse_text(text)[0])
    if part is None:
        assert {"AI Act", "EU AI Act"} <= _texts(found)
    else:
        assert found == part


@pytest.mark.parametrize(
    "text",
    [
        *("", "Act AI", "AI the Act", "AI -Act", "AI tag:x Act", "-gpai", "-(AI Act)", '-"AI Act"'),
        *('"the AI Act"', "tag:gpai", 'source:"AI Act"', "AI title:Act", "date:2025", "AI OR Act"),
    ],
)
def test_what_is_no_whole_name_or_is_left_out_stays_as_it_is(text):
    assert expanded(parse_text(text)[0]) == parse_text(text)[0]


def test_the_longest_name_is_meant():
    assert also("NIST AI RMF") == ["AI Risk Management Framework"]
    assert also("NIST rules") == ["National Institute"]


def test_case_accents_and_signs_do_not_matter():
    assert also("Gpaí") == ["general-purpose AI"]
    assert also("general purpose ai") == ["GPAI"]
    assert "GPAI" in also("General-Purpose AI")


def test_names_that_have_the_words_anyway_are_not_asked_for():
    assert "EU AI Act" not in also("AI Act")
    assert "AI Act" in also("EU AI Act")


def test_a_long_query_is_widened_within_bounds():
    part = expanded(parse_text("gpai " * 500)[0])
    assert sum(isinstance(one, Or) for one in part.parts) == 40
    assert len(part.parts) == 500


def test_articles_are_found_by_any_name():
    make_article(title="By number", body_text="Regulation (EU) 2024/1689 enters into force.")
    make_article(title="By name", body_text="The AI Act enters into force.")
    make_article(title="Neither", body_text="An act on fishing.")
    assert titles("ai act") == titles('"AI Act"') == ["By name", "By number"]
    assert titles("Regulation (EU) 2024/1689") == ["By name", "By number"]
    assert titles('force -"ai act"') == ["By number"]


def test_the_answer_is_still_to_the_query_that_was_asked():
    make_article(body_text="The AI Act enters into force.")
    assert ask("gpai").query.part == Word("gpai")
    assert ask("AI Act zebra").is_partial


def test_the_table_is_read_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        expanded(parse_text("AI Act (gpai OR nist) title:gpai")[0])


def test_a_change_of_the_table_shows_in_the_next_search():
    assert also("gpai") == ["general-purpose AI"]
    Synonym.objects.filter(members__startswith="GPAI").update(members="GPAI\nfoundation models")
    assert also("gpai") == ["foundation models"]


def test_curators_edit_the_names_and_history_keeps_them(curator_client):
    curator_client.post(f"{DESK}add/", {"members": "  DPIA \r\n\r\nimpact assessment\r\ndpia"})
    made = Synonym.objects.get(members="DPIA\nimpact assessment")
    assert made.revisions.get().pgh_label == "added"
    assert also("dpia") == ["impact assessment"]
    curator_client.post(f"{DESK}{made.pk}/delete/", {"post": "yes"})
    assert also("dpia") == []


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ("One", "Write from two to 12 different names"),
        ("One\none\n?!", "Write from two to 12 different names"),
        ("One\nóne", "Write from two to 12 different names"),
        ("\n".join(f"name {n}" for n in range(13)), "Write from two to 12 different names"),
        ("One\n" + "a" * 101, "is longer than 100 characters"),
        ("Another\ngpai", "stands in “GPAI = general-purpose AI” already. Change it there."),
    ],
)
def test_a_group_that_cannot_work_is_refused(curator_client, members, told):
    page = curator_client.post(f"{DESK}add/", {"members": members})
    assert told in page.content.decode()
    assert Synonym.objects.count() == 4
