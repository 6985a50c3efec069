"""The desk of events: what it shows, asks and refuses, and what readers see of it."""

from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import curation, erasure
from articles.models import Article, Event, EventAct
from tests.acts import standing
from tests.factories import make_article, make_event

pytestmark = pytest.mark.django_db

EVENTS = "/admin/articles/event/"


def change(event):
    return f"{EVENTS}{event.pk}/change/"


def merge(*events):
    return f"{EVENTS}merge/?{urlencode({'event': [event.pk for event in events]}, doseq=True)}"


def answers(client, *events, **chosen):
    """What the page of a merge asks, answered as it proposes but for what is chosen."""
    form = client.get(merge(*events)).context["form"]
    given = {field.html_name: field.value() for field in form}
    return {name: value for name, value in given.items() if value} | chosen


def said(response):
    """The messages that a page shows after a form was sent."""
    return " ".join(str(message) for message in response.context["messages"])


def test_a_merge_is_previewed_with_the_reports_of_each(curator_client):
    first = make_event(make_article(title="One"), make_article(title="Two"))
    second = make_event(make_article(title="Three", status="review", first_public_at=None))
    before = standing()
    page = curator_client.get(merge(first, second)).content.decode()
    assert "2 events become one with 3 reports" in page
    assert all(title in page for title in ("One", "Two", "Three"))
    assert "not shown to readers" in page
    assert "in review" in page
    assert standing() == before


def test_a_merge_from_the_list_goes_on_to_its_preview(curator_client):
    events = [make_event(), make_event()]
    chosen = {"action": "merge", ACTION_CHECKBOX_NAME: [event.pk for event in events]}
    response = curator_client.post(EVENTS, chosen)
    assert response["Location"] == merge(*events)


def test_a_merge_proposes_what_curators_have_said(curator_client):
    known = make_event(*(make_article() for _ in range(3)))
    named = make_event(title="Named", title_is_edited=True, summary="They met.", locked=True)
    Event.objects.filter(pk=named.pk).update(happened_start="2025-07-01")
    form = curator_client.get(merge(known, named)).context["form"]
    proposed = {field.html_name: field.value() for field in form}
    assert (proposed["heir"], proposed["title_from"]) == (known.pk, str(named.pk))
    assert (proposed["summary"], proposed["locked"]) == ("They met.", True)
    assert str(proposed["happened_start"]) == "2025-07-01"


def test_a_merge_is_logged_with_who_when_and_why(curator_client, curator):
    first, second = make_event(), make_event()
    asked = answers(curator_client, first, second, heir=second.pk, why="One vote.")
    curator_client.post(merge(first, second), asked)
    act = EventAct.objects.get()
    assert (act.kind, act.made_by, act.why) == ("merge", curator, "One vote.")
    page = curator_client.get(f"{EVENTS}{first.pk}/history/").content.decode()
    assert "was merged into" in page
    assert "One vote." in page
    assert curator.username in page
    revision = apps.get_model("articles", "EventRevision").objects.filter(pgh_obj=first).last()
    assert revision.pgh_context.metadata["reason"] == "One vote."


@pytest.mark.parametrize("number", ["9" * 5000, "٣", "abc", ""])
def test_numbers_that_are_none_are_passed_over(curator_client, number):
    event = make_event()
    for path in (f"{EVENTS}merge/?event={number}", f"{change(event)}?articles={number}&event=x"):
        assert curator_client.get(path).status_code == 200
    sent = curator_client.post(f"{EVENTS}{event.pk}/unmention/", {"article": number}, follow=True)
    assert "Nothing was ticked" in said(sent)


def test_a_merge_with_an_event_that_was_merged_meanwhile_says_so(curator_client):
    first, second, third = make_event(), make_event(), make_event()
    asked = answers(curator_client, first, second, heir=second.pk)
    curation.merge([second], third, {"title": "Third"})
    page = curator_client.post(merge(first, second), asked)
    shown = page.content.decode()
    assert "has been merged into “Third” already." in shown
    first.refresh_from_db()
    assert first.merged_into is None
    assert {event.pk for event, _ in page.context["events"]} == {first.pk, third.pk}


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"title_from": "typed", "title": " "}, "Write a title, or choose one."),
        ({"happened_end": "2025-07-01", "happened_start": ""}, "Give the first day too."),
        (
            {"happened_start": "2025-07-02", "happened_end": "2025-07-01"},
            "The last day must not come before the first.",
        ),
        ({"heir": "0"}, "Choose which event goes on."),
    ],
)
def test_what_cannot_be_said_of_an_event_is_asked_again(curator_client, chosen, message):
    events = make_event(), make_event()
    page = curator_client.post(merge(*events), answers(curator_client, *events, **chosen))
    assert message in page.content.decode()
    assert not EventAct.objects.exists()


