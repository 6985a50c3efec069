"""Metadata without fences: lines at the top of a file, each with the name of a field.

Pelican, MultiMarkdown and Notion write `Title: ...`, reStructuredText `:date: ...` under a heading,
Pandoc `% title`, Nikola `.. title: ...`, perhaps in a comment, Org `#+title: ...`, AsciiDoc
`= title` with author and revision under it, Logseq `title:: ...`, and Hexo leaves the opening fence
out. What turns pages into Markdown for language models has a blank line after each, and some have a
table of Markdown.
"""

import re
from collections.abc import Callable
from itertools import takewhile
from typing import Any

from articles.ingest.readers import asciidoc, dates, org, restructured
from articles.ingest.readers.bodies import is_table_rule
from articles.ingest.readers.fields import FIELDS, collected, simple

LONGEST = 64_000  # characters

_KNOWN = {simple(name) for names in FIELDS.values() for name in names}
_TITLES = {simple(name) for name in FIELDS["title"]}
_TELLING = _TITLES | {simple(name) for name in FIELDS["date"]}

_KEY = re.compile(r"([A-Za-z][\w .-]{0,40}?):(?:[ \t]+(.*)|[ \t]*$)")
_FIELD = re.compile(r":([A-Za-z][\w .-]{0,40}?):(?:[ \t]+(.*)|[ \t]*$)")
_PROPERTY = re.compile(r"(?:- |[ \t]+)?([A-Za-z][\w .-]{0,40}?)::(?:[ \t]+(.*)|[ \t]*$)")
_PAIR = ("name", "value")
_BAR = re.compile(r"(?<!\\)\|")
_COMMENTED = re.compile(r"\.\.[ \t]+([A-Za-z][\w .-]{0,40}?):(?:[ \t]+(.*)|[ \t]*$)")
_COMMENT, _END_OF_COMMENT = "<!--", "-->"
_CONTINUED = re.compile(r"[ \t]+\S|- |#")
_MARKDOWN_HEADING = re.compile(r"#[ \t]+(\S.*)")
_RULE = re.compile(r"([=#*^~\"'`+:._-])\1{2,}[ \t]*")
_PERCENT = re.compile(r"%(?:[ \t]+(.*)|[ \t]*$)")
_KEYWORD = re.compile(r"#\+([A-Za-z][\w-]{0,40}):(?:[ \t]+(.*)|[ \t]*$)")
_ORG_DAY = re.compile(r"[<\[](\d{4}-\d\d-\d\d)[^<>\[\]\d]*(?: \d\d?:\d\d)?[>\]]")
_TAGS = re.compile(r":(?:[\w@#%]+:)+$")
_DOCUMENT_TITLE = re.compile(r"=[ \t]+(\S.*)")
_ATTRIBUTE = re.compile(r":([A-Za-z][\w-]{0,40}):(?:[ \t]+(.*)|[ \t]*$)")
_REVISION_NUMBER = re.compile(r"v?\d[\w.]*,[ \t]*")
_OF_A_DOCUMENT = {
    "revdate": "date",
    "docdate": "date",
    "page-source": "source",
    "page-date": "date",
}
_EMAIL = re.compile(r"[ \t]*<[^<>]*>")
_CONTENT = "Markdown Content:"
_MOST_SPACED = 40  # lines

Fields = dict[str, Any]
Found = tuple[Fields, int] | None


def find(text: str) -> tuple[Fields, str] | None:
    """The fields that a text begins with and what follows them, or None where it has none such.

    One of them must tell the title or the date, and another must be known: any text may begin
    with a line that has a colon.
    """
    lines = text[:LONGEST].split("\n")
    for read, dialect in _FORMS:
        fields, count = read(lines) or ({}, 0)
        names = {simple(name) for name, value in fields.items() if value}
        if names & _TELLING and len(names & _KNOWN) > 1:
            return fields, dialect(after(text, count))
    return None


def unfenced(text: str) -> tuple[str, int] | None:
    """The kind of a front matter that only its end marks, "yaml" or "json", and its lines."""
    lines = text[:LONGEST].split("\n")
    kind, fence = ("json", ";;;") if text.startswith('"') else ("yaml", "---")
    front = list(takewhile(lambda line: line.rstrip() not in ("", fence), lines))
    if len(front) == len(lines) or lines[len(front)].rstrip() != fence:
        return None
    if kind == "json":
        return kind, len(front)
    names = {simple(name) for name in _pairs(front, _KEY)}
    return (kind, len(front)) if names & _TELLING else None


