"""Pages that servers send in place of an article, and openings of articles that are paid for."""

import pytest

from articles.ingest.gates import gate_on_arrival
from articles.ingest.pipeline import Options, Progress, run_import
from articles.ingest.records import Item
from articles.models import Article
from tests.saved_pages import DATE, FIRST, SECOND, TEXT, article, linked_data, outcome, page

MISSING = "No article: the page says that there is none"
BLOCKED = "No article: the page was not given out"
CONSENT = "No article: the page asks for consent"
LOGIN = "No article: the page asks to sign in"
PASSWORD = '<form><input name="u"><input type="password"></form>'
LOST = "Nothing is to be seen here. Go to our front page for the stories of this day."

NOTICES = [
    ("404 Not Found", LOST, MISSING),
    ("Page not found | The Outlet", LOST, MISSING),
    ("Oops! That page can’t be found.", LOST, MISSING),
    ("Error 404: Seite nicht gefunden", LOST, MISSING),
    ("Page introuvable - Le Quai", LOST, MISSING),
    ("Страница не найдена", LOST, MISSING),
    ("The Outlet", "The page you are looking for has been moved or removed, it seems.", MISSING),
    ("403 Forbidden", LOST, BLOCKED),
    ("Access Denied", LOST, BLOCKED),
    ("Just a moment...", LOST, BLOCKED),
    ("outlet.example | 504: Gateway time-out", LOST, BLOCKED),
    ("Attention Required! | Shield", LOST, BLOCKED),
    ("The Outlet", "Please enable JavaScript in your browser to see what stands here.", BLOCKED),
    (
        "The Outlet",
        "Click the box to let us know that you are not a robot, please.",
        BLOCKED,
    ),
    ("Before you continue", LOST, CONSENT),
    ("The Outlet", "We and our 812 partners use cookies to make all of this better.", CONSENT),
    ("Hafenblatt", "Lesen Sie wie gewohnt mit Werbung und Tracking, jederzeit.", CONSENT),
    ("Sign in", f"{PASSWORD}<p>Who has an account may go on to what stands behind it.</p>", LOGIN),
    ("The Outlet", f"{PASSWORD}<p>Forgot your password? Ask for another one here.</p>", LOGIN),
]


@pytest.mark.parametrize(("title", "said", "reason"), NOTICES)
def test_a_notice_is_no_article_and_the_reason_says_what_it_is(title, said, reason):
    body = f"<main><h1>{title.partition(' | ')[0]}</h1><p>{said}</p></main>"
    assert outcome(page(body, f"{DATE}<title>{title}</title>")).startswith(reason)


def test_the_class_of_a_page_may_say_that_it_is_none():
    text = page(f"<main><h1>Nothing to see</h1><p>{LOST}</p></main>", DATE)
    assert outcome(text.replace("<body>", '<body class="error404 x">')).startswith(MISSING)


NO_NOTICES = [
    "404 Media sues the agency",
    "500 firms sign the pact",
    "Weapons not found: what inspectors say",
    "Access denied: who may see the register",
    "Consent",
    "Register of models opens",
    "Login rules for ministers",
]


@pytest.mark.parametrize("title", NO_NOTICES)
def test_an_article_may_be_called_like_one(title):
    box = f'<div class="sidebar">{PASSWORD}</div>'
    found = article(page(f"{box}<main><h1>{title}</h1>{TEXT}</main>", DATE))
    assert (found.title, FIRST in found.body_text) == (title, True)


def test_an_article_may_tell_of_notices():
    told = "<p>The banner said “We use cookies” and asked to accept all cookies, it found.</p>"
    head = DATE + '<meta property="og:type" content="article">'
    assert "accept all cookies" in article(page(f"<h1>A ban</h1>{TEXT}{told}", head)).body_text


def test_a_page_of_frames_says_so():
    text = f"<!DOCTYPE html><html><head>{DATE}</head><frameset><frame src=a></frameset></html>"
    assert outcome(text).startswith("No text: the page is made of frames.")


def test_a_page_of_teasers_without_marks_is_a_list():
    teaser = (
        "<div><h3><a href='/{0}'>Story {0}</a></h3><p>What happened in story {0} is this.</p></div>"
    )
    listing = "".join(teaser.format(number) for number in range(8))
    assert outcome(page(f"<main><h1>News</h1>{listing}</main>")).startswith(
        "No article: the page is a"
    )


PAID = {"@type": "NewsArticle", "headline": "A rule", "isAccessibleForFree": "False"}
OPENINGS = {
    "by what it tells programs": (linked_data(**PAID), ""),
    "by its words": ("", "<p>To continue reading, log in or subscribe.</p>"),
    "in German": ("", "<p>Weiterlesen mit Hafenblatt Plus. Sie haben bereits ein Abo?</p>"),
    "in French": ("", "<p>Il vous reste 82% de cet article à lire.</p>"),
    "by its number of words": (linked_data(**PAID | {"wordCount": 900}), ""),
}


@pytest.mark.parametrize("name", OPENINGS)
def test_an_opening_of_what_is_paid_for_is_told_from_an_article(name):
    head, said = OPENINGS[name]
    body = f"<article><h1>A rule</h1>{TEXT}{said}</article>"
    assert article(page(body, DATE + head)).is_opening
    assert not article(page(body.replace(said or "\0", ""))).is_opening


def test_who_has_paid_and_saves_the_whole_has_no_opening():
    whole = "".join(f"<p>Paragraph {number}. {FIRST} {SECOND}</p>" for number in range(20))
    head = DATE + linked_data(**PAID)
    assert not article(page(f"<article><h1>A rule</h1>{whole}</article>", head)).is_opening


def test_an_opening_waits_in_review(db):
    opening = article(page(head=DATE + linked_data(**PAID)))
    assert gate_on_arrival(opening) == Article.HeldFor.OPENING


def test_an_opening_never_takes_the_place_of_the_whole_and_the_whole_takes_its_own(db):
    address = '<link rel="canonical" href="https://outlet.example/rule">'
    opening = page(head=DATE + address + linked_data(**PAID))
    more = "<p>What is in it takes forty pages, none of which names a firm.</p>"
    whole = page(f"<article><h1>Council adopts a rule</h1>{TEXT}{more}</article>", DATE + address)
    for name, text in (("a", opening), ("b", whole), ("c", opening + " ")):
        item = Item(name, name, text.encode())
        run_import([item], "a test", Options(), Progress())
        kept = Article.objects.get()
        assert kept.status == ("review" if name == "a" else "published")
        assert ("forty pages" in kept.body_text) == (name != "a")
