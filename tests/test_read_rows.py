"""One article as a JSON object or as a row of a table."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.export import FIELDS
from articles.ingest import readers
from articles.ingest.readers import rows
from articles.ingest.records import Item, RawArticle, Rejection

# What an export says of an article; some of it is not for an import of new articles.
EXPORTED = {
    "id": 7,
    "origins": ["a.md", "b.md"],
    "event": 3,
    "event_title": "A rule",
    "canonical_url": "https://outlet.example/rule",
    "source_url": "https://www.outlet.example/rule?p=1",
    "source": "outlet.example",
    "source_name": "The Outlet",
    "title": "Council adopts a “rule”",
    "date": "2025-07-26",
    "published_at": "2025-07-26T23:30:00+00:00",
    "byline": "Ana Writer",
    "excerpt": "Audits are asked for.",
    "cover_image": "https://outlet.example/rule.jpg",
    "language": "fr",
    "tags": ["Audits", "Models"],
    "category": "Policy",
    "status": "published",
    "status_reason": "",
    "duplicate_of": None,
    "archive_summary": True,
    "body": "<p>The council adopted it, “at last”.</p>\n<p>Then, it rested.</p>",
}
ARTICLE = RawArticle(
    title="Council adopts a “rule”",
    body=EXPORTED["body"],
    body_format="html",
    published=readers.dates.parse("2025-07-26").day,
    published_at=readers.dates.parse("2025-07-26T23:30:00Z").at,
    byline="Ana Writer",
    excerpt="Audits are asked for.",
    cover_image="https://outlet.example/rule.jpg",
    source_url="https://www.outlet.example/rule?p=1",
    source_name="The Outlet",
    category="Policy",
    tags=("Audits", "Models"),
    language="fr",
    is_archive_summary=True,
)


def read(text):
    return readers.read(Item("a:1", "a:1", text.encode()))


def outcome(text):
    """The article, or the reason why there is none."""
    try:
        return read(text)
    except Rejection as rejection:
        return str(rejection)


def row(fields, delimiter=","):
    held = io.StringIO()
    csv.writer(held, delimiter=delimiter).writerows([fields.keys(), fields.values()])
    return held.getvalue()


def test_the_fields_here_are_fields_of_the_export():
    assert set(EXPORTED) <= set(FIELDS)


def test_an_exported_object_is_the_article_again():
    assert read(json.dumps(EXPORTED)) == ARTICLE
    assert read(json.dumps(EXPORTED, ensure_ascii=False, indent=1)) == ARTICLE


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_an_exported_row_is_the_article_again(delimiter):
    joined = {name: "; ".join(EXPORTED[name]) for name in ("origins", "tags")}
    assert read(row(EXPORTED | joined, delimiter)) == ARTICLE


@pytest.mark.parametrize(
    ("body", "layout"),
    [
        ("<p>One.</p>", "html"),
        ("# One\n\nTwo **bold** words.", "markdown"),
        ("One.\n\nTwo.", "text"),
    ],
)
def test_a_body_is_html_markdown_or_text(body, layout):
    for text in (
        json.dumps({"date": "2025-07-26", "body": body}),
        row({"date": "2025-07-26", "body": body}),
    ):
        raw = read(text)
        assert (raw.body, raw.body_format) == (body, layout)


@pytest.mark.parametrize(
    "name",
    [
        *("content", "articleBody", "content_html", "Text", "html", "maintext", "Selection"),
        *("bodyText", "body_markdown", "article_text"),
    ],
)
def test_a_body_has_other_names_too(name):
    assert read(json.dumps({"pubDate": "2025-07-26", name: "One."})).body == "One."
    assert read(row({"pubDate": "2025-07-26", name: "One."})).body == "One."


def test_objects_of_other_programs_are_read_by_their_names():
    post = {
        "title": {"rendered": "A &amp; B"},
        "content": {"rendered": "<p>One.</p>"},
        "date": "2025-07-26T10:00:00Z",
        "link": "https://outlet.example/rule",
        "author": {"name": "Ana Writer"},
    }
    raw = read(json.dumps(post))
    assert (raw.title, raw.body, raw.byline) == ("A &amp; B", "<p>One.</p>", "Ana Writer")
    assert raw.source_url == "https://outlet.example/rule"


def test_numbers_of_another_programs_tables_are_no_names():
    post = {"date": "2025-07-26", "body": "One.", "author": 1, "categories": [2], "tags": [3, 4]}
    raw = read(json.dumps(post))
    assert (raw.byline, raw.category, raw.tags) == ("", "", ())
    assert "Fields 'author', 'categories', 'tags' hold numbers, not names: left out." in raw.notes


def test_a_table_of_addresses_without_texts_is_told_as_such():
    assert outcome("url,title,time_added\nhttps://outlet.example/rule,A rule,1\n") == (
        f"{NO_TEXT} It holds 'url', 'title', 'time_added'."
    )


NO_TEXT = "No text: the line has none in a field such as 'body'."
NO_DATE = "No date: the line has none in a field such as 'date'."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"title": "A", "date": "2025-07-26"}', NO_TEXT),
        ('{"title": "A", "date": "2025-07-26", "body": [" "]}', NO_TEXT),
        ('{"title": "A", "body": "One."}', NO_DATE),
        ('{"date": "2025-02-30", "body": "One."}', "Impossible date: '2025-02-30'"),
        ('{"title": "A", "body": "One.', "Broken JSON: unterminated string starting at character"),
        ("{broken", "Broken JSON: expecting property name enclosed in double quotes at"),
        ("{% tag %}", "No date: begin the text with a line"),
        ('{"title": "A" "body": "One."}', "Broken JSON: expecting ',' delimiter at character 15."),
        ('{"title": "A"}\n{"title": "B"}', "Broken JSON: extra data at character 16."),
        ('{"x": ' + "[" * 100_000, "Nested too deep. Flatten the JSON."),
        ('{"x": ' + "9" * 5000 + "}", "Broken JSON: a number is too long."),
        ("title,date,body\nA,2025-07-26,\n", NO_TEXT),
        ("title,date,body\nA,2025-07-26\n", NO_TEXT),
        ("title,date,body\n", NO_TEXT),
        ("title,date,body\nA,,One.\n", NO_DATE),
        ("title,date,body\nA,soon,One.\n", "Date not understood: 'soon'."),
    ],
)
def test_a_line_that_is_no_article_has_a_reason(text, reason):
    assert outcome(text).startswith(reason)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)
NAMES = st.sampled_from([*FIELDS, "pubDate", "content", "author", "params"])


@given(st.dictionaries(NAMES, VALUES))
def test_any_object_is_an_article_or_a_reason(fields):
    found = outcome(json.dumps(fields))
    assert found.title if isinstance(found, RawArticle) else found.endswith(".")


@given(st.lists(st.text(max_size=20), min_size=3, max_size=3), st.text(max_size=40))
def test_any_row_is_an_article_or_a_reason(cells, rest):
    for text in (
        row(dict(zip(("title", "date", "body"), cells, strict=True))),
        "date,body\n" + rest,
    ):
        found = outcome(text)
        assert found.title if isinstance(found, RawArticle) else found.endswith(".")


def test_an_answer_of_the_guardian_has_its_text_in_a_table_of_fields():
    line = {"webTitle": "A", "webPublicationDate": "2025-07-26", "webUrl": "https://a.example/b"}
    text = json.dumps(line | {"fields": {"body": "<p>Text.</p>", "byline": "Ann Lee"}})
    found = readers.read(Item("a.json", "a.json", text.encode()))
    assert (found.title, found.byline, found.body) == ("A", "Ann Lee", "<p>Text.</p>")


@pytest.mark.parametrize("nothing", ["nan", "NaN", "None", "null", "[]", " N/A "])
def test_what_programs_write_for_nothing_is_nothing(nothing):
    empty = {"author": nothing, "tags": nothing, "category": nothing}
    for text in (
        json.dumps({"title": "A", "date": "2025-07-26", "body": "One."} | empty),
        row({"title": "A", "date": "2025-07-26", "body": "One."} | empty),
    ):
        raw = read(text)
        assert (raw.byline, raw.tags, raw.category) == ("", (), "")


def test_a_body_may_be_a_list_of_paragraphs():
    assert read('{"date": "2025-07-26", "body": ["One.", "Two."]}').body == "One.\n\nTwo."


def test_of_columns_with_one_name_the_first_that_holds_something_counts():
    heading = "title,title,date,body\n"
    assert read(f"{heading}A,B,2025-07-26,One.").title == "A"
    assert read(f"{heading},B,2025-07-26,One.").title == "B"


def test_markup_that_a_program_escaped_is_markup():
    raw = rows.read_row(
        "title,date,body\nA,2025-07-26,&lt;p&gt;It &lt;b&gt;met&lt;/b&gt;.&lt;/p&gt;\n"
    )
    assert (raw.body, raw.body_format) == ("<p>It <b>met</b>.</p>", "html")


def test_what_was_written_about_markup_stays():
    raw = rows.read_row("title,date,body\nA,2025-07-26,Write &lt;b&gt; for bold.\n")
    assert "&lt;b&gt;" in raw.body


SAID = "The council adopted the rule on Friday after long talks in the old town hall. "
MORE = SAID + "Members of the committee asked for more audits of models before the spring. " * 3
TALE = "A lead that nobody has read anywhere else in the text."


def made(**fields):
    """The article of a record with a title and a date."""
    return read(json.dumps({"title": "A rule", "date": "2024-01-02", **fields}))


@pytest.mark.parametrize(
    ("less", "more"),
    [("body", "body_html"), ("content", "content_html"), ("html", "text"), ("content", "text")],
)
def test_of_two_texts_the_fuller_is_taken_and_the_other_is_told(less, more):
    raw = made(**{less: "Short plain version.", more: f"<p>{MORE}</p>"})
    assert "before the spring" in raw.body
    assert raw.notes == (
        f"Several fields hold a text: '{more}' was taken. Not read: '{less}' (20 characters).",
    )


def test_one_text_in_two_formats_is_the_more_telling_ones_and_nothing_is_told():
    raw = made(content=MORE, content_html=f"<div><p>{MORE}</p></div>")
    assert (raw.body, raw.notes) == (MORE.strip(), ())


def test_a_whole_page_is_not_the_fuller_of_two_texts():
    page = f"<!doctype html><html><body><nav>Menu</nav>{MORE * 3}</body></html>"
    raw = made(content=MORE, html=page)
    assert (raw.body, raw.notes) == (MORE.strip(), ())


def test_of_two_columns_for_a_text_the_fuller_is_taken_and_the_other_is_told():
    table = f'title,date,text,Text\nA rule,2024-01-02,"A short first text.","{MORE}"\n'
    raw = read(table)
    assert "before the spring" in raw.body
    told = (
        "Several fields hold a text: 'Text (column 4)' was taken. Not read: 'text' (19 characters)."
    )
    assert raw.notes == ("Column 'Text' stands more than once, with different values.", told)


def test_columns_of_one_name_with_different_values_are_told():
    raw = read(f"title,date,author,author,text\nA rule,2024-01-02,Ann,Bob,{SAID}\n")
    assert raw.byline == "Ann"
    assert raw.notes == ("Column 'author' stands more than once, with different values.",)


def test_fields_with_prose_that_nobody_reads_are_told_by_their_length():
    comments = [{"author": "X", "text": "I think this is a really very bad rule indeed."}]
    raw = made(body=MORE, lead=TALE, comments=comments, extra={"corrections": TALE})
    told = "Not read: 'lead' (54 characters), 'comments' (46 characters), "
    assert raw.notes == (told + "'corrections' (54 characters).",)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("post_class", "post hentry status big small wide tall long short deep"),
        ("wrapper", "post-12 type-post status-publish has-post-thumbnail hentry-of-old"),
        ("digest", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        ("thumbs", ["https://outlet.example/a/very/long/address/of/a/picture.jpg"] * 2),
        ("short_text", "Only a few words."),
        ("people", ["Ann Writer", "Bob Writer", "Cyd Writer", "Dan Writer", "Eve Writer"]),
        ("lead", SAID),
        ("lead", MORE[:180]),
        ("teaser", "<p>" + MORE + "</p>"),
    ],
)
def test_technical_fields_and_copies_of_the_text_are_not_told(name, value):
    assert made(body=MORE, **{name: value}).notes == ()


def test_names_that_stand_twice_in_a_record_are_told():
    raw = read('{"title": "A", "date": "2024-01-02", "body": "One text.", "body": "Another."}')
    assert raw.body == "Another."
    assert raw.notes == ("'body' stands more than once in the record: the last one was taken.",)


def test_the_name_of_a_record_is_its_address_where_it_has_none():
    record = {"title": "A rule", "date": "2024-01-02", "text": SAID}
    key = "https://outlet.example/rule-7"
    assert read(json.dumps({key: record})).source_url == key
    own = "https://outlet.example/other-8"
    assert read(json.dumps({key: {**record, "url": own}})).source_url == own


@given(
    st.recursive(
        st.text(max_size=80) | st.none() | st.booleans(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    )
)
def test_whatever_stands_in_a_field_that_nobody_reads_the_article_is_read(value):
    assert made(body=MORE, aside=value).body == MORE.strip()


def test_columns_of_one_name_with_one_value_are_one():
    raw = read(f"title,date,text,Text,text\nA rule,2024-01-02,{SAID},{SAID},\n")
    assert raw.notes == ()
