"""What a file holds as items: itself, the members of an archive, the lines of a table, the entries
of a feed, the messages of a mailbox, the documents of a press database, the pages of a WARC file;
read as a stream under hard limits.
"""

import gzip
import io
import itertools
import lzma
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import IO

from articles.ingest import feed_files, mailboxes, pictures, press_files, tables, warcs
from articles.ingest.characters import one_line
from articles.ingest.meters import MAX_WARC, Meter, TarBytes, TooMuch, UnpackedBytes
from articles.ingest.places import Place, hidden, parts
from articles.ingest.records import Item

MAX_FILE = 64_000_000  # bytes of a member, which may be a table or a feed
MAX_ITEM = 5_000_000  # bytes of an item; readers take no more, so more is not held either
MAX_MEMBERS = 1_000_000
MAX_DIRECTORY = 16 * 2**20  # bytes of the index of a zip archive, which is read whole
MAX_HEADERS = 2**20  # bytes that stand before one member of a tar archive

# Bytes of the first record of a large zip archive with what leads to it, and of the latter alone.
_LARGE_RECORD, _LEAD = 76, 20

SNIFFED = 512  # bytes from which the kind is told

# How archives begin; tar's mark stands at byte 257.
_BEGINNINGS = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\x1f\x8b": "gzip",
    warcs.BEGINNING: "warc",
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
# Members by which office documents and e-books are told from archives of files.
_OF_A_DOCUMENT = ("[Content_Types].xml", "mimetype")
# A capture of a site as WACZ packs it: besides the pages there are indexes and notes on the crawl.
_OF_A_CAPTURE, _CAPTURED = "datapackage.json", "archive/"
_DOCUMENT = "A document of an office program or an e-book. Save it as HTML or text."
_WITHOUT_PICTURES = (
    "The pictures that the page carries made it too large: it was read without them."
)
_DRIVE = re.compile(r"[A-Za-z]:")


def kind(beginning: bytes) -> str:
    """What archive begins so: "zip", "gzip", "tar", "other" (one that is not read) or nothing."""
    if beginning[257:262] == b"ustar":
        return "tar"
    return next((kind for mark, kind in _BEGINNINGS.items() if beginning.startswith(mark)), "")


def holds_many(file: IO[bytes], name: str) -> bool:
    """Whether a file of that name is more than an item."""
    if kind(file.read(SNIFFED)) or mailboxes.is_mailbox(file) or press_files.holds_several(file):
        return True
    return bool(tables.split(file, name)) or feed_files.is_feed(file)


def items(file: IO[bytes], place: Place) -> Iterator[Item]:
    """The item that a file is, or those that it holds."""
    found = kind(file.read(SNIFFED))
    file.seek(0)
    if found in _READERS:
        yield from _guarded(_READERS[found](file, place), place)
    elif found:
        problem = "An archive of a kind that is not read. Unpack it, or pack it as .zip or .tar.gz."
        yield place.item(problem=problem)
    else:
        yield from _plain(file, place)


def _plain(file: IO[bytes], place: Place) -> Iterator[Item]:
    """The item that a file is, the entries of a feed, messages, or the lines of a table."""
    if mailboxes.is_mailbox(file):
        yield from mailboxes.items(file, place)
        return
    if feed_files.is_feed(file):
        yield from feed_files.items(file, place)
        return
    if press_files.holds_several(file):
        yield from press_files.items(file, place)
        return
    split = tables.split(file, place.origin)
    file.seek(0)
    if split:
        yield from split(file, place)
    else:
        content = file.read(MAX_ITEM + 1)
        yield place.item(content) if len(content) <= MAX_ITEM else _large(file, place)


def _large(file: IO[bytes], place: Place) -> Item:
    """The item that a file is which is too large: a page, if it is its pictures that make it so."""
    content = pictures.without(file, MAX_ITEM)
    if not content:
        return _too_large(place, MAX_ITEM)
    return replace(place.item(content), notes=(_WITHOUT_PICTURES,))


