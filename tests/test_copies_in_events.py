"""Copies that come in later stand where the report stands whose text they carry."""

import pytest

from articles.ingest.pipeline import Options, Progress, run_import
from articles.models import Article, Event, Import
from articles.undoing import undo
from tests.factories import make_item, make_prose

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = make_prose(1, sentences=20)


def bring(outlet, text, title="Council adopts a rule on audits"):
    front = f"title: {title}\ndate: 2025-07-26\nsource: https://{outlet}.example/rule\n"
    item = make_item(f"{outlet}.md", f"---\n{front}---\n{text}\n".encode())
    return run_import([item], "a test", Options(), Progress()).run


@pytest.fixture
def event(db):
    """An event of two reports."""
    bring("wire", TEXT)
    bring("own", f"{TEXT[: len(TEXT) // 3]} {make_prose(2, sentences=20)}")
    return Event.objects.get()


def counts():
    return Event.objects.values_list("article_count", "source_count").get()


def test_a_copy_joins_the_event_and_its_outlet_counts(event):
    bring("copy", TEXT)
    copy = Article.objects.get(source__domain="copy.example")
    assert (copy.duplicate_of.source.domain, copy.event) == ("wire.example", event)
    assert counts() == (2, 3)


def test_undone_it_leaves_the_event_as_it_was(event):
    bring("copy", TEXT)
    undo(Import.objects.latest("pk"))
    assert counts() == (2, 2)
    assert Article.objects.filter(event=event).count() == 2
