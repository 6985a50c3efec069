"""One article as fields of which one is its text: a JSON object, a row of CSV, a file of YAML."""

import csv
import io
import json
import re
from ast import literal_eval
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from enum import IntEnum
from typing import Any

from articles.ingest.characters import one_line
from articles.ingest.readers import body_fields, envelopes, linked_data, loose_yaml, syntax, unread
from articles.ingest.readers.assembling import article
from articles.ingest.readers.bodies import is_table_rule
from articles.ingest.readers.envelopes import names_of
from articles.ingest.readers.fields import FIELDS, simple
from articles.ingest.records import RawArticle, Rejection
from articles.ingest.urls import web_address

MAX_CELL = 5_000_000  # characters; a row is no longer
LONGEST_MARK = 100  # characters at the end of a text that say how much more there is
LONGEST_OBJECT = 2000  # characters of an object that stands in a cell
DELIMITERS = ",\t;|"

_MOST_TOLD = 5
_COLUMN_TWICE = "Column '{}' stands more than once, with different values."
_KEY_TWICE = "'{}' stands more than once in the record: the last one was taken."
_TELLING = {*body_fields.NAMES, *map(simple, FIELDS["date"])}
_KNOWN = _TELLING | {simple(name) for names in FIELDS.values() for name in names}
# What programs write where there is nothing.
_NOTHINGS = {
    *("", "nan", "none", "null", "<na>", "n/a", "[]", "{}", "\\n"),
    *("[removed]", "only available in paid plans"),
}
# How NewsAPI ends a text that it gives only the opening of.
_MORE = re.compile(r"[ \t]*\[\+\d+ chars\]\s*$")
_WHERE = {simple(name) for name in FIELDS["source_url"]}
_WHAT = {simple(name) for name in FIELDS["title"]}
_WHEN = {simple(name) for field in ("date", "changed") for name in FIELDS[field]}
# A number under one of these is a key of another program's tables.
_NAMES = {simple(name) for field in ("byline", "category", "tags") for name in FIELDS[field]}
_BY_COLUMNS = (
    "A table by its columns, as pandas writes it. Write it by its rows, with orient='records'."
)
_SEVERAL = (
    "Several articles in one file, under '{}'. Give each a file, or write them as JSON Lines."
)
GRAPH = "@graph"  # where linked data has what it describes
_OBJECT = re.compile(r"\s*\{(?![{%])")


class Likeness(IntEnum):
    """What an object is like: nothing, something listed, a text without a title, an article."""

    NONE = 0
    LISTED = 1
    TEXT = 2
    ARTICLE = 3


# The limit is the process's; a cell may be as long as a row.
csv.field_size_limit(MAX_CELL)


def heading(line: str, below: str = "") -> tuple[str, list[str]] | None:
    """The delimiter and the names of a table's columns, or None where a line is no heading.

    Two names are known ones, and one of them is that of a date or a text, or both a title's and an
    address's are. The line below tells a table in Markdown, which belongs to a text.
    """
    if is_table_rule(below):
        return None
    for delimiter in DELIMITERS:
        if delimiter in line:
            names = _cells(line, delimiter)[0]
            known = _KNOWN & {simple(name) for name in names}
            if len(known) > 1 and (known & _TELLING or (known & _WHAT and known & _WHERE)):
                return delimiter, names
    return None


def sniff_row(text: str) -> bool:
    """A row stands under the heading of its table."""
    first, _, rest = text.partition("\n")
    return heading(first, rest.partition("\n")[0]) is not None


