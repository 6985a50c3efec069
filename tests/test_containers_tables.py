"""Files of many articles as items: JSON Lines, JSON arrays, CSV and TSV."""

import csv
import gzip
import io
import json
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest import archives, json_values, lines, tables
from articles.ingest.containers import count, items
from articles.ingest.places import Place

ONE = {"title": "One", "date": "2025-07-26", "body": "First."}
TWO = {"title": "Two, “quoted”", "date": "2025-07-27", "body": 'He said {"a": [1]}, \\ "so".'}


def split(content, name="news.jsonl"):
    """(number of the line or None, content, problem) of each item."""
    if isinstance(content, str):
        content = content.encode()
    given = list(archives.items(io.BytesIO(content), Place(f"/in/{name}", name)))
    for item in given:
        assert item.path == f"/in/{item.origin}"
    return [
        (int(item.origin.partition(":")[2] or 0) or None, item.content, item.problem)
        for item in given
    ]


def objects(content, name):
    """(number, loaded object) of each item; there must be no problem."""
    found = split(content, name)
    assert [problem for _, _, problem in found if problem] == []
    return [(number, json.loads(line)) for number, line, _ in found]


LINES = f"{json.dumps(ONE)}\n\n{json.dumps(TWO, ensure_ascii=False)}\r\n"


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.txt", "-"])
def test_each_line_of_objects_is_an_item_under_its_number(name):
    assert objects(LINES, name) == [(1, ONE), (3, TWO)]


def test_a_file_named_for_lines_may_have_only_one():
    assert objects(json.dumps(ONE), "a.jsonl") == [(1, ONE)]


def test_a_lone_object_in_another_file_is_the_file_itself():
    text = json.dumps(ONE, indent=2)
    assert split(text, "a.json") == [(None, text.encode(), "")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_lines_with_a_byte_order_mark_are_read(encoding):
    assert objects(LINES.encode(encoding), "a.jsonl") == [(1, ONE), (3, TWO)]


def test_a_broken_line_has_a_problem_and_the_rest_goes_in():
    assert split(f"{json.dumps(ONE)}\nbroken\n[1]\n{{broken\n{json.dumps(ONE)}") == [
        (1, json.dumps(ONE).encode(), ""),
        (2, b"broken", "Not a JSON object. Correct the line."),
        (3, b"[1]", "Not a JSON object. Correct the line."),
        (4, b"{broken", ""),
        (5, json.dumps(ONE).encode(), ""),
    ]


@pytest.mark.parametrize("layout", [{}, {"indent": 2}, {"separators": (",", ":")}])
@pytest.mark.parametrize("nested", [[], [[{"]": "}"}], {"[": ['"', "\\"]}]])
def test_each_element_of_an_array_is_an_item_under_its_place(layout, nested):
    given = [ONE, TWO | {"nested": nested}, ONE]
    assert objects(json.dumps(given, **layout), "a.json") == list(enumerate(given, 1))


@pytest.mark.parametrize("text", ["[]", " [ ]\n"])
def test_an_empty_array_holds_nothing(text):
    assert split(text, "a.json") == []


@pytest.mark.parametrize("text", ["[a link](https://a.example) and text", "[ ] to do", "[1, 2]"])
def test_text_in_brackets_is_no_array(text):
    assert split(text, "a.md") == [(None, text.encode(), "")]


def test_an_array_that_is_cut_short_gives_what_it_has_and_says_so():
    cut = json.dumps([ONE, TWO])[:-9]
    first, last = split(cut, "a.json")
    assert json.loads(first[1]) == ONE
    assert last[2] == "The JSON array has no end: the file is cut short. Get it anew."


@given(
    st.recursive(
        st.none() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ).map(lambda inner: {"x": inner}),
    st.integers(1, 40),
    st.booleans(),
)
def test_arrays_come_apart_as_they_were_put_together(element, block, ascii_only):
    text = json.dumps([element] * 3, ensure_ascii=ascii_only)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_values, "BLOCK", block)
        assert objects(text.encode("utf-8", "surrogatepass"), "a.json") == [
            (number, element) for number in (1, 2, 3)
        ]


