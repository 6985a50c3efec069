"""What grouping joins stands in the history of both events, and a curator can part it again."""

import pytest

from articles import curation
from articles.events.grouping import group_all
from articles.models import Article, Event, EventAct
from tests.acts import is_sound, standing_of
from tests.factories import make_article, make_event
from tests.test_curators_win import alike, lone

pytestmark = pytest.mark.django_db


@pytest.fixture
def joined(db):
    """Two events of which grouping makes one, as (the one that ends, its heir, how both stood)."""
    first, second = make_event(alike(0), alike(1)), make_event(alike(2), alike(3))
    make_article().also_about.add(first, second)
    Article.objects.update(grouped_at=None)
    before = standing_of({first.pk, second.pk})
    group_all()
    ended = Event.objects.exclude(merged_into=None).get()
    return ended, ended.merged_into, before


def numbers(event):
    return set(event.articles.values_list("pk", flat=True))


def places(before):
    return {article: place[0] for article, place in before["articles"].items()}


def test_a_merge_by_grouping_is_an_act_of_both_events(joined):
    ended, heir, _ = joined
    act = EventAct.objects.get()
    assert (act.kind, act.author, set(act.events)) == ("join", "grouping", {ended.pk, heir.pk})
    assert len(act.changes["articles"]) == 2


def test_the_desk_tells_it_in_the_history_of_both(joined, curator_client):
    for event in joined[:2]:
        path = f"/admin/articles/event/{event.pk}/history/"
        page = curator_client.get(path).content.decode()
        assert "Merge by grouping" in page
        assert "by <bdi>grouping</bdi>" in page
        assert "was merged into" in page
        assert "/undo/" in page


def test_it_is_undone_and_grouping_does_not_do_it_again(joined, curator):
    ended, heir, before = joined
    done = curation.undo(EventAct.objects.get(), by=curator)
    assert done.left == ()
    is_sound()
    now = standing_of({ended.pk, heir.pk})
    assert places(now) == places(before)
    assert now["mentions"] == before["mentions"]
    ended.refresh_from_db()
    assert ended.merged_into is None
    group_all()
    assert places(standing_of(set())) == places(before)
    assert EventAct.objects.count() == 2


def test_what_joined_the_heir_meanwhile_stays_there(joined, curator):
    ended, heir, _ = joined
    late = lone(7)
    Article.objects.filter(pk=late.pk).update(event=heir)
    curation.undo(EventAct.objects.get(), by=curator)
    late.refresh_from_db()
    assert (late.event, late.event_is_curated) == (heir, True)
    assert late.pk not in numbers(ended)


def test_the_undoing_is_undone_as_others_are(joined):
    ended, heir, _ = joined
    after = standing_of({ended.pk, heir.pk})
    curation.undo(EventAct.objects.get())
    curation.undo(EventAct.objects.first())
    assert standing_of({ended.pk, heir.pk}) == after


def test_a_report_of_the_heir_that_was_also_about_the_event_which_ends_is_not_also_about_the_heir():
    heir, ended = make_event(alike(0), alike(1), alike(2)), make_event(alike(3))
    report = heir.articles.first()
    report.also_about.add(ended)
    Article.objects.update(grouped_at=None)
    group_all()
    ended.refresh_from_db()
    assert ended.merged_into == heir
    assert not report.also_about.exists()
    curation.undo(EventAct.objects.get())
    assert list(report.also_about.all()) == [ended]


def test_where_no_event_ends_there_is_no_act():
    for number in (0, 1):
        kept = lone(number)
        make_event(alike(number), kept)
        Article.objects.filter(pk=kept.pk).update(event_is_curated=True)
    group_all()
    assert not EventAct.objects.exists()
