"""Texts without marks, whose first lines tell title, author, day and address."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.clean import clean
from articles.ingest.readers import openings, plain_text
from articles.ingest.records import Rejection

TEXT = "The council adopted its rule on Friday, after a long night of talks in the old hall."
DAY = date(2025, 7, 26)


def read(opening, path=""):
    return plain_text.read(f"{opening}\n\n{TEXT}\n", path)


@pytest.mark.parametrize(
    "opening",
    [
        "Council adopts a rule\nBy Ann Lee\nJuly 26, 2025",
        "Council adopts a rule\n\nJuly 26, 2025 | By Ann Lee",
        "Council adopts a rule\nBy Ann Lee, July 26, 2025 · 5 min read",
        "# Council adopts a rule\n\n*By Ann Lee | July 26, 2025*",
        "Council adopts a rule\n=====================\nby Ann Lee — 2025-07-26",
        "**Council adopts a rule**\n\n**By:** Ann Lee\n**Date:** July 26, 2025",
        "## Council adopts a rule\n\n- **Author**: Ann Lee\n- **Published**: 2025-07-26",
        "Title: Council adopts a rule\n\nAuthor: Ann Lee\n\nDate: 26 July 2025",
        "Titre : Council adopts a rule\nAuteur : Ann Lee\nDate : 26 juillet 2025",
        "Titel: Council adopts a rule\nAutor: Ann Lee\nDatum: 26. Juli 2025",
        "Council adopts a rule\nVon Ann Lee\nVeröffentlicht am 26. Juli 2025",
    ],
)
def test_title_author_and_day_are_read_and_are_no_part_of_the_text(opening):
    raw = read(opening)
    assert (raw.title, raw.byline, raw.published) == ("Council adopts a rule", "Ann Lee", DAY)
    assert raw.body == TEXT


@pytest.mark.parametrize(
    "line",
    [
        "https://outlet.example/rule",
        "<https://outlet.example/rule>",
        "URL: https://outlet.example/rule",
        "Source: [Outlet](https://outlet.example/rule)",
    ],
)
def test_an_address_among_them_is_that_of_the_article(line):
    raw = read(f"Council adopts a rule\n{line}\n2025-07-26")
    assert (raw.source_url, raw.body) == ("https://outlet.example/rule", TEXT)


def test_the_report_says_what_was_read_there():
    assert read("Council adopts a rule\nBy Ann Lee\n2025-07-26").notes == (
        "Read from the first lines of the text: author, date, title.",
    )


def test_a_line_that_is_not_understood_stays_in_the_text():
    raw = read("Council adopts a rule\nOutlet\nJuly 26, 2025")
    assert (raw.title, raw.published) == ("Council adopts a rule", DAY)
    assert raw.body == f"Outlet\n\n{TEXT}"


def test_the_title_may_stand_under_the_day():
    raw = read("Outlet — July 26, 2025\nCouncil adopts a rule\nhttps://outlet.example/rule")
    assert (raw.title, raw.source_url) == ("Council adopts a rule", "https://outlet.example/rule")
    assert raw.body == f"Outlet — July 26, 2025\n\n{TEXT}"


def test_a_day_in_the_text_is_not_that_of_publication():
    with pytest.raises(Rejection, match="No date"):
        plain_text.read(f"Council adopts a rule\n\n{TEXT}\n\n{TEXT}\n\nJuly 26, 2025\n\nMore.")


def test_a_day_that_may_be_another_is_not_taken():
    with pytest.raises(Rejection, match="Ambiguous date: '03/04/2025'"):
        read("Council adopts a rule\nBy Ann Lee\n03/04/2025")
    with pytest.raises(Rejection, match="Year with two digits: '3/4/25'"):
        read("Council adopts a rule\n3/4/25 | By Ann Lee")


def test_the_name_of_the_file_tells_the_day_where_the_lines_do_not():
    raw = read("Council adopts a rule\nBy Ann Lee", "2025-07-26-rule.txt")
    assert (raw.title, raw.byline, raw.published) == ("Council adopts a rule", "Ann Lee", DAY)


@pytest.mark.parametrize(
    ("outlet", "rest"),
    [
        ("The Guardian", ""),
        ("THE NORTHERN CHRONICLE", ""),
        ("Süddeutsche Zeitung", ""),
        ("Reuters", ""),
        ("Daylight", "\n\nCopyright 2025 Daylight. All rights reserved."),
        ("Daylight", "\n\n© Daylight 2025"),
    ],
)
def test_an_outlet_above_the_title_or_under_it_is_no_title(outlet, rest):
    for opening in (f"{outlet}\n\nCouncil adopts a rule", f"Council adopts a rule\n{outlet}"):
        raw = plain_text.read(f"{opening}\n\nJuly 26, 2025\n\n{TEXT}{rest}")
        assert (raw.title, raw.source_name) == ("Council adopts a rule", outlet)
        assert raw.body.startswith(TEXT)


@pytest.mark.parametrize("line", ["Good News Awaits Us", "Daylight", "A rule for the Press of all"])
def test_a_title_that_may_name_an_outlet_stays_a_title(line):
    assert read(f"{line}\nBy Ann Lee\nJuly 26, 2025").title == line


@pytest.mark.parametrize("line", ["Tech News", "Reuters"])
def test_what_looks_like_an_outlet_is_the_title_where_nothing_else_is(line):
    raw = read(f"{line}\nBy Ann Lee\nJuly 26, 2025")
    assert (raw.title, raw.source_name) == (line, "")


def test_an_outlet_behind_a_title_stays_there():
    raw = read("Council adopts a rule | Reuters\nJuly 26, 2025")
    assert (raw.title, raw.source_name) == ("Council adopts a rule | Reuters", "")


@pytest.mark.parametrize("line", ["The Guardian — July 26, 2025", "The Guardian, July 26, 2025"])
def test_an_outlet_beside_the_day_is_told(line):
    raw = read(f"Council adopts a rule\n{line}")
    assert (raw.title, raw.source_name, raw.body) == ("Council adopts a rule", "The Guardian", TEXT)


def test_an_outlet_without_an_address_is_told_by_name():
    notes = clean(read("The Guardian\nCouncil adopts a rule\nJuly 26, 2025")).notes
    assert "The outlet 'The Guardian' is named without an address" in " ".join(notes)


def test_a_line_of_pressreader_without_spaces_is_parted():
    raw = read("Council adopts a rule\nThe Guardian26 Jul 2025By Ann Lee")
    assert (raw.source_name, raw.published, raw.byline) == ("The Guardian", DAY, "Ann Lee")


@pytest.mark.parametrize(
    "line",
    [
        "Published July 26, 2025 | Updated July 28, 2025",
        "Published July 26, 2025, updated July 28, 2025",
        "Updated: July 28, 2025\nJuly 26, 2025",
        "July 26, 2025 (last updated July 28, 2025)",
    ],
)
def test_the_day_of_an_update_is_told_apart(line):
    raw = read(f"Council adopts a rule\n{line}")
    assert (raw.title, raw.published, raw.body) == ("Council adopts a rule", DAY, TEXT)


@pytest.mark.parametrize(
    "dates", ["July 26, 2025\nDate: 2025-07-28", "Date: 2025-07-26\n28 July 2025"]
)
def test_of_two_days_the_first_is_taken_and_the_other_told(dates):
    raw = read(f"Council adopts a rule\n{dates}")
    assert raw.published == DAY
    assert "has several values" in raw.notes[1]


@pytest.mark.parametrize("number", ["45864", "1753525800"])
def test_a_line_that_is_a_number_is_no_day(number):
    with pytest.raises(Rejection, match="No date"):
        read(f"Council adopts a rule\n{number}")


def test_rows_of_a_table_tell_nothing():
    table = "title | date\n--- | ---\nCouncil | 2025-07-26"
    with pytest.raises(Rejection, match="No date"):
        read(table)


@pytest.mark.parametrize("line", ["By the time it met, all was said.", "By law all must follow."])
def test_a_sentence_with_by_names_no_author(line):
    assert read(f"Council adopts a rule\n2025-07-26\n{line}").byline == ""


@given(st.text(alphabet=st.sampled_from("aZ 1:|*_-#=.,/\n2025-07-26By "), max_size=400))
def test_what_is_not_told_is_kept(text):
    fields, body = openings.find(text) or ({}, text)
    told = " ".join(map(str, fields.values()))
    assert all(line in text for line in body.split("\n"))
    assert set(told) <= set(text) | set("[', ]")
