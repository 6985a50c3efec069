"""From RawArticle to CleanArticle: checked, bounded and fit to store."""

import dataclasses
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.clean import clean
from articles.ingest.records import RawArticle, Rejection
from articles.titles import title_key

RAW = RawArticle("A title", "One paragraph.\n\nAnother.", "text", date(2025, 7, 26))


def cleaned(**fields):
    return clean(dataclasses.replace(RAW, **fields))


def test_it_makes_html_and_text_of_plain_text():
    article = cleaned(body="Tom &amp; Ann met\nin <Oslo>.\n\n\t\t\n\t\tSee https://example.org/a.")
    first, second = article.body_html.splitlines()
    assert first == "<p>Tom &amp; Ann met in &lt;Oslo&gt;.</p>"
    assert re.sub(' rel="[^"]*"', "", second) == (
        '<p>See <a href="https://example.org/a">https://example.org/a</a>.</p>'
    )
    assert article.body_text == "Tom & Ann met in <Oslo>.\n\nSee https://example.org/a."
    assert article.word_count == 9
    assert [link.url for link in article.links] == ["https://example.org/a"]


def test_long_lines_of_plain_text_are_paragraphs():
    line = "word " * 40
    assert cleaned(body=f"{line}\n{line}").body_html.count("<p>") == 2


def test_it_makes_html_of_markdown_and_never_code_of_indented_text():
    article = cleaned(
        body="## Head\n\n    indented *text*\n\n- one\n- two\n\n| a |\n|---|\n| b |\n\n~~no~~",
        body_format="markdown",
    )
    for part in (
        "<h2>Head</h2>",
        "<p>indented <em>text</em></p>",
        "<li>one</li>",
        "<td>b</td>",
        "<s>",
    ):
        assert part in article.body_html
    assert "<pre>" not in article.body_html


@pytest.mark.parametrize("layout", ["html", "markdown", "text"])
def test_it_removes_control_characters_from_any_body(layout):
    assert cleaned(body="one\0two\x01three", body_format=layout).body_text == "onetwothree"


def test_it_keeps_markdown_that_is_nested_deep():
    body = "".join("  " * depth + f"- level {depth}\n" for depth in range(20))
    assert "level 19" in cleaned(body=body, body_format="markdown").body_text


def test_it_reads_relative_links_against_the_source():
    article = cleaned(
        body='<p><a href="/b">b</a></p>', body_format="html", source_url="https://www.example.org/a"
    )
    assert [(link.url, link.domain) for link in article.links] == [
        ("https://www.example.org/b", "example.org")
    ]


@pytest.mark.parametrize(
    ("given_title", "title"),
    [
        ("It&#8217;s here", "It’s here"),
        ("Tom &amp;amp; Ann &amp;#8217;", "Tom & Ann ’"),
        ("A <b>bold</b>\n\t move", "A bold move"),
        ("x < y and y > z", "x < y and y > z"),
        ("Right\u202eto\u200b left\x07", "Rightto left"),
        ("family \N{MAN}\u200d\N{WOMAN} \U0001f600", "family \N{MAN}\u200d\N{WOMAN} \U0001f600"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("nul \0 and \ud800\ufffe", "nul and"),
    ],
)
def test_it_cleans_the_title(given_title, title):
    assert cleaned(title=given_title).title == title


def test_it_shortens_a_very_long_title_with_a_note():
    article = cleaned(title="word " * 100)
    assert len(article.title) <= 300
    assert article.title.endswith("word…")
    assert article.notes == (f"Title shortened from 499 to {len(article.title)} characters.",)


def test_an_empty_title_is_taken_from_the_text():
    assert cleaned(title="\u200b").title == "One paragraph. Another."


@pytest.mark.parametrize(
    ("body", "body_format"),
    [("# A **title**\n\nText.", "markdown"), ("<h1>A title </h1><p>Text.</p>", "html")],
)
def test_it_drops_a_heading_that_repeats_the_title(body, body_format):
    assert cleaned(body=body, body_format=body_format).body_html == "<p>Text.</p>"


def test_it_keeps_another_heading():
    html = "<h2>Not the title</h2>\n<p>Text.</p>"
    assert cleaned(body=html, body_format="html").body_html == html


@pytest.mark.parametrize(
    ("body", "body_format"),
    [
        ("<script>alert(1)</script><p>&nbsp;</p>", "html"),
        ("<p><img src='https://example.org/a.png'></p>", "html"),
        ("# A title", "markdown"),
        ("\u200b\0", "text"),
    ],
)
def test_it_rejects_a_body_without_text(body, body_format):
    with pytest.raises(Rejection, match="No text"):
        cleaned(body=body, body_format=body_format)


def test_it_rejects_a_text_that_is_too_long():
    with pytest.raises(Rejection, match="Text too long: 1,000,001 characters, at most 1,000,000"):
        cleaned(body="x" * 1_000_001)


def test_a_given_excerpt_is_kept_and_a_missing_one_is_made():
    assert cleaned(excerpt=" It&#39;s\n<b>cut</b>... ").excerpt == "It's cut..."
    made = cleaned(body="Some words here. " * 30).excerpt
    assert len(made) <= 200
    assert made.endswith("Some words…")
    assert cleaned().excerpt == "One paragraph. Another."


def test_it_knows_the_source_by_its_address():
    article = cleaned(source_url="http://www.Example.org/a/?utm_source=x&amp;b=1#c")
    assert article.source_url == "http://www.example.org/a/?b=1#c"
    assert article.canonical_url == "https://example.org/a?b=1"
    assert article.source_domain == "example.org"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "Engadget", "http://x"]
)
def test_an_address_that_is_no_web_address_is_left_out_with_a_note(address):
    article = cleaned(source_url=address, cover_image=address)
    assert (article.source_url, article.canonical_url, article.source_domain) == ("", "", "")
    assert article.cover_image == ""
    assert article.notes == (
        f"The source '{address}' is no web address and was left out.",
        f"The cover image '{address}' is no web address and was left out.",
    )


