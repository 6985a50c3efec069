"""Keeping ids: in an empty archive alone, whole or not at all, and no line is believed."""

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.ingest.exported import DISPLAYS, GATES, KINDS, STANDINGS, STATUSES, read
from articles.ingest.rebuilding import Options, rebuild
from articles.ingest.records import Item, Rejection
from articles.models import (
    Article,
    Event,
    Import,
    ImportProblem,
    Original,
    RepeatedBlock,
    Source,
    Tag,
    Tombstone,
)
from articles.sequences import next_number
from tests.factories import make_article

pytestmark = pytest.mark.django_db

# Beyond any number that other tests have used up.
HIGH = 1_000_000


def record(number, **fields):
    """A line of an export: an article of its own, with what is given."""
    return {
        "id": number,
        "title": f"Story {number}",
        "date": "2025-07-26",
        "status": "published",
        "body": f"<p>The council adopted rule {number} on Friday.</p>",
    } | fields


def written(folder, *records):
    path = folder / "export.jsonl"
    lines = [one if isinstance(one, str) else json.dumps(one) for one in records]
    path.write_text("\n".join(lines) + "\n")
    return path


def bring_in(folder, *records, options=()):
    """Import records with their numbers; return the status, what was printed and the report."""
    out, report = io.StringIO(), folder / "report.jsonl"
    arguments = [written(folder, *records), "--keep-ids", "--report", report, *options]
    status = 0
    try:
        call_command("import_articles", *map(str, arguments), stdout=out, stderr=out)
    except SystemExit as stop:
        status = stop.code
    except CommandError as error:
        return error.returncode, str(error), []
    return status, out.getvalue(), [json.loads(line) for line in report.read_text().splitlines()]


def exported():
    out = io.StringIO()
    sys.stdout, kept = out, sys.stdout
    try:
        call_command("export_articles", format="jsonl", stderr=io.StringIO())
    finally:
        sys.stdout = kept
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_articles_and_events_have_the_numbers_that_they_had(tmp_path):
    event = {"event": HIGH + 3, "event_title": "A rule"}
    status, said, lines = bring_in(tmp_path, record(7, **event), record(HIGH, **event))
    assert status == 0
    assert said == "2 created, 0 updated, 0 duplicate, 0 unchanged, 0 rejected.\n"
    assert [(line["article"], line["event"]) for line in lines] == [(7, HIGH + 3), (HIGH, HIGH + 3)]
    assert Event.objects.get().title == "A rule"
    assert (next_number(Article), next_number(Event)) == (HIGH + 1, HIGH + 4)
    assert make_article().pk == HIGH + 1


def test_numbers_that_were_given_to_what_is_gone_are_not_given_again(tmp_path):
    tombstones = [{"article": HIGH + 5, "reason": "x"}]
    rest = {"next_article": HIGH, "next_event": HIGH + 9, "tombstones": tombstones}
    bring_in(tmp_path, record(7, archive=rest))
    assert (next_number(Article), next_number(Event)) == (HIGH + 6, HIGH + 9)


@pytest.mark.parametrize("make", [make_article, lambda: Event.objects.create(title="x")])
def test_only_an_empty_archive_takes_numbers(make, tmp_path):
    make()
    status, said, _ = bring_in(tmp_path, record(7))
    assert status == 2
    assert "numbers can only be kept in an empty one" in said
    assert not Article.objects.filter(pk=7).exists()


def test_an_archive_from_which_something_was_erased_is_not_empty(tmp_path):
    Tombstone.objects.create(article=7, reason="x", was_public=True, digests=[])
    status, said, _ = bring_in(tmp_path, record(7))
    assert (status, "tombstones already" in said) == (2, True)


def test_publishing_everything_does_not_go_with_keeping_everything(tmp_path):
    status, said, _ = bring_in(tmp_path, record(7), options=["--publish"])
    assert (status, "Leave --publish out" in said) == (2, True)


