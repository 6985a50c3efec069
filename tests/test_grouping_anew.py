"""Everything grouped anew gives the same events, whatever the order of arrival; curators win."""

import random
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from articles.curation import merge
from articles.events.grouping import group_all, group_pending
from articles.events.membership import place
from articles.models import Article, Event, Likeness
from tests.factories import make_article, make_prose

pytestmark = pytest.mark.django_db

_SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]


def reports(days=0, seed=0):
    """Three reports of each of five happenings, as the fields of articles."""
    for at in range(5):
        chance = random.Random(seed + at)
        words = ["".join(chance.choices(_SYLLABLES, k=3)) for _ in range(30)]
        for number in range(3):
            said = chance.sample(words, 24)
            yield {
                "title": " ".join(words[number : number + 5]).capitalize(),
                "body_text": f"{' '.join(said)}. {make_prose(seed + at * 10 + number, 1)}",
                "published": date(2025, 7, 20) + timedelta(days=number % 2 + days),
                "source_url": f"https://outlet{number}.example/{words[0]}",
            }


def partition():
    """Return the titles that stand together."""
    groups = {}
    for title, event, pk in Article.objects.values_list("title", "event", "pk"):
        groups.setdefault(f"event {event}" if event else f"alone {pk}", set()).add(title)
    return sorted(map(sorted, groups.values()))


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("at_once", [True, False])
def test_the_order_of_arrival_does_not_matter(order, at_once):
    for fields in list(reports())[::order]:
        make_article(**fields)
        if not at_once:
            group_pending()
    group_all()
    together = [
        sorted(fields["title"] for fields in list(reports())[at : at + 3]) for at in range(0, 15, 3)
    ]
    assert partition() == sorted(together)


