"""No field of one file can stop the others: what does not fit is cut, left out or rejected."""

import pytest

from articles.ingest.records import Item
from articles.ingest.store import store_batch
from articles.ingest.worker import clean_item
from articles.models import Article, Import
from tests.factories import make_clean, make_item, store

pytestmark = pytest.mark.django_db

LIGATURE = "\ufdfa"  # one sign that compatibility forms spell out in eighteen
SQUARES = [chr(code) for code in range(0x3300, 0x3358)]

FIELDS = {
    "a title that grows when folded": {"title": "ß" * 300},
    "a tag that grows when spelled out": {"tags": f"[{LIGATURE * 60}]"},
    "a category that grows when spelled out": {"category": LIGATURE * 60},
    "an address that grows when escaped": {"source": "https://canon.example/x?q=" + "!" * 1900},
    "an address that grows without its tracking": {
        "source": "https://canon.example/x?utm_source=a&q=" + "!" * 1900
    },
    "a host of four long labels": {"source": f"https://{'.'.join(['a' * 60] * 4)}.example/x"},
    "a thousand tags": {"tags": str([f"tag {n}" for n in range(1000)])},
}


def read(fields, body="Ministers agreed on a rule."):
    lines = {"title": "A story", "date": "2025-07-26"} | fields
    text = "".join(f"{name}: {value}\n" for name, value in lines.items())
    item = Item("a.md", "a.md", f"---\n{text}---\n{body}\n".encode())
    return item, clean_item(item)


@pytest.mark.parametrize("fields", FIELDS.values(), ids=FIELDS)
def test_a_field_that_grows_is_cut_or_left_out(fields):
    [stored] = store_batch(Import.objects.create(what="a test"), [read(fields)])
    assert stored.outcome == "created"
    article = Article.objects.get()
    article.full_clean(exclude=["tags", "body_html", "category", "source"])


def test_a_body_that_grows_when_folded_is_searchable():
    triples = (a + b + c for a in SQUARES for b in SQUARES for c in SQUARES)
    body = "Some words first. " + " ".join(next(triples) for _ in range(49_000))
    [stored] = store_batch(Import.objects.create(what="a test"), [read({}, body)])
    assert stored.outcome == "created"


def test_what_the_database_refuses_is_rejected_alone():
    refused = make_clean(title="", source_url="https://outlet.example/x")
    batch = Import.objects.create(what="a test")
    stored = store(make_clean(), refused, make_clean(), run=batch)
    assert [one.outcome for one in stored] == ["created", "rejected", "created"]
    assert "article_has_a_title" in stored[1].reason
    batch.refresh_from_db()
    assert (batch.created, batch.rejected) == (2, 1)


def test_a_date_that_a_curator_corrected_stands_against_a_moment_in_an_update():
    address = "https://outlet.example/x"
    store(make_clean(source_url=address))
    Article.objects.update(published="2025-07-20", curated_fields=["published"])
    item = make_item("b.md", b"other bytes")
    text = "---\ntitle: New\ndate: 2025-07-27T10:00:00Z\nsource: " + address + "\n---\nText.\n"
    clean = clean_item(Item("b.md", "b.md", text.encode()))
    [stored] = store_batch(Import.objects.create(what="a test"), [(item, clean)])
    article = Article.objects.get()
    assert stored.outcome == "updated"
    assert (str(article.published), article.published_at) == ("2025-07-20", None)
    assert article.title == "New"


def test_a_source_whose_domain_was_taken_away_is_found_again():
    [first] = store(make_clean(source_url="https://outlet.example/x"))
    source = Article.objects.get(pk=first.article).source
    source.domains.all().delete()
    [second] = store(make_clean(source_url="https://outlet.example/y"))
    assert Article.objects.get(pk=second.article).source == source
