"""What grouping is not sure of, curators decide; what they reject never comes back."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission

from articles.curation import (
    CurationError,
    keep_apart,
    put_together,
    suggest_again,
    undo,
)
from articles.events.grouping import group_all
from articles.events.membership import place
from articles.models import Article, Event, EventAct, Likeness
from tests.factories import make_article, make_event

pytestmark = pytest.mark.django_db

DESK = "/admin/articles/likeness/"


def make_pair(score=0.4, first=None, second=None):
    """A pair of articles, alone unless they are given."""
    one, other = first or make_article(), second or make_article()
    return Likeness.objects.create(
        first_id=min(one.pk, other.pk), second_id=max(one.pk, other.pk), score=score
    )


def suggested():
    return list(Likeness.objects.suggested())


def test_a_pair_that_may_be_one_happening_is_suggested_and_an_unlike_one_is_not():
    alike = make_pair(0.4)
    make_pair(0.1)
    assert suggested() == [alike]


def test_a_pair_that_stands_together_is_not_suggested():
    pair = make_pair()
    make_event(pair.first, pair.second)
    assert suggested() == []


def test_a_pair_in_two_events_is_suggested():
    pair = make_pair()
    make_event(pair.first, make_article())
    make_event(pair.second, make_article())
    assert suggested() == [pair]


def test_what_curators_have_decided_is_not_suggested():
    apart, placed, locked = make_pair(), make_pair(), make_pair()
    place({apart.first.pk: None}, by_curator=True)
    for article in (placed.first, placed.second):
        place({article.pk: Event.objects.create(title="One").pk}, by_curator=True)
    make_event(locked.first, make_article(), locked=True)
    assert suggested() == []


def test_what_readers_will_never_see_is_not_suggested():
    pair = make_pair()
    Article.objects.filter(pk=pair.first.pk).make_withdrawn("Wrong.")
    assert suggested() == []


def test_two_lone_articles_that_are_put_together_make_an_event():
    pair = make_pair()
    event = put_together(pair)
    assert set(event.articles.all()) == {pair.first, pair.second}
    assert suggested() == []


def test_a_lone_article_that_is_put_together_with_another_joins_its_event():
    pair = make_pair()
    event = make_event(pair.second, make_article())
    assert put_together(Likeness.objects.get()) == event
    assert Article.objects.get(pk=pair.first.pk).event == event


def test_pairs_that_share_an_article_come_into_one_event_when_they_are_ticked_at_once(
    curator_client,
):
    pair = make_pair(0.4)
    other = make_pair(0.3, pair.second)
    act(curator_client, "put_together", pair, other)
    event = Event.objects.get()
    assert event.articles.count() == 3
    assert Article.objects.exclude(event=event).count() == 0


def test_a_pair_of_which_one_article_was_deleted_meanwhile_is_not_put_together():
    pair = make_pair()
    Article.objects.filter(pk=pair.second_id).delete()
    with pytest.raises(CurationError, match="has been deleted"):
        put_together(pair)
    assert not Event.objects.exists()


def test_two_events_are_not_merged_without_a_look():
    pair = make_pair()
    make_event(pair.first, make_article())
    make_event(pair.second, make_article())
    with pytest.raises(CurationError, match="Merge the events"):
        put_together(Likeness.objects.get())


def test_a_rejected_pair_never_comes_back(admin_user):
    pair = make_pair()
    keep_apart(Likeness.objects.all(), by=admin_user)
    assert suggested() == []
    group_all()
    pair.refresh_from_db()
    assert pair.kept_apart_by == admin_user
    assert suggested() == []


def test_keeping_two_events_apart_goes_for_all_their_articles():
    pair = make_pair()
    other = make_article()
    make_event(pair.second, other)
    make_pair(0.3, pair.first, other)
    [act] = keep_apart(Likeness.objects.filter(pk=pair.pk))
    assert len(act.changes["pairs"]) == 2
    assert suggested() == []
    [act] = suggest_again(Likeness.objects.filter(pk=pair.pk))
    assert len(act.changes["pairs"]) == 2
    assert len(suggested()) == 2


def test_keeping_two_reports_of_one_event_apart_leaves_its_other_reports_together():
    pair, third = make_pair(), make_article()
    make_pair(0.6, pair.first, third)
    make_pair(0.6, pair.second, third)
    make_event(pair.first, pair.second, third)
    [act] = keep_apart(Likeness.objects.filter(pk=pair.pk))
    assert len(act.changes["pairs"]) == 1
    assert list(Likeness.objects.decided()) == [pair]
    [act] = suggest_again(Likeness.objects.filter(pk=pair.pk))
    assert not Likeness.objects.decided().exists()


def test_a_report_that_joins_an_event_later_is_kept_apart_as_its_event_is():
    pair = make_pair()
    event = make_event(pair.second, make_article())
    [act] = keep_apart(Likeness.objects.all())
    late = make_article()
    make_pair(0.4, pair.first, late)
    assert len(suggested()) == 1
    place({late.pk: event.pk}, by_curator=False)
    assert suggested() == []
    undo(act)
    assert len(suggested()) == 2


def test_two_events_that_are_kept_apart_stay_so_whatever_joins_them():
    pair, late, another = make_pair(), make_article(), make_article()
    one, other = make_event(pair.first, make_article()), make_event(pair.second, make_article())
    keep_apart(Likeness.objects.all())
    place({late.pk: one.pk, another.pk: other.pk}, by_curator=False)
    make_pair(0.4, late, another)
    make_pair(0.4, another, pair.first)
    assert suggested() == []


def test_a_rejection_can_be_taken_back():
    pair = make_pair()
    keep_apart(Likeness.objects.all())
    assert len(suggest_again(Likeness.objects.all())) == 1
    assert suggested() == [pair]


def test_a_rejection_is_an_act_in_the_history_of_both_events(admin_user):
    pair = make_pair()
    one = make_event(pair.first, make_article())
    other = make_event(pair.second, make_article())
    [act] = keep_apart(Likeness.objects.all(), by=admin_user, why="Two votes.")
    assert (act.kind, act.made_by, act.why) == ("apart", admin_user, "Two votes.")
    assert set(act.events) == {one.pk, other.pk}


def test_each_pair_that_is_rejected_is_an_act_and_undone_by_itself(admin_user):
    pair, other = make_pair(), make_pair()
    acts = keep_apart(Likeness.objects.all(), by=admin_user)
    assert len(acts) == 2
    assert undo(acts[0]).left == ()
    assert suggested() == [pair]
    undo(EventAct.objects.first())
    assert suggested() == []
    other.refresh_from_db()
    assert other.kept_apart_by == admin_user


def test_a_rejection_that_was_taken_back_and_forgotten_by_grouping_is_restored(admin_user):
    pair = make_pair(0.3, make_article(), make_article(published=date(2024, 1, 1)))
    keep_apart(Likeness.objects.all(), by=admin_user)
    said = Likeness.objects.values("first", "second", "score", "kept_apart_at", "kept_apart_by")
    before = list(said)
    [act] = suggest_again(Likeness.objects.all())
    group_all()
    assert not Likeness.objects.exists()
    undo(act)
    assert list(said) == before
    assert Likeness.objects.get().first == pair.first


def test_a_rejection_is_undone_though_the_account_of_who_made_it_is_gone(django_user_model):
    pair = make_pair()
    user = django_user_model.objects.create_user("former", password="x")
    [act] = keep_apart(Likeness.objects.all(), by=user)
    user.delete()
    act.refresh_from_db()
    assert undo(act).left == ()
    assert suggested() == [pair]


def test_a_decision_that_was_changed_since_stays():
    make_pair()
    [act] = keep_apart(Likeness.objects.all())
    suggest_again(Likeness.objects.all())
    with pytest.raises(CurationError, match="Nothing is left to undo"):
        undo(act)


def test_what_was_decided_already_is_no_act():
    make_pair()
    keep_apart(Likeness.objects.all())
    assert keep_apart(Likeness.objects.all()) == []
    assert EventAct.objects.count() == 1


def test_the_desk_tells_a_rejection_and_leads_to_undoing_it(curator_client):
    pair = make_pair()
    page = act(curator_client, "keep_apart", pair, follow=True).content.decode()
    [rejection] = EventAct.objects.all()
    path = f"/admin/articles/eventact/{rejection.pk}/undo/"
    assert path in page
    told = curator_client.get(path).content.decode()
    assert "are kept apart" in told
    assert "may be suggested again" in told
    assert curator_client.post(path, {"why": ""})["Location"] == DESK
    assert suggested() == [pair]


def test_a_pair_that_stands_in_one_event_already_is_told_so(curator_client):
    pair = make_pair()
    make_event(pair.first, pair.second)
    page = act(curator_client, "put_together", pair, follow=True).content.decode()
    assert "stand in one event already" in page


def test_the_desk_lists_what_waits_the_likeliest_first(curator_client):
    second, first = make_pair(0.3), make_pair(0.45)
    kept = make_pair(0.48)
    keep_apart(Likeness.objects.filter(pk=kept.pk))
    page = curator_client.get(DESK)
    assert list(page.context["cl"].result_list) == [first, second]
    assert "45%" in page.content.decode()
    apart = curator_client.get(DESK, {"standing": "apart"})
    assert list(apart.context["cl"].result_list) == [kept]
    assert len(curator_client.get(DESK, {"standing": "all"}).context["cl"].result_list) == 3


def act(client, name, *pairs, **options):
    answer = {"action": name, "_selected_action": [pair.pk for pair in pairs]}
    return client.post(f"{DESK}?standing=all", answer, **options)


@pytest.mark.parametrize("name", ["put_together", "keep_apart", "suggest_again"])
def test_pairs_that_grouping_has_compared_again_are_not_said_to_be_decided(curator_client, name):
    gone, kept = make_pair(), make_pair()
    Likeness.objects.filter(pk=gone.pk).delete()
    page = act(curator_client, name, gone, follow=True).content.decode()
    assert "Not decided: 1 pair. Grouping has compared the articles again" in page
    assert "0 pairs" not in page
    assert "success" not in page
    page = act(curator_client, "keep_apart", gone, kept, follow=True).content.decode()
    assert "Not decided: 1 pair." in page
    assert "Kept apart: 1 pair." in page


def test_pairs_that_were_decided_meanwhile_are_told_so(curator_client):
    pair = make_pair()
    keep_apart(Likeness.objects.all())
    page = act(curator_client, "keep_apart", pair, follow=True).content.decode()
    assert "Nothing was changed: this has been decided already." in page
    chosen = {"action": "keep_apart", "_selected_action": [pair.pk]}
    page = curator_client.post(DESK, chosen, follow=True).content.decode()
    assert "No longer listed: 1 pair. Somebody has decided this meanwhile" in page


@pytest.mark.parametrize("send", ["get", "post"])
def test_the_page_of_a_pair_that_is_gone_leads_to_the_list(curator_client, send):
    pair = make_pair()
    path = f"{DESK}{pair.pk}/change/"
    pair.delete()
    page = getattr(curator_client, send)(path, {"decision": "apart"}, follow=True)
    assert page.redirect_chain == [(DESK, 302)]
    assert "This suggestion is gone. Grouping has compared the articles again" in (
        page.content.decode()
    )


def test_the_desk_puts_pairs_together_and_keeps_them_apart(curator_client):
    together, apart = make_pair(), make_pair()
    act(curator_client, "put_together", together)
    act(curator_client, "keep_apart", apart)
    assert Article.objects.get(pk=together.first.pk).event.article_count == 2
    assert suggested() == []
    act(curator_client, "suggest_again", apart)
    assert suggested() == [apart]


def test_the_list_of_acts_names_lone_reports_that_are_kept_apart(curator_client):
    one, other = make_article(title="Council votes"), make_article(title="Parliament votes")
    keep_apart(Likeness.objects.filter(pk=make_pair(first=one, second=other).pk))
    page = curator_client.get("/admin/articles/eventact/").content.decode()
    assert "Council votes" in page
    assert "Parliament votes" in page


def test_two_events_of_a_pair_lead_to_the_page_on_which_they_are_merged(curator_client):
    pair = make_pair()
    one = make_event(pair.first, make_article())
    other = make_event(pair.second, make_article())
    answer = act(curator_client, "put_together", pair)
    assert answer.status_code == 302
    assert f"event={one.pk}" in answer["Location"]
    assert f"event={other.pk}" in answer["Location"]


def test_who_may_not_change_events_puts_nothing_together(client, django_user_model):
    pair = make_pair()
    user = django_user_model.objects.create_user("editor", password="x", is_staff=True)
    rights = ("view_likeness", "change_likeness")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    path = f"{DESK}{pair.pk}/change/"
    assert "Put together" not in client.get(path).content.decode()
    assert client.post(path, {"decision": "together"}).status_code == 403
    act(client, "put_together", pair)
    assert not Event.objects.exists()
    assert client.post(path, {"decision": "apart"}).status_code == 302
    assert suggested() == []
