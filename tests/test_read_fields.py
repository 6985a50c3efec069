"""The names of fields, what stands nested in them, and which of several wins."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.readers.assembling import article
from articles.ingest.readers.fields import FIELDS
from articles.ingest.records import Rejection

BODY = "Ministers met in Oslo. They agreed."
ADDRESS = "https://outlet.example/a"


def read(**fields):
    return article({"title": "A", "date": "2025-07-26"} | fields, BODY)


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("title", "Ministers agree", "Ministers agree"),
        ("excerpt", "Short.", "Short."),
        ("cover_image", ADDRESS, ADDRESS),
        ("byline", "Ann Lee", "Ann Lee"),
        ("source_url", ADDRESS, ADDRESS),
        ("source_name", "The Outlet", "The Outlet"),
        ("category", "Policy", "Policy"),
        ("tags", "Law", ("Law",)),
        ("language", "nb", "nb"),
    ],
)
def test_every_name_of_a_field_is_known(field, value, found):
    for name in FIELDS[field]:
        assert getattr(article({"date": "2025-07-26", name: value}, BODY), field) == found, name


@pytest.mark.parametrize("name", FIELDS["date"])
def test_every_name_of_the_date_is_known(name):
    assert article({name: "2025-07-26"}, BODY).published == date(2025, 7, 26)


@pytest.mark.parametrize("name", ["pubdate", "PUB_DATE", "Pub Date", "pub-date", "Pub - Date"])
def test_case_hyphens_underscores_and_spaces_do_not_count(name):
    assert article({name: "2025-07-26"}, BODY).published == date(2025, 7, 26)


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("byline", {"name": "Ann Lee", "url": ADDRESS}, "Ann Lee"),
        ("byline", [{"name": "Ann Lee"}, {"name": "Bo Day"}], "Ann Lee, Bo Day"),
        ("byline", [{"given": "Ann", "family": "Lee"}, "Bo Day"], "Ann Lee, Bo Day"),
        ("byline", ["[[Ann Lee]]", "[[people/bo|Bo Day]]"], "Ann Lee, Bo Day"),
        ("byline", "Ann Lee; Bo Day", "Ann Lee, Bo Day"),
        ("byline", "Lee, Ann; Day, Bo", "Lee, Ann; Day, Bo"),
        ("byline", "Lee, Ann", "Lee, Ann"),
        ("byline", "Jos&eacute; D&iacute;az; Ann Lee", "José Díaz, Ann Lee"),
        ("cover_image", {"url": ADDRESS, "alt": "x"}, ADDRESS),
        ("cover_image", {"src": ADDRESS}, ADDRESS),
        ("cover_image", {"image": ADDRESS, "caption": "x"}, ADDRESS),
        ("cover_image", [{"path": ADDRESS}], ADDRESS),
        ("tags", [{"name": "Law"}, {"title": "Courts"}], ("Law", "Courts")),
        ("tags", [["Law"], ["Courts", 7]], ("Law", "Courts", "7")),
        ("tags", "Law; Courts, high and low", ("Law", "Courts, high and low")),
        ("tags", "Law, Courts", ("Law", "Courts")),
        ("category", [["Policy"], ["Europe"]], "Policy"),
        ("source_url", {"name": "The Outlet", "url": ADDRESS}, ADDRESS),
        ("source_name", {"name": "The Outlet", "url": ADDRESS}, "The Outlet"),
    ],
)
def test_it_finds_what_is_nested_in_a_field(field, value, found):
    assert getattr(read(**{FIELDS[field][-1]: value}), field) == found


def test_what_a_tag_is_called_is_not_how_often_it_was_given():
    keywords = [{"name": "subject", "value": "Law"}, {"name": "Courts", "value": 7}]
    assert read(keywords=keywords).tags == ("Law", "Courts")
    assert article({"date": "2025-07-26", "headline": {"main": "A rule"}}, BODY).title == "A rule"


def test_fields_of_nested_tables_count_where_none_is_outside():
    raw = read(
        params={"Author": "Ann Lee", "title": "Not this"},
        extra={"source": ADDRESS},
        taxonomies={"tags": ["Law"], "categories": ["Policy"]},
    )
    assert (raw.title, raw.byline, raw.source_url) == ("A", "Ann Lee", ADDRESS)
    assert (raw.tags, raw.category) == (("Law",), "Policy")


@pytest.mark.parametrize(
    "fields",
    [
        {"source": "outlet.example", "source_url": ADDRESS},
        {"source": "outlet.example", "canonical_url": ADDRESS},
        {"source": "The Outlet", "link": ADDRESS},
        {"source": ["The Outlet", ADDRESS]},
        {"link": "/posts/a/", "canonical": ADDRESS},
        {"source": ADDRESS, "canonical_url": "https://other.example/a"},
        {"url": "https://blog.example/a", "original_url": ADDRESS},
        {"source": f"<{ADDRESS}>"},
        {"source": f"{ADDRESS}, https://other.example/b"},
        {"source": f"The Outlet {ADDRESS}", "source_link": ADDRESS},
    ],
)
def test_a_name_or_a_path_does_not_hide_an_address(fields):
    raw = read(**fields)
    assert (raw.source_url, raw.notes) == (ADDRESS, ())


def test_a_source_that_is_a_name_names_the_source():
    assert read(source="The Outlet", link=ADDRESS).source_name == "The Outlet"
    assert read(source="outlet.example", link=ADDRESS).source_name == ""
    assert read(source="outlet.example", source_name="Outlet.Az").source_name == "Outlet.Az"
    assert read(source=ADDRESS, publisher=ADDRESS).source_name == ""
    assert read(source=f"<{ADDRESS}>").source_name == ""
    assert read(source="The Outlet", source_name="The Outlet Daily").source_name == (
        "The Outlet Daily"
    )


def test_without_an_address_what_stands_for_it_is_kept_to_complain_of():
    assert read(source="The Outlet").source_url == "The Outlet"
    assert read(url="/posts/a/").source_url == ""


def test_the_moment_of_publication_is_taken_before_the_day():
    moment = datetime(2025, 7, 26, 10, 30, tzinfo=UTC)
    assert read(published_at="2025-07-26T10:30:00+00:00").published_at == moment


def test_an_empty_field_gives_way_to_the_next():
    raw = read(date="", published="", pubDate="2025-07-25", author=[], byline="Ann Lee")
    assert (raw.published, raw.byline) == (date(2025, 7, 25), "Ann Lee")


def test_a_date_of_change_serves_where_there_is_no_other():
    raw = article({"title": "A", "lastmod": "2025-07-25"}, BODY)
    assert raw.published == date(2025, 7, 25)
    assert raw.notes == ("No date of publication: that of the last change was taken.",)
    assert read(updated="2025-08-01").published == date(2025, 7, 26)


def test_an_impossible_date_names_its_field():
    with pytest.raises(Rejection) as rejection:
        article({"pub_date": "2025-02-30"}, BODY)
    assert str(rejection.value) == (
        "Impossible date: '2025-02-30'. Correct it. The field is 'pubDate'."
    )


@pytest.mark.parametrize(
    ("fields", "is_draft"),
    [
        ({"draft": "true"}, True),
        ({"draft": True}, True),
        ({"status": "draft"}, True),
        ({"Status": "hidden"}, True),
        ({"status": "withdrawn"}, True),
        ({"status": "published"}, False),
        ({"status": "publish"}, False),
        ({"Draft": "Yes"}, True),
        ({"published": "false"}, True),
        ({"publish": False}, True),
        ({"draft": "false"}, False),
        ({"draft": ""}, False),
        ({"published": "true"}, False),
        ({"published": "2025-07-26"}, False),
        ({"params": {"draft": True}}, True),
        ({"private": "true"}, True),
        ({"unlisted": True}, True),
        ({"visibility": "private"}, True),
        ({"visibility": "public"}, False),
        ({"draft": "false", "private": "true"}, True),
        ({"status": "published", "visibility": "private"}, True),
        ({}, False),
    ],
)
def test_a_draft_says_so(fields, is_draft):
    raw = read(**fields)
    assert raw.is_draft is is_draft
    assert raw.published == date(2025, 7, 26)
    assert bool(raw.notes) is is_draft


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates()
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["name", "url", "x"]), inner),
    max_leaves=8,
)
NAMES = st.sampled_from([name for names in FIELDS.values() for name in names] + ["params", "x"])


def outcome(fields):
    """The body of the article, or the reason why there is none."""
    try:
        return article(fields, BODY).body
    except Rejection as rejection:
        return f"Rejected: {rejection}"


@given(st.dictionaries(NAMES | st.integers() | st.none(), VALUES, max_size=6))
def test_any_fields_are_an_article_or_a_reason(fields):
    found = outcome(fields)
    assert found == BODY or (found.startswith("Rejected: ") and found.endswith("."))


@given(st.text().filter(lambda text: "[[" not in text and text.strip()))
def test_a_text_is_the_same_from_any_language(title):
    assert read(title=json.loads(json.dumps(title))).title == title.strip()


def test_a_field_outside_stands_before_one_within_by_another_of_its_names():
    article = read(authors=["Ann Lee"], extra={"author": "x", "summary": "Short."})
    assert (article.byline, article.excerpt) == ("Ann Lee", "Short.")


def test_a_reference_in_a_tag_does_not_part_it():
    assert read(tags=["R&amp;D"]).tags == ("R&D",)
    assert read(tags="R&amp;D, Law").tags == ("R&D", "Law")


@pytest.mark.parametrize("value", ['["AI law", "EU"]', "['AI law', 'EU']", '[ "AI law","EU" ]'])
def test_a_list_may_be_written_in_one_text(value):
    article = read(tags=value, author=value)
    assert (article.tags, article.byline) == (("AI law", "EU"), "AI law, EU")


def test_tags_are_those_of_all_their_fields_once_each():
    raw = read(keywords="courts, Law", tags=["Law", "Models"], params={"tag": "audits"})
    assert raw.tags == ("Law", "Models", "courts", "audits")


def test_a_second_field_of_categories_gives_tags():
    raw = read(category="Policy", categories=["policy", "Europe"], tags="Law", section="World")
    assert (raw.category, raw.tags) == ("Policy", ("Law", "Europe", "World"))
    raw = read(category="Policy", taxonomies={"categories": ["Europe"]})
    assert (raw.category, raw.tags) == ("Policy", ("Europe",))


def test_another_date_that_cannot_be_read_is_told():
    raw = read(date="2025-02-30", published_at="2025-07-26")
    assert raw.published == date(2025, 7, 26)
    [note] = raw.notes
    assert note.startswith("Impossible date: '2025-02-30'. Correct it. The field is 'date'.")
    assert note.endswith("'publishedAt' was taken instead.")
    assert read(published_at="2025-07-26", published="true", created="2025-07-01").notes == ()


@pytest.mark.parametrize("name", ["title", "summary", "lang", "pubDate"])
def test_a_list_where_one_value_belongs_gives_its_first_and_says_so(name):
    raw = read(**{"date": "", "pubDate": "2025-07-26", name: ["2025-07-26", "nb"]})
    told = f"Field '{name}' has several values, '2025-07-26', 'nb': the first was taken."
    assert raw.notes == (told,)


def test_pictures_and_authors_may_be_several():
    raw = read(images=[ADDRESS, f"{ADDRESS}/2"], authors=["Ann Lee", "Bo Day"])
    assert (raw.cover_image, raw.byline, raw.notes) == (ADDRESS, "Ann Lee, Bo Day", ())


def test_several_categories_may_stand_in_one_text():
    found = article({"date": "2025-07-26", "categories": "Law, Courts"}, BODY)
    assert (found.category, found.tags) == ("Law", ("Courts",))
    assert read(category="Business, Finance").category == "Business, Finance"


@pytest.mark.parametrize("value", ["#Law #Courts", "#Law  #Courts "])
def test_signs_may_part_tags(value):
    assert read(tags=value).tags == ("#Law", "#Courts")


def test_a_byline_is_without_the_word_before_the_name():
    assert read(author="By Ann Lee and Bo Ek").byline == "Ann Lee and Bo Ek"
    assert read(author=["by Ann Lee", "Byron Ek"]).byline == "Ann Lee, Byron Ek"


@pytest.mark.parametrize(
    "value", [f"<{ADDRESS}>", f"[The title]({ADDRESS})", ADDRESS.removeprefix("https://")]
)
def test_an_address_may_be_wrapped_or_bare(value):
    assert read(source=value).source_url == ADDRESS


@pytest.mark.parametrize("value", ["Last Modified", "git Created"])
def test_what_asks_eleventy_for_a_date_is_none(value):
    found = article({"date": value}, BODY, "posts/2025-07-26-a.md")
    assert found.published == date(2025, 7, 26)
    with pytest.raises(Rejection, match="No date"):
        article({"date": value}, BODY, "posts/a.md")
