"""What in a file may have been meant otherwise is told, and the rest goes in."""

import pytest

from articles.ingest.readers import front_matter
from articles.ingest.readers.assembling import article

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
