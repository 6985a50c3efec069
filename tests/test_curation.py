"""What curators do to many articles at once: publish, withdraw with a reason, place in an event."""

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import Permission

from articles import curation
from articles.models import Article, Event
from tests.factories import make_article, make_event
from tests.test_corrections import saved

pytestmark = pytest.mark.django_db

ARTICLES = "/admin/articles/article/"


def act(client, action, articles, **answer):
    """What the desk answers to a bulk action on articles."""
    chosen = {"action": action, ACTION_CHECKBOX_NAME: [article.pk for article in articles]}
    return client.post(ARTICLES, chosen | answer)


def answered(client, action, articles, **answer):
    """The same, with the question that the action asks answered."""
    response = act(client, action, articles, answered="yes", **answer)
    assert response.status_code == 302
    return response


def test_publishing_makes_articles_public_and_counts_their_events(curator_client):
    held = [make_article(status="review", first_public_at=None) for _ in range(2)]
    Article.objects.update(held_for="template")
    event = make_event(*held)
    assert event.article_count == 0
    assert act(curator_client, "publish", held).status_code == 302
    event.refresh_from_db()
    assert event.article_count == 2
    for article in Article.objects.all():
        assert (article.status, article.held_for) == ("published", "")
        assert curator_client.get(article.get_absolute_url()).status_code == 200


def test_withdrawing_asks_for_a_reason_first(curator_client):
    article = make_article(title="Doubtful")
    page = act(curator_client, "withdraw", [article])
    assert page.status_code == 200
    assert "Doubtful" in page.content.decode()
    assert Article.objects.get().status == "published"


@pytest.mark.parametrize("reason", ["", "   "])
def test_withdrawing_without_a_reason_asks_again(curator_client, reason):
    page = act(curator_client, "withdraw", [make_article()], answered="yes", reason=reason)
    assert page.status_code == 200
    assert "This field is required." in page.content.decode()
    assert Article.objects.get().status == "published"


def test_withdrawing_with_a_reason_shows_it_to_readers(curator_client, client):
    first, second = make_article(), make_article()
    event = make_event(first, second)
    answered(curator_client, "withdraw", [first], reason="The outlet retracted it.")
    response = client.get(first.get_absolute_url())
    assert response.status_code == 410
    assert "The outlet retracted it." in response.content.decode()
    event.refresh_from_db()
    assert event.article_count == 1


def test_a_withdrawal_from_the_desk_keeps_who_and_why(curator_client, curator):
    article = make_article()
    answered(curator_client, "withdraw", [article], reason="Wrong.")
    [revision] = article.revisions.all()
    assert revision.pgh_context.metadata["user"] == curator.pk
    assert revision.pgh_context.metadata["reason"] == "Wrong."


@pytest.mark.parametrize("action", ["withdraw", "assign"])
def test_more_articles_than_an_answer_can_name_are_refused_in_a_sentence(
    curator_client, monkeypatch, action
):
    monkeypatch.setattr("articles.admin.actions.MOST_ASKED", 1)
    chosen = {"action": action, ACTION_CHECKBOX_NAME: [make_article().pk, make_article().pk]}
    page = curator_client.post(ARTICLES, chosen, follow=True).content.decode()
    assert "Nothing was changed: 2 articles are chosen. Choose up to 1." in page
    assert not Article.objects.exclude(status="published").exists()


def test_assigning_shows_a_question_first(curator_client):
    page = act(curator_client, "assign", [make_article(title="Homeless")])
    assert page.status_code == 200
    assert "Homeless" in page.content.decode()


def test_assigning_places_articles_in_an_event_that_exists(curator_client):
    event, newcomer = make_event(), make_article()
    answered(curator_client, "assign", [newcomer], event=event.pk)
    newcomer.refresh_from_db()
    event.refresh_from_db()
    assert (newcomer.event, newcomer.event_is_curated) == (event, True)
    assert event.article_count == 3


def test_assigning_places_articles_in_a_new_event(curator_client):
    articles = [make_article(), make_article()]
    answered(curator_client, "assign", articles, title=" The summit ")
    event = Event.objects.get()
    assert (event.title, event.title_is_edited, event.article_count) == ("The summit", True, 2)


def test_assigning_to_nothing_takes_articles_out_of_their_events(curator_client):
    event = make_event()
    answered(curator_client, "assign", event.articles.all(), none="on")
    event.refresh_from_db()
    assert event.article_count == 0
    assert not Article.objects.exclude(event=None).exists()


def test_assigning_refuses_two_answers_and_events_that_were_merged(curator_client):
    event, heir = make_event(), make_event()
    article = make_article()
    both = act(curator_client, "assign", [article], answered="yes", event=heir.pk, title="New")
    assert "Choose one of three" in both.content.decode()
    neither = act(curator_client, "assign", event.articles.all(), answered="yes")
    assert "Choose one of three" in neither.content.decode()
    assert event.articles.count() == 2
    curation.merge([event], heir)
    merged = act(curator_client, "assign", [article], answered="yes", event=event.pk)
    assert "Select a valid choice." in merged.content.decode()


def test_who_may_change_articles_alone_neither_makes_nor_empties_an_event(
    client, django_user_model
):
    first, second = make_article(), make_article()
    event = make_event(first, second)
    user = django_user_model.objects.create_user("editor", password="x", is_staff=True)
    rights = ("view_article", "change_article", "view_event")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    assert "Assign to an event" not in client.get(ARTICLES).content.decode()
    act(client, "assign", [first], answered="yes", none="on")
    saved(client, first, title="Corrected", event="")
    first.refresh_from_db()
    assert (first.title, first.event) == ("Corrected", event)
    user.user_permissions.add(Permission.objects.get(codename="change_event"))
    saved(client, first, event="")
    answered(client, "assign", [second], none="on")
    assert not Article.objects.exclude(event=None).exists()


def test_a_curator_deletes_no_article(curator_client):
    article = make_article()
    assert curator_client.get(f"{ARTICLES}{article.pk}/delete/").status_code == 403
    act(curator_client, "delete_selected", [article], post="yes")
    assert Article.objects.exists()


def test_a_reader_has_no_desk(client):
    make_article()
    assert client.get(ARTICLES).status_code == 302
    assert act(client, "publish", Article.objects.all()).status_code == 302


def test_deleting_an_article_counts_its_event_anew(admin_client):
    event = make_event()
    first, second = event.articles.all()
    admin_client.post(f"{ARTICLES}{first.pk}/delete/", {"post": "yes"})
    event.refresh_from_db()
    assert event.article_count == 1
    act(admin_client, "delete_selected", [second], post="yes")
    event.refresh_from_db()
    assert event.article_count == 0
    assert not Article.objects.exists()


def test_when_an_article_is_deleted_its_first_copy_goes_in_front_of_the_others(admin_client):
    front, other = make_article(), make_article()
    event = make_event(front, other)
    first, second = (make_article(duplicate_of=front.pk, event=event.pk) for _ in range(2))
    admin_client.post(f"{ARTICLES}{front.pk}/delete/", {"post": "yes"})
    second.refresh_from_db()
    assert second.duplicate_of == first
    event.refresh_from_db()
    assert event.article_count == 2


def test_a_revision_says_who_and_why(admin_client, admin_user):
    answered(admin_client, "withdraw", [make_article()], reason="The outlet retracted it.")
    page = admin_client.get("/admin/articles/articlerevision/").content.decode()
    assert "The outlet retracted it." in page
    assert admin_user.username in page
