"""What pages say of their articles in many ways: title, names, outlet, tags and address."""

import pytest

from tests.saved_pages import DATE, TEXT, article, linked_data, page

ADDRESS = "https://outlet.example/rule"
CANONICAL = f'<link rel="canonical" href="{ADDRESS}">'
OTHER = {
    "@type": "NewsArticle",
    "headline": "Another story",
    "datePublished": "2011-01-01",
    "author": {"name": "Other Person"},
    "url": "https://outlet.example/other",
}
OWN = {
    "@type": "NewsArticle",
    "headline": "Council adopts a rule",
    "datePublished": "2025-07-26",
    "author": {"name": "Ana Writer"},
}


@pytest.mark.parametrize(
    "own",
    [
        {"url": f"{ADDRESS}?utm_source=mail", "headline": "What the council did"},
        {"mainEntityOfPage": {"@id": ADDRESS}, "headline": "What the council did"},
        {},
    ],
)
def test_of_two_articles_in_linked_data_that_at_the_address_counts_or_under_the_title(own):
    head = CANONICAL + linked_data(**OTHER) + linked_data(**OWN | own)
    found = article(page(head=head))
    assert found.byline == "Ana Writer"
    assert str(found.published) == "2025-07-26"


def test_persons_and_outlets_that_linked_data_refers_to_are_known():
    graph = [
        {"@type": "Person", "@id": "#ana", "name": "Ana Writer"},
        {"@type": "Organization", "@id": "#outlet", "name": "The Outlet"},
        {"@type": "ImageObject", "@id": "#picture", "url": "https://outlet.example/rule.jpg"},
        OWN
        | {
            "author": [{"@id": "#ana"}, {"@type": "Person", "name": "Bo Scribe"}],
            "publisher": {"@id": "#outlet"},
            "image": {"@id": "#picture"},
        },
    ]
    found = article(page(head=linked_data(**{"@graph": graph})))
    assert found.byline == "Ana Writer, Bo Scribe"
    assert found.source_name == "The Outlet"
    assert found.cover_image == "https://outlet.example/rule.jpg"


def test_what_linked_data_says_of_a_page_counts_where_it_tells_of_no_article():
    said = {"@type": "WebPage", "datePublished": "2025-07-26", "author": {"name": "Ana Writer"}}
    found = article(page(head=linked_data(**said)))
    assert (str(found.published), found.byline) == ("2025-07-26", "Ana Writer")


SIGNED = {
    "By Ana Writer | Reuters": "Ana Writer",
    "By Ana Writer, Technology reporter": "Ana Writer",
    "By Ana Writer and Bo Scribe": "Ana Writer, Bo Scribe",
    "By Ana Writer Published on July 26, 2025": "Ana Writer",
    "By Jan van der Berg · July 26, 2025 · 4 min read": "Jan van der Berg",
    "Posted on July 26, 2025 by Ana Writer": "Ana Writer",
    "Von Anna Schreiber und Bernd Autor, Berlin": "Anna Schreiber, Bernd Autor",
    "Por Ana Escritora, The Outlet — Lisboa": "Ana Escritora",
    "di Anna Scrittore": "Anna Scrittore",
    "Par Anne Écrivain": "Anne Écrivain",
    "Автор: Анна Петрова": "Анна Петрова",
    "Autor: Anna Pisarz": "Anna Pisarz",
    "作者：王小明": "王小明",
    "記者：山田太郎": "山田太郎",
    "بقلم: سارة أحمد": "سارة أحمد",
    "Updated by Bo Scribe": "",
    "Photo by Bo Scribe": "",
    "By the end of the year": "",
    "Von Menschen und Maschinen": "",
    "By 2030 all of it": "",
}


@pytest.mark.parametrize("line", SIGNED)
def test_a_line_beside_the_title_says_who_wrote_it(line):
    site = '<meta property="og:site_name" content="The Outlet">'
    found = article(page(f"<main><h1>A rule</h1><div>{line}</div>{TEXT}</main>", DATE + site))
    assert found.byline == SIGNED[line]
    assert not SIGNED[line] or SIGNED[line] not in found.body_text


