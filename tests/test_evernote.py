"""Exports of Evernote: each note an article."""

import io
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest import archives, entries, readers
from articles.ingest.clean import clean
from articles.ingest.entries.shapes import FeedText
from articles.ingest.places import Place
from articles.ingest.records import Rejection

OPENING = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE en-export SYSTEM "http://outlet.example/evernote-export4.dtd">\n'
    '<en-export export-date="20250801T000000Z" application="Evernote" version="10">\n'
)
NOTE = (
    "<note><title>{title}</title>"
    '<content><![CDATA[<?xml version="1.0" encoding="UTF-8"?>'
    '<!DOCTYPE en-note SYSTEM "http://outlet.example/enml2.dtd">'
    "<en-note><div>The council adopted <b>its rule</b>.</div>"
    '<en-media type="image/png" hash="a"/></en-note>]]></content>'
    "<created>20250726T083000Z</created><tag>audits</tag><tag>models</tag>"
    "<note-attributes><author>Ann Lee</author>"
    "<source-url>https://outlet.example/{title}</source-url></note-attributes>"
    '<resource><data encoding="base64">AAAA</data></resource></note>\n'
)
EXPORT = OPENING + NOTE.format(title="one") + NOTE.format(title="two") + "</en-export>"


def found_in(text):
    return list(archives.items(io.BytesIO(text.encode()), Place("a.enex", "a.enex")))


def test_each_note_is_an_article():
    articles = [clean(readers.read(item)) for item in found_in(EXPORT)]
    assert [article.title for article in articles] == ["one", "two"]
    one = articles[0]
    assert one.source_url == "https://outlet.example/one"
    assert one.published_at == datetime(2025, 7, 26, 8, 30, tzinfo=UTC)
    assert (one.byline, one.tags) == ("Ann Lee", ("audits", "models"))
    assert one.body_html == "<div>The council adopted <b>its rule</b>.</div>"


def test_the_report_says_which_day_was_taken():
    assert found_in(EXPORT)[0].notes == (
        "Dated by the day on which the note was made, which may be later than the text.",
    )


def test_of_an_export_that_is_cut_short_the_whole_notes_go_in():
    first, rest = found_in(EXPORT[: EXPORT.rindex("<note>") + 100])
    assert clean(readers.read(first)).title == "one"
    assert rest.problem.startswith("The export is damaged here (")


def test_an_export_without_a_whole_note_is_refused():
    with pytest.raises(Rejection, match="The export is damaged here"):
        entries.read(FeedText((OPENING + "<note><title>").encode()))


def test_names_that_an_export_defines_are_not_read():
    bomb = '<!DOCTYPE en-export SYSTEM "a" [<!ENTITY a "word">]>'
    given = EXPORT.replace(OPENING.split("\n")[1], bomb).replace("<title>one", "<title>&a;")
    for item in found_in(given):
        with pytest.raises(Rejection, match="XML of a kind that is not read"):
            readers.read(item)


@given(st.binary(max_size=300))
def test_any_export_is_read_or_refused(rest):
    with suppress(Rejection):
        found = entries.read(FeedText(OPENING.encode() + rest))
        assert all(line.content or line.problem for line in found.lines)
