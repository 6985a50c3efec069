"""The desk of events: fields that take what they should, lists that fit, and ways that go on."""

import pytest
from django.contrib.auth.models import Permission

from articles import curation
from articles.models import Article, Event, Likeness
from tests.factories import make_article, make_event
from tests.test_curating_events import answers, change, merge, said

pytestmark = pytest.mark.django_db

EVENTS = "/admin/articles/event/"
SUGGESTIONS = "/admin/articles/likeness/"
TURNED = "The \u202evote\u202c in\u200b\n the council\u2066"


def make_pair(score, first=None, second=None):
    one, other = sorted([first or make_article(), second or make_article()], key=lambda a: a.pk)
    return Likeness.objects.create(first=one, second=other, score=score)


def filled(client, event):
    """What the form of an event sends where nothing is changed."""
    form = client.get(change(event)).context["adminform"].form
    shown = {field.html_name: field.value() or "" for field in form}
    return shown | {field.html_initial_name: field.value() or "" for field in form}


def named(title, **fields):
    return make_event(make_article(), make_article(), title=title, title_is_edited=True, **fields)


# What may be typed


def test_a_title_is_one_line_of_signs_that_are_seen(curator_client):
    event, other = named("Vote"), named("Summit")
    curator_client.post(change(event), filled(curator_client, event) | {"title": TURNED})
    event.refresh_from_db()
    assert event.title == "The vote in the council"
    moved = [event.articles.first().pk]
    place = f"{EVENTS}{event.pk}/place/"
    curator_client.post(place, {"articles": moved, "to": "new", "title": TURNED})
    assert Event.objects.filter(title="The vote in the council").count() == 2
    asked = answers(curator_client, event, other, title_from="typed", title=f"{TURNED} again")
    curator_client.post(merge(event, other), asked)
    assert Event.objects.filter(title="The vote in the council again").exists()


def test_signs_that_join_letters_stay_in_a_title(curator_client):
    event = named("Vote")
    persian = "می\u200cخواهم"
    curator_client.post(change(event), filled(curator_client, event) | {"title": persian})
    event.refresh_from_db()
    assert event.title == persian


def test_a_summary_keeps_its_lines_and_loses_what_turns_them(curator_client):
    event = named("Vote")
    text = "They \u202emet.\n\nThey voted.\u200b"
    curator_client.post(change(event), filled(curator_client, event) | {"summary": text})
    event.refresh_from_db()
    assert event.summary == "They met.\n\nThey voted."


@pytest.mark.parametrize("day", ["9999-01-01", "1066-10-14", "0001-01-01"])
def test_a_day_on_which_nothing_reported_happened_is_refused_with_the_range(curator_client, day):
    event, other = named("Vote"), named("Summit")
    page = curator_client.post(
        change(event), filled(curator_client, event) | {"happened_start": day}
    )
    assert "give a day from 1900 to a year from now" in page.content.decode()
    asked = answers(curator_client, event, other, happened_start=day)
    page = curator_client.post(merge(event, other), asked)
    assert "give a day from 1900 to a year from now" in page.content.decode()
    event.refresh_from_db()
    assert (event.happened_start, event.merged_into) == (None, None)


# Pickers


def test_what_is_looked_up_says_when_and_where_it_was_reported(curator_client):
    event = named("Council vote")
    article = make_article(title="Council votes", source_url="https://outlet.example/vote")
    asked = {"term": "council", "app_label": "articles", "model_name": "mention"}
    answer = curator_client.get(f"{EVENTS}lookup/", asked | {"field_name": "event"}).json()
    assert [one["text"] for one in answer["results"]] == [
        f"Council vote — 26 July 2025, 2 reports, 2 outlets (number {event.pk})"
    ]
    answer = curator_client.get(f"{EVENTS}lookup/", asked | {"field_name": "article"}).json()
    labels = [one["text"] for one in answer["results"]]
    assert f"Council votes — outlet.example, 26 July 2025 (number {article.pk})" in labels


def test_nothing_is_looked_up_for_who_may_not(client):
    asked = {"term": "vote", "app_label": "articles", "model_name": "mention"}
    answer = client.get(f"{EVENTS}lookup/", asked | {"field_name": "event"})
    assert answer.status_code == 302


@pytest.mark.parametrize("written", ["{pk}", "https://archive.example/events/{pk}-vote/"])
def test_an_event_is_named_by_number_or_address_without_scripts(curator_client, written):
    event, other = named("Vote"), named("Summit")
    given = written.format(pk=other.pk)
    moved = event.articles.first()
    asked = {"articles": [moved.pk], "to": "other", "written": given}
    curator_client.post(f"{EVENTS}{event.pk}/place/", asked)
    moved.refresh_from_db()
    assert moved.event == other
    page = curator_client.get(f"{EVENTS}merge/", {"event": event.pk, "written": given})
    assert "2 events become one" in page.content.decode()


