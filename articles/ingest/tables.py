"""Files of many articles, one a line: JSON Lines, JSON arrays, CSV and TSV; each line is an item.

A JSON array may stand within an object, as programs answer and export: `{"posts": [...]}`.

They are read as a stream, one line in memory at a time. What a line says is for the readers.
"""

import codecs
import csv
import io
import json
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import IO

from articles.ingest.places import Place
from articles.ingest.readers import rows
from articles.ingest.records import Item

MAX_LINE = 4_900_000  # bytes of a line, or of a row with its heading; readers take a little more
MAX_HEADING = 64_000  # bytes
MAX_COLUMNS = 1000
MAX_RETRIES = 100  # rows whose later lines are read again, since the first spoils them
MAX_ODD = 1000  # rows that have not the shape of the table, once a row of it was broken
SNIFFED = 1024  # bytes
BLOCK = 2**16  # bytes
MAX_BEFORE = 2**20  # bytes of an object before the array of articles in it

_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ARRAY = re.compile(rb"\s*\[\s*(?:\{|\]\s*$)")
_WITHIN = re.compile(
    rb'"(?:articles|posts|items|results|entries|stories|documents|docs|records|news|data)"'
    rb"\s*:\s*(\[)\s*\{",
    re.IGNORECASE,
)
# Exports of Ghost are tables, one of posts and others of what is said of them.
_GHOST = re.compile(rb'"db"\s*:\s*\[\s*\{\s*"meta"\s*:\s*\{[^{}]*"exported_on"')
_OTHER_TABLES = "An export of Ghost: its tags and authors stand in other tables and were left out."
# What a spreadsheet writes above the heading to say what parts its columns.
_SEPARATOR = re.compile(rb"\"?sep=.\"?\s*", re.IGNORECASE)
_TOKEN = re.compile(rb'\\.|["\[\]{},]', re.DOTALL)
_REMEDY = "Look for a quotation mark that is missing or not doubled."
_NO_TABLE = (
    f"Since a broken row most are none of this table: the rest of it was left out. {_REMEDY}"
)
_NO_ROWS = "A table without rows: nothing stands under its heading."
_TOO_LONG = "Longer than 5 MB. Split the article."

Split = Callable[[IO[bytes], Place], Iterator[Item]]


def split(file: IO[bytes], name: str) -> Split | None:
    """What splits a file of many articles into items, or None where it is no such file."""
    read = _line_reader(file)
    line = read(MAX_HEADING)
    if _SEPARATOR.fullmatch(line):
        line = read(MAX_HEADING)
    if line.lstrip()[:1] == b"{":
        named = name.lower().endswith((".jsonl", ".ndjson"))
        return _json_lines if named or _has_two_objects(file) else _within(file)
    below = read(MAX_HEADING)
    file.seek(0)
    if _ARRAY.match(file.read(SNIFFED).removeprefix(_MARK)):
        return _json_array
    heading = rows.heading(*(one.decode("latin-1").rstrip("\r\n") for one in (line, below)))
    return _rows if heading else None


def _within(file: IO[bytes]) -> Split | None:
    """What splits the array within an object, or None where the object is an article itself."""
    file.seek(0)
    beginning = file.read(MAX_BEFORE)
    found = _WITHIN.search(beginning)
    if not found or _is_article(beginning):
        return None
    notes = (_OTHER_TABLES,) if _GHOST.search(beginning) else ()
    return partial(_json_array, start=found.start(1), notes=notes)


def _is_article(content: bytes) -> bool:
    """Whether an object has a text of its own; one that is longer than the beginning has none."""
    try:
        loaded = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return False
    return isinstance(loaded, dict) and rows.has_text(loaded)


def _has_two_objects(file: IO[bytes]) -> bool:
    """Whether a line is a whole object, and the next line begins another."""
    file.seek(0)
    first = file.readline(MAX_LINE).rstrip()
    return first.endswith(b"}") and file.read(SNIFFED).lstrip()[:1] == b"{"


