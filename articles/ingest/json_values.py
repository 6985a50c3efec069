"""JSON taken apart as a stream: the values in its lists and objects, one in memory at a time."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

BLOCK = 2**16  # bytes
MAX_DEPTH = 12  # of lists and objects; what lies deeper is not told apart
MAX_KEY = 200  # bytes

# What leads to a list or an object: the keys, and nothing for a value of a list. That of the file
# itself, which may hold several values one after the other, is empty.
Path = tuple[str, ...]

# Signs that stand between values one after the other; a sequence of JSON texts (RFC 7464) has RS.
BETWEEN = b" \t\r\n,\x1e"

_PLAIN = re.compile(rb'[^"\[\]{},:]*+(["\[\]{},:]?)')
_QUOTED = re.compile(rb'(?:[^"\\]++|\\.?)*+("?)', re.DOTALL)


class NotJsonError(ValueError):
    """Something stands beside the values that is none."""


@dataclass(frozen=True)
class Value:
    """A value in a list, in an object or in the file; its content is None where it is too long."""

    path: Path
    is_in_list: bool
    content: bytes | None


class _Kept:
    """The bytes of a value, as long as they are not too many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: bytearray | None = bytearray()

    def add(self, content: bytes) -> None:
        """Add what belongs to the value."""
        if self._held is not None:
            self._held += content
            if len(self._held) > self._most:
                self._held = None

    def taken(self) -> bytes | None:
        """The value, or None where it is too long."""
        return None if self._held is None else bytes(self._held).strip(BETWEEN)


class _Level:
    """A list, an object or the file, while it is read."""

    def __init__(self, path: Path, *, is_object: bool, most: int | None) -> None:
        self.path = path
        self.is_object = is_object
        self.key = b""
        self._most = most
        self.begin()

    def begin(self) -> None:
        """Begin a value."""
        self._kept = None if self._most is None else _Kept(self._most)

    def add(self, content: bytes) -> None:
        """Add what belongs to the value."""
        if self._kept:
            self._kept.add(content)

    def end(self) -> Iterator[Value]:
        """The value that ends here, if there is one; begin the next."""
        content = self._kept.taken() if self._kept else b""
        is_told = not self.is_object or content is None or content[:1] in (b"{", b"[")
        if content != b"" and is_told:
            yield Value(self.path, not self.is_object, content)
        self.begin()

    def inner(self) -> Path:
        """The path of a list or an object that begins here."""
        return (*self.path, self.key.decode("utf-8", "replace") if self.is_object else "")


class _Walk:
    """Where in a file the reading is."""

    def __init__(self, most: Callable[[Path], int | None]) -> None:
        self._most = most
        self.levels = [_Level((), is_object=False, most=most(()))]
        self.beneath = 0

    def quoted(self, piece: bytes, *, is_first: bool) -> None:
        """Go on by a part of a text."""
        self._add(piece)
        level = self.levels[-1]
        if level.is_object and not self.beneath:
            level.key = (b"" if is_first else level.key + piece.removesuffix(b'"'))[:MAX_KEY]

    def signed(self, between: bytes, sign: bytes) -> Iterator[Value]:
        """Go on by what stands between texts and a sign after it; give the value that ends."""
        self._add(between)
        if len(self.levels) == 1 and (between.strip(BETWEEN) or sign in (b'"', b":", b"]", b"}")):
            raise NotJsonError
        if sign == b'"':
            self.quoted(sign, is_first=True)
        elif self.beneath or (sign in (b"[", b"{") and len(self.levels) > MAX_DEPTH):
            self._add(sign)
            self.beneath += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(sign, 0)
        elif sign in (b"[", b"{"):
            self._add(sign)
            path = self.levels[-1].inner()
            self.levels.append(_Level(path, is_object=sign == b"{", most=self._most(path)))
        elif sign in (b"]", b"}"):
            yield from self.levels.pop().end()
            self._add(sign)
            if len(self.levels) == 1:
                yield from self.levels[0].end()
        elif sign:
            yield from self._separated(sign)

    def _separated(self, sign: bytes) -> Iterator[Value]:
        *outer, level = self.levels
        for one in outer:
            one.add(sign)
        if sign == b"," and outer:
            yield from level.end()
        elif level.is_object:
            level.begin()
        else:
            level.add(sign)

    def _add(self, content: bytes) -> None:
        for level in self.levels:
            level.add(content)


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
            start, sign = found.end(), found[1]
            if is_quoted:
                walk.quoted(found[0], is_first=False)
            else:
                yield from walk.signed(found[0].removesuffix(sign), sign)
            is_quoted ^= sign == b'"'
    if len(walk.levels) > 1 or is_quoted:
        raise EOFError("the file ends within a value")


def _block(file: IO[bytes]) -> bytes:
    """Some bytes that do not end within an escape."""
    block = file.read(BLOCK)
    escaping = (len(block) - len(block.rstrip(b"\\"))) % 2
    return block + file.read(1) if escaping else block
