"""Days that a page shows its readers, and days that are those of something else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest import readers
from articles.ingest.readers import dates, pages
from articles.ingest.records import Item
from tests.saved_pages import TEXT, article, linked_data, outcome, page, read

DAY = date(2025, 3, 6)


def beside(line):
    """A page whose head says no day, with lines after its title."""
    return page(f"<main><h1>A rule</h1>{line}{TEXT}</main>", "")


SHOWN = [
    "<p>By Ana Writer | March 6, 2025</p>",
    "<div>By <a>Ana Writer</a>, 6 March, 2025</div>",
    "<div>By Jane Doe, Technology reporter Published March 6, 2025</div>",
    "<ul><li>Author: Ana Writer</li><li>Published: 6 March 2025</li></ul>",
    "<p>Posted on March 6, 2025 by Ana Writer</p>",
    "<p>Submitted by Ana Writer on March 6, 2025 - 2:05pm</p>",
    "<p>[Submitted on 6 Mar 2025]</p>",
    "<p>Publié le 6 mars 2025 à 06h00, modifié le 30 décembre 2025 à 07h00</p>",
    "<p>Veröffentlicht am 6. März 2025</p>",
    "<p>Stand: 06.03.2025, 10:15 Uhr</p>",
    "<p>Pubblicato il 6 marzo 2025 alle 12:30</p>",
    "<p>Publicado el 6 de marzo de 2025</p>",
    "<p>6 marca 2025, 12:40</p>",
    "<p>6 марта 2025, 14:35</p>",
    "<p>6 مارس 2025</p>",
    "<p>٦ مارس ٢٠٢٥</p>",
    "<p>2025年3月6日 5時00分</p>",
    "<p>입력 2025.03.06. 오전 10:30</p>",
    "<p>March 6, 2025</p><p>|</p><p>Ana Writer</p>",
    "<span>Ana Writer</span><span>6 Mar 2025</span><p>Last updated: December 30, 2025</p>",
    "<p>The hearing takes place on May 5, 2026</p><p>Posted March 6, 2025</p>",
]


@pytest.mark.parametrize("line", SHOWN)
def test_a_day_beside_the_title_is_that_of_publication(line):
    assert article(beside(line)).published == DAY


def test_a_day_before_the_title_counts_where_none_follows():
    assert (
        article(page(f"<main><p>06 Mar 2025</p><h1>A rule</h1>{TEXT}</main>", "")).published == DAY
    )
    masthead = "<header><p>Wednesday, December 31, 2025</p></header>"
    found = article(page(f"{masthead}<main><h1>A rule</h1><p>6 Mar 2025</p>{TEXT}</main>", ""))
    assert found.published == DAY
    assert outcome(page(f"{masthead}<h1>A rule</h1>{TEXT}", "")).startswith("No date")


NOT_OF_PUBLICATION = [
    "<p>The hearing takes place on May 5, 2026</p>",
    "<p>Deadline: May 5, 2026</p>",
    "<p>Members vote on 1 June 2026, and again later</p>",
    "<p>March 6, 2025</p><p>March 7, 2025</p>",
    "<p>03/04/2025</p>",
    "<p>Call 1741219200 or case 2025-065</p>",
    "<p>March 6, 2025 was a long day for the council.</p>",
]


@pytest.mark.parametrize("line", NOT_OF_PUBLICATION)
def test_a_day_that_may_be_another_is_not_guessed(line):
    assert outcome(beside(line)).startswith(("No date", "Ambiguous date: '03/04/2025'"))


CHANGED = [
    ("", "<p>Last updated: March 6, 2025</p>"),
    ("", "<p>Aktualisiert am 6. März 2025</p>"),
    ("", '<p class="updated-date">March 6, 2025</p>'),
    ('<meta property="article:modified_time" content="2025-03-06T10:00:00Z">', ""),
    (linked_data(**{"@type": "NewsArticle", "dateModified": "2025-03-06"}), ""),
    ("", '<time itemprop="dateModified" datetime="2025-03-06">x</time>'),
]


@pytest.mark.parametrize(("head", "line"), CHANGED)
def test_without_another_day_that_of_the_last_change_is_taken_and_told(head, line):
    text = page(f"<main><h1>A rule</h1>{line}{TEXT}</main>", head)
    found = read(text)
    assert found.published == DAY
    assert pages.CHANGED in found.notes[0]
    address = '<link rel="canonical" href="https://outlet.example/2025/02/01/rule">'
    told = read(page(f"<main><h1>A rule</h1>{line}{TEXT}</main>", head + address))
    assert told.published == date(2025, 2, 1)


def test_the_folders_of_a_file_may_tell_the_day():
    item = Item("site/posts/2025/03/06/rule.html", "a", page(head="").encode())
    found = readers.read(item)
    assert found.published == DAY
    assert found.notes[0].startswith("No date on the page: taken from the folders")


def test_the_day_of_the_last_change_comes_before_that_of_a_capture():
    changed = '<meta property="article:modified_time" content="2025-03-06T10:00:00Z">'
    found = pages.read_capture(page(head=changed), "https://outlet.example/a", "2025-12-30")
    assert found.published == DAY


def test_days_in_a_line_come_with_what_leads_up_to_them():
    line = "Publié le 3 mars 2025, modifié le 4 avril 2025"
    assert [(words, str(moment.day)) for words, moment in dates.in_line(line)] == [
        ("Publie le", "2025-03-03"),
        (", modifie le", "2025-04-04"),
    ]


@given(st.text(max_size=200))
def test_any_line_is_looked_through(line):
    assert all(isinstance(moment.day, date) for _, moment in dates.in_line(line))
