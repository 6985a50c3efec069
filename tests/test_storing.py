"""What becomes of each item that comes in: the outcomes, and what is kept of it."""

from dataclasses import replace
from datetime import date

import pytest

from articles.ingest.originals import MAX_ORIGINS
from articles.ingest.records import Rejection
from articles.ingest.store import store_batch
from articles.models import Article, Import, Original, Source
from tests.factories import make_clean, make_item, make_prose, store

pytestmark = pytest.mark.django_db

ADDRESS = "https://outlet.example/story"
LONG = " ".join(f"word{n}" for n in range(40))


def outcomes(stored):
    return [one.outcome for one in stored]


def run(*pairs, **options):
    return store_batch(Import.objects.create(what="a test"), list(pairs), **options)


def test_a_new_text_is_created_with_its_original():
    item = make_item("a.md", b"the bytes")
    [stored] = run((item, make_clean(source_url=ADDRESS)))
    original = Original.objects.get()
    assert stored.outcome == "created"
    assert bytes(original.content) == b"the bytes"
    assert original.article_id == stored.article
    assert original.origins == ["a.md"]


def test_the_same_bytes_are_unchanged_and_every_name_is_kept():
    first = make_item("a.md", b"the bytes")
    second = make_item("b.md", b"the bytes")
    [stored] = run((first, make_clean(source_url=ADDRESS)))
    [again] = run((second, make_clean(source_url=ADDRESS)))
    assert again.outcome == "unchanged"
    assert again.article == stored.article
    assert Original.objects.get().origins == ["a.md", "b.md"]


def test_of_bytes_that_come_again_and_again_only_so_many_names_are_kept():
    items = [make_item(f"{n}.md", b"the bytes") for n in range(MAX_ORIGINS + 5)]
    run(*((item, Rejection("No date.")) for item in items))
    assert Original.objects.get().origins == [f"{n}.md" for n in range(MAX_ORIGINS)]
    run((make_item("new.md", b"the bytes"), make_clean()))
    assert len(Original.objects.get().origins) == MAX_ORIGINS


def test_the_same_bytes_twice_in_one_batch_are_unchanged():
    item = make_item("a.md", b"the bytes")
    assert outcomes(run((item, make_clean()), (item, make_clean()))) == ["created", "unchanged"]
    assert Article.objects.count() == 1


def test_bytes_that_were_rejected_are_unchanged_and_say_why():
    item = make_item("a.md", b"the bytes")
    run((item, Rejection("No date.")))
    [again] = run((item, Rejection("No date.")))
    assert again.outcome == "unchanged"
    assert "No date." in again.reason


def test_a_rejected_item_keeps_its_original_and_the_reason():
    [stored] = run((make_item("a.md", b"the bytes"), Rejection("No date.")))
    original = Original.objects.get()
    assert (stored.outcome, stored.article, stored.reason) == ("rejected", None, "No date.")
    assert original.rejected_for == "No date."
    assert original.article is None


def test_an_item_of_which_nothing_was_read_is_rejected_and_leaves_no_original():
    item = make_item("a.md")
    unread = type(item)(item.path, item.origin, b"", "It cannot be opened.")
    assert outcomes(run((unread, Rejection("It cannot be opened.")))) == ["rejected"]
    assert not Original.objects.exists()


def test_the_same_address_with_other_bytes_updates_the_article():
    [first] = store(make_clean(source_url=ADDRESS, title="Old headline"))
    [second] = store(make_clean(source_url=ADDRESS, title="New headline"))
    assert second.outcome == "updated"
    assert second.article == first.article
    assert Article.objects.get().title == "New headline"
    assert Original.objects.filter(article=first.article).count() == 2


def test_an_older_version_of_an_address_is_kept_but_changes_nothing():
    store(make_clean(source_url=ADDRESS, title="New", published=date(2025, 7, 26)))
    [second] = store(make_clean(source_url=ADDRESS, title="Old", published=date(2025, 7, 20)))
    assert second.outcome == "updated"
    assert Article.objects.get().title == "New"
    assert Original.objects.count() == 2


def test_a_curators_correction_survives_an_update():
    store(make_clean(source_url=ADDRESS, title="Headline", excerpt="Old"))
    Article.objects.update(title="Corrected headline", curated_fields=["title"])
    store(make_clean(source_url=ADDRESS, title="Another headline", excerpt="New"))
    article = Article.objects.get()
    assert article.title == "Corrected headline"
    assert article.excerpt == "New"


def test_the_same_text_at_another_address_is_a_duplicate():
    [first, second] = store(
        make_clean(source_url=ADDRESS, body_text=LONG, title="One headline"),
        make_clean(source_url="https://other.example/x", body_text=LONG, title="Another headline"),
    )
    assert [first.outcome, second.outcome] == ["created", "duplicate"]
    assert Article.objects.get(pk=second.article).duplicate_of_id == first.article


def test_a_copy_of_a_copy_points_at_the_first():
    texts = [make_clean(source_url=f"https://o{n}.example/x", body_text=LONG) for n in range(3)]
    [first, *copies] = [store(text)[0] for text in texts]
    for copy in copies:
        assert Article.objects.get(pk=copy.article).duplicate_of_id == first.article


