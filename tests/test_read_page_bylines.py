"""Names that no “by” introduces, and facts that stand in lists or at the foot of a page."""

import pytest

from tests.saved_pages import DATE, FIRST, TEXT, article, outcome, page

NOTE = "The byline was taken from a name beside the day. Check it."

BARE = {
    "<div>Ana Writer</div><div>July 26, 2025</div>": "Ana Writer",
    "<div>July 26, 2025</div><div>Ana Writer</div>": "Ana Writer",
    "<p>Ana Writer and Bo Scribe | July 26, 2025</p>": "Ana Writer, Bo Scribe",
    "<p>July 26, 2025 · 4 min · Ana Writer</p>": "Ana Writer",
    "<p>Ana Writer, 26 July 2025</p>": "Ana Writer",
    "<p>Jan van der Berg, 26 July 2025</p>": "Jan van der Berg",
}


@pytest.mark.parametrize("lines", BARE)
def test_a_name_beside_the_day_is_the_byline_and_a_note_says_so(lines):
    found = article(page(f"<main><h1>A rule</h1>{lines}{TEXT}</main>"))
    assert found.byline == BARE[lines]
    assert NOTE in found.notes
    assert found.body_text.startswith(FIRST)


@pytest.mark.parametrize(
    "other",
    [
        *("Press Release", "New York", "Brussels", "PRESS RELEASE", "Policy Brief", "The Outlet"),
        *("European Commission", "ana writer", "Ana", "Latest News", "Read more about it"),
    ],
)
def test_other_words_beside_the_day_are_no_byline(other):
    site = '<meta property="og:site_name" content="The Outlet">'
    for lines in (f"<p>{other}</p><p>July 26, 2025</p>", f"<p>{other}, 26 July 2025</p>"):
        found = article(page(f"<main><h1>A rule</h1>{lines}{TEXT}</main>", DATE + site))
        assert (found.byline, found.notes) == ("", ())


def test_a_name_in_a_mark_needs_no_note():
    lines = '<p class="byline">By Bo Scribe</p><p>Ana Writer, 26 July 2025</p>'
    found = article(page(f"<main><h1>A rule</h1>{lines}{TEXT}</main>"))
    assert (found.byline, found.notes) == ("Bo Scribe", ())


MARKED = [
    '<div class="authors"><a href="/a">Ana Writer</a> and <a href="/b">Bo Scribe</a></div>',
    "<table><tr><th>Author</th><td>Ana Writer, Bo Scribe</td></tr></table>",
    "<dl><dt>Author:</dt><dd>Ana Writer and Bo Scribe</dd></dl>",
]
ALONE = {
    '<div class="author-block"><a href="/a">Ana Writer</a><i>Senior Correspondent</i></div>': (
        "Ana Writer"
    ),
    "<p>Posted by <span class='fn'>Ana Writer</span> at 9:00</p>": "Ana Writer",
    "<p>2025-07-26 09:30 来源：新闻网 作者：王小明</p>": "王小明",
}


@pytest.mark.parametrize("marked", ALONE)
def test_a_role_an_hour_or_a_source_beside_an_author_is_no_part_of_the_name(marked):
    assert article(page(f"<main><h1>A rule</h1>{marked}{TEXT}</main>")).byline == ALONE[marked]


@pytest.mark.parametrize("marked", MARKED)
def test_several_authors_are_told_by_links_or_by_a_label(marked):
    found = article(page(f"<main><h1>A rule</h1>{marked}{TEXT}</main>"))
    assert found.byline == "Ana Writer, Bo Scribe"


@pytest.mark.parametrize("name", ["Di Wu", "Von Miller"])
def test_a_first_name_that_means_by_elsewhere_stays(name):
    meta = f'<meta name="author" content="{name}">'
    assert article(page(head=DATE + meta)).byline == name


FOOT = [
    "<dl><dt>Published</dt><dd>26 July 2025</dd><dt>Updated</dt><dd>28 July 2025</dd></dl>",
    "<div><p>Published on 26 July 2025</p></div>",
    "<table><tr><th>Published:</th><td>26 July 2025</td></tr></table>",
]


@pytest.mark.parametrize("foot", FOOT)
def test_the_day_of_publication_may_stand_at_the_foot(foot):
    body = f"<main><h1>A rule</h1>{TEXT * 9}</main>{foot}"
    assert str(article(page(body, "")).published) == "2025-07-26"


def test_two_days_at_the_foot_are_none():
    body = f"<main><h1>A rule</h1>{TEXT * 9}</main>{FOOT[1]}{FOOT[1].replace('26', '24')}"
    assert outcome(page(body, "")).startswith("No date:")


def test_a_page_that_a_reading_mode_saved_has_its_author_and_address():
    head = (
        '<a class="domain reader-domain" href="https://chess.example/league-1">chess.example</a>'
        '<h1 class="reader-title">A rule</h1><div class="credits reader-credits">Ana Writer</div>'
    )
    found = article(page(f'<div class="reader-header">{head}</div><div>{TEXT}</div>'))
    assert (found.byline, found.source_url) == ("Ana Writer", "https://chess.example/league-1")