def after(text: str, count: int) -> str:
    """What follows the first lines of a text."""
    return "".join(text.split("\n", count)[count:])


def _keys(lines: list[str]) -> Found:
    """`Title: ...`, one a line, until a blank line; Notion has them under a heading."""
    heading = _MARKDOWN_HEADING.fullmatch(lines[0])
    start = _first_filled(lines, 1) if heading else 0
    front = list(takewhile(str.strip, lines[start:]))
    fields, count = _pairs(front, _KEY), start + len(front)
    if heading:
        return ({"title": heading[1]} if fields else {}) | fields, count
    below = lines[_first_filled(lines, count) :][:1]
    is_headed = any(map(_MARKDOWN_HEADING.fullmatch, below))
    return (fields if is_headed else _with_headline(fields)), count


def _with_headline(fields: Fields) -> Fields:
    """The fields with the first as title where its name is none and no other tells the title.

    A headline may have a colon within. What is no more than a word is a setting of a program.
    """
    first = next(iter(untold(fields)), None)
    if not first or first != next(iter(fields)) or {simple(name) for name in fields} & _TITLES:
        return fields
    others = {name: value for name, value in fields.items() if name != first}
    return {"title": untold(fields)[first]} | others


def untold(fields: Fields) -> dict[str, str]:
    """Lines of several words whose names are none of a field, by these names."""
    unknown = {
        name: value if isinstance(value, str) else " ".join(value)
        for name, value in fields.items()
        if simple(name) not in _KNOWN
    }
    return {name: f"{name}: {value}" for name, value in unknown.items() if " " in value}


def _first_filled(lines: list[str], start: int) -> int:
    """The number of the first line from `start` on that is not blank."""
    return start + sum(1 for _ in takewhile(lambda line: not line.strip(), lines[start:]))


def _field_list(lines: list[str]) -> Found:
    """`:date: ...`, one a line, perhaps under a heading that is the title."""
    title, start = _heading(lines)
    start = _first_filled(lines, start)
    front = list(takewhile(str.strip, lines[start:]))
    return {"title": title} | _pairs(front, _FIELD), start + len(front)


def _heading(lines: list[str]) -> tuple[str, int]:
    """The heading of a text in reStructuredText, and its number of lines."""
    rules = [bool(_RULE.fullmatch(line)) for line in lines[:3]]
    if rules == [True, False, True]:
        return lines[1].strip(), 3
    return (lines[0].strip(), 2) if rules[:2] == [False, True] else ("", 0)


def _comments(lines: list[str]) -> Found:
    """`.. title: ...`, one a line, as comments of reStructuredText."""
    front = list(takewhile(_COMMENTED.match, lines))
    return _pairs(front, _COMMENTED), len(front)


def _within_comment(lines: list[str]) -> Found:
    """The same within a comment of Markdown."""
    if lines[0].strip() != _COMMENT:
        return None
    fields, count = _comments(lines[1:]) or ({}, 0)
    is_ended = lines[1 + count : 2 + count] and lines[1 + count].strip() == _END_OF_COMMENT
    return (fields, count + 2) if is_ended else None


def _title_block(lines: list[str]) -> Found:
    """Title, authors and date, each after a percent sign."""
    front = list(takewhile(_PERCENT.match, lines))
    values = [(_PERCENT.match(line)[1] or "").strip() for line in front]
    return dict(zip(("title", "author", "date"), values, strict=False)), len(front)


def _keywords(lines: list[str]) -> Found:
    """`#+title: ...`, one a line, perhaps among blank ones; a day stands between brackets."""
    front = list(takewhile(lambda line: _KEYWORD.match(line) or not line.strip(), lines))
    return _pairs(list(filter(str.strip, front)), _KEYWORD, _of_org), len(front)


def _of_org(value: str) -> str:
    """A day without its brackets, tags with commas between."""
    value = _ORG_DAY.sub(r"\1", value)
    return value.strip(":").replace(":", ",") if _TAGS.match(value) else value