def _guarded(members: Iterator[Item], place: Place) -> Iterator[Item]:
    """The members of an archive and, where it ends badly, an item that says so."""
    try:
        yield from itertools.islice(members, MAX_MEMBERS)
        if next(members, None):
            yield place.item(problem=_rest(f"holds more than {MAX_MEMBERS:,} items"))
    except TooMuch as error:
        yield place.item(problem=_rest(str(error)))
    except _ERRORS as error:
        why = one_line(str(error), 100) or type(error).__name__
        problem = (
            f"The archive is damaged or cut short ({why}): the rest was left out. Get it anew."
        )
        yield place.item(problem=problem)


def _rest(why: str) -> str:
    return f"The archive {why}: the rest was left out. Unpack it and import the folder."


def _bounded_item(content: bytes, place: Place, problem: str) -> Item:
    if len(content) > MAX_FILE:
        return _too_large(place, MAX_FILE)
    return place.item(content, problem)


def _too_large(place: Place, most: int) -> Item:
    remedy = "Split the file." if most == MAX_ITEM else "Unpack it and import it by itself."
    return place.item(problem=f"Larger than {most // 10**6} MB. {remedy}")


def _member(content: bytes, name: str, place: Place) -> Iterator[Item]:
    """A file out of an archive; one that leads outside, or is an archive, has a problem."""
    found = kind(content[:SNIFFED])
    if _leads_outside(name):
        problem = "Its path leads outside the archive. Rename it and import it again."
        yield _bounded_item(content, place, problem)
    elif found and found != "warc" and not _is_packed_warc(content):
        problem = "An archive within an archive is not read. Unpack it and import it by itself."
        yield _bounded_item(content, place, problem)
    elif len(content) > MAX_FILE:
        yield _too_large(place, MAX_FILE)
    else:
        yield from items(io.BytesIO(content), place)


def _is_packed_warc(content: bytes) -> bool:
    try:
        return kind(gzip.GzipFile(fileobj=io.BytesIO(content)).read(SNIFFED)) == "warc"
    except _ERRORS:
        return False


def _leads_outside(name: str) -> bool:
    return name.startswith(("/", "\\")) or bool(_DRIVE.match(name)) or ".." in parts(name)


def _passed_over(name: str) -> bool:
    return any(hidden(part) for part in parts(name) if part != "..")


def _size(file: IO[bytes]) -> int:
    size = file.seek(0, 2)
    file.seek(0)
    return size


def _zip(file: IO[bytes], place: Place) -> Iterator[Item]:
    meter = Meter(_size(file))
    if _directory_size(file) > MAX_DIRECTORY:
        raise TooMuch("lists too many files")
    with zipfile.ZipFile(file) as archive:
        if any(name in archive.NameToInfo for name in _OF_A_DOCUMENT):
            yield place.item(problem=_DOCUMENT)
            return
        for info in _files(archive):
            if not _passed_over(info.filename):
                yield from _zip_member(archive, info, place.at(info.filename), meter)


