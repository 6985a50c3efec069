"""The desk opens with what waits for whoever signs in, each a link to its list."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from articles.models import Article, Feed, Import, ImportProblem, Likeness, Source
from tests.factories import make_article

pytestmark = pytest.mark.django_db

DESK = "/admin/"


def waiting(client):
    return client.get(DESK).context["waiting"]


def told(client):
    """What the first page says that waits, without its links."""
    return [f"{one.count} {one.noun} {one.said}" for one in waiting(client)]


def make_problem(outcome, days_ago):
    run = Import.objects.create(what="files")
    Import.objects.filter(pk=run.pk).update(started_at=timezone.now() - timedelta(days=days_ago))
    ImportProblem.objects.create(import_run=run, path="a.md", outcome=outcome, reason="No date.")


def test_where_nothing_waits_the_desk_says_so(curator_client):
    make_article()
    assert "Nothing waits for you." in curator_client.get(DESK).content.decode()


def test_articles_in_review_wait_and_others_do_not(curator_client):
    make_article()
    make_article(status=Article.Status.REVIEW)
    assert told(curator_client) == ["1 article in review"]


def test_what_was_rejected_lately_waits_for_a_week(curator_client):
    make_problem("rejected", days_ago=1)
    make_problem("rejected", days_ago=9)
    make_problem("updated", days_ago=1)
    assert told(curator_client) == ["1 item rejected in the last seven days"]


def test_a_feed_that_fails_waits(curator_client):
    source = Source.objects.create(name="Herald", feed_url="https://herald.example/feed")
    Feed.objects.create(source=source, url=source.feed_url, failures=3)
    assert told(curator_client) == ["1 source whose feed fails"]


def test_every_number_leads_to_a_list_of_as_many(curator_client):
    make_article()
    make_article(status=Article.Status.REVIEW)
    make_problem("rejected", days_ago=1)
    make_problem("rejected", days_ago=9)
    source = Source.objects.create(name="Herald", feed_url="https://herald.example/feed")
    Feed.objects.create(source=source, url=source.feed_url, failures=3)
    first, second = make_article(), make_article()
    Likeness.objects.create(first=first, second=second, score=0.3)
    found = waiting(curator_client)
    assert len(found) == 4
    for one in found:
        assert curator_client.get(one.path).context["cl"].result_count == one.count


def test_who_may_not_see_a_list_is_not_told_of_it(client, django_user_model):
    make_article(status=Article.Status.REVIEW)
    client.force_login(django_user_model.objects.create_user("eve", is_staff=True))
    assert told(client) == []


def test_who_is_not_signed_in_is_asked_to(client):
    assert client.get(DESK)["Location"].startswith("/admin/login/")


def test_every_page_but_the_first_leads_to_the_lists_that_somebody_may_see(
    client, django_user_model
):
    eve = django_user_model.objects.create_user("eve", is_staff=True)
    eve.user_permissions.add(Permission.objects.get(codename="view_event"))
    client.force_login(eve)
    page = client.get("/admin/articles/event/").content.decode()
    lists = page.split('aria-label="Lists">')[1].split("</nav>")[0]
    assert re.findall('href="(.*?)"', lists) == ["/admin/articles/event/"]
    assert 'aria-label="Lists"' not in client.get(DESK).content.decode()
