"""What of a page is the text of its article, and what only stands beside it."""

import lxml.html
import pytest

from tests.saved_pages import DATE, FIRST, SECOND, TEXT, article, page, text_of

MORE = "<p>Auditors would get access to weights and logs, which firms had hoped to avoid.</p>"
BODY = TEXT + MORE

FURNITURE = {
    "share row": '<div class="share-bar"><a href="#">Share on a network</a> <a>E-mail</a></div>',
    "newsletter": '<div class="newsletter-signup"><p>Get the week in your inbox.</p></div>',
    "call": "<p>Subscribe to our letter and never miss a story.</p>",
    "cookies": '<div class="cookie-banner"><p>We use cookies on this site.</p></div>',
    "related": '<div class="related"><h3>Related</h3><ul><li><a>Other story</a></li></ul></div>',
    "pager": '<ul class="links-nextprev"><li>Next <a href="/b">Other story</a></li></ul>',
    "advertisement": "<div><span>Advertisement</span></div>",
    "read more": '<p><strong>Read more: <a href="/b">Other story</a></strong></p>',
    "lire aussi": '<p>Lire aussi : <a href="/b">Autre article</a></p>',
    "czytaj": '<p><b>Czytaj także:</b> <a href="/b">Inny artykuł</a></p>',
    "license": '<div class="license-wrapper">Licensed under <a>CC BY</a> by its author.</div>',
    "copyright": "<p>© 2025 The Outlet. All rights reserved.</p>",
    "hidden": '<div style="display: none">Loading the next story</div>',
    "dialog": "<dialog><p>Please accept what we ask for here.</p></dialog>",
    "author": "<p>Ana Writer is a reporter who covers rules and rivers.</p>",
    "credit": '<div><img src="https://x.example/a.jpg"><i class="credit">Photo: Dee</i></div>',
    "caption": '<figure><img src="https://x.example/a.jpg"><div>Getty Images</div></figure>',
    "minutes": "<div>4 min read</div>",
}
AUTHOR = '<meta name="author" content="Ana Writer">'


@pytest.mark.parametrize("name", FURNITURE)
@pytest.mark.parametrize("place", ["before", "within", "after"])
def test_furniture_is_no_text_wherever_it_stands(name, place):
    parts = {"before": "{}" + BODY, "within": TEXT + "{}" + MORE, "after": BODY + "{}"}
    body = f"<article><h1>A rule</h1>{parts[place].format(FURNITURE[name])}</article>"
    plain = text_of(f"<article><h1>A rule</h1>{BODY}</article>", DATE + AUTHOR)
    assert text_of(body, DATE + AUTHOR) == plain


OF_THE_TEXT = {
    "sections by their headings": "".join(
        f'<section id="{name.lower().replace(" ", "-")}"><h2>{name}</h2><p>What {name} is, is told'
        " here at some length, as is fit.</p></section>"
        for name in ("Consent", "Comments", "Related work", "Copyright", "Social media")
    ),
    "headings with names": '<h2 id="newsletter">Newsletter</h2><p>It is told here, too.</p>',
    "sentences": "<p>Copyright law is next.</p><p>Share prices fell.</p><p>Subscribe buttons must"
    " be labelled.</p>",
    "words in a sentence": '<p>Under the <button class="glossary">AI Act</button> of last year, the'
    ' <span class="tooltip">register</span> is <a class="social-link" href="/x">public</a>.</p>',
    "a quotation": '<div class="social-embed"><blockquote class="tweet"><p>We voted. The rule is'
    " adopted. Thanks to all.</p></blockquote></div>",
    "a lead": (
        '<p class="teaser">The lead of a report may be called a teaser by its outlet, as in'
        " German papers.</p>"
    ),
    "what unfolds": f'<div style="display:none">{"<p>And more is told here. </p>" * 12}</div>',
    "a list": "<ul><li>audits of models</li><li>yearly reports</li></ul>",
}


