"""The lines of a file as a stream: in UTF-8, without a mark, however they end."""

import codecs
import io
import re
from collections.abc import Callable, Iterator
from typing import IO

MAX_LINE = 4_900_000  # bytes; readers take a little more
BLOCK = 2**16  # bytes

_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LONE_RETURN = re.compile(rb"(?<=\r)(?!\n)")


def plain(file: IO[bytes]) -> IO[bytes]:
    """A file from its beginning, as UTF-8 where it is UTF-16, without its mark."""
    file.seek(0)
    mark = file.read(len(_MARK))
    file.seek(len(_MARK) if mark == _MARK else 0)
    if mark[:2] not in _WIDE_MARKS:
        return file
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    return _rewritten(file, lambda block: decoder.decode(block).encode("utf-8", "replace"))


def reader(file: IO[bytes]) -> Callable[[int], bytes]:
    """What reads at most so many bytes of the next line."""
    opened = plain(file)
    beginning = opened.read(BLOCK)
    opened = plain(file)
    if b"\r" in beginning and b"\n" not in beginning:
        # Lines end so where spreadsheets save for old Macintoshes.
        opened = _rewritten(opened, lambda block: block.replace(b"\r", b"\n"))
    return opened.readline


def lines(file: IO[bytes]) -> Iterator[bytes | None]:
    """The lines of a file; None stands for one that is too long.

    A return alone ends one, too: some files were put together of others that end their lines
    otherwise.
    """
    read = reader(file)
    while line := read(MAX_LINE):
        if len(line) < MAX_LINE or line.endswith(b"\n"):
            yield from _LONE_RETURN.split(line) if b"\r" in line[:-2] else (line,)
            continue
        while line and not line.endswith(b"\n"):
            line = read(BLOCK)
        yield None


def _rewritten(file: IO[bytes], rewrite: Callable[[bytes], bytes]) -> IO[bytes]:
    return io.BufferedReader(_Rewritten(file, rewrite), BLOCK)


class _Rewritten(io.RawIOBase):
    """A file whose blocks are written otherwise as they are read."""

    def __init__(self, file: IO[bytes], rewrite: Callable[[bytes], bytes]) -> None:
        self._file = file
        self._rewrite = rewrite
        self._ready = b""

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, into: memoryview) -> int:
        """Read into a buffer."""
        while not self._ready and (block := self._file.read(BLOCK)):
            self._ready = self._rewrite(block)
        size = min(len(into), len(self._ready))
        into[:size], self._ready = self._ready[:size], self._ready[size:]
        return size
