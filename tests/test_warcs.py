"""WARC files: the pages in them, captured from a server of our own, whole and damaged."""

import gzip
import io
import socket
import threading
import zipfile
import zlib
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.warcwriter import WARCWriter

from articles.ingest import archives, readers
from articles.ingest.clean import clean
from articles.ingest.containers import items
from articles.ingest.places import Place
from articles.ingest.records import Item, RawArticle, Rejection

FIRST = "The council adopted a rule on Friday that asks for audits of every large model."
SECOND = "Its members want the first reports before the end of the year – “soon”, they said."
DATE = '<meta property="article:published_time" content="2025-07-26T14:05:00Z">'
ADDRESS = "https://outlet.example/rule"
CAPTURED = "2025-08-02T03:04:05Z"
HTML = "text/html; charset=utf-8"


def page(head=DATE, first=FIRST):
    article = f"<h1>A rule</h1><p>{first}</p><p>{SECOND}</p>"
    return f"<!doctype html><html><head>{head}</head><body>{article}</body></html>"


class Site(BaseHTTPRequestHandler):
    """Pages, and what else a site has."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/moved":
            return self.answer(301, HTML, b"<html>", Location="/rule")
        if self.path == "/gone":
            return self.answer(404, HTML, page().encode())
        if self.path == "/picture":
            return self.answer(200, "image/png", b"\x89PNG\r\n\0")
        if self.path == "/chunked":
            self.send_response(200)
            self.send_header("Content-Type", HTML)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for part in (page().encode()[:50], page().encode()[50:], b""):
                self.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
            return None
        coding = {"/gzip": "gzip", "/deflate": "deflate", "/br": "br"}.get(self.path)
        content = page().encode()
        if coding:
            packed = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}
            return self.answer(200, HTML, packed[coding](content), **{"Content-Encoding": coding})
        if self.path == "/latin":
            content = page().encode("cp1252")
            return self.answer(200, "text/html; charset=ISO-8859-1", content)
        return self.answer(200, HTML, content)

    def answer(self, status, kind, content, **headers):
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": len(content),
            **headers,
        }.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def captured():
    """{path: what the server answers, byte for byte}."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    paths = "/rule /moved /gone /picture /chunked /gzip /deflate /br /latin"
    answers = {path: fetched(server.server_address, path) for path in paths.split()}
    server.shutdown()
    server.server_close()
    return answers


def fetched(address, path):
    with socket.create_connection(address, timeout=20) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        return b"".join(iter(lambda: connection.recv(65536), b""))


def warc(answers, *, packed=True, kind="response"):
    """A WARC file of {address: answer}, with a record on itself before them."""
    held = io.BytesIO()
    writer = WARCWriter(held, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "a test"}))
    for address, answer in answers.items():
        headers = {"WARC-Date": CAPTURED}
        plain = kind != "response"
        if plain:
            headers["Content-Type"] = HTML
        writer.write_record(
            writer.create_warc_record(
                address,
                kind,
                payload=io.BytesIO(answer),
                warc_headers_dict=headers,
                warc_content_type=HTML if plain else "",
            )
        )
    return held.getvalue()


