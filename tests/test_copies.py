"""Readers find a text as long as one of its copies may be seen."""

import re

import pytest

from articles import curation
from articles.copies import hand_over
from articles.ingest.gates import judge
from articles.models import Article, Import, Likeness
from articles.views import records
from tests.factories import make_article, make_clean, make_event, store

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
    monkeypatch.setattr(records, "_MOST_COPIES", 2)
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


def test_that_a_curator_took_a_text_out_of_an_event_goes_for_the_copy_that_comes_in_front():
    first, second = copies("https://outlet1.example/x", "https://outlet2.example/x")
    make_event(first, make_article(), make_article())
    curation.move([first.pk], None)
    curation.withdraw(Article.objects.filter(pk=first.pk), "Retracted.")
    second.refresh_from_db()
    assert (second.duplicate_of, second.event, second.event_is_curated) == (None, None, True)


def apart(one, other):
    """Keep two articles apart, and return what is said of them."""
    first, second = sorted([one.pk, other.pk])
    return Likeness.objects.create(
        first_id=first, second_id=second, score=0.6, kept_apart_at="2025-07-30T12:00Z"
    )


def kept_apart():
    return set(Likeness.objects.decided().values_list("first", "second"))


def test_a_text_that_is_kept_apart_stays_so_when_a_copy_comes_in_front():
    other = make_article()
    first, second = copies("https://outlet1.example/x", "https://outlet2.example/x")
    apart(first, other)
    Likeness.objects.create(first=other, second=second, score=0.7)
    curation.withdraw(Article.objects.filter(pk=first.pk), "Retracted.")
    assert kept_apart() == {(other.pk, second.pk)}
    assert Likeness.objects.count() == 1


def test_two_texts_that_are_kept_apart_stay_so_when_copies_of_both_come_in_front():
    first, second = copies("https://outlet1.example/x", "https://outlet2.example/x")
    other = make_article()
    copy = make_article(title="Its copy", duplicate_of=other.pk)
    apart(first, other)
    curation.withdraw(Article.objects.filter(pk__in=[first.pk, other.pk]), "Retracted.")
    assert kept_apart() == {(second.pk, copy.pk)}


def test_a_text_that_is_kept_apart_stays_so_when_the_one_in_front_is_deleted():
    other = make_article()
    first, second = copies("https://outlet1.example/x", "https://outlet2.example/x")
    apart(first, other)
    assert hand_over([first.pk]) == [second.pk]
    first.delete()
    assert kept_apart() == {(other.pk, second.pk)}