@pytest.mark.parametrize("query", ["", "event=x", "event=0", "event=99999999999999999999999"])
def test_what_names_no_two_events_asks_which(curator_client, query):
    page = curator_client.get(f"{EVENTS}merge/?{query}")
    assert page.status_code == 200
    assert "Which events report one happening?" in page.content.decode()


def test_one_event_alone_or_too_many_are_not_merged(curator_client):
    event = make_event()
    assert "Which events" in curator_client.get(merge(event, event)).content.decode()
    many = [Event.objects.create(title=f"Event {n}") for n in range(21)]
    assert "Merge up to 20 events at once." in curator_client.get(merge(*many)).content.decode()


def test_nothing_ticked_is_told_and_what_was_written_is_kept(curator_client):
    event = make_event()
    path = f"{EVENTS}{event.pk}/place/"
    page = curator_client.post(path, {"to": "new", "title": "A part"}, follow=True)
    assert "Tick the reports that you mean." in said(page)
    assert 'value="A part"' in page.content.decode()
    ticked = event.articles.first().pk
    page = curator_client.post(path, {"to": "other", "articles": [ticked]}, follow=True)
    assert "Choose the event that they belong to." in said(page)
    assert page.context["ticked"] == {ticked}
    assert not EventAct.objects.exists()


def test_reports_that_were_moved_meanwhile_are_told(curator_client):
    event = make_event()
    article = event.articles.first()
    curation.move([article.pk], None)
    asked = {"to": "new", "articles": [article.pk]}
    page = curator_client.post(f"{EVENTS}{event.pk}/place/", asked, follow=True)
    assert "have been moved or deleted in the meantime" in said(page)


def test_reports_are_taken_out_of_an_event(curator_client):
    event = make_event()
    article = event.articles.first()
    asked = {"to": "none", "articles": [article.pk]}
    page = curator_client.post(f"{EVENTS}{event.pk}/place/", asked, follow=True)
    assert "Moved out of any event: 1." in said(page)
    article.refresh_from_db()
    assert (article.event, article.event_is_curated) == (None, True)


def test_an_article_is_added_as_also_about_an_event_and_taken_away(curator_client):
    event, article = make_event(), make_article(title="Aside")
    base = f"{EVENTS}{event.pk}"
    page = curator_client.post(f"{base}/mention/", {"article": article.pk}, follow=True)
    assert "“Aside” is now also about this event." in said(page)
    page = curator_client.post(f"{base}/mention/", {"article": article.pk}, follow=True)
    assert "was marked so" in said(page)
    page = curator_client.post(f"{base}/unmention/", {"article": article.pk}, follow=True)
    assert "Taken away." in said(page)
    assert not event.mentioned_by.exists()
    assert EventAct.objects.count() == 2


def test_an_article_that_is_moved_on_its_own_page_leaves_an_act(curator_client, curator):
    event, article = make_event(), make_article()
    chosen = {"action": "assign", ACTION_CHECKBOX_NAME: [article.pk], "answered": "yes"}
    asked = chosen | {"event": event.pk, "why": "It says so."}
    assert curator_client.post("/admin/articles/article/", asked).status_code == 302
    act = EventAct.objects.get()
    assert (act.kind, act.made_by, act.why) == ("move", curator, "It says so.")
    curation.undo(act)
    article.refresh_from_db()
    assert article.event is None


def test_an_event_that_was_merged_is_read_only_and_leads_to_its_heir(curator_client):
    event, heir = make_event(), make_event(title="Heir", title_is_edited=True)
    curation.merge([event], heir, {"title": "Heir"})
    page = curator_client.get(change(event)).content.decode()
    assert "Merged into" in page
    assert change(heir) in page
    assert "Move the ticked reports" not in page
    page = curator_client.post(change(event), {"title": "x"}, follow=True)
    assert "has been merged meanwhile" in said(page)
    assert page.redirect_chain[0][0] == change(heir)


def test_what_is_undone_partly_is_told_before_and_after(curator_client):
    event, other, third = make_event(), make_event(), make_event()
    one, two = event.articles.all()
    curation.move([one.pk, two.pk], other)
    act = EventAct.objects.get()
    curation.move([one.pk], third)
    path = f"/admin/articles/eventact/{act.pk}/undo/?event={event.pk}"
    assert "has been moved since" in curator_client.get(path).content.decode()
    page = curator_client.post(path, {"why": ""}, follow=True)
    assert page.redirect_chain[0][0] == f"{EVENTS}{event.pk}/history/"
    assert "has been moved since" in said(page)
    assert "It was undone already" in said(curator_client.post(path, follow=True))


@pytest.mark.parametrize(
    "path", ["merge/", "{event}/place/", "{event}/mention/", "{event}/unmention/"]
)
def test_only_curators_curate(client, django_user_model, path):
    event = make_event()
    address = EVENTS + path.format(event=event.pk)
    assert client.post(address).status_code == 302
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    client.force_login(clerk)
    assert client.post(address).status_code == 403


