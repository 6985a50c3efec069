"""What an archive unpacks to, counted as it is read: a small file may hold more than fits."""

import gzip
import io
from typing import IO

MAX_EXPANDED = 2 * 2**30  # bytes of all that an archive unpacks to
MAX_WARC = 100 * 2**30  # the same of a WARC file
MAX_RATIO = 200  # unpacked to packed, once more than FREE_OF_RATIO bytes are unpacked
FREE_OF_RATIO = 64 * 2**20


class TooMuch(Exception):
    """An archive that unpacks to more than is allowed; the message says what."""


class Meter:
    """Counts what an archive unpacks to, and stops it where that is too much."""

    def __init__(self, packed: int, most: int = 0):
        self.packed, self.most, self.unpacked = packed, most or MAX_EXPANDED, 0

    def add(self, size: int) -> None:
        """Count bytes; raises TooMuch."""
        self.foresee(size)
        self.unpacked += size

    def foresee(self, size: int) -> None:
        """Raise TooMuch where so many bytes more will be too much."""
        unpacked = self.unpacked + size
        if unpacked > self.most:
            raise TooMuch(f"unpacks to more than {self.most // 2**30} GB")
        if unpacked > FREE_OF_RATIO and unpacked > MAX_RATIO * self.packed:
            raise TooMuch(f"unpacks to more than {MAX_RATIO} times its size")


class TarBytes:
    """A tar archive's bytes, counted; its end is known by the zeros that a whole one ends with."""

    def __init__(self, file: IO[bytes], meter: Meter):
        self.file, self.meter = file, meter
        self.allowed = 0
        self.last = b""

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; raises TooMuch."""
        self.last = self.file.read(size)
        self.meter.add(len(self.last))
        self.allowed -= len(self.last)
        if self.allowed < 0:
            raise TooMuch("has headers that are too long")
        return self.last


class UnpackedBytes(io.RawIOBase):
    """What a packed file unpacks to, counted."""

    def __init__(self, unpacked: gzip.GzipFile, meter: Meter):
        self._unpacked, self._meter = unpacked, meter

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read from its beginning again."""
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place; nothing that was counted is taken back."""
        return self._unpacked.seek(offset, whence)

    def readinto(self, into: memoryview) -> int:
        """Read what is there before the next damage, if any; raises TooMuch."""
        content = self._unpacked.read1(len(into))
        self._meter.add(len(content))
        into[: len(content)] = content
        return len(content)
