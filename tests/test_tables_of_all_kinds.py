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
