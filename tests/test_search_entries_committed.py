"""Search entries wait for the end of a transaction, so that each is written once."""

import pytest
from django.db import transaction

from articles.models import Article, SearchEntry
from tests.factories import make_article
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