def test_an_article_is_named_by_number_or_address_without_scripts(curator_client):
    event, article = named("Vote"), make_article()
    path = f"https://archive.example{article.get_absolute_url()}"
    curator_client.post(f"{EVENTS}{event.pk}/mention/", {"written": path})
    assert list(event.mentioned_by.all()) == [article]


def test_a_number_of_nothing_is_refused_by_name(curator_client):
    event = named("Vote")
    asked = {"articles": [event.articles.first().pk], "to": "other", "written": "999999"}
    page = curator_client.post(f"{EVENTS}{event.pk}/place/", asked, follow=True)
    assert "There is no event “999999”" in said(page)
    assert 'value="999999"' in page.content.decode()
    page = curator_client.get(f"{EVENTS}merge/", {"event": event.pk, "written": "999999"})
    assert "There is no event 999999." in page.content.decode()


# What others did meanwhile


def test_a_merge_that_fails_keeps_what_was_typed(curator_client):
    first, second, third = named("Vote"), named("Summit"), named("Other")
    typed = {"title_from": "typed", "title": "The vote in full", "why": "One vote."}
    asked = answers(curator_client, first, second, **typed)
    curation.merge([first], third)
    page = curator_client.post(merge(first, second), asked).content.decode()
    assert "no longer as you saw them" in page
    assert 'value="The vote in full"' in page
    assert 'value="One vote."' in page


def test_what_was_typed_for_a_merge_that_others_did_is_given_back(curator_client):
    first, second = named("Vote"), named("Summit")
    asked = answers(curator_client, first, second, title_from="typed", title="The vote in full")
    curation.merge([first], second)
    page = curator_client.post(merge(first, second), asked)
    assert "You had written the title “The vote in full”." in said(page)


# Lists and links


def test_a_hidden_event_has_no_link_to_a_page(curator_client):
    hidden, shown = make_event(make_article()), make_event()
    assert "View on site" not in curator_client.get(change(hidden)).content.decode()
    page = curator_client.get(change(shown)).content.decode()
    assert f'href="{shown.get_absolute_url()}" class="viewsitelink"' in page


# Suggestions


def decide(client, pair, decision):
    return client.post(f"{SUGGESTIONS}{pair.pk}/change/", {"decision": decision})


def test_a_suggestion_shows_both_texts_and_leads_on_to_the_next(curator_client):
    pairs = [make_pair(score) for score in (0.5, 0.4, 0.3)]
    page = curator_client.get(f"{SUGGESTIONS}{pairs[1].pk}/change/").content.decode()
    for article in (pairs[1].first, pairs[1].second):
        assert article.title in page
        assert article.body_text[:40] in page
    assert "3 pairs waiting" in page
    on = decide(curator_client, pairs[0], "skip")
    assert on["Location"] == f"{SUGGESTIONS}{pairs[1].pk}/change/"
    on = decide(curator_client, pairs[1], "apart")
    assert on["Location"] == f"{SUGGESTIONS}{pairs[2].pk}/change/"
    on = decide(curator_client, pairs[2], "together")
    assert on["Location"] == f"{SUGGESTIONS}{pairs[0].pk}/change/"
    assert decide(curator_client, pairs[0], "apart")["Location"] == SUGGESTIONS


def test_two_events_of_a_suggestion_are_merged_and_the_next_follows(curator_client):
    pair, other = make_pair(0.5), make_pair(0.4)
    one = make_event(pair.first, make_article())
    two = make_event(pair.second, make_article())
    path = decide(curator_client, pair, "together")["Location"]
    form = curator_client.get(path).context["form"]
    asked = {field.html_name: field.value() for field in form if field.value()}
    assert curator_client.post(path, asked)["Location"] == f"{SUGGESTIONS}{other.pk}/change/"
    assert (
        Article.objects.filter(event=one).count() + Article.objects.filter(event=two).count() == 4
    )
    assert Event.objects.exclude(merged_into=None).count() == 1


def test_who_may_only_look_decides_nothing(client, django_user_model):
    reader = django_user_model.objects.create_user("reader", password="x", is_staff=True)
    reader.user_permissions.set(
        Permission.objects.filter(codename="view_likeness"),
    )
    client.force_login(reader)
    pair = make_pair(0.5)
    page = client.get(f"{SUGGESTIONS}{pair.pk}/change/").content.decode()
    assert "Keep apart" not in page
    assert decide(client, pair, "apart").status_code == 403
