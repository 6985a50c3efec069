"""Feeds of sources: what a visit brings, what the next one asks, and how failures are borne."""

import io
from datetime import date, timedelta
from itertools import chain
from xml.sax.saxutils import escape

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from psycopg import connect

from articles.models import Article, Feed, FeedHealth, Import, Source, health_of
from tests.factories import make_article, make_prose
from tests.web_servers import Page, web_server

pytestmark = pytest.mark.django_db


def entry(number, words="", site="https://outlet.test"):
    words = words or make_prose(number, 4)
    return (
        f"<item><title>Story {number}</title><link>{site}/{number}</link>"
        f"<description>{escape(words)}</description>"
        f"<pubDate>Mon, 0{number % 9 + 1} Jan 2024 10:00:00 GMT</pubDate></item>"
    )


def rss(*entries):
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Outlet</title>'
    return f"{head}{''.join(entries)}</channel></rss>".encode()


TAG = {"ETag": '"one"', "Last-Modified": "Mon, 01 Jan 2024 10:00:00 GMT"}


@pytest.fixture
def web():
    with web_server({"/feed": Page(rss(entry(1), entry(2)), headers=TAG)}) as server:
        yield server


@pytest.fixture
def source(web):
    return make_source("outlet.test", web["/feed"])


def make_source(domain, feed_url, **fields):
    return Source.objects.create(name=domain, domain=domain, feed_url=feed_url, **fields)


def fetch(*arguments, private=True):
    """Run the command; return its status and its lines."""
    out = io.StringIO()
    options = ["--allow-private"] * private
    with pytest.raises(SystemExit) as end:
        call_command("fetch_feeds", *options, *arguments, stdout=out, stderr=out)
    return end.value.code, out.getvalue()


def state(source):
    return Feed.objects.get(source=source)


def test_entries_arrive_in_review_from_a_source_that_is_not_trusted(web, source):
    assert fetch() == (0, "outlet.test: 2 created.\n")
    assert set(Article.objects.values_list("title", "status", "held_for", "source")) == {
        ("Story 1", "review", "feed", source.pk),
        ("Story 2", "review", "feed", source.pk),
    }
    assert health_of(Source.objects.get()) == FeedHealth.OK


def test_the_second_visit_asks_what_has_changed_and_makes_no_run(web, source):
    fetch()

    def unless_known(handler):
        known = handler.headers["If-None-Match"] == '"one"'
        return Page(status=304) if known else Page(rss(entry(1)), headers=TAG)

    web.pages["/feed"] = unless_known
    assert fetch() == (0, "outlet.test: not changed (304).\n")
    assert web.asked("/feed")[1]["if-modified-since"] == TAG["Last-Modified"]
    assert Import.objects.count() == 1
    assert state(source).etag == '"one"'


def test_a_visit_that_brings_nothing_new_makes_no_run(web, source):
    fetch()
    web.pages["/feed"] = Page(rss(entry(2), entry(1)))
    assert fetch() == (0, "outlet.test: nothing new in 2 entries.\n")
    assert Import.objects.count() == 1


def test_a_trusted_source_is_trusted_with_its_own_articles_alone(web, source):
    Source.objects.update(trusted=True)
    web.pages["/feed"] = Page(rss(entry(1), entry(2, site="https://other.test")))
    fetch()
    standing = dict(Article.objects.values_list("canonical_url", "status"))
    assert standing == {"https://outlet.test/1": "published", "https://other.test/2": "review"}


def test_marks_of_a_template_in_a_title_wait_even_from_a_trusted_source(web, source):
    Source.objects.update(trusted=True)
    web.pages["/feed"] = Page(rss(entry(1, "Words.").replace("Story 1", "{{ page.title }}")))
    fetch()
    assert Article.objects.get().held_for == "template"