def test_tags_that_differ_only_in_case_are_one():
    article = cleaned(
        tags=("Ai", " AI ", "#Law", "C++", "c#", "", "x" * 100), category=" General\nAI "
    )
    assert article.tags == ("Ai", "Law", "C++", "c#", "x" * 79 + "…")
    assert article.category == "General AI"


def test_it_keeps_no_more_than_fifty_tags():
    article = cleaned(tags=tuple(f"tag {number}" for number in range(60)))
    assert len(article.tags) == 50
    assert article.notes == ("60 tags: the first 50 were kept.",)


@pytest.mark.parametrize(
    ("value", "language", "notes"),
    [("", "en", 0), ("de-AT", "de", 0), ("PT_br", "pt", 0), ("English", "en", 1), ("x", "en", 1)],
)
def test_a_language_is_its_primary_subtag(value, language, notes):
    article = cleaned(language=value)
    assert (article.language, len(article.notes)) == (language, notes)


def test_the_same_words_have_the_same_digest():
    one = cleaned(body="<p>The <b>ＡＩ</b> Act: done!</p>", body_format="html")
    two = cleaned(body="the AI act — done", source_url="https://example.org/other")
    assert one.text_digest == two.text_digest
    assert one.text_digest != cleaned().text_digest
    assert len(one.text_digest) == 64


def test_titles_that_differ_only_in_numbers_have_the_same_key():
    assert title_key("AI at Work - 1700000000000: News") == title_key("ai at work: News 2")
    assert title_key("AI at Work") != title_key("AI at Home")
    assert title_key("2025!") == ""


def test_right_to_left_text_stays_as_it_is():
    article = cleaned(title="قانون الذكاء", body="<p dir=rtl>نص المقال.</p>", body_format="html")
    assert (article.title, article.body_html) == ("قانون الذكاء", '<p dir="rtl">نص المقال.</p>')


def texts_of(article):
    for field in dataclasses.fields(article):
        value = getattr(article, field.name)
        yield from value if field.name in ("tags", "notes") else [value]
    for link in article.links:
        yield from (link.url, link.text)


ODD = st.text(alphabet="a <>&;#x0\0\x01\x85\ud800\ufffe\u202e\u200b'\"/=:\n\t—", max_size=30)
BAD = set("\0\x01\x85\ud800\ufffe\ufeff")


@given(st.sampled_from(["html", "markdown", "text"]), st.tuples(ODD, ODD, ODD), st.text())
def test_nothing_that_cannot_be_stored_is_ever_in_an_article(layout, odd, free):
    body, one, two = odd
    article = cleaned(
        body=f"Text {body} &#1;&#xFFFE; {free}",
        body_format=layout,
        title=one,
        byline=two,
        excerpt=f"{two}{free}",
        source_url=f"https://example.org/{one}",
        cover_image=two,
        category=one,
        tags=odd,
        language=two,
    )
    assert article.title
    assert len(article.excerpt) <= 1000
    for value in texts_of(article):
        if isinstance(value, str):
            assert not BAD & set(value)
            value.encode()
