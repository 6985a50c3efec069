"""Texts as trees of blocks, as content systems and editors keep them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest import readers
from articles.ingest.readers import rich_text
from articles.ingest.records import Item, Rejection


def body(tree):
    fields = {"title": "A", "date": "2025-07-26", "body": tree}
    return readers.read(Item("a:1", "a:1", json.dumps(fields).encode())).body


def leaf(words, name="text"):
    return {"type": "text", name: words}


CONTENTFUL = {
    "nodeType": "document",
    "content": [
        {"nodeType": "heading-2", "content": [{"nodeType": "text", "value": "Why"}]},
        {
            "nodeType": "paragraph",
            "content": [
                {"nodeType": "text", "value": "A & "},
                {
                    "nodeType": "hyperlink",
                    "data": {"uri": "https://a.example/"},
                    "content": [{"nodeType": "text", "value": "rule"}],
                },
            ],
        },
    ],
}
STRAPI = [
    {"type": "heading", "level": 2, "children": [leaf("Why")]},
    {
        "type": "paragraph",
        "children": [
            leaf("A & "),
            {"type": "link", "url": "https://a.example/", "children": [leaf("rule")]},
        ],
    },
]
PROSEMIRROR = {
    "type": "doc",
    "content": [
        {"type": "heading", "attrs": {"level": 2}, "content": [leaf("Why")]},
        {
            "type": "paragraph",
            "content": [
                leaf("A & "),
                leaf("rule")
                | {"marks": [{"type": "link", "attrs": {"href": "https://a.example/"}}]},
            ],
        },
    ],
}
EDITORJS = {
    "blocks": [
        {"type": "header", "data": {"text": "Why", "level": 2}},
        {"type": "paragraph", "data": {"text": 'A &amp; <a href="https://a.example/">rule</a>'}},
    ]
}


@pytest.mark.parametrize("tree", [CONTENTFUL, STRAPI, PROSEMIRROR, EDITORJS])
def test_headings_paragraphs_and_links_are_kept(tree):
    assert body(tree) == '<h2>Why</h2><p>A &amp; <a href="https://a.example/">rule</a></p>'


def test_portable_text_has_its_headings_as_styles():
    blocks = [
        {"_type": "block", "style": "h3", "children": [{"_type": "span", "text": "Why"}]},
        {"_type": "block", "style": "normal", "children": [{"_type": "span", "text": "A rule."}]},
    ]
    assert body(blocks) == "<h3>Why</h3><p>A rule.</p>"


def test_lists_are_lists():
    items = [{"type": "list-item", "children": [leaf("one")]}]
    assert (
        body([{"type": "list", "format": "ordered", "children": items}]) == "<ol><li>one</li></ol>"
    )
    assert (
        body({"blocks": [{"type": "list", "data": {"items": ["one"]}}]}) == "<ul><li>one</li></ul>"
    )


def test_a_tree_that_is_too_deep_is_refused():
    tree = leaf("A")
    for _ in range(300):
        tree = {"type": "quote", "children": [tree]}
    with pytest.raises(Rejection, match=r"^A text is nested more than 40 deep"):
        body([tree])
    lone = {}
    for _ in range(300):
        lone = {"root": lone}
    with pytest.raises(Rejection, match=r"^No text"):
        body(lone)


def test_a_list_of_other_things_is_no_text():
    with pytest.raises(Rejection, match=r"^No text"):
        body([{"type": "image", "url": "https://a.example/a.png"}])


NAMES = [
    *("type", "nodeType", "content", "children", "text", "data", "attrs", "level", "marks"),
    *("style", "items", "blocks", "root", "url", "paragraph"),
]
TREES = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(NAMES),
            inner,
        )
    ),
    max_leaves=12,
)


@given(TREES)
def test_any_tree_gives_a_text(tree):
    if rich_text.is_one(tree):
        assert isinstance(rich_text.html(tree), str)