def _files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files of an archive; of a captured site, those with its pages."""
    files = [info for info in archive.infolist() if not info.is_dir()]
    pages = [info for info in files if info.filename.startswith(_CAPTURED)]
    return pages if pages and _OF_A_CAPTURE in archive.NameToInfo else files


def _directory_size(file: IO[bytes]) -> int:
    """The size of a zip archive's index, as the records at the archive's end state it.

    Archives that may be larger than 4 GB have two of them, and zipfile believes the first.
    """
    file.seek(max(0, file.seek(0, 2) - 65_557 - _LARGE_RECORD))
    tail = file.read()
    record = tail.rfind(b"PK\x05\x06")
    if record < 0:
        raise EOFError("its end is missing")
    large = record - _LARGE_RECORD
    is_led_to = large >= 0 and tail.startswith(b"PK\x06\x07", record - _LEAD)
    if is_led_to and tail.startswith(b"PK\x06\x06", large):
        return int(struct.unpack_from("<Q", tail, large + 40)[0])
    return int(struct.unpack_from("<I", tail, record + 12)[0])


def _zip_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: Place, meter: Meter
) -> Iterator[Item]:
    mode = info.external_attr >> 16
    problem, content = "", b""
    if info.flag_bits & 0x1:
        problem = "Encrypted. Unpack the archive and import the folder."
    elif stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        problem = "Not a file but a link or a device. Import its target itself."
    else:
        try:
            with archive.open(info) as member:
                content = member.read(MAX_FILE + 1)
        except _ERRORS as error:
            why = one_line(str(error), 100) or type(error).__name__
            problem = f"Damaged in the archive ({why}). Get the archive anew."
    meter.add(len(content))
    if problem:
        yield place.item(problem=problem)
    else:
        yield from _member(content, info.filename, place)


def _gzip(file: IO[bytes], place: Place) -> Iterator[Item]:
    """What is packed: a tar archive, a WARC file of any size, or a table."""
    packed = _size(file)
    with gzip.GzipFile(fileobj=file, mode="rb") as unpacked:
        found = kind(unpacked.read(SNIFFED))
        unpacked.seek(0)
        if found == "warc":
            yield from warcs.items(_measured(unpacked, Meter(packed, MAX_WARC)), place)
            return
        split = None if found else tables.split(_measured(unpacked, Meter(packed)), _bare(place))
        unpacked.seek(0)
        if split:
            yield from split(_measured(unpacked, Meter(packed)), place)
            return
        yield from _tar_gz(unpacked, packed, place)


def _bare(place: Place) -> str:
    """The name of a packed file without what says that it is packed."""
    return place.origin.removesuffix(".gz")


def _tar_gz(unpacked: gzip.GzipFile, packed: int, place: Place) -> Iterator[Item]:
    beginning = unpacked.read(SNIFFED)
    if kind(beginning) != "tar" and beginning.strip(b"\0"):
        problem = "A packed file that is no .tar.gz archive, table or WARC file. Unpack it first."
        yield place.item(problem=problem)
        return
    unpacked.seek(0)
    meter = Meter(packed)
    yield from _tar_members(TarBytes(unpacked, meter), place)
    while block := unpacked.read(2**16):
        meter.add(len(block))


def _measured(unpacked: gzip.GzipFile, meter: Meter) -> io.BufferedReader:
    return io.BufferedReader(UnpackedBytes(unpacked, meter), 2**16)


def _tar(file: IO[bytes], place: Place) -> Iterator[Item]:
    yield from _tar_members(TarBytes(file, Meter(_size(file))), place)


def _tar_members(source: TarBytes, place: Place) -> Iterator[Item]:
    """The files of a tar archive; reading by blocks of 512 bytes shows where it ended."""
    source.allowed = 2 * MAX_HEADERS
    with tarfile.open(fileobj=source, mode="r|", bufsize=tarfile.BLOCKSIZE) as archive:
        for member in iter(archive.next, None):
            source.meter.foresee(member.size)
            source.allowed = MAX_HEADERS + member.size + 2 * tarfile.BLOCKSIZE
            if not member.isdir() and not _passed_over(member.name):
                yield from _tar_member(archive, member, place.at(member.name))
            source.allowed += MAX_HEADERS
            archive.members.clear()
    if not source.last or source.last.strip(b"\0"):
        raise EOFError("its end is missing")


def _tar_member(archive: tarfile.TarFile, member: tarfile.TarInfo, place: Place) -> Iterator[Item]:
    if not member.isreg() or member.issparse():
        yield place.item(problem="Not a file but a link or a device. Import its target itself.")
        return
    if member.size > MAX_FILE:
        yield _too_large(place, MAX_FILE)
        return
    opened = archive.extractfile(member)
    content = opened.read() if opened else b""
    if len(content) < member.size:
        raise EOFError("a file ends early")
    yield from _member(content, member.name, place)


_READERS = {"zip": _zip, "gzip": _gzip, "tar": _tar, "warc": warcs.items}
