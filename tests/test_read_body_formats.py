"""Telling HTML, Markdown and plain text apart."""

import pytest

from articles.ingest.readers.bodies import body_format


@pytest.mark.parametrize(
    "body",
    [
        "<p>One.</p>\n<p>Two.</p>",
        "\n\t\t\n<figure>\n\n<img src=x>\n</figure>\nText - with * stars.",
        "One.<br>Two.",
        "Words first, then <div class='x'>a box</div>",
        "<P>ONE.</P>",
    ],
)
def test_it_knows_html(body):
    assert body_format(body) == "html"


@pytest.mark.parametrize(
    "body",
    [
        "# Heading\n\nText.",
        "Text.\n\n## Heading\n\nText.",
        "Heading\n=======\n\nText.",
        "Text.\n\nHeading\n---\n\nText.",
        "Some **bold** words.",
        "A [link](https://example.org).",
        "- one\n- two\n",
        "1. one\n2. two\n",
        "> A quotation.",
        "```\ncode\n```",
        "# Heading\n\n<p>HTML below it.</p>",
        'Paragraph with <a href="https://example.org">a link</a>.\n\nAnother.',
        "One **bold** word.<br>\nAnother.",
        "One.\n\n<figure>\n<img src=x>\n</figure>\n\nTwo.",
        "<p align='center'><img src=x></p>\n\n- one\n- two",
        "<iframe src=x></iframe>\n\n> A quotation.",
        "See [the law][law].\n\n[law]: https://example.org/law",
    ],
)
def test_it_knows_markdown(body):
    assert body_format(body) == "markdown"


@pytest.mark.parametrize(
    "body",
    [
        "One.\n\nTwo.",
        "\t\t\tOne.\n\n\t\t\n\t\tTwo.",
        "It costs < 5 and > 3 <33 and a <b c.",
        "They hide in the <title> tags of a page.",
        "#hashtag is no heading",
        "One line\nof two.\n------\n\nText.",
        "One.\n\n-----\n\nTwo.",
        "5 * 3 * 2 = 30",
        "- a single dash begins this line",
        "snake_case_words and 2. a number",
    ],
)
def test_it_knows_plain_text(body):
    assert body_format(body) == "text"
