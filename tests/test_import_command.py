"""The import command: what it reports, and with which status it exits."""

import io
import json
import os
import subprocess
import sys
import tarfile
import zipfile
from datetime import date

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from articles.models import Article, Event, Import, Original
from tests.factories import make_article, make_clean, make_event, store
from tests.test_warcs import answer, warc

pytestmark = pytest.mark.django_db(transaction=True)

GOOD = """---
title: Council adopts a rule on model audits
date: 2025-07-26
source: https://outlet.example/rule
tags: [Audits]
category: Policy
---
<p>The council adopted a rule on Friday that asks for audits of large models.</p>
"""
CLIPPING = " date 2025-07-26 The council adopted a rule that asks for audits of large models.\n"
NO_DATE = "---\ntitle: No day\n---\nSome text about nothing in particular.\n"


def run(*arguments):
    """Run the command and return its exit status and what it printed."""
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command("import_articles", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as stop:
        status = stop.code
    except CommandError as error:
        status = error.returncode
        err.write(str(error))
    return status, out.getvalue(), err.getvalue()


def report(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "inbox"
    place.mkdir()
    return place


def test_two_formats_of_one_happening_end_in_one_event(folder, tmp_path):
    (folder / "a.txt").write_text(CLIPPING)
    (folder / "b.txt").write_text(GOOD)
    status, out, _ = run(folder, "--report", tmp_path / "report.jsonl")
    lines = report(tmp_path / "report.jsonl")
    event = Event.objects.visible().get()
    assert status == 0
    assert out == "2 created, 0 updated, 0 duplicate, 0 unchanged, 0 rejected.\n"
    assert [line["outcome"] for line in lines] == ["created", "created"]
    assert [line["event"] for line in lines] == [event.pk, event.pk]
    assert event.title == "Council adopts a rule on model audits"


def test_a_report_names_ids_that_are_there(folder, tmp_path):
    (folder / "b.txt").write_text(GOOD)
    run(folder, "--report", tmp_path / "report.jsonl")
    [line] = report(tmp_path / "report.jsonl")
    assert line == {
        "path": str(folder / "b.txt"),
        "outcome": "created",
        "article": Article.objects.get().pk,
        "event": None,
        "reason": "",
    }


def test_a_rejected_file_stops_nothing_and_exits_with_1(folder, tmp_path):
    (folder / "a.md").write_text(NO_DATE)
    (folder / "b.md").write_text(GOOD)
    status, _, err = run(folder, "--report", tmp_path / "report.jsonl")
    outcomes = {line["path"]: line["outcome"] for line in report(tmp_path / "report.jsonl")}
    assert status == 1
    assert outcomes == {str(folder / "a.md"): "rejected", str(folder / "b.md"): "created"}
    assert "a.md" in err
    assert "date" in err
    assert Original.objects.filter(rejected_for__contains="date").exists()


def test_importing_again_changes_nothing_and_exits_with_0(folder):
    (folder / "a.md").write_text(NO_DATE)
    (folder / "b.md").write_text(GOOD)
    run(folder)
    status, out, _ = run(folder)
    assert status == 0
    assert out.startswith("0 created, 0 updated, 0 duplicate, 2 unchanged")
    assert "1 of the unchanged were rejected before and still are" in out


def test_a_path_that_is_not_there_exits_with_2_and_stores_nothing(folder):
    (folder / "b.md").write_text(GOOD)
    status, _, err = run(folder, folder / "missing.md")
    assert status == 2
    assert "missing.md" in err
    assert not Import.objects.exists()


def test_a_report_that_cannot_be_written_exits_with_2(folder):
    (folder / "b.md").write_text(GOOD)
    status, _, err = run(folder, "--report", folder / "no" / "report.jsonl")
    assert status == 2
    assert "report.jsonl" in err
    assert not Article.objects.exists()


def test_a_folder_is_no_place_for_a_report(folder):
    (folder / "b.md").write_text(GOOD)
    status, _, err = run(folder / "b.md", "--report", folder)
    assert status == 2
    assert "Is a directory" in err
    assert not Article.objects.exists()


def test_a_report_to_a_pipe_leaves_the_pipe_in_place(folder, tmp_path):
    (folder / "b.md").write_text(GOOD)
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    status, _, _ = run(folder, "--report", tmp_path / "pipe")
    told = os.read(reader, 10_000)
    os.close(reader)
    assert status == 0
    assert json.loads(told)["outcome"] == "created"
    assert (tmp_path / "pipe").is_fifo()


def test_a_report_never_overwrites_what_it_reports_on(folder):
    (folder / "b.md").write_text(GOOD)
    status, _, _ = run(folder / "b.md", "--report", folder / "b.md")
    assert status == 0
    assert Article.objects.count() == 1
    status, _, _ = run(folder / "missing.md", "--report", folder / "b.md")
    assert status == 2
    assert report(folder / "b.md")[0]["outcome"] == "created"
    assert [path.name for path in folder.iterdir()] == ["b.md"]


def test_a_dry_run_says_what_would_happen_and_stores_nothing(folder, tmp_path):
    (folder / "b.md").write_text(GOOD)
    _, out, _ = run(folder, "--dry-run", "--report", tmp_path / "report.jsonl")
    assert "nothing stored" in out
    assert report(tmp_path / "report.jsonl")[0]["outcome"] == "created"
    assert not Article.objects.exists()
    assert not Original.objects.exists()
    assert not Import.objects.exists()


def test_grouping_can_be_left_for_later(folder):
    (folder / "a.txt").write_text(CLIPPING)
    (folder / "b.txt").write_text(GOOD)
    run(folder, "--no-group")
    assert not Event.objects.exists()
    call_command("group_events", stdout=io.StringIO())
    assert Event.objects.visible().count() == 1


def test_an_article_in_review_says_so_in_the_report(folder, tmp_path):
    (folder / "b.md").write_text(GOOD.replace("outlet.example", "example.com"))
    run(folder, "--report", tmp_path / "report.jsonl")
    assert "placeholder" in report(tmp_path / "report.jsonl")[0]["reason"]
    assert Article.objects.get().status == "review"


def test_publish_passes_over_the_gates(folder):
    (folder / "b.md").write_text(GOOD.replace("outlet.example", "example.com"))
    run(folder, "--publish")
    assert Article.objects.get().status == "published"


def test_archives_are_read_without_being_unpacked(folder):
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("inner/b.md", GOOD)
    with tarfile.open(folder / "b.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo("inner/a.txt")
        entry.size = len(CLIPPING.encode())
        archive.addfile(entry, io.BytesIO(CLIPPING.encode()))
    _, out, _ = run(folder / "a.zip", folder / "b.tar.gz")
    assert out.startswith("2 created")
    assert sorted(o for original in Original.objects.all() for o in original.origins) == [
        "a.zip/inner/b.md",
        "b.tar.gz/inner/a.txt",
    ]


def test_help_is_enough_to_use_it():
    told = subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", "import_articles", "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for word in ("--report", "--dry-run", "--publish", "--no-group", "Exit status", ".tar.gz"):
        assert word in " ".join(told.split())


def test_a_run_whose_process_is_gone_is_marked_as_stopped(folder):
    abandoned = Import.objects.create(what="killed")
    (folder / "b.md").write_text(GOOD)
    run(folder)
    abandoned.refresh_from_db()
    assert abandoned.status == Import.Status.STOPPED
    assert Import.objects.exclude(pk=abandoned.pk).get().status == Import.Status.FINISHED


def test_a_newer_version_moves_the_report_dates_of_an_event_that_a_curator_made(folder):
    (folder / "a.md").write_text(GOOD)
    run(folder)
    event = make_event(Article.objects.get(), make_article(published=date(2025, 7, 26)))
    Event.objects.filter(pk=event.pk).update(locked=True)
    (folder / "b.md").write_text(GOOD.replace("2025-07-26", "2025-07-28"))
    run(folder)
    event.refresh_from_db()
    assert event.last_reported == date(2025, 7, 28)


def test_what_is_published_at_the_end_of_a_run_counts_in_its_event(folder):
    (folder / "a.txt").write_text(CLIPPING)
    unfinished = Import.objects.create(what="another run", status="stopped")
    text = make_clean(source_url="", title="A clipping", title_key="a clipping")
    [waiting] = store(text, run=unfinished)
    event = make_event(Article.objects.get(pk=waiting.article), make_article())
    Article.objects.update(event_is_curated=True)
    assert event.article_count == 1
    run(folder)
    event.refresh_from_db()
    assert event.article_count == 2


def test_a_file_whose_name_is_not_utf_8_is_imported(tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9.md")
    path.write_text(GOOD)
    status, out, _ = run(path)
    assert (status, out) == (0, "1 created, 0 updated, 0 duplicate, 0 unchanged, 0 rejected.\n")
    assert Import.objects.get().what.endswith("caf\ufffd.md")


def test_records_of_a_web_archive_that_are_passed_over_are_told(folder):
    answers = {"https://outlet.example/a": answer(), "https://outlet.example/b": answer(b"{}", ())}
    (folder / "a.warc.gz").write_bytes(warc(answers))
    _, out, _ = run(folder)
    assert out == (
        "1 created, 0 updated, 0 duplicate, 0 unchanged, 0 rejected.\n"
        "Records passed over: 2 in all; "
        "1 about the capture, 1 of another kind than HTML.\n"
    )
