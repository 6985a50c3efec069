"""What another curator does while a page of the desk is open is neither lost nor overlooked."""

from datetime import date

import pytest

from articles import curation
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
