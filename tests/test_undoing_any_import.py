"""Whatever was imported before and whatever an import brings: undone, the archive is as it was."""

import pghistory
import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles.events.grouping import group_pending
from articles.events.membership import refresh
from articles.ingest.gates import gate_on_arrival, judge
from articles.ingest.records import Item, Rejection
from articles.ingest.store import store_batch
from articles.ingest.worker import clean_item
from articles.models import Import
from articles.undoing import undo
from tests.factories import make_prose
from tests.test_undoing import snapshot

pytestmark = pytest.mark.django_db

# Few values of each, so that addresses, texts, names and happenings meet.
TEXTS = [make_prose(1, 12), make_prose(1, 11) + " Another end.", make_prose(2, 12), "Too short."]
AUDITS, CHIPS = "Ministers agree on audits", "Ministers agree on chips"
FILES = st.fixed_dictionaries(
    {
        "title": st.sampled_from([AUDITS, CHIPS]),
        "date": st.sampled_from(["2025-07-24", "2025-07-26", "2999-01-01", "no day"]),
        "source": st.sampled_from(
            [f"https://{host}.example/{n}" for host in ("one", "two", "three") for n in (1, 2)]
            + ["", "https://example.com/1"]
        ),
        "author": st.sampled_from(["", "Desk"]),
        "tags": st.sampled_from(["", "Audits", "[Audits, Chips]"]),
        "category": st.sampled_from(["", "Policy"]),
        "source_name": st.sampled_from(["", "The Outlet"]),
        "draft": st.sampled_from(["", "true"]),
    }
)
NAMED = st.tuples(st.sampled_from(["a.md", "b.md"]), FILES, st.sampled_from(TEXTS))


def bring(files) -> Import:
    """Import files the way runs do, without worker processes."""
    run = Import.objects.create(what="any files")
    with pghistory.context(command="import_articles", run=run.pk):
        store_batch(run, [(item, result(item)) for item in map(as_item, files)], gate_on_arrival)
        events = judge(run)
        group_pending()
        refresh(events)
    run.status = "finished"
    run.save()
    return run


def as_item(file):
    name, fields, text = file
    head = "".join(f"{key}: {value}\n" for key, value in fields.items() if value)
    return Item(name, name, f"---\n{head}---\n{text}\n".encode())


def result(item):
    try:
        return clean_item(item)
    except Rejection as rejection:
        return rejection


def hold_both_ways(before, files):
    """Import, import more, undo that: the archive must be as it was in between."""
    with transaction.atomic():
        bring(before)
        expected = snapshot()
        undo(bring(files))
        assert snapshot() == expected
        transaction.set_rollback(True)


def named(text, **fields):
    """A file of that text, on the day and under the title of all others."""
    return "a.md", {"title": AUDITS, "date": "2025-07-24", **fields}, text


# A draft follows what carries its text into an event, and must come out again.
DRAFT = example(
    before=[
        named(TEXTS[0], source="https://one.example/1", draft="true"),
        named(TEXTS[0], source="https://one.example/1", draft="true"),
        named(TEXTS[2], source="https://two.example/1"),
    ],
    files=[named(TEXTS[0], source="https://one.example/2")],
)
# Where one of two texts becomes too short to stand in an event, the other leaves it as well.
BYSTANDER = example(
    before=[
        named(TEXTS[0], source="https://one.example/1"),
        named(TEXTS[1], source="https://one.example/1"),
        named(TEXTS[0], source="https://one.example/2"),
    ],
    files=[named(TEXTS[3], source="https://one.example/1")],
)
# What an import brings may join two that are not alike, and parts them when it goes.
LINK = example(
    before=[
        named(TEXTS[3], source="https://one.example/1"),
        named(TEXTS[2], title=CHIPS, date="2025-07-26", source="https://one.example/2"),
    ],
    files=[
        named(TEXTS[0], title=CHIPS, date="2025-07-26", source="https://two.example/1"),
        named(TEXTS[3], title=CHIPS, date="2025-07-26", source="https://three.example/1"),
    ],
)
# Of two copies the one that may be seen is listed, whether or not a third came and went.
HELD = example(
    before=[
        named(TEXTS[0], source="https://one.example/1"),
        named(TEXTS[2], source="https://one.example/1"),
        named(TEXTS[1], title=CHIPS, source="https://example.com/1"),
        named(TEXTS[1], title=CHIPS),
    ],
    files=[named(TEXTS[0], source="https://one.example/2")],
)
# A draft that is newer than what is out of it stays one, and must be one again.
NEWER_DRAFT = example(
    before=[
        named(TEXTS[0], date="2025-07-26", source="https://one.example/1", draft="true"),
        named(TEXTS[0], source="https://one.example/1"),
    ],
    files=[named(TEXTS[3], date="2025-07-26", source="https://one.example/1")],
)
ANY_TWO = given(st.lists(NAMED, max_size=6), st.lists(NAMED, max_size=6))
UNHURRIED = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=12, **UNHURRIED)
@DRAFT
@BYSTANDER
@LINK
@HELD
@NEWER_DRAFT
@ANY_TWO
def test_any_import_undone_leaves_the_archive_as_it_was(before, files):
    hold_both_ways(before, files)


@pytest.mark.drill
@settings(max_examples=200, **UNHURRIED)
@ANY_TWO
def test_hundreds_of_imports_undone_leave_the_archive_as_it_was(before, files):
    hold_both_ways(before, files)
