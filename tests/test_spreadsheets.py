"""Lists as CSV: the columns, the quoting, and text that must not become a formula."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from articles import listings
from articles.models import Article, Event, Source
from articles.search import Shape, answer
from articles.spreadsheets import PER_PAGE
from tests.factories import make_article, make_event

pytestmark = pytest.mark.django_db

COLUMNS = [
    *("id", "title", "date", "source", "source_domain", "byline", "original_url", "url"),
    *("event", "event_title", "category", "tags", "language", "words"),
    *("summary_by_the_archive", "excerpt"),
]
EVENT_COLUMNS = [
    *("id", "title", "url", "happened", "happened_until", "first_reported", "last_reported"),
    *("articles", "copies", "summaries_by_the_archive", "sources", "summary"),
]


def rows(client, path):
    """The rows of a CSV file, as dictionaries."""
    text = client.get(path).content.decode("utf-8")
    assert text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    ("name", "figures", "is_whole"),
    [
        ("articles", {"total": PER_PAGE}, True),
        ("articles", {"total": PER_PAGE + 1}, False),
        ("events", {"total": PER_PAGE + 1, "events_total": PER_PAGE}, True),
        ("events", {"total": 9 * PER_PAGE, "events_total": PER_PAGE + 1}, False),
    ],
)
def test_a_page_says_where_the_table_is_not_the_whole_list(name, figures, is_whole):
    make_event()
    listing = getattr(listings, name)()
    found = answer(listing.query(QueryDict("")), Shape(grouped=True, per_page=20))
    context = {"listing": listing, "answer": replace(found, **figures)}
    page = render_to_string("articles/_results.html", context)
    assert (f"of the first {PER_PAGE:,}" not in page) == is_whole


def test_an_article_is_a_row(client, settings):
    settings.SITE_URL = "https://archive.example"
    article = make_article(
        title="Ministers meet",
        source_url="https://outlet.example/a",
        byline="Ada Ruiz",
        category="Policy",
        tags=("Safety", "Law"),
        body_text="They met in Lisbon.",
        excerpt="They met.",
        published=date(2025, 7, 26),
    )
    event = make_event(article, make_article())
    Event.objects.update(title="Summit", title_is_edited=True)
    [row] = rows(client, "/articles.csv?source=outlet.example")
    assert row == {
        "id": str(article.pk),
        "title": "Ministers meet",
        "date": "2025-07-26",
        "source": "outlet.example",
        "source_domain": "outlet.example",
        "byline": "Ada Ruiz",
        "original_url": "https://outlet.example/a",
        "url": f"https://archive.example/articles/{article.pk}-ministers-meet/",
        "event": str(event.pk),
        "event_title": "Summit",
        "category": "Policy",
        "tags": "Law; Safety",
        "language": "en",
        "words": "4",
        "summary_by_the_archive": "",
        "excerpt": "They met.",
    }
    assert list(row) == COLUMNS


def test_an_event_is_a_row_in_the_list_of_events(client, settings):
    settings.SITE_URL = "https://archive.example"
    event = make_event(
        make_article(source_url="https://b.example/a", published=date(2025, 7, 1)),
        make_article(source_url="https://a.example/a", published=date(2025, 7, 3)),
        happened_start=date(2025, 6, 30),
        happened_end=date(2025, 7, 1),
        summary="They met.",
    )
    Event.objects.update(title="Summit", title_is_edited=True)
    [row] = rows(client, "/events.csv")
    assert row == {
        "id": str(event.pk),
        "title": "Summit",
        "url": f"https://archive.example/events/{event.pk}-summit/",
        "happened": "2025-06-30",
        "happened_until": "2025-07-01",
        "first_reported": "2025-07-01",
        "last_reported": "2025-07-03",
        "articles": "2",
        "copies": "0",
        "summaries_by_the_archive": "0",
        "sources": "a.example; b.example",
        "summary": "They met.",
    }
    assert list(row) == EVENT_COLUMNS


def test_the_day_of_a_happening_is_left_open_where_nobody_gave_one(client):
    make_event()
    [row] = rows(client, "/events.csv")
    assert (row["happened"], row["happened_until"]) == ("", "")


def test_summaries_by_the_archive_are_told(client):
    summaries = [make_article(source_url="", is_archive_summary=True) for _ in range(5)]
    make_event(make_article(), *summaries)
    [event] = rows(client, "/events.csv")
    assert (event["articles"], event["summaries_by_the_archive"]) == ("6", "5")
    told = {row["id"]: row["summary_by_the_archive"] for row in rows(client, "/articles.csv")}
    assert sorted(told.values()) == ["", *["yes"] * 5]
    assert {told[str(summary.pk)] for summary in summaries} == {"yes"}


def test_tags_come_in_the_order_of_their_names(client):
    for names in (("C", "A"), ("B", "C"), ("D", "B", "A")):
        make_article(tags=names)
    assert [row["tags"] for row in rows(client, "/articles.csv?sort=oldest")] == [
        "A; C",
        "B; C",
        "A; B; D",
    ]


def test_what_is_not_known_is_empty(client):
    make_article(source_url="")
    [row] = rows(client, "/articles.csv")
    for name in ("source", "source_domain", "original_url", "event", "event_title", "category"):
        assert row[name] == ""


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_is_taken_for_a_formula(client, first):
    attack = f"{first}HYPERLINK(1)"
    article = make_article(byline=attack, category="Policy", tags=("Safety",), excerpt=attack)
    make_event(article, make_article(source_url=""))
    Article.objects.filter(pk=article.pk).update(title=attack, language=attack[:12])
    Event.objects.update(title=attack, title_is_edited=True)
    Source.objects.update(name=attack)
    article.category.name = attack
    article.category.save()
    article.tags.update(name=attack)
    for path in ("/articles.csv?has=source", "/events.csv"):
        for row in rows(client, path):
            assert [cell for cell in row.values() if cell.startswith(first)] == []
    [row] = [row for row in rows(client, "/articles.csv") if row["id"] == str(article.pk)]
    assert row["title"] == f"'{attack}"


def test_quotes_commas_and_line_ends_stay_in_their_cell(client):
    title = 'He said "no", twice; then\nleft, 欧盟 🎉'
    make_article(title=title)
    [row] = rows(client, "/articles.csv")
    assert row["title"] == title


def test_rows_are_ordered_by_words_or_else_by_date(client):
    for day, text in [(1, "An accord, an accord, an accord."), (2, "An accord."), (3, "Nothing.")]:
        make_article(title=f"Day {day}", body_text=text, published=date(2025, 7, day))
    assert [row["title"] for row in rows(client, "/articles.csv")] == ["Day 3", "Day 2", "Day 1"]
    assert [row["title"] for row in rows(client, "/search.csv?q=accord")] == ["Day 1", "Day 2"]


def test_more_than_a_feed_holds_is_in_one_file(client):
    for _ in range(60):
        make_article()
    assert len(rows(client, "/articles.csv")) == 60


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/articles", "articles"),
        ("/tags/safety", "tags-safety"),
        ("/2025/07", "2025-07"),
        ("/sources/outlet.example", "sources-outlet.example"),
    ],
)
def test_the_file_is_named_after_the_list(client, path, name):
    make_article(source_url="https://outlet.example/a", tags=("Safety",))
    response = client.get(f"{path}.csv")
    assert response["Content-Disposition"] == f'attachment; filename="{name}.csv"'


def test_a_list_in_another_script_gives_a_file_with_a_name(client):
    make_article(tags=("人工智能",))
    [tag] = Article.objects.get().tags.all()
    response = client.get(f"{tag.get_absolute_url().rstrip('/')}.csv")
    assert response["Content-Disposition"] == 'attachment; filename="tags.csv"'