def test_a_run_that_was_stopped_is_begun_again_by_the_next():
    for fields in reports():
        make_article(**fields)
    group_all()
    right, alike = partition(), Likeness.objects.count()

    def stop(done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        group_all(stop)
    assert Likeness.objects.count() == alike
    assert group_pending() == 15
    assert (partition(), Likeness.objects.count()) == (right, alike)
    assert group_pending() == 0


def test_pairs_that_are_found_again_keep_their_numbers():
    for fields in reports():
        make_article(**fields)
    group_all()
    found = set(Likeness.objects.values_list("pk", "first", "second"))
    Likeness.objects.update(score=0.1)
    group_all()
    assert set(Likeness.objects.values_list("pk", "first", "second")) == found
    assert Likeness.objects.exclude(score=0.1).count() == len(found)


def test_pairs_that_are_not_found_again_are_forgotten_but_for_a_curators_word():
    one, other, third = (make_article(**fields) for fields in list(reports())[::6])
    Likeness.objects.create(first=one, second=other, score=0.9)
    Likeness.objects.create(first=other, second=third, score=0.9, kept_apart_at="2025-07-30T12:00Z")
    group_all()
    assert list(Likeness.objects.values_list("first", "second")) == [(other.pk, third.pk)]


def test_events_keep_their_numbers():
    for fields in reports():
        make_article(**fields)
    group_pending()
    before = dict(Article.objects.values_list("pk", "event"))
    group_all()
    assert dict(Article.objects.values_list("pk", "event")) == before


def test_a_grouping_that_went_wrong_is_put_right():
    articles = [make_article(**fields) for fields in list(reports())[:6]]
    wrong = Event.objects.create(title="All of it")
    place({article.pk: wrong.pk for article in articles}, by_curator=False)
    group_all()
    assert len(partition()) == 2
    assert Article.objects.filter(event=wrong).count() == 3


def test_an_event_that_all_left_leads_to_where_they_went():
    articles = [make_article(**fields) for fields in list(reports())[:3]]
    group_pending()
    stray = Event.objects.create(title="Part of it")
    place({articles[2].pk: stray.pk}, by_curator=False)
    group_all()
    stray.refresh_from_db()
    assert stray.merged_into == Article.objects.get(pk=articles[0].pk).event


def test_an_event_that_was_merged_away_stands_again_when_an_article_comes_to_it():
    one, other = (make_article(**fields) for fields in list(reports())[:2])
    former, heir = (Event.objects.create(title=title) for title in ("Former", "Heir"))
    merge([former], heir)
    place({one.pk: former.pk, other.pk: former.pk}, by_curator=True)
    former.refresh_from_db()
    assert former.merged_into is None


def test_what_a_curator_put_together_stays_together():
    one, *_, other = (make_article(**fields) for fields in reports())
    event = Event.objects.create(title="A curator's")
    place({one.pk: event.pk, other.pk: event.pk}, by_curator=True)
    group_all()
    held = set(Article.objects.filter(event=event).values_list("pk", flat=True))
    assert {one.pk, other.pk} <= held


def test_what_a_curator_keeps_apart_stays_apart():
    one, other = (make_article(**fields) for fields in list(reports())[:2])
    group_pending()
    assert Article.objects.get(pk=one.pk).event is not None
    Likeness.objects.update(kept_apart_at="2025-07-30T12:00Z")
    group_all()
    assert Article.objects.filter(event=None, pk__in=[one.pk, other.pk]).count() == 2


def test_a_newcomer_is_compared_with_what_a_curator_placed_before_grouping_saw_it():
    one, other = (make_article(**fields) for fields in list(reports())[:2])
    event = Event.objects.create(title="A curator's")
    place({one.pk: event.pk}, by_curator=True)
    group_pending()
    assert Article.objects.get(pk=other.pk).event == event


def test_only_what_is_recent_is_grouped_anew(capsys):
    for fields in [*reports(), *reports(days=60, seed=1000)]:
        make_article(**fields)
    group_pending()
    place(dict.fromkeys(Article.objects.values_list("pk", flat=True)), by_curator=False)
    call_command("group_events", since=date(2025, 9, 1))
    assert "15 articles looked at." in capsys.readouterr().out
    assert not Article.objects.filter(published__lt=date(2025, 9, 1)).exclude(event=None)
    assert not Article.objects.filter(published__gt=date(2025, 9, 1), event=None)


def test_a_rehearsal_says_what_would_change_and_changes_nothing(capsys):
    articles = [make_article(**fields) for fields in list(reports())[:6]]
    wrong = Event.objects.create(title="All of it")
    place({article.pk: wrong.pk for article in articles}, by_curator=False)
    Event.objects.filter(pk=wrong.pk).update(title="All of it")
    before = partition()
    call_command("group_events", "--all", "--dry-run")
    printed = capsys.readouterr().out
    assert f"Event {wrong.pk}: All of it\n" in printed
    assert "New event: " in printed
    assert f"  - {articles[0].title}" in printed or f"  - {articles[5].title}" in printed
    assert "6 articles looked at; 2 events would change. Nothing was changed." in printed
    assert partition() == before
    assert not Likeness.objects.exists()


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", ""])
def test_what_is_no_day_is_an_error_that_says_how_to_write_one(day):
    with pytest.raises(CommandError, match="YYYY-MM-DD, such as 2026-01-31"):
        call_command("group_events", "--since", day)


def test_a_day_that_lies_ahead_is_an_error():
    with pytest.raises(CommandError, match="future"):
        call_command("group_events", since=date(2999, 1, 1))


def test_a_column_repeated_day_by_day_is_not_one_event():
    for day in range(40):
        make_article(
            title=f"The best deals today: tablets, phones and more, day {day}",
            body_text=f"These are the best deals on tablets, phones and more. {make_prose(day, 3)}",
            published=date(2025, 7, 1) + timedelta(days=day),
            source_url=f"https://shop.example/deals-{day}",
        )
    group_pending()
    spans = {}
    for event, published in Article.objects.exclude(event=None).values_list("event", "published"):
        spans.setdefault(event, []).append(published)
    assert all(max(days) - min(days) <= timedelta(days=12) for days in spans.values())


def test_a_happening_that_sixty_outlets_report_is_one_event():
    story = next(reports())
    words = story["body_text"].partition(".")[0].split()
    for number in range(60):
        said = " ".join(random.Random(number).sample(words, 20))
        address = f"https://outlet{number}.example/story"
        text = f"{said}. {make_prose(number, 1)}"
        make_article(**story | {"body_text": text, "source_url": address})
    group_pending()
    assert Event.objects.latest("article_count").article_count == 60


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "", "body_text": "…"},
        {"title": "Title alone", "body_text": "."},
        {"title": "条例草案", "body_text": "国务院通过人工智能条例草案。" * 9, "language": "zh"},
        {"title": "Long ago", "published": date(1, 1, 1)},
        {"title": "Far ahead", "published": date(9999, 12, 31)},
    ],
)
def test_odd_articles_are_grouped_without_harm(fields):
    odd = make_article(**{"title": "Odd"} | {k: v for k, v in fields.items() if v != ""})
    for regular in list(reports())[:3]:
        make_article(**regular)
    assert group_pending() == 4
    assert Article.objects.get(pk=odd.pk).event is None
    assert Event.objects.get().article_count == 3
