"""Readers find a text as long as one of its copies may be seen."""

import re

import pytest

from articles import curation, views
from articles.ingest.gates import judge
from articles.models import Article, Import
from tests.factories import make_article, make_clean, store

pytestmark = pytest.mark.django_db

TEXT = " ".join(f"word{n}" for n in range(40))


def copies(*addresses, **fields):
    """Store one text at each address and return the articles, the first to come first."""
    stored = [
        store(make_clean(source_url=address, body_text=TEXT, title=f"As told {n}", **fields))[0]
        for n, address in enumerate(addresses)
    ]
    return [Article.objects.get(pk=one.article) for one in stored]


def listed():
    return set(Article.objects.listed().values_list("pk", flat=True))


def test_a_copy_of_what_waits_for_review_is_listed():
    held, seen = copies("https://example.com/x", "https://real.example/x")
    assert held.status == "review"
    assert listed() == {seen.pk}
    held.refresh_from_db()
    assert held.duplicate_of == seen


def test_a_copy_that_is_judged_only_when_the_run_ends_is_listed_too():
    run = Import.objects.create(what="any files")
    for address in ("https://example.com/x", ""):
        store(make_clean(source_url=address, body_text=TEXT, title="One"), run=run)
    assert set(Article.objects.values_list("status", flat=True)) == {"review"}
    judge(run)
    assert listed() == {Article.objects.get(canonical_url="").pk}


def test_when_the_first_is_withdrawn_the_next_copy_is_listed():
    first, second, third = copies(*(f"https://outlet{n}.example/x" for n in range(3)))
    assert listed() == {first.pk}
    curation.withdraw(Article.objects.filter(pk=first.pk), "Retracted.")
    assert listed() == {second.pk}
    assert Article.objects.get(pk=third.pk).duplicate_of == second
    curation.publish(Article.objects.filter(pk=first.pk))
    assert listed() == {second.pk}


def test_a_copy_that_is_rewritten_is_a_copy_no_more():
    first, second = copies("https://outlet1.example/x", "https://outlet2.example/x")
    store(make_clean(source_url="https://outlet2.example/x", body_text="Another text by now."))
    assert listed() == {first.pk, second.pk}


def test_a_first_that_is_rewritten_leaves_its_copies_to_themselves():
    first, second = copies("https://outlet1.example/x", "https://outlet2.example/x")
    store(make_clean(source_url="https://outlet1.example/x", body_text="Another text by now."))
    assert listed() == {first.pk, second.pk}


def test_the_page_of_a_text_names_who_else_ran_it(client, monkeypatch):
    monkeypatch.setattr(views, "_MOST_COPIES", 2)
    first, second, *_ = copies(*(f"https://{name}.example/x" for name in "abcde"))
    make_article(title="A copy that waits", duplicate_of=first.pk, status="review")
    text = client.get(first.get_absolute_url()).content.decode()
    section = text.partition("Also ran this text")[2].partition("</section>")[0]
    assert re.findall("<bdi>(.*?)</bdi>|(and . more)", section) == [
        ("b.example", ""),
        ("c.example", ""),
        ("", "and 2 more"),
    ]
    assert "Also ran" not in client.get(second.get_absolute_url()).content.decode()
