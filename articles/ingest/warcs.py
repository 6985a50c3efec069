"""The pages in a WARC file (ISO 28500), each record an item; what is in a record the readers see.

The file is split here and not by a library, so that no header or record of a hostile file is held
in memory beyond a limit.
"""

import re
from collections.abc import Iterator
from typing import IO

from articles.ingest.places import Place
from articles.ingest.records import Item

MAX_RECORD = 5_000_000  # bytes
MAX_HEADERS = 64_000  # bytes, of a record and of the answer in it
BLOCK = 2**16  # bytes

BEGINNING = b"WARC/"

_FIELD = re.compile(rb"^(warc-type|content-length):[ \t]*([^\s;]+)", re.IGNORECASE | re.MULTILINE)
_OK = re.compile(rb"HTTP/[\d.]+ 200\b")
_HTML = re.compile(
    rb"^content-type:[ \t]*(?:text/html|application/xhtml\+xml)", re.IGNORECASE | re.MULTILINE
)
_PLAIN = re.compile(rb"^content-type:[ \t]*text/plain", re.IGNORECASE | re.MULTILINE)
# Of an answer that does not say what it is, its beginning does.
_UNTYPED = re.compile(
    rb"HTTP/[\d.]+ 200\b[^\n]*\n(?:(?!content-type:[ \t]*[^\s])[^\r\n]+\r?\n)*\r?\n"
    rb"(?:[0-9a-f]+\r\n)?\s*(?:<!doctype html|<html)",
    re.IGNORECASE,
)
_DATE = re.compile(
    rb"^warc-date:[ \t]*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)", re.IGNORECASE | re.MULTILINE
)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")


def items(file: IO[bytes], place: Place) -> Iterator[Item]:
    """The pages that were answered with status 200, numbered as records; the rest is passed over.

    What is passed over is counted at the place. Raises ValueError or EOFError where the file is
    damaged or cut short.
    """
    number = pages = 0
    while headers := _headers(file):
        number += 1
        fields = {name.lower(): value for name, value in _FIELD.findall(headers)}
        left = _size(fields.get(b"content-length", b""))
        beginning = _read(file, min(left, MAX_HEADERS))
        left -= len(beginning)
        if reason := _passed_over(fields.get(b"warc-type", b"").lower(), headers, beginning):
            place.passed_over[reason] += 1
            _skip(file, left)
            continue
        pages += 1
        if left + len(beginning) + len(headers) > MAX_RECORD:
            _skip(file, left)
            yield place.numbered(number).item(problem="The page is larger than 5 MB.")
        else:
            yield place.numbered(number).item(headers + beginning + _read(file, left))
    if not pages:
        yield place.item(
            problem="No page is in the file: no HTML that was answered with status 200."
        )


def page(record: bytes) -> bytes:
    """The page in a record, as it was sent, without headers; nothing where it is no record."""
    if not record.startswith(BEGINNING):
        return b""
    answer = _BLANK_LINE.split(record, 1)[-1]
    return _BLANK_LINE.split(answer, 1)[-1] if answer.startswith(b"HTTP/") else answer


def captured(record: bytes) -> str:
    """The moment of a capture in ISO 8601, to the second; nothing where it is no record."""
    found = _DATE.search(record[:MAX_HEADERS]) if record.startswith(BEGINNING) else None
    return found[1].decode() if found else ""


def _passed_over(kind: bytes, headers: bytes, beginning: bytes) -> str:
    """Why a record is passed over, or nothing where it has a page."""
    if kind == b"revisit":
        return "of a page captured before"
    is_answer = kind == b"response" and beginning.startswith(b"HTTP/")
    if not is_answer and kind != b"resource":
        return "about the capture"
    if is_answer and not _OK.match(beginning):
        return "with another status than 200"
    head = _BLANK_LINE.split(beginning, 1)[0] if is_answer else headers
    if _HTML.search(head) or (is_answer and _UNTYPED.match(beginning)):
        return ""
    return "of plain text" if _PLAIN.search(head) else "of another kind than HTML"


def _headers(file: IO[bytes]) -> bytes:
    """The headers of the next record with the blank line after them; nothing at the end."""
    line = file.readline(MAX_HEADERS)
    while line in (b"\r\n", b"\n"):
        line = file.readline(MAX_HEADERS)
    if line and not line.startswith(BEGINNING):
        raise ValueError("a record does not begin as one")
    headers = line
    while line.strip():
        line = file.readline(MAX_HEADERS)
        headers += line
        if len(headers) > MAX_HEADERS:
            raise ValueError("the headers of a record are too long")
    if headers and not line:
        raise EOFError("the headers of a record end early")
    return headers


def _size(value: bytes) -> int:
    if not value.isdigit():
        raise ValueError("a record does not say how long it is")
    return int(value)


def _read(file: IO[bytes], size: int) -> bytes:
    content = file.read(size)
    if len(content) < size:
        raise EOFError("a record ends early")
    return content


def _skip(file: IO[bytes], size: int) -> None:
    while size:
        size -= len(_read(file, min(size, BLOCK)))
