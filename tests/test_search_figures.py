"""What stands beside the results: totals, pages, facets and the histogram."""

from dataclasses import replace
from datetime import date

import pytest

from articles.models import Article
from articles.search import answers
from tests.factories import make_article, make_event
from tests.searches import ask, facet

pytestmark = pytest.mark.django_db


def test_totals_count_articles_events_and_what_pages_are_made_of():
    make_event(make_article(), make_article(), make_article())
    make_event()
    make_article()
    found = ask(grouped=True, per_page=2)
    assert (found.total, found.events_total, found.rows_total, found.pages) == (6, 2, 3, 2)
    assert found.total_is_exact
    alone = ask(grouped=False, per_page=2)
    assert (alone.total, alone.rows_total, alone.pages) == (6, 6, 3)


def test_pages_part_the_answer_without_loss_or_repetition():
    for _ in range(7):
        make_article()
    pages = [ask(per_page=3, page=str(n)) for n in (1, 2, 3, 4)]
    assert [len(page.rows) for page in pages] == [3, 3, 1, 0]
    assert [page.has_next for page in pages] == [True, True, False, False]
    assert len({row.article.pk for page in pages for row in page.rows}) == 7


@pytest.fixture
def estimate(monkeypatch):
    """Have totals be estimates, as those of a large archive are."""
    counted = answers.overview

    def set_to(total):
        def guessed(*args, **options):
            figures = {"total": total, "events": 0, "alone": total, "is_exact": False}
            return replace(counted(*args, **options), **figures)

        monkeypatch.setattr(answers, "overview", guessed)

    return set_to


@pytest.mark.parametrize("grouped", [False, True])
@pytest.mark.parametrize("total", [2, 5, 8, 40])
def test_pages_go_on_to_the_end_whatever_the_estimate_of_it(estimate, total, grouped):
    for _ in range(7):
        make_article()
    estimate(total)
    pages = [ask(grouped=grouped, per_page=3, page=str(n)) for n in (1, 2, 3, 4, 9)]
    assert [len(page.rows) for page in pages] == [3, 3, 1, 0, 0]
    assert [page.has_next for page in pages] == [True, True, False, False, False]
    assert [page.pages for page in pages[2:]] == [3, 3, 3]


def test_a_page_behind_the_estimated_end_is_shown_and_an_empty_one_names_the_last(client, estimate):
    for _ in range(25):
        make_article()
    estimate(15)
    assert 'aria-current="page"' in client.get("/articles/?page=2").content.decode()
    estimate(90)
    page = client.get("/articles/?page=4").content.decode()
    assert "This list ends with page 2." in page


def test_a_tag_with_several_spellings_counts_an_article_once():
    article = make_article(tags=("China", "Chips"))
    for name in ("PRC", "Mainland"):
        article.tags.get(name="China").aliases.create(name=name)
    found = ask("tag:china", facets=True)
    assert found.total == 1
    assert facet(found, "tag") == {"china": 1, "chips": 1}


@pytest.fixture
def divided():
    """Articles in two languages from two sources, with a tag on some."""
    for source, language, tags in [
        ("east", "en", ("Chips",)),
        ("east", "en", ()),
        ("east", "fr", ("Chips", "Law")),
        ("west", "en", ("Law",)),
    ]:
        number = Article.objects.count()
        make_article(
            source_url=f"https://{source}.example/{number}",
            language=language,
            tags=tags,
            published=date(2025, 7 + number % 2, 1),
        )


@pytest.mark.usefixtures("divided")
def test_a_facet_keeps_to_every_filter_but_its_own():
    found = ask(lang="en", source="west.example", facets=True)
    assert found.total == 1
    assert facet(found, "source") == {"east.example": 2, "west.example": 1}
    assert facet(found, "lang") == {"en": 1}
    assert facet(found, "tag") == {"law": 1}


@pytest.mark.usefixtures("divided")
def test_each_count_of_a_facet_is_what_choosing_it_shows():
    found = ask(tag="chips", facets=True)
    for name in ("source", "lang"):
        for value, count in facet(found, name).items():
            assert ask(tag="chips", **{name: value}).total == count


@pytest.mark.usefixtures("divided")
def test_a_chosen_value_is_marked_in_its_facet():
    found = ask(source="-west.example", lang="en", facets=True)
    chosen = {
        value.choice.value: str(value.chosen)
        for one in found.facets
        for value in one.values
        if value.chosen
    }
    assert chosen == {"west.example": "-west.example", "en": "en"}


@pytest.mark.usefixtures("divided")
def test_the_histogram_counts_the_months_of_the_answer():
    found = ask(source="east.example", facets=True)
    assert [(f"{month.first_day:%Y-%m}", month.count) for month in found.histogram] == [
        ("2025-07", 2),
        ("2025-08", 1),
    ]
