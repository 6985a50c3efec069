"""An export is of one moment, whatever is stored while it is written."""

import threading

import pytest
from django.db import connection

from articles import export
from articles.models import Article, Tag
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


def in_another_connection(act):
    def run():
        act()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def test_what_is_stored_meanwhile_is_not_in_it(monkeypatch):
    monkeypatch.setattr(export, "_AT_A_TIME", 1)
    for _ in range(3):
        make_article(title="Before", tags=("Before",))
    records = export.records()
    found = [next(records)]
    in_another_connection(lambda: Article.objects.update(title="After"))
    in_another_connection(lambda: Tag.objects.update(name="After"))
    in_another_connection(make_article)
    found += records
    assert [(one["title"], one["tags"]) for one in found] == [("Before", ["Before"])] * 3
