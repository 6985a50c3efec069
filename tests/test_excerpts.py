"""The excerpt under a headline says what the article says, not what stands above its text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.blocks import blocks
from articles.ingest.clean import clean
from articles.ingest.excerpts import MOST, excerpt, made
from articles.ingest.records import RawArticle

TITLE = "Ministers agree on audits"
SECTIONS = "<p>News Home</p><p>Policy</p>"
HEAD = f"{SECTIONS}<p>{TITLE}</p>"
TEXT = "<p>Every large model is to be audited from May.</p><p>Two states objected.</p>"
OPENING = "Every large model is to be audited from May. Two states objected."


def of(html, given="", title=TITLE):
    return excerpt(given, blocks(html), title)


@pytest.mark.parametrize("cut", ["...", "…", " [...]", " […]", "(…)"])
def test_an_opening_that_was_cut_off_is_made_anew_from_what_follows_the_headline(cut):
    given = f"News Home Policy {TITLE} Every large mod{cut}"
    assert of(HEAD + TEXT, given) == OPENING


@pytest.mark.parametrize(
    "given",
    [
        "Audits will be asked for.",
        "What nobody expected...",
        "News Home Policy",
        "Every large model is to be audited from May.",
    ],
)
def test_any_other_excerpt_is_kept_as_it_was_given(given):
    assert of(HEAD + TEXT, given) == given


@pytest.mark.parametrize(
    "headline", [TITLE, f"{TITLE}.", TITLE.upper(), "Ministers  agree <em>on</em> audits"]
)
def test_a_headline_that_stands_once_more_is_left_out_with_what_is_above_it(headline):
    assert of(f"{SECTIONS}<p>{headline}</p>{TEXT}") == OPENING


def test_a_sentence_that_begins_like_the_headline_is_part_of_the_opening():
    html = f"<p>{TITLE}, and states object.</p>"
    assert of(html) == f"{TITLE}, and states object."


def test_a_headline_far_down_cuts_nothing():
    html = "<p>One of many paragraphs.</p>" * 12 + f"<p>{TITLE}</p><p>End.</p>"
    assert of(html).startswith("One of many paragraphs.")


@pytest.mark.parametrize("line", ["Written by", "By Ada Ruiz", "Reported by Ada Ruiz and Bo Lind"])
def test_an_opening_ends_above_the_byline_or_begins_below_it(line):
    below = f"<p>{line}</p><p>Ada Ruiz, EditorEditor May 3 Get the newsletter</p>"
    summary = "<p>Audits come in May, and nobody is ready for them.</p>"
    assert of(HEAD + summary + below) == "Audits come in May, and nobody is ready for them."
    assert of(f"<p>Exclusive</p><p>{line}</p>{TEXT}") == OPENING
    assert of(f"<p>{line}</p>") == line


def test_what_an_outlet_repeats_is_no_opening_though_it_may_tell_where_one_ends():
    summary = "<p>Audits come in May, and nobody is ready for them.</p>"
    found = blocks(f"{HEAD}{summary}<p>Share</p><p>Written by</p><p>Ada Ruiz, EditorEditor</p>")
    repeated = [block.place for block in found if block.text in ("Share", "Written by")]
    assert made(found, TITLE, repeated) == "Audits come in May, and nobody is ready for them."


def test_a_sentence_that_begins_like_a_byline_is_part_of_the_opening():
    assert of(f"<p>By May, all is done.</p>{TEXT}") == f"By May, all is done. {OPENING}"


def test_captions_do_not_open_a_text():
    picture = "<figure><figcaption>A hall. | Photo: Someone</figcaption></figure>"
    assert of(picture + TEXT) == OPENING
    assert of(picture) == "A hall. | Photo: Someone"


@pytest.mark.parametrize("html", [f"<p>{TITLE}</p>", f"{SECTIONS}<p>{TITLE}</p>"])
def test_a_text_that_ends_with_its_headline_is_taken_as_it_is(html):
    assert of(html).endswith(TITLE)


def test_the_title_of_an_article_without_one_does_not_empty_its_excerpt():
    article = clean(RawArticle(title="", body="A note.", published=None, body_format="text"))
    assert (article.title, article.excerpt) == ("A note.", "A note.")


@given(st.lists(st.text(max_size=300), max_size=12), st.text(max_size=300), st.text(max_size=80))
def test_it_is_one_short_line_whatever_comes(paragraphs, given, title):
    html = "".join(f"<p>{p.replace('<', '').replace('&', '')}</p>" for p in paragraphs)
    opening = made(blocks(html), title)
    assert len(opening) <= MOST
    assert opening == " ".join(opening.split())
    assert of(html, given, title) in (given, opening)