def test_an_entry_that_changed_is_an_update(web, source):
    Source.objects.update(trusted=True)
    fetch()
    web.pages["/feed"] = Page(rss(entry(1, "Other words, and fewer."), entry(2)))
    assert fetch() == (0, "outlet.test: 1 updated.\n")
    assert Article.objects.get(title="Story 1").body_text == "Other words, and fewer."


def test_a_feed_that_is_not_trusted_changes_nothing_that_readers_see(web, source):
    told = {"source_url": "https://outlet.test/1", "published": date(2024, 1, 1)}
    article = make_article(body_text="As it was.", **told)
    fetch()
    article.refresh_from_db()
    assert (article.body_text, article.status) == ("As it was.", "published")
    [problem] = Import.objects.latest("pk").problems.filter(outcome="updated")
    assert "not trusted" in problem.reason


def test_the_opening_that_a_feed_gives_does_not_replace_the_whole_text(web, source):
    Source.objects.update(trusted=True)
    whole = make_prose(1, 30)
    told = {"source_url": "https://outlet.test/1", "published": date(2024, 1, 1)}
    article = make_article(body_text=whole, **told)
    fetch()
    [problem] = Import.objects.latest("pk").problems.filter(outcome="updated")
    assert "more of this text from elsewhere" in problem.reason
    article.refresh_from_db()
    assert article.body_text == whole


def test_what_was_erased_is_kept_out_without_a_run_for_every_visit(web, source):
    Source.objects.update(trusted=True)
    fetch()
    call_command(
        "erase", Article.objects.get(title="Story 1").pk, "--reason", "Asked.", "--no-input"
    )
    web.pages["/feed"] = Page(rss(entry(1, "Changed since."), entry(2)))
    assert fetch()[0] == 1
    runs = Import.objects.count()
    assert fetch() == (0, "outlet.test: nothing new in 2 entries.\n")
    assert Import.objects.count() == runs


def test_a_feed_that_fails_waits_longer_each_time(web, source):
    web.pages["/feed"] = Page(status=500)
    waits = []
    for _ in range(3):
        status, told = fetch("--force")
        assert status == 1
        assert "answered 500" in told
        waits.append(state(source).due_at - timezone.now())
    minute = timedelta(minutes=1)
    for wait, usual in zip(waits, (15, 30, 60), strict=True):
        assert 0.75 * usual * minute < wait < 1.25 * usual * minute
    assert fetch() == (0, "No feed is due.\n")
    assert health_of(Source.objects.get()) == FeedHealth.FAILING


def test_the_wait_after_failures_has_a_bound(web, source):
    web.pages["/feed"] = Page(status=500)
    fetch()
    Feed.objects.update(failures=1_000_000)
    fetch("--force")
    assert state(source).due_at < timezone.now() + timedelta(days=1.3)


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_to_be_left_alone_is(web, source, status):
    web.pages["/feed"] = Page(status=status, headers={"Retry-After": "7200"})
    assert fetch()[0] == 1
    assert timedelta(hours=1.9) < state(source).due_at - timezone.now() < timedelta(hours=2.1)
    web.pages["/feed"] = Page(status=status, headers={"Retry-After": "999999999"})
    fetch("--force")
    assert state(source).due_at - timezone.now() <= timedelta(days=7)


def test_a_feed_that_is_gone_is_left_until_its_address_is_another(web, source):
    web.pages["/feed"] = Page(status=410)
    assert fetch()[0] == 1
    assert health_of(Source.objects.get()) == FeedHealth.GONE
    assert fetch("--source", "outlet.test") == (0, "No feed is due.\n")
    web.pages["/new"] = Page(rss(entry(1)))
    Source.objects.update(feed_url=web["/new"])
    assert health_of(Source.objects.get()) == FeedHealth.NEW
    assert fetch() == (0, "outlet.test: 1 created.\n")
    assert health_of(Source.objects.get()) == FeedHealth.OK


