"""Search entries wait for the end of a transaction, so that each is written once."""

import threading

import pytest
from django.db import connection, transaction

from articles.models import Article, SearchEntry
from tests.factories import make_article
from tests.locks import until_somebody_waits
from tests.searches import titles

pytestmark = pytest.mark.django_db(transaction=True)


def test_entries_follow_when_a_transaction_ends():
    with transaction.atomic():
        article = make_article(title="Report", body_text="An accord.", tags=("Law",))
        assert not SearchEntry.objects.exists()
    assert titles("accord tag:law") == ["Report"]
    with transaction.atomic():
        Article.objects.filter(pk=article.pk).update(status="review")
    assert titles("accord") == []


def test_of_two_who_change_one_article_at_once_neither_is_lost():
    article = make_article(tags=("Law", "Courts"))

    def take_off_a_tag():
        article.tags.get(name="Law").delete()
        connection.close()

    thread = threading.Thread(target=take_off_a_tag)
    with transaction.atomic():
        Article.objects.filter(pk=article.pk).update(status="review")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what else the end would do
        thread.start()
        until_somebody_waits()
    thread.join()
    entry = SearchEntry.objects.get(article_id=article.pk)
    assert not entry.listed
    assert entry.tags == [article.tags.get().pk]
