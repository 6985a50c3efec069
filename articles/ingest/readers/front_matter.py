"""Text under front matter: YAML, TOML, JSON or lines of metadata, as site generators write it."""

import re
from dataclasses import replace
from typing import Any

from articles.ingest.characters import one_line
from articles.ingest.readers import dialects, loose_yaml, metadata_lines, syntax, unread
from articles.ingest.readers.assembling import article
from articles.ingest.records import RawArticle, Rejection

MAX_FRONT_MATTER = 64_000  # characters

_MOST_UNTOLD = 5  # lines
_UNNAMED = "No title: the first line was taken."
_UNTOLD = "A line among those of metadata was not understood and is not in the text: '{}'."

_OPENING = re.compile(r"(-{3,}|\+{3,}|;{3,})[ \t]*(yaml|yml|toml|json)?[ \t]*(?:\n|$)", re.I)
_KINDS = {"-": "yaml", "+": "toml", ";": "json", "yml": "yaml"}
_ENDS = {
    "-": re.compile(r"^-{3,}[ \t]*$", re.MULTILINE),
    "yaml": re.compile(r"^(?:-{3,}|\.\.\.)[ \t]*$", re.MULTILINE),
    "+": re.compile(r"^\+{3,}[ \t]*$", re.MULTILINE),
    ";": re.compile(r"^;{3,}[ \t]*$", re.MULTILINE),
}

# An object, and after it a line that is not JSON's: that would be a file of JSON.
_OBJECT = re.compile(r"\{\s*+\"")
_TEXT_AFTER_OBJECT = re.compile(r"\}[ \t]*\n\s*+[^\s{}\]]")


def sniff(text: str) -> bool:
    """Front matter stands at the top, perhaps after blank lines: between fences or without."""
    text = text.lstrip()
    return bool(
        _OPENING.match(text)
        or _is_object(text)
        or metadata_lines.unfenced(text)
        or metadata_lines.find(text)
    )


def read(text: str, path: str = "") -> RawArticle:
    """The article under front matter; raises Rejection, naming the field or the line.

    `path` is the file's, whose name may tell the date.
    """
    if found := _found(text):
        raw = article(*found, path)
        return replace(raw, notes=(*_notes(text, found[0]), *raw.notes))
    kind, front, above, body = _parts(text, MAX_FRONT_MATTER)
    fields, note = (
        loose_yaml.load(front, above) if kind == "yaml" else (syntax.load(kind, front, above), "")
    )
    raw = unread.told(article(fields, dialects.as_markdown(body, path), path), fields)
    return replace(raw, notes=(note, *raw.notes)) if note else raw


def split(text: str, most: int) -> tuple[dict[Any, Any], str]:
    """The fields, in at most so many characters, and the body; raises Rejection."""
    if found := _found(text):
        return found
    kind, front, above, body = _parts(text, most)
    return syntax.load(kind, front, above), body


def _notes(text: str, fields: dict[str, Any]) -> list[str]:
    """What of the lines of metadata was not told by a name that is known."""
    first, second = f"{text.lstrip()}\n\n".split("\n")[:2]
    # A title that is underlined is marked as one.
    is_unnamed = fields.get("title") == first.strip() and ":" in first and ": " in second
    untold = list(metadata_lines.untold(fields).values())[:_MOST_UNTOLD]
    notes = [_UNTOLD.format(one_line(line, 100)) for line in untold]
    return [_UNNAMED, *notes] if is_unnamed else notes


def _found(text: str) -> tuple[dict[str, str], str] | None:
    """What lines of metadata without fences tell, and the body; None where there are none."""
    bare = text.lstrip()
    return None if _OPENING.match(bare) else metadata_lines.find(bare)


def _parts(text: str, most: int) -> tuple[str, str, int, str]:
    """The kind of a front matter, it itself, the number of lines above it, and the body."""
    bare = text.lstrip()
    kind, start, end, rest = _bounds(bare)
    front = bare[start:end]
    if len(front) > most:
        raise Rejection(
            f"Front matter is too long: {len(front):,} characters, at most {most:,} characters."
        )
    return kind, front, text.count("\n", 0, len(text) - len(bare) + start), bare[rest:]


def _bounds(text: str) -> tuple[str, int, int, int]:
    """The kind of a front matter, where it begins and ends, and where the body begins."""
    opening = _OPENING.match(text)
    if opening:
        return _between_fences(text, opening)
    if _is_object(text):
        end = syntax.end_of_object(text)
        return "json", 0, end, end
    kind, count = metadata_lines.unfenced(text) or ("yaml", 0)
    end = len(text) - len(metadata_lines.after(text, count))
    return kind, 0, end, len(text) - len(metadata_lines.after(text, count + 1))


def _between_fences(text: str, opening: re.Match) -> tuple[str, int, int, int]:
    fence, named = opening[1], (opening[2] or opening[1][0]).lower()
    kind = _KINDS.get(named, named)
    end = _ENDS.get(kind, _ENDS[fence[0]]).search(text, opening.end())
    if not end:
        raise Rejection(f"Front matter has no end: put a line of {fence[:3]} after it.")
    return kind, opening.end(), end.start(), end.end()


def _is_object(text: str) -> bool:
    return bool(_OBJECT.match(text) and _TEXT_AFTER_OBJECT.search(text))
