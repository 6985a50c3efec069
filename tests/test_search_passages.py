"""The passage of an article that matched, as far as its source lets readers see it."""

import pytest

from articles.models import Source
from articles.search import answers
from tests.factories import make_article
from tests.searches import ask

pytestmark = pytest.mark.django_db


def highlight(q, **fields):
    """The passage shown of an article that a search finds, marked words in brackets."""
    make_article(**fields)
    return shown_passage(q)


def shown_passage(q):
    [row] = ask(q).rows
    return "".join(f"[{part.text}]" if part.marked else part.text for part in row.hits[0].highlight)


def test_the_passage_that_matched_is_marked():
    passage = highlight("sign accord", body_text="Ministers signed the accord in Lisbon")
    assert passage == "Ministers [signed] the [accord] in Lisbon"


def test_a_passage_is_marked_in_the_language_of_its_article():
    make_article(body_text="Les politiques industrielles du continent", language="fr")
    [row] = ask("industriels", lang="fr").rows
    assert [part.text for part in row.hits[0].highlight if part.marked] == ["industrielles"]


def test_a_passage_far_into_a_body_is_found():
    passage = highlight("unicorn", body_text="Filler. " * 3000 + "A unicorn came. " + "More. " * 99)
    assert "[unicorn]" in passage
    assert len(passage) < 500


def test_a_passage_is_where_the_word_stands_not_where_others_have_its_letters():
    text = "It was undefined and refined. " + "More. " * 400 + "A fine came. " + "So. " * 9
    assert "[fine] came" in highlight("fine", body_text=text)


def test_a_word_comes_before_one_that_begins_with_it():
    text = "It aimed at aid. " + "More. " * 400 + "Then AI came. " + "So. " * 9
    assert "Then [AI] came" in highlight("ai", body_text=text)


def test_without_words_there_is_no_passage():
    make_article(tags=("China",))
    [row] = ask("tag:china").rows
    assert row.hits[0].highlight == ()


@pytest.mark.parametrize(
    ("display", "expected"), [("full", "[unicorn] in the body"), ("excerpt", ""), ("link", "")]
)
def test_a_passage_shows_no_more_of_a_body_than_its_source_allows(display, expected):
    make_article(
        source_url="https://strict.example/a", body_text="unicorn in the body", excerpt="Short."
    )
    Source.objects.update(display=display)
    assert shown_passage("unicorn") == expected


@pytest.mark.parametrize(("display", "expected"), [("excerpt", "[accord] in short"), ("link", "")])
def test_a_passage_of_an_excerpt_stands_only_where_excerpts_are_shown(display, expected):
    make_article(
        source_url="https://strict.example/a",
        body_text="An accord stands in the body, too, and nine words are enough.",
        excerpt="accord in short",
    )
    Source.objects.update(display=display)
    assert shown_passage("accord") == expected


@pytest.mark.parametrize(
    ("suffix", "times"), [("/", 1), (".json", 1), (".rss", 0), (".atom", 0), (".csv", 0)]
)
def test_passages_are_looked_for_where_they_are_shown(client, monkeypatch, suffix, times):
    make_article(body_text="An accord.")
    asked = []
    monkeypatch.setattr(answers, "highlights", lambda ids, _: asked.append(ids) or {})
    assert client.get(f"/search{suffix}?q=accord").status_code == 200
    assert len(asked) == times
