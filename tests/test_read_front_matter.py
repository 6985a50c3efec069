"""Front matter as many generators write it."""

from datetime import UTC, date, datetime

import pytest

from articles.ingest.readers import front_matter
from articles.ingest.records import Rejection

BODY = "Ministers met in Oslo. They agreed."


def read(fields, body=BODY):
    return front_matter.read(f"---\n{fields}\n---\n{body}")


def reason(text):
    with pytest.raises(Rejection) as rejection:
        front_matter.read(text)
    return str(rejection.value)


def test_it_reads_every_field():
    raw = read(
        "title: 'Ministers agree'\ndate: '2025-07-26'\nexcerpt: >-\n  They met\n  in Oslo.\n"
        "coverImage: https://example.org/a.jpg\nauthor: A. Writer\ntags:\n  - Ai\n  - Law\n"
        "category: Policy\nsource: https://example.org/a\nlang: nb\nreadTime: 4 min"
    )
    assert (raw.title, raw.published, raw.published_at) == (
        "Ministers agree",
        date(2025, 7, 26),
        None,
    )
    assert (raw.excerpt, raw.byline) == ("They met in Oslo.", "A. Writer")
    assert (raw.cover_image, raw.source_url) == (
        "https://example.org/a.jpg",
        "https://example.org/a",
    )
    assert (raw.category, raw.tags, raw.language) == ("Policy", ("Ai", "Law"), "nb")
    assert (raw.body, raw.body_format, raw.notes) == (BODY, "text", ())


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        ("description: Short.", "excerpt", "Short."),
        ("summary: Short.", "excerpt", "Short."),
        ("image: https://example.org/a.jpg", "cover_image", "https://example.org/a.jpg"),
        ("featured_image: https://example.org/a.jpg", "cover_image", "https://example.org/a.jpg"),
        ("cover: [https://example.org/a.jpg, b]", "cover_image", "https://example.org/a.jpg"),
        ("authors: [Ann Lee, Bo Day]", "byline", "Ann Lee, Bo Day"),
        ("byline: Ann Lee", "byline", "Ann Lee"),
        ("link: https://example.org/a", "source_url", "https://example.org/a"),
        ("originalUrl: https://example.org/a", "source_url", "https://example.org/a"),
        ("source_name: The Outlet", "source_name", "The Outlet"),
        ("canonical_url: https://example.org/a", "source_url", "https://example.org/a"),
        (
            "url: https://example.org/b\nsource: https://example.org/a",
            "source_url",
            "https://example.org/a",
        ),
        ("categories: [Policy, Europe]", "category", "Policy"),
        ("categories: [Policy, Europe]", "tags", ("Europe",)),
        ("keywords: law, ai ,, courts", "tags", ("law", "ai", "courts")),
        ("Tags: [C++, 1984, yes]", "tags", ("C++", "1984", "yes")),
        ("language: en-GB", "language", "en-GB"),
    ],
)
def test_it_knows_a_field_by_its_other_names(fields, name, value):
    assert getattr(read(f"title: A\ndate: 2025-07-26\n{fields}"), name) == value


@pytest.mark.parametrize(
    "name",
    ["date", "Date", "published", "pubDate", "publishedDateTime", "published_at", "publish-date"],
)
def test_it_knows_the_date_by_its_other_names(name):
    moment = datetime(2025, 7, 26, 8, 30, tzinfo=UTC)
    assert read(f"title: A\n{name}: 2025-07-26T10:30:00+02:00").published_at == moment


@pytest.mark.parametrize("title", ["yes", "1984", "2025-07-26", "0x10"])
def test_a_value_stays_the_text_that_it_is(title):
    assert read(f"title: {title}\ndate: 2025-07-26").title == title


@pytest.mark.parametrize("nothing", ["~", "null", "Null", "NULL"])
def test_a_value_that_is_none_counts_as_absent(nothing):
    names = ("title", "author", "category", "description", "source_name", "url")
    fields = "".join(f"{name}: {nothing}\n" for name in names)
    raw = read(f"{fields}date: {nothing}\npubDate: 2025-03-03\ntags: [{nothing}, ai]")
    assert raw.published == date(2025, 3, 3)
    assert (raw.byline, raw.category, raw.excerpt, raw.source_name) == ("", "", "", "")
    assert (raw.source_url, raw.tags) == ("", ("ai",))
    assert "null" not in raw.title.casefold()
    assert raw.title != "~"


def test_a_word_for_none_in_quotation_marks_is_that_word():
    assert read('title: "null"\ndate: 2025-03-03').title == "null"