MARKED = [
    '<div class="author-info"><span class="author-name">Ana Writer</span><i>Editor</i></div>',
    '<div class="sc-author">Ana Writer</div>',
    '<span class="meta__author">By <a href="/ana">Ana Writer</a></span>',
    "<p>by</p><div class='post-author-name'><a class='author-name__link'>Ana Writer</a></div>",
    '<span class="author">Written by Ana Writer</span><i class="author">Updated by Bo Scribe</i>',
    '<p class="byline">By Staff | Ana Writer</p>',
    '<p class="reporter">Ana Writer 기자</p>',
]


@pytest.mark.parametrize("marked", MARKED)
def test_an_element_of_an_author_says_who_wrote_it_alone(marked):
    found = article(page(f"<main><h1>A rule</h1>{marked}{TEXT}</main>"))
    assert found.byline == "Ana Writer"


@pytest.mark.parametrize("name", ["admin", "Staff", "By Staff Writer", "webmaster"])
def test_whoever_was_at_the_keyboard_is_no_author(name):
    meta = f'<meta name="author" content="{name}">'
    assert article(page(head=DATE + meta)).byline == ""


def test_the_box_about_an_author_is_no_byline():
    box = '<div class="author-box"><p>Somebody Else has written for ten years.</p></div>'
    assert article(page(f"<main><h1>A rule</h1>{TEXT}{box}</main>")).byline == ""


SITES = {
    "<title>A rule is adopted | The Outlet</title>": "A rule is adopted",
    "<title>A rule is adopted｜The Outlet</title>": "A rule is adopted",
    '<title>x</title><link rel="alternate" type="application/rss+xml" '
    'title="The Outlet » Feed">': "A rule is adopted",
    '<title>x</title><link rel="alternate" type="application/atom+xml" '
    'title="The Outlet - Atom">': "A rule is adopted",
    '<meta property="og:title" content="A rule is adopted | The Outlet">'
    "<title>A rule is adopted | The Outlet</title>": "A rule is adopted",
}


@pytest.mark.parametrize("head", SITES)
def test_the_window_and_the_feed_name_the_outlet(head):
    found = article(page(f"<main><h1>A rule is adopted</h1>{TEXT}</main>", DATE + head))
    assert (found.source_name, found.title) == ("The Outlet", "A rule is adopted")


def test_a_heading_that_leads_home_is_the_outlets_name_and_no_title():
    body = f'<h1><a href="https://outlet.example/">The Outlet</a></h1><h2>A rule</h2>{TEXT}'
    found = article(page(body, DATE + "<title>A rule « The Outlet</title>"))
    assert (found.title, found.source_name) == ("A rule", "The Outlet")


def test_the_sign_of_a_headings_link_and_titles_of_icons_are_no_part_of_a_title():
    heading = '<h1>A rule<a class="headerlink" href="#a">¶</a><svg><title>icon</title></svg></h1>'
    assert article(page(f"<main>{heading}{TEXT}</main>")).title == "A rule"


TAGS = {
    "by the name of their list": (
        '<p class="tags"><a href="/tag/audits.html">Audits</a> <a href="/tag/law.html">Law</a></p>'
    ),
    "in the article": (
        '<ul><li><a href="/tags/audits/">Audits</a></li><li><a href="/tags/law/">#Law</a></li></ul>'
    ),
    "by what a link is": (
        '<a rel="category tag" href="/category/law/">Policy</a><a rel="tag" href="/1">Audits</a>'
        '<a rel="tag" href="/t/2">Law</a>'
    ),
}


@pytest.mark.parametrize("tags", TAGS.values(), ids=TAGS)
def test_links_to_the_pages_of_tags_name_them(tags):
    menu = '<div><a href="/tag/world">World</a></div>'
    found = article(page(f"{menu}<main><h1>A rule</h1>{TEXT}{tags}</main>"))
    assert found.tags == ("Audits", "Law")


def test_a_heading_that_links_to_itself_tells_the_address():
    heading = f'<h1><a rel="bookmark" href="{ADDRESS}">A rule</a></h1>'
    assert article(page(f"<article>{heading}{TEXT}</article>")).source_url == ADDRESS
