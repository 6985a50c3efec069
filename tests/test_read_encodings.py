"""Bytes as text: which encodings are read, and what is said of the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest import readers
from articles.ingest.records import Item, RawArticle, Rejection

TEXT = "date 2025-07-26 Café owners met.\n\nThey spoke of rules."


def read(content):
    return readers.read(Item("a", "a", content))


def outcome(content):
    """The article, or the reason why there is none."""
    try:
        return read(content)
    except Rejection as rejection:
        return str(rejection)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_it_reads_unicode_with_any_line_ends(encoding, line_end):
    raw = read(TEXT.replace("\n", line_end).encode(encoding))
    assert raw.body == "Café owners met.\n\nThey spoke of rules."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Empty: the file holds no text."),
        (b" \n\t ", "Empty: the file holds no text."),
        (
            "one\ntwo\ncaf\xe9 date".encode("latin-1"),
            "byte 0xE9 on line 3. Save the file as UTF-8.",
        ),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "Not text: the file is binary."),
        (b"\xff\xfea\0\x00\xd8", "Not UTF-16 text"),
        (b"date 2025-07-26 a\0b", "Not text: the file is binary."),
        (b"x" * 5_000_001, "Too large: 5.0 MB, at most 5 MB. Split the file."),
    ],
)
def test_it_says_why_it_cannot_read(content, reason):
    with pytest.raises(Rejection) as rejection:
        read(content)
    assert reason in str(rejection.value)


def test_a_problem_of_the_item_is_the_reason():
    with pytest.raises(Rejection, match="Cannot be read"):
        readers.read(Item("a", "a", TEXT.encode(), "Cannot be read."))


PIECES = [
    "---\n",
    "title: ",
    "date: 2025-07-26\n",
    "date 2025-07-26 ",
    "tags: [a, {b: c}]\n",
    "&a ",
    "*a ",
]
PIECES += [
    "- x\n",
    "? ",
    "!!python/object:os.system ",
    "|\n",
    "\t",
    "# H\n",
    "<p>",
    "{",
    "\x85",
    "%YAML 9",
]
PIECES += ["+++\n", ";;;\n", "---json\n", "...\n", '{"date": "2025-07-26", "a": [', "]}\n", '"']
PIECES += ["date = 2025-07-26\n", "a.b = {", "[params]\n", "Title: A\n", ":date: 2025-07-26\n"]
PIECES += ["% A\n", "===\n", "{% a %}", "{{< ", "[[", "import 'a'\n", "<Aa>", "{: .a}\n", "\n\n"]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=20).map("".join))
def test_any_text_is_an_article_or_a_reason(text):
    found = outcome(text.encode("utf-8", "replace"))
    assert found.body.strip() if isinstance(found, RawArticle) else found.endswith(".")


@given(st.binary(max_size=60))
def test_any_bytes_are_an_article_or_a_reason(content):
    found = outcome(content)
    assert found.body.strip() if isinstance(found, RawArticle) else found.endswith(".")
