"""Web pages: the article on them, and what they say of it."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest import readers
from articles.ingest.clean import clean
from articles.ingest.readers import pages
from articles.ingest.records import Item, RawArticle
from tests.saved_pages import (
    DATE,
    FIRST,
    MENU,
    SECOND,
    TEXT,
    linked_data,
    outcome,
    page,
    read,
)

LAYOUTS = {
    "article": (
        f"<header><ul>{MENU}</ul></header><main><article><h1>A rule</h1>{TEXT}</article></main>"
    ),
    "weblog": (
        f"<div id=menu><ul>{MENU}</ul></div>"
        f"<h1>A rule</h1><div class=entry-content>{TEXT}</div>"
        "<div id=comments><p>I think that this is a mistake, and I say so at length.</p></div>"
    ),
    "plain": f"<h1>A rule</h1>{TEXT}",
    "tables": f"<table><tr><td><ul>{MENU}</ul></td><td><h1>A rule</h1>{TEXT}</td></tr></table>",
    "marked": f"<nav>{MENU}</nav><div itemprop=articleBody>{TEXT}</div><footer>All rights</footer>",
}
SITE = '<meta property="og:site_name" content="The Outlet">'


@pytest.mark.parametrize("layout", LAYOUTS)
def test_it_takes_the_article_out_of_a_page(layout):
    clean_one = clean(read(page(LAYOUTS[layout], DATE + "<title>A rule</title>")))
    assert FIRST in clean_one.body_text
    assert SECOND in clean_one.body_text
    assert clean_one.title == "A rule"
    for other in ("Labs", "mistake", "All rights"):
        assert other not in clean_one.body_text


def test_lists_headings_quotes_and_links_stay():
    body = (
        f"<article><h1>A rule</h1>{TEXT}<h2>What is in it</h2><ul><li>audits of models</li></ul>"
        "<blockquote><p>We waited for this, he said.</p></blockquote></article>"
    )
    head = DATE + '<link rel="canonical" href="https://outlet.example/rule">'
    html = clean(read(page(body, head))).body_html
    assert '<a href="https://outlet.example/rules?a=1&amp;b=2" rel="' in html
    assert "<h2>What is in it</h2>" in html
    assert "<li>audits of models</li>" in html
    assert "<blockquote>" in html


def test_lists_stay_where_no_tag_says_what_the_article_is():
    menu = f"<div class=top><ul>{MENU}</ul></div>"
    more = "".join(f"<p>What article {number} says is this: {SECOND}</p>" for number in range(5))
    body = f"<h1>A rule</h1>{more}<ul><li>audits of models</li><li>yearly reports</li></ul>{TEXT}"
    text = clean(read(page(f"{menu}<div class=a><div class=b>{body}</div></div>"))).body_text
    assert "audits of models" in text
    assert "yearly reports" in text
    assert "Labs" not in text


FULL = page(
    head='<title>Council adopts a rule | The Outlet</title><meta charset="utf-8">'
    '<meta property="og:title" content="Council adopts a rule">'
    '<meta property="og:site_name" content="The Outlet">'
    '<meta property="og:image" content="/pictures/rule.jpg">'
    '<meta name="description" content="Audits are now asked for.">'
    '<meta name="author" content="By Ana Writer">'
    '<meta property="article:section" content="Policy">'
    '<meta property="article:tag" content="Audits"><meta property="article:tag" content="Models">'
    '<link rel="canonical" href="https://outlet.example/2025/rule">'
    '<meta property="og:url" content="https://outlet.example/2025/rule?ref=x">' + DATE,
    root='lang="en-GB"',
)


def test_it_reads_what_the_head_of_a_page_says():
    raw = read(FULL)
    assert raw.title == "Council adopts a rule"
    assert raw.published.isoformat() == "2025-07-26"
    assert raw.published_at.isoformat() == "2025-07-26T12:05:00+00:00"
    assert raw.source_url == "https://outlet.example/2025/rule"
    assert raw.source_name == "The Outlet"
    assert raw.byline == "Ana Writer"
    assert raw.excerpt == "Audits are now asked for."
    assert raw.category == "Policy"
    assert raw.tags == ("Audits", "Models")
    assert raw.language == "en-GB"
    assert raw.cover_image == "https://outlet.example/pictures/rule.jpg"
    assert raw.notes == ()


ARTICLE = {
    "@type": ["Thing", "NewsArticle"],
    "headline": "Council adopts a rule",
    "datePublished": "2025-07-26T09:30:00Z",
    "author": [{"@type": "Person", "name": "Ana Writer"}, {"name": "Bo Scribe"}],
    "publisher": {"name": "The Outlet"},
    "image": [{"url": "https://outlet.example/rule.jpg"}],
    "keywords": "Audits, Models",
    "articleSection": ["Policy", "World"],
    "description": "Audits are now asked for.",
    "inLanguage": "fr",
    "mainEntityOfPage": {"@id": "https://outlet.example/rule"},
}
HOLDERS = {
    "alone": ARTICLE,
    "list": {"@graph": [{"@type": "WebSite", "name": "Other"}, ARTICLE]},
    "inside": {"@type": "WebPage", "mainEntity": {"about": [ARTICLE]}},
}


@pytest.mark.parametrize("holder", HOLDERS)
def test_it_reads_what_linked_data_says_wherever_it_stands(holder):
    raw = read(page(head=linked_data(**HOLDERS[holder])))
    assert raw.title == "Council adopts a rule"
    assert raw.published_at.isoformat() == "2025-07-26T09:30:00+00:00"
    assert raw.byline == "Ana Writer, Bo Scribe"
    assert raw.source_name == "The Outlet"
    assert raw.cover_image == "https://outlet.example/rule.jpg"
    assert raw.tags == ("Audits", "Models")
    assert raw.category == "Policy"
    assert raw.excerpt == "Audits are now asked for."
    assert raw.language == "fr"
    assert raw.source_url == "https://outlet.example/rule"


def test_where_readers_are_shown_an_opening_the_whole_is_what_the_page_tells_programs():
    whole = [f"Paragraph {number}. {FIRST} {SECOND}" for number in range(20)]
    facts = {"@type": "NewsArticle", "headline": "A rule", "articleBody": "\n\n".join(whole)}
    shown_to_all = "".join(f"<p>{paragraph}</p>" for paragraph in whole[:5])
    opening = f"<article><h1>A rule</h1>{shown_to_all}</article>"
    head = DATE + '<meta property="og:title" content="A rule">'
    shown = clean(read(page(opening, head + linked_data(**facts))))
    assert shown.body_text == "\n\n".join(whole)
    other = linked_data(**facts | {"headline": "Another story"})
    assert clean(read(page(opening, head + other))).body_text == "\n\n".join(whole[:5])


def test_broken_linked_data_is_passed_over():
    deep = "[" * 100_000
    for script in ("{", deep, '{"@type": 7, "x": [[[]]]}', "null", ""):
        head = f'{DATE}<script type="application/ld+json">{script}</script>'
        assert read(page(head=head)).title == "Council adopts a rule"


DATES = [
    '<meta name="date" content="2025-07-26">',
    '<meta itemprop="datePublished" content="2025-07-26">',
    '<meta name="DC.date.issued" content="26 July 2025">',
    '<time datetime="2025-07-26T10:00Z" pubdate>yesterday</time>',
    '<span itemprop="datePublished">July 26, 2025</span>',
    '<meta name="date" content="soon"><meta name="pubdate" content="2025-07-26">',
]


@pytest.mark.parametrize("date", DATES)
def test_it_finds_the_date_where_pages_put_it(date):
    raw = read(page(f"{date}<article><h1>A rule</h1>{TEXT}</article>", date))
    assert raw.published.isoformat() == "2025-07-26"


@pytest.mark.parametrize(
    ("head_says", "note"),
    [
        ("2024-01-01", "The page says that it was published on 2025-07-26 and on 2024-01-01"),
        ("2025-07-27T01:00:00+02:00", ""),
        ("soon", ""),
    ],
)
def test_two_days_of_publication_on_a_page_are_told(head_says, note):
    data = linked_data(**{"@type": "NewsArticle", "datePublished": "2025-07-26"})
    meta = f'<meta property="article:published_time" content="{head_says}">'
    article = read(page(head=data + meta))
    assert str(article.published) == "2025-07-26"
    assert "".join(article.notes).startswith(note)
    assert bool(article.notes) == bool(note)


def test_without_a_date_on_the_page_the_name_of_its_file_may_have_one():
    item = Item("in/2025-07-26-rule.html", "a", page(head="").encode())
    raw = readers.read(item)
    assert raw.published.isoformat() == "2025-07-26"
    assert raw.notes == ("No date on the page: taken from the file's name.",)


TITLES = [
    ("<title>A rule is adopted | The Outlet</title>", "", "A rule is adopted"),
    (f"<title>A rule - what it says - The Outlet</title>{SITE}", "", "A rule - what it says"),
    ('<meta property="og:title" content="A &amp; B&#8217;s">', "<h1>Other</h1>", "A & B’s"),
    (f'<meta property="og:title" content="A rule – The Outlet">{SITE}', "", "A rule"),
    ("<title>The Outlet</title>", "<h1>A <em>rule</em> is\nadopted</h1>", "A rule is adopted"),
    ("<title>A rule: why now | x</title>", "<h1>A rule: why now</h1><h1>x</h1>", "A rule: why now"),
    ("", "", "The council adopted a rule on Friday that asks for audits of every large model"),
]


@pytest.mark.parametrize(("head", "heading", "title"), TITLES)
def test_a_title_is_without_the_name_of_the_site(head, heading, title):
    assert read(page(f"{heading}<article>{TEXT}</article>", DATE + head)).title == title


def test_the_address_of_a_front_page_is_not_that_of_an_article():
    head = (
        f'{DATE}<link rel="canonical" href="https://outlet.example/">'
        '<meta property="og:url" content="https://outlet.example/rule">'
    )
    assert read(page(head=head)).source_url == "https://outlet.example/rule"


BYLINES = [
    '<a rel="author" href="/ana">Ana Writer</a>',
    '<p class="meta byline">By Ana Writer</p>',
    '<span itemprop="author"><span itemprop="name">Ana Writer</span></span>',
    '<meta name="author" content="https://outlet.example/ana"><i class="author">Ana Writer</i>',
]


@pytest.mark.parametrize("byline", BYLINES)
def test_it_finds_who_wrote_it(byline):
    assert read(page(f"<h1>A rule</h1>{byline}<article>{TEXT}</article>")).byline == "Ana Writer"


def test_xhtml_is_read_too_and_its_entities_are_not_expanded():
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand -->'
        f'<!DOCTYPE html [<!ENTITY e0 "x">{levels}]>'
        f'<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="de"><head>{DATE}'
        f"</head><body><h1>A rule</h1>{TEXT}<p>&e11;</p><br /></body></html>"
    )
    raw = read(text)
    assert FIRST in raw.body
    assert raw.language == "de"
    assert len(raw.body) < 2000


SAVED = {
    "singlefile": """<!DOCTYPE html> <html lang=en><!--
 Page saved with SingleFile
 url: https://www.outlet.example/rule?p=1
 saved date: Sat Jul 26 2025 23:30:00 GMT-0200 (Central Time)
