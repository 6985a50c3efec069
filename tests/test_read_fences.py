"""Which languages front matter may be in, and how it begins and ends."""

from datetime import UTC, date, datetime

import pytest

from articles.ingest import readers
from articles.ingest.records import Item, Rejection

BODY = "Ministers met in Oslo. They agreed."

YAML = "title: A story\ndate: 2025-07-26\ntags: [Law, Courts]\n"
TOML = 'title = "A story"\ndate = 2025-07-26\ntags = ["Law", "Courts"]\n'
MEMBERS = '"title": "A story",\n"date": "2025-07-26",\n"tags": ["Law", "Courts"]\n'
OBJECT = f"{{\n{MEMBERS}}}\n"


def read(text, name="a.txt"):
    return readers.read(Item(name, name, text.encode()))


def reason(text):
    with pytest.raises(Rejection) as rejection:
        read(text)
    return str(rejection.value)


@pytest.mark.parametrize(
    "front",
    [
        f"---\n{YAML}---\n",
        f"---\n{YAML}...\n",
        f"-----\n{YAML}-----\n",
        f"---  \n{YAML}---  \n",
        f"---yaml\n{YAML}---\n",
        f"---\n{OBJECT}---\n",
        f"+++\n{TOML}+++\n",
        f"---toml\n{TOML}---\n",
        f";;;\n{OBJECT};;;\n",
        f";;;\n{MEMBERS};;;\n",
        f"---json\n{OBJECT}---\n",
        OBJECT,
        OBJECT.replace("\n", " ") + "\n",
        OBJECT.replace("tags", "params") + "",
        f"{YAML}---\n",
        "title: A story\ndate: 2025-07-26\ntags:\n- Law\n- Courts\n---\n",
        f"{MEMBERS};;;\n",
        "Title: A story\nDate: 2025-07-26\nTags: Law, Courts\n\n",
        "Title: A\n  story\nDate: 2025-07-26\nTags: Law,\n    Courts\n\n",
        ":title: A story\n:date: 2025-07-26\n:tags: Law, Courts\n\n",
        "A story\n#######\n\n:date: 2025-07-26\n:tags: Law, Courts\n\n",
        "=======\nA story\n=======\n:date: 2025-07-26\n:tags: Law; Courts\n\n",
        "% A story\n% A. Writer\n% July 26, 2025\n\n",
        ".. title: A story\n.. slug: a-story\n.. date: 2025-07-26 10:00:00 UTC\n\n",
        "<!--\n.. title: A story\n.. date: 2025-07-26\n.. tags: Law, Courts\n-->\n\n",
    ],
)
@pytest.mark.parametrize("before", ["", "\n \n\n", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_it_reads_front_matter(front, before, line_end):
    raw = read((before + front + BODY + "\n").replace("\n", line_end))
    assert (raw.title, raw.published, raw.body) == ("A story", date(2025, 7, 26), BODY)
    assert raw.tags == ("Law", "Courts") or "tags" not in front.casefold()
    assert raw.notes == ()


@pytest.mark.parametrize(
    ("value", "day", "moment"),
    [
        ("2025-07-26", date(2025, 7, 26), None),
        ("2025-07-26T01:30:00+02:00", date(2025, 7, 25), datetime(2025, 7, 25, 23, 30, tzinfo=UTC)),
        ("2025-07-26T10:30:00", date(2025, 7, 26), None),
        ("'26 July 2025'", date(2025, 7, 26), None),
        ("1753525800", date(2025, 7, 26), datetime(2025, 7, 26, 10, 30, tzinfo=UTC)),
    ],
)
def test_it_reads_the_dates_of_toml(value, day, moment):
    raw = read(f"+++\ntitle = 'A'\ndate = {value}\n+++\n{BODY}")
    assert (raw.published, raw.published_at) == (day, moment)


def test_numbers_and_truths_are_texts():
    raw = read(
        f"+++\ntitle = 1984\ndate = 2025-07-26\ntags = [1.50, true, 2025-01-01]\n+++\n{BODY}"
    )
    assert (raw.title, raw.tags) == ("1984", ("1.50", "true", "2025-01-01"))
    raw = read(f'{{"title": 1e999999, "date": "2025-07-26", "tags": [1.50, true, null]}}\n{BODY}')
    assert (raw.title, raw.tags) == ("1e999999", ("1.50", "true"))


@pytest.mark.parametrize(
    "text",
    [
        "Update: the ministers met.\nThey agreed.\n\nMore follows.",
        "Author: the desk\nTags: law\n\nText.",
        "Title: the story\nwent on without a colon.\n\nText.",
        "Ministers met: a report\n---\n\nText.",
        "% 50 percent of all\n\nText.",
    ],
)
def test_what_only_looks_like_front_matter_is_none(text):
    assert reason(text).startswith("No date: begin the text")


def test_a_plain_text_under_its_date_is_still_one():
    raw = read("Date: July 26, 2025\nMinisters met: they agreed.\n\nMore follows.")
    assert (raw.title, raw.body_format) == ("Ministers met: they agreed", "text")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"+++\n{TOML}", "Front matter has no end: put a line of +++ after it."),
        (f";;;\n{MEMBERS}", "Front matter has no end: put a line of ;;; after it."),
        (f"---json\n{OBJECT}", "Front matter has no end: put a line of --- after it."),
        (f"+++\n\n+++\n{BODY}", "No date: "),
        (f"---json\n[1]\n---\n{BODY}", "Front matter holds no fields."),
        (
            f"\n+++\ntitle = A\n+++\n{BODY}",
            "Broken front matter on line 3: invalid value. Correct the TOML.",
        ),
        (
            f"+++\ntitle = 'A'\ntitle = 'B'\n+++\n{BODY}",
            "Broken front matter on line 3: cannot overwrite a value. Correct the TOML.",
        ),
        (f"+++\ntitle = [\n+++\n{BODY}", "Broken front matter: "),
        (f"+++\nn = {'9' * 10_000}\n+++\n{BODY}", "Broken front matter: a number is too long."),
        (
            f';;;\n"title": "A",\n"date"\n;;;\n{BODY}',
            "Broken front matter on line 3: expecting ':' delimiter. Correct the JSON.",
        ),
        (
            f'\n{{\n"title": "A",\n"date" "2025"\n}}\n{BODY}',
            "Broken front matter on line 4: expecting ':' delimiter. Correct the JSON.",
        ),
        (f"title: A\ndate: [\n---\n{BODY}", "Broken front matter on line 3: "),
        (f"---\ndate: 2025-02-30\n---\n{BODY}", "Impossible date: '2025-02-30'."),
        (f"+++\ndate = 2025-02-30\n+++\n{BODY}", "Broken front matter on line 2: "),
        (f'{{"date": "3/4/2025"}}\n{BODY}', "Ambiguous date: '3/4/2025'."),
        (f"Title: A\nDate: soon\n\n{BODY}", "Date not understood: 'soon'."),
    ],
)
def test_it_says_why_it_cannot_read(text, expected):
    assert reason(text).startswith(expected)


def test_of_lines_with_one_name_the_first_is_taken_and_the_others_told():
    raw = read("Title: A story\nDate: 2025-07-26\nDate: 2025-07-28\n\nText.")
    assert raw.published == date(2025, 7, 26)
    told = "Field 'date' has several values, '2025-07-26', '2025-07-28': the first was taken."
    assert raw.notes == (told,)


def test_lines_that_name_one_author_each_name_all():
    raw = read("Title: A story\ndate: 2025-07-26\nAuthor: Ann Lee\nauthor: Bo Day\n\nText.")
    assert (raw.byline, raw.notes) == ("Ann Lee, Bo Day", ())