def test_blank_lines_before_and_within_do_no_harm():
    raw = front_matter.read("\n\n---\n\n\ntitle: A\ndate: 2025-07-26\n\n\n---\n\n\nText.\n\n")
    assert (raw.title, raw.body) == ("A", "Text.")


def test_a_rule_in_the_body_is_part_of_the_body():
    assert read("title: A\ndate: 2025-07-26", "One.\n\n---\n\nTwo.").body == "One.\n\n---\n\nTwo."


def test_a_field_that_stands_twice_is_told():
    article = read("title: A\ndate: 2025-07-26\ntitle: B")
    assert article.title == "B"
    assert article.notes == (
        "'title' stands more than once in the front matter: the last one was taken.",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"---\ntitle: A\n---\n{BODY}", "No date: add a line such as 'date: 2025-07-26'"),
        (f"---\ntitle: A\ndate:\n---\n{BODY}", "No date: "),
        (f"---\ntitle: A\ndate: {{a: b}}\n---\n{BODY}", "No date: "),
        (f"---\ntitle: A\ndate: 2025-02-30\n---\n{BODY}", "Impossible date: '2025-02-30'."),
        (f"---\ntitle: A\ndate: 03/04/2025\n---\n{BODY}", "Ambiguous date: '03/04/2025'."),
        ("---\ntitle: A\ndate: 2025-07-26\n---\n  \n", "No text: "),
        ("---\ntitle: A\ndate: 2025-07-26\n", "Front matter has no end: "),
        (f"---\njust words\n---\n{BODY}", "Front matter holds no fields."),
        (f"---\n---\n{BODY}", "Front matter holds no fields."),
        (
            f"\n---\n\ntitle: A\nexcerpt: 'open\n  more\ndate: x\n---\n{BODY}",
            "Broken front matter on line ",
        ),
        (f"\n---\n\ntitle: A\n  date: b: c\n---\n{BODY}", "Broken front matter on line 5: mapping"),
        (f"---\na: \x07\n---\n{BODY}", "Broken front matter"),
        (f"---\na: [*b]\n---\n{BODY}", "Broken front matter on line 2: found undefined alias"),
        (f"---\n? [a, b]\n: c\n---\n{BODY}", "Broken front matter on line 2: found unhashable key"),
        (f"---\na: {'x' * 64_001}\n---\n{BODY}", "Front matter is too long: "),
        (
            f"---\na: {'[' * 30_000}{']' * 30_000}\n---\n{BODY}",
            "Front matter is nested more than 20",
        ),
        (
            "---\n" + "".join(" " * depth + "a:\n" for depth in range(300)) + "---\nx",
            "Front matter is",
        ),
    ],
)
def test_it_says_why_it_cannot_read(text, expected):
    assert reason(text).startswith(expected)


def test_a_field_of_another_kind_is_left_out_with_a_note():
    raw = read("title: {a: b}\ndate: 2025-07-26\ntags: [a, [b, [c]], {d: e}]\nauthor: {age: 9}")
    assert (raw.title, raw.tags, raw.byline) == ("Ministers met in Oslo", ("a", "b"), "")
    assert raw.notes == (
        "Field 'title' is not plain text: what is nested in it was left out.",
        "No title: taken from the first sentence.",
        "Field 'author' is not plain text: what is nested in it was left out.",
        "Field 'tags' is not plain text: what is nested in it was left out.",
    )


def test_an_alias_bomb_costs_nothing():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 60)]
    raw = read("title: A\ndate: 2025-07-26\n" + "\n".join(lines) + "\ntags: *a59")
    assert (raw.title, raw.tags) == ("A", ())


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("# A **bold** heading #\n\nText.", "A bold heading"),
        (
            "# On `code`, [links](https://a.example/b) & 1. <i>tags</i>\n\nText.",
            "On code, links & 1. tags",
        ),
        ("Heading by a line\n=======\n\nText.", "Heading by a line"),
        ('<h1 class="x">A heading</h1><p>Text.</p>', "A heading"),
        ("<p>Ministers <b>met</b> &amp; agreed. More.</p>", "Ministers met & agreed"),
        ("Ministers met. More.", "Ministers met"),
    ],
)
def test_a_missing_title_is_taken_from_the_body(body, title):
    raw = read("date: 2025-07-26", body)
    assert raw.title == title
    assert raw.notes[0].startswith("No title: taken from the ")
    assert raw.body == body


def test_fields_with_prose_that_nobody_reads_are_told():
    lead = "A lead that nobody has read anywhere else in the text."
    head = f"title: A rule\ndate: 2025-07-26\nstandfirst: {lead}\nwrapper_class: {lead}"
    raw = front_matter.read(f"---\n{head}\n---\nThe text.\n")
    assert raw.notes == ("Not read: 'standfirst' (54 characters).",)
