"""Words are found however they are joined, and with accents or without."""

from importlib import import_module

import pytest
from django.db import connection

from articles.models import Article
from tests.factories import make_article
from tests.searches import titles
from tests.test_search_passages import shown_passage

pytestmark = pytest.mark.django_db

READ = import_module("articles.migrations.0030_words_as_they_are_read")


def parted(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT archive_parted(%s)", [text])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("AI/ML", "AI ML"),
        ("Regulation 2024/1689", "Regulation 2024 1689"),
        ("all sectors.Bring it", "all sectors. Bring it"),
        ("OpenAI.The end.", "OpenAI. The end."),
        ("Character.AI", "Character.AI"),
        ("example.com, 3.5", "example.com, 3.5"),
        ("A.I. in the U.S., the F.T.C.", "AI. in the US., the FTC."),
        ("J.K. Rowling", "JK. Rowling"),
        ("Daten\u00adschutz\u200b\u2060", "Datenschutz"),
        ("AT&T", "ATT"),
        ("https://a.example/b", "https://a.example b"),
    ],
)
def test_what_joins_words_is_written_apart_and_what_parts_one_is_left_out(text, written):
    assert parted(text) == written


@pytest.mark.parametrize(
    ("q", "body"),
    [
        ("ML", "An audit of AI/ML systems."),
        ("sectors", "They spoke for all sectors.Bring them in."),
        ("bring", "They spoke for all sectors.Bring them in."),
        ("A.I.", "The law of AI."),
        ("AI", "The law of A.I. and more."),
        ("FTC", "The F.T.C. sued."),
        ("Datenschutz", "Der Daten\u00adschutz gilt."),
        ("regula\u00adtors\u200b", "Other regulators agreed."),
        ("oeuvre", "A whole œuvre."),
        ("Lukasz Oster", "Łukasz Øster resigned."),
        ("Strasse", "In der Straße."),
    ],
)
def test_they_are_found(q, body):
    make_article(title="A", body_text=body)
    assert titles(q) == ["A"]


@pytest.mark.parametrize(
    ("language", "body", "words"),
    [
        ("es", "Las regulaciones entran en vigor.", ["regulación", "regulaciones"]),
        ("es", "La regulación entra en vigor.", ["regulación", "regulaciones", "regulacion"]),
        ("pt", "As regulações entram em vigor.", ["regulação", "regulações"]),
        ("fr", "Les régulées se plaignent.", ["régulé", "régulées", "regulees"]),
        ("ru", "Правила нового искусственного разума.", ["новый", "искусственный"]),
        ("de", "Die Straßen sind gesperrt.", ["Straße", "Strasse", "strassen"]),
    ],
)
def test_an_ending_is_known_by_its_accents_and_a_word_without_them(language, body, words):
    make_article(title="A", language=language, body_text=body)
    assert [titles(word) for word in words] == [["A"]] * len(words)


def test_a_word_that_says_nothing_with_its_accents_is_not_looked_for_without():
    make_article(title="A", language="ru", body_text="Закон принят.")
    assert titles("какой закон lang:ru") == ["A"]


@pytest.mark.parametrize(
    ("q", "language", "body", "shown"),
    [
        ("cafe", "en", "They met in a café there", "They met in a [café] there"),
        ("écoles", "fr", "Dans les écoles primaires", "Dans les [écoles] primaires"),
        ("ecoles", "fr", "Dans les écoles primaires", "Dans les [écoles] primaires"),
        ("regulaciones", "es", "La regulación en vigor", "La [regulación] en vigor"),
        ("ML", "en", "An audit of AI/ML systems", "An audit of AI/[ML] systems"),
        ("bring", "en", "For all sectors.Bring them in", "For all sectors.[Bring] them in"),
        ("Datenschutz", "de", "Der Daten\u00adschutz gilt", "Der [Datenschutz] gilt"),
        ("café", "fr", "Une œuvre de café", "Une œuvre de [café]"),
        ("Straße", "de", "In der Straße", "In der [Straße]"),
        ("tags", "en", "The <b>tags</b> of it/them", "The <b>[tags]</b> of it/them"),
    ],
)
def test_they_are_marked_as_they_are_written(q, language, body, shown):
    make_article(title="A", language=language, body_text=body)
    assert shown_passage(q) == shown


def test_articles_that_stand_here_already_are_made_anew_and_no_others():
    make_article(title="En", body_text="Nothing of it.")
    make_article(title="Joined", body_text="It is open-source.")
    make_article(title="Es", body_text="La regulación.", language="es")

    def es():
        return Article.objects.values_list("search_vector", flat=True).get(title="Es")

    with connection.cursor() as cursor:
        cursor.execute(READ.FORMER.FOLD)
        cursor.execute(READ.FORMER_VECTOR)
        cursor.execute("UPDATE articles_article SET body_text = body_text")
        assert "'regul'" not in es()
        cursor.execute(READ.FOLD)
        cursor.execute(READ.VECTOR)
        cursor.execute(READ.RENEW)
        assert cursor.rowcount == 2
    assert "'regul'" in es()
