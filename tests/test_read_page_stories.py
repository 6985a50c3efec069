"""A page's own article is read alone, where the next story stands on the same page."""

import pytest

from tests.saved_pages import DATE, FIRST, SECOND, TEXT, article, linked_data, page

OTHER = "The harbour of a small town stays closed until the spring, its keepers said on Monday."
ANOTHER = "Boats wait in the river, and those who fish look for other work in the meantime."
STORY = f"<p>{OTHER}</p><p>{ANOTHER}</p><p>{ANOTHER}</p>"
OWN = f"<h1>Council adopts a rule</h1><p>By Ana Writer</p>{TEXT}"
HEAD = DATE + '<meta property="og:title" content="Council adopts a rule">'

NEXT = {
    "articles in a row": f"<article><h1>Harbour shut</h1><p>By Bo Sailor</p>{STORY}</article>",
    "a day": f"<article><h1>Harbour shut</h1><time>May 2, 2025</time>{STORY}</article>",
    "a class": f'<div class="x"><h1>Harbour shut</h1><i class="author">Bo</i>{STORY}</div>',
    "a second heading": (
        '<section class="more"><article><h2>Harbour shut</h2>'
        f'<p class="byline">By Bo Sailor</p>{STORY}</article></section>'
    ),
    "the name of the place": f'<div class="next-article"><h3>Harbour shut</h3>{STORY}</div>',
}


@pytest.mark.parametrize("name", NEXT)
@pytest.mark.parametrize("form", ["<article>{}</article>{}", "{1}<article>{0}</article>"])
def test_the_next_story_is_left_out_and_a_note_says_so(name, form):
    found = article(page(f"<main>{form.format(OWN, NEXT[name])}</main>", HEAD))
    assert (found.title, found.byline) == ("Council adopts a rule", "Ana Writer")
    assert FIRST in found.body_text
    assert SECOND in found.body_text
    assert OTHER not in found.body_text
    assert ANOTHER not in found.body_text
    assert found.notes == (
        "The page has another article, “Harbour shut”, which was left out. Import it by itself.",
    )


def test_a_story_within_the_articles_own_element_is_left_out_too():
    inner = f"<div><article><h1>Harbour shut</h1><p>By Bo Sailor</p>{STORY}</article></div>"
    assert OTHER not in article(page(f"<article>{OWN}{inner}</article>", HEAD)).body_text


def test_many_stories_are_told_of_in_one_note():
    more = NEXT["articles in a row"] + NEXT["a day"].replace("Harbour", "Market")
    found = article(page(f"<article>{OWN}</article>{more}", HEAD))
    note = "The page has 2 other articles, the first “Harbour shut”, which were left out."
    assert found.notes == (note,)


def test_a_next_story_that_is_longer_than_the_article_does_not_take_its_place():
    long = f"<article><h1>Harbour shut</h1><p>By Bo Sailor</p>{STORY * 9}</article>"
    found = article(page(f"<article>{OWN}</article>{long}", HEAD))
    assert found.title == "Council adopts a rule"
    assert FIRST in found.body_text
    assert OTHER not in found.body_text


def chapters(form):
    return "".join(form.format(name, f"<p>{OTHER} {ANOTHER} {name}.</p>") for name in "ABCD")


PARTS = {
    "chapters": f"<article>{OWN}{chapters('<h1>Part {}</h1>{}')}</article>",
    "sections": f"<article>{OWN}{chapters('<section><h1>Part {}</h1>{}</section>')}</article>",
    "articles": f"<main>{OWN}{chapters('<article><h2>Part {}</h2>{}</article>')}</main>",
    "updates": (
        f"<main>{OWN}{chapters('<article><h2>{0}</h2><time>9:00</time>{1}</article>')}</main>"
    ),
    "voices": (
        f"<article>{OWN}{chapters('<section><h2>{}</h2><p>By Bo Sailor</p>{}</section>')}</article>"
    ),
}


@pytest.mark.parametrize("name", PARTS)
def test_parts_of_one_article_are_no_other_articles(name):
    found = article(page(PARTS[name], HEAD))
    assert found.body_text.count(OTHER) == 4
    assert found.notes == ()


def test_the_posts_of_a_live_blog_stay():
    live = linked_data(**{"@type": "LiveBlogPosting", "headline": "Council adopts a rule"})
    post = "<article><h2>Post {}</h2><p>By Bo Sailor</p>{}</article>"
    found = article(page(f"<article>{OWN}</article>{chapters(post)}", HEAD + live))
    assert found.notes == ()


def test_an_article_that_is_parted_by_an_advertisement_is_whole():
    part = '<article class="part">{}</article>'
    parts = part.format(OWN + TEXT.replace("Friday", "Monday") * 3) + part.format(STORY)
    text = article(page(f"<main>{parts}</main>", HEAD)).body_text
    assert FIRST in text
    assert OTHER in text
