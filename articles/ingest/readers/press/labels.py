"""What stands under labels, as `Publication date: Jul 21, 2025`, and the text among it."""

import re
from collections.abc import Collection

_LABEL = re.compile(r"([A-Z][A-Za-z -]{1,40}):(?:[ \t]+(.*)|[ \t]*$)")
# Labels that stand above a text and end none.
_ABOVE_A_TEXT = {
    "section",
    "author",
    "authors",
    "byline",
    "dateline",
    "highlight",
    "length",
    "column",
}


def label_of(line: str) -> str:
    """The label that a line begins with, or nothing."""
    match = _LABEL.match(line.strip())
    return match[1].casefold() if match else ""


def parted(lines: list[str], first: int, end: str, known: Collection[str]) -> tuple[list[str], str]:
    """The lines that describe a document and its text, which begins with the line `first`.

    It ends where known labels begin, one after the other, up to that of `end`: within a text may
    stand what looks like one.
    """
    known = set(known) - _ABOVE_A_TEXT
    ends = [number for number, line in enumerate(lines) if label_of(line) == end]
    last = max(ends, default=len(lines))
    while last > first and (not lines[last - 1].strip() or label_of(lines[last - 1]) in known):
        last -= 1
    return lines[:first] + lines[last:], "\n".join(lines[first:last])


def after_label(lines: list[str], label: str) -> int:
    """The number of the first line with a label; that of the end where there is none.

    What follows the label on its line becomes a line of its own.
    """
    for number, line in enumerate(lines):
        if label_of(line) == label:
            lines[number : number + 1] = line.strip().split(":", 1)
            return number + 1
    return len(lines)


def values(lines: list[str], known: Collection[str]) -> dict[str, str]:
    """What stands under each of the known labels, the first of a label, and before all as ""."""
    values, label = {"": []}, ""
    for line in lines:
        named = label_of(line)
        if named in known:
            label = f"{named} again" if named in values else named
            values[label] = [line.strip().partition(":")[2].strip()]
        else:
            values[label].append(line.strip())
    return {label: "\n".join(found).strip() for label, found in values.items()}
