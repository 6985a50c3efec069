"""How a press database writes its documents, and what several of them write alike."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from articles.ingest.readers import dates

COPYRIGHT = re.compile(r"(?:\(c\)|©|copyright\b).*|.*all rights reserved\.?", re.IGNORECASE)
_SURNAME_FIRST = re.compile(r"([^,;]+), ([^,;]+)")

# The fields of a document and its text.
Told = tuple[dict[str, str], str]


@dataclass(frozen=True)
class Form:
    """How a database writes its documents as text.

    All `marks` stand in it. A document `begins` with a line, or `ends` with one, and one that is
    whole `holds` a line; what does not is written around documents. `read` gives fields and text,
    `custom` what the report is to tell of them.
    """

    name: str
    marks: tuple[re.Pattern[str], ...]
    holds: re.Pattern[str]
    read: Callable[[list[str]], Told]
    begins: re.Pattern[str] | None = None
    ends: re.Pattern[str] | None = None
    custom: str = ""

    def is_of(self, text: str) -> bool:
        """Whether a text is in this form."""
        return all(mark.search(text) for mark in self.marks)

    def documents(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """The lines of each document, and of what stands around them."""
        held: list[str] = []
        for line in lines:
            if self.begins and self.begins.fullmatch(line.strip()):
                yield held
                held = []
            held.append(line)
            if self.ends and self.ends.fullmatch(line.strip()):
                yield held
                held = []
        yield held

    def is_document(self, text: str) -> bool:
        """Whether what stands between two marks is a document."""
        return bool(self.holds.search(text))


def spoken(value: str) -> str:
    """Names that are written with the surname first, as they are spoken."""
    names = [name.strip() for name in value.split(";") if name.strip()]
    return "; ".join(_SURNAME_FIRST.sub(r"\2 \1", name) for name in names)


def dated(value: str) -> str:
    """A value that is a day, or nothing."""
    return value if dates.is_one(value) else ""
