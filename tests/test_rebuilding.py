"""A rebuild: what is derived is made anew from the originals, and nothing else changes."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.ingest.containers import items
from articles.ingest.pipeline import Options, Progress, run_import
from articles.ingest.rebuilding import REBUILD_LOCK
from articles.ingest.records import Item
from articles.models import Article, Event, Import, Original, Rebuild, Source, TaggedArticle
from articles.search.statistics import is_count_old
from tests.factories import make_prose

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = make_prose(1, 20)
ADDRESS = "https://outlet.example/1"

# What an older version of the archive may have stored.
AS_IF_OLDER = """
UPDATE articles_article SET body_html = '<p>Old.</p>', body_text = 'Old.', word_count = 1,
    text_digest = repeat('0', 64), title_key = '', sketch = '{}', excerpt = 'Old.', byline = 'Old'
"""


def page(name, body=TEXT, **fields):
    """An item with these fields in front of a body."""
    fields = {"title": f"Title of {name}", "date": "2025-07-26"} | fields
    head = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return Item(name, name, f"---\n{head}---\n{body}\n".encode())


def bring(*items) -> Import:
    return run_import(items, "a test", Options(), Progress()).run


def run(*arguments):
    """Run the command and return its exit status and what it printed."""
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command("rebuild", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as stop:
        status = stop.code
    except CommandError as error:
        status = error.returncode
        err.write(str(error))
    return status, out.getvalue(), err.getvalue()


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def rows():
    """Every column of every article, the tags and the links among them."""
    columns = [field.attname for field in Article._meta.fields if field.attname != "updated_at"]
    links = ("links__kind", "links__url", "links__text", "links__position")
    return [
        list(Article.objects.order_by("pk").values(*columns)),
        sorted(Article.objects.values_list("pk", *links)),
        sorted(Article.objects.values_list("pk", "tags__name")),
    ]


@pytest.fixture
def archive():
    """An archive with articles, an update, a copy and something that was rejected."""
    bring(
        page("a.md", "Some [law](https://law.example/1) here.", source=ADDRESS, tags="Audits"),
        page("b.md", make_prose(2, 20), source="https://other.example/2", author="A. Writer"),
        page("c.md", make_prose(2, 20), source="https://third.example/2", category="Policy"),
        page("d.md", TEXT),
        page("e.md", "No day", date="none"),
    )
    bring(page("f.md", "New [law](https://law.example/2) here.", source=ADDRESS, tags="Chips"))


@pytest.mark.usefixtures("archive")
def test_a_fresh_archive_stays_as_it_is_and_history_is_silent():
    before, former = rows(), TaggedArticle.objects.latest("pk").pk
    status, out, _ = run()
    assert (status, out.splitlines()[0]) == (0, "4 articles, 0 changed, 0 kept as they stand.")
    assert rows() == before
    assert TaggedArticle.objects.latest("pk").pk == former
    assert (
        not Article.objects.first()
        .revisions.filter(pgh_context__metadata__command="rebuild")
        .exists()
    )


def test_what_an_outlet_repeats_stays_out_of_excerpts():
    plea = "Quokka readers keep our newsroom alive."
    for name in ("Harbour tax falls", "Chess final drawn", "Orchid fair opens"):
        address = f"https://outlet.example/{name.split()[0]}"
        bring(page(name, f"{plea}\n\n{name}, all agree.", title=name, source=address))
    before = rows()
    assert not Article.objects.filter(excerpt__contains="Quokka").exists()
    _, out, _ = run()
    assert out.startswith("3 articles, 0 changed")
    assert rows() == before
    Article.objects.update(excerpt=plea)
    run()
    assert rows() == before


@pytest.mark.usefixtures("archive")
def test_what_an_older_version_stored_becomes_what_a_clean_import_stores(tmp_path):
    before = rows()
    execute(AS_IF_OLDER)
    execute("DELETE FROM articles_sourcelink WHERE kind = 'cited'")
    execute("DELETE FROM articles_taggedarticle")
    assert rows() != before
    status, out, _ = run("--report", tmp_path / "report.jsonl")
    assert status == 0
    assert "4 changed" in out
    assert "body_html 4" in out
    assert rows() == before
    lines = [json.loads(line) for line in (tmp_path / "report.jsonl").read_text().splitlines()]
    assert {line["article"] for line in lines} == {row["id"] for row in before[0]}
    assert all("body_text" in line["fields"] for line in lines)


@pytest.mark.usefixtures("archive")
def test_a_dry_run_says_the_same_and_changes_nothing():
    execute(AS_IF_OLDER)
    before = rows()
    _, out, _ = run("--dry-run")
    assert out.startswith("Dry run, nothing stored: 4 articles, 4 changed")
    assert rows() == before
    assert not Rebuild.objects.exists()


@pytest.mark.usefixtures("archive")
def test_only_the_articles_that_are_named_are_rebuilt():
    execute(AS_IF_OLDER)
    first, second = Article.objects.order_by("pk")[:2]
    run("--article", first.pk)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.word_count > 1, second.word_count) == (True, 1)


def test_a_number_that_is_no_article_ends_with_2():
    status, _, err = run("--article", 999)
    assert status == 2
    assert "999" in err


@pytest.mark.usefixtures("archive")
def test_what_a_curator_corrected_stays():
    execute(AS_IF_OLDER)
    Article.objects.update(
        title="Corrected", excerpt="By hand", curated_fields=["title", "excerpt", "tags"]
    )
    run()
    for article in Article.objects.all():
        assert (article.title, article.excerpt, article.title_key) == ("Corrected", "By hand", "")
        assert article.word_count > 1


def test_a_corrected_day_does_not_let_a_passed_over_version_win():
    bring(page("a.md", TEXT, source=ADDRESS, date="2025-07-26", title="Newer"))
    bring(page("b.md", TEXT, source=ADDRESS, date="2025-07-20", title="Older"))
    article = Article.objects.get()
    article.published, article.curated_fields = "2025-07-25", ["published"]
    article.save()
    bring(page("c.md", TEXT, source=ADDRESS, date="2025-07-21", title="After the correction"))
    before = rows()
    run()
    assert rows() == before
    assert Article.objects.get().title == "After the correction"


def test_a_version_from_the_future_stays_passed_over():
    bring(page("a.md", source=ADDRESS, title="Now"))
    bring(page("b.md", source=ADDRESS, title="Later", date="2999-01-01"))
    run()
    assert Article.objects.get().title == "Now"


@pytest.mark.usefixtures("archive")
def test_withdrawn_articles_and_events_stay_as_they_are():
    event = Event.objects.create(title="By hand", title_is_edited=True)
    Article.objects.update(status="withdrawn", status_reason="Asked for.", event=event)
    before = rows()
    execute(AS_IF_OLDER)
    run()
    assert rows() == before


@pytest.mark.usefixtures("archive")
def test_grouping_looks_again_only_where_it_is_told_to():
    execute(AS_IF_OLDER)
    event = Event.objects.create(title="Nothing alike")
    Article.objects.update(event=event)
    run("--regroup")
    assert Article.objects.get(canonical_url=ADDRESS).event is None


def test_an_original_that_reads_no_more_leaves_its_article_as_it_stands():
    run_of_old = Import.objects.create(what="an older version", status="finished")
    bring(page("a.md", source=ADDRESS, title="It stands"))
    article = Article.objects.get()
    Original.objects.all().delete()
    Original.objects.create(
        sha256="0" * 64,
        content=b"---\ntitle: No day\n---\nText.",
        origins=["a.md"],
        article=article,
        import_run=run_of_old,
    )
    status, out, err = run()
    assert status == 1
    assert "1 kept as they stand" in out
    assert f"Article {article.pk}: Kept as it stands. a.md:" in err
    assert Article.objects.get().title == "It stands"


def make_readable(name, content):
    """An original that an older version rejected."""
    run = Import.objects.create(what="an older version", status="finished")
    item = Item(name, name, content)
    Original.objects.create(
        sha256=item.sha256,
        content=content,
        origins=[name],
        import_run=run,
        rejected_for="Not known.",
    )


def test_what_was_rejected_and_can_be_read_now_is_counted_and_imported_when_asked():
    make_readable("a.md", page("a.md", source=ADDRESS).content)
    _, out, _ = run()
    assert "1 rejected originals can be read now" in out
    assert not Article.objects.exists()
    run("--rejected")
    original = Original.objects.get()
    assert original.article == Article.objects.get()
    assert original.rejected_for == ""
    assert original.import_run.created == 1


def test_a_file_that_was_rejected_is_read_again_when_it_comes_again():
    item = page("b.md", source=ADDRESS)
    make_readable("a.md", item.content)
    assert bring(item).created == 1
    assert Original.objects.get().origins == ["a.md", "b.md"]


def test_what_was_refused_for_where_it_stood_does_not_count_as_readable():
    bring(Item("../a.md", "a.md", page("a.md").content, "Its path leads outside."))
    _, out, _ = run()
    assert "can be read" not in out


def test_two_articles_that_come_to_one_address_are_joined():
    bring(page("a.md", make_prose(1, 20), source="https://outlet.example/1", title="First"))
    bring(page("b.md", make_prose(2, 20), source="https://outlet.example/2", title="Second"))
    first, second = Article.objects.order_by("pk")
    # As if the rules had told apart what they now call one.
    execute("DELETE FROM articles_original WHERE origins = '{b.md}'")
    Article.objects.filter(pk=second.pk).update(canonical_url="https://outlet.example/old")
    address = "https://outlet.example/1?utm_source=x"
    item = page("b.md", make_prose(2, 20), source=address, title="Second")
    Original.objects.create(
        sha256=item.sha256,
        content=item.content,
        origins=["b.md"],
        article=second,
        import_run=Import.objects.first(),
    )
    status, _, _ = run()
    first.refresh_from_db()
    second.refresh_from_db()
    assert status == 0
    assert (first.canonical_url, second.canonical_url) == ("https://outlet.example/1", "")
    assert second.duplicate_of == first
    assert first.title == "Second"
    assert first.originals.count() == 2
    before = rows()
    run()
    assert rows() == before


def test_an_address_that_a_curator_wrote_wins():
    bring(page("a.md", make_prose(1, 20), source="https://outlet.example/1", title="First"))
    bring(page("b.md", make_prose(2, 20), source="https://outlet.example/2", title="Second"))
    first, second = Article.objects.order_by("pk")
    Article.objects.filter(pk=first.pk).update(canonical_url="https://outlet.example/old")
    Article.objects.filter(pk=second.pk).update(
        canonical_url="https://outlet.example/1", curated_fields=["canonical_url"]
    )
    run()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.canonical_url, first.duplicate_of) == ("", second)
    assert second.canonical_url == "https://outlet.example/1"


def test_what_the_database_refuses_stays_as_it_stands_and_stops_nothing():
    bring(
        page("a.md", make_prose(1, 20), source="https://outlet.example/1"),
        page("b.md", make_prose(2, 20), source="https://outlet.example/2"),
    )
    execute(AS_IF_OLDER)
    first, second = Article.objects.order_by("pk")
    refused = "CHECK (body_text = 'Old.' OR canonical_url NOT LIKE '%/1')"
    execute(f"ALTER TABLE articles_article ADD CONSTRAINT never {refused}")
    try:
        status, _, err = run()
    finally:
        execute("ALTER TABLE articles_article DROP CONSTRAINT never")
    first.refresh_from_db()
    second.refresh_from_db()
    assert status == 1
    assert f"Article {first.pk}: Kept as it stands. The database refused it" in err
    assert (first.body_text, second.word_count > 1) == ("Old.", True)


def test_copies_stay_copies_though_their_texts_are_made_anew_in_different_batches(monkeypatch):
    monkeypatch.setattr("articles.ingest.rebuilding._BATCH_ARTICLES", 1)
    bring(
        page("a.md", make_prose(1, 20), source="https://outlet.example/1"),
        page("b.md", make_prose(1, 20), source="https://other.example/1"),
    )
    before = rows()
    Article.objects.update(text_digest="0" * 64, body_text="Old.")
    _, out, _ = run()
    assert "2 articles, 2 changed" in out
    assert rows() == before


def test_a_source_of_a_host_for_small_screens_becomes_a_domain_of_its_site():
    bring(page("a.md", source="https://outlet.example/1"))
    bring(page("b.md", make_prose(2, 20), source="https://m.outlet.example/2"))
    mobile = Source.objects.create(name="m.outlet.example", domain="m.outlet.example")
    Article.objects.filter(canonical_url__endswith="/2").update(source=mobile)
    run()
    assert Source.objects.get().domain == "outlet.example"
    assert set(Source.objects.get().domains.values_list("domain", flat=True)) == {
        "outlet.example",
        "m.outlet.example",
    }


@pytest.mark.usefixtures("archive")
def test_a_stopped_rebuild_says_where_it_goes_on_and_does():
    before = rows()
    execute(AS_IF_OLDER)
    first = Article.objects.order_by("pk").first()
    run("--article", first.pk)
    Rebuild.objects.create(done_to=first.pk)
    execute(f"UPDATE articles_article SET excerpt = 'Old.' WHERE id = {first.pk}")
    _, out, _ = run()
    assert out.startswith(f"Goes on after article {first.pk}, where the last rebuild was stopped.")
    assert "3 articles, 3 changed" in out
    _, out, _ = run("--anew")
    assert "4 articles, 1 changed (excerpt 1)" in out
    assert rows() == before


@pytest.mark.usefixtures("archive")
def test_the_search_vector_follows_the_function_that_makes_it():
    before = rows()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('archive_vector'::regproc)")
        function = cursor.fetchone()[0]
    try:
        head = function.partition("\nRETURN ")[0]
        execute(f"{head}\nRETURN to_tsvector('simple', 'old')")
        execute("UPDATE articles_article SET language = language")
    finally:
        execute(function)
    assert rows() != before
    run()
    assert rows() == before


@pytest.mark.usefixtures("archive")
def test_search_counts_anew_after_a_rebuild_that_changed_much():
    assert not is_count_old()
    execute(AS_IF_OLDER)
    run("--dry-run")
    assert not is_count_old()
    run()
    assert is_count_old()


def test_two_rebuilds_do_not_run_at_once():
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [REBUILD_LOCK])
        status, _, err = run()
    finally:
        other.close()
    assert status == 2
    assert "Another rebuild is running" in err


HEAD = {"title": "A rule for labs", "date": "2024-05-05", "url": "https://outlet.example/rule-1"}
RECORD = json.dumps({**HEAD, "body": TEXT})
PAGE = (
    "<html><head><title>A rule for labs</title><meta property='article:published_time'"
    f" content='2024-05-05'></head><body><article><h1>A rule for labs</h1><p>{TEXT}</p></article>"
)
FEED = (
    "<rss version='2.0'><channel><title>Outlet</title><item><title>A rule for labs</title>"
    f"<link>https://outlet.example/rule-1</link><description>{TEXT}</description></item></channel></rss>"
)
# A small file of each kind, by its name.
KINDS = {
    "yaml.md": f"---\ntitle: A rule for labs\ndate: 2024-05-05\n---\n\n{TEXT}\n",
    "toml.md": f'+++\ntitle = "A rule for labs"\ndate = 2024-05-05\n+++\n\n{TEXT}\n',
    "json.md": f"{json.dumps(HEAD)}\n\n{TEXT}\n",
    "lines.md": f"{json.dumps(HEAD, indent=1)}\n{TEXT}\n",
    "fenced.md": f";;;\n{json.dumps(HEAD)}\n;;;\n\n{TEXT}\n",
    "object.json": RECORD,
    "flow.yaml": RECORD,
    "object.yaml": f"title: A rule for labs\ndate: 2024-05-05\nbody: |\n  {TEXT}\n",
    "list.json": f"[{RECORD}]",
    "lines.jsonl": f"{RECORD}\n",
    "keyed.json": f'{{"one": {RECORD}, "two": {RECORD.replace("rule-1", "rule-2")}}}',
    "table.csv": f'title,date,body\nA rule for labs,2024-05-05,"{TEXT}"\n',
    "page.html": PAGE,
    "plain.txt": f"A rule for labs\n\n5 May 2024\n\n{TEXT}\n",
    "mail.eml": (
        "From: A. Writer <a@outlet.example>\nSubject: A rule for labs\n"
        f"Date: Sun, 5 May 2024 10:00:00 +0000\n\n{TEXT}\n"
    ),
    "feed.xml": FEED,
}


@pytest.mark.parametrize("name", KINDS)
def test_a_file_of_any_kind_is_read_again_as_it_was_read(name, tmp_path):
    (tmp_path / name).write_text(KINDS[name])
    made = bring(*items([str(tmp_path / name)]))
    assert (made.created + made.updated + made.duplicate, made.rejected) == (
        Original.objects.count(),
        0,
    )
    status, out, err = run()
    assert (status, err) == (0, "")
    assert f"{Article.objects.count()} articles, 0 changed, 0 kept" in out