def read_row(text: str, path: str = "") -> RawArticle:
    """The article in a row of CSV under its heading; raises Rejection."""
    delimiter, names = heading(text.partition("\n")[0]) or ("", [])
    rows = _cells(text, delimiter)
    fields: dict[str, Any] = {}
    known: dict[str, str] = {}
    notes: list[str] = []
    for number, (name, cell) in enumerate(zip(names, rows[1] if rows[1:] else (), strict=False), 1):
        key = simple(name)
        if not cell or cell == known.get(key):
            continue
        if key in known:
            notes.append(_COLUMN_TWICE.format(one_line(name, 40)))
        own = body_fields.as_column(name, number) if key in known else name
        fields[own] = _unpacked(cell)
        known.setdefault(key, cell)
    return _noted(_article(fields, path), dict.fromkeys(notes))


def _noted(raw: RawArticle, notes: Iterable[str]) -> RawArticle:
    return replace(raw, notes=(*notes, *raw.notes))


def _unpacked(cell: str) -> Any:
    """The object that a program wrote into a cell, as JSON or as Python does; else the cell."""
    if len(cell) > LONGEST_OBJECT or not (cell.startswith("{") and cell.endswith("}")):
        return cell
    for load in (json.loads, literal_eval):
        try:
            loaded = load(cell)
        except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
            continue
        return loaded if isinstance(loaded, dict) else cell
    return cell


def sniff_object(text: str) -> bool:
    """A JSON object begins with a brace; with two, or a brace and %, a template does."""
    return bool(_OBJECT.match(text))


def read_object(text: str, path: str = "", day: date | None = None) -> RawArticle:
    """The article in a JSON object; raises Rejection, naming the place that is wrong.

    `day` is the date to take where it has none.
    """
    twice: list[str] = []
    loaded = _addressed(load_object(text, twice))
    notes = [_KEY_TWICE.format(one_line(name, 40)) for name in dict.fromkeys(twice)][:_MOST_TOLD]
    graph = loaded.get(GRAPH)
    found = linked_data.described(graph) if isinstance(graph, list) else []
    return _noted(_article(found[0] if len(found) == 1 else loaded, path, day), notes)


def _addressed(loaded: dict[str, Any]) -> dict[str, Any]:
    """The fields of an object, or of the one in it whose name is its address."""
    if len(loaded) != 1:
        return loaded
    ((name, inner),) = loaded.items()
    if not isinstance(inner, dict) or not web_address(name):
        return loaded
    return (
        inner
        if any(simple(one) in _WHERE for one, value in inner.items() if value)
        else {**inner, "url": name}
    )


def read_document(kind: str, text: str, path: str = "") -> RawArticle:
    """The article in a whole file of "yaml" or "toml"; raises Rejection, naming the line."""
    fields, note = loose_yaml.load(text, 0) if kind == "yaml" else (syntax.load(kind, text, 0), "")
    if name := next((name for name, value in fields.items() if _is_list_of_articles(value)), ""):
        raise Rejection(_SEVERAL.format(name))
    raw = _article(fields, path)
    return replace(raw, notes=(note, *raw.notes)) if note else raw


def _is_list_of_articles(value: Any) -> bool:
    values = value if isinstance(value, list) else []
    return any(isinstance(one, dict) and likeness(one) >= Likeness.TEXT for one in values)


def likeness(loaded: dict[str, Any]) -> Likeness:
    """What an object is like; one that holds several articles is none."""
    try:
        fields = envelopes.opened(loaded, body_fields.have_text, [])
    except Rejection:
        return Likeness.NONE
    names = {simple(name) for name, value in fields.items() if value}
    if body_fields.have_text(fields):
        return Likeness.ARTICLE if names & _WHAT else Likeness.TEXT
    return Likeness.LISTED if names & _WHAT and names & (_WHERE | _WHEN) else Likeness.NONE


def loaded_or_nothing(text: str) -> dict[str, Any]:
    """The fields of a JSON object; nothing where there is none or it is broken."""
    try:
        loaded = load_object(text)
    except Rejection:
        return {}
    return loaded if isinstance(loaded, dict) else {}


