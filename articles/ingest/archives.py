"""The members of zip and tar archives as items, read as a stream under hard limits."""

import gzip
import itertools
import lzma
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from articles.ingest.characters import one_line
from articles.ingest.records import Item

MAX_FILE = 64 * 2**20  # bytes of one item
MAX_EXPANDED = 2 * 2**30  # bytes of all that an archive unpacks to
MAX_RATIO = 200  # unpacked to packed, once more than FREE_OF_RATIO bytes are unpacked
FREE_OF_RATIO = 64 * 2**20
MAX_MEMBERS = 1_000_000
MAX_DIRECTORY = 16 * 2**20  # bytes of the index of a zip archive, which is read whole
MAX_HEADERS = 2**20  # bytes that stand before one member of a tar archive
MAX_NAME = 500  # characters

SNIFFED = 512  # bytes from which the kind is told

# How archives begin; tar's mark stands at byte 257.
_BEGINNINGS = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\x1f\x8b": "gzip",
    b"BZh": "other",
    b"\xfd7zXZ\0": "other",
    b"7z\xbc\xaf\x27\x1c": "other",
    b"Rar!\x1a\x07": "other",
    b"\x28\xb5\x2f\xfd": "other",
}
# What the archive modules raise on hostile or broken input.
_ERRORS = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)
_DRIVE = re.compile(r"[A-Za-z]:")


class _TooMuch(Exception):
    """An archive that unpacks to more than is allowed; the message says what."""


@dataclass(frozen=True)
class Place:
    """Where an item stands: its path as the person gave it, and the name that is kept."""

    path: str
    origin: str

    def at(self, relative: str) -> "Place":
        """The place of something under this one."""
        parts = [part for part in _parts(relative) if part != ".."]
        return Place(f"{self.path}/{relative}", "/".join([self.origin, *parts]))

    def item(self, content: bytes = b"", problem: str = "") -> Item:
        """The item at this place, its names printable."""
        return Item(printable(self.path), printable(self.origin), content, problem)


def printable(name: str) -> str:
    """A file name as text: bytes that are not UTF-8 become a replacement character."""
    shown = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return one_line(shown, MAX_NAME) or "unnamed"


def hidden(name: str) -> bool:
    """Whether a file or folder is meant to be passed over."""
    return name.startswith(".") or name == "__MACOSX"


def kind(beginning: bytes) -> str:
    """What archive begins so: "zip", "gzip", "tar", "other" (one that is not read) or nothing."""
    if beginning[257:262] == b"ustar":
        return "tar"
    return next((kind for mark, kind in _BEGINNINGS.items() if beginning.startswith(mark)), "")


def items(file: IO[bytes], place: Place) -> Iterator[Item]:
    """The item that a file is, or those that it holds where it is an archive."""
    found = kind(file.read(SNIFFED))
    file.seek(0)
    if found in _READERS:
        yield from _guarded(_READERS[found](file, place), place)
    elif found:
        problem = "An archive of a kind that is not read. Unpack it, or pack it as .zip or .tar.gz."
        yield place.item(problem=problem)
    else:
        yield _bounded_item(file.read(MAX_FILE + 1), place)


def _guarded(members: Iterator[Item], place: Place) -> Iterator[Item]:
    """The members of an archive and, where it ends badly, an item that says so."""
    try:
        yield from itertools.islice(members, MAX_MEMBERS)
        if next(members, None):
            yield place.item(problem=_rest(f"holds more than {MAX_MEMBERS:,} files"))
    except _TooMuch as error:
        yield place.item(problem=_rest(str(error)))
    except _ERRORS as error:
        why = one_line(str(error), 100) or type(error).__name__
        problem = (
            f"The archive is damaged or cut short ({why}): the rest was left out. Get it anew."
        )
        yield place.item(problem=problem)


def _rest(why: str) -> str:
    return f"The archive {why}: the rest was left out. Unpack it and import the folder."


def _bounded_item(content: bytes, place: Place, problem: str = "") -> Item:
    return _too_large(place) if len(content) > MAX_FILE else place.item(content, problem)


def _too_large(place: Place) -> Item:
    return place.item(problem=f"Larger than {MAX_FILE // 2**20} MB. Split the file.")


def _member(content: bytes, name: str, place: Place) -> Item:
    """A file out of an archive; one that leads outside, or is an archive, has a problem."""
    problem = ""
    if _leads_outside(name):
        problem = "Its path leads outside the archive. Rename it and import it again."
    elif kind(content[:SNIFFED]):
        problem = "An archive within an archive is not read. Unpack it and import it by itself."
    return _bounded_item(content, place, problem)


def _parts(name: str) -> list[str]:
    return [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]


def _leads_outside(name: str) -> bool:
    return name.startswith(("/", "\\")) or bool(_DRIVE.match(name)) or ".." in _parts(name)