def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(web, source):
    web.pages |= {
        "/new": web.pages["/feed"],
        "/feed": Page(status=301, headers={"Location": "/new"}),
    }
    fetch()
    source.refresh_from_db()
    assert source.feed_url == web["/new"]
    assert source.revisions.latest("pgh_id").pgh_context.metadata["command"] == "fetch_feeds"
    fetch()
    assert len(web.asked("/feed")) == 1


def test_an_address_stays_where_the_new_one_holds_no_feed(web, source):
    web.pages |= {
        "/parked": Page(b"<html>Buy this name"),
        "/feed": Page(status=301, headers={"Location": "/parked"}),
    }
    status, told = fetch()
    assert status == 1
    assert "Not a feed" in told
    source.refresh_from_db()
    assert source.feed_url == web["/feed"]


def test_private_addresses_are_not_asked_unless_the_operator_says_so(web, source):
    status, told = fetch(private=False)
    assert status == 1
    assert "not of the public internet" in told
    assert "--allow-private" in told
    assert web.requests == []
    assert fetch()[0] == 0


def test_one_bad_feed_stops_no_other(web, source):
    make_source("bad.test", web["/bad"])
    web.pages["/bad"] = Page(b"<rss>" + b"<" * 10**6)
    make_source("none.test", "http://nobody.invalid/feed")
    status, told = fetch()
    assert status == 1
    assert "outlet.test: 2 created." in told
    assert sorted(line.partition(":")[0] for line in told.splitlines()) == [
        *("bad.test", "none.test", "outlet.test")
    ]


def test_two_visits_at_once_do_not_collide(web, source):
    parameters = connection.get_connection_params() | {"cursor_factory": None}
    with connect(**parameters) as other:
        other.execute("SELECT pg_advisory_lock(7206416)")
        status, told = fetch()
    assert status == 2
    assert "another process" in told
    assert web.requests == []


def test_only_a_known_source_with_a_feed_can_be_named(web, source):
    make_source("bare.test", "")
    for domain, words in (("nowhere.test", "No source"), ("bare.test", "has no feed")):
        with pytest.raises(CommandError, match=words):
            call_command("fetch_feeds", "--source", domain)


@pytest.mark.parametrize("value", ["", "0m", "15", "m", "-5m", "1w", "9999999s"])
def test_a_length_of_time_is_checked(value):
    with pytest.raises(CommandError, match="--every"):
        call_command("fetch_feeds", f"--every={value}")


def test_the_desk_shows_how_feeds_fare(web, source, curator_client):
    make_source("gone.test", web["/gone"])
    make_source("broken.test", web["/broken"])
    make_source("new.test", "")
    web.pages |= {"/gone": Page(status=410), "/broken": Page(status=500)}
    fetch()
    Source.objects.filter(domain="new.test").update(feed_url=web["/later"])
    make_source("without.test", "")
    shown = {
        health: set(
            curator_client.get("/admin/articles/source/", {"feed": health})
            .context["cl"]
            .queryset.values_list("domain", flat=True)
        )
        for health in FeedHealth.values
    }
    assert shown == {
        "ok": {"outlet.test"},
        "failing": {"broken.test"},
        "gone": {"gone.test"},
        "new": {"new.test"},
        "none": {"without.test"},
    }
    for domain in chain.from_iterable(shown.values()):
        one = Source.objects.get(domain=domain)
        assert domain in shown[health_of(one)]
        page = curator_client.get(f"/admin/articles/source/{one.pk}/change/").content.decode()
        assert health_of(one).label in page
    broken = Source.objects.get(domain="broken.test")
    page = curator_client.get(f"/admin/articles/source/{broken.pk}/change/").content.decode()
    assert "answered 500" in page
    assert "Next due" in page


def test_only_web_addresses_are_taken_for_a_feed(source):
    source.feed_url = "ftp://outlet.test/feed"
    with pytest.raises(ValidationError, match="http"):
        source.clean()
