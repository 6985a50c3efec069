"""A flood of one text, or of one column, makes no event of a thousand reports."""

import random
from datetime import date, timedelta

import pytest

from articles.events.clustering import MOST_REPORTS
from articles.events.grouping import group_all, group_pending
from articles.ingest.clean import text_digest
from articles.models import Article, Likeness, Source
from tests.factories import make_prose

pytestmark = pytest.mark.django_db

TEXT = make_prose(1, 12)


def pour(texts, outlets, first=date(2025, 7, 1), days=1):
    """Put in articles of these (title, text), in turn from so many outlets and on so many days."""
    sources = Source.objects.bulk_create(
        Source(name=f"Outlet {n}", domain=f"outlet{n}.example") for n in range(outlets)
    )
    Article.objects.bulk_create(
        Article(
            title=title,
            title_key=title,
            body_html=f"<p>{text}</p>",
            body_text=text,
            text_digest=text_digest(text),
            published=first + timedelta(days=at % days),
            source=sources[at % outlets],
        )
        for at, (title, text) in enumerate(texts)
    )


def held():
    """Return the days of the articles of each event."""
    found = {}
    for event, day in Article.objects.exclude(event=None).values_list("event", "published"):
        found.setdefault(event, []).append(day)
    return list(found.values())


def test_a_thousand_copies_of_one_text_stand_where_the_first_stands():
    pour([("Flood", TEXT)] * 1000, outlets=50)
    first, *copies = Article.objects.order_by("pk").values_list("pk", flat=True)
    Article.objects.filter(pk__in=copies).update(duplicate_of=first)
    assert group_pending() == 1
    assert held() == []


def test_a_thousand_texts_that_are_nearly_one_fill_no_event():
    pour([(f"Flood {n}", f"{TEXT} Number {n}.") for n in range(1000)], outlets=50, days=5)
    assert group_all() == 1000
    assert max(map(len, held()), default=0) <= MOST_REPORTS


def test_texts_that_are_nearly_one_among_others_fill_an_event_to_its_bound():
    flood = [(f"Flood {n}", f"{TEXT} Number {n}.") for n in range(MOST_REPORTS + 20)]
    others = [(f"other{n} title{n}", f"word{n} and thing{n}.") for n in range(600)]
    pour([*flood, *others], outlets=300)
    assert group_all() == MOST_REPORTS + 620
    assert max(map(len, held())) == MOST_REPORTS


def test_a_happening_of_more_reports_than_an_event_holds_is_two_events_however_often_grouped():
    chance = random.Random(1)
    words = [f"story{n}" for n in range(30)]
    told = [
        (" ".join(chance.sample(words, 6)), f"{' '.join(chance.sample(words, 24))}. Outlet {n}.")
        for n in range(MOST_REPORTS + 60)
    ]
    others = [(f"other{n} title{n}", f"word{n} and thing{n}.") for n in range(700)]
    pour([*told, *others], outlets=260, days=3)
    group_all()
    assert sorted(map(len, held())) == [60, MOST_REPORTS]
    before = dict(Article.objects.values_list("pk", "event"))
    Likeness.objects.all().delete()
    group_all()
    assert dict(Article.objects.values_list("pk", "event")) == before


def test_a_column_of_offers_repeated_for_a_year_is_not_one_event():
    offers = "These are the best deals on tablets, phones and more that we found today."
    texts = (
        (f"The best deals today on tablets and phones, {n}", f"{offers} {make_prose(n % 40, 4)}")
        for n in range(365)
    )
    pour(texts, outlets=1, days=365)
    group_pending()
    assert all(max(days) - min(days) <= timedelta(days=15) for days in held())
    assert max(map(len, held()), default=0) <= 15
