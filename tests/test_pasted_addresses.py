"""An article from an address: fetched once, kept as a capture, and refused with what was found."""

from functools import partial

import pytest

from articles.fetching.addresses import is_public_or_own
from articles.fetching.web import fetch
from articles.models import Article, Original, Source, Upload
from articles.uploads import addresses
from tests.factories import make_prose
from tests.web_servers import Page, web_server

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/upload/add/"
HTML = {"Content-Type": "text/html; charset=windows-1252"}
DATE = '<meta property="article:published_time" content="2025-07-26T08:00:00Z">'


TEXT = make_prose(1, 8)
TEMPLATE = """<!doctype html><html lang="en"><head><title>Audits for cafés</title>
<meta property="og:title" content="Audits for cafés"><meta name="author" content="Ada Ruiz">
{head}</head><body><article><h1>Audits for cafés</h1><p>{text}</p></article></body></html>"""


def page(head=DATE, text=TEXT):
    return TEMPLATE.format(head=head, text=text).encode("windows-1252")


PAGES = {
    "/story": Page(page(), headers=HTML),
    "/undated": Page(page(head=""), headers=HTML),
    "/textless": Page(page(text=""), headers=HTML),
    "/moved": Page(status=302, headers={"Location": "/story"}),
    "/pdf": Page(b"%PDF-1.7\n", headers={"Content-Type": "application/pdf"}),
    "/data": Page(b'{"a": 1}', headers={"Content-Type": "application/json"}),
    "/rss": Page(b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>'),
    "/feed.json": Page(b'{"version": "https://jsonfeed.org/version/1.1", "items": []}'),
    "/large": Page(b"<!doctype html>" + b"x" * 5_000_000, headers=HTML),
}


@pytest.fixture
def web(monkeypatch):
    """A web server, which stands at an address that is not of the public internet."""
    monkeypatch.setattr(addresses, "fetch", partial(fetch, allowed=is_public_or_own))
    with web_server(dict(PAGES)) as server:
        yield server


def paste(client, address):
    return client.post(ADD, {"way": "address", "address": address})


def complaint(answer):
    assert answer.status_code == 200
    assert not Upload.objects.exists()
    [said] = answer.context["forms"]["address"].non_field_errors()
    return said


def test_a_page_is_previewed_and_comes_in_with_its_address(curator_client, web):
    preview = paste(curator_client, web["/story"]).url
    assert "Audits for cafés" in curator_client.get(preview).content.decode()
    assert not Article.objects.exists()
    curator_client.post(preview, {"gate": "judge"})
    article = Article.objects.get()
    assert (article.title, article.byline) == ("Audits for cafés", "Ada Ruiz")
    assert article.published.isoformat() == "2025-07-26"
    assert article.links.get(kind="original").url == web["/story"]
    original = Original.objects.get()
    assert original.origins == [web["/story"]]
    assert page() in bytes(original.content)


def test_it_is_fetched_once_and_not_again_when_it_is_confirmed(curator_client, web):
    preview = paste(curator_client, web["/story"]).url
    curator_client.get(preview)
    curator_client.post(preview, {"gate": "judge"})
    assert len(web.asked("/story")) == 1


def test_a_page_that_moved_is_known_by_where_it_is(curator_client, web):
    paste(curator_client, web["/moved"])
    assert Upload.objects.get().names == [web["/story"]]


def test_a_page_without_a_date_offers_the_form_with_all_else(curator_client, web):
    answer = paste(curator_client, web["/undated"])
    assert complaint(answer) == "The page does not say when it was published. Add the date."
    found = answer.context["forms"]["typed"].initial
    assert (found["title"], found["author"], found["source"], found["date"]) == (
        "Audits for cafés",
        "Ada Ruiz",
        web["/undated"],
        None,
    )
    assert TEXT[:60] in found["body"]
    fields = {name: value or "" for name, value in found.items()}
    typed = curator_client.post(ADD, fields | {"way": "typed", "date": "2025-07-26"})
    curator_client.post(typed.url, {"gate": "judge"})
    assert Article.objects.get().links.get(kind="original").url == web["/undated"]


def test_a_page_without_a_text_offers_the_form_with_all_else(curator_client, web):
    answer = paste(curator_client, web["/textless"])
    assert complaint(answer).startswith("No text")
    found = answer.context["forms"]["typed"].initial
    assert (found["title"], found["date"].isoformat()) == ("Audits for cafés", "2025-07-26")
    assert 'id="typed" open' in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/pdf", "It is a PDF. Copy its text into the form."),
        ("/data", "It is no web page but application/json. Copy its text into the form."),
        ("/missing", "There is nothing at this address. Correct it."),
        ("/large", "larger than"),
    ],
)
def test_what_is_no_page_is_refused_with_a_sentence(curator_client, web, path, said):
    answer = paste(curator_client, web[path])
    assert said in complaint(answer)
    assert answer.context["forms"]["typed"].initial["source"] == web[path]


@pytest.mark.parametrize("path", ["/rss", "/feed.json"])
def test_a_feed_leads_to_its_source(curator_client, web, path):
    answer = paste(curator_client, web[path])
    assert complaint(answer).startswith("It is a feed")
    assert "/admin/articles/source/add/?feed_url=http%3A%2F%2F127.0.0.1" in answer.content.decode()
    source = Source.objects.create(name="Local", domain="127.0.0.1")
    known = paste(curator_client, web[path]).content.decode()
    assert f'href="/admin/articles/source/{source.pk}/change/"' in known


def test_an_address_within_the_network_is_not_fetched(curator_client):
    with web_server(dict(PAGES)) as web:
        assert "not of the public internet" in complaint(paste(curator_client, web["/story"]))
        assert web.requests == []


@pytest.mark.parametrize("address", ["", "no address", "file:///etc/passwd", "javascript:1"])
def test_what_is_no_address_is_said_beside_the_field(curator_client, address):
    assert "address" in paste(curator_client, address).context["forms"]["address"].errors
