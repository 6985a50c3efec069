"""Archives as items, the hostile and the broken ones too."""

import gzip
import io
import stat
import struct
import tarfile
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.ingest import archives, containers, meters
from articles.ingest.containers import count, items
from articles.ingest.places import Place


def tar_of(members, mode="w:gz"):
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode) as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            if isinstance(content, bytes):
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
            else:
                info.type, info.linkname = content
                archive.addfile(info)
    return held.getvalue()


def zip_of(members, compression=zipfile.ZIP_DEFLATED):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return held.getvalue()


def read(content, name="news.zip"):
    place = Place(f"/given/{name}", name)
    return [
        (item.path, item.origin, item.content, item.problem)
        for item in archives.items(io.BytesIO(content), place)
    ]


MEMBERS = [("a.md", b"first"), ("./sub/b.md", b"second"), (".hidden", b""), ("__MACOSX/a", b"")]


@pytest.mark.parametrize(
    "content", [tar_of(MEMBERS), tar_of(MEMBERS, "w"), zip_of(MEMBERS)], ids=["tgz", "tar", "zip"]
)
def test_an_archive_is_known_by_its_content_wherever_it_comes_from(tmp_path, content):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "x.txt").write_bytes(content)
    expected = [b"first", b"second"]
    (first, second) = items([str(folder / "x.txt")])
    assert (first.path, first.origin) == (f"{folder}/x.txt/a.md", "x.txt/a.md")
    assert second.origin == "x.txt/sub/b.md"
    assert [item.origin for item in items([str(folder)])] == ["in/x.txt/a.md", "in/x.txt/sub/b.md"]
    assert [item.content for item in items(["-"], io.BytesIO(content))] == expected
    assert count([str(folder / "x.txt")]) == 2


@pytest.mark.parametrize("name", ["../a.md", "/etc/a.md", "x/../../a.md", "..\\a.md", "C:\\a.md"])
@pytest.mark.parametrize("pack", [tar_of, zip_of])
def test_a_path_that_leads_outside_is_a_problem_and_its_content_is_kept(pack, name):
    ((path, origin, content, problem),) = read(pack([(name, b"text")]))
    assert content == b"text"
    assert problem.startswith("Its path leads outside the archive.")
    assert path == f"/given/news.zip/{name}"
    assert ".." not in origin.replace("\\", "/").split("/")
    assert not origin.startswith("/")


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE]
)
def test_a_link_or_a_device_in_a_tar_archive_is_a_problem(kind):
    given = read(tar_of([("a", (kind, "/etc/passwd")), ("b", b"text")]))
    assert [(content, problem[:10]) for _, _, content, problem in given] == [
        (b"", "Not a file"),
        (b"text", ""),
    ]


def test_a_link_in_a_zip_archive_is_a_problem():
    info = zipfile.ZipInfo("a")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    ((_, _, content, problem),) = read(zip_of([(info, b"/etc/passwd")]))
    assert (content, problem[:10]) == (b"", "Not a file")


def test_an_encrypted_member_is_a_problem():
    content = bytearray(zip_of([("a", b"text")]))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    ((_, _, _, problem),) = read(bytes(content))
    assert problem == "Encrypted. Unpack the archive and import the folder."


def test_an_archive_within_an_archive_is_a_problem():
    given = read(tar_of([("inner.zip", zip_of(MEMBERS)), ("a", b"text")]))
    assert given[0][3].startswith("An archive within an archive is not read.")
    assert given[1][2:] == (b"text", "")


