"""Saved pages that their pictures make larger than readers take."""

import io
import plistlib
import quopri
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest import pictures, readers
from articles.ingest.clean import clean
from articles.ingest.containers import items
from tests.saved_pages import FIRST, page

PICTURE = "data:image/png;base64,"
MESSAGE = (
    "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://outlet.example/rule\r\n"
    "Date: Sat, 26 Jul 2025 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--b--"\r\n\r\n\r\n'
    "----b--\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    "Content-Location: https://outlet.example/rule\r\n\r\n{}\r\n"
    "----b--\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n"
    "----b--\r\nContent-Type: text/css\r\n\r\n{}\r\n----b----\r\n"
)


def large_page(size):
    return page().replace("<h1>", f'<img src="{PICTURE}{"A" * size}"><h1>').encode()


def large_message(size):
    html = quopri.encodestring(page().encode()).decode()
    lines = ("A" * 76 + "\r\n") * (size // 78)
    return MESSAGE.format(html, lines, "p { margin: 0 }\r\n" * 10).encode()


def large_archive(size):
    main = {"WebResourceData": page().encode(), "WebResourceURL": "https://outlet.example/rule"}
    main |= {"WebResourceTextEncodingName": "UTF-8", "WebResourceMIMEType": "text/html"}
    rest = [
        {"WebResourceData": bytes([n]) * (size // 50), "WebResourceURL": f"/{n}"} for n in range(50)
    ]
    saved = {"WebMainResource": main, "WebSubresources": rest, "WebSubframeArchives": []}
    return plistlib.dumps(saved, fmt=plistlib.FMT_BINARY)


@pytest.mark.parametrize("make", [large_page, large_message, large_archive])
def test_a_page_is_read_without_the_pictures_that_make_it_too_large(make, tmp_path):
    (tmp_path / "a.html").write_bytes(make(12_000_000))
    [item] = items([str(tmp_path)])
    assert len(item.content) < 10_000
    assert item.notes[0].startswith("The pictures that the page carries made it too large")
    article = clean(readers.read(item))
    assert FIRST in article.body_text
    assert article.title == "Council adopts a rule"
    [again] = items([str(tmp_path)])
    assert again.sha256 == item.sha256


@pytest.mark.parametrize("make", [large_page, large_message])
def test_a_page_of_a_size_that_is_read_stays_as_it_is(make, tmp_path):
    content = make(100_000)
    (tmp_path / "a.html").write_bytes(content)
    [item] = items([str(tmp_path)])
    assert (item.content, item.notes) == (content, ())


def test_what_is_too_large_without_its_pictures_is_refused(tmp_path):
    (tmp_path / "a.html").write_bytes(b"<!doctype html><p>" + b"word " * 1_100_000)
    (tmp_path / "b.bin").write_bytes(b"data:image/png;base64," + b"A" * 6_000_000)
    for item in items([str(tmp_path)]):
        assert item.problem == "Larger than 5 MB. Split the file."


def test_pictures_are_found_wherever_blocks_of_the_file_end(monkeypatch):
    content = page(f'<img src="{PICTURE}{"A" * 5000}"> b <img src="{PICTURE}{"B" * 400}">').encode()
    whole = content.replace(b"A" * 5000, b"").replace(b"B" * 400, b"")
    for size in (301, 512, 777, 1000, 4096, 10_000):
        monkeypatch.setattr(pictures, "BLOCK", size)
        assert pictures.without(io.BytesIO(content), 10_000) == whole


@pytest.mark.parametrize("make", [large_page, large_message])
def test_a_page_of_sixty_megabytes_is_never_held_whole(make, tmp_path):
    (tmp_path / "a.html").write_bytes(make(60_000_000))
    tracemalloc.start()
    [item] = items([str(tmp_path / "a.html")])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert not item.problem
    assert peak < 30 * 2**20


@pytest.mark.parametrize(
    "content",
    [
        b"<html>" + b"data:image/png;base64,A" * 4_000_000,
        b"<html>" + b"data:" * 4_000_000,
        b"Content-Type: multipart/related; boundary=b\n\n" + b"--b\n" * 2_000_000,
        b"Content-Type: multipart/related; boundary=b\n\n" + b"x" * 90_000_000,
        b"a: b\n" * 3_000_000,
    ],
)
def test_hostile_pages_are_refused(content, tmp_path):
    assert pictures.without(io.BytesIO(content), 5_000_000) == b"" or len(content) > 5_000_000


def test_a_large_archive_of_a_page_is_read_where_its_table_says(tmp_path):
    large = large_archive(6_000_000)
    for broken in (
        large[:-9],
        large[:5_500_000],
        large[:8] + bytes(6_000_000),
        large[:8] * 800_000,
    ):
        assert pictures.without(io.BytesIO(broken), 5_000_000) == b""
    assert pictures.without(io.BytesIO(large), 5) == b""


@given(st.integers(1, 120), st.binary(min_size=1, max_size=8))
def test_no_archive_of_a_page_breaks_it(place, written):
    small = bytearray(large_archive(100))
    small[-place : -place + len(written) or None] = written
    pictures.without(io.BytesIO(small), 5_000_000)