--><head>{head}</head><body><article>{text}</article></body></html>""",
    "browser": """<!DOCTYPE html>
<!-- saved from url=(0035)https://www.outlet.example/rule?p=1 -->
<html><head>{head}</head><body><article>{text}</article></body></html>""",
}


@pytest.mark.parametrize("program", SAVED)
def test_a_page_that_was_saved_has_the_address_that_it_was_saved_from(program):
    raw = read(SAVED[program].format(head=DATE, text=TEXT))
    assert raw.source_url == "https://www.outlet.example/rule?p=1"
    assert raw.published.isoformat() == "2025-07-26"
    canonical = '<link rel="canonical" href="/the-rule">'
    raw = read(SAVED[program].format(head=DATE + canonical, text=TEXT))
    assert raw.source_url == "https://www.outlet.example/the-rule"
    other = '<link rel="canonical" href="https://else.example/a">'
    raw = read(SAVED[program].format(head=DATE + other, text=TEXT))
    assert raw.source_url == "https://www.outlet.example/rule?p=1"


def test_a_page_without_a_date_has_the_day_on_which_it_was_saved():
    raw = read(SAVED["singlefile"].format(head="", text=TEXT))
    assert raw.published.isoformat() == "2025-07-27"
    assert raw.notes[0] == pages.UNDATED


def test_the_names_that_pelican_gives_meta_elements_are_known():
    given = {"authors": "Ana Writer, Bo", "tags": "Audits, Models", "category": "Policy"}
    head = "".join(f'<meta name="{name}" content="{value}">' for name, value in given.items())
    raw = read(page(head=f'{DATE}{head}<meta name="summary" content="Audits are asked for.">'))
    assert (raw.byline, raw.tags, raw.category, raw.excerpt) == (
        *("Ana Writer, Bo", ("Audits", "Models"), "Policy", "Audits are asked for."),
    )


def test_the_type_of_linked_data_may_have_parameters():
    data = linked_data(**{"@type": "NewsArticle", "datePublished": "2025-07-26"})
    data = data.replace("ld+json", "LD+JSON; charset=utf-8")
    assert read(page(head=data)).published.isoformat() == "2025-07-26"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (page(head=""), "No date: the page does not say when it was published."),
        (page(head='<meta name="date" content="2025-02-30">'), "Impossible date: '2025-02-30'"),
        (page("<h1>A rule</h1><p>Soon.</p>"), "No text: no article was found on the page."),
        (page(""), "No text: no article was found on the page."),
        (page(f"<div>{'<ul>' + MENU * 20 + '</ul>'}</div>"), "No article"),
        ("<html>" + "<div>" * 100_000 + DATE + FIRST, "No"),
    ],
)
def test_a_page_that_holds_no_dated_article_is_refused_with_what_it_lacks(text, expected):
    assert outcome(text).startswith(expected)


TEASER = (
    '<article><h2><a href="/{0}">Story {0} of many</a></h2>'
    "<p>What happened in story {0} is told in these words, and more is on its page.</p>"
    "</article>"
)


def test_a_page_that_leads_to_articles_is_refused():
    listing = "".join(TEASER.format(number) for number in range(8))
    assert outcome(page(f"<main>{listing}</main>")).startswith("No article: the page is a list")
    links = "".join(
        f"<p><a href=/{n}>The story of number {n}, told at length</a></p>" for n in range(9)
    )
    assert outcome(page(f"<main><h1>News</h1>{links}</main>")).startswith("No article")


def test_an_article_may_have_teasers_of_others_under_it():
    listing = "".join(TEASER.format(number) for number in range(8))
    head = DATE + linked_data(**{"@type": "NewsArticle"})
    assert FIRST in read(page(f"<article><h1>A</h1>{TEXT}</article>{listing}", head)).body


@pytest.mark.parametrize("text", ["<htmlx>", "<!doctype htm>", "Text <html>", "", "<p>a</p>"])
def test_what_does_not_begin_like_a_page_is_none(text):
    assert not pages.sniff(text)


@pytest.mark.parametrize("text", [page(), "\ufeff\n <HTML>", "<head\n>", "<!-- a - b --><html>"])
def test_a_page_is_known_by_how_it_begins(text):
    assert pages.sniff(text)


PIECES = [FULL, page(), "<html>", "<head>", "</head>", "<p>", TEXT, DATE, "<article>", "</article>"]
PIECES += ["<h1>", "<a href='", "<script type='application/ld+json'>", '{"@type":"Article"', "}"]
PIECES += [
    '<div class="share">',
    '<p class="byline author">',
    "</div>",
    "<figure><img>",
    "<dl><dt>",
]
PIECES += [
    "<h1>A rule</h1>",
    "By Ana Writer",
    "March 6, 2025",
    "[caption]",
    "<nav>",
    "<time>",
    "<a>",
]
PIECES += ['<meta name="citation_title" content="A rule">', '<p id="abstract">', "<button>", "</a>"]
PIECES += ['{"@graph": [{"@id": "#a", "@type": "Article", "author": {"@id": "#a"}}]}', "</script>"]
PIECES += ["&e;", "<![CDATA[", "<!--", "\x00", "<table><td>", '<meta name="date" content="', "]]>"]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=12).map("".join))
def test_any_page_is_an_article_or_a_outcome(text):
    found = outcome("<!doctype html>" + text)
    assert found.title if isinstance(found, RawArticle) else found.endswith(".")


@pytest.mark.parametrize(
    "shown",
    [
        '<p class="post-date">July 26, 2025</p>',
        '<span class="date">Published on July 26, 2025</span>',
        "<time>26 juillet 2025</time>",
        '<a class="dt-published" title="when">2025-07-26</a>',
        '<p class="date">July 26, 2025</p><p class="date">26 July 2025</p><p class="date">soon</p>',
    ],
)
def test_a_day_may_stand_in_words(shown):
    article = read(page(f"<article><h1>A rule</h1>{shown}{TEXT}</article>", ""))
    assert article.published.isoformat() == "2025-07-26"


@pytest.mark.parametrize(
    "shown",
    [
        '<p class="date">July 26, 2025</p><p class="date">July 27, 2025</p>',
        '<p class="candidate">The hearing is on July 26, 2025.</p>',
        '<p class="date">03/04/2025</p>',
    ],
)
def test_a_day_that_may_be_another_is_not_taken(shown):
    found = outcome(page(f"<article><h1>A rule</h1>{shown}{TEXT}</article>", ""))
    assert found.startswith(("No date: the page does not say", "Ambiguous date: '03/04/2025'"))


@pytest.mark.parametrize("path", ["2025/07/26/rule", "news/2025-07-26-rule", "a/2025/7/26"])
def test_a_day_may_stand_in_the_address(path):
    article = read(page(head=f'<link rel="canonical" href="https://outlet.example/{path}">'))
    assert article.published.isoformat() == "2025-07-26"
    assert article.notes == ("No date on the page: taken from its address.",)


def test_numbers_in_an_address_that_are_no_day_are_none():
    link = '<link rel="canonical" href="https://outlet.example/2025/13/26/rule">'
    assert outcome(page(head=link)).startswith("No date")


@pytest.mark.parametrize("root", ["article", "body", "main"])
def test_a_piece_of_a_page_is_read_as_one(root):
    article = read(f'<{root}><h1>A rule</h1><time datetime="2025-07-26">x</time>{TEXT}</{root}>')
    assert (article.title, article.published.isoformat()) == ("A rule", "2025-07-26")


def test_an_export_of_medium_says_where_it_stood_and_who_wrote_it():
    footer = (
        '<footer><p>By <a href="https://medium.com/@ann" class="p-author h-card">Ann Lee</a> on '
        '<a href="https://medium.com/p/a"><time class="dt-published" '
        'datetime="2025-07-26T10:00:00.000Z">July 26, 2025</time></a>.</p><p>'
        '<a href="https://medium.com/@ann/rule-a" class="p-canonical">Link</a></p></footer>'
    )
    body = f'<article class="h-entry"><h1 class="p-name">A rule</h1>{TEXT}{footer}</article>'
    article = read(page(body, ""))
    assert (article.byline, article.source_url) == ("Ann Lee", "https://medium.com/@ann/rule-a")
    assert article.published.isoformat() == "2025-07-26"


@pytest.mark.parametrize(
    "known",
    [
        '<meta property="og:url" content="https://outlet.example/x">',
        '<base href="https://outlet.example/">',
        '<base href="/"><meta property="og:url" content="https://outlet.example/x/y">',
        linked_data(**{"@type": "NewsArticle", "url": "https://outlet.example/x"}),
    ],
)
def test_a_canonical_path_is_completed_by_an_address_that_the_page_tells(known):
    raw = read(page(head=DATE + '<link rel="canonical" href="/2025/rule">' + known))
    assert raw.source_url == "https://outlet.example/2025/rule"


def test_a_canonical_path_that_nothing_completes_hides_no_address():
    path = '<link rel="canonical" href="/2025/rule"><meta property="og:url" content="/rule">'
    assert read(page(head=DATE + path)).source_url == "/2025/rule"  # to be complained of
    address = {"@id": "https://outlet.example/"}
    data = linked_data(**{"@type": "NewsArticle", "mainEntityOfPage": address})
    assert read(page(head=DATE + path + data)).source_url == "https://outlet.example/2025/rule"
    mail = '<link rel="canonical" href="mailto:a@outlet.example">'
    named = '<meta property="og:url" content="https://outlet.example/rule">'
    assert read(page(head=DATE + mail + named)).source_url == "https://outlet.example/rule"


def test_an_address_that_is_none_is_no_failure():
    broken = '<link rel="canonical" href="http://[x/rule"><base href="http://[y">'
    assert read(page(head=DATE + broken)).source_url == ""


def test_a_weekday_that_does_not_fit_is_told_beside_two_dates():
    data = linked_data(**{"@type": "NewsArticle", "datePublished": "Monday, 24 July 2025"})
    [note] = read(page(head=DATE.replace("07-26", "09-26") + data)).notes
    assert note == (
        "The weekday 'Monday' does not fit 2025-07-24: the date was taken without it. The page says"
        " that it was published on 2025-07-24 and on 2025-09-26: the first was taken."
    )


@pytest.mark.parametrize(
    "elsewhere",
    [
        '<p>The hearing takes place on <time datetime="2026-01-15">15 January</time>.</p>',
        '<p>Parliament decides on <time datetime="2026-01-15">15 January</time>.</p>',
        '<p>By <time datetime="2026-01-15">15 January</time> all members must report.</p>',
        '<aside>Related: <time datetime="2023-01-15">15 January</time></aside>',
        '<div class="comments">Ann, <time datetime="2024-01-15">15 January</time></div>',
    ],
)
def test_a_day_in_the_text_or_beside_it_is_not_that_of_publication(elsewhere):
    said = outcome(page(f"<article><h1>A rule</h1>{TEXT}{elsewhere}</article>", ""))
    assert "No date" in said
    for said in ("Published in Oslo and Bergen on", "By Ann Lee of The Outlet, on"):
        line = f'<p>{said} <time datetime="2025-07-26">26 July</time></p>'
        dated = read(page(f"<article><h1>A rule</h1>{line}{TEXT}{elsewhere}</article>", ""))
        assert dated.published == date(2025, 7, 26)


def test_the_year_of_a_copyright_is_no_day_of_publication():
    foot = '<footer>Copyright <time datetime="2019-05-05">2019</time></footer>'
    assert "No date" in outcome(page(f"<article><h1>A rule</h1>{TEXT}</article>{foot}", ""))


def test_words_that_are_marked_as_a_time_stay_in_their_sentence():
    line = '<p>Members vote on <time datetime="2025-06-01">1 June</time>, and again later.</p>'
    raw = read(page(f"<article><h1>A rule</h1>{TEXT * 8}{line}</article>"))
    assert "Members vote on 1 June, and again later." in clean(raw).body_text


def test_who_comments_on_an_article_has_not_written_it():
    said = '<section id="comments"><p class="author">Troll</p><p>So they say.</p></section>'
    assert read(page(f"<article><h1>A rule</h1>{TEXT}</article>{said}")).byline == ""


def test_an_article_in_a_list_is_another():
    other = {"@type": "NewsArticle", "headline": "Other", "datePublished": "2011-01-01"}
    listed = linked_data(**{"@type": "ItemList", "itemListElement": [{"item": other}]})
    raw = read(page(head=DATE + listed))
    assert (raw.title, raw.published) == ("Council adopts a rule", date(2025, 7, 26))


def test_linked_data_is_read_within_the_signs_that_hide_it():
    said = json.dumps({"@type": "NewsArticle", "datePublished": "2025-07-25"})
    hidden = f"//<![CDATA[\n{said}\n//]]>"
    raw = read(page(head=f'<script type="application/ld+json">{hidden}</script>'))
    assert raw.published == date(2025, 7, 25)
