"""The operator's export: complete, whatever readers may see, and fit for another import."""

import csv
import io
import json
import subprocess
import sys
from datetime import UTC, date, datetime

import frontmatter
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from articles import export
from articles.ingest import readers
from articles.ingest.records import Item
from articles.models import Article, Source, Tag
from tests.factories import make_article, make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    """An article with a value in every field, in an event."""
    article = make_article(
        title='Ministers “meet”: a "first"',
        source_url="https://outlet.example/a?b=c",
        byline="Ada Ruiz",
        category="Policy",
        tags=("Safety", "Law"),
        body_text="They met.",
        body_html="<p>They met.</p>\n---\n<p>欧盟 🎉</p>",
        excerpt="They met.",
        cover_image="https://outlet.example/a.jpg",
        published=date(2025, 7, 26),
        published_at=datetime(2025, 7, 26, 9, 30, tzinfo=UTC),
    )
    make_event(article, make_article())
    article.refresh_from_db()
    return article


def exported(kind, capsys):
    """What stands on standard output after an export."""
    call_command("export_articles", format=kind)
    return capsys.readouterr().out


def in_jsonl(capsys):
    return [json.loads(line) for line in exported("jsonl", capsys).splitlines()]


def test_jsonl_has_every_field_of_an_article(article, capsys):
    record = in_jsonl(capsys)[0]
    origins = article.originals.get().origins
    assert record == record | {
        "id": article.pk,
        "origins": origins,
        "event": article.event_id,
        "event_title": article.event.title,
        "canonical_url": "https://outlet.example/a?b=c",
        "source_url": "https://outlet.example/a?b=c",
        "source": "outlet.example",
        "source_name": "outlet.example",
        "title": 'Ministers “meet”: a "first"',
        "date": "2025-07-26",
        "published_at": "2025-07-26T09:30:00+00:00",
        "byline": "Ada Ruiz",
        "excerpt": "They met.",
        "cover_image": "https://outlet.example/a.jpg",
        "language": "en",
        "tags": ["Law", "Safety"],
        "category": "Policy",
        "status": "published",
        "status_reason": "",
        "duplicate_of": None,
        "body": "<p>They met.</p>\n---\n<p>欧盟 🎉</p>",
    }
    assert set(record) == set(export.FIELDS)
    assert type(record["id"]) is type(record["event"]) is int


def test_a_lone_article_has_no_event_and_one_without_a_source_says_so(capsys):
    make_article(source_url="")
    [record] = in_jsonl(capsys)
    assert record["event"] is record["source"] is record["category"] is None
    assert record["canonical_url"] == record["source_url"] == ""


def test_articles_of_every_status_and_display_policy_are_exported_whole(capsys):
    for status in Article.Status.values:
        make_article(status=status, status_reason="Why.", body_text=f"All of the {status}.")
    Source.objects.update(display="link")
    records = in_jsonl(capsys)
    assert [record["status"] for record in records] == Article.Status.values
    assert [record["body"] for record in records] == [
        f"<p>All of the {status}.</p>" for status in Article.Status.values
    ]
    assert {record["status_reason"] for record in records} == {"Why."}


def test_a_copy_names_what_it_copies_and_carries_its_event(capsys):
    first = make_article(title="Same", body_text="Same words. " * 40)
    copy = make_article(title="Same", body_text="Same words. " * 40)
    event = make_event(first, make_article())
    [record] = [record for record in in_jsonl(capsys) if record["id"] == copy.pk]
    assert record["duplicate_of"] == first.pk
    assert record["event"] == event.pk


def test_an_event_that_no_one_sees_is_not_exported(capsys):
    make_event(make_article(), make_article(status="review"))
    assert [record["event"] for record in in_jsonl(capsys)] == [None, None]


def test_csv_has_the_same_fields_with_lists_joined(article, capsys):
    [row, _] = csv.DictReader(io.StringIO(exported("csv", capsys), newline=""))
    assert list(row) == list(export.FIELDS)
    assert row["id"] == str(article.pk)
    assert row["tags"] == "Law; Safety"
    assert row["origins"] == article.originals.get().origins[0]
    assert row["body"] == "<p>They met.</p>\n---\n<p>欧盟 🎉</p>"


def test_markdown_is_a_file_an_article(article, tmp_path, capsys):
    call_command("export_articles", format="markdown", output=tmp_path / "new" / "folder")
    files = sorted((tmp_path / "new" / "folder").iterdir())
    assert len(files) == Article.objects.count()
    post = frontmatter.load(str(files[0]))
    assert post["id"] == article.pk
    assert post["title"] == 'Ministers “meet”: a "first"'
    assert post["date"] == "2025-07-26"
    assert post["tags"] == ["Law", "Safety"]
    assert post["event"] == article.event_id
    assert post.content == "<p>They met.</p>\n---\n<p>欧盟 🎉</p>"
    assert capsys.readouterr().out == ""


def test_origins_list_every_name_that_an_article_came_under(capsys):
    article = make_article()
    article.originals.update(origins=["a.md", "folder/b.md"])
    [record] = in_jsonl(capsys)
    assert record["origins"] == ["a.md", "folder/b.md"]


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_only_data_goes_to_standard_output(article, kind, capsys):
    call_command("export_articles", format=kind)
    captured = capsys.readouterr()
    assert "exported" not in captured.out
    assert captured.err == "2 articles exported.\n"


