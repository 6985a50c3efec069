"""Every list answers at its address, as a page and in every format, to the same parameters."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.utils.http import http_date

from articles import curation
from articles.listings import FORMATS
from articles.models import Article
from tests.factories import make_article

pytestmark = pytest.mark.django_db

CONTENT_TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
LISTS = [
    "/articles",
    "/events",
    "/search",
    "/tags/ai-act",
    "/categories/policy",
    "/sources/outlet.example",
    "/2025",
    "/2025/07",
    "/events/{event}-lisbon-summit",
]
PAGES = ["/", "/tags/", "/categories/", "/sources/", "/feeds/", "/about/"]


def title_in(path):
    """What a list at an address names: the event, or its articles."""
    return "Lisbon summit" if path == "/events" else "First report"


@pytest.mark.parametrize("path", LISTS)
def test_a_list_answers_as_a_page(client, archive, path):
    response = client.get(path.format(**archive) + "/")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert title_in(path) in response.content.decode()


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("path", LISTS)
def test_a_list_answers_in_every_format(client, archive, path, suffix):
    response = client.get(f"{path.format(**archive)}.{suffix}")
    assert response.status_code == 200
    assert response["Content-Type"] == CONTENT_TYPES[suffix]
    assert title_in(path) in response.content.decode()


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ("q=title:first", 1),
        ("category=policy", 1),
        ("tag=ai-act", 1),
        ("source=outlet.example", 1),
        ("event=0", 0),
        ("lang=zh", 0),
        ("after=2025-08", 0),
        ("date=2025-07&lang=en&q=title:first", 1),
    ],
)
def test_every_list_takes_the_same_parameters(client, archive, path, parameters, found):
    answer = client.get(f"{path.format(**archive)}.json?{parameters}").json()
    assert answer["_archive"]["total"] == found
    assert len(answer["items"]) == found


@pytest.mark.parametrize("path", PAGES)
def test_a_page_answers(client, archive, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("path", [*PAGES, *(f"{path}/" for path in LISTS[:3])])
def test_an_empty_archive_answers_too(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_empty_list_answers_in_every_format(client, suffix):
    for path in ("/articles", "/events", "/search"):
        assert client.get(f"{path}.{suffix}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/tags/ai-act.rss/",
        "/sources/outlet.example.rss/",
        "/articles/{article}-first-report.json",
        "/articles/{article}.json",
        "/articles/{article}.json/",
        "/events.rss/",
        "/search.json/",
        "/about.rss",
        "/feeds.rss",
        "/tags.rss",
        "/home.rss",
        "/.rss",
        "/articles.pdf",
        "/articles.RSS",
        "/tags/ai-act.xml",
        "/2025/07.rss/",
    ],
)
def test_a_suffix_where_there_is_no_such_format_is_not_found(client, archive, path):
    assert client.get(path.format(**archive)).status_code == 404


def test_years_without_articles_answer(client):
    for path in ("/1900/", "/9999/", "/9999/12/", "/0001/01/", "/9999/12.json"):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("parameters", ["page=x", "sort=y", "after=2025-13", "group=z", "date=x"])
def test_a_malformed_parameter_is_refused_in_machine_formats(client, suffix, parameters):
    response = client.get(f"/articles.{suffix}?{parameters}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/json"
    [error] = response.json()["errors"]
    assert parameters in error["message"]


@pytest.mark.parametrize("parameters", ["page=x", "sort=y", "after=2025-13", "group=z", "date=x"])
def test_a_malformed_parameter_is_told_on_pages_and_the_rest_answered(client, archive, parameters):
    for path in ("/articles/", "/search/", "/tags/ai-act/", "/events/{event}-lisbon-summit/"):
        response = client.get(path.format(**archive) + f"?{parameters}")
        assert response.status_code == 200
        assert f"“{parameters}” is not" in response.content.decode()
        assert "First report" in response.content.decode()


def test_query_text_never_errors_and_says_what_was_not_understood(client, archive):
    for suffix in FORMATS:
        assert client.get(f"/search.{suffix}", {"q": 'report ("'}).status_code == 200
    page = client.get("/search/", {"q": 'report ("'}).content.decode()
    assert "A quotation mark is not closed." in page
    assert "First report" in page
    problems = client.get("/search.json", {"q": 'report "'}).json()["_archive"]["problems"]
    assert problems == [{"message": "A quotation mark is not closed.", "start": 7, "end": 8}]


def test_a_page_past_the_last_is_answered(client, archive):
    assert client.get("/articles/?page=10000").status_code == 200
    assert client.get("/articles.json?page=10000").json()["items"] == []


def test_a_list_takes_only_what_reads(client):
    assert client.head("/articles/").status_code == 200
    assert client.head("/articles.rss").status_code == 200
    assert client.post("/articles/").status_code == 405
    assert client.delete("/articles.rss").status_code == 405


def test_the_home_page_shows_events_and_articles_that_stand_alone(client, archive):
    make_article(title="Lone report")
    page = client.get("/").content.decode()
    assert "Lisbon summit" in page
    assert "Lone report" in page


def test_the_health_address_answers(client):
    response = client.get("/healthz")
    assert response.content == b"ok\n"
    assert response["Content-Type"].startswith("text/plain")


def test_robots_are_told_what_to_leave_alone(client, settings):
    settings.SITE_URL = "https://archive.example"
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /admin/" in lines
    assert "Disallow: /search" in lines
    assert "Sitemap: https://archive.example/sitemap.xml" in lines


def locations(client, path):
    """The addresses in a sitemap."""
    tree = ET.fromstring(client.get(path).content)
    return [found.text for found in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def test_the_sitemap_names_what_is_listed_on_the_site_that_site_url_names(
    client, archive, settings
):
    settings.SITE_URL = "https://archive.example"
    make_article(title="Hidden", status="review")
    parts = locations(client, "/sitemap.xml")
    assert parts == [
        "https://archive.example/sitemap-articles.xml",
        "https://archive.example/sitemap-events.xml",
    ]
    articles = locations(client, "/sitemap-articles.xml")
    assert articles == [
        f"https://archive.example{article.get_absolute_url()}"
        for article in Article.objects.filter(status="published").order_by("pk")
    ]
    [event] = locations(client, "/sitemap-events.xml")
    assert event == f"https://archive.example/events/{archive['event']}-lisbon-summit/"


@pytest.mark.parametrize("part", ["articles", "events"])
def test_robots_that_come_again_read_a_sitemap_unless_it_is_the_same(client, archive, part):
    path = f"/sitemap-{part}.xml"
    seen = client.get(path)
    again = {"If-None-Match": seen["ETag"], "If-Modified-Since": http_date()}
    assert client.get(path, headers=again).status_code == 304
    curation.withdraw(Article.objects.filter(pk=archive["article"]), "Wrong.")
    assert client.get(path, headers=again).status_code == 200
    assert client.get(path, headers={"If-Modified-Since": http_date()}).status_code == 200
    assert client.post(path).status_code == 405


def test_the_year_and_month_of_an_article_list_it(client):
    make_article(title="Old", published=date(2024, 12, 31))
    make_article(title="New", published=date(2025, 1, 1))
    for path, title in [
        ("/2024", "Old"),
        ("/2024/12", "Old"),
        ("/2025", "New"),
        ("/2025/01", "New"),
    ]:
        [item] = client.get(f"{path}.json").json()["items"]
        assert item["title"] == title
