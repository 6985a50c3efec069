"""A run tells what its items became as its end left them, and not as they were stored."""

import pytest
from django.db import connection

from articles.ingest.outcomes import settle
from articles.ingest.pipeline import Options, Progress, close_abandoned_runs, run_import
from articles.models import Article, Import
from tests.factories import make_clean, make_item, store

pytestmark = pytest.mark.django_db

WORDS = " ".join(f"Clause {n} of the rule asks {n} labs for audits." for n in range(1, 20))
OTHER = " ".join(f"Ferry {n} of the town takes {n} guests to sea." for n in range(1, 20))


def file(name, source, text=WORDS, title="A rule"):
    content = f"---\ntitle: {title}\ndate: 2025-07-26\nsource: {source}\n---\n{text}\n"
    return make_item(name, content.encode())


def imported(*items, **options):
    lines = []
    run = run_import(items, "a test", Options(**options), Progress(), lines.append).run
    return run, {line.path: line for line in lines}


def counts(run):
    return run.created, run.updated, run.duplicate


HELD = file("a.md", "https://example.com/x-1")
SEEN = file("b.md", "https://outlet.example/x-1", title="As the outlet has it")
REWRITTEN = file("c.md", "https://first.example/x-1", OTHER)


@pytest.mark.parametrize("dry_run", [False, True])
def test_what_a_copy_takes_the_place_of_is_told_as_the_copy(dry_run):
    run, lines = imported(HELD, SEEN, dry_run=dry_run)
    assert (lines["a.md"].outcome, lines["b.md"].outcome) == ("duplicate", "created")
    assert lines["a.md"].reason.startswith("The same text as “As the outlet has it”.")
    assert lines["b.md"].reason == ""
    assert counts(run) == (1, 0, 1)


def test_what_is_told_of_a_run_at_the_desk_is_what_its_report_says():
    run, lines = imported(HELD, SEEN)
    problem = run.problems.get()
    assert (problem.outcome, problem.path) == ("duplicate", "a.md")
    assert lines["a.md"].reason.startswith(problem.reason)
    assert counts(Import.objects.get()) == (1, 0, 1)


@pytest.mark.parametrize("note", ["", "No source."])
def test_a_copy_whose_front_is_rewritten_in_the_same_run_was_created(note):
    first = file("a.md", "https://first.example/x-1")
    copy = file("b.md", "javascript:x" if note else "https://second.example/x-1")
    run, lines = imported(first, copy, REWRITTEN)
    outcomes = [lines[name].outcome for name in ("a.md", "b.md", "c.md")]
    assert outcomes == ["created", "created", "updated"]
    assert "text as" not in lines["b.md"].reason
    assert counts(run) == (2, 1, 0)
    assert not run.problems.filter(outcome="duplicate").exists()
    assert bool(lines["b.md"].reason) == run.problems.filter(path="b.md").exists() == bool(note)


def test_a_copy_that_stays_one_is_told_as_before():
    run, lines = imported(file("a.md", "https://first.example/x-1"), SEEN)
    assert lines["b.md"].outcome == "duplicate"
    assert run.problems.get().reason == lines["b.md"].reason == "The same text as “A rule”."
    assert counts(run) == (1, 0, 1)


def _stored(run, address, text=WORDS):
    [one] = store(make_clean(source_url=address, body_text=text, title="A rule"), run=run)
    return Article.objects.get(pk=one.article)


def two_at_once():
    """A run that brings a copy, and another that rewrites what it is a copy of."""
    runs = Import.objects.create(what="one"), Import.objects.create(what="other")
    _stored(runs[0], "https://first.example/x-1")
    assert _stored(runs[1], "https://second.example/x-1").duplicate_of
    _stored(runs[0], "https://first.example/x-1", OTHER)
    return runs


def test_what_another_run_does_meanwhile_counts_too():
    one, other = two_at_once()
    assert counts(other) == (0, 0, 1)
    assert settle(one) == settle(other) == {}
    assert counts(one) == (1, 1, 0)
    assert counts(other) == (1, 0, 0)
    assert not other.problems.exists()


def test_a_copy_that_another_run_brought_is_not_counted():
    one, other = Import.objects.create(what="one"), Import.objects.create(what="other")
    first = _stored(one, "https://first.example/x-1")
    copy = _stored(other, "https://second.example/x-1")
    later = Import.objects.create(what="later")
    _stored(later, "https://second.example/x-1")
    assert settle(later) == {}
    assert settle(other) == {copy.pk: first.pk}


def test_a_run_that_was_killed_is_counted_when_the_next_begins():
    two_at_once()
    close_abandoned_runs()
    one, other = Import.objects.order_by("pk")
    assert (one.status, other.status) == ("stopped", "stopped")
    assert (counts(one), counts(other)) == ((1, 1, 0), (1, 0, 0))


def test_a_file_whose_article_was_deleted_is_unchanged_and_the_reason_says_so(admin_client):
    item = file("a.md", "https://outlet.example/x-1")
    imported(item)
    article = Article.objects.get()
    admin_client.post(f"/admin/articles/article/{article.pk}/delete/", {"post": "yes"})
    _, lines = imported(item)
    assert (lines["a.md"].outcome, lines["a.md"].article) == ("unchanged", None)
    assert "its article was deleted at the desk" in lines["a.md"].reason


def test_a_run_that_was_killed_is_closed_by_others_though_a_preview_saw_it_first():
    killed = Import.objects.create(what="killed")
    imported(SEEN, dry_run=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s", [killed.pk]
        )
        assert cursor.fetchone() == (0,)
    close_abandoned_runs()
    killed.refresh_from_db()
    assert killed.status == Import.Status.STOPPED
