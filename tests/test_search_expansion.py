"""Where any of several words will do, what the best articles share ranks the others too."""

import pytest

from articles.query import parse
from articles.search import best
from articles.search.statistics import count_keys
from tests.factories import make_article, make_event
from tests.searches import ask, in_order

pytestmark = pytest.mark.django_db

LOOSE = "audit OR ledger OR quorum"


def report(title, text, **fields):
    """An article of forty words, so that none is better for being short."""
    words = text.split()
    filler = [f"{title.lower()}{number}" for number in range(40 - len(words))]
    return make_article(title=title, body_text=" ".join([*words, *filler]), **fields)


@pytest.fixture
def archive():
    """Five articles with all words that also tell of wombats, and two with one of the words each.

    "Off" says just as much of what was asked for as "On", and is newer.
    """
    for name in ("Alfa", "Bravo", "Carla", "Delta", "Echo"):
        report(name, "audit ledger quorum wombat burrow")
    report("On", "audit wombat burrow")
    report("Off", "audit pastry oven")
    for number in range(20):
        report(f"Rest{number}", "pastry oven")
    count_keys()


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("sort", ["relevance", "match"])
def test_of_two_that_match_alike_the_one_that_is_like_the_best_comes_first(sort):
    found = in_order(LOOSE, sort=sort)
    assert set(found[:5]) == {"Alfa", "Bravo", "Carla", "Delta", "Echo"}
    assert found[5:] == ["On", "Off"]
    scores = dict(best(parse({"q": [LOOSE]}), 10))
    assert len(set(list(scores.values())[5:])) == 1


@pytest.mark.usefixtures("archive")
def test_nothing_is_found_that_has_none_of_the_words():
    assert ask(LOOSE).total == 7
    assert len(in_order(LOOSE)) == 7


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("q", ["audit", "audit OR ledger", "audit ledger quorum"])
def test_fewer_words_and_words_that_must_be_there_score_by_themselves(q):
    scores = dict(best(parse({"q": [q]}), 50))
    found = {hit.article.pk: hit.score for row in ask(q, sort="match").rows for hit in row.hits}
    assert found == pytest.approx(scores, rel=1e-5)


@pytest.mark.usefixtures("archive")
def test_partial_matches_are_ranked_by_what_the_best_share_as_well():
    found = ask("audit ledger quorum unicorn")
    assert found.is_partial
    assert [row.article.title for row in found.rows][5:] == ["On", "Off"]


def test_an_event_speaks_once_however_many_reports_it_has():
    report("Pastry", "audit pastry oven")
    report("Wombat", "audit wombat burrow")
    for name in ("Alfa", "Bravo", "Carla", "Delta"):
        report(name, "audit ledger quorum pastry oven")
    make_event(*(report(f"Twin{n}", "audit ledger quorum wombat burrow") for n in range(5)))
    for number in range(20):
        report(f"Rest{number}", "nothing of note")
    count_keys()
    assert in_order(LOOSE)[-2:] == ["Pastry", "Wombat"]


@pytest.mark.usefixtures("archive")
def test_pages_go_on_where_the_one_before_ends():
    whole = in_order(LOOSE)
    pages = [in_order(LOOSE, per_page=3, page=str(number)) for number in (1, 2, 3)]
    assert [title for page in pages for title in page] == whole


def test_an_archive_whose_words_nobody_has_counted_ranks_by_what_was_typed():
    report("One", "audit")
    report("Three", "audit ledger quorum")
    assert in_order(LOOSE) == ["Three", "One"]
