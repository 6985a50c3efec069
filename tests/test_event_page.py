"""The page of an event: when it happened, who reported it, what it rests on, what is near it."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.apps import apps
from django.utils.html import strip_tags

from articles import curation
from articles.coverage.citations import official_texts
from articles.coverage.edits import last_edited
from articles.coverage.officials import is_official
from articles.coverage.outlets import outlets_of
from articles.coverage.related import related
from articles.events.membership import place, refresh
from articles.ingest.records import Link
from articles.models import Article, Event, Likeness, Source
from articles.views import records
from tests.factories import make_article, make_event

pytestmark = pytest.mark.django_db

DAY = date(2025, 7, 26)
# Before these elements words do not go on.
APART = re.compile(r"(?=<(?:dt|dd|li|p)\b)")
LONG_AGO = datetime(2001, 2, 3, tzinfo=UTC)


def page(client, event):
    """The words of an event's page, one space between them."""
    event.refresh_from_db()
    html = client.get(event.get_absolute_url()).content.decode()
    return " ".join(unescape(strip_tags(APART.sub(" ", html))).split())


def cited(*addresses, text="the act"):
    """Links to these addresses."""
    return tuple(Link(url, url.split("/")[2].removeprefix("www."), text) for url in addresses)


def of_outlet(domain, **fields):
    """An article from the outlet of a domain."""
    number = Article.objects.count()
    return make_article(source_url=f"https://{domain}/story-{number}", **fields)


def at(hour, **fields):
    """An article published on DAY at an hour."""
    return make_article(published_at=datetime(2025, 7, 26, hour, tzinfo=UTC), **fields)


# Dates


def test_it_says_when_it_happened_before_when_it_was_reported(client):
    event = make_event(happened_start=date(2025, 7, 24), happened_end=date(2025, 7, 25))
    words = page(client, event)
    assert re.search(
        "Happened 24–25 July 2025 First reported here 26 July 2025 "
        r"Last report 26 July 2025 Last edited \d+ \w+ 20\d\d",
        words,
    )


def test_where_nobody_said_when_it_happened_the_first_report_leads(client):
    words = page(client, make_event())
    assert "Happened" not in words
    assert "First reported here 26 July 2025" in words


def long_ago(event):
    """Let all that is known of the past of an event and its articles be long ago."""
    for name in ("ArticleRevision", "EventRevision", "MentionRevision"):
        apps.get_model("articles", name).objects.update(pgh_created_at=LONG_AGO)
    Event.objects.filter(pk=event.pk).update(created_at=LONG_AGO)
    apps.get_model("articles", "EventRevision").objects.update(pgh_created_at=LONG_AGO)


def rename(event, article):
    Event.objects.filter(pk=event.pk).update(title="Another title")


def lock(event, article):
    Event.objects.filter(pk=event.pk).update(locked=True)


def take_out(event, article):
    curation.move([article.pk], None)


def bring_in(event, article):
    curation.move([make_article().pk], event)


def withdraw(event, article):
    curation.withdraw(Article.objects.filter(pk=article.pk), "Retracted.")


def delete(event, article):
    article.delete()


def mention(event, article):
    event.mentioned_by.add(make_article())


def merge(event, article):
    curation.merge([make_event()], event)


@pytest.mark.parametrize(
    "act", [rename, lock, take_out, bring_in, withdraw, delete, mention, merge]
)
def test_an_act_on_an_event_is_its_last_edit(act):
    event = make_event(make_article(), make_article(), make_article())
    long_ago(event)
    assert last_edited(event) == LONG_AGO
    act(event, event.articles.first())
    assert last_edited(event) > LONG_AGO


def test_a_correction_to_a_report_is_no_edit_of_the_event():
    event = make_event()
    long_ago(event)
    event.articles.update(byline="Ada Ruiz")
    Event.objects.update(article_count=9)
    assert last_edited(event) == LONG_AGO


