"""Lists of tags, categories and sources say how many listed articles each has."""

import re
from datetime import date

import pytest

from articles.models import Category, Source, Tag
from articles.search import statistics
from articles.search.filed import extent, filed_under, fullest
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    one = make_article(tags=("Chips", "Audit"), category="Policy", published=date(2025, 3, 1))
    other = {"tags": ("Audit",), "category": "Policy", "published": date(2024, 1, 31)}
    make_article(source_url="https://b.example/1", **other)
    make_article(source_url="https://b.example/2", category="Work", published=date(2025, 9, 9))
    hidden = {"tags": ("Chips", "Hidden"), "category": "Hidden", "published": date(2030, 1, 1)}
    make_article(source_url="https://hidden.example/1", status="review", **hidden)
    make_article(source_url="https://hidden.example/2", duplicate_of=one, **hidden)
    Tag.objects.create(name="Unused", slug="unused")


def numbers(model):
    return [(thing.name, thing.count) for thing in filed_under(model)]


def test_only_listed_articles_are_counted_and_the_fullest_come_first(archive):
    assert numbers(Tag) == [("Audit", 2), ("Chips", 1)]
    assert numbers(Category) == [("Policy", 2), ("Work", 1)]
    first, other = filed_under(Source)
    assert (first.domain, first.count, other.count) == ("b.example", 2, 1)


def test_the_fullest_are_those_of_most_listed_articles(archive):
    make_article(source_url="")
    make_article(source_url="")
    make_article(source_url="")
    assert [tag.name for tag in fullest(Tag, 5)] == ["Audit", "Chips"]
    assert [source.domain for source in fullest(Source, 1)] == ["b.example"]


def test_in_a_large_archive_a_sample_tells_the_fullest(monkeypatch):
    monkeypatch.setattr(statistics, "_SAMPLED", 10)
    for number in range(60):
        make_article(tags=("Much",) if number % 6 else ("Much", "Little"))
    assert statistics.Statistics().step > 1
    assert fullest(Tag, 1) == [Tag.objects.get(name="Much")]


def test_how_much_there_is_counts_what_readers_see(archive):
    first, last = date(2024, 1, 31), date(2025, 9, 9)
    assert extent() == {"articles": 3, "sources": 2, "first": first, "last": last}


def test_pages_show_these_numbers(client, archive):
    page = re.sub(r"<[^>]+>|\s+", " ", client.get("/tags/").content.decode())
    assert "Audit 2 articles" in " ".join(page.split())
    assert "Hidden" not in page
