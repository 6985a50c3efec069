"""Articles that tell no date, or one that may be two: they wait in review, with a note."""

from datetime import UTC, date, datetime

import pghistory
import pytest

from articles import curation
from articles.ingest.clean import clean
from articles.ingest.entries import read
from articles.ingest.entries.shapes import FeedText
from articles.ingest.pipeline import Options, Progress, run_import
from articles.ingest.places import Place
from articles.ingest.readers import dates, pages
from articles.ingest.rebuilding import Options as RebuildOptions
from articles.ingest.rebuilding import rebuild
from articles.ingest.records import Item
from articles.ingest.worker import clean_item
from articles.models import Article, Import
from articles.undoing import undo

TEXT = "The council adopted a rule on Friday that asks for audits of every large model."
ADDRESS = "https://outlet.example/rule"
PLACE = Place("feed.xml", "feed.xml")


def feed(date_of_entry="", date_of_feed="", text=TEXT):
    entry = f"<title>A rule</title><link>{ADDRESS}</link><description>{text}</description>"
    channel = f"<title>Outlet</title>{date_of_feed}<item>{entry}{date_of_entry}</item>"
    return f'<rss version="2.0"><channel>{channel}</channel></rss>'


def pub_date(value):
    return f"<pubDate>{value}</pubDate>"


def entry_of(text):
    [line] = read(FeedText(text.encode())).lines
    return line.item(PLACE.numbered(1), PLACE)


def page(shown="", head=""):
    return (
        f"<!doctype html><html><head>{head}</head><body><article><h1>A rule</h1>{shown}"
        f"<p>{TEXT}</p><p>Its members want the first reports before the end of the year.</p>"
        "</article></body></html>"
    )


def imported(*items):
    run_import(list(items), "a test", Options(), Progress())
    return Article.objects.get()


def test_an_entry_without_a_date_waits_in_review(db):
    article = imported(entry_of(feed()))
    assert (article.status, article.held_for) == ("review", Article.HeldFor.UNDATED)
    assert article.published == datetime.now(UTC).date()


def test_an_entry_with_a_date_is_published(db):
    assert imported(entry_of(feed(pub_date("Wed, 09 Jul 2025 10:00:00 GMT")))).status == "published"


def test_a_day_that_is_only_that_of_the_feed_waits_too():
    article = clean_item(entry_of(feed(date_of_feed=pub_date("Thu, 20 Mar 2025 10:00:00 GMT"))))
    assert (article.is_undated, article.published) == (True, date(2025, 3, 20))


def test_of_two_days_that_an_entry_may_be_of_the_one_that_fits_its_feed_is_taken():
    feed_of_march = pub_date("Thu, 20 Mar 2025 10:00:00 GMT")
    article = clean_item(entry_of(feed(pub_date("03/04/2025"), feed_of_march)))
    assert (article.is_undated, article.published) == (False, date(2025, 3, 4))
    [note] = article.notes
    assert note == (
        "The date '03/04/2025' was read as 2025-03-04, the only day it may be in the year before"
        " 2025-03-20."
    )


def test_where_both_days_fit_the_entry_waits_and_its_date_is_told():
    feed_of_june = pub_date("Fri, 20 Jun 2025 10:00:00 GMT")
    article = clean_item(entry_of(feed(pub_date("03/04/2025"), feed_of_june)))
    assert article.is_undated
    assert article.notes[0] == "Its date '03/04/2025' may be either of two days."


def test_an_unclear_date_of_old_feeds_is_told():
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<item><title>A rule</title><link>{ADDRESS}</link><description>{TEXT}</description>"
        "<dc:date>03/04/2025</dc:date></item></rdf:RDF>"
    )
    assert "'03/04/2025' may be either" in clean_item(entry_of(rdf)).notes[0]


def test_a_version_with_a_date_takes_the_place_of_one_without_and_is_published(db):
    dated = feed(pub_date("Wed, 09 Jul 2025 10:00:00 GMT"), text=f"{TEXT} So it said.")
    imported(entry_of(feed()))
    article = imported(entry_of(dated))
    assert (article.status, article.published) == ("published", date(2025, 7, 9))