def test_a_short_text_under_another_headline_is_no_duplicate():
    stored = store(
        make_clean(source_url=ADDRESS, body_text="Subscribe to read on.", title="One"),
        make_clean(
            source_url="https://other.example/x", body_text="Subscribe to read on.", title="Two"
        ),
    )
    assert outcomes(stored) == ["created", "created"]


def test_the_same_text_without_an_address_is_a_duplicate_under_the_same_headline():
    stored = store(
        make_clean(body_text=LONG, title="One"),
        make_clean(body_text=LONG, title="One", published=date(2025, 7, 27)),
        make_clean(body_text=LONG, title="Two"),
    )
    assert outcomes(stored) == ["created", "duplicate", "created"]


def test_spellings_of_one_tag_meet():
    store(make_clean(tags=("Ai", "A.I.", "AI", "C++", "C#")))
    assert sorted(Article.objects.get().tags.names()) == ["Ai", "C#", "C++"]


def test_an_update_replaces_tags_and_links():
    store(make_clean(source_url=ADDRESS, tags=("Old",)))
    store(make_clean(source_url=ADDRESS, tags=("New",), links=()))
    article = Article.objects.get()
    assert list(article.tags.names()) == ["New"]
    assert [link.kind for link in article.links.all()] == ["original"]


def test_domains_of_one_source_lead_to_it():
    [first] = store(make_clean(source_url="https://outlet.example/a"))
    source = Article.objects.get(pk=first.article).source
    source.domains.create(domain="outlet.test")
    [second] = store(make_clean(source_url="https://outlet.test/b"))
    assert Article.objects.get(pk=second.article).source == source


def test_counts_and_problems_of_a_run_are_kept():
    batch = Import.objects.create(what="a test")
    store(make_clean(source_url=ADDRESS), Rejection("No date."), run=batch)
    batch.refresh_from_db()
    assert (batch.created, batch.rejected) == (1, 1)
    assert batch.problems.get().reason == "No date."


def test_an_update_from_the_future_is_kept_but_changes_nothing():
    store(make_clean(source_url=ADDRESS, title="Today"))
    [second] = store(make_clean(source_url=ADDRESS, title="Later", published=date(2999, 1, 1)))
    assert second.outcome == "updated"
    assert "future" in second.reason
    assert Article.objects.get().title == "Today"


def test_a_source_is_called_by_its_domain_until_an_article_names_it():
    store(make_clean(source_url="https://outlet.example/1"))
    assert Source.objects.get().name == "outlet.example"
    store(make_clean(source_url="https://outlet.example/2", source_name="The Outlet"))
    assert Source.objects.get().name == "The Outlet"


def test_a_source_that_has_a_name_keeps_it():
    store(make_clean(source_url="https://outlet.example/1", source_name="The Outlet"))
    store(make_clean(source_url="https://outlet.example/2", source_name="Another name"))
    assert Source.objects.get().name == "The Outlet"


def test_one_article_of_a_batch_names_the_source_of_all():
    named = {"source_name": "The Outlet"}
    urls = [f"https://outlet.example/{number}" for number in range(3)]
    store(
        *(make_clean(source_url=url, **(named if url.endswith("1") else {})) for url in urls),
    )
    assert {article.source.name for article in Article.objects.all()} == {"The Outlet"}


def test_a_copy_is_parted_from_a_text_that_changes_in_the_batch_that_brings_both():
    front, copy = make_clean(source_url=ADDRESS), make_clean(source_url="https://b.example/1")
    copy = replace(copy, body_text=front.body_text, text_digest=front.text_digest)
    copy = replace(copy, body_html=front.body_html, title=front.title)
    stored = run(*((make_item(), one) for one in (front, copy, make_clean(source_url=ADDRESS))))
    assert outcomes(stored) == ["created", "duplicate", "updated"]
    assert not Article.objects.exclude(duplicate_of=None).exists()


NEW_VERSION = "A new version of an address in the archive."


def test_a_version_that_says_what_stands_is_told_to_say_nothing_new():
    clean = make_clean(source_url=ADDRESS, tags=("Audits",), category="Policy")
    store(clean)
    [same] = store(clean)
    [other] = store(replace(clean, tags=("Chips",)))
    assert (same.outcome, same.reason) == ("updated", f"{NEW_VERSION} Nothing about it differs.")
    assert (other.outcome, other.reason) == ("updated", NEW_VERSION)


def test_a_version_about_something_else_is_told_with_the_title_that_it_replaced():
    first = make_clean(source_url=ADDRESS, title="A rule", body_text=make_prose(1, 20))
    later = {"published": date(2025, 8, 2), "source_url": ADDRESS, "title": "A court"}
    store(first)
    [second] = store(make_clean(body_text=make_prose(2, 20), **later))
    assert second.reason == f"{NEW_VERSION} It replaced “A rule”: title, text and day are others."


def test_a_version_with_another_title_and_day_of_the_same_text_replaces_nothing_else():
    first = make_clean(source_url=ADDRESS, title="A rule", body_text=make_prose(1, 20))
    later = {"published": date(2025, 8, 2), "source_url": ADDRESS, "title": "A court"}
    store(first)
    [second] = store(make_clean(body_text=make_prose(1, 20) + " More of it.", **later))
    assert second.reason == NEW_VERSION
