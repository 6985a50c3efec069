"""The page that tells readers what the archive is and whom to ask."""

import re

import pytest

from tests.factories import make_article

pytestmark = pytest.mark.django_db


def about(client):
    return client.get("/about/").content.decode()


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("desk@archive.example", 'href="mailto:desk@archive.example"'),
        ("https://archive.example/contact", 'href="https://archive.example/contact"'),
    ],
)
def test_it_says_where_to_report_an_error_and_ask_for_removal(client, settings, contact, link):
    settings.CONTACT = contact
    assert about(client).count(link) == 2


def test_it_sends_readers_to_the_operator_where_no_contact_is_set(client, settings):
    settings.CONTACT = ""
    assert "Tell whoever runs this archive" in about(client)
    assert "mailto:" not in about(client)


def test_it_explains_summaries_only_where_there_are_some(client):
    make_article()
    assert "Summary by the archive" not in about(client)
    make_article(is_archive_summary=True)
    assert "Summary by the archive" in about(client)


@pytest.mark.parametrize("empty", [True, False])
def test_it_says_how_much_there_is_once_there_is_something(client, empty):
    if not empty:
        make_article()
    assert ("1 article from 1 source" in about(client)) is not empty


def test_it_says_which_script_pages_run_and_what_that_sends(client):
    page = about(client)
    assert re.findall(r'<script[^>]* src="([^"]*)"', page) == ["/static/js/suggestions.js"]
    told = "They run one script, the archive’s own: while you type in the search box, it sends what"
    assert told in page


def test_articles_lead_to_how_errors_are_reported(client):
    page = client.get(make_article().get_absolute_url()).content.decode()
    assert 'href="/about/#errors"' in page
    assert 'id="errors"' in about(client)