def load_object(text: str, twice: list[str] | None = None) -> dict[str, Any]:
    """The fields of a JSON object; raises Rejection, naming the place that is wrong.

    Adds to `twice` the names that stand more than once in an object with different values.
    """

    def collected(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        fields = dict(pairs)
        if len(fields) < len(pairs):
            twice.extend(name for name, value in pairs if fields[name] != value)
        return fields

    try:
        return json.loads(
            text, strict=False, object_pairs_hook=collected if twice is not None else None
        )
    except json.JSONDecodeError as error:
        what = (error.msg[:1].lower() + error.msg[1:]).removesuffix(" at")
        place = f"at character {error.pos + 1:,}"
        raise Rejection(f"Broken JSON: {what} {place}. Correct it.") from error
    except ValueError as error:
        raise Rejection("Broken JSON: a number is too long. Correct it.") from error
    except RecursionError as error:
        raise Rejection("Nested too deep. Flatten the JSON.") from error


def _cells(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)) or [[]]
    except csv.Error:
        return [[]]


def _article(fields: dict[str, Any], path: str, day: date | None = None) -> RawArticle:
    """The article of a line; what it lacks is a field, not a line of front matter.

    What the Guardian's programs answer has some of it in a table `fields`.
    """
    if isinstance(inner := fields.get("fields"), dict):
        fields = inner | {name: value for name, value in fields.items() if name != "fields"}
    notes: list[str] = []
    fields = envelopes.opened(fields, body_fields.have_text, notes)
    fields = {name: value for name, value in fields.items() if not _is_nothing(value)}
    held = names_of(fields)
    fields = _without_numbers(_titled(fields), notes)
    name, body = body_fields.fullest(fields, notes)
    shown, is_opening = _shown(body)
    if not body.strip():
        raise Rejection(
            _BY_COLUMNS
            if _is_by_columns(fields)
            else f"No text: the line has none in a field such as 'body'. It holds {held}."
        )
    try:
        raw = article(fields, shown, path, layout=body_fields.layout(name), day=day)
    except Rejection as rejection:
        if str(rejection).startswith("No date"):
            message = "No date: the line has none in a field such as 'date'. It holds {}."
            raise Rejection(message.format(held)) from rejection
        raise
    unseen = {name: value for name, value in fields.items() if not body_fields.is_one(name)}
    raw = unread.told(raw, unseen)
    return replace(raw, notes=(*notes, *raw.notes), is_opening=is_opening)


def _shown(body: str) -> tuple[str, bool]:
    """A text without the mark that it goes on, and whether it had it."""
    end = max(0, len(body) - LONGEST_MARK)
    shown = _MORE.sub("", body[end:])
    return body[:end] + shown, shown != body[end:]


def _is_by_columns(fields: dict[str, Any]) -> bool:
    """Whether an object is a table, each column of which is an object or a list of its own."""
    if {"columns", "data"} <= fields.keys():
        return True
    columns = [value for value in fields.values() if isinstance(value, dict) and "0" in value]
    return len(columns) > 1 and len(columns) == len(fields)


def _titled(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with a name for a title where there is no other, as in tables of Notion."""
    names = {simple(name): value for name, value in fields.items()}
    if names.keys() & _WHAT or not isinstance(names.get("name"), str):
        return fields
    return {**fields, "title": names["name"]}


def _without_numbers(fields: dict[str, Any], notes: list[str]) -> dict[str, Any]:
    """The fields without names that are keys of another program's tables."""
    numbered = [name for name, value in fields.items() if simple(name) in _NAMES and _keys(value)]
    if not numbered:
        return fields
    names = ", ".join(f"'{name}'" for name in numbered)
    notes.append(f"Fields {names} hold numbers, not names: left out.")
    return {name: value for name, value in fields.items() if name not in numbered}


def _is_nothing(value: Any) -> bool:
    return isinstance(value, str) and value.strip().casefold() in _NOTHINGS


def _keys(value: Any) -> bool:
    """Whether a value is a number, or a list of nothing else."""
    values = value if isinstance(value, list) else [value]
    return bool(values) and all(type(one) is int for one in values)
