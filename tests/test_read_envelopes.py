"""An article as programs pack it: within an object, with values in wrappers of their own."""

import json
from datetime import date

import pytest

from articles.ingest import readers
from articles.ingest.records import Item, Rejection

DAY = {"date": "2025-07-26"}
TEXT = "The council adopted a rule."


def read(fields):
    return readers.read(Item("a:1", "a:1", json.dumps(fields).encode()))


def test_an_object_within_an_object_may_be_the_article():
    raw = read(
        {"id": "7", "links": {"self": "x"}, "attributes": DAY | {"title": "A", "body": TEXT}}
    )
    assert (raw.title, raw.body, raw.published) == ("A", TEXT, date(2025, 7, 26))


def test_two_texts_in_one_object_are_not_chosen_from():
    both = {"first": DAY | {"body": TEXT}, "second": DAY | {"body": "No."}}
    with pytest.raises(Rejection, match=r"^Several articles in one object: 'first', 'second' each"):
        read(both)


@pytest.mark.parametrize(
    "value", ["2025-07-26T10:00:00Z", 1753524000000, {"$numberLong": "1753524000000"}]
)
def test_the_wrappers_of_mongodb_are_taken_off(value):
    raw = read({"_id": {"$oid": "64a0"}, "date": {"$date": value}, "title": "A", "body": TEXT})
    assert raw.published == date(2025, 7, 26)


def test_of_several_languages_one_is_taken_with_a_note():
    raw = read(DAY | {"title": {"de-DE": "Eine Regel", "en-US": "A rule"}, "body": {"en-US": TEXT}})
    assert (raw.title, raw.body) == ("A rule", TEXT)
    assert raw.notes == (
        "Field 'title' is in several languages, as 'de-DE', 'en-US': 'en-US' was taken.",
    )


def test_what_wordpress_embeds_stands_for_its_numbers():
    terms = [[{"name": "Policy", "taxonomy": "category"}], [{"name": "AI", "taxonomy": "post_tag"}]]
    raw = read(
        DAY
        | {
            "title": {"rendered": "A"},
            "content": {"rendered": TEXT},
            "author": 3,
            "categories": [5],
        }
        | {"tags": [6], "_embedded": {"author": [{"name": "Ana Writer"}], "wp:term": terms}}
    )
    assert (raw.byline, raw.category, raw.tags) == ("Ana Writer", "Policy", ("AI",))


@pytest.mark.parametrize(
    ("author", "tags"),
    [
        ({"data": {"attributes": {"name": "Ana"}}}, {"data": [{"attributes": {"name": "AI"}}]}),
        ({"node": {"name": "Ana"}}, {"nodes": [{"name": "AI"}]}),
        ({"node": {"name": "Ana"}}, {"edges": [{"node": {"name": "AI"}}]}),
    ],
)
def test_what_a_field_leads_to_may_stand_deeper(author, tags):
    raw = read(DAY | {"title": "A", "body": TEXT, "author": author, "tags": tags})
    assert (raw.byline, raw.tags, raw.notes) == ("Ana", ("AI",), ())


def test_a_primary_author_and_tag_may_be_objects():
    primary = {"primary_author": {"name": "Ana"}, "primary_tag": {"name": "AI"}}
    raw = read({"title": "A", "html": f"<p>{TEXT}</p>", "published_at": "2025-07-26"} | primary)
    assert (raw.byline, raw.tags) == ("Ana", ("AI",))


@pytest.mark.parametrize("end", ["… [+1234 chars]", "...[+12 chars]\n"])
def test_a_text_that_says_how_much_more_there_is_is_an_opening(end):
    raw = read(DAY | {"title": "A", "content": TEXT + end})
    assert raw.is_opening
    assert raw.body == (TEXT + end).partition("[")[0].strip()
    assert not read(DAY | {"title": "A", "content": f"{TEXT} [+12 chars] in all."}).is_opening


@pytest.mark.parametrize(
    "cell", ["{'id': None, 'name': 'The Outlet'}", '{""name"": ""The Outlet""}']
)
def test_an_object_may_stand_in_a_cell(cell):
    row = f'title,date,body,source\nA,2025-07-26,{TEXT},"{cell}"\n'
    raw = readers.read(Item("a:1", "a:1", row.encode()))
    assert (raw.source_name, raw.source_url, raw.notes) == ("The Outlet", "", ())


def test_what_readers_of_feeds_keep_of_an_entry_is_understood():
    entry = {"title": [{"type": "heading1", "text": "A"}], "origin": {"title": "The Outlet"}}
    raw = read(DAY | entry | {"content": TEXT, "alternate": [{"href": "https://outlet.example/a"}]})
    assert (raw.title, raw.source_name, raw.source_url) == (
        "A",
        "The Outlet",
        "https://outlet.example/a",
    )


def test_a_name_is_a_title_where_there_is_no_other():
    assert read(DAY | {"Name": "A rule", "Text": TEXT}).title == "A rule"
    assert read(DAY | {"Name": "A rule", "Title": "B", "Text": TEXT}).title == "B"


@pytest.mark.parametrize(
    "fields",
    [
        {"title": {"0": "A"}, "date": {"0": "2025-07-26"}, "body": {"0": TEXT}},
        {"columns": ["title", "body"], "index": [0], "data": [["A", TEXT]]},
    ],
)
def test_a_table_by_columns_is_named(fields):
    with pytest.raises(Rejection, match=r"^A table by its columns"):
        read(fields)


def test_a_line_without_a_text_says_what_it_holds():
    with pytest.raises(Rejection, match=r"It holds 'title', 'url'\.$"):
        read({"title": "A", "url": "https://outlet.example/a"})
