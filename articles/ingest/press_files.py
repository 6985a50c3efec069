"""Downloads of press databases: several documents in one file of text, each an item."""

from collections.abc import Iterator
from itertools import islice
from typing import IO

from articles.ingest.places import Place
from articles.ingest.readers import press
from articles.ingest.records import Item

MAX_DOCUMENT = 5_000_000  # bytes; readers take no more
MAX_LINE = 2**16  # bytes; a longer one comes in pieces

_AROUND = "written around documents by a database"
_TOO_LARGE = "The document is larger than 5 MB. Save its text by itself."


def holds_several(file: IO[bytes]) -> bool:
    """Whether a file holds more than one document; it is left at its beginning."""
    file.seek(0)
    form = press.form_of(_text(file.read(press.SNIFFED)))
    file.seek(0)
    several = bool(form) and len(list(islice(_documents(file, form), 2))) > 1
    file.seek(0)
    return several


def items(file: IO[bytes], place: Place) -> Iterator[Item]:
    """The documents of a file, numbered; what the database writes around them is counted."""
    form = press.form_of(_text(file.read(press.SNIFFED)))
    file.seek(0)
    for number, document in enumerate(_documents(file, form, place), 1):
        problem = _TOO_LARGE if len(document) > MAX_DOCUMENT else ""
        yield place.numbered(number).item(b"" if problem else document, problem)


def _documents(file: IO[bytes], form: press.Form, place: Place | None = None) -> Iterator[bytes]:
    """The documents; of one that is too large a little more than allowed."""
    lines = (_text(line) for line in iter(lambda: file.readline(MAX_LINE), b""))
    for part in form.documents(lines):
        document = "".join(part)
        if form.is_document(document):
            yield document.encode("latin-1")
        elif place and document.strip(" \r\n_"):
            place.passed_over[_AROUND] += 1


def _text(content: bytes) -> str:
    """Bytes as signs of one byte each: the marks of a database are of ASCII."""
    return content.decode("latin-1")
