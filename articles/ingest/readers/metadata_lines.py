"""Metadata without fences: lines at the top of a file, each with the name of a field.

Pelican, MultiMarkdown and Notion write `Title: ...`, reStructuredText `:date: ...` under a heading,
Pandoc `% title`, Nikola `.. title: ...`, perhaps in a comment, and Hexo leaves the opening fence
out.
"""

import re
from collections.abc import Callable
from itertools import takewhile

from articles.ingest.readers import restructured
from articles.ingest.readers.fields import FIELDS, simple

LONGEST = 64_000  # characters

_KNOWN = {simple(name) for names in FIELDS.values() for name in names}
_TELLING = {simple(name) for field in ("title", "date") for name in FIELDS[field]}

_KEY = re.compile(r"([A-Za-z][\w .-]{0,40}?):(?:[ \t]+(.*)|[ \t]*$)")
_FIELD = re.compile(r":([A-Za-z][\w .-]{0,40}?):(?:[ \t]+(.*)|[ \t]*$)")
_COMMENTED = re.compile(r"\.\.[ \t]+([A-Za-z][\w .-]{0,40}?):(?:[ \t]+(.*)|[ \t]*$)")
_COMMENT, _END_OF_COMMENT = "<!--", "-->"
_CONTINUED = re.compile(r"[ \t]+\S|- |#")
_MARKDOWN_HEADING = re.compile(r"#[ \t]+(\S.*)")
_RULE = re.compile(r"([=#*^~\"'`+:._-])\1{2,}[ \t]*")
_PERCENT = re.compile(r"%(?:[ \t]+(.*)|[ \t]*$)")

Found = tuple[dict[str, str], int] | None


def find(text: str) -> tuple[dict[str, str], str] | None:
    """The fields that a text begins with and what follows them, or None where it has none such.

    One of them must tell the title or the date, and another must be known: any text may begin
    with a line that has a colon.
    """
    lines = text[:LONGEST].split("\n")
    for read in (_keys, _field_list, _comments, _title_block):
        fields, count = read(lines) or ({}, 0)
        names = {simple(name) for name, value in fields.items() if value}
        if names & _TELLING and len(names & _KNOWN) > 1:
            body = after(text, count)
            return fields, restructured.as_markdown(body) if _is_restructured(read, lines) else body
    return None


def _is_restructured(read: Callable[[list[str]], Found], lines: list[str]) -> bool:
    """Whether what stands under the metadata is reStructuredText and not Markdown."""
    return read is _field_list or (read is _comments and lines[0].startswith(".."))


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
    fields = _pairs(front, _KEY)
    title = {"title": heading[1]} if heading and fields else {}
    return title | fields, start + len(front)


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
    """`.. title: ...`, one a line, as comments of reStructuredText or within one of Markdown."""
    is_within = lines[0].strip() == _COMMENT
    front = list(takewhile(_COMMENTED.match, lines[is_within:]))
    count = is_within + len(front)
    is_ended = count < len(lines) and lines[count].strip() == _END_OF_COMMENT
    if is_within and not is_ended:
        return None
    return _pairs(front, _COMMENTED), count + is_within


def _title_block(lines: list[str]) -> Found:
    """Title, authors and date, each after a percent sign."""
    front = list(takewhile(_PERCENT.match, lines))
    values = [(_PERCENT.match(line)[1] or "").strip() for line in front]
    return dict(zip(("title", "author", "date"), values, strict=False)), len(front)


def _pairs(lines: list[str], form: re.Pattern) -> dict[str, str]:
    """The fields of lines that are all of a form, those that go on joined; else none."""
    fields: dict[str, str] = {}
    name = ""
    for line in lines:
        match = form.match(line)
        if match:
            name = match[1]
            fields[name] = (match[2] or "").strip()
        elif name and _CONTINUED.match(line):
            fields[name] = f"{fields[name]} {line.strip()}".strip()
        else:
            return {}
    return fields