@pytest.mark.parametrize("name", OF_THE_TEXT)
def test_what_is_named_like_furniture_and_is_of_the_text_stays(name):
    text = text_of(f"<article><h1>A rule</h1>{BODY}{OF_THE_TEXT[name]}</article>")
    expected = "".join(_without_tags(OF_THE_TEXT[name]).split())
    assert expected in "".join(text.split())


def _without_tags(html):
    return lxml.html.fromstring(f"<div>{html}</div>").text_content()


def test_names_that_a_program_made_up_are_no_names_of_furniture():
    body = f'<div class="css-1ad3f"><h1>A rule</h1><div class="css-0toc9">{BODY}</div></div>'
    assert FIRST in text_of(body)


def test_what_holds_most_of_a_page_is_no_furniture():
    half = f'<div class="article-body share-enabled">{TEXT}</div>'
    other = half.replace("Its members want", "Those of the chamber want")
    text = text_of(f"<div><h1>A rule</h1>{half}{other.replace('council', 'chamber')}</div>")
    assert SECOND in text
    assert "Those of the chamber want" in text


def test_title_day_and_byline_are_not_repeated_in_the_text():
    head = "<p>Press release</p><h1>A rule</h1><p>By Ana Writer | July 26, 2025</p>"
    text = text_of(f"<article>{head}{TEXT}</article>")
    assert text.startswith(FIRST)


@pytest.mark.parametrize(
    "first",
    [
        "The rule takes effect on 2 August 2026.",
        "March 6, 2025 was a long day for the council.",
        "The hearing takes place on May 5, 2026",
        "By the end of the year, all of it is to be done.",
    ],
)
def test_a_short_paragraph_with_a_day_is_of_the_text(first):
    assert text_of(f"<article><h1>A rule</h1><p>{first}</p>{BODY}</article>").startswith(first)


def test_a_summary_that_stands_apart_is_the_texts_first_paragraph():
    lead = "The council took its time and adopted the rule in the end, after nine years of talks "
    lead += "in three towns and two rivers."
    body = f'<div class="x__lead">{lead}</div><div class="x__body">{BODY * 2}</div>'
    assert text_of(f"<article><h1>A rule</h1>{body}</article>").startswith(lead)


def test_shortcodes_and_links_back_from_notes_are_no_text():
    notes = '<ol><li>See the register. <a href="#r1" class="footnote-backref">↩</a></li></ol>'
    codes = '[caption id="a" width="3"]<p>In a caption.</p>[/caption] [gallery ids="1,2"]'
    text = text_of(f"<article><h1>A rule</h1>{BODY}{codes}{notes}</article>")
    assert "See the register." in text
    for sign in ("↩", "[caption", "[/caption]", "[gallery"):
        assert sign not in text


def test_headings_that_nothing_follows_are_left_out():
    text = text_of(f"<article><h1>A rule</h1>{BODY}<h2>Discussion</h2><h3>Tags</h3></article>")
    assert text.endswith("avoid.")


def test_the_page_of_a_paper_has_its_abstract_for_text():
    head = '<meta name="citation_title" content="A rule"><meta name="citation_date" content='
    head += '"2025/07/26"><meta name="citation_author" content="Writer, Ana">'
    abstract = f'<blockquote class="abstract"><b>Abstract:</b> {FIRST} {SECOND}</blockquote>'
    around = "<h1>Computers and Society</h1><p>View the paper as a PDF.</p>{}<h2>History</h2>"
    found = article(page(f"<div>{around.format(abstract)}</div>", head))
    assert found.body_text == f"{FIRST} {SECOND}"
    assert (found.title, found.byline) == ("A rule", "Writer, Ana")


def test_a_picture_in_the_page_itself_does_not_make_its_text_too_long():
    picture = f'<img alt="hall" src="data:image/png;base64,{"A" * 2_000_000}">'
    assert FIRST in text_of(f"<article><h1>A rule</h1>{picture}{BODY}</article>")
