"""Files, folders and standard input as items."""

import errno
import io
import os

import pytest

from articles.ingest import archives, containers
from articles.ingest.containers import ContainerError, count, items
from articles.ingest.readers import encodings


def found(*paths, stdin=None):
    return [(item.origin, item.content, item.problem) for item in items(map(str, paths), stdin)]


def test_a_file_is_an_item_under_its_own_name(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"text")
    (item,) = items([str(tmp_path / "a.txt")])
    assert (item.path, item.origin) == (f"{tmp_path}/a.txt", "a.txt")
    assert (item.content, item.problem) == (b"text", "")


def test_a_folder_gives_its_files_in_order_without_hidden_ones(tmp_path):
    folder = tmp_path / "news"
    for name in ("b.md", "a.md", "sub/c.md", ".git/x", ".hidden", "__MACOSX/y"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())
    given = list(items([f"{folder}/"]))
    assert [item.origin for item in given] == ["news/a.md", "news/b.md", "news/sub/c.md"]
    assert given[2].path == f"{folder}/sub/c.md"
    assert count([str(folder)]) == 3


def test_the_folder_it_stands_in_has_a_name(tmp_path, monkeypatch):
    (tmp_path / "a.md").write_bytes(b"a")
    monkeypatch.chdir(tmp_path)
    assert [item.origin for item in items(["."])] == [f"{tmp_path.name}/a.md"]


def test_it_complains_of_a_missing_path_before_anything_else(tmp_path):
    (tmp_path / "a.md").write_bytes(b"a")
    with pytest.raises(ContainerError, match=r"nothing\.md: No such file or directory"):
        items([str(tmp_path / "a.md"), str(tmp_path / "nothing.md")])


@pytest.mark.parametrize("path", ["/dev/null", "a\0b", "x" * 5000])
def test_it_complains_of_what_is_no_file(path):
    with pytest.raises(ContainerError):
        items([path])


def test_it_complains_where_there_is_no_standard_input():
    with pytest.raises(ContainerError):
        items(["-"])


def test_a_link_that_leads_outside_is_not_followed(tmp_path):
    (tmp_path / "secret").write_bytes(b"secret")
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a").write_bytes(b"a")
    (folder / "inside").symlink_to("a")
    (folder / "nowhere").symlink_to("missing")
    (folder / "outside").symlink_to(tmp_path / "secret")
    (folder / "up").symlink_to(tmp_path)
    (folder / "round").symlink_to("round")
    given = {name: (content, problem) for name, content, problem in found(folder)}
    assert given["news/a"] == given["news/inside"] == (b"a", "")
    assert "leads outside the folder" in given["news/outside"][1]
    assert "leads outside the folder" in given["news/up"][1]
    assert "leads nowhere" in given["news/nowhere"][1]
    assert "leads nowhere" in given["news/round"][1]
    assert not any(b"secret" in content for content, _ in given.values())


def test_a_pipe_in_a_folder_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    ((_, _, problem),) = found(tmp_path)
    assert problem == "Not a file: only files and folders are read."


def test_a_file_that_cannot_be_read_is_a_problem_of_its_own(tmp_path):
    (tmp_path / "a").write_bytes(b"a")
    unreadable, readable = found("/proc/self/mem", tmp_path / "a")
    assert unreadable[2].startswith("Cannot be read: ")
    assert readable[1] == b"a"


def test_a_name_that_is_not_utf_8_is_made_printable(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9\n.md")).write_bytes(b"x")
    (item,) = items([str(tmp_path)])
    assert item.origin == f"{tmp_path.name}/caf\N{REPLACEMENT CHARACTER} .md"
    assert item.content == b"x"
    item.path.encode()


def test_folders_that_tell_of_a_file_stand_in_the_name_that_is_kept(tmp_path):
    file = tmp_path / "site" / "_posts" / "2024" / "2024-05-01-a.md"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"a")
    origins = {found(path)[0][0] for path in (file, file.parent, file.parent.parent)}
    assert origins == {"_posts/2024/2024-05-01-a.md"}


def test_a_file_that_is_too_large_keeps_no_content(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MAX_ITEM", 10)
    (tmp_path / "a").write_bytes(b"x" * 10)
    (tmp_path / "b").write_bytes(b"x" * 11)
    fits, large = found(tmp_path)
    assert fits[1:] == (b"x" * 10, "")
    assert large[1] == b""
    assert large[2].startswith("Larger than ")


def test_standard_input_may_be_a_document():
    assert found("-", stdin=io.BytesIO(b"text")) == [("standard input", b"text", "")]


def test_standard_input_is_bounded(monkeypatch):
    monkeypatch.setattr(containers, "MAX_INPUT", 2**20)
    ((_, content, problem),) = found("-", stdin=io.BytesIO(b"x" * (2**20 + 1)))
    assert (content, problem[:9]) == (b"", "More than")


def test_standard_input_for_which_there_is_no_space_is_a_problem():
    class Full(io.BytesIO):
        def read(self, _size):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    ((_, content, problem),) = found("-", stdin=Full())
    expected = "Cannot be kept while it is read: No space left on device. Give it as a file."
    assert (content, problem) == (b"", expected)


def test_the_number_of_items_on_standard_input_is_not_known(tmp_path):
    assert count(["-"]) is None
    assert count([]) == 0


def test_a_feed_is_not_taken_apart_only_to_count_its_entries(tmp_path):
    (tmp_path / "a.xml").write_text("<rss><channel><item><title>A</title></item></channel></rss>")
    assert count([str(tmp_path / "a.xml")]) is None
    assert count([str(tmp_path)]) == 1


def test_what_is_larger_than_readers_take_is_not_held_in_memory(tmp_path):
    (tmp_path / "film.mp4").write_bytes(b"\xff" * (encodings.MAX_BYTES + 1))
    (tmp_path / "text.md").write_bytes(b"x" * encodings.MAX_BYTES)
    film, text = items([str(tmp_path)])
    assert (film.content, film.problem) == (b"", "Larger than 5 MB. Split the file.")
    assert len(text.content) == encodings.MAX_BYTES
