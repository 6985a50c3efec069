"""Org and AsciiDoc: their headers as fields, their bodies as Markdown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest import readers
from articles.ingest.clean import clean
from articles.ingest.readers import asciidoc, org
from articles.ingest.records import Item

ADDRESS = "https://outlet.example/rule"

ORG = f"""#+TITLE: Council adopts a rule
#+AUTHOR: Ann Lee
#+DATE: <2025-07-26 Sat>
#+FILETAGS: :audits:models:
#+SOURCE: {ADDRESS}

* What it says
:PROPERTIES:
:ID: 1
:END:
# A note to oneself.
The *council* adopted [[https://outlet.example/text][the rule]] and /more/, says =a/b=.

- one
- two
** DONE What follows :later:
#+BEGIN_QUOTE
It is *good*.
#+END_QUOTE
#+BEGIN_SRC python
* 1 * 2
#+END_SRC
"""

ASCIIDOC = f"""= Council adopts a rule
Ann Lee <ann@outlet.example>
v1.0, 2025-07-26: first
:keywords: audits, models
:page-source: {ADDRESS}

// A note to oneself.
[.lead]
The *council* adopted https://outlet.example/text[the rule^] and _more_, says `a/b`.

== What it says

* one
** within
* two

[quote, Ann Lee]
____
It is *good*.
____

----
* 1 * 2
----
See link:/later[what follows].footnote:[Not yet.]
"""


def read(text, name):
    return clean(readers.read(Item(name, name, text.encode())))


@pytest.mark.parametrize(("text", "name"), [(ORG, "a.org"), (ASCIIDOC, "a.adoc")])
def test_the_header_tells_the_fields(text, name):
    article = read(text, name)
    assert (article.title, article.published) == ("Council adopts a rule", date(2025, 7, 26))
    assert (article.byline, article.tags) == ("Ann Lee", ("audits", "models"))
    assert article.source_url == ADDRESS


@pytest.mark.parametrize(("text", "name"), [(ORG, "a.org"), (ASCIIDOC, "a.adoc")])
def test_the_marks_become_html_and_the_words_stay(text, name):
    body = read(text, name).body_html
    for part in (
        "<strong>council</strong>",
        "<em>more</em>",
        "<code>a/b</code>",
        "<h2>What it says</h2>",
        "<blockquote>",
        "<strong>good</strong>",
        "<li>two</li>",
        "* 1 * 2",
        'href="https://outlet.example/text"',
        ">the rule</a>",
    ):
        assert part in body
    for mark in ("[[", "#+", "____", "[quote", "DONE", ":later:", "PROPERTIES", "oneself", "^"):
        assert mark not in body


def test_a_note_at_the_foot_stands_in_its_place():
    assert "what follows. (Not yet.)" in read(ASCIIDOC, "a.adoc").body_text


def test_addresses_are_not_taken_for_emphasis():
    made = org.as_markdown("See [[https://a.example/b/c/][the text]] of 1/2 and a_b_c.")
    assert made == "See [the text](https://a.example/b/c/) of 1/2 and a_b_c."


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("rule.adoc", "== What it says\n\nThe *council* met."),
        ("rule.org", "* What it says\n\nThe *council* met."),
    ],
)
def test_under_front_matter_the_ending_of_the_name_tells_the_markup(name, body):
    article = read(f"---\ntitle: A\ndate: 2025-07-26\n---\n{body}", name)
    assert "<h2>What it says</h2>" in article.body_html
    assert "<strong>council</strong>" in article.body_html


@given(st.text(alphabet=st.sampled_from("ab */_=~+-[]:#.<>\n'|\\^`"), max_size=300))
def test_any_text_is_read(text):
    assert isinstance(org.as_markdown(text), str)
    assert isinstance(asciidoc.as_markdown(text), str)


@given(st.lists(st.text("abcé", min_size=1), min_size=1))
def test_plain_words_stay_as_they_are(words):
    text = " ".join(words)
    assert org.as_markdown(text) == asciidoc.as_markdown(text) == text