def test_acts_on_another_event_are_no_edit_of_this_one():
    event, other = make_event(), make_event()
    long_ago(event)
    for act in (rename, mention, bring_in):
        act(other, None)
    assert last_edited(event) == LONG_AGO


# Coverage


def test_reports_stand_by_day_and_time_with_their_outlet(client):
    event = make_event(
        make_article(title="Untimed", published=DAY),
        at(9, title="At nine"),
        at(8, title="At eight"),
        make_article(title="The day before", published=DAY - timedelta(days=1)),
    )
    words = page(client, event)
    titles = ["25 July 2025", "The day before", "26 July 2025", "At eight", "At nine", "Untimed"]
    places = [words.index(title, words.index("Coverage")) for title in titles]
    assert places == sorted(places)
    assert "At eight 08:00 UTC" in words


def test_the_first_report_is_marked_where_it_is_certain(client):
    alone = make_event(make_article(published=DAY - timedelta(days=1), title="Lone"), at(8))
    assert "Lone First in this archive" in page(client, alone)
    timed = make_event(at(9, title="At nine"), at(8, title="At eight"))
    assert "At eight First in this archive" in page(client, timed)
    unsure = make_event(at(8), make_article())
    assert "First in this archive" not in page(client, unsure)


def test_where_the_first_report_is_uncertain_its_day_is_marked(client):
    reports = [
        make_article(title="Later", published=DAY + timedelta(days=1)),
        at(8),
        make_article(),
    ]
    words = page(client, make_event(*reports))
    assert "26 July 2025 First reports in this archive" in words
    assert words.count("First reports in this archive") == 1
    certain = make_event(at(9, title="At nine"), at(8, title="At eight"))
    assert "First reports" not in page(client, certain)


def test_a_first_that_others_not_shown_may_precede_is_not_marked(client, monkeypatch):
    monkeypatch.setattr(records, "_MOST_COVERAGE", 2)
    event = make_event(at(8), at(9), make_article())
    assert "First in this" not in page(client, event)


def test_copies_are_folded_under_the_report_whose_text_they_carry(client):
    event = make_event(make_article(title="Wire story"), make_article(title="Own story"))
    wire = event.articles.get(title="Wire story")
    for number in range(14):
        of_outlet(f"copy{number}.example", duplicate_of=wire.pk)
    words = page(client, event)
    assert "Wire story 14 copies of this text copy0.example, 26 July 2025" in words
    assert "and 2 more" in words
    assert "copy12.example" not in words
    assert words.count("copies of this text") == 1


def test_the_page_of_a_copy_does_not_count_it_among_the_reports(client):
    first, second = make_article(), make_article()
    event = make_event(first, second)
    copy = make_article(duplicate_of=first.pk)
    Article.objects.filter(pk=copy.pk).update(event=event)
    shown = page(client, Article.objects.get(pk=copy.pk))
    assert "A copy, beside 2 reports of the event" in shown
    assert "Reports of this event" in shown
    assert "Other reports" not in shown
    shown = page(client, first)
    assert "One of 2 reports of the event" in shown
    assert "Other reports of this event" in shown


def test_one_copy_is_one(client):
    event = make_event()
    of_outlet("copy.example", duplicate_of=event.articles.first().pk)
    assert "1 copy of this text copy.example" in page(client, event)


def test_an_outlet_that_ran_a_copy_reported_it(client):
    event = make_event(of_outlet("wire.example"), of_outlet("own.example"))
    wire = event.articles.order_by("pk").first()
    for domain in ("wire.example", "copy.example"):
        of_outlet(domain, duplicate_of=wire.pk)
    place({wire.pk: event.pk}, by_curator=False)
    words = page(client, event)
    assert "Coverage 2 reports and 2 copies by 3 outlets" in words
    assert (
        "Outlets wire.example 2 reports and copies copy.example 1 copy own.example 1 report"
        in words
    )
    assert "?source=copy.example" not in client.get(event.get_absolute_url()).content.decode()
    row = client.get("/events/").content.decode()
    assert "3 outlets: <bdi>wire.example</bdi> (2)" in row
    [line] = csv.DictReader(io.StringIO(client.get("/events.csv").content.decode()))
    assert (line["articles"], line["copies"]) == ("2", "2")
    assert line["sources"] == "copy.example; own.example; wire.example"
    assert (event.article_count, event.source_count) == (2, 3)


