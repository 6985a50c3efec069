"""What programs for notes and sites add to Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.clean import clean
from articles.ingest.readers import extensions, front_matter


def html(body):
    return clean(front_matter.read(f"---\ntitle: A\ndate: 2025-07-26\n---\n{body}\n")).body_html


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "# B\n\n> [!warning]- Careful\n> It is *good*.",
            "<blockquote><p><strong>Careful</strong></p><p>It is <em>good</em>.</p></blockquote>",
        ),
        ("# B\n\n> [!note]\n> It is good.", "<blockquote><p>It is good.</p></blockquote>"),
        ("- [ ] one\n- [x] two", "<ul><li>☐ one</li><li>☑ two</li></ul>"),
        ("# B\n\nIt was ==marked==, and 1 == 1.", "It was marked, and 1 == 1."),
        (
            "# B\n\nIt met.[^a]\n\n[^a]: On Friday.",
            "<p>It met.<sup>a</sup></p>\n<p><sup>a</sup> On Friday.</p>",
        ),
        ("# B\n\n[TOC]\n\nIt met.", "<p>It met.</p>"),
        ("It met.\n\n| a | b |\n|---|---|\n| 1 | 2 |", "<td>2</td>"),
        ("It met.\n\n<details><summary>More</summary>\n\nOn *Friday*.\n\n</details>", "<em>Friday"),
        (
            "<p>It met. [embed]https://a.example/b[/embed]</p>",
            "<p>It met. https://a.example/b</p>",
        ),
        ('<p>[caption id="a"]The hall[/caption] It met.</p>', "<p>The hall It met.</p>"),
    ],
)
def test_it_becomes_html_that_readers_know(body, expected):
    assert expected in html(body)


def test_brackets_of_words_and_references_without_a_note_stay():
    body = "# B\n\nThe council [sic] met [^ and so] on, says [1] and [^b]."
    assert "The council [sic] met [^ and so] on, says [1] and [^b]." in html(body)


@given(st.text(alphabet=st.sampled_from("ab[]^!>-=x: \n*|"), max_size=300))
def test_no_letter_is_lost(text):
    letters = [letter for letter in text if letter in "ab"]
    kept = [letter for letter in extensions.plain(text) if letter in "ab"]
    assert kept == letters or "[!" in text
