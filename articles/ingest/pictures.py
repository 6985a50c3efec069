"""Saved pages without the pictures that they carry, so that their words can be read.

A browser that saves a page as one file writes its pictures into it, as addresses of the scheme data
(RFC 2397) or as parts of a message (RFC 2557). Such a file may have many times what readers take.
"""

import re
from collections.abc import Iterator
from typing import IO

from articles.ingest import property_lists

MOST_READ = 100_000_000  # bytes of a page with its pictures
BLOCK = 2**20  # bytes
LONGEST_LINE = 2**16  # bytes; longer ones of a message are read in parts

SNIFFED = 10_000  # bytes, among which stand what programs write before a page
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head)[\s>]", re.IGNORECASE)
_MESSAGE = re.compile(
    rb"(?:[a-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/(?:related|mixed)\b",
    re.IGNORECASE,
)

_DATA = rb"data:[\w.+-]{1,30}/[\w.+-]{1,60}(?:;[\w=.-]{1,40}){0,3};base64,"
_PICTURE = re.compile(rb"(" + _DATA + rb")[A-Za-z0-9+/=%]+")
_REST = re.compile(rb"[A-Za-z0-9+/=%]*")
_LONGEST_START = 300  # bytes of what stands before the data

_BOUNDARY = re.compile(rb"boundary=\"?([^\s\";]{1,100})", re.IGNORECASE)
_NO_PAGE = re.compile(
    rb"content-type:\s*(?:image|font|audio|video|application|text/css|text/javascript)",
    re.IGNORECASE,
)


def without(file: IO[bytes], most: int) -> bytes:
    """A saved page without its pictures, where that leaves at most so many bytes; else nothing.

    The file is read from its beginning, or where its table says, and never held whole.
    """
    if file.seek(0, 2) > MOST_READ:
        return b""
    file.seek(0)
    beginning = file.read(SNIFFED)
    file.seek(0)
    if beginning.startswith(property_lists.BEGINNING):
        return property_lists.page(file, most)
    boundary = _BOUNDARY.search(beginning)
    if boundary and _MESSAGE.match(beginning):
        return _joined(_without_parts(file, b"--" + boundary[1]), most)
    return _joined(_without_data(file), most) if _PAGE.search(beginning) else b""


def _joined(pieces: Iterator[bytes], most: int) -> bytes:
    kept, size = [], 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            return b""
        kept.append(piece)
    return b"".join(kept)


def _without_data(file: IO[bytes]) -> Iterator[bytes]:
    """The page in pieces, its pictures empty; one may go on from block to block."""
    held, is_within = b"", False
    while block := file.read(BLOCK):
        if is_within:
            block = block[_REST.match(block).end() :]
            is_within = not block
        held += block
        ends = [picture.end() for picture in _PICTURE.finditer(held)]
        is_within |= len(held) in ends[-1:]
        held = _PICTURE.sub(rb"\1", held)
        # What is left at the end may be where the next picture begins.
        cut = len(held) if is_within else max(0, len(held) - _LONGEST_START)
        yield held[:cut]
        held = held[cut:]
    yield held


def _without_parts(file: IO[bytes], boundary: bytes) -> Iterator[bytes]:
    """The message in pieces, without what its parts hold that are no pages."""
    is_head, is_dropped = True, False
    while line := file.readline(LONGEST_LINE):
        if line.startswith(boundary):
            is_head, is_dropped = True, False
        elif is_head:
            is_dropped |= bool(_NO_PAGE.match(line))
            is_head = bool(line.strip())
        elif is_dropped:
            continue
        yield line