def table(rows, **options):
    held = io.StringIO()
    csv.writer(held, **options).writerows(rows)
    return held.getvalue()


HEADING = ["Title", "Published At", "body"]
ROWS = [["One", "2025-07-26", "First;\tx, y"], ["Two", "2025-07-27", 'Said "so".\n\nThen, left.']]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_each_row_is_an_item_under_its_heading_and_its_number(delimiter, end, encoding):
    text = table([HEADING, *ROWS, [], ROWS[0]], delimiter=delimiter, lineterminator=end)
    found = split(text.encode(encoding), "a.csv")
    assert [(number, problem) for number, _, problem in found] == [(2, ""), (3, ""), (7, "")]
    for (_, content, _), row in zip(found, [*ROWS, ROWS[0]], strict=True):
        text = io.StringIO(content.decode(), newline="")
        assert list(csv.reader(text, delimiter=delimiter)) == [HEADING, row]


@pytest.mark.parametrize(
    "text",
    [
        "Name,Age\na,1\n",
        "title,author\nA,B\n",
        "The date, the council said, is open.\n",
        "date 2025-07-26 One, two and three.\n",
        "date\n2025-07-26\n",
    ],
)
def test_text_without_a_heading_is_no_table(text):
    assert split(text, "a.csv") == [(None, text.encode(), "")]


def test_a_row_with_a_stray_quotation_mark_is_refused_alone():
    good = table(ROWS)
    found = split(f'title,date,body\n{good}"Three,2025,"a" b\n{good}Four,2025,x,y\n{good}', "a.csv")
    problems = {number: problem for number, _, problem in found if problem}
    assert set(problems) == {6, 11}
    assert problems[6].startswith("Broken row: ")
    assert problems[6].endswith("Look for a quotation mark that is missing or not doubled.")
    assert problems[11].startswith("Broken row: 4 cells in 3 columns.")
    assert len(found) == 8


def test_the_rows_after_a_quotation_mark_that_is_not_closed_go_in():
    found = split(f'title,date,body\nOpen,2025-07-26,"x\n{table(ROWS)}', "a.csv")
    assert [(number, bool(problem)) for number, _, problem in found] == [
        (2, True),
        (3, False),
        (4, False),
    ]
    assert found[0][1] == b'title,date,body\nOpen,2025-07-26,"x\n'


def test_rows_are_not_read_again_without_end():
    broken = "title,date,body\n" + '"a,b\n' * 1000
    found = split(broken, "a.csv")
    assert len(found) == tables.MAX_RETRIES + (1000 - tables.MAX_RETRIES) / 2
    assert all(problem for _, _, problem in found)


def test_a_table_that_is_none_from_a_line_on_is_left_there(monkeypatch):
    monkeypatch.setattr(tables, "MAX_ODD", 50)
    text = (
        'title,date,text\nA,2025-07-26,One.\nB,2025-07-26,"'
        + "words, more words\nand so, on, and\nno end\n" * 500
    )
    first, *_, last = given = split(text, "a.csv")
    assert first[2] == ""
    assert 53 < len(given) < 100
    assert last[2].startswith("Since a broken row most are none of this table")


def test_rows_that_leave_cells_out_are_rows_still(monkeypatch):
    monkeypatch.setattr(tables, "MAX_ODD", 50)
    rows = "".join(f"A{number},2025-07-26\n" for number in range(200))
    given = split(f'title,date,text,tags\n{rows}B,2025-07-26,"One\n{rows}'.encode(), "a.csv")
    assert [problem for _, _, problem in given if problem][1:] == []
    assert len(given) == 401


def test_a_cell_may_be_longer_than_the_csv_module_is_used_to():
    text = table([HEADING, ["Long", "2025-07-26", "word " * 200_000], ROWS[0]])
    assert [(number, problem) for number, _, problem in split(text, "a.csv")] == [(2, ""), (3, "")]


