"""Files made to harm: each ends as a reason, quickly, and what comes with it goes in."""

import gzip
import io
import json
import tracemalloc

import pytest

from articles.ingest.containers import items
from articles.ingest.records import CleanArticle, Item, Rejection
from articles.ingest.worker import Cleaner
from tests.endings import ending

DATED = '<!doctype html><html><head><meta name="date" content="2025-07-26"></head><body>'
SANE = Item("sane", "sane", b"date 2025-07-26 The council adopted a rule.")

LEVELS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
ENTITIES = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "word ">{LEVELS}]><html>&e11;</html>'
COLUMNS = ",".join(["x"] * 10**6)
RECORD = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\n"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"


def record(content):
    answer = ANSWER + content
    return RECORD + f"Content-Length: {len(answer)}\r\n\r\n".encode() + answer + b"\r\n\r\n"


HOSTILE = {
    "ten million of <": DATED + "<" * 10_000_000,
    "many of <": DATED + "<" * 4_000_000,
    "a page nested deep": DATED + "<div>" * 100_000 + "word",
    "a page nested deep in a line": DATED + "<b>" * 100_000 + "word",
    "a page of tables": DATED + "<table><tr><td>" * 20_000 + "word",
    "a page of line breaks": DATED + "<article><p>word" + "<br>" * 300_000,
    "many times in a line": "<!doctype html><p>" + "<time>word word</time> " * 100_000,
    "many scripts": DATED + '<script type="application/ld+json">[[[[{}]]]]</script>' * 60_000,
    "a script nested deep": DATED + '<script type="application/ld+json">' + "[" * 2_000_000,
    "many dates": "<!doctype html>" + '<meta name="date" content="soon">' * 100_000,
    "many figures": DATED + "<figure><img src=a><span>x</span></figure>" * 60_000,
    "many buttons in a line": DATED + "<p>" + "word <button>x</button> " * 60_000,
    "many share rows": DATED + '<div class="share">x</div>' * 60_000,
    "linked data that refers to itself": DATED
    + '<script type="application/ld+json">[{"@type":"Article","@id":"#a","author":{"@id":"#a"}}]'
    + "</script>",
    "an unending comment": "<!--" * 1_000_000 + "<html>",
    "entities of entities": ENTITIES,
    "a page cut short": DATED[:60],
    "a page of NUL": DATED + "\0" * 1000,
    "an object nested deep": '{"body":' + "[" * 100_000,
    "an array nested deep": "[{" + '"a":[{' * 100_000,
    "an object of a million names": json.dumps({f"n{n}": n for n in range(400_000)}),
    "a heading of a million columns": f"date,body,{COLUMNS}\n2025-07-26,Text.\n",
    "a row of a million columns": f"date,body\n2025-07-26,Text.,{COLUMNS}\n",
    "a row of quotation marks": "date,body\n" + '"' * 4_000_001,
    "rows of quotation marks": "date,body\n" + '"\n' * 300_000,
    "lines of braces": "{}\n{" * 200,
    "words that were decoded wrongly": "date 2025-07-26 " + "â€™" * 1_300_000,
    "a record packed to nothing": record(gzip.compress(b"<html>" + b" " * 400 * 2**20, 9)),
    "a record of rubbish": record(b"\x1f\x8b" + b"\xff" * 1000),
    "bytes of all kinds": bytes(range(1, 256)) * 10_000,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_it_ends_as_a_reason_and_the_rest_goes_in(content, tmp_path):
    (tmp_path / "hostile").write_bytes(content if isinstance(content, bytes) else content.encode())
    with ending():
        given = [*items([str(tmp_path)]), SANE]
    with Cleaner(workers=1) as cleaner:
        *hostile, (_, sane) = cleaner.clean_all(iter(given[-20:]))
    assert isinstance(sane, CleanArticle)
    assert hostile
    for _, result in hostile:
        assert isinstance(result, Rejection)
        assert "status" not in str(result)


def test_a_line_of_a_hundred_megabytes_is_never_held(tmp_path):
    line = b'{"date": "2025-07-26", "body": "Text."}\n'
    for name, beginning in (
        ("a.jsonl", line + b'{"body": "'),
        ("a.csv", b"date,body\n2025-07-26,"),
    ):
        with (tmp_path / name).open("wb") as file:
            file.write(beginning)
            for _ in range(100):
                file.write(b"x" * 10**6)
            file.write(b"\n" + line)
        tracemalloc.start()
        found = [(bool(item.problem), len(item.content)) for item in items([str(tmp_path / name)])]
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert [problem for problem, _ in found].count(True) == 1
        assert max(length for _, length in found) < 5_000_000
        assert peak < 50 * 2**20


def test_a_packed_line_of_ten_gigabytes_is_not_unpacked(tmp_path):
    held = io.BytesIO()
    with gzip.GzipFile(fileobj=held, mode="wb", compresslevel=1) as file:
        file.write(b'{"body": "\n{')
        for _ in range(300):
            file.write(b"x" * 2**20)
    (tmp_path / "a.jsonl.gz").write_bytes(held.getvalue())
    with ending():
        *_, last = items([str(tmp_path / "a.jsonl.gz")])
    assert "unpacks to more than 200 times its size" in last.problem
