"""What curators do to events, and what undoing it restores or leaves."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from articles import curation
from articles.coverage.signposts import signposts
from articles.curation import CurationError
from articles.events.grouping import group_pending
from articles.events.membership import place
from articles.models import Article, Event, EventAct
from tests.acts import is_sound, standing
from tests.factories import make_article, make_event

pytestmark = pytest.mark.django_db


def numbers(event):
    return set(event.articles.values_list("pk", flat=True))


def last_act():
    return EventAct.objects.first()


def ways_on(event):
    return [signpost.to for signpost in signposts(event)]


def refreshed(*events):
    for event in events:
        event.refresh_from_db()
    return events


def test_a_merge_says_of_its_heir_what_was_chosen(curator):
    event, heir = make_event(), make_event()
    facts = {"title": "The vote", "happened_start": date(2025, 7, 1), "locked": True}
    act = curation.merge([event], heir, facts, by=curator, why="One vote.")
    refreshed(event, heir)
    assert (heir.title, heir.title_is_edited, heir.locked) == ("The vote", True, True)
    assert (heir.happened_start, heir.article_count) == (date(2025, 7, 1), 4)
    assert (event.merged_into, event.article_count) == (heir, 0)
    assert (act.kind, act.made_by, act.why) == ("merge", curator, "One vote.")
    assert set(act.events) == {event.pk, heir.pk}


def test_several_events_are_merged_at_once_with_what_was_merged_into_them():
    first, second, third, heir = (make_event() for _ in range(4))
    curation.merge([first], second)
    curation.merge([second, third], heir)
    for event in refreshed(first, second, third):
        assert event.merged_into == heir
    assert heir.articles.count() == 8
    curation.undo(last_act())
    refreshed(first, second, third, heir)
    assert (first.merged_into, second.merged_into, heir.articles.count()) == (second, None, 2)


def test_an_undone_merge_restores_places_titles_days_and_locks():
    event = make_event(title="Named", title_is_edited=True, locked=True)
    heir = make_event(happened_start=date(2025, 7, 3))
    placed = make_article()
    place({placed.pk: heir.pk}, by_curator=True)
    make_article().also_about.add(event)
    before = standing()
    curation.merge([event], heir, {"title": "Other", "happened_start": None, "locked": True})
    assert standing() != before
    assert curation.undo(last_act()).left == ()
    assert standing() == before


def test_what_was_not_curated_before_an_act_is_the_machines_again_once_it_is_undone():
    event, other = make_event(), make_event()
    article = event.articles.first()
    curation.move([article.pk], other)
    article.refresh_from_db()
    assert article.event_is_curated
    curation.undo(last_act())
    article.refresh_from_db()
    assert (article.event, article.event_is_curated) == (event, False)
    place({article.pk: other.pk}, by_curator=False)
    article.refresh_from_db()
    assert article.event == other


def test_the_machine_undoes_no_act():
    event, other = make_event(), make_event()
    one, two = event.articles.all()
    curation.split([one.pk], "A part")
    curation.move([two.pk], None)
    curation.merge([event], other)
    before = standing()
    Article.objects.update(grouped_at=None)
    group_pending()
    place(dict.fromkeys([one.pk, two.pk], other.pk), by_curator=False)
    now = standing()["articles"]
    for article in (one.pk, two.pk):
        assert now[article][:2] == before["articles"][article][:2]


def test_a_split_is_named_by_the_rule_or_by_the_curator():
    early = make_article(title="Early", published=date(2025, 7, 1))
    late = make_article(title="Late", published=date(2025, 7, 2))
    event = make_event(make_article(), make_article(), late, early)
    new = curation.split([late.pk, early.pk], seen_in=event)
    assert (new.title, new.title_is_edited, new.article_count) == ("Early", False, 2)
    other = curation.split([late.pk], "The late part", seen_in=new)
    assert (other.title, other.title_is_edited, other.split_from) == ("The late part", True, new)


def test_copies_follow_their_article_and_come_back_with_it():
    front, copy = make_article(), make_article()
    Article.objects.filter(pk=copy.pk).update(duplicate_of=front)
    event = make_event(front, make_article())
    before = standing()
    new = curation.split([front.pk], seen_in=event)
    assert numbers(new) == {front.pk, copy.pk}
    curation.undo(last_act())
    assert standing()["articles"] == before["articles"]


def test_a_report_goes_back_though_a_copy_of_it_stands_in_front_by_now():
    front, copy = make_article(), make_article()
    Article.objects.filter(pk=copy.pk).update(duplicate_of=front)
    event, other = make_event(front, make_article()), make_event()
    curation.move([front.pk], other)
    curation.withdraw(Article.objects.filter(pk=front.pk), "Retracted.")
    assert curation.undo(last_act()).left == ()
    assert numbers(event) >= {front.pk, copy.pk}
    is_sound()


def test_a_copy_is_moved_with_the_article_whose_text_it_is():
    front, copy = make_article(), make_article()
    Article.objects.filter(pk=copy.pk).update(duplicate_of=front)
    event, other = make_event(front, make_article()), make_event()
    curation.move([copy.pk], other, seen_in=event)
    assert numbers(event).isdisjoint({front.pk, copy.pk})
    is_sound()


def test_the_old_event_leads_to_the_new_one_until_that_is_undone():
    event = make_event(*(make_article() for _ in range(4)))
    parts = [article.pk for article in event.articles.all()[:2]]
    new = curation.split(parts, seen_in=event)
    assert ways_on(event) == [new]
    curation.undo(last_act())
    assert ways_on(event) == []
    new.refresh_from_db()
    assert new.merged_into == event
    curation.undo(last_act())
    assert ways_on(event) == [new]
    assert numbers(new) == set(parts)


def test_a_signpost_follows_mergers_of_both_sides():
    event, heir, other = make_event(*(make_article() for _ in range(4))), make_event(), make_event()
    new = curation.split([a.pk for a in event.articles.all()[:2]], seen_in=event)
    curation.merge([event], heir)
    assert ways_on(heir) == [new]
    refreshed(new, other)
    curation.merge([new], other)
    assert ways_on(heir) == [other]
    curation.merge([heir], other)
    assert ways_on(other) == []


def test_the_old_event_leads_to_a_single_report_that_was_split_off_or_moved():
    event, other = make_event(*(make_article() for _ in range(5))), make_event()
    alone, moved, out, *_ = event.articles.order_by("pk")
    curation.split([alone.pk], seen_in=event)
    curation.move([moved.pk], other)
    curation.move([out.pk], None)
    assert ways_on(event) == [other, alone, out]
    Article.objects.filter(pk=out.pk).make_withdrawn("Wrong.")
    curation.undo(last_act())
    assert ways_on(event) == [other, alone]
    assert ways_on(other) == []


def test_who_comes_to_an_event_that_is_left_with_one_report_finds_all(client):
    event = make_event()
    left, moved = event.articles.order_by("pk")
    curation.split([moved.pk], seen_in=event)
    answer = client.get(event.get_absolute_url())
    page = answer.content.decode()
    assert answer.status_code == 410
    for report in (left, moved):
        assert f'href="{report.get_absolute_url()}"' in page


def test_an_event_that_undoing_emptied_leads_to_the_one_that_it_was_split_from(client):
    event = make_event(*(make_article() for _ in range(4)))
    _, moved, *parted = event.articles.order_by("pk")
    new = curation.split([report.pk for report in parted], seen_in=event)
    split = last_act()
    curation.move([moved.pk], new)
    move = last_act()
    curation.undo(split)
    curation.undo(move)
    assert event.articles.count() == 4
    answer = client.get(new.get_absolute_url())
    event.refresh_from_db()
    assert answer.status_code == 410
    assert f'href="{event.get_absolute_url()}"' in answer.content.decode()


def test_a_merge_that_was_undone_leaves_no_signpost():
    event, heir = make_event(), make_event()
    curation.merge([event], heir)
    curation.undo(last_act())
    assert ways_on(event) == ways_on(heir) == []


def test_a_new_event_that_holds_other_reports_by_now_stays_when_its_split_is_undone():
    event, late = make_event(), make_article(title="Late")
    part = event.articles.first()
    new = curation.split([part.pk], seen_in=event)
    place({late.pk: new.pk}, by_curator=False)
    done = curation.undo(last_act())
    assert (
        done.left == (f"“{new}” holds other reports by now, so it stays.",)
        or "Late" in done.left[0]
    )
    refreshed(new, part)
    assert (new.merged_into, part.event) == (None, event)
    assert numbers(new) == {late.pk}


def test_undoing_leaves_what_has_been_changed_since_and_says_so():
    event, heir, third = make_event(), make_event(), make_event(title="Third", title_is_edited=True)
    one, two = event.articles.all()
    curation.merge([event], heir, {"title": "Merged"})
    merge = last_act()
    curation.move([one.pk], third)
    curation.change(heir, {"title": "Named later"})
    done = curation.undo(merge)
    assert set(done.left) == {
        f"“{one}” has been moved since, to “Third”.",
        "The title of “Named later” has been changed since.",
    }
    refreshed(event, heir, one, two)
    assert (one.event, two.event, event.merged_into) == (third, event, None)
    assert heir.title == "Named later"


def test_a_report_stays_where_the_event_that_it_came_from_is_merged_by_now():
    event, other, heir = make_event(), make_event(), make_event()
    article = event.articles.first()
    curation.move([article.pk], other)
    move = last_act()
    curation.merge([event], heir)
    with pytest.raises(CurationError, match="has been merged into another event since"):
        curation.undo(move)
    is_sound()


def test_a_deleted_article_is_told_when_an_act_is_undone():
    event, other = make_event(*(make_article() for _ in range(3))), make_event()
    one, two, _ = event.articles.all()
    curation.move([one.pk, two.pk], other)
    one.delete()
    assert curation.undo(last_act()).left == ("Articles that have been deleted since: 1.",)
    two.refresh_from_db()
    assert two.event == event


def test_what_led_to_a_deleted_event_does_not_lead_there_again():
    event = make_event(*(make_article(status="review") for _ in range(2)))
    part = event.articles.first()
    new = curation.split([part.pk], seen_in=event)
    curation.undo(last_act())
    Event.objects.filter(pk=new.pk).update(merged_into=None)
    event.delete()
    with pytest.raises(CurationError, match="has been deleted since"):
        curation.undo(last_act())


def test_an_act_is_undone_once():
    event = make_event()
    curation.change(event, {"locked": True})
    act = last_act()
    curation.undo(act)
    with pytest.raises(CurationError, match="It was undone already"):
        curation.undo(act)
    assert EventAct.objects.count() == 2


def test_nothing_left_to_undo_is_no_act():
    event = make_event()
    curation.change(event, {"locked": True})
    act = last_act()
    curation.change(event, {"locked": False})
    with pytest.raises(CurationError, match="Nothing is left to undo"):
        curation.undo(act)
    assert EventAct.objects.count() == 2


def test_what_changes_nothing_is_no_act():
    event = make_event(title="Same", title_is_edited=True)
    curation.change(event, {"title": "Same"})
    place({event.articles.first().pk: event.pk}, by_curator=True)
    curation.move([event.articles.first().pk], event)
    assert not EventAct.objects.exists()


def test_an_empty_title_leaves_the_naming_to_the_rule():
    event = make_event(title="Named", title_is_edited=True)
    curation.change(event, {"title": ""})
    event.refresh_from_db()
    assert (event.title, event.title_is_edited) == (
        event.articles.order_by("pk").first().title,
        False,
    )
    curation.undo(last_act())
    event.refresh_from_db()
    assert (event.title, event.title_is_edited) == ("Named", True)


def test_what_reports_an_event_is_not_also_about_it():
    event, other = make_event(), make_event()
    article = event.articles.first()
    assert curation.mention([article.pk], event) is None
    curation.mention([article.pk], other)
    assert list(article.also_about.all()) == [other]
    curation.move([article.pk], other)
    assert not article.also_about.exists()
    curation.undo(last_act())
    assert list(article.also_about.all()) == [other]


def test_what_a_copy_is_also_about_its_text_is():
    event, article, copy = make_event(), make_article(), make_article()
    Article.objects.filter(pk=copy.pk).update(duplicate_of=article)
    curation.mention([copy.pk], event)
    assert list(article.also_about.all()) == [event]
    curation.unmention([copy.pk], event)
    assert not article.also_about.exists()


def test_a_merged_event_is_no_place_for_anything():
    event, heir = make_event(title="Gone", title_is_edited=True), make_event()
    article = make_article()
    curation.merge([event], heir, {"title": "Heir"})
    refusals = [
        lambda: curation.move([article.pk], event),
        lambda: curation.mention([article.pk], event),
        lambda: curation.merge([event], make_event()),
        lambda: curation.merge([make_event()], event),
        lambda: curation.change(event, {"locked": True}),
    ]
    for refused in refusals:
        with pytest.raises(CurationError, match="“Gone” has been merged into “Heir”"):
            refused()


def test_reports_that_were_moved_meanwhile_are_not_split_off():
    event, other = make_event(), make_event()
    article = event.articles.first()
    curation.move([article.pk], other)
    count = Event.objects.count()
    with pytest.raises(CurationError, match="moved or deleted in the meantime"):
        curation.split([article.pk], seen_in=event)
    assert Event.objects.count() == count


@pytest.mark.parametrize("seen_in", [True, False])
def test_an_event_is_not_split_off_from_itself(seen_in):
    event = make_event(title="Named", title_is_edited=True, summary="They met.")
    copy = make_article()
    Article.objects.filter(pk=copy.pk).update(duplicate_of=event.articles.first(), event=event)
    before = standing()
    with pytest.raises(CurationError, match="rename the event instead"):
        curation.split(numbers(event), "Other", seen_in=event if seen_in else None)
    assert standing() == before


def test_hidden_and_locked_events_are_merged_like_others():
    hidden, locked = make_event(make_article()), make_event(locked=True)
    assert not hidden.is_visible
    curation.merge([locked], hidden)
    refreshed(hidden, locked)
    assert (hidden.article_count, hidden.is_visible, locked.merged_into) == (3, True, hidden)


@pytest.mark.parametrize("columns", [{"kind": "undo"}, {"kind": "wish"}])
def test_the_database_refuses_an_act_that_makes_no_sense(columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        EventAct.objects.create(events=[], changes={}, **columns)


def test_an_event_that_an_article_is_also_about_by_now_is_not_merged_again():
    heir, other, article = make_event(), make_event(), make_article()
    curation.mention([article.pk], other)
    curation.unmention([article.pk], other)
    curation.merge([other], heir)
    merged, unmentioned = EventAct.objects.order_by("-pk")[:2]
    curation.undo(merged)
    curation.undo(unmentioned)
    merged.refresh_from_db()
    done = curation.undo(merged.undone_by)
    other.refresh_from_db()
    assert other.merged_into is None
    assert any("so it stays" in left for left in done.left)
    is_sound()
