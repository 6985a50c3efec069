"""The page in an archive that Safari saved, without the pictures that stand beside it.

Such a file is a property list in its binary form: objects that refer to each other by numbers, and
a table of where each begins. So the page is found without reading the rest.
"""

import plistlib
import struct
from typing import IO

BEGINNING = b"bplist00"

_TRAILER = struct.Struct(">6xBBQQQ")
_DATA, _ASCII, _UTF16, _DICT = 0x4, 0x5, 0x6, 0xD
_MOST_KEYS = 100  # of a dictionary
_LONGEST_TEXT = 4000  # characters of a key or an address

_PAGE = "WebMainResource"
_PARTS = ("WebResourceData", "WebResourceURL", "WebResourceTextEncodingName")


def page(file: IO[bytes], most: int) -> bytes:
    """A property list of the page alone, if it has at most so many bytes; else nothing.

    Nothing also where the file is no archive of a page, or is broken.
    """
    try:
        found = _List(file, most)
        main = found.dictionary(found.top)[_PAGE]
        parts = found.dictionary(main)
        told = {name: found.value(parts[name]) for name in _PARTS if name in parts}
    except (ValueError, LookupError, struct.error):
        return b""
    alone = plistlib.dumps({_PAGE: told}, fmt=plistlib.FMT_BINARY)
    return alone if len(alone) <= most else b""


class _List:
    """A property list that is read where it is asked."""

    def __init__(self, file: IO[bytes], most: int):
        self._file, self._most = file, most
        self._end = file.seek(0, 2)
        self._seek(self._end - _TRAILER.size)
        trailer = _TRAILER.unpack(file.read(_TRAILER.size))
        self._offset_size, self._number_size, self._count, self.top, self._table = trailer

    def dictionary(self, number: int) -> dict[str, int]:
        """The numbers of what a dictionary holds, by the keys."""
        kind, count = self._begin(number)
        if kind != _DICT or count > _MOST_KEYS:
            raise ValueError("no small dictionary")
        size = self._number_size
        numbers = self._read(2 * count * size)
        refers = [int.from_bytes(numbers[n : n + size]) for n in range(0, len(numbers), size)]
        keys = [self.value(key) for key in refers[:count]]
        return {key: value for key, value in zip(keys, refers[count:], strict=True) if key}

    def value(self, number: int) -> str | bytes:
        """A text, or data; raises ValueError where it is neither or is too long."""
        kind, count = self._begin(number)
        if kind == _DATA and count <= self._most:
            return self._read(count)
        if kind in (_ASCII, _UTF16) and count <= _LONGEST_TEXT:
            return self._read(count * (kind - 4)).decode("ascii" if kind == _ASCII else "utf-16-be")
        raise ValueError("no text and no data, or too long")

    def _begin(self, number: int) -> tuple[int, int]:
        """Go to the contents of an object; return its kind, and how much it holds."""
        if number >= self._count:
            raise ValueError("no such object")
        self._seek(self._table + number * self._offset_size)
        self._seek(int.from_bytes(self._read(self._offset_size)))
        kind, count = divmod(self._read(1)[0], 16)
        if count == 15:
            count = int.from_bytes(self._read(2 ** (self._read(1)[0] & 15)))
        return kind, count

    def _seek(self, place: int) -> None:
        if not 0 <= place < self._end:
            raise ValueError("an object lies outside the file")
        self._file.seek(place)

    def _read(self, size: int) -> bytes:
        content = self._file.read(size)
        if len(content) < size:
            raise ValueError("the file is cut short")
        return content
