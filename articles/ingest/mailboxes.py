"""Mailboxes in a file (mbox, RFC 4155): each message an item, one in memory at a time."""

import re
from collections.abc import Iterator
from typing import IO

from articles.ingest.places import Place
from articles.ingest.records import Item

MAX_MESSAGE = 5_000_000  # bytes; readers take no more
MAX_LINE = 2**16  # bytes; a longer one comes in pieces
SNIFFED = 512  # bytes

# Who sent a message and when stands on a line before it: a day as C's asctime writes it, or as mail
# does. A sentence may begin with From, too.
_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_TIME = rb"\d\d?:\d\d(?::\d\d)?"
_POSTMARK = re.compile(
    rb"From [^\r\n]{1,300}? (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(?:"
    + rb"%b +\d\d? +%b [^\r\n]{0,40}?\d{4}\b" % (_MONTH, _TIME)
    + rb"|\d\d? +%b +\d{4} +%b\b" % (_MONTH, _TIME)
    + rb")[^\r\n]*(?:\r?\n|\r)"
)
_OPENING = re.compile(_POSTMARK.pattern + rb"[A-Za-z][A-Za-z-]{0,40}:[ \t]")
_END = re.compile(rb"\r?\n|\r")
# Such a line within a message has this before it.
_QUOTED = re.compile(rb">+From ")
_TOO_LARGE = "The message is larger than 5 MB. Save its text as HTML or text."


def is_mailbox(file: IO[bytes]) -> bool:
    """Whether a file begins as a mailbox does; it is left at its beginning."""
    file.seek(0)
    beginning = file.read(SNIFFED)
    file.seek(0)
    return bool(_OPENING.match(beginning))


def items(file: IO[bytes], place: Place) -> Iterator[Item]:
    """The messages of a mailbox, numbered."""
    for number, message in enumerate(_messages(file), 1):
        problem = _TOO_LARGE if len(message) > MAX_MESSAGE else ""
        yield place.numbered(number).item(b"" if problem else message, problem)


def _messages(file: IO[bytes]) -> Iterator[bytes]:
    """The messages without their postmarks; of one that is too large a little more than allowed."""
    held, is_after_blank = bytearray(), True
    lines = _lines(file)
    next(lines, b"")
    for line in lines:
        if is_after_blank and _POSTMARK.match(line):
            yield bytes(held)
            held.clear()
        elif len(held) <= MAX_MESSAGE:
            held += line[1:] if _QUOTED.match(line) else line
        is_after_blank = not line.strip()
    yield bytes(held)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines of a mailbox; those of old Macintoshes, which end otherwise, with line ends."""
    first_end = _END.search(file.read(SNIFFED))
    file.seek(0)
    if not first_end or first_end[0] != b"\r":
        yield from iter(lambda: file.readline(MAX_LINE), b"")
        return
    rest = b""
    while block := file.read(MAX_LINE):
        *whole, rest = (rest + block).split(b"\r")
        yield from (line + b"\n" for line in whole)
        if len(rest) > MAX_LINE:
            yield rest
            rest = b""
    yield rest