def answer(content=None, headers=(("Content-Type", HTML),), status="200 OK"):
    """An answer as it goes over the wire."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + (
        page().encode() if content is None else content
    )


def given_items(content, name="news.warc.gz"):
    return list(archives.items(io.BytesIO(content), Place(f"/in/{name}", name)))


def only(answers, **options):
    (item,) = given_items(warc(answers, **options))
    assert item.problem == ""
    return readers.read(item)


@pytest.mark.parametrize("packed", [True, False])
def test_the_pages_of_a_warc_are_items_and_nothing_else_is(captured, packed):
    content = warc(
        {f"https://outlet.example{path}": captured[path] for path in captured}, packed=packed
    )
    found = given_items(content)
    assert [item.problem for item in found] == [""] * 6
    assert [item.origin for item in found] == [f"news.warc.gz:{n}" for n in (2, 6, 7, 8, 9, 10)]
    for item in found:
        text = clean(readers.read(item)).body_text
        assert text == f"{FIRST}\n\n{SECOND}"


def test_a_record_is_read_again_from_its_own_bytes(captured):
    first = given_items(warc({ADDRESS: captured["/gzip"]}))[0]
    assert first.content.startswith(b"WARC/1.0\r\n")
    assert first.content.endswith(captured["/gzip"].partition(b"\r\n\r\n")[2])
    assert readers.read(first) == readers.read(Item("x", "x", first.content))


def test_resources_are_pages_too():
    raw = only({ADDRESS: page().encode()}, kind="resource")
    assert (raw.title, raw.source_url) == ("A rule", ADDRESS)


CANONICAL = '<link rel="canonical" href="{}">'


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", "https://news.outlet.example/rule?id=1"),
        ("https://outlet.example/2025/rule", "https://outlet.example/2025/rule"),
        ("https://www.news.outlet.example/a", "https://www.news.outlet.example/a"),
        ("/2025/rule", "https://news.outlet.example/2025/rule"),
        ("https://other.example/rule", "https://news.outlet.example/rule?id=1"),
        ("https://notoutlet.example/rule", "https://news.outlet.example/rule?id=1"),
    ],
)
def test_a_page_may_name_another_address_of_its_own_site(given, expected):
    content = page(DATE + CANONICAL.format(given)).encode()
    assert only({"https://news.outlet.example/rule?id=1": answer(content)}).source_url == expected


def test_a_page_without_a_date_has_the_day_of_its_capture_and_says_so():
    raw = only({ADDRESS: answer(page(head="").encode())})
    assert (raw.published.isoformat(), raw.published_at) == ("2025-08-02", None)
    assert raw.notes == ("No date on the page: the day of its capture was taken.",)
    raw = only({ADDRESS: answer()})
    assert (raw.published.isoformat(), raw.notes) == ("2025-07-26", ())


def test_an_encoding_that_is_guessed_is_noted():
    content = page(first="L’été, le conseil a adopté une règle qui exige des contrôles.").encode(
        "cp1252"
    )
    raw = only({ADDRESS: answer(content, [("Content-Type", "text/html")])})
    assert "L’été, le conseil" in raw.body
    assert raw.notes == ("The file is not UTF-8: read as windows-1252, the likeliest.",)


def test_a_warc_without_a_page_says_so(captured):
    ((path, problem),) = [
        (item.path, item.problem) for item in given_items(warc({ADDRESS: captured["/picture"]}))
    ]
    assert path == "/in/news.warc.gz"
    assert problem == "No page is in the file: no HTML that was answered with status 200."


def test_what_is_passed_over_is_counted_by_reason(captured):
    place = Place("/in/news.warc.gz", "news.warc.gz")
    answers = {f"{ADDRESS}{path}": captured[path] for path in ("/rule", "/moved", "/gone")}
    answers[f"{ADDRESS}/robots"] = answer(b"Allow: /", [("Content-Type", "Text/Plain")])
    answers[f"{ADDRESS}/picture"] = captured["/picture"]
    content = warc(answers) + warc({ADDRESS: captured["/rule"]}, kind="revisit")
    assert len(list(archives.items(io.BytesIO(content), place.at("a")))) == 1
    assert place.passed_over == {
        "about the capture": 2,
        "with another status than 200": 2,
        "of plain text": 1,
        "of another kind than HTML": 1,
        "of a page captured before": 1,
    }


def test_a_page_that_is_too_large_is_refused_alone():
    content = warc({ADDRESS: answer(b"x" * 5_000_000), f"{ADDRESS}/2": answer()})
    first, second = given_items(content)
    assert first.problem == "The page is larger than 5 MB."
    assert readers.read(second).source_url == f"{ADDRESS}/2"


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("br", partial(brotli.compress, quality=1)),
    ],
)
def test_a_bomb_in_a_record_is_refused(coding, pack):
    bomb = pack(b"<html>" + b" " * 50 * 2**20)
    headers = [("Content-Type", HTML), ("Content-Encoding", coding)]
    with pytest.raises(Rejection, match=r"Too large: \d"):
        only({ADDRESS: answer(bomb, headers)})


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress)])
def test_a_page_whose_packing_is_damaged_is_refused(coding, pack):
    headers = [("Content-Type", HTML), ("Content-Encoding", coding)]
    packed = pack(page().encode())
    for damaged in (packed[:-20], packed[:20] + b"\xff" * 20 + packed[40:]):
        with pytest.raises(Rejection, match="The record is damaged: "):
            only({ADDRESS: answer(damaged, headers)})


def test_a_page_that_only_says_that_it_is_packed_is_read():
    headers = [("Content-Type", HTML), ("Content-Encoding", "gzip")]
    assert only({ADDRESS: answer(None, headers)}).title == "A rule"


@pytest.mark.parametrize("headers", [(), [("Content-Type", "")], [("Server", "x")]])
def test_an_answer_that_does_not_say_what_it_is_is_told_by_its_beginning(headers):
    assert only({ADDRESS: answer(None, headers)}).title == "A rule"
    [item] = given_items(warc({ADDRESS: answer(b"{}", headers)}))
    assert item.problem.startswith("No page is in the file")


def test_a_bomb_around_the_records_ends_the_reading():
    header = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 999999999\r\n\r\n"
    bomb = gzip.compress(header + b" " * 300 * 2**20, 9)
    assert "unpacks to more than 200 times its size" in given_items(bomb)[-1].problem


@pytest.mark.parametrize("packed", [True, False])
def test_what_stands_before_the_damage_goes_in(packed):
    pages = {f"{ADDRESS}/{number}": answer() for number in range(3)}
    content = warc(pages, packed=packed)
    *found, last = given_items(content[: -len(content) // 8])
    assert [readers.read(item).source_url for item in found] == list(pages)[:2]
    assert last.path == "/in/news.warc.gz"
    assert last.problem.startswith("The archive is damaged or cut short (")


@pytest.mark.parametrize(
    ("header", "why"),
    [
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "does not say how long it is"),
        (b"WARC/1.0\r\nContent-Length: -5\r\n\r\n", "does not say how long it is"),
        (b"WARC/1.0\r\nContent-Length: 5\r\n\r\nabc", "a record ends early"),
        (b"WARC/1.0\r\nContent-Length: 5\r\n", "the headers of a record end early"),
        (b"WARC/1.0\r\nX: " + b"x" * 100_000, "the headers of a record are too long"),
        (b"WARC/1.0\r\n" + b"X: x\r\n" * 20_000, "the headers of a record are too long"),
        (b"WARC/1.0\r\nContent-Length: 0\r\n\r\n\r\n\r\nrubbish", "does not begin as one"),
    ],
)
def test_a_broken_record_ends_the_reading_with_what_is_wrong(header, why):
    assert why in given_items(header)[-1].problem


def test_a_warc_in_a_folder_is_found(tmp_path):
    (tmp_path / "a.bin").write_bytes(warc({ADDRESS: answer()}))
    (item,) = items([str(tmp_path)])
    assert item.origin == f"{tmp_path.name}/a.bin:2"


def wacz(*members):
    """A captured site as WACZ packs it: its pages among indexes and notes on the crawl."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
        archive.writestr("datapackage.json", '{"profile": "data-package"}')
        archive.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0", "id": "pages"}\n')
        archive.writestr("indexes/index.cdx.gz", gzip.compress(b"example,outlet)/rule 2025"))
    return held.getvalue()


