"""Curators search articles as readers do, hidden ones included."""

import pytest

from articles.models import Article
from tests.factories import make_article

pytestmark = pytest.mark.django_db

ARTICLES = "/admin/articles/article/"


@pytest.fixture
def library():
    make_article(title="Accord", body_text="Ministers signed the safety accord.", tags=("China",))
    make_article(title="Norway", body_text="Norway never signed.", status=Article.Status.REVIEW)
    make_article(
        title="Gone",
        body_text="The accord on safety was signed.",
        status=Article.Status.WITHDRAWN,
        status_reason="Wrong.",
    )


@pytest.fixture
def found(curator_client, library):
    def titles(q):
        listed = curator_client.get(ARTICLES, {"q": q}).context["cl"].result_list
        return sorted(article.title for article in listed)

    return titles


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("sign accord", ["Accord", "Gone"]),
        ('"safety accord"', ["Accord"]),
        ("signed -accord", ["Norway"]),
        ("norway OR tag:china", ["Accord", "Norway"]),
        ("title:gone", ["Gone"]),
        ("zebra", []),
    ],
)
def test_words_are_found_as_the_language_says_in_hidden_articles_too(found, q, expected):
    assert found(q) == expected


def test_what_is_not_understood_is_told_and_the_rest_found(curator_client, library):
    page = curator_client.get(ARTICLES, {"q": "norway date:2025-13"})
    assert [article.title for article in page.context["cl"].result_list] == ["Norway"]
    assert "“date:2025-13” is not a month: months go from 01 to 12." in page.content.decode()


def test_words_that_say_nothing_list_nothing_and_are_told(curator_client, library):
    page = curator_client.get(ARTICLES, {"q": "the"})
    assert list(page.context["cl"].result_list) == []
    assert "These words are too common to search for." in page.content.decode()


def test_numbers_addresses_and_names_of_files_are_found_as_they_are_written(found):
    article = make_article(title="Filed", source_url="https://outlet.example/a-b?c=1")
    file = article.originals.get().origins[0]
    assert "Filed" in found(str(article.pk))
    assert found("https://outlet.example/a-b") == found("outlet.example/a") == ["Filed"]
    assert found(file) == ["Filed"]


def test_what_is_typed_to_choose_an_article_finds_parts_of_words(curator_client, library):
    asked = {"app_label": "articles", "model_name": "article", "field_name": "duplicate_of"}
    answer = curator_client.get("/admin/autocomplete/", {"term": "Acco", **asked}).json()
    assert [result["text"] for result in answer["results"]] == ["Accord"]