def test_what_may_not_be_seen_is_neither_report_nor_copy(client):
    event = make_event(make_article(), make_article(), make_article(title="Held", status="review"))
    of_outlet("copy.example", duplicate_of=event.articles.first().pk, status="review")
    words = page(client, event)
    assert "Held" not in words
    assert "copy.example" not in words
    assert "Coverage 2 reports by 2 outlets" in words


def test_a_day_of_many_reports_is_folded(client):
    event = make_event(*(at(8, title=f"Report {number:02}") for number in range(13)))
    html = client.get(event.get_absolute_url()).content.decode()
    shown, folded = html.split("<details>", 1)
    assert "Report 09" in shown
    assert "Report 10" not in shown
    assert "3 more reports of this day" in folded
    assert "Report 12" in folded


def test_few_are_not_worth_a_fold(client):
    event = make_event(*(at(8) for number in range(12)))
    assert "of this day" not in page(client, event)


def test_an_event_of_too_many_reports_shows_the_first_of_each_day(client, monkeypatch):
    monkeypatch.setattr(records, "_MOST_COVERAGE", 4)
    event = make_event(
        *(at(8, title=f"Busy {number}") for number in range(5)),
        make_article(title="Next day", published=DAY + timedelta(days=1)),
    )
    html = client.get(event.get_absolute_url()).content.decode()
    words = page(client, event)
    assert "Busy 2" in words
    assert "Busy 3" not in words
    assert "Next day" in words
    assert "All 5 reports of this day" in words
    assert "All 6 reports, the newest first" in words
    for address in ("?date=2025-07-26&amp;group=none", "?sort=newest&amp;group=none"):
        assert f'href="{address}"' in html
        response = client.get(f"{event.get_absolute_url()}{unescape(address)}")
        assert "Busy 4" in response.content.decode()


def test_where_all_reports_are_our_summaries_it_says_so_once(client):
    ours = make_event(at(8, is_archive_summary=True), at(9, is_archive_summary=True))
    words = page(client, ours)
    assert "all in summaries by the archive" in words
    assert "Summary by the archive" not in words
    mixed = make_event(make_article(is_archive_summary=True, title="Ours"), make_article())
    words = page(client, mixed)
    assert "Ours Summary by the archive" in words
    assert "all in summaries" not in words


# Outlets


def test_outlets_are_counted_the_fullest_first():
    event = make_event(
        of_outlet("b.example"),
        of_outlet("a.example"),
        of_outlet("b.example"),
        make_article(source_url=""),
    )
    found = outlets_of([event.pk])[event.pk]
    assert [(str(outlet.source), outlet.reports) for outlet in found] == [
        ("b.example", 2),
        ("a.example", 1),
        ("None", 1),
    ]


def test_the_chart_of_outlets_says_in_words_what_it_draws(client):
    event = make_event(*(of_outlet("busy.example") for _ in range(3)), of_outlet("a.example"))
    html = client.get(event.get_absolute_url()).content.decode()
    chart = html[html.index('class="spread"') :].partition("</ul>")[0]
    assert "busy.example 3 reports" in " ".join(strip_tags(chart).split())
    assert re.findall(r'<rect class="bar" width="(\d+)"', chart) == ["3", "1"]
    assert chart.count('aria-hidden="true"') == 2
    narrowed = client.get(f"{event.get_absolute_url()}?source=a.example")
    assert 'href="?source=a.example"' in chart
    assert "1 article" in narrowed.content.decode()


def test_more_outlets_than_ten_are_folded(client):
    event = make_event(*(make_article() for _ in range(12)))
    assert "2 more outlets" in page(client, event)


# Official texts


