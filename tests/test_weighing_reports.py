"""A report weighs the same whatever was read before it, and what is not needed is forgotten."""

from datetime import date, timedelta

import pytest

from articles.events import traits
from articles.events.grouping import group_pending
from articles.models import Census
from tests.factories import make_article

pytestmark = pytest.mark.django_db

FIRST = date(2025, 7, 1)


@pytest.fixture
def articles():
    """Articles of days far apart, the first in a language in which words have stems."""
    made = [
        make_article(
            title=f"Banks meet Ministers in ward {number}",
            body_text=f"They signed the treaty number {number // 2}.",
            published=FIRST + timedelta(days=20 * number),
            language="pl" if number else "en",
        )
        for number in range(8)
    ]
    group_pending()
    return [article.pk for article in made]


def test_names_are_weighed_alone_as_they_are_in_company(articles):
    chief, *others = articles
    reports = traits.Reports()
    reports.of(others)
    [alone], [among_others] = traits.Reports().of([chief]), reports.of([chief])
    assert alone.names == among_others.names


def test_terms_that_no_report_at_hand_has_are_forgotten_and_learned_again(articles, monkeypatch):
    monkeypatch.setattr(traits, "_MOST_TERMS", 10)
    reports = traits.Reports()
    for article in articles:
        [report] = reports.of([article])
        reports.forget_before(article)
        assert report.weights == traits.Reports().of([article])[0].weights
    assert reports._rarity.counts.keys() <= report.weights.keys() | report.named


def test_terms_are_counted_anew_once_a_quarter_more_articles_have_come():
    for came, counted in ((4, 4), (1, 4), (1, 6)):
        for _ in range(came):
            make_article()
        group_pending()
        assert Census.objects.get().articles == counted