def test_a_markdown_export_is_read_as_what_it_was(article, tmp_path):
    call_command("export_articles", format="markdown", output=tmp_path)
    path = tmp_path / f"{article.pk:08}.md"
    raw = readers.read(Item(path.name, path.name, path.read_bytes()))
    assert (raw.title, raw.byline, raw.excerpt) == (article.title, "Ada Ruiz", "They met.")
    assert (raw.published, raw.published_at) == (article.published, article.published_at)
    assert (raw.source_url, raw.cover_image) == (
        "https://outlet.example/a?b=c",
        "https://outlet.example/a.jpg",
    )
    assert (raw.category, sorted(raw.tags)) == ("Policy", ["Law", "Safety"])
    assert (raw.body, raw.body_format) == (article.body_html, "html")
    assert (raw.is_archive_summary, raw.is_draft, raw.notes) == (False, False, ())


@pytest.mark.parametrize("wrong", [{"format": "markdown"}, {"format": "jsonl", "output": "x"}])
def test_a_folder_goes_with_markdown_and_with_nothing_else(wrong):
    with pytest.raises(CommandError, match="--output FOLDER goes with --format markdown") as failed:
        call_command("export_articles", **wrong)
    assert failed.value.returncode == 2


def test_a_folder_that_cannot_be_written_to_is_named(article, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CommandError, match="file"):
        call_command("export_articles", format="markdown", output=tmp_path / "file")


def test_a_folder_that_holds_anything_is_refused_and_left_as_it_was(article, tmp_path):
    call_command("export_articles", format="markdown", output=tmp_path)
    before = sorted(tmp_path.iterdir())
    article.delete()
    with pytest.raises(CommandError, match="Name a new folder, or empty this one") as refusal:
        call_command("export_articles", format="markdown", output=tmp_path)
    assert refusal.value.returncode == 2
    assert sorted(tmp_path.iterdir()) == before


def test_hidden_files_in_the_folder_stay(article, tmp_path):
    (tmp_path / ".git").mkdir()
    call_command("export_articles", format="markdown", output=tmp_path)
    assert (tmp_path / ".git").is_dir()
    assert (tmp_path / f"{article.pk:08}.md").exists()


@pytest.mark.parametrize("command", ["export_articles --format jsonl", "export_opml"])
def test_what_is_exported_is_utf_8_whatever_the_terminal_is(command, tmp_path, monkeypatch):
    article = make_article(title="欧盟")
    Source.objects.filter(pk=article.source_id).update(
        name="欧盟报", feed_url="https://o.example/f"
    )
    path = tmp_path / "out"
    with path.open("w", encoding="latin-1") as output, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", output)
        call_command(*command.split())
    assert "欧盟报" in path.read_text(encoding="utf-8")


def test_an_unknown_format_is_refused_in_one_sentence():
    command = [sys.executable, "manage.py", "export_articles", "--format", "xml"]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "invalid choice: 'xml'" in done.stderr
    assert "Traceback" not in done.stderr


def test_csv_holds_what_is_nested_as_json_and_a_name_with_a_comma(capsys):
    article = make_article(tags=("Rules, new",), category="Policy")
    make_event(article, title="A rule", title_is_edited=True)
    [row] = csv.DictReader(io.StringIO(exported("csv", capsys), newline=""))
    assert json.loads(row["event_details"])["title"] == "A rule"
    assert (row["tags"], row["also_about"], row["event"]) == ("Rules, new;", "", "")


def test_a_row_of_the_csv_is_read_as_what_it_was(article, capsys):
    heading, first = next(csv_items(exported("csv", capsys)))
    raw = readers.read(Item("a.csv:2", "a.csv:2", heading + first))
    assert (raw.title, raw.byline, raw.excerpt) == (article.title, "Ada Ruiz", "They met.")
    assert (raw.published_at, raw.tags) == (article.published_at, ("Law", "Safety"))
    assert (raw.source_url, raw.source_name) == ("https://outlet.example/a?b=c", "outlet.example")
    assert (raw.body, raw.body_format, raw.notes) == (article.body_html, "html", ())


def csv_items(table):
    """Each row under its heading, written as the export writes them."""
    rows = csv.reader(io.StringIO(table, newline=""))
    lines = []
    for row in rows:
        written = io.StringIO()
        csv.writer(written).writerow(row)
        lines.append(written.getvalue().encode())
    return ((lines[0], line) for line in lines[1:])


def test_a_body_of_the_export_is_html_whatever_it_looks_like(capsys):
    body = "<pre>```\n# x\n{{ words }} {% if x %}</pre>"
    make_article(body_html=body, body_text="x words", byline="A. Writer")
    line = exported("jsonl", capsys).encode()
    raw = readers.read(Item("a.jsonl:1", "a.jsonl:1", line))
    assert (raw.body, raw.body_format) == (body, "html")


def test_an_event_that_no_one_sees_is_described_all_the_same(capsys):
    event = make_event(make_article(), make_article(status="review"), summary="What happened.")
    [record, _] = in_jsonl(capsys)
    assert record["event"] is None
    assert record["event_details"] == {
        "id": event.pk,
        "title": event.title,
        "summary": "What happened.",
        "created_at": event.created_at.isoformat(),
    }


def test_what_hangs_on_no_article_is_spread_over_the_records(capsys):
    for number in range(25):
        Tag.objects.create(name=f"Unused {number:02}")
    for _ in range(2):
        make_article()
    told = [record["archive"] for record in in_jsonl(capsys)]
    assert [len(archive["tags"]) for archive in told] == [13, 12]
    assert [sorted(archive) for archive in told] == [
        ["next_article", "next_event", "tags"],
        ["tags"],
    ]
    assert told[0]["tags"][0] == {"name": "Unused 00", "slug": "unused-00"}
