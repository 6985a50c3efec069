"""Metadata in a table of Markdown at the top of a text, or after double colons."""

from datetime import date

import pytest

from articles.ingest import readers
from articles.ingest.records import Item, Rejection

BODY = "The council adopted its rule on Friday."


def read(text):
    return readers.read(Item("a.md", "a.md", text.encode()))


ADDRESS = "  url:: https://outlet.example/a\n"
ROW = """| Title | Date | Author | URL |
|---|---|---|---|
| A rule | 2025-07-26 | Ana Writer | https://outlet.example/a |
"""
PAIRS = "| Date | 2025-07-26 |\n| **Author** | Ana Writer |\n| URL | https://outlet.example/a |\n"


@pytest.mark.parametrize(
    "top",
    [
        f"| Title | A rule |\n| --- | --- |\n{PAIRS}",
        f"# A rule\n\n| Field | Value |\n|---|---|\n{PAIRS}",
        f"# A rule\n\n|  |  |\n|:--|--:|\n{PAIRS}",
        ROW,
        "title:: A rule\ndate:: 2025-07-26\nauthor:: [[Ana Writer]]\nurl:: https://outlet.example/a\n",
        "# A rule\n\ndate:: 2025-07-26\nauthor:: Ana Writer\nurl:: https://outlet.example/a\n",
        "- title:: A rule\n  date:: [[Jul 26th, 2025]]\n  author:: Ana Writer\n" + ADDRESS,
    ],
)
def test_fields_are_read_from_above_the_text(top):
    raw = read(f"{top}\n{BODY}")
    assert (raw.title, raw.published, raw.byline) == ("A rule", date(2025, 7, 26), "Ana Writer")
    assert (raw.source_url, raw.body) == ("https://outlet.example/a", BODY)


def test_a_table_of_anything_else_is_part_of_the_text():
    table = "| Title | Date |\n|---|---|\n| A | 2025-07-26 |\n| B | 2025-07-27 |\n"
    with pytest.raises(Rejection, match=r"^No date"):
        read(f"{table}\n{BODY}")
    raw = read(f"---\ndate: 2025-07-26\n---\n{table}\n{BODY}")
    assert raw.body.startswith("| Title | Date |")


def test_a_bar_may_be_written_within_a_cell():
    raw = read(f"| Title | A \\| B |\n|---|---|\n| Date | 2025-07-26 |\n\n{BODY}")
    assert raw.title == "A | B"
