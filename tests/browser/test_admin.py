"""The admin in a real browser, under the same strict policy as the pages."""

import pytest
from django.contrib.auth.models import User

from articles.models import Article, Import
from tests.factories import make_article, make_clean, make_event, store

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.browser,
]


@pytest.fixture
def desk(visit):
    """A window in which an admin is signed in."""
    User.objects.create_superuser("admin", password="secret")
    page = visit("/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("secret")
    page.get_by_role("button", name="Log in").click()
    return page


def test_no_admin_page_breaks_the_policy(desk, live_server):
    event = make_event()
    article = event.articles.first()
    for path in (
        "/admin/",
        "/admin/articles/article/",
        f"/admin/articles/article/{article.pk}/change/",
        f"/admin/articles/event/{event.pk}/change/",
        "/admin/articles/tag/add/",
    ):
        desk.goto(live_server.url + path)
        assert desk.complaints == [], path


def test_an_article_is_withdrawn_with_a_reason(desk, live_server):
    article = make_article(title="A story to withdraw")
    desk.goto(f"{live_server.url}/admin/articles/article/")
    desk.locator(f'input[name="_selected_action"][value="{article.pk}"]').check()
    desk.get_by_label("Action:").select_option("withdraw")
    desk.get_by_role("button", name="Go", exact=True).click()
    desk.get_by_label("Reason").fill("Retracted by its publisher.")
    desk.get_by_role("button", name="Withdraw articles").click()
    article.refresh_from_db()
    assert article.status == Article.Status.WITHDRAWN
    desk.goto(live_server.url + article.get_absolute_url())
    assert "Retracted by its publisher." in desk.content()


def test_articles_are_assigned_to_an_event_that_is_looked_up(desk, live_server):
    event = make_event(title="Lisbon Declaration", title_is_edited=True)
    article = make_article(title="A story to place")
    desk.goto(f"{live_server.url}/admin/articles/article/")
    desk.locator(f'input[name="_selected_action"][value="{article.pk}"]').check()
    desk.get_by_label("Action:").select_option("assign")
    desk.get_by_role("button", name="Go", exact=True).click()
    desk.locator(".select2-selection").click()
    desk.locator(".select2-search__field").fill("Lisbon")
    desk.get_by_role("option", name="Lisbon Declaration").click()
    desk.get_by_role("button", name="Assign to an event").click()
    desk.get_by_text("Placed in “Lisbon Declaration”.").wait_for()
    article.refresh_from_db()
    assert article.event == event
    assert desk.complaints == []


def test_an_import_is_undone_on_a_phone(desk, live_server):
    run = Import.objects.create(what="news.md", status=Import.Status.FINISHED)
    store(make_clean(title="unbroken" * 20), run=run)
    desk.set_viewport_size({"width": 360, "height": 800})
    desk.goto(f"{live_server.url}/admin/articles/import/{run.pk}/undo/")
    desk.get_by_role("heading", name="1 deleted").wait_for()
    root = "document.documentElement"
    assert desk.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0
    desk.get_by_role("button", name="Undo this import").click()
    desk.get_by_role("heading", name="View import").wait_for()
    assert not Article.objects.exists()
