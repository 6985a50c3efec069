"""Pages that Safari saved as web archives."""

import plistlib
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest import readers
from articles.ingest.readers import safari
from articles.ingest.records import Item, Rejection

ADDRESS = "https://outlet.example/rule"
PAGE = (
    "<!doctype html><title>Council adopts a rule</title><meta name='date' content='2025-07-26'>"
    "<article><p>The council adopted a rule on Friday that asks for audits of models, après "
    "a long night of talks.</p></article>"
)


def saved(**changes):
    page = {
        "WebResourceData": PAGE.encode("latin-1"),
        "WebResourceURL": ADDRESS,
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "ISO-8859-1",
    }
    picture = {"WebResourceData": b"\x89PNG", "WebResourceURL": f"{ADDRESS}.png"}
    archive = {"WebMainResource": page | changes, "WebSubresources": [picture]}
    return plistlib.dumps(archive, fmt=plistlib.FMT_BINARY)


def read(content):
    return readers.read(Item("a.webarchive", "a.webarchive", content))


def test_the_page_is_read_with_its_address_and_its_encoding():
    raw = read(saved())
    assert (raw.title, raw.source_url) == ("Council adopts a rule", ADDRESS)
    assert raw.published == date(2025, 7, 26)
    assert "models, après a long night" in raw.body


@pytest.mark.parametrize("changes", [{"WebResourceData": "text"}, {"WebResourceURL": 1}])
def test_what_has_no_page_is_refused(changes):
    with pytest.raises(Rejection, match=r"No page is in the file. Save it as HTML."):
        read(saved(**changes))


@given(st.data())
def test_a_damaged_file_is_read_or_refused(data):
    content = bytearray(saved())
    for place in data.draw(st.lists(st.integers(8, len(content) - 1), max_size=8)):
        content[place] = data.draw(st.integers(0, 255))
    with suppress(Rejection):
        assert safari.read(bytes(content))[0].body