@pytest.mark.parametrize(
    "beginning", [b"BZh91AY", b"\xfd7zXZ\0", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07"]
)
def test_an_archive_of_another_kind_says_what_to_do(beginning):
    ((_, _, _, problem),) = read(beginning + b"rest")
    assert problem.endswith("Unpack it, or pack it as .zip or .tar.gz.")


def test_a_packed_file_that_is_no_archive_says_what_to_do():
    ((_, _, _, problem),) = read(gzip.compress(b"text"))
    assert problem.endswith("Unpack it first.")


@pytest.mark.parametrize("lost", [1, 700, 1500, 3000])
@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_the_good_members_of_a_truncated_tar_archive_come_first(mode, lost):
    members = [(f"{number}.md", bytes([65 + number]) * 1000) for number in range(3)]
    whole = tar_of(members, mode)
    if mode == "w":
        lost += 10240 - 3 * 1536  # the zeros that a tar archive ends with
    given = read(whole[: len(whole) - min(lost, len(whole) - 60)])
    *good, (_, origin, content, problem) = given
    assert origin == "news.zip"
    assert content == b""
    assert problem.startswith("The archive is damaged or cut short (")
    assert [item[2] for item in good] == [content for _, content in members[: len(good)]]


def test_a_truncated_zip_archive_is_a_problem():
    ((_, _, _, problem),) = read(zip_of(MEMBERS)[:-30])
    assert problem.startswith("The archive is damaged or cut short (")


def test_a_damaged_member_of_a_zip_archive_is_a_problem_of_its_own():
    content = zip_of([("a", b"first" * 9), ("b", b"second")], zipfile.ZIP_STORED)
    damaged, good = read(content.replace(b"firstfirst", b"firstFIRST", 1))
    assert damaged[3].startswith("Damaged in the archive (Bad CRC-32")
    assert good[2:] == (b"second", "")


def test_a_member_that_is_too_large_is_a_problem_of_its_own(monkeypatch):
    monkeypatch.setattr(archives, "MAX_FILE", 10)
    for pack in (tar_of, zip_of):
        large, fits = read(pack([("a", b"x" * 2000), ("b", b"y" * 10)]))
        assert large[2] == b""
        assert large[3].startswith("Larger than ")
        assert fits[2:] == (b"y" * 10, "")


@pytest.mark.parametrize("pack", [tar_of, zip_of])
def test_a_bomb_is_stopped_and_what_came_before_it_is_kept(monkeypatch, pack):
    monkeypatch.setattr(meters, "FREE_OF_RATIO", 10**6)
    monkeypatch.setattr(archives, "MAX_FILE", 2 * 10**5)
    bomb = [("a", b"first")] + [(f"{number}.md", bytes(10**5)) for number in range(100)]
    given = read(pack(bomb))
    assert given[0][2] == b"first"
    assert len(given) < 60
    assert "unpacks to more than 200 times its size" in given[-1][3]


@pytest.mark.parametrize("pack", [tar_of, zip_of])
def test_an_archive_may_not_unpack_to_more_than_so_much(monkeypatch, pack):
    monkeypatch.setattr(meters, "MAX_EXPANDED", 50_000)
    given = read(pack([(f"{number}.md", bytes(10_000)) for number in range(100)]))
    assert len(given) < 10
    assert "unpacks to more than" in given[-1][3]


@pytest.mark.parametrize("pack", [tar_of, zip_of])
def test_an_archive_may_not_hold_more_than_so_many_files(monkeypatch, pack):
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    given = read(pack([(f"{number}.md", b"x") for number in range(5)]))
    assert len(given) == 4
    assert "holds more than 3 items" in given[-1][3]


def test_one_huge_packed_file_takes_little_memory(monkeypatch):
    monkeypatch.setattr(archives, "MAX_FILE", 2**20)
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=1) as file:
        info = tarfile.TarInfo("huge")
        info.size = 60 * 2**20
        file.write(info.tobuf())
        for _ in range(60):
            file.write(bytes(2**20))
        file.write(bytes(1024))
    tracemalloc.start()
    given = read(packed.getvalue())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [item[3].split(" ")[0] for item in given] == ["Larger"]
    assert peak < 5 * 2**20


def test_a_huge_header_of_a_tar_archive_is_refused():
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, 50 * 2**20
    given = read(gzip.compress(header.tobuf() + b"1" * 50 * 2**20))
    assert "has headers that are too long" in given[-1][3]


def test_a_zip_archive_with_a_huge_index_is_refused():
    content = bytearray(zip_of(MEMBERS))
    struct.pack_into("<I", content, content.rindex(b"PK\x05\x06") + 12, 2**31)
    ((_, _, _, problem),) = read(bytes(content))
    assert "lists too many files" in problem


def test_a_zip_archive_with_a_huge_index_by_its_second_record_is_refused():
    content = zip_of(MEMBERS)
    end = content.rindex(b"PK\x05\x06")
    [size, offset] = struct.unpack_from("<II", content, end + 12)
    large = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 4, 4, 2**31, offset)
    where = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    ((_, _, _, problem),) = read(content[:end] + large + where + content[end:])
    assert "lists too many files" in problem
    large = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 4, 4, size, offset)
    given = read(content[:end] + large + where + content[end:])
    assert [kept for _, _, kept, _ in given] == [b"first", b"second"]


def test_an_empty_archive_holds_nothing():
    assert read(zip_of([])) == []
    assert read(tar_of([])) == []


@settings(max_examples=300)
@given(
    st.sampled_from([tar_of(MEMBERS), tar_of(MEMBERS, "w"), zip_of(MEMBERS)]),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=6),
    st.floats(0, 1),
)
def test_no_damage_to_an_archive_is_more_than_a_problem(content, damages, kept):
    damaged = bytearray(content)
    for place, byte in damages:
        damaged[int(place * len(damaged))] = byte
    for path, origin, _, problem in read(bytes(damaged[: int(kept * len(damaged))])):
        assert path.isprintable()
        assert origin.isprintable()
        assert "\n" not in problem


def test_counting_a_large_archive_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(containers, "COUNTED_ARCHIVE", 10)
    (tmp_path / "a.tgz").write_bytes(tar_of(MEMBERS))
    assert count([str(tmp_path / "a.tgz")]) is None


def test_a_tar_archive_that_says_it_unpacks_to_too_much_is_not_unpacked():
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        info = tarfile.TarInfo("big.md")
        info.size = 300 * 2**20
        archive.addfile(info, Zeros(info.size))
    source = io.BytesIO(held.getvalue())
    [item] = archives.items(source, Place("a.tar.gz", "a.tar.gz"))
    assert item.problem.startswith("The archive unpacks to more than 200 times its size")
    assert source.tell() < len(held.getvalue()) / 2


class Zeros(io.RawIOBase):
    """So many zeros, of which none is in memory for long."""

    def __init__(self, size):
        self.left = size

    def read(self, size=-1):
        size = min(size, self.left)
        self.left -= size
        return bytes(size)