def test_only_curators_undo(client, django_user_model):
    event = make_event()
    curation.change(event, {"locked": True})
    path = f"/admin/articles/eventact/{EventAct.objects.get().pk}/undo/"
    client.force_login(django_user_model.objects.create_user("clerk", is_staff=True))
    assert client.post(path).status_code == 403
    event.refresh_from_db()
    assert event.locked


def test_the_history_of_an_event_takes_a_settled_number_of_queries(admin_client):
    event = make_event(*(make_article() for _ in range(8)))

    def queries():
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(f"{EVENTS}{event.pk}/history/")
        return len(captured)

    articles = [article.pk for article in event.articles.all()]
    curation.split(articles[:1])
    curation.undo(EventAct.objects.first())
    few = queries()
    for article in articles[1:6]:
        curation.split([article])
        curation.undo(EventAct.objects.first())
    assert queries() == few


def test_the_page_of_an_event_has_links_for_curators_alone(client, curator):
    event = make_event()
    page = client.get(event.get_absolute_url())
    assert "/admin/" not in page.content.decode()
    assert "Cookie" in page["Vary"]
    assert not page.has_header("Cache-Control")
    client.force_login(curator)
    page = client.get(event.get_absolute_url())
    assert change(event) in page.content.decode()
    assert "Cookie" in page["Vary"]
    assert "private" in page["Cache-Control"]


def test_a_signed_in_person_who_curates_nothing_sees_no_links(client, django_user_model):
    event = make_event()
    client.force_login(django_user_model.objects.create_user("reader"))
    assert "/admin/" not in client.get(event.get_absolute_url()).content.decode()


def test_the_redirect_of_a_merged_event_is_asked_for_again(client):
    event, heir = make_event(), make_event()
    curation.merge([event], heir)
    heir.refresh_from_db()
    response = client.get(event.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, heir.get_absolute_url())
    assert "no-cache" in response["Cache-Control"]
    curation.undo(EventAct.objects.get())
    assert client.get(event.get_absolute_url()).status_code == 200


def test_an_event_that_was_never_public_is_not_found_once_it_is_deleted(admin_client, client):
    event = make_event(make_article())
    path = event.get_absolute_url()
    assert client.get(path).status_code == 404
    admin_client.post(f"{EVENTS}{event.pk}/delete/", {"post": "yes"})
    assert not Event.objects.exists()
    assert client.get(path).status_code == 404


def test_an_event_that_was_public_is_never_deleted_and_its_address_says_that_it_is_gone(
    admin_client, client
):
    event = make_event()
    path = event.get_absolute_url()
    assert admin_client.post(f"{EVENTS}{event.pk}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", ACTION_CHECKBOX_NAME: [event.pk], "post": "yes"}
    admin_client.post(EVENTS, chosen)
    assert Event.objects.filter(pk=event.pk).exists()
    curation.move(event.articles.values_list("pk", flat=True), None)
    assert client.get(path).status_code == 410
    curation.undo(EventAct.objects.get())
    assert client.get(path).status_code == 200


def test_an_erased_headline_goes_from_acts_too(client):
    article = make_article(title="A name that must go")
    event = make_event(article, make_article())
    curation.change(event, {"title": "Named"})
    erasure.erase(article, "The person asked.")
    for act in EventAct.objects.all():
        assert "A name that must go" not in str(act.changes)


def test_the_menu_has_what_curators_need_and_no_histories(curator_client):
    apps_listed = curator_client.get("/admin/").context["app_list"]
    named = {model["object_name"] for app in apps_listed for model in app["models"]}
    assert {"Article", "Event", "EventAct", "Source", "Tag", "Category", "Import"} <= named
    assert not {name for name in named if name.endswith("Revision")}
    assert not {"Mention", "SourceLink", "TaggedArticle", "TagAlias", "Feed"} & named


def test_the_history_of_a_record_leads_to_its_former_states(curator_client):
    article = make_article(title="Before")
    Article.objects.filter(pk=article.pk).update(title="After")
    page = curator_client.get(f"/admin/articles/article/{article.pk}/history/")
    path = f"/admin/articles/articlerevision/?pgh_obj={article.pk}"
    assert path in page.content.decode()
    assert "Before" in curator_client.get(path).content.decode()


def test_an_event_that_was_merged_is_not_offered(curator_client):
    event, heir = make_event(), make_event()
    curation.merge([event], heir)
    asked = {"app_label": "articles", "model_name": "mention", "field_name": "event", "term": ""}
    found = curator_client.get("/admin/autocomplete/", asked).json()["results"]
    assert [row["id"] for row in found] == [str(heir.pk)]


def test_an_act_has_a_page_that_tells_it_in_words(admin_client):
    event = make_event()
    curation.change(event, {"summary": "They met."})
    act = EventAct.objects.get()
    page = admin_client.get(f"/admin/articles/eventact/{act.pk}/change/").content.decode()
    assert "The summary of" in page
