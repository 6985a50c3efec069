"""An article that is typed in: a file like any other, and read as it was typed."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.ingest.readers import read
from articles.ingest.records import Item
from articles.models import Article, Import, Original, Upload
from articles.uploads.typed import as_file
from tests.factories import make_prose

ADD = "/admin/articles/upload/add/"
DAY = date(2025, 7, 26)

# Words with what YAML gives a meaning to, and none of what is taken for a tag or a template.
WORDS = st.text("aé中ع :;,.'\"#&*!|>%@`?-+=~^()[]019", min_size=1, max_size=60).map(
    lambda text: f"A {text} z"
)


def read_back(fields, body):
    name, content = as_file({"date": DAY, **fields}, body)
    return read(Item(name, name, content))


@settings(deadline=None)
@given(WORDS, WORDS, st.lists(st.text("aé:#'\"-[]&*! ", min_size=1).map("T{}z".format), max_size=4))
def test_it_is_read_as_it_was_typed(title, byline, tags):
    raw = read_back({"title": title, "excerpt": byline, "tags": tags}, "Ministers met on Friday.")
    assert (raw.title, raw.excerpt, raw.published) == (title, byline, DAY)
    assert raw.body.strip() == "Ministers met on Friday."
    assert list(raw.tags) == tags


@pytest.mark.parametrize("said", ["html", "markdown", "text"])
@pytest.mark.parametrize("body", ["# A heading\n\nText.", "<p>Text.</p>", "Text alone."])
def test_what_it_is_written_in_is_what_was_said(said, body):
    assert read_back({"title": "A title", "body_format": said}, body).body_format == said


@pytest.mark.parametrize("said", ["", "rtf"])
def test_what_is_not_said_is_told_by_the_text(said):
    assert (
        read_back({"title": "A title", "body_format": said}, "<p>Text.</p>").body_format == "html"
    )


def typed(client, **fields):
    filled = {
        "way": "typed",
        "title": "Council adopts a rule",
        "date": "2025-07-26",
        "body": "# The rule\n\nIt asks for **audits** of models.",
    }
    return client.post(ADD, filled | fields)


@pytest.mark.django_db
def test_it_is_previewed_and_then_comes_in_like_any_other(curator_client, curator):
    preview = typed(
        curator_client,
        source="outlet.example/rule",
        source_name="The Outlet",
        author="Ada Ruiz",
        category="Policy",
        tags="Audits, EU AI Act",
        language="en",
        excerpt="A rule was adopted.",
        image="https://outlet.example/a.jpg",
    ).url
    assert "Council adopts a rule" in curator_client.get(preview).content.decode()
    assert not Article.objects.exists()
    curator_client.post(preview, {"gate": "judge"})
    article = Article.objects.get()
    assert "<strong>audits</strong>" in article.body_html
    assert (article.title, article.byline, article.excerpt) == (
        "Council adopts a rule",
        "Ada Ruiz",
        "A rule was adopted.",
    )
    assert (article.canonical_url, article.source.name) == (
        "https://outlet.example/rule",
        "The Outlet",
    )
    assert {tag.name for tag in article.tags.all()} == {"Audits", "EU AI Act"}
    assert (article.category.name, article.cover_image, article.published) == (
        "Policy",
        "https://outlet.example/a.jpg",
        DAY,
    )
    assert Original.objects.get().origins == ["typed in/2025-07-26-council-adopts-a-rule.md"]
    assert Import.objects.get().made_by == curator


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"title": ""}, "title"),
        ({"date": "03/04/25x"}, "date"),
        ({"body": " "}, "body"),
        ({"body": "x" * 500_001}, "body"),
        ({"source": "javascript:alert(1)"}, "source"),
        ({"body_format": "pdf"}, "body_format"),
        ({"title": "A\0title"}, "title"),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_its_field(curator_client, fields, at):
    page = typed(curator_client, **fields)
    assert set(page.context["forms"]["typed"].errors) == {at}
    assert not Upload.objects.exists()


@pytest.mark.django_db
def test_what_was_typed_is_cleaned_like_any_other(curator_client):
    body = f"<p>{make_prose(1, 3)}</p><script>alert(1)</script><p onclick=x>More.</p>"
    curator_client.post(typed(curator_client, body=body, source="").url, {"gate": "publish"})
    html = Article.objects.get().body_html
    assert "More." in html
    assert "script" not in html
    assert "onclick" not in html


@pytest.mark.django_db
def test_a_request_that_is_too_large_is_told_in_a_sentence(curator_client):
    answer = typed(curator_client, body="x" * 2_700_000)
    assert answer.status_code == 400
    assert "The request cannot be taken" in answer.content.decode()