@pytest.mark.parametrize(
    "domain",
    [
        *("whitehouse.gov", "gov.uk", "www.legislation.gov.uk", "eur-lex.europa.eu", "ai.mil"),
        *("gouv.fr", "hacienda.gob.mx", "meti.go.jp", "parliament.uk", "aph.parliament.au"),
        *("storage.courtlistener.com", "coe.int", "iso.org", "un.org", "planalto.gov.br"),
    ],
)
def test_a_domain_of_a_public_body_is_official(domain):
    assert is_official(domain)


@pytest.mark.parametrize(
    "domain",
    [
        *("", "gov.com", "notgov", "mygov.uk.com", "abcnews.go.com", "go.com", "governo.example"),
        *(
            "notgov.uk",
            "fakeeuropa.eu",
            "un.org.example",
            "openai.com",
            "print.int.example",
            "go.it",
        ),
    ],
)
def test_a_domain_of_anybody_else_is_not(domain):
    assert not is_official(domain)


ACT = "https://law.gov.uk/acts/12"
ORDER = "https://www.court.gov/orders/ordering-a-register-of-models"


def test_official_texts_are_counted_by_the_reports_that_cite_them():
    event = make_event(
        make_article(links=cited(ACT, ORDER, ORDER)),
        make_article(links=cited(f"{ORDER}/#part-2", "https://company.example/post")),
        make_article(links=cited("https://law.gov.uk/", "http://court.gov")),
    )
    texts = official_texts(event)
    assert [(text.url, text.reports) for text in texts] == [(ORDER, 2), (ACT, 1)]


def test_reports_that_readers_do_not_see_cite_nothing():
    event = make_event(make_article(), make_article(), make_article(links=cited(ACT)))
    event.articles.filter(links__url=ACT).update(status="withdrawn", status_reason="Wrong.")
    assert official_texts(event) == []


def test_a_text_is_called_by_its_address_else_by_what_reports_call_it():
    one = make_article(links=cited(ORDER, text="said"))
    two = make_article(links=cited(ACT, text="the Register Act"))
    three = make_article(links=cited("https://law.gov.uk/acts/13", text="here"))
    event = make_event(one, two, three, title="Court says Register", title_is_edited=True)
    assert {text.label: text.domain for text in official_texts(event)} == {
        "Ordering a Register of models": "court.gov",
        "the Register Act": "law.gov.uk",
        "law.gov.uk/acts/13": "",
    }


def test_days_in_an_address_are_spelled_as_days():
    page = "https://law.gov.uk/declaration-of-the-summit-1-2-november-2023"
    event = make_event(make_article(links=cited(page)), make_article(), title="Vote")
    [found] = official_texts(event)
    assert found.label == "Declaration of the summit 1–2 November 2023"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Register Order of the High Court", "Register Order of the High Court"),
        ("Order 2025/12 on Model Registers", "Order 2025/12 on Model Registers"),
        ("said in a long statement", "Ordering a register of models"),
        ("Ministers said in an order of Friday", "Ordering a register of models"),
    ],
)
def test_a_link_that_reads_like_a_title_names_the_text(text, label):
    event = make_event(make_article(links=cited(ORDER, text=text)), make_article(), title="Vote")
    [found] = official_texts(event)
    assert found.label == label


@pytest.mark.parametrize("display", ["link", "excerpt"])
def test_words_of_links_are_kept_back_where_the_text_is(display):
    event = make_event(make_article(links=cited(ACT, text="words of the text")), make_article())
    Source.objects.update(display=display)
    [text] = official_texts(event)
    assert text.label == "law.gov.uk/acts/12"


def test_the_page_shows_six_texts_and_folds_the_rest(client):
    addresses = [f"https://law.gov.uk/acts/{number}" for number in range(8)]
    words = page(client, make_event(make_article(links=cited(*addresses)), make_article()))
    assert "law.gov.uk/acts/5 cited by 1 report 2 more texts law.gov.uk/acts/6" in words


# What it is filed under, and what is near it


