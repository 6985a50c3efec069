"""An article that a page shows by a script, or in the posts of a live blog, is read."""

import json

import pytest

from tests.saved_pages import DATE, FIRST, SECOND, article, linked_data, outcome, page

OTHER = f"<p>{'The old mills of the valley are quiet again. ' * 9}</p>"
BODY = f"<p>{FIRST}</p><p>{SECOND}</p>"
OWN = {
    "title": "A rule",
    "publishedAt": "2025-07-26",
    "author": {"name": "Ana Writer"},
    "body": BODY,
}
DATA = {"props": {"related": [OWN | {"title": "Old mills", "body": OTHER}], "post": OWN}}
HEAD = '<title>A rule</title><meta property="og:title" content="A rule">'
SCRIPTS = {
    "data": '<script id="__NEXT_DATA__" type="application/json">{}</script>',
    "a variable": "<script>window.__STATE__ = {};</script>",
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_what_a_page_gives_its_own_script_is_read_where_it_shows_nothing(script):
    found = article(page(f'<div id="app"></div>{script.format(json.dumps(DATA))}', HEAD))
    assert (found.title, str(found.published), found.byline) == (
        "A rule",
        "2025-07-26",
        "Ana Writer",
    )
    assert found.body_text == f"{FIRST}\n\n{SECOND}"


def test_what_a_page_shows_comes_before_what_its_script_has():
    script = SCRIPTS["data"].format(json.dumps(DATA | {"post": OWN | {"body": OTHER}}))
    found = article(page(f"<main><h1>A rule</h1>{BODY}</main>{script}", HEAD + DATE))
    assert "mills" not in found.body_text


@pytest.mark.parametrize("data", ["{", "[" * 9000, "null", '{"title": "A rule", "body": 7}', "x=1"])
def test_data_that_says_nothing_of_the_article_is_passed_over(data):
    assert outcome(page(SCRIPTS["data"].format(data), HEAD)).startswith("No date:")


def test_the_posts_of_a_live_blog_are_its_text_where_the_page_shows_few():
    posts = [
        {"@type": "BlogPosting", "headline": f"Post {n}", "articleBody": f"{FIRST} {n}"}
        for n in "ab"
    ]
    live = linked_data(
        **{"@type": "LiveBlogPosting", "headline": "A rule", "liveBlogUpdate": posts}
    )
    text = article(page("<main><h1>A rule</h1></main>", DATE + live)).body_text
    assert text == f"Post a\n\n{FIRST} a\n\nPost b\n\n{FIRST} b"
