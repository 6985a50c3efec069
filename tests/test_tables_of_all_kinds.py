"""Tables whose lines end otherwise, without rows, and with rows that have too many cells."""

from articles.ingest.containers import items

HEADING = "title,date,body"


def found_in(tmp_path, text):
    (tmp_path / "a.csv").write_bytes(text.encode())
    return list(items([str(tmp_path / "a.csv")]))


def test_lines_may_end_as_on_old_macintoshes(tmp_path):
    rows = f'{HEADING}\rOne,2025-07-26,"It met,\rand went."\rTwo,2025-07-27,It met.\r'
    one, two = found_in(tmp_path, rows)
    assert one.content == b'title,date,body\nOne,2025-07-26,"It met,\nand went."\n'
    assert two.content.endswith(b"Two,2025-07-27,It met.\n")


def test_a_table_without_rows_says_so(tmp_path):
    [item] = found_in(tmp_path, f"{HEADING}\n")
    assert item.problem == "A table without rows: nothing stands under its heading."


def test_no_row_is_made_of_what_stands_within_a_cell(tmp_path):
    long = '"It met.\nPhantom,2025-01-01,It never was."'
    wrong, right = found_in(
        tmp_path, f"{HEADING}\nOne,2025-07-26,{long},more\nTwo,2025-07-27,Yes.\n"
    )
    assert wrong.problem.startswith("Broken row: 4 cells in 3 columns.")
    assert right.content == b"title,date,body\nTwo,2025-07-27,Yes.\n"


def test_lines_may_end_otherwise_within_one_file(tmp_path):
    text = f'{HEADING}\r\nOne,2025-07-26,"It met."\nTwo,2025-07-27,Yes.\rThree,2025-07-28,No.\r\n'
    rows = [item.content.split(b"\n", 1)[1].strip() for item in found_in(tmp_path, text)]
    assert rows == [b'One,2025-07-26,"It met."', b"Two,2025-07-27,Yes.", b"Three,2025-07-28,No."]


def test_backslashes_may_stand_before_quotation_marks_within_cells(tmp_path):
    rows = '"A \\"b\\" c","2025-07-26","No \\\\ \\"x, y\\"."\n"D","2025-07-27",\\N\n'
    text = f'"title","date","body"\n{rows}'
    one, two = found_in(tmp_path, text)
    assert one.content == b'"title","date","body"\n"A ""b"" c",2025-07-26,"No \\ ""x, y""."\n'
    assert two.content.endswith(b"D,2025-07-27,\n")


def test_a_backslash_is_one_where_quotation_marks_are_doubled(tmp_path):
    row = b'"A ""b"" c",2025-07-26,"It is \\""x\\"", he said."\n'
    [one] = found_in(tmp_path, f"{HEADING}\n{row.decode()}")
    assert one.content == HEADING.encode() + b"\n" + row


def test_a_quotation_mark_may_open_a_cell_between_tabs_that_it_does_not_close(tmp_path):
    heading = HEADING.replace(",", "\t")
    rows = '"Yes" it says\t2025-07-26\tOne.\n"Open\t2025-07-27\tTwo.\nC\t2025-07-28\tThree.\n'
    text = f"{heading}\n{rows}"
    one, two, three = found_in(tmp_path, text)
    assert one.content.endswith(b'"""Yes"" it says"\t2025-07-26\tOne.\n')
    assert two.content.endswith(b'"""Open"\t2025-07-27\tTwo.\n')
    assert three.content.endswith(b"\nC\t2025-07-28\tThree.\n")
    note = "A quotation mark that opens a cell and does not close it was read as text."
    assert [item.notes for item in (one, two, three)] == [(note,), (note,), ()]