def _passed_over(name: str) -> bool:
    return any(hidden(part) for part in _parts(name) if part != "..")


class _Meter:
    """Counts what an archive unpacks to, and stops it where that is too much."""

    def __init__(self, packed: int):
        self.packed, self.unpacked = packed, 0

    def add(self, size: int) -> None:
        """Count bytes; raises _TooMuch."""
        self.unpacked += size
        if self.unpacked > MAX_EXPANDED:
            raise _TooMuch(f"unpacks to more than {MAX_EXPANDED // 2**30} GB")
        if self.unpacked > FREE_OF_RATIO and self.unpacked > MAX_RATIO * self.packed:
            raise _TooMuch(f"unpacks to more than {MAX_RATIO} times its size")


def _size(file: IO[bytes]) -> int:
    size = file.seek(0, 2)
    file.seek(0)
    return size


def _zip(file: IO[bytes], place: Place) -> Iterator[Item]:
    meter = _Meter(_size(file))
    if _directory_size(file) > MAX_DIRECTORY:
        raise _TooMuch("lists too many files")
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            if not info.is_dir() and not _passed_over(info.filename):
                yield _zip_member(archive, info, place.at(info.filename), meter)


def _directory_size(file: IO[bytes]) -> int:
    """The size of a zip archive's index, as the record at the archive's end states it."""
    file.seek(max(0, file.seek(0, 2) - 65_557))
    tail = file.read()
    record = tail.rfind(b"PK\x05\x06")
    if record < 0:
        raise EOFError("its end is missing")
    return int(struct.unpack_from("<I", tail, record + 12)[0])


def _zip_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: Place, meter: _Meter
) -> Item:
    mode = info.external_attr >> 16
    if info.flag_bits & 0x1:
        return place.item(problem="Encrypted. Unpack the archive and import the folder.")
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return place.item(problem="Not a file but a link or a device. Import its target itself.")
    try:
        with archive.open(info) as member:
            content = member.read(MAX_FILE + 1)
    except _ERRORS as error:
        why = one_line(str(error), 100) or type(error).__name__
        return place.item(problem=f"Damaged in the archive ({why}). Get the archive anew.")
    meter.add(len(content))
    return _member(content, info.filename, place)


class _Metered:
    """A tar archive's bytes, counted; its end is known by the zeros that a whole one ends with."""

    def __init__(self, file: IO[bytes], meter: _Meter):
        self.file, self.meter = file, meter
        self.allowed = 0
        self.last = b""

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; raises _TooMuch."""
        self.last = self.file.read(size)
        self.meter.add(len(self.last))
        self.allowed -= len(self.last)
        if self.allowed < 0:
            raise _TooMuch("has headers that are too long")
        return self.last


def _gzip(file: IO[bytes], place: Place) -> Iterator[Item]:
    meter = _Meter(_size(file))
    with gzip.GzipFile(fileobj=file, mode="rb") as unpacked:
        beginning = unpacked.read(SNIFFED)
        if kind(beginning) != "tar" and beginning.strip(b"\0"):
            yield place.item(problem="A packed file that is no .tar.gz archive. Unpack it first.")
            return
        unpacked.seek(0)
        yield from _tar_members(_Metered(unpacked, meter), place)
        while block := unpacked.read(2**16):
            meter.add(len(block))


def _tar(file: IO[bytes], place: Place) -> Iterator[Item]:
    yield from _tar_members(_Metered(file, _Meter(_size(file))), place)


def _tar_members(source: _Metered, place: Place) -> Iterator[Item]:
    """The files of a tar archive; reading by blocks of 512 bytes shows where it ended."""
    source.allowed = 2 * MAX_HEADERS
    with tarfile.open(fileobj=source, mode="r|", bufsize=tarfile.BLOCKSIZE) as archive:
        for member in iter(archive.next, None):
            source.allowed = MAX_HEADERS + member.size + 2 * tarfile.BLOCKSIZE
            if not member.isdir() and not _passed_over(member.name):
                yield _tar_member(archive, member, place.at(member.name))
            source.allowed += MAX_HEADERS
            archive.members.clear()
    if not source.last or source.last.strip(b"\0"):
        raise EOFError("its end is missing")


def _tar_member(archive: tarfile.TarFile, member: tarfile.TarInfo, place: Place) -> Item:
    if not member.isreg() or member.issparse():
        return place.item(problem="Not a file but a link or a device. Import its target itself.")
    if member.size > MAX_FILE:
        return _too_large(place)
    opened = archive.extractfile(member)
    content = opened.read() if opened else b""
    if len(content) < member.size:
        raise EOFError("a file ends early")
    return _member(content, member.name, place)


_READERS = {"zip": _zip, "gzip": _gzip, "tar": _tar}