def test_tags_and_categories_are_gathered_with_their_numbers(client):
    event = make_event(
        make_article(tags=("Audits", "Law"), category="Policy"),
        make_article(tags=("Law",), category="Courts"),
        make_article(tags=("Hidden",), status="review"),
    )
    words = page(client, event)
    assert "Courts 1 report Policy 1 report Tags Law 2 reports Audits 1 report" in words
    assert "Hidden" not in words


def happening(title, day, tags=(), **fields):
    """An event of two reports on the day that is so many days after DAY."""
    published = DAY + timedelta(days=day)
    reports = (make_article(published=published, tags=tags) for _ in range(2))
    return make_event(*reports, title=title, title_is_edited=True, **fields)


@pytest.fixture
def neighbours(db):
    """Events that have nothing to do with each other, so that words are rare."""
    days = {"first_reported": DAY, "last_reported": DAY, "article_count": 2}
    Event.objects.bulk_create(
        Event(title=f"Bridge number{number} opens at port{number}", **days) for number in range(40)
    )


@pytest.mark.usefixtures("neighbours")
def test_related_events_came_before_or_after_or_are_similar():
    event = happening("Senate passes the Orchard bill", 0)
    before = happening("Orchard bill reaches the senate", -30)
    after = happening("Governor vetoes the Orchard bill", 10)
    long_after = happening("Orchard bill returns to the senate", 400)
    same_days = happening("Farmers welcome the Orchard bill", 0)
    found = related(event)
    assert (found.before, found.after) == ([before], [after])
    assert found.similar == [same_days, long_after]


@pytest.mark.usefixtures("neighbours")
def test_common_tags_relate_events_that_have_no_word_in_common():
    event = happening("Senate passes the Orchard bill", 0, tags=("Pesticides", "Senate"))
    other = happening("Growers react", 1, tags=("Pesticides", "Senate"))
    assert related(event).after == [other]


def found_alike(event, other, score=0.2, **fields):
    """Let grouping have found a report of one event like a report of another."""
    first, second = sorted(one.articles.first().pk for one in (event, other))
    Likeness.objects.create(first_id=first, second_id=second, score=score, **fields)


@pytest.mark.usefixtures("neighbours")
def test_events_whose_reports_are_alike_are_related_before_those_of_like_words():
    event = happening("Senate passes the Orchard bill", 0)
    for day in (2, 3, 4, 5):
        happening("Orchard bill and the senate", day)
    alike, apart, unlike = (happening(f"Growers react {n}", 40 + n) for n in range(3))
    found_alike(event, alike)
    found_alike(event, apart, kept_apart_at=LONG_AGO)
    found_alike(event, unlike, 0.19)
    found = related(event).after
    assert (found[-2:], len(found)) == ([alike, apart], 4)


def test_an_event_that_readers_may_not_see_is_not_related_by_its_reports():
    event, merged = happening("Senate passes the Orchard bill", 0), happening("Growers react", 1)
    found_alike(event, merged)
    Event.objects.filter(pk=merged.pk).update(merged_into=event)
    assert related(event).parts == []


@pytest.mark.usefixtures("neighbours")
def test_tags_that_few_of_the_reports_carry_relate_nothing():
    tags = ("Pesticides", "Senate")
    event = happening("Senate passes the Orchard bill", 0, tags=tags)
    reports = make_article(tags=tags), make_article(), make_article()
    make_event(*reports, title="Growers react", title_is_edited=True)
    assert related(event).parts == []


@pytest.mark.usefixtures("neighbours")
@pytest.mark.parametrize("day", [-1, 1])
def test_what_readers_may_not_see_is_not_related(day):
    event = happening("Senate passes the Orchard bill", 0)
    merged = happening("Orchard bill passes the senate", day)
    Event.objects.filter(pk=merged.pk).update(merged_into=event)
    hidden = happening("The senate passes an Orchard bill", day)
    Article.objects.filter(pk=hidden.articles.first().pk).update(status="review")
    refresh([hidden.pk])
    assert related(event).parts == []


