"""Curators see what an update changed in a text."""

import re

import pytest
from django.urls import reverse

from articles.admin.changes import MOST_VERSIONS
from articles.models import Article
from tests.factories import make_clean, store

pytestmark = pytest.mark.django_db

ADDRESS = "https://outlet.example/story"


def keep(text, html=""):
    """Store a version of one article and return it."""
    html = html or f"<p>{text}</p>"
    [stored] = store(make_clean(source_url=ADDRESS, body_text=text, body_html=html))
    return Article.objects.get(pk=stored.article)


def section(client, article):
    """The section of the article's page at the desk that tells what changed, on one line."""
    page = client.get(reverse("admin:articles_article_change", args=[article.pk]))
    found = re.search(r'field-changes.*?<div class="readonly">(.*?)</div>', page.text, re.DOTALL)
    return " ".join(found[1].split())


def test_an_update_is_shown_with_its_removed_and_added_words(admin_client):
    keep("The vote is on Friday at noon.")
    shown = section(admin_client, keep("The vote is on Monday at noon."))
    assert "The vote is on <del>Friday</del> <ins>Monday</ins> at noon." in shown


def test_every_former_version_is_compared_with_the_one_that_followed(admin_client):
    for day in ("Friday", "Monday", "Tuesday"):
        article = keep(f"The vote is on {day}.")
    shown = section(admin_client, article)
    assert shown.count('<section class="change"') == 2
    newer, older = shown.split("</section>")[:2]
    assert "<del>Monday.</del> <ins>Tuesday.</ins>" in newer
    assert "<del>Friday.</del> <ins>Monday.</ins>" in older


def test_only_the_latest_versions_are_shown(admin_client):
    for day in range(MOST_VERSIONS + 3):
        article = keep(f"The vote is on day {day}.")
    assert section(admin_client, article).count('<section class="change"') == MOST_VERSIONS


def test_an_article_that_never_changed_says_so(admin_client):
    assert section(admin_client, keep("The vote is on Friday.")) == "No former version."


def test_a_change_of_markup_alone_says_so(admin_client):
    keep("The vote is on Friday.")
    shown = section(
        admin_client, keep("The vote is on Friday.", "<p><b>The</b> vote is on Friday.</p>")
    )
    assert "The words stayed as they were" in shown


def test_what_a_text_holds_is_never_markup_of_the_desk(admin_client):
    keep("Old.", "<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;/del&gt;</p>")
    shown = section(admin_client, keep("New.", "<p>&lt;img src=x onerror=alert(2)&gt;</p>"))
    assert "<script" not in shown
    assert "<img" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;/del&gt;</del>" in shown
