"""Curators at work on the same events at the same moment, or while articles are grouped."""

import threading
from functools import partial

import pytest
from django.db import connection, transaction

from articles import curation
from articles.curation import CurationError
from articles.curation.recording import LOCK_SECONDS
from articles.events import grouping
from articles.events.grouping import keep_others_from_grouping
from articles.events.membership import place
from articles.models import Article, EventAct
from tests.acts import is_sound
from tests.factories import make_article, make_event
from tests.locks import until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(*acts):
    """Do acts in threads of their own, and return what each raised."""
    start, raised = threading.Barrier(len(acts)), []

    def run(act):
        start.wait()
        try:
            act()
        except CurationError as error:
            raised.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def keep_now(pk):
    """Keep an article from others and return it; raises OperationalError where others do."""
    with transaction.atomic():
        return Article.objects.select_for_update(no_key=True, nowait=True).get(pk=pk)


def test_of_two_curators_who_merge_one_event_at_once_one_is_told():
    event, one, two = make_event(), make_event(), make_event()
    raised = at_once(lambda: curation.merge([event], one), lambda: curation.merge([event], two))
    assert len(raised) == 1
    assert "has been merged into" in raised[0]
    is_sound()
    assert EventAct.objects.count() == 1


def test_two_events_that_are_merged_into_each_other_at_once_make_no_circle():
    one, two = make_event(), make_event()
    raised = at_once(lambda: curation.merge([one], two), lambda: curation.merge([two], one))
    assert len(raised) == 1
    is_sound()


def test_of_two_curators_who_undo_one_act_at_once_one_is_told():
    curation.change(make_event(), {"locked": True})
    act = EventAct.objects.get()
    raised = at_once(lambda: curation.undo(act), lambda: curation.undo(act))
    assert len(raised) == 1
    assert "It was undone already" in raised[0]


def test_splits_at_once_do_not_wait_for_each_other_for_ever():
    event = make_event(*(make_article() for _ in range(5)))
    parts = [article.pk for article in event.articles.all()[:4]]
    raised = at_once(*(lambda pk=pk: curation.split([pk], seen_in=event) for pk in parts))
    assert raised == []
    is_sound()


def test_reports_of_one_event_that_are_withdrawn_at_once_are_both_counted():
    event = make_event(*(make_article() for _ in range(4)))
    first, second, *_ = event.articles.all()

    def withdraw(article):
        curation.withdraw(Article.objects.filter(pk=article.pk), "Retracted.")

    def withdraw_too():
        withdraw(second)
        connection.close()

    thread = threading.Thread(target=withdraw_too)
    with transaction.atomic():
        withdraw(first)
        thread.start()
        until_somebody_waits()
    thread.join()
    event.refresh_from_db()
    assert event.article_count == 2
    is_sound()


def take_out(articles):
    place(dict.fromkeys(articles.values_list("pk", flat=True)), by_curator=False)


@pytest.mark.parametrize(
    "act", [curation.publish, partial(curation.withdraw, reason="Old."), take_out]
)
def test_articles_are_kept_from_others_in_one_order_so_that_no_two_wait_for_each_other(act):
    first, second = make_article(), make_article()
    # A row that was written anew lies behind the others, and would be reached after them.
    Article.objects.filter(pk=first.pk).update(title="New")

    def do():
        act(Article.objects.filter(pk__in=[second.pk, first.pk]))
        connection.close()

    thread = threading.Thread(target=do)
    with transaction.atomic():
        keep_now(first.pk)
        thread.start()
        until_somebody_waits()
        assert keep_now(second.pk) == second
    thread.join()


def test_a_page_of_articles_is_grouped_again_where_the_database_gave_it_up():
    pages = []

    def act(page):
        pages.append(page)
        if len(pages) == 1:
            with connection.cursor() as cursor:
                cursor.execute(
                    "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'deadlock_detected'; END $$"
                )

    grouping._each_page([1, 2], act)
    assert pages == [[1, 2], [1, 2]]


def test_while_articles_are_grouped_an_act_waits_and_then_says_so(monkeypatch):
    monkeypatch.setattr("articles.curation.recording.LOCK_SECONDS", 1)
    assert LOCK_SECONDS < 15
    event = make_event()
    held, done = threading.Event(), threading.Event()

    def group():
        with transaction.atomic():
            keep_others_from_grouping()
            held.set()
            done.wait(30)
        connection.close()

    thread = threading.Thread(target=group)
    thread.start()
    held.wait(30)
    try:
        with pytest.raises(CurationError, match="imported or grouped at this moment"):
            curation.change(event, {"locked": True})
    finally:
        done.set()
        thread.join()
    event.refresh_from_db()
    assert not event.locked