def _document_header(lines: list[str]) -> Found:
    """`= Title`, a line for authors, one for the revision, and attributes such as `:keywords: ...`.

    As the manual of AsciiDoc has it ("Document header"); the header ends with a blank line.
    """
    title = _DOCUMENT_TITLE.fullmatch(lines[0])
    if not title:
        return None
    front = list(takewhile(str.strip, lines[1:]))
    attributes = [line for line in front if _ATTRIBUTE.match(line)]
    others = [line for line in front if not line.startswith(("//", ":"))]
    fields = {"title": title[1]} | _pairs(attributes, _ATTRIBUTE)
    for name, known in _OF_A_DOCUMENT.items():
        if name in fields:
            fields.setdefault(known, fields.pop(name))
    if others and not _revised(others[0]):
        fields.setdefault("author", _EMAIL.sub("", others.pop(0)).strip())
    if others and (day := _revised(others[0])):
        fields.setdefault("date", day)
    return fields, 1 + len(front)


def _revised(line: str) -> str:
    """The date in a line such as `v1.2, 2025-07-26: remark`, or nothing."""
    told = _REVISION_NUMBER.sub("", line.strip(), count=1)
    return next(filter(dates.is_one, (told, told.partition(": ")[0])), "")


def _double_colons(lines: list[str]) -> Found:
    """`title:: ...`, one a line, until a blank line, as Logseq and Dataview have properties."""
    heading = _MARKDOWN_HEADING.fullmatch(lines[0])
    start = _first_filled(lines, 1) if heading else 0
    front = list(takewhile(_PROPERTY.match, lines[start:]))
    title = {"title": heading[1]} if heading and front else {}
    return title | _pairs(front, _PROPERTY), start + len(front)


def _table(lines: list[str]) -> Found:
    """A table of Markdown: of names and values, or of names above one row of values."""
    heading = _MARKDOWN_HEADING.fullmatch(lines[0])
    start = _first_filled(lines, 1) if heading else 0
    front = list(takewhile(lambda line: line.lstrip().startswith("|"), lines[start:]))
    if len(front) < len(_PAIR) + 1 or not is_table_rule(front[1].strip()):
        return None
    top, *rows = [_row(line) for line in (front[0], *front[2:])]
    if len(top) == len(_PAIR) and simple(rows[0][0]) in _KNOWN:
        pairs = [row for row in (top, *rows) if len(row) == len(_PAIR) and simple(row[0]) in _KNOWN]
        is_whole = len(pairs) >= len(rows)
    else:
        pairs = list(zip(top, rows[0], strict=False))
        is_whole = len(rows) == 1
    title = {"title": heading[1]} if heading else {}
    return (title | collected(pairs), start + len(front)) if is_whole else None


def _row(line: str) -> list[str]:
    """The cells of a line of a table, without what is marked bold."""
    cells = _BAR.split(line.strip().removeprefix("|").removesuffix("|"))
    return [cell.replace("\\|", "|").strip().strip("*").strip() for cell in cells]


def _spaced_keys(lines: list[str]) -> Found:
    """`Title: ...` and others with a blank line after each, until `Markdown Content:`."""
    front = list(takewhile(lambda line: line.strip() != _CONTENT, lines[:_MOST_SPACED]))
    if len(front) in (len(lines), _MOST_SPACED):
        return None
    return _pairs(list(filter(str.strip, front)), _KEY), len(front) + 1


def _pairs(lines: list[str], form: re.Pattern, read: Callable[[str], str] = str) -> Fields:
    """The fields of lines that are all of a form, those that go on joined; else none."""
    found: list[tuple[str, str]] = []
    for line in lines:
        if match := form.match(line):
            found.append((match[1], (match[2] or "").strip()))
        elif found and _CONTINUED.match(line):
            name, value = found[-1]
            found[-1] = name, f"{value} {line.strip()}".strip()
        else:
            return {}
    return collected((name, read(value)) for name, value in found)


def _as_it_is(body: str) -> str:
    return body


# How the lines are read, and what makes Markdown of what stands under them.
_FORMS: list[tuple[Callable[[list[str]], Found], Callable[[str], str]]] = [
    (_keys, _as_it_is),
    (_spaced_keys, _as_it_is),
    (_double_colons, _as_it_is),
    (_table, _as_it_is),
    (_field_list, restructured.as_markdown),
    (_comments, restructured.as_markdown),
    (_within_comment, _as_it_is),
    (_title_block, _as_it_is),
    (_keywords, org.as_markdown),
    (_document_header, asciidoc.as_markdown),
]