@pytest.mark.usefixtures("neighbours")
def test_one_word_in_common_relates_nothing():
    event = happening("Senate passes the Orchard bill", 0)
    happening("Orchard", 1)
    assert related(event).parts == []


@pytest.mark.usefixtures("neighbours")
def test_at_most_four_of_each_kind_are_shown_in_the_order_of_time():
    event = happening("Senate passes the Orchard bill", 0)
    others = [happening("Orchard bill and the senate", day) for day in (5, 4, 3, 2, 1)]
    found = related(event).after
    assert len(found) == 4
    assert set(found) < set(others)
    assert [other.first_reported for other in found] == sorted(o.first_reported for o in found)


@pytest.mark.usefixtures("neighbours")
def test_the_page_shows_what_is_related_and_what_is_also_about_it(client):
    event = happening("Senate passes the Orchard bill", 0)
    happening("Governor vetoes the Orchard bill", 10)
    event.mentioned_by.add(make_article(title="A look back"))
    words = page(client, event)
    assert "Related events After 5 August 2025 Governor vetoes the Orchard bill 2 reports" in words
    assert "Articles that also speak of it A look back" in words


def test_a_report_of_an_event_is_not_listed_again_as_an_article_that_speaks_of_it(client):
    event, late = make_event(title="Lisbon summit", title_is_edited=True), make_article()
    curation.mention([late.pk], event)
    place({late.pk: event.pk}, by_curator=False)
    assert "Articles that also speak of it" not in page(client, event)
    html = client.get(late.get_absolute_url()).content.decode()
    assert "Also about the event" not in html


def test_a_list_of_its_reports_leads_back_to_it_once(client):
    event = make_event(make_article(), make_article(), title="Accord", title_is_edited=True)
    address = event.get_absolute_url()
    html = client.get(f"{address}?group=none").content.decode()
    assert f'<p class="above"><a href="{address}">The whole event</a></p>' in html
    assert '<p class="lede">2 articles\n' in html
    assert "Reports the event" not in html
    html = client.get("/articles/?group=none").content.decode()
    assert html.count(f'Reports the event <a href="{address}"><bdi>Accord</bdi></a>') == 2


def test_what_is_absent_leaves_no_heading(client):
    event = make_event(make_article(source_url="", links=()), make_article(source_url="", links=()))
    html = client.get(event.get_absolute_url()).content.decode()
    assert re.findall(r'<h2 class="rubric" id="(\w+)"', html) == [
        "coverage",
        "cite",
        "follow",
    ]
    assert "Coverage 2 reports" in page(client, event)


def test_it_may_be_followed_and_downloaded(client):
    event = make_event(title="Summit", title_is_edited=True)
    html = client.get(event.get_absolute_url()).content.decode()
    path = event.get_absolute_url().rstrip("/")
    for suffix in ("rss", "atom", "json", "csv"):
        assert f'<a href="{path}.{suffix}">' in html


@pytest.mark.parametrize(
    ("title", "cited_as"),
    [("Ministers agree", "Ministers agree."), ("Who pays?", "Who pays?"), ("“No.”", "“No.”")],
)
def test_what_is_cited_ends_with_one_stop(client, title, cited_as):
    article = make_article(title=title, byline="A. Writer Jr.")
    event = make_event(article, make_article(), title=title, title_is_edited=True)
    assert f"A. Writer Jr. {cited_as} outlet" in page(client, article)
    assert f"Cite this event {cited_as} Event {event.pk}, reported" in page(client, event)


def test_an_article_says_which_events_it_is_also_about(client):
    article, hidden = make_article(), make_event(make_article(), title="Hidden")
    shown = make_event(title="Lisbon summit", title_is_edited=True)
    for event in (shown, hidden):
        curation.mention([article.pk], event)
    html = client.get(article.get_absolute_url()).content.decode()
    link = f'<a href="{shown.get_absolute_url()}"><bdi>Lisbon summit</bdi></a>'
    assert f"Also about the event {link}" in html
    assert "Hidden" not in html