def test_a_dry_run_stores_nothing_and_uses_no_number(tmp_path):
    status, said, _ = bring_in(tmp_path, record(HIGH), options=["--dry-run"])
    assert (status, said[:27]) == (0, "Dry run, nothing stored: 1 ")
    assert not Article.objects.exists()
    assert not Import.objects.exists()
    assert next_number(Article) < HIGH


def test_nothing_is_held_or_grouped_that_the_export_shows(tmp_path):
    lines = [record(n, title=f"Weekly digest {n}", body="<p>Same text.</p>") for n in (1, 2, 3)]
    status, _, _ = bring_in(tmp_path, *lines, record(4, date="2999-01-01"))
    assert status == 0
    assert set(Article.objects.values_list("status", flat=True)) == {"published"}
    assert not Event.objects.exists()
    assert not Article.objects.exclude(first_public_at=None, status="published").filter(
        event__isnull=False
    )


def test_the_line_is_the_original_and_the_names_of_files_stay(tmp_path):
    line = record(7, origins=["a.md", "b/ c.md"])
    bring_in(tmp_path, line)
    original = Original.objects.get()
    assert json.loads(bytes(original.content)) == line
    assert (original.origins, original.article_id) == (["a.md", "b/ c.md"], 7)


SOURCE = {"domain": "outlet.example", "name": "The Outlet"}
EVENT = {"id": 5, "title": "A rule"}
WRONG = {
    "no number": ({"id": None}, "has no 'id'"),
    "a number that is a text": ({"id": "seven"}, "'id' that is no whole number"),
    "a number that is yes": ({"id": True}, "'id' that is no whole number"),
    "a number below one": ({"id": -7}, "'id' that is no whole number"),
    "a number that is too great": ({"id": 2**63}, "'id' that is no whole number"),
    "a title that is a list": ({"title": ["x"]}, "'title' that is no text"),
    "a title that is too long": ({"title": "x" * 301}, "longer than 300 characters"),
    "a title of spaces": ({"title": "  "}, "'title' that is empty"),
    "a day that is none": ({"date": "2025-02-30"}, "'date' that is no day"),
    "a moment of another day": (
        {"published_at": "2025-07-27T00:30:00+00:00"},
        "not the day of 'published_at'",
    ),
    "a moment without a zone": ({"added_at": "2025-07-26T09:30:00"}, "no moment with a zone"),
    "a moment beyond time": ({"added_at": "0001-01-01T00:00:00+14:00"}, "no moment with a zone"),
    "a status of its own": ({"status": "live"}, "'status' that is none of"),
    "withdrawn without a reason": ({"status": "withdrawn"}, "Add a 'status_reason'"),
    "held and published": ({"held_for": "future"}, "not in review"),
    "a copy of itself": ({"id": 7, "duplicate_of": 7}, "A copy of itself"),
    "a body without words": ({"body": "<p> </p>"}, "No text"),
    "a body that is an object": ({"body": {}}, "'body' that is no text"),
    "an address with a script": (
        {"canonical_url": "javascript:alert(1)"},
        "'canonical_url' that is no web address",
    ),
    "a domain with a slash": ({"source": "a/b"}, "'source' that is no domain"),
    "a source by another name": (
        {"source": "other.example", "source_details": SOURCE},
        "is described as 'outlet.example'",
    ),
    "an event by another number": ({"event": 6, "event_details": EVENT}, "described as event 5"),
    "an event without a number": ({"event_details": {"title": "x"}}, "has no 'id'"),
    "an event that ends before it starts": (
        {"event_details": EVENT | {"happened_start": "2025-07-26", "happened_end": "2025-07-25"}},
        "event_ends_after_it_starts",
    ),
    "a tag of a made-up kind": ({"tag_details": [{"name": "x", "kind": "y"}]}, "'kind'"),
    "tags that are a number": ({"tags": 7}, "'tags' that is no list"),
    "a digest that is none": (
        {"archive": {"tombstones": [{"article": 9, "reason": "x", "digests": ["y"]}]}},
        "'digests' that is no SHA-256",
    ),
}


