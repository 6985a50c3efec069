"""What is suggested while a reader types: events, tags and sources by the beginnings of words."""

import pytest

from articles.models import Event, Source, Tag
from articles.search.completions import MOST, completions
from tests.factories import make_article, make_event

pytestmark = pytest.mark.django_db


def event(title, **fields):
    return make_event(title=title, title_is_edited=True, **fields)


def labels(text, kind=None):
    return [one.label for one in completions(text) if kind in (None, one.kind)]


@pytest.mark.parametrize(
    "text",
    [
        "lis",
        "Lisbon acc",
        "accord lisb",
        "LISBON",
        "lisbón",
        "  gpt-4 ",
        "gpt 4",
        "signs",
        "(lisbon)",
    ],
)
def test_words_and_the_beginning_of_the_last_find_an_event(text):
    event("Portugal signs the Lisbon accord on GPT-4")
    assert labels(text) == ["Portugal signs the Lisbon accord on GPT-4"]


@pytest.mark.parametrize("text", ["", " ", "l", "isbon", "lis accord", "lisbon paris", "\x00", "'"])
def test_what_is_too_little_or_elsewhere_finds_nothing(text):
    event("Portugal signs the Lisbon accord")
    assert labels(text) == []


@pytest.mark.parametrize("text", ["欧", "欧盟", "الوز", "économ", "ﷺ", "Ⅳ"])
def test_any_script_is_found(text):
    for title in ("欧盟通过法案", "الوزراء اتفقوا", "L’économie en chiffres", "ﷺ", "Part Ⅳ"):
        event(title)
    assert len(labels(text)) == 1


@pytest.mark.parametrize(
    "text",
    ["a' | b:*", "a:* & !b", "((((", "<->", "\\", "%", "a" * 100_000, "x " * 9000, "\ud800 a"],
)
def test_no_text_fails(text):
    assert labels(text) == []


def test_the_latest_events_come_first_and_all_are_few():
    for day in range(1, MOST + 4):
        made = event(f"Summit number {day}")
        last = f"2025-08-{day:02}"
        Event.objects.filter(pk=made.pk).update(last_reported=last)
    assert labels("summit") == [f"Summit number {day}" for day in range(MOST + 3, 3, -1)]


def test_an_event_that_readers_may_not_see_is_not_suggested():
    make_event(make_article(), title="Lisbon accord")
    heir = event("Another name")
    Event.objects.filter(pk=event("Lisbon pact").pk).update(merged_into=heir)
    assert labels("lisbon") == []


def test_tags_and_sources_with_listed_articles_are_suggested_after_events():
    made = make_article(tags=("Lisbon", "Lisbon treaty"), source_url="https://lisbon.example/a")
    Source.objects.filter(pk=made.source_id).update(name="Lisbon Times")
    event("Lisbon accord")
    Tag.objects.create(name="Lisbon unused")
    Source.objects.create(name="Lisbon Gazette", domain="gazette.example")
    found = completions("lisb")
    assert [(one.kind, one.label) for one in found] == [
        ("event", "Lisbon accord"),
        ("tag", "Lisbon"),
        ("tag", "Lisbon treaty"),
        ("source", "Lisbon Times"),
    ]
    assert found[1].path == "/tags/lisbon/"


def test_a_source_is_found_by_its_domain():
    made = make_article(source_url="https://daily-lisbon.example/a")
    Source.objects.filter(pk=made.source_id).update(name="The Daily")
    assert labels("daily-lisbon.ex") == ["The Daily"]


def test_what_no_database_can_hold_is_no_text(client):
    made = event("Lisbon accord")
    for typed in ("\x00lis", "lis\x00", "\x00"):
        assert client.get("/search/suggestions", {"q": typed}).status_code == 200
    assert [one.path for one in completions("\x00lisbon")] == [made.get_absolute_url()]


def test_the_answer_is_small_json_that_may_be_kept_for_a_minute(client):
    made = event("Lisbon accord")
    response = client.get("/search/suggestions", {"q": "lis"})
    assert response.json() == {
        "suggestions": [{"kind": "event", "label": "Lisbon accord", "url": made.get_absolute_url()}]
    }
    assert response["Cache-Control"] == "public, max-age=60"
