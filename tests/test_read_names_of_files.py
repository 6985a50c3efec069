"""Dates in the names of files, as Jekyll and Hexo write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest import readers
from articles.ingest.readers import dates
from articles.ingest.records import Item, Rejection

BODY = "Ministers met in Oslo. They agreed."
NOTE = "No date in the file: taken from its name."


def read(name, text):
    return readers.read(Item(name, name, text.encode()))


@pytest.mark.parametrize(
    "name",
    [
        "2025-07-26-ministers-agree.md",
        "blog/_posts/2025-07-26-ministers-agree.markdown",
        "posts.zip/2025-07-26 Ministers agree.md",
        "2025-07-26_ministers.txt",
        "2025-07-26.md",
        "20250726-ministers.md",
        "posts/2025-07-26-ministers/index.md",
        "posts/2025-07-26-ministers/_index.en.md",
    ],
)
def test_a_file_without_a_date_has_that_of_its_name(name):
    raw = read(name, f"---\ntitle: A\n---\n{BODY}")
    assert (raw.published, raw.published_at, raw.notes) == (date(2025, 7, 26), None, (NOTE,))


@pytest.mark.parametrize(
    "name",
    [
        "ministers-2025-07-26.md",
        "2025-07-26th.md",
        "12025-07-26-a.md",
        "2025-02-30-a.md",
        "0001-01-01-a.md",
        "2025-7-6-a.md",
        "2025-0726-a.md",
        "202507261-a.md",
        "2025-07-26-posts/ministers.md",
        "index.md",
    ],
)
def test_other_names_tell_no_date(name):
    with pytest.raises(Rejection, match="No date: add a line"):
        read(name, f"---\ntitle: A\n---\n{BODY}")


def test_a_date_in_the_file_stands_before_that_of_its_name():
    raw = read("2025-07-20-a.md", f"---\ntitle: A\ndate: 2025-07-26\n---\n{BODY}")
    assert (raw.published, raw.notes) == (date(2025, 7, 26), ())


def test_the_name_stands_before_the_date_of_a_change():
    raw = read("2025-07-26-a.md", f"---\ntitle: A\nlastmod: 2025-08-01\n---\n{BODY}")
    assert (raw.published, raw.notes) == (date(2025, 7, 26), (NOTE,))


def test_a_text_without_front_matter_has_the_date_of_its_name_too():
    raw = read("2025-07-26-a.md", f"# Ministers agree\n\n{BODY}")
    assert (raw.title, raw.published, raw.body_format) == (
        "Ministers agree",
        date(2025, 7, 26),
        "markdown",
    )
    assert raw.notes == (NOTE, "No title: taken from the heading.")


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.text(max_size=20))
def test_every_day_is_read_from_a_name(day, rest):
    assert dates.in_name(f"{day}-{rest.replace('/', '')}.md") == day
