"""JSON taken apart as a stream: the values in its lists and objects, one in memory at a time."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

BLOCK = 2**16  # bytes
MAX_DEPTH = 12  # of lists and objects; what lies deeper is not told apart
MAX_KEY = 2000  # bytes

# What leads to a list or an object: the keys, and nothing for a value of a list. That of the file
# itself, which may hold several values one after the other, is empty.
Path = tuple[str, ...]

# Signs that stand between values one after the other; a sequence of JSON texts (RFC 7464) has RS.
BETWEEN = b" \t\r\n,\x1e"

_PLAIN = re.compile(rb'[^"\[\]{},:]*+(["\[\]{},:]?)')
_OPENING, _CLOSING = (b"[", b"{"), (b"]", b"}")
_QUOTED = re.compile(rb'(?:[^"\\]++|\\.?)*+("?)', re.DOTALL)


class NotJsonError(ValueError):
    """Something stands beside the values that is none."""


@dataclass(frozen=True)
class Value:
    """A value in a list, in an object or in the file; its content is None where it is too long.

    In an object `key` is what leads to it, as the file writes it between the quotes.
    """

    path: Path
    is_in_list: bool
    content: bytes | None
    key: bytes = b""


class _Level:
    """A list, an object or the file, while it is read; it keeps the value that is read in it."""

    def __init__(self, path: Path, *, is_object: bool, most: int | None) -> None:
        self.path = path
        self.is_object = is_object
        self.key = b""
        self.most = most
        self._kept: bytearray | None = None
        self._start = 0

    def begin(self, start: int) -> None:
        """Begin a value at a place of the block."""
        self._start = start
        self._kept = None if self.most is None else bytearray()

    def pass_on(self, block: bytes, end: int) -> None:
        """Keep what belongs to the value in a block, if it is not too much."""
        if self._kept is not None:
            self._kept += block[self._start : min(end, self._start + self.most + 1)]
            if len(self._kept) > self.most:
                self._kept = None
        self._start = 0

    def end(self, block: bytes, end: int) -> Iterator[Value]:
        """The value that ends at a place, if there is one that is asked for."""
        if self.most is None:
            return
        self.pass_on(block, end)
        content = None if self._kept is None else bytes(self._kept).strip(BETWEEN)
        if content != b"" and (
            not self.is_object or content is None or content[:1] in (b"{", b"[")
        ):
            yield Value(self.path, not self.is_object, content, self.key if self.is_object else b"")

    def inner(self) -> Path:
        """The path of a list or an object that begins here."""
        return (*self.path, self.key.decode("utf-8", "replace") if self.is_object else "")


class _Walk:
    """Where in a file the reading is."""

    def __init__(self, most: Callable[[Path], int | None]) -> None:
        self._most = most
        self.levels = [_Level((), is_object=False, most=most(()))]
        self.levels[0].begin(0)
        self._beneath = 0

    def name(self, piece: bytes, *, is_first: bool) -> None:
        """Take note of a part of a text, which may be a key."""
        level = self.levels[-1]
        if level.is_object and not self._beneath:
            level.key = (b"" if is_first else level.key + piece.removesuffix(b'"'))[:MAX_KEY]

    def go_on(self, sign: bytes, block: bytes, end: int) -> Iterator[Value]:
        """Go on by a sign that ends at a place of a block; give the value that ends before it."""
        if self._beneath or (sign in _OPENING and len(self.levels) > MAX_DEPTH):
            self._beneath += (sign in _OPENING) - (sign in _CLOSING)
        elif sign in _OPENING:
            path = self.levels[-1].inner()
            self.levels.append(_Level(path, is_object=sign == b"{", most=self._most(path)))
            self.levels[-1].begin(end)
        elif sign in _CLOSING:
            yield from self.levels.pop().end(block, end - 1)
            if len(self.levels) == 1:
                yield from self.levels[0].end(block, end)
                self.levels[0].begin(end)
        elif sign == b"," and len(self.levels) > 1:
            yield from self.levels[-1].end(block, end - 1)
            self.levels[-1].begin(end)
        elif self.levels[-1].is_object:
            self.levels[-1].begin(end)


def values(file: IO[bytes], most: Callable[[Path], int | None]) -> Iterator[Value]:
    """The values of all lists and objects of a file for which `most` gives a number of bytes.

    Of objects these are the lists and objects in them. They are not looked into, so that one may
    be broken. Raises EOFError where the file ends within a value, and NotJsonError.
    """
    walk, is_quoted = _Walk(most), False
    while block := _block(file):
        start = 0
        while start < len(block):
            found = (_QUOTED if is_quoted else _PLAIN).match(block, start)
            sign = found[1]
            if len(walk.levels) == 1 and not is_quoted:
                _check(found[0], sign)
            start = found.end()
            if is_quoted or sign == b'"':
                walk.name(found[0], is_first=not is_quoted)
                is_quoted ^= sign == b'"'
            elif sign:
                yield from walk.go_on(sign, block, start)
        for level in walk.levels:
            level.pass_on(block, len(block))
    if len(walk.levels) > 1 or is_quoted:
        raise EOFError("the file ends within a value")


def _check(piece: bytes, sign: bytes) -> None:
    """Raise NotJsonError where anything but a list or an object stands in the file itself."""
    if piece.removesuffix(sign).strip(BETWEEN) or sign in (b'"', b":", b"]", b"}"):
        raise NotJsonError


def _block(file: IO[bytes]) -> bytes:
    """Some bytes that do not end within an escape."""
    block = file.read(BLOCK)
    escaping = (len(block) - len(block.rstrip(b"\\"))) % 2
    return block + file.read(1) if escaping else block