def test_an_address_is_taken_as_a_curator_may_have_written_it(tmp_path):
    source = SOURCE | {
        "feed_url": 'https://news.example/search?q="AI+Act"',
        "homepage": "ftp://outlet.example/",
    }
    fields = {"source": source["domain"], "source_details": source}
    assert bring_in(tmp_path, record(7, **fields))[0] == 0
    kept = Source.objects.get()
    kept.full_clean()
    assert (kept.feed_url, kept.homepage) == (source["feed_url"], source["homepage"])


def test_a_line_that_is_wrong_says_why_and_stops_no_other(tmp_path):
    wrong = [record(100 + n) | fields for n, (fields, _) in enumerate(WRONG.values())]
    status, _, lines = bring_in(tmp_path, record(1), *wrong, record(9))
    refused = dict(zip(WRONG, lines[1:-1], strict=True))
    assert status == 1
    assert {name: line["outcome"] for name, line in refused.items()} == dict.fromkeys(
        WRONG, "rejected"
    )
    reasons = {name: line["reason"] for name, line in refused.items()}
    unexplained = {name: said for name, said in reasons.items() if WRONG[name][1] not in said}
    assert unexplained == {}
    assert ImportProblem.objects.count() == len(WRONG)
    assert list(Article.objects.order_by("pk").values_list("pk", flat=True)) == [1, 9]


