"""The sample archive: our own words, said to be ours wherever they show."""

import io
import json

import pytest
from django.core.management import call_command
from django.db.models import F

from articles import export
from articles.management.commands.load_sample import HAPPENED, SAMPLE
from articles.models import Article, Event, ImportProblem, Source
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

MARK = "Summary by the archive"


def load():
    call_command("load_sample", stdout=io.StringIO())


def test_the_sample_fills_an_empty_archive_with_events():
    load()
    assert Article.objects.listed().count() == len(list(SAMPLE.glob("*.md")))
    assert not ImportProblem.objects.exists()
    for event in Event.objects.visible().filter(source_count__gte=6):
        assert event.happened_start
        assert event.happened_start <= event.first_reported
    for name in HAPPENED:
        assert list(SAMPLE.glob(f"*-{name}.md")), name
    assert Event.objects.visible().count() >= 25
    assert Event.objects.visible().filter(source_count__gte=6).exists()
    assert not Article.objects.filter(is_archive_summary=False).exists()
    assert not Source.objects.filter(name=F("domain")).exists()


def test_the_sample_is_left_out_where_there_is_an_article():
    make_article()
    load()
    assert Article.objects.count() == 1


def test_a_summary_is_marked_wherever_it_shows(client):
    article = make_article(title="A summary", tags=("Audits",), is_archive_summary=True)
    for path in (article.get_absolute_url(), "/articles.rss", "/articles.atom"):
        assert MARK in client.get(path).content.decode(), path
    assert "ummary by the archive" in client.get("/articles/").content.decode()
    [item] = json.loads(client.get("/articles.json").content)["items"]
    assert MARK in item["content_html"]
    assert item["authors"] == [{"name": "AI Governance Archive"}]
    assert item["_archive"]["is_archive_summary"] is True
    assert "summary_by_the_archive" in client.get("/articles.csv").content.decode()
    [record] = export.records()
    assert record["archive_summary"] is True


def test_an_article_in_its_publishers_words_is_not_marked(client):
    article = make_article(title="A report")
    for path in (article.get_absolute_url(), "/articles.rss", "/articles/"):
        assert "ummary by the archive" not in client.get(path).content.decode(), path
