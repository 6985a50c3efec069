"""What another curator does while a page of the desk is open is neither lost nor overlooked."""

from datetime import date

import pytest

from articles import curation
from articles.curation import CurationError
from tests.factories import make_event
from tests.test_curating_events import answers, change, merge

pytestmark = pytest.mark.django_db


def test_a_merge_of_events_that_changed_since_the_preview_is_asked_again(curator_client):
    first, second = make_event(), make_event()
    asked = answers(curator_client, first, second)
    curation.move([first.articles.first().pk], None)
    page = curator_client.post(merge(first, second), asked)
    assert "no longer as you saw them" in page.content.decode()
    first.refresh_from_db()
    assert first.merged_into is None
    again = answers(curator_client, first, second)
    assert curator_client.post(merge(first, second), again).status_code == 302


def test_a_merge_of_events_that_were_locked_since_the_preview_is_asked_again(curator_client):
    first, second = make_event(), make_event()
    asked = answers(curator_client, first, second)
    curation.change(first, {"locked": True})
    page = curator_client.post(merge(first, second), asked)
    assert "no longer as you saw them" in page.content.decode()


def test_a_save_keeps_what_another_curator_has_said_since_the_page_was_opened(curator_client):
    event = make_event()
    form = curator_client.get(change(event)).context["adminform"].form
    shown = {field.html_name: field.value() or "" for field in form}
    shown |= {field.html_initial_name: field.value() or "" for field in form}
    facts = {"title": "The vote", "happened_start": date(2025, 7, 1), "locked": True}
    curation.change(event, facts)
    curator_client.post(change(event), shown | {"summary": "They voted."})
    event.refresh_from_db()
    assert (event.title, event.locked, event.summary) == ("The vote", True, "They voted.")
    assert event.happened_start == date(2025, 7, 1)


def test_a_merge_that_is_asked_again_has_what_was_said_since(curator_client):
    first, second = make_event(), make_event()
    asked = answers(curator_client, first, second)
    facts = {"summary": "They voted.", "happened_start": date(2025, 7, 1), "locked": True}
    curation.change(first, facts)
    page = curator_client.post(merge(first, second), asked)
    form = page.context["form"]
    again = {field.html_name: field.value() for field in form if field.value() is not None}
    assert curator_client.post(merge(first, second), again).status_code == 302
    heir = first if first.pk == int(again["heir"]) else second
    heir.refresh_from_db()
    assert (heir.summary, heir.locked) == ("They voted.", True)
    assert heir.happened_start == date(2025, 7, 1)


def test_a_merge_that_is_asked_again_proposes_the_title_that_was_written_since(curator_client):
    first, second = make_event(), make_event()
    asked = answers(curator_client, first, second, why="One vote.")
    curation.change(first, {"title": "Theirs"})
    page = curator_client.post(merge(first, second), asked)
    assert "Title, summary, days and lock are filled in anew." in page.content.decode()
    form = page.context["form"]
    again = {field.html_name: field.value() for field in form if field.value() is not None}
    assert (again["title_from"], again["why"]) == (str(first.pk), "One vote.")
    assert curator_client.post(merge(first, second), again).status_code == 302
    heir = first if first.pk == int(again["heir"]) else second
    heir.refresh_from_db()
    assert (heir.title, heir.title_is_edited) == ("Theirs", True)


def test_a_title_that_was_typed_for_a_merge_stays_when_it_is_asked_again(curator_client):
    first, second = make_event(), make_event()
    asked = answers(curator_client, first, second, title_from="typed", title="Mine")
    curation.change(first, {"title": "Theirs"})
    page = curator_client.post(merge(first, second), asked)
    assert "Summary, days and lock are filled in anew." in page.content.decode()
    assert page.context["form"]["title_from"].value() == "typed"
    assert page.context["form"]["title"].value() == "Mine"


def test_what_another_curator_said_of_the_same_thing_is_shown_before_it_is_replaced(curator_client):
    event = make_event()
    form = curator_client.get(change(event)).context["adminform"].form
    shown = {field.html_name: field.value() or "" for field in form}
    shown |= {field.html_initial_name: field.value() or "" for field in form}
    facts = {"title": "Theirs", "happened_start": date(2025, 7, 1), "locked": True}
    curation.change(event, facts)
    mine = {"title": "Mine", "summary": "They voted.", "locked": "on"}
    page = curator_client.post(change(event), shown | mine)
    assert "Somebody else has made this “Theirs” meanwhile." in page.content.decode()
    event.refresh_from_db()
    assert (event.title, event.summary) == ("Theirs", "")
    form = page.context["adminform"].form
    again = {name: form.data[name] for name in form.data}
    assert curator_client.post(change(event), again).status_code == 302
    event.refresh_from_db()
    assert (event.title, event.summary, event.locked) == ("Mine", "They voted.", True)
    assert event.happened_start == date(2025, 7, 1)


def test_a_last_day_that_somebody_gave_meanwhile_is_shown_before_another_first_day_is_saved(
    curator_client,
):
    event = make_event(happened_start=date(2025, 7, 2))
    form = curator_client.get(change(event)).context["adminform"].form
    shown = {field.html_name: field.value() or "" for field in form}
    shown |= {field.html_initial_name: field.value() or "" for field in form}
    curation.change(event, {"happened_start": date(2025, 7, 2), "happened_end": date(2025, 7, 5)})
    page = curator_client.post(change(event), shown | {"happened_start": "2025-07-01"})
    assert "Somebody else has made this “2025-07-05” meanwhile." in page.content.decode()
    event.refresh_from_db()
    assert (event.happened_start, event.happened_end) == (date(2025, 7, 2), date(2025, 7, 5))


def test_a_save_that_is_refused_is_not_said_to_have_changed_anything(curator_client, monkeypatch):
    event = make_event(title="Vote", title_is_edited=True)
    form = curator_client.get(change(event)).context["adminform"].form
    shown = {field.html_name: field.value() or "" for field in form}
    shown |= {field.html_initial_name: field.value() or "" for field in form}

    def refuse(*_, **options):
        raise CurationError("Nothing was changed: articles are being imported.")

    monkeypatch.setattr(curation, "change", refuse)
    page = curator_client.post(change(event), shown | {"title": "Mine"}, follow=True)
    text = page.content.decode()
    assert "Nothing was changed: articles are being imported." in text
    assert "was changed successfully" not in text
