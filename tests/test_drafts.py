"""Files that say they are drafts: kept, and not shown until a version says otherwise."""

import pytest

from articles.ingest.containers import items
from articles.ingest.gates import gate_on_arrival, open_gate
from articles.ingest.pipeline import Options, Progress, run_import
from articles.ingest.records import Item
from articles.ingest.store import store_batch
from articles.ingest.worker import clean_item
from articles.models import Article, Import
from tests.factories import make_clean, store

pytestmark = pytest.mark.django_db

ADDRESS = "https://outlet.example/story"


def bring(text, **options):
    """Store a file in a run of its own and return what became of it."""
    item = Item("a.md", "a.md", text.encode())
    [stored] = store_batch(
        Import.objects.create(what="a test"), [(item, clean_item(item))], **options
    )
    return stored


def statuses():
    return list(Article.objects.order_by("id").values_list("status", flat=True))


@pytest.mark.parametrize("gate", [gate_on_arrival, open_gate])
def test_a_draft_is_kept_and_not_published(gate):
    stored = bring(
        f"---\ntitle: A\ndate: 2025-07-26\ndraft: true\nsource: {ADDRESS}\n---\nText.",
        gate=gate,
    )
    assert (stored.outcome, stored.reason) == (
        "created",
        "A draft, as the file or its folder says: kept, and not published.",
    )
    article = Article.objects.get()
    assert (article.status, article.held_for, article.first_public_at) == ("draft", "", None)


@pytest.mark.parametrize("name", ["_drafts/a.md", "blog/source/_drafts/en/a.md"])
def test_what_lies_in_a_folder_of_drafts_is_one(name):
    text = f"---\ntitle: A\ndate: 2025-07-26\nsource: {ADDRESS}\n---\nText."
    item = Item(name, name, text.encode())
    [stored] = store_batch(Import.objects.create(what="a test"), [(item, clean_item(item))])
    assert "A draft, as the file or its folder says" in stored.reason
    assert statuses() == ["draft"]


def test_a_draft_without_a_source_is_not_published_when_its_run_is_judged(tmp_path):
    (tmp_path / "a.md").write_text("---\ntitle: A\ndate: 2025-07-26\ndraft: true\n---\nText.")
    run_import(items([str(tmp_path)]), str(tmp_path), Options(), Progress())
    assert statuses() == ["draft"]


def test_a_later_version_that_is_no_draft_is_published():
    store(make_clean(source_url=ADDRESS, is_draft=True))
    [second] = store(make_clean(source_url=ADDRESS, title="Ready"))
    article = Article.objects.get()
    assert (second.outcome, article.status, article.title) == ("updated", "published", "Ready")
    assert article.first_public_at


def test_a_later_version_of_a_draft_passes_the_gates():
    address = "https://example.com/a"
    store(make_clean(source_url=address, is_draft=True))
    store(make_clean(source_url=address))
    assert (statuses(), Article.objects.get().held_for) == (["review"], "placeholder")


def test_a_draft_changes_nothing_that_is_public():
    store(make_clean(source_url=ADDRESS, title="Public"))
    [second] = store(make_clean(source_url=ADDRESS, title="Draft", is_draft=True))
    assert second.outcome == "updated"
    assert second.reason.startswith("The file is a draft")
    assert Article.objects.get().title == "Public"
    assert statuses() == ["published"]


def test_a_curators_draft_stays_one():
    store(make_clean(source_url=ADDRESS))
    Article.objects.update(status="draft", curated_fields=["status"])
    store(make_clean(source_url=ADDRESS, title="New"))
    assert (statuses(), Article.objects.get().title) == (["draft"], "New")


def test_a_public_copy_does_not_hide_behind_a_draft():
    clean = {"title": "A", "body_text": "The same words stand in both."}
    store(make_clean(is_draft=True, **clean))
    store(make_clean(**clean), gate=open_gate)
    public = Article.objects.get(status="published")
    assert public.duplicate_of is None
