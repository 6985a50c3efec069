"""Articles that report one happening end in one event, whichever comes first."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from articles.events import parts
from articles.events.grouping import group_pending
from articles.events.membership import place
from articles.models import Article, Event, Likeness
from tests.factories import make_article, make_event

pytestmark = pytest.mark.django_db

SUMMIT = (
    "Ministers from thirty countries met in Lisbon on Tuesday and signed the Lisbon Declaration, "
    "which asks developers of frontier models to publish safety reports every quarter. Portugal's "
    "digital minister Ana Costa called the declaration a turning point for oversight of models."
)
SAME_SUMMIT = (
    "The Lisbon Declaration was signed on Tuesday by thirty governments. It asks companies behind "
    "frontier models for quarterly safety reports. Ana Costa, digital minister of Portugal, said "
    "the declaration marks a turning point for how models are overseen."
)
LATER = (
    "Thirty countries signed the Lisbon Declaration on Tuesday. Portugal's digital minister Ana "
    "Costa sees a turning point for the oversight of frontier models, whose developers are asked "
    "to publish safety reports every quarter. Ministers met in Lisbon for the signing."
)
CHIPS = (
    "A court in Seoul fined the chip maker Hanbit for hiding the failure rate of its processors. "
    "Judges found that engineers had warned the board twice. The company said it would appeal."
)


def summit(**fields):
    title = "Thirty countries sign Lisbon Declaration on frontier models"
    return make_article(title=title, body_text=SUMMIT, **fields)


def same_summit(**fields):
    title = "Lisbon Declaration asks frontier developers for safety reports"
    return make_article(title=title, body_text=SAME_SUMMIT, **fields)


def chips(**fields):
    return make_article(title="Court in Seoul fines chip maker", body_text=CHIPS, **fields)


def event_of(article):
    return Article.objects.get(pk=article.pk).event


@pytest.mark.parametrize("order", [(summit, same_summit), (same_summit, summit)])
def test_two_reports_of_one_happening_make_an_event(order):
    first, second = (make() for make in order)
    assert group_pending() == 2
    event = event_of(first)
    assert event is not None
    assert event == event_of(second)
    assert (event.article_count, event.source_count) == (2, 2)
    assert event.first_reported == event.last_reported == date(2025, 7, 26)


def test_another_happening_stays_alone():
    first, other, second = summit(), chips(), same_summit()
    group_pending()
    assert event_of(other) is None
    assert event_of(first) == event_of(second)


def test_a_later_arrival_joins_the_event_that_is_there():
    first, second = summit(), same_summit()
    group_pending()
    third = make_article(title="Lisbon Declaration signed by thirty countries", body_text=LATER)
    assert group_pending() == 1
    assert event_of(third) == event_of(first) == event_of(second)
    assert Event.objects.count() == 1


def test_reports_far_apart_in_time_are_not_one_happening():
    first, second = summit(), same_summit(published=date(2025, 8, 30))
    group_pending()
    assert event_of(first) is None
    assert event_of(second) is None


def test_a_headline_of_an_outlet_names_the_event_before_a_clipping_does():
    summit(source_url="", title_key="clipping")
    with_source = same_summit(published=date(2025, 7, 27))
    group_pending()
    assert event_of(with_source).title == with_source.title


def test_of_reports_of_one_day_the_earliest_names_the_event():
    at_nine = summit(published_at=datetime(2025, 7, 26, 9, tzinfo=UTC))
    at_eight = same_summit(published_at=datetime(2025, 7, 26, 8, tzinfo=UTC))
    group_pending()
    assert event_of(at_nine).title == at_eight.title


def test_a_title_that_a_curator_wrote_stays():
    first = summit()
    event = make_event(first, chips(), title="Lisbon Declaration", title_is_edited=True)
    same_summit()
    group_pending()
    event.refresh_from_db()
    assert event.title == "Lisbon Declaration"


def test_what_a_curator_placed_stays_where_it_is():
    first, second = summit(), same_summit()
    place({second.pk: None}, by_curator=True)
    group_pending()
    assert event_of(first) is None
    assert event_of(second) is None


def test_a_locked_event_takes_no_article_and_gives_none():
    first, second = summit(), chips()
    event = make_event(first, second, locked=True)
    Article.objects.update(grouped_at=None)
    newcomer = same_summit()
    group_pending()
    assert event_of(newcomer) is None
    assert event_of(first) == event_of(second) == event


def test_a_copy_follows_the_article_whose_text_it_carries():
    long = " ".join([SUMMIT] * 3)
    first = make_article(title="Lisbon Declaration signed", body_text=long)
    copy = make_article(title="Lisbon Declaration signed today", body_text=long)
    same_summit()
    group_pending()
    assert copy.duplicate_of == first
    assert event_of(copy) == event_of(first) is not None
    assert event_of(first).article_count == 2


def test_held_articles_are_not_grouped():
    first = summit()
    held = same_summit(status="review", held_for="template")
    group_pending()
    assert event_of(first) is None
    assert event_of(held) is None


def test_a_withdrawn_report_no_longer_counts():
    first, second = summit(), same_summit()
    group_pending()
    Article.objects.filter(pk=second.pk).make_withdrawn("Retracted.")
    place({second.pk: event_of(second).pk}, by_curator=True)
    assert event_of(first).article_count == 1
    assert not event_of(first).is_visible


def test_texts_without_a_word_group_with_nothing():
    articles = [make_article(title="…", body_text="…"), make_article(title="!", body_text="!")]
    group_pending()
    assert [event_of(article) for article in articles] == [None, None]


def test_grouping_again_changes_nothing():
    summit(), same_summit(), chips()
    group_pending()
    before = dict(Article.objects.values_list("pk", "event"))
    assert group_pending() == 0
    assert dict(Article.objects.values_list("pk", "event")) == before


def test_what_hangs_together_is_looked_at_from_where_it_began_up_to_a_bound(monkeypatch):
    articles = [make_article().pk for _ in range(5)]
    for pair in pairwise(articles):
        Likeness.objects.create(first_id=pair[0], second_id=pair[1], score=0.5)
    first, second, third, *_ = articles
    monkeypatch.setattr(parts, "MOST_AT_ONCE", 3)
    part = parts.part_around([first])
    assert set(part.rows) == {first, second, third}
    assert set(part.alike) == {(first, second), (second, third)}


def test_progress_counts_each_article_once():
    summit(), same_summit(), chips()
    counted = []
    group_pending(counted.append)
    assert sum(counted) == 3