def _line_reader(file: IO[bytes]) -> Callable[[int], bytes]:
    """What reads at most so many bytes of the next line, as UTF-8 where the file is UTF-16."""
    file.seek(0)
    mark = file.read(len(_MARK))
    if mark[:2] in _WIDE_MARKS:
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-16")("replace")
        narrowed = _Rewritten(file, lambda block: decoder.decode(block).encode("utf-8", "replace"))
        return io.BufferedReader(narrowed, BLOCK).readline
    beginning = file.read(BLOCK)
    file.seek(len(_MARK) if mark == _MARK else 0)
    if b"\r" in beginning and b"\n" not in beginning:
        # Lines end so where spreadsheets save for old Macintoshes.
        lined = _Rewritten(file, lambda block: block.replace(b"\r", b"\n"))
        return io.BufferedReader(lined, BLOCK).readline
    return file.readline


class _Rewritten(io.RawIOBase):
    """A file whose blocks are written otherwise as they are read."""

    def __init__(self, file: IO[bytes], rewrite: Callable[[bytes], bytes]) -> None:
        self._file = file
        self._rewrite = rewrite
        self._ready = b""

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, into: memoryview) -> int:
        """Read into a buffer."""
        while not self._ready and (block := self._file.read(BLOCK)):
            self._ready = self._rewrite(block)
        size = min(len(into), len(self._ready))
        into[:size], self._ready = self._ready[:size], self._ready[size:]
        return size


def _lines(file: IO[bytes]) -> Iterator[bytes | None]:
    """The lines of a file; None stands for one that is too long."""
    read = _line_reader(file)
    while line := read(MAX_LINE):
        if len(line) < MAX_LINE or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = read(BLOCK)
        yield None


def _json_lines(file: IO[bytes], place: Place) -> Iterator[Item]:
    for number, line in enumerate(_lines(file), 1):
        if line is None or line.strip():
            yield _object(line, place.numbered(number))


def _object(content: bytes | None, place: Place) -> Item:
    if content is None:
        return place.item(problem=_TOO_LONG)
    content = content.strip()
    wrong = "" if content.startswith(b"{") else "Not a JSON object. Correct the line."
    return place.item(content, wrong)


def _json_array(
    file: IO[bytes], place: Place, start: int = 0, notes: tuple[str, ...] = ()
) -> Iterator[Item]:
    try:
        for number, element in enumerate(_elements(file, start), 1):
            yield replace(_object(element, place.numbered(number)), notes=notes)
    except EOFError:
        problem = "The JSON array has no end: the file is cut short. Get it anew."
        yield place.item(problem=problem)


class _Element:
    """The bytes of an element, as long as they are not too many."""

    def __init__(self) -> None:
        self._held: bytearray | None = bytearray()

    def add(self, content: bytes) -> None:
        """Add what belongs to the element."""
        if self._held is not None:
            self._held += content
            if len(self._held) > MAX_LINE:
                self._held = None

    def take(self) -> bytes | None:
        """The element, or None where it is too long; begin the next."""
        taken, self._held = self._held, bytearray()
        return taken if taken is None else bytes(taken).strip()


def _elements(file: IO[bytes], start: int) -> Iterator[bytes | None]:
    """The elements of the JSON array at a place; None stands for one that is too long.

    They are not looked into. Raises EOFError where the array has no end.
    """
    file.seek(start)
    element, depth, quoted = _Element(), 0, False
    for block in iter(lambda: _block(file), b""):
        start = 0
        for token in _TOKEN.finditer(block):
            sign = token[0]
            if sign == b'"':
                quoted = not quoted
            elif quoted or sign[:1] == b"\\":
                continue
            elif sign in b"[{":
                depth += 1
                start = token.end() if depth == 1 else start
            elif sign in b"]}":
                depth -= 1
            if not quoted and (depth, sign) in ((1, b","), (0, b"]"), (0, b"}")):
                element.add(block[start : token.start()])
                start = token.end()
                if (taken := element.take()) != b"":
                    yield taken
                if not depth:
                    return
        element.add(block[start:])
    raise EOFError("the array has no end")


