"""Files of many articles, one a line: JSON Lines, JSON arrays, CSV and TSV; each line is an item.

Arrays of JSON, also within objects, are found by `json_lists`.

They are read as a stream, one line in memory at a time. What a line says is for the readers.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import IO

from articles.ingest import json_lists, lines
from articles.ingest.json_values import BETWEEN
from articles.ingest.places import Place
from articles.ingest.readers import rows
from articles.ingest.records import Item

MAX_HEADING = 64_000  # bytes
MAX_COLUMNS = 1000
MAX_RETRIES = 100  # rows whose later lines are read again, since the first spoils them
MAX_ODD = 1000  # rows that have not the shape of the table, once a row of it was broken
MAX_BLANK = 10  # lines between the first two that are not
SNIFFED = 1024  # bytes

_JSON = re.compile(rb"[\s\x1e]*(?:\{|\[\s*(?:\{|\]\s*$))")
# What Elasticsearch is told to do with the next line (its bulk interface).
_ACTION = re.compile(
    rb'\{\s*"(?:index|create|update|delete)"\s*:\s*\{(?:\s*"_[^{}]{0,2000})?\s*\}\s*\}'
)
_ACTIONS = "that tell a search engine what to do with the next"
# What a spreadsheet writes above the heading to say what parts its columns.
_SEPARATOR = re.compile(rb"\"?sep=.\"?\s*", re.IGNORECASE)
_REMEDY = "Look for a quotation mark that is missing or not doubled."
_NO_TABLE = (
    f"Since a broken row most are none of this table: the rest of it was left out. {_REMEDY}"
)
_PLAIN_MARKS = "A quotation mark that opens a cell and does not close it was read as text."
# A mark after a backslash that does not end its cell.
_ESCAPED = re.compile(rb'(?<!\\)(?:\\\\)*\\"(?![,;|\t\r\n"])(?!\Z)')
_DOUBLED = re.compile(rb'[^,;|\t\r\n"\\]""[^,;|\t\r\n"]')
_NO_ROWS = "A table without rows: nothing stands under its heading."

Split = Callable[[IO[bytes], Place], Iterator[Item]]


def split(file: IO[bytes], name: str) -> Split | None:
    """What splits a file of many articles into items, or None where it is no such file."""
    read = lines.reader(file)
    line = read(MAX_HEADING)
    if _SEPARATOR.fullmatch(line):
        line = read(MAX_HEADING)
    if line.strip(BETWEEN)[:1] == b"{" and _is_of_lines(file, name):
        return _json_lines
    below = read(MAX_HEADING)
    beginning = lines.plain(file).read(SNIFFED)
    if _JSON.match(beginning):
        return json_lists.split(file) if beginning.strip(BETWEEN + b"[]") else _nothing
    heading = rows.heading(*(one.decode("latin-1").rstrip("\r\n") for one in (line, below)))
    return _rows if heading else None


def _is_of_lines(file: IO[bytes], name: str) -> bool:
    """Whether each line of a file is an object: by its name, or since the first two are.

    Such an object may be an answer that has a list of articles; then it is not read by lines.
    """
    read = lines.reader(file)
    first = read(lines.MAX_LINE).strip(BETWEEN)
    second = next(filter(None, (read(SNIFFED).strip(BETWEEN) for _ in range(MAX_BLANK))), b"")
    is_whole = first.endswith(b"}")
    is_named = name.lower().endswith((".jsonl", ".ndjson")) and len(first) > 1
    if not is_named and not (is_whole and second.startswith(b"{")):
        return False
    return not (is_whole and json_lists.holds_articles(first))


def _nothing(_file: IO[bytes], _place: Place) -> Iterator[Item]:
    """The items of an empty array."""
    return iter(())


def _json_lines(file: IO[bytes], place: Place) -> Iterator[Item]:
    for number, line in enumerate(lines.lines(file), 1):
        bare = line and line.strip(BETWEEN)
        if bare is not None and _ACTION.fullmatch(bare):
            place.passed_over[_ACTIONS] += 1
        elif bare != b"":
            yield json_lists.record(bare, place.numbered(number))


def _rows(file: IO[bytes], place: Place) -> Iterator[Item]:
    """The rows of a table, each under the heading, so that it can be read by itself."""
    is_escaped = _has_escapes(file)
    given = _Rows(lines.lines(file))
    heading = next(given)
    if _SEPARATOR.fullmatch(given.taken[0]):
        heading = next(given)
    delimiter, names = rows.heading(heading.rstrip("\r\n")) or (",", [])
    if len(names) > MAX_COLUMNS:
        yield place.item(
            problem=f"The table has more than {MAX_COLUMNS:,} columns. Leave some out."
        )
        return
    table = _Table(delimiter, names, given.taken[-1].rstrip(b"\r\n") + b"\n", is_escaped)
    retries, shape, count = MAX_RETRIES, _Shape(len(names)), 0
    while True:
        number = given.begin_row(len(table.top))
        try:
            row = table.read(given)
        except StopIteration:
            if not count:
                yield place.item(problem=_NO_ROWS)
            return
        count += 1
        # A row whose marks are in order ends where it says, however many cells it has.
        if not row.cells and row.problem and retries and given.read_again():
            retries -= 1
            shape.is_broken = True
        if shape.is_lost(len(row.cells)):
            yield place.numbered(number).item(problem=_NO_TABLE)
            return
        if row.cells or row.problem:
            content = row.content or b"".join(given.taken)
            item = place.numbered(number).item(table.top + content, row.problem)
            yield replace(item, notes=row.notes)


def _has_escapes(file: IO[bytes]) -> bool:
    """Whether a table has backslashes before its quotation marks, as MySQL writes them.

    Where marks are doubled, a mark after a backslash ends its cell.
    """
    beginning = lines.plain(file).read(lines.BLOCK)
    return bool(_ESCAPED.search(beginning)) and not _DOUBLED.search(beginning)


@dataclass(frozen=True)
class _Row:
    """The cells of a row, or what is wrong with it; its content where that is written anew."""

    cells: list[str]
    problem: str = ""
    content: bytes = b""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Table:
    """How the rows of a table are written, its columns, and the line of its heading."""

    delimiter: str
    names: list[str]
    top: bytes
    is_escaped: bool

    def read(self, given: "_Rows") -> _Row:
        """The next row; raises StopIteration where there is none."""
        try:
            cells = next(self._reader(given))
        except csv.Error as error:
            return self._of_plain_marks(given) or _Row([], f"Broken row: {error}. {_REMEDY}")
        content = self._written(cells) if self.is_escaped and cells else b""
        return _Row(cells, _surplus(cells, self.names), content)

    def _reader(self, given: "_Rows") -> Iterator[list[str]]:
        if not self.is_escaped:
            return csv.reader(given, delimiter=self.delimiter, strict=True)
        null = re.compile(
            rf"(^|{re.escape(self.delimiter)})\\N(?={re.escape(self.delimiter)}|\s*$)"
        )
        told = (null.sub(r"\1", line) for line in given)
        return csv.reader(told, delimiter=self.delimiter, strict=True, escapechar="\\")

    def _of_plain_marks(self, given: "_Rows") -> _Row | None:
        """A row between tabs, most of which are written without quoting, with marks of its own."""
        cells = given.taken[0].decode("latin-1").rstrip("\r\n").split(self.delimiter)
        if self.delimiter != "\t" or len(cells) != len(self.names):
            return None
        given.read_again()
        return _Row(cells, content=self._written(cells), notes=(_PLAIN_MARKS,))

    def _written(self, cells: list[str]) -> bytes:
        """Cells as any program writes them."""
        held = io.StringIO()
        csv.writer(held, delimiter=self.delimiter, lineterminator="\n").writerow(cells)
        return held.getvalue().encode("latin-1")


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

    def __init__(self, given: Iterator[bytes | None]) -> None:
        self._lines = given
        self._again: deque[bytes] = deque()
        self._free = lines.MAX_LINE
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
        self.taken, self._free = [], lines.MAX_LINE - above
        return self._number + 1

    def read_again(self) -> bool:
        """Give the lines of this row but the first once more; say whether there are any."""
        first, *others = self.taken
        self._again.extendleft(reversed(others))
        self._number -= len(others)
        self.taken = [first]
        return bool(others)