def test_of_a_wacz_file_the_captured_pages_are_items(captured):
    packed = warc({ADDRESS: captured["/rule"]})
    (item,) = given_items(wacz(("archive/data.warc.gz", packed)), "site.wacz")
    assert item.path == "/in/site.wacz/archive/data.warc.gz:2"
    assert readers.read(item).title == "A rule"


def test_a_zip_archive_of_warc_files_is_read_and_what_is_no_capture_is_told(captured):
    packed = warc({ADDRESS: captured["/rule"]})
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.warc.gz", packed)
        archive.writestr("b.gz", gzip.compress(b"no capture"))
    page, other = given_items(held.getvalue(), "captures.zip")
    assert readers.read(page).title == "A rule"
    assert other.problem.startswith("An archive within an archive is not read.")


SMALL = warc({ADDRESS: answer(page(head="").encode())}, packed=False)


def outcome(item):
    """The article, or the reason why there is none."""
    try:
        return readers.read(item)
    except Rejection as rejection:
        return str(rejection)


@settings(max_examples=200)
@given(
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=3)), max_size=6),
    st.floats(0, 1),
    st.booleans(),
)
def test_no_damage_to_a_warc_is_more_than_a_problem(damages, kept, packed):
    damaged = bytearray(SMALL)
    for place, some in damages:
        start = int(place * len(damaged))
        damaged[start : start + len(some)] = some
    content = bytes(damaged[: int(kept * len(damaged))])
    for item in given_items(gzip.compress(content, 1) if packed else content):
        found = outcome(item)
        assert found.title if isinstance(found, RawArticle) else found


@given(st.text("\r\n :;=abcHTTP/1.0 200", max_size=60), st.binary(max_size=30))
def test_any_answer_is_an_article_or_a_reason(headers, content):
    record = warc({ADDRESS: answer(content)}, packed=False).partition(b"HTTP/1.1")[0]
    whole = record + f"HTTP/1.1 200 OK\r\n{headers}\r\n\r\n".encode() + content
    start = whole.rindex(b"WARC/1.0")
    found = outcome(Item("a", "a", whole[start:]))
    assert found.title if isinstance(found, RawArticle) else found.endswith(".")


def test_a_response_without_an_address_is_damaged():
    answer_of_nobody = b"HTTP/1.1 200 OK\r\n\r\nText."
    head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {len(answer_of_nobody)}\r\n\r\n"
    content = head.encode() + answer_of_nobody + b"\r\n\r\n"
    with pytest.raises(Rejection, match="The record is damaged"):
        readers.read(Item("a.warc", "a.warc", content))
