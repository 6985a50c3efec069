"""Readers and curators are told why a report stands with others, in words that both have."""

import pytest

from articles.coverage.reasons import reasons
from articles.events.grouping import group_all
from articles.events.membership import place
from articles.ingest.records import Link
from articles.models import Article, Likeness, Mark
from tests.factories import make_article

pytestmark = pytest.mark.django_db

WORDS = "The board said that markets fell, auditors left, Moreau resigned and Hanbit was fined."


def make_alike(first, second, score=0.5):
    Likeness.objects.create(first=first, second=second, score=score)


def make_marks(article, **weights):
    for term, weight in weights.items():
        Mark.objects.create(article=article, term=term, published=article.published, weight=weight)


def test_the_report_that_is_named_is_the_one_that_is_most_alike():
    first, second, third = (make_article() for _ in range(3))
    make_alike(first, third, 0.7)
    make_alike(first, second, 0.3)
    make_alike(second, third, 0.5)
    found = reasons([first, second, third])
    assert {pk: reason.other for pk, reason in found.items()} == {
        first.pk: third,
        second.pk: third,
        third.pk: first,
    }


def test_a_report_that_stands_elsewhere_is_no_reason():
    first, second, elsewhere = (make_article() for _ in range(3))
    make_alike(first, elsewhere, 0.7)
    make_alike(first, second, 0.3)
    assert reasons([first, second])[first.pk].other == second


def test_the_words_that_are_named_are_the_rarest_that_both_have():
    first, second = (make_article(title=name, body_text=WORDS) for name in ("One", "Other"))
    make_alike(first, second)
    shared = {"board": 10, "market": 20, "auditor": 30, "moreau": 40, "hanbit": 50}
    make_marks(first, fine=60, **shared)
    make_marks(second, resign=60, **shared)
    assert reasons([first, second])[first.pk].words == ("Hanbit", "Moreau", "auditors", "markets")


def test_readers_are_told_why_a_report_stands_in_an_event(client):
    words = "The Hanbit board in Seoul hid failing processors from auditors. Ines Moreau resigned."
    first = make_article(title="Hanbit hid failing processors", body_text=words)
    second = make_article(title="Moreau resigns over Hanbit", body_text=f"{words} Markets fell.")
    group_all()
    event = Article.objects.get(pk=first.pk).event
    page = client.get(event.get_absolute_url()).content.decode()
    assert page.count("<summary>Grouped automatically") == 2
    assert "<q><bdi>Hanbit</bdi></q>" in page
    assert (
        f'<a href="{second.get_absolute_url()}"><bdi>{second.title}</bdi></a>, on the same day'
        in page
    )
    place(dict.fromkeys([first.pk, second.pk], event.pk), by_curator=True)
    page = client.get(event.get_absolute_url()).content.decode()
    assert "<summary>Grouped automatically" not in page
    assert page.count("Checked by a curator") == 2


def test_curators_are_told_what_both_articles_say(curator_client):
    words = "The Hanbit board in Seoul hid failing processors from auditors."
    make_article(title="Hanbit hid processors", body_text=words)
    make_article(title="Auditors accuse Hanbit", body_text=f"{words} It says that it did not.")
    group_all()
    pair = Likeness.objects.get()
    page = curator_client.get(f"/admin/articles/likeness/{pair.pk}/change/").content.decode()
    assert "Both say <q><bdi>Hanbit</bdi></q>" in page
    assert "Both link to <a" in page


def test_the_pages_that_two_reports_link_to_are_a_reason(client):
    words = "The Hanbit board in Seoul hid failing processors from auditors. Ines Moreau resigned."

    def report(outlet, *urls):
        links = tuple(Link(url, url.split("/")[2], "") for url in urls)
        address = f"https://{outlet}.example/story"
        return make_article(title=outlet, body_text=words + outlet, source_url=address, links=links)

    shared = "https://court.example/order", "https://own.example/before", "https://front.example/"
    own = report("own", *shared, "https://mine.example/a")
    report("other", "http://www.court.example/order#top", *shared[1:], "https://yours.example/a")
    group_all()
    event = Article.objects.get(pk=own.pk).event
    page = client.get(event.get_absolute_url()).content.decode()
    reason = '<a href="https://court.example/order" rel="noopener noreferrer nofollow">a page of'
    assert f"Both link to {reason} <bdi>court.example</bdi></a>." in page
    assert page.count("Both link to") == 2
    assert page.count("a page of") == 2