def test_a_version_without_a_date_never_takes_the_place_of_one_with_a_date(db):
    imported(entry_of(feed(pub_date("Wed, 09 Jul 2025 10:00:00 GMT"))))
    article = imported(entry_of(feed(text=f"{TEXT} So it said.")))
    assert (article.status, article.published) == ("published", date(2025, 7, 9))


def test_a_rebuild_leaves_the_version_with_a_date(db):
    imported(entry_of(feed()))
    imported(entry_of(feed(pub_date("Wed, 09 Jul 2025 10:00:00 GMT"), text=f"{TEXT} So it said.")))
    told = []
    rebuild(RebuildOptions(), report=told.append)
    assert told == []
    assert Article.objects.get().published == date(2025, 7, 9)


def test_an_article_waits_again_where_the_import_that_dated_it_is_undone(db):
    imported(entry_of(feed()))
    imported(entry_of(feed(pub_date("Wed, 09 Jul 2025 10:00:00 GMT"), text=f"{TEXT} So it said.")))
    undo(Import.objects.latest("pk"))
    article = Article.objects.get()
    assert (article.status, article.held_for) == ("review", Article.HeldFor.UNDATED)
    assert article.published == datetime.now(UTC).date()


def test_an_article_that_a_curator_withdrew_meanwhile_stays_withdrawn(db):
    imported(entry_of(feed()))
    imported(entry_of(feed(pub_date("Wed, 09 Jul 2025 10:00:00 GMT"), text=f"{TEXT} So it said.")))
    with pghistory.context(user=1):
        curation.withdraw(Article.objects.all(), "It was asked for.")
    undo(Import.objects.latest("pk"))
    assert Article.objects.get().status == "withdrawn"


def test_a_note_of_evernote_without_a_day_waits():
    export = f"<en-export><note><title>A rule</title><content>{TEXT}</content></note></en-export>"
    assert clean_item(entry_of(export)).is_undated


def captured(text, day="2025-03-20T10:00:00Z"):
    return clean(pages.read_capture(text, ADDRESS, day))


SHOWN = "<p class='byline'>By Ann Lee, 03/04/2025</p>"
NAMED = '<meta name="date" content="03/04/2025">'


@pytest.mark.parametrize("text", [page(SHOWN), page(head=NAMED)])
def test_of_two_days_that_a_page_may_be_of_the_one_that_fits_its_capture_is_taken(text):
    article = captured(text)
    assert (article.is_undated, article.published) == (False, date(2025, 3, 4))
    assert "'03/04/2025' was read as 2025-03-04" in article.notes[0]


@pytest.mark.parametrize("text", [page(SHOWN), page(head=NAMED)])
def test_where_both_days_fit_the_page_waits_and_its_date_is_told(text):
    article = captured(text, "2025-06-20T10:00:00Z")
    assert (article.is_undated, article.published) == (True, date(2025, 6, 20))
    assert article.notes[0] == pages.UNCLEAR.format("03/04/2025")


def test_a_captured_page_without_any_date_has_that_of_its_capture():
    article = captured(page())
    assert (article.is_undated, article.published) == (False, date(2025, 3, 20))


@pytest.mark.parametrize("text", [page(SHOWN), page(head=NAMED)])
def test_a_saved_page_whose_date_is_unclear_is_refused_where_no_day_of_saving_helps(text):
    with pytest.raises(dates.Ambiguous, match=r"Ambiguous date: '03/04/2025'\."):
        pages.read(text)


def test_a_saved_page_is_dated_with_the_help_of_the_day_on_which_it_was_saved():
    saved = f"<!-- Page saved with SingleFile \n url: {ADDRESS} \n saved date: 2025-03-20 \n-->"
    raw = pages.read(page(head=NAMED).replace("<html>", f"<html>{saved}"))
    assert (raw.is_undated, raw.published) == (False, date(2025, 3, 4))


def test_files_with_a_date_of_their_own_are_not_held():
    text = f"---\ntitle: A rule\ndate: 2025-07-09\n---\n{TEXT}"
    assert not clean_item(Item("a.md", "a.md", text.encode())).is_undated
