"""Curators at work on the same events at the same moment, or while articles are grouped."""

import threading

import pytest
from django.db import connection, transaction

from articles import curation
from articles.curation import CurationError
from articles.curation.recording import LOCK_SECONDS
from articles.events.grouping import keep_others_from_grouping
from articles.models import Article, EventAct
from tests.acts import is_sound
from tests.factories import make_article, make_event

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
    started = threading.Event()

    def withdraw(article):
        curation.withdraw(Article.objects.filter(pk=article.pk), "Retracted.")

    def withdraw_too():
        started.set()
        withdraw(second)
        connection.close()

    thread = threading.Thread(target=withdraw_too)
    with transaction.atomic():
        withdraw(first)
        thread.start()
        started.wait(30)
        thread.join(1)  # it waits for this transaction, having begun to count
    thread.join()
    event.refresh_from_db()
    assert event.article_count == 2
    is_sound()


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
