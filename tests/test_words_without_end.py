"""Texts that no space parts: what PostgreSQL would read for minutes, it reads in parts."""

from importlib import import_module

import pytest
from django.db import connection

from articles.ingest import refused
from articles.ingest.gates import open_gate
from articles.ingest.records import Item
from articles.ingest.store import store_batch
from articles.ingest.worker import clean_item
from articles.models import Import, Original
from tests.searches import titles

pytestmark = pytest.mark.django_db

PARTED = import_module("articles.migrations.0017_long_words")


def bring(*texts):
    """Store texts as one batch and return what became of each."""
    files = [
        Item(f"{n}.md", f"{n}.md", f"---\ntitle: T {n}\ndate: 2025-07-26\n---\n{text}".encode())
        for n, text in enumerate(texts)
    ]
    run = Import.objects.create(what="a test")
    return store_batch(run, [(item, clean_item(item)) for item in files], open_gate)


@pytest.mark.parametrize("unit", ["a_", "snake_case_name_", "a1@", "/~"])
def test_they_are_stored_and_what_follows_them_is_found(unit):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '20s'")
    [stored] = bring(f"{unit * (100_000 // len(unit))} and audits.")
    assert stored.outcome == "created"
    assert titles("audits") == ["T 0"]


def test_what_takes_the_database_too_long_is_rejected_and_the_rest_is_in(monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute(PARTED.FORMER)
    monkeypatch.setattr(refused, "_SECONDS", 1)
    monkeypatch.setattr(refused, "_SECONDS_ALONE", 1)
    good, bad, other = bring("A council adopts.", "a_" * 60_000, "A court decides.")
    assert [good.outcome, bad.outcome, other.outcome] == ["created", "rejected", "created"]
    assert bad.reason == "The database takes more than 1 seconds over it. Split it."
    assert Original.objects.exclude(rejected_for="").count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def test_parting_leaves_the_words_of_any_other_text_alone():
    text = "https://a.example/b_c/d.html state-of-the-art snake_case 3.5 " + "y" * 255
    with connection.cursor() as cursor:
        cursor.execute(PARTED.VECTOR.replace("archive_vector", "parted_vector"))
        cursor.execute(PARTED.FORMER.replace("archive_vector", "former_vector"))
        cursor.execute(
            "SELECT parted_vector('en', 'T', %s) = former_vector('en', 'T', %s)", [text, text]
        )
        assert cursor.fetchone()[0]
