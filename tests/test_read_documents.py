"""Files of nothing but fields, in YAML, TOML and linked data."""

import json
from datetime import date

import pytest

from articles.ingest import readers
from articles.ingest.records import Item, Rejection

YAML = """title: A rule
date: 2025-07-26
source: https://a.example/b
body: |
  It met.

  More.
"""
TOML = '''title = "A rule"
date = 2025-07-26
source = "https://a.example/b"
body = """
It met.
"""
'''


def read(text, name):
    return readers.read(Item(name, name, text.encode()))


@pytest.mark.parametrize(
    ("text", "name", "body"),
    [
        (YAML, "a.yaml", "It met.\n\nMore."),
        (f"---\n{YAML}", "a.yml", "It met.\n\nMore."),
        (TOML, "a.toml", "It met."),
    ],
)
def test_the_text_is_one_of_the_fields(text, name, body):
    raw = read(text, name)
    assert (raw.title, raw.published, raw.body) == ("A rule", date(2025, 7, 26), body)
    assert raw.source_url == "https://a.example/b"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("- title: A\n  body: B\n- title: C\n  body: D\n", "Several articles in one file."),
        ("title: A\ndate: 2025-07-26\n", "No text: the line has none in a field such as 'body'."),
        ("title: [A\n", "Broken front matter on line"),
    ],
)
def test_it_says_why_it_cannot_read(text, reason):
    with pytest.raises(Rejection) as refused:
        read(text, "a.yaml")
    assert str(refused.value).startswith(reason)


def test_yaml_without_its_quotes_is_mended_here_too():
    raw = read(f"title: Rule: adopted\n{YAML.partition(chr(10))[2]}", "a.yaml")
    assert raw.title == "Rule: adopted"
    assert raw.notes[0].endswith("Read as if its values were in quotes.")


@pytest.mark.parametrize("page", ["https://a.example/b", {"@id": "https://a.example/b"}])
def test_an_article_in_linked_data_names_its_page(page):
    fields = {
        "@context": "https://schema.example",
        "@type": "NewsArticle",
        "headline": "A rule",
        "datePublished": "2025-07-26",
        "mainEntityOfPage": page,
        "articleBody": "It met.",
    }
    raw = read(json.dumps(fields), "a.json")
    assert (raw.title, raw.source_url, raw.notes) == ("A rule", "https://a.example/b", ())