def _block(file: IO[bytes]) -> bytes:
    """Some bytes that do not end within an escape."""
    block = file.read(BLOCK)
    escaping = (len(block) - len(block.rstrip(b"\\"))) % 2
    return block + file.read(1) if escaping else block


def _rows(file: IO[bytes], place: Place) -> Iterator[Item]:
    """The rows of a table, each under the heading, so that it can be read by itself."""
    lines = _Rows(_lines(file))
    heading = next(lines)
    if _SEPARATOR.fullmatch(lines.taken[0]):
        heading = next(lines)
    delimiter, names = rows.heading(heading.rstrip("\r\n")) or (",", [])
    top = lines.taken[-1].rstrip(b"\r\n") + b"\n"
    if len(names) > MAX_COLUMNS:
        yield place.item(
            problem=f"The table has more than {MAX_COLUMNS:,} columns. Leave some out."
        )
        return
    retries, shape, count = MAX_RETRIES, _Shape(len(names)), 0
    while True:
        number = lines.begin_row(len(top))
        try:
            cells = next(csv.reader(lines, delimiter=delimiter, strict=True))
            problem = _surplus(cells, names)
        except StopIteration:
            if not count:
                yield place.item(problem=_NO_ROWS)
            return
        except csv.Error as error:
            cells, problem = [], f"Broken row: {error}. {_REMEDY}"
        count += 1
        # A row whose marks are in order ends where it says, however many cells it has.
        if not cells and problem and retries and lines.read_again():
            retries -= 1
            shape.is_broken = True
        if shape.is_lost(len(cells)):
            yield place.numbered(number).item(problem=_NO_TABLE)
            return
        if cells or problem:
            yield place.numbered(number).item(top + b"".join(lines.taken), problem)


class _Shape:
    """How many cells the rows of a table have, and whether what follows a broken row is one still.

    A quotation mark that is missing may turn a long text into rows.
    """

    def __init__(self, columns: int) -> None:
        self._least = self._most = columns
        self._fitting = self._odd = 0
        self.is_broken = False

    def is_lost(self, cells: int) -> bool:
        """Take note of a row, and say whether most of many since the break have another shape."""
        if not self.is_broken:
            self._least = min(self._least, cells)
        elif self._least <= cells <= self._most:
            self._fitting += 1
        else:
            self._odd += 1
        return self._odd > max(MAX_ODD, 2 * self._fitting)


def _surplus(cells: list[str], names: list[str]) -> str:
    """What is wrong with a row that has more cells than there are columns."""
    if not any(cells[len(names) :]):
        return ""
    return f"Broken row: {len(cells):,} cells in {len(names):,} columns. {_REMEDY}"


class _Rows:
    """The lines of a table for the csv module, which is not told their encoding.

    Latin-1 makes a character of each byte, and no encoding of a table has a quotation mark or the
    end of a line within a character.
    """

    def __init__(self, lines: Iterator[bytes | None]) -> None:
        self._lines = lines
        self._again: deque[bytes] = deque()
        self._free = MAX_LINE
        self._number = 0
        self.taken: list[bytes] = []

    def __iter__(self) -> "_Rows":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self._number += 1
        self.taken.append(line or b"")
        self._free -= len(self.taken[-1])
        if line is None or self._free < 0:
            raise csv.Error("it is longer than 5 MB")
        return line.decode("latin-1")

    def begin_row(self, above: int) -> int:
        """Begin a row under so many bytes of heading, and say on which line."""
        self.taken, self._free = [], MAX_LINE - above
        return self._number + 1

    def read_again(self) -> bool:
        """Give the lines of this row but the first once more; say whether there are any."""
        first, *others = self.taken
        self._again.extendleft(reversed(others))
        self._number -= len(others)
        self.taken = [first]
        return bool(others)
