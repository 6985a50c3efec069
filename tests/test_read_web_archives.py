"""Pages that a browser saved as one file, with pictures and styles."""

import contextlib
import quopri
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest import readers
from articles.ingest.records import Item, Rejection

ADDRESS = "https://outlet.example/2025/rule"
TEXT = "The council adopted a rule on Friday that asks for audits of every large model — at last."
DATE = '<meta name="date" content="2025-07-26">'
HEADERS = f"Snapshot-Content-Location: {ADDRESS}\nDate: Sat, 2 Aug 2025 10:00:00 -0000\n"


def archive(head=DATE, headers=HEADERS, kind="text/html; charset=utf-8"):
    page = f"<!DOCTYPE html><html><head>{head}</head><body><article><h1>A rule</h1><p>{TEXT}</p>"
    body = quopri.encodestring(f"{page}</article></body></html>".encode()).decode()
    text = f"""From: <Saved by Blink>
{headers}Subject: A rule
MIME-Version: 1.0
Content-Type: multipart/related;
	type="text/html";
	boundary="----B"

------B
Content-Type: {kind}
Content-Transfer-Encoding: quoted-printable
Content-Location: {ADDRESS}

{body}
------B
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
------B--
"""
    return text.replace("\n", "\r\n").encode()


def read(content):
    return readers.read(Item("a.mhtml", "a.mhtml", content))


def test_it_reads_the_page_with_the_address_that_it_was_saved_from():
    article = read(archive())
    assert (article.title, article.published) == ("A rule", date(2025, 7, 26))
    assert article.source_url == ADDRESS
    assert TEXT in article.body


def test_the_day_of_saving_serves_where_the_page_has_none():
    article = read(archive(head=""))
    assert article.published == date(2025, 8, 2)
    assert article.notes == ("No date on the page: the day of its capture was taken.",)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (archive(head="", headers=""), "No date: the page does not say"),
        (archive(kind="text/plain"), "No page is in the file."),
    ],
)
def test_what_is_missing_is_told(content, reason):
    with pytest.raises(Rejection, match=reason):
        read(content)


@given(st.binary(max_size=200))
def test_any_parts_are_read_or_rejected(parts):
    with contextlib.suppress(Rejection):
        assert read(archive().partition(b"------B")[0] + b"------B\r\n" + parts).body


def test_parts_within_parts_without_end_are_rejected():
    part = b"Content-Type: multipart/related; boundary=%d\r\n\r\n--%d\r\n"
    with pytest.raises(Rejection):
        read(b"A: b\r\n" + b"".join(part % (n, n) for n in range(20_000)))


@pytest.mark.parametrize("coding", ["8bit", "binary"])
def test_a_part_may_be_written_as_it_is(coding):
    text = "It’s the council’s first rule on audits, après a night of talks."
    saved = "\n".join(
        (
            "From: <Saved by a browser>",
            "Snapshot-Content-Location: https://outlet.example/rule",
            "Date: Sat, 26 Jul 2025 10:00:00 +0000",
            'Content-Type: multipart/related; boundary="b"',
            "",
            "--b",
            "Content-Type: text/html; charset=utf-8",
            f"Content-Transfer-Encoding: {coding}",
            "",
            f"<!doctype html><title>A rule for the “Café”</title><article><p>{text}</p></article>",
            "--b--",
        )
    )
    raw = readers.read(Item("a.mhtml", "a.mhtml", saved.encode()))
    assert raw.title == "A rule for the “Café”"
    assert text in raw.body
