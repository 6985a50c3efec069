"""What in a file may have been meant otherwise is told, and the rest goes in."""

import pytest

from articles.ingest import readers
from articles.ingest.readers import front_matter
from articles.ingest.readers.assembling import article
from articles.ingest.records import Item

BODY = "The council adopted its rule."
ADDRESS = "https://outlet.example/rule"
SECOND = "Another front matter stands within the text: one file is one article."


def read(body=BODY, **fields):
    return article({"title": "A", "date": "2025-07-26"} | fields, body)


def test_an_address_in_a_field_that_is_not_known_is_told():
    raw = read(seen_at=ADDRESS)
    assert raw.source_url == ""
    [note] = raw.notes
    assert note.startswith("No source: field 'seen_at' holds an address and is none that is known.")


@pytest.mark.parametrize("fields", [{"source": ADDRESS, "seen_at": ADDRESS}, {"image": ADDRESS}])
def test_an_address_beside_the_source_or_of_a_picture_is_not(fields):
    assert read(**fields).notes == ()


def test_a_second_article_in_a_file_is_told():
    one = f"---\ntitle: One\ndate: 2025-07-26\n---\n{BODY}\n\n"
    raw = front_matter.read(one + one.replace("One", "Two"))
    assert raw.title == "One"
    assert raw.notes[0].startswith(SECOND)


@pytest.mark.parametrize(
    "body",
    [f"{BODY}\n\n---\n\n{BODY}\n\n---\n", f"{BODY}\n\n---\nauthor: Ann\n---\n", "---\n" * 50],
)
def test_rules_in_a_text_are_no_second_article(body):
    assert read(body).notes == ()


@pytest.mark.parametrize(
    "body",
    [
        "The **council** adopted [its rule](https://outlet.example/rule). More.",
        "![](https://outlet.example/a.jpg)\n\nThe *council* adopted `its` rule. More.",
        "## The council adopted its rule\n\nMore.",
        "> The __council__ adopted its rule. More.",
    ],
)
def test_a_title_from_a_text_has_no_marks(body):
    raw = article({"date": "2025-07-26"}, body)
    assert raw.title == "The council adopted its rule"


RULES = ["-----", "=====", "_" * 30, "* * *", "\f"]
LINES = "Title: {0}\nDate: 2025-07-2{1}\nSource: https://outlet.example/{0}"


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("lines", [LINES, "Headline: {0}\nPublished: July 2{1}, 2025"])
def test_another_article_under_a_rule_is_told(rule, lines):
    one, two = (f"{lines.format(name, n)}\n\n{BODY}" for n, name in enumerate(("One", "Two"), 1))
    raw = readers.read(Item("a.txt", "a.txt", f"{one}\n\n{rule}\n\n{two}\n".encode()))
    assert raw.title == "One"
    [note] = [note for note in raw.notes if note.startswith("Another title and date stand within")]
    assert "Two'" in note
    assert "Split the file" in note


@pytest.mark.parametrize("above", ["", "---\n\n"])
def test_another_heading_with_a_date_is_told(above):
    one, two = (
        f"# {name}\n\n*July 2{n}, 2025*\n\n{BODY}" for n, name in enumerate(("One", "Two"), 1)
    )
    raw = readers.read(Item("a.md", "a.md", f"{one}\n\n{above}{two}\n".encode()))
    assert [note for note in raw.notes if "at '# Two'" in note]


@pytest.mark.parametrize(
    "body",
    [
        f"## What follows\n\n{BODY}\n\n-----\n\nSource: https://outlet.example/a\nDate: 2025-07-26",
        f"# A rule\n\n{BODY}",
        f"{BODY}\n\n-----\n\nPublished July 26, 2025",
        f"{BODY}\n\n## Notes\n\nThe council met on July 26, 2025, and spoke.\n\n***\n\n{BODY}",
        "-----\n" * 10_000,
    ],
)
def test_rules_and_headings_of_one_article_are_no_other(body):
    text = f"---\ntitle: One\ndate: 2025-07-26\n---\n{body}"
    assert readers.read(Item("a.md", "a.md", text.encode())).notes == ()