def test_what_is_no_record_of_an_export_is_refused(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text("id,title,date,body\n7,x,2025-07-26,Some words.\n")
    (tmp_path / "in" / "b.md").write_text("---\ntitle: x\ndate: 2025-07-26\n---\nSome words.\n")
    (tmp_path / "in" / "c.txt").write_text("Some words.\n")
    with pytest.raises(SystemExit):
        call_command("import_articles", str(tmp_path / "in"), "--keep-ids", stderr=io.StringIO())
    assert not Article.objects.exists()
    assert not Original.objects.exists()
    assert ImportProblem.objects.count() == 3


def test_one_number_and_one_address_stand_once(tmp_path):
    address = {"canonical_url": "https://outlet.example/a"}
    _, _, lines = bring_in(
        tmp_path, record(1, **address), record(1, title="Again"), record(2, **address)
    )
    assert [line["outcome"] for line in lines] == ["created", "rejected", "rejected"]
    assert "An earlier record has the number 1" in lines[1]["reason"]
    assert "An earlier record has the address" in lines[2]["reason"]


def test_the_same_line_twice_is_unchanged(tmp_path):
    _, _, lines = bring_in(tmp_path, record(1), record(1))
    assert [(line["outcome"], line["article"]) for line in lines] == [
        ("created", 1),
        ("unchanged", 1),
    ]


def test_a_copy_of_what_is_not_there_or_of_its_copy_stands_alone_and_says_so(tmp_path):
    copies = {1: 99, 2: 3, 3: 2, 4: 2, 6: 7, 7: 5}
    lines = [record(n, duplicate_of=copies.get(n)) for n in range(1, 8)]
    status, _, lines = bring_in(tmp_path, *lines)
    kept = dict(Article.objects.exclude(duplicate_of=None).values_list("pk", "duplicate_of"))
    assert status == 0
    assert kept == {6: 7, 7: 5}
    assert [line["article"] for line in lines if line["reason"]] == [1, 2, 3, 4]


def test_an_event_that_was_merged_into_nothing_or_itself_stands_alone_and_says_so(tmp_path):
    heirs = {1: 2, 2: 1, 3: 99, 4: 5, 5: None}
    events = [{"id": n, "title": "x", "merged_into": heir} for n, heir in heirs.items()]
    bring_in(tmp_path, record(1, archive={"events": events}))
    kept = dict(Event.objects.exclude(merged_into=None).values_list("pk", "merged_into"))
    assert kept == {4: 5}
    assert set(ImportProblem.objects.values_list("path", flat=True)) == {
        "event 1",
        "event 2",
        "event 3",
    }


def test_what_was_erased_stays_out(tmp_path):
    rest = {"tombstones": [{"article": 2, "reason": "Its publisher asked."}]}
    _, _, lines = bring_in(tmp_path, record(1, archive=rest), record(2))
    assert [line["outcome"] for line in lines] == ["created", "rejected"]
    assert "erased" in lines[1]["reason"]
    assert Tombstone.objects.get().reason == "Its publisher asked."


def test_what_is_hostile_in_a_body_goes(tmp_path):
    body = (
        '<p>Words <img src=x onerror=alert(1)><a href="https://a.example/" class="media evil">y</a>'
    )
    bring_in(tmp_path, record(1, body=body + "<script>alert(1)</script>"))
    stored = Article.objects.get().body_html
    assert "alert" not in stored
    assert "evil" not in stored
    assert 'rel="noopener noreferrer nofollow ugc"' in stored


def test_a_rebuild_leaves_the_tags_and_the_category_that_came_along(tmp_path):
    filed = {"tags": ["Audits", "Chips"], "category": "Policy"}
    bring_in(tmp_path, record(1, **filed), record(2, tag_details=[{"name": "Chips", "slug": "c"}]))
    before = exported()
    told = []
    rebuild(Options(), report=told.append)
    assert told == []
    assert exported() == before
    assert [one.get("tags") for one in before] == [["Audits", "Chips"], ["Chips"]]


def test_of_two_descriptions_the_first_stands(tmp_path):
    for_first = {"source": "outlet.example", "source_details": SOURCE | {"display": "link"}}
    for_second = {"source": "outlet.example", "source_details": SOURCE | {"name": "Other"}}
    bring_in(tmp_path, record(1, **for_first), record(2, **for_second))
    source = Source.objects.get()
    assert (source.name, source.display, source.articles.count()) == ("The Outlet", "link", 2)


def test_an_export_of_an_earlier_version_is_enough(tmp_path):
    line = record(
        7,
        origins=["a.md"],
        event=None,
        source="outlet.example",
        source_name="The Outlet",
        canonical_url="https://outlet.example/a",
        source_url="https://outlet.example/a?src=rss",
        tags=["Law", "Safety"],
        category="Policy",
        language="en",
    )
    bring_in(tmp_path, line)
    [back] = exported()
    assert back == back | line
    assert set(Tag.objects.values_list("slug", flat=True)) == {"law", "safety"}


def test_what_an_import_left_of_a_line_does_not_stand_in_its_way(tmp_path):
    path = written(tmp_path, record(7))
    call_command("import_articles", str(path), stdout=io.StringIO())
    Article.objects.all().delete()
    status, _, [line] = bring_in(tmp_path, record(7))
    assert (status, line["outcome"], line["article"]) == (0, "created", 7)
    assert Original.objects.get().article_id == 7


_SMALL = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
_JSON = st.recursive(
    _SMALL,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*record(1), "domain", "name", "aliases", "slug"]), inner)
    ),
    max_leaves=8,
)
FIELDS = (
    *("id", "title", "date", "published_at", "body", "tags", "tag_details", "event"),
    *("event_details", "also_about", "source", "source_details", "category_details", "archive"),
    *("duplicate_of", "origins", "curated_fields", "status", "added_at", "language"),
)


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from(FIELDS), _JSON, max_size=5))
def test_no_record_breaks_the_reader(fields):
    content = json.dumps(record(1) | fields).encode()
    try:
        found = read(Item("a.jsonl:1", "a.jsonl:1", content))
    except Rejection:
        return
    assert 0 < found.columns["id"] < 2**53


@pytest.mark.parametrize(
    ("readable", "choices"),
    [
        (STATUSES, Article.Status),
        (("", *GATES), Article.HeldFor),
        (KINDS, Tag.Kind),
        (STANDINGS, RepeatedBlock.Standing),
        (DISPLAYS, Source.Display),
    ],
    ids=["status", "gate", "kind", "standing", "display"],
)
def test_what_a_record_may_say_is_what_the_archive_knows(readable, choices):
    assert set(readable) == set(choices.values)
