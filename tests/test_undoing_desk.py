"""Imports at the desk: what they did, and the page from which one is undone."""

import pytest
from django.contrib.auth.models import Permission

from articles.ingest.records import Rejection
from articles.models import Article, Import
from tests.factories import make_clean, store

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    """An ended import with an article, another version of one, and a rejected item."""
    address = "https://outlet.example/1"
    store(make_clean(source_url=address, title="The first version"))
    run = Import.objects.create(what="inbox", status="finished")
    store(
        make_clean(source_url=address, title="The second version"),
        make_clean(source_url="https://outlet.example/2", title="A new one"),
        Rejection("No date. Give it one."),
        run=run,
    )
    return run


def page(run):
    return f"/admin/articles/import/{run.pk}/"


def test_the_page_of_a_run_leads_to_what_it_brought_and_said(curator_client, run):
    shown = curator_client.get(f"{page(run)}change/").content.decode()
    assert f"?import_run__id__exact={run.pk}&amp;outcome=rejected" in shown
    brought = f"/admin/articles/article/?originals__import_run__id__exact={run.pk}"
    assert brought in shown
    listed = curator_client.get(brought).content.decode()
    assert "A new one" in listed
    assert f"{page(run)}undo/" in shown


def test_runs_are_found_by_what_was_said_of_an_item(curator_client, run):
    runs = "/admin/articles/import/"
    assert "1 import" in curator_client.get(f"{runs}?q=Give+it+one").content.decode()
    assert "0 imports" in curator_client.get(f"{runs}?q=nothing+of+the+kind").content.decode()


def test_the_page_says_what_will_be_done_and_does_nothing_yet(curator_client, run):
    shown = curator_client.get(f"{page(run)}undo/").content.decode()
    for words in ("1 deleted", "A new one", "1 restored", "The second version"):
        assert words in shown
    assert Article.objects.count() == 2


def test_once_confirmed_it_is_undone_in_the_curators_name(curator_client, curator, run):
    answer = curator_client.post(f"{page(run)}undo/", follow=True).content.decode()
    run.refresh_from_db()
    assert "Undone. Articles: 1 deleted, 0 withdrawn, 1 restored." in answer
    assert run.undone_by == curator
    assert "Undo this import" not in answer
    assert Article.objects.filter(title="A new one").count() == 0


def test_confirming_twice_says_that_it_is_done(curator_client, run):
    curator_client.post(f"{page(run)}undo/")
    again = curator_client.post(f"{page(run)}undo/", follow=True).content.decode()
    assert "It was undone already" in again
    assert "It was undone already" in curator_client.get(f"{page(run)}undo/").content.decode()


def test_whoever_may_not_undo_is_refused_and_sees_no_link(client, django_user_model, run):
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_import"))
    client.force_login(reader)
    assert f"{page(run)}undo/" not in client.get(f"{page(run)}change/").content.decode()
    assert client.get(f"{page(run)}undo/").status_code == 403
    assert client.post(f"{page(run)}undo/").status_code == 403
    assert Article.objects.count() == 2
