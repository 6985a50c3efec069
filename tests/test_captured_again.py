"""Pages that an archive of the web holds more than once."""

from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from articles.ingest import archives
from articles.ingest.pipeline import Options, Progress, run_import
from articles.ingest.places import Place
from articles.models import Article, Original

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "https://outlet.example/rule"
TEXT = "The council adopted a rule on Friday that asks for audits of every large model."
LATER = "The council adopted a rule on Friday and took it back on Monday, its speaker said."


def page(text=TEXT):
    return f"<!doctype html><title>A rule</title><article><p>{text}</p></article>".encode()


def capture(*pages, since=1, address=ADDRESS):
    """Import a WARC file of captures, each a day later, and return the outcomes with reasons."""
    held = BytesIO()
    writer = WARCWriter(held, gzip=True)
    for day, content in enumerate(pages, since):
        # A server tells the time of each answer.
        headers = [("Content-Type", "text/html"), ("Date", f"Sat, {day:02} Mar 2025 10:00:00 GMT")]
        record = writer.create_warc_record(
            address,
            "response",
            payload=BytesIO(content),
            http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": f"2025-03-{day:02}T10:00:00Z"},
        )
        writer.write_record(record)
    lines = []
    place = Place(f"{since}.warc.gz", f"{since}.warc.gz")
    found = archives.items(BytesIO(held.getvalue()), place)
    run_import(found, "a test", Options(), Progress(), lines.append)
    return [(line.outcome, line.reason) for line in lines]


AGAIN = ("unchanged", "The same page was captured before.")


def test_the_same_page_captured_again_is_unchanged_and_keeps_its_first_day():
    [first, *others] = capture(page(), page(), page())
    assert first[0] == "created"
    assert others == [AGAIN, AGAIN]
    assert capture(page(), since=4) == [AGAIN]
    assert Article.objects.get().published.isoformat() == "2025-03-01"


def test_its_names_are_kept_and_its_bytes_are_not():
    capture(page(), page())
    capture(page(), since=3)
    assert Original.objects.get().origins == ["1.warc.gz:1", "1.warc.gz:2", "3.warc.gz:1"]


def test_a_page_that_changed_is_updated_and_one_that_changed_back_is_known():
    outcomes = [outcome for outcome, _ in capture(page(), page(LATER), page(), page(LATER))]
    assert outcomes == ["created", "updated", "unchanged", "unchanged"]
    assert LATER in Article.objects.get().body_text


def test_the_same_page_at_another_address_is_a_matter_of_its_own():
    capture(page())
    [(outcome, _)] = capture(page(), since=2, address=f"{ADDRESS}/2")
    assert outcome != "unchanged"
    assert Article.objects.count() == 2


DATED = f"<meta name='date' content='2025-02-28'><article><p>{TEXT}</p></article>"


def test_a_capture_of_an_earlier_moment_leaves_the_later_one_in_its_place():
    later = f"<!doctype html><title>A rule</title>{DATED.replace(TEXT, LATER)}".encode()
    earlier = f"<!doctype html><title>A rule</title>{DATED}".encode()
    capture(later, since=9)
    [(outcome, reason)] = capture(earlier, since=2)
    assert (outcome, reason) == (
        "updated",
        "The archive has a later capture of this page; it stays.",
    )
    assert LATER in Article.objects.get().body_text
    assert Original.objects.count() == 2
    call_command("rebuild", stdout=StringIO(), stderr=StringIO())
    assert LATER in Article.objects.get().body_text


def test_a_capture_of_a_later_moment_takes_the_place_of_the_earlier_one():
    for moment, text in ((2, TEXT), (9, LATER)):
        page = f"<!doctype html><title>A rule</title>{DATED.replace(TEXT, text)}"
        [(outcome, reason)] = capture(page.encode(), since=moment)
    assert (outcome, reason) == ("updated", "A new version of an address in the archive.")
    assert LATER in Article.objects.get().body_text