def test_what_is_too_long_is_refused_alone():
    long = "x" * lines.MAX_LINE
    found = split(f'{json.dumps(ONE)}\n{{"body": "{long}"}}\n{json.dumps(TWO)}\n')
    assert [(number, problem) for number, _, problem in found] == [
        (1, ""),
        (2, "Longer than 5 MB. Split the article."),
        (3, ""),
    ]
    found = split(json.dumps([ONE, {"body": long}, TWO]), "a.json")
    assert [problem for *_, problem in found] == ["", "Longer than 5 MB. Split the article.", ""]
    found = split(table([HEADING, *ROWS, ["Long", "2025-07-26", long], *ROWS]), "a.csv")
    assert [bool(problem) for *_, problem in found] == [False, False, True, False, False]


def test_memory_does_not_grow_with_the_file(tmp_path):
    row = table([["Title", "2025-07-26", "A body of some words. " * 40]])
    line = json.dumps(ONE | {"body": "A body of some words. " * 40}) + "\n"
    for name, content in (
        ("a.csv", table([HEADING]) + row * 20_000),
        ("a.jsonl", line * 20_000),
        ("a.json", "[" + ",".join([line] * 20_000) + "]"),
    ):
        (tmp_path / name).write_text(content)
        tracemalloc.start()
        assert sum(1 for _ in items([str(tmp_path / name)])) == 20_000
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 2 * 2**20


def test_tables_are_found_in_folders_archives_and_packed_files(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("sub/a.jsonl", LINES)
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(LINES.encode()))
    (folder / "c.csv").write_text(table([HEADING, *ROWS]))
    assert [item.origin for item in items([str(folder)])] == [
        "in/a.zip/sub/a.jsonl:1",
        "in/a.zip/sub/a.jsonl:3",
        "in/b.jsonl.gz:1",
        "in/b.jsonl.gz:3",
        "in/c.csv:2",
        "in/c.csv:3",
    ]
    assert count([str(folder / "c.csv")]) == 2
    assert [item.origin for item in items(["-"], io.BytesIO(LINES.encode()))] == [
        "standard input:1",
        "standard input:3",
    ]


def test_a_packed_table_may_not_unpack_to_more_than_so_much():
    bomb = gzip.compress(json.dumps(ONE).encode() + b"\n" + b" " * 300 * 2**20, 9)
    found = split(bomb, "a.jsonl.gz")
    assert found[-1][2].startswith("The archive unpacks to more than 200 times its size")


@given(st.text(alphabet='"[]{},\\\n ab:;\t', max_size=60), st.sampled_from(["a.jsonl", "a.csv"]))
def test_any_text_comes_apart_without_a_failure(text, name):
    for beginning in ("{}", "[{", "{", "title,date,body\n"):
        for _, content, problem in split(beginning + text, name):
            assert content or problem


def test_what_ghost_keeps_in_other_tables_is_told_to_be_left_out():
    tables = {"posts": [ONE, TWO], "posts_tags": [{"post_id": "1", "tag_id": "2"}]}
    export = {"db": [{"meta": {"exported_on": 1, "version": "5.0.0"}, "data": tables}]}
    given = archives.items(io.BytesIO(json.dumps(export).encode()), Place("/in/a", "a"))
    assert [item.notes for item in given] == [
        ("An export of Ghost: its tags and authors stand in other tables and were left out.",)
    ] * 2


@pytest.mark.parametrize("name", ["articles", "posts", "results", "items"])
def test_an_array_may_stand_within_an_object(name):
    answer = {"status": "ok", "pages": [{"is": [1]}], "response": {name: [ONE, TWO], "next": 2}}
    assert objects(json.dumps(answer), "a.json") == [(1, ONE), (2, TWO)]
    assert objects(json.dumps(answer, indent=2), "a.json") == [(1, ONE), (2, TWO)]


def test_an_array_within_an_article_is_its_own():
    article = ONE | {"items": [{"a": 1}]}
    for layout in (None, 1):
        text = json.dumps(dict(reversed(article.items())), indent=layout)
        assert split(text, "a.json") == [(None, text.encode(), "")]


@pytest.mark.parametrize("line", ["sep=;", "SEP=;", '"sep=;"'])
def test_a_spreadsheet_may_say_what_parts_the_columns(line):
    (found,) = split(f"{line}\r\ntitle;date;body\r\nA;2025-07-26;Text\r\n", "a.csv")
    assert found == (3, b"title;date;body\nA;2025-07-26;Text\r\n", "")
