"""Search entries follow the articles, whoever changes them and however."""

from datetime import date

import pytest
from django.db import connection

from articles.models import Article, Event, SearchEntry, Tag
from tests.factories import make_article, make_event
from tests.searches import titles

pytestmark = pytest.mark.django_db


def entry(article):
    """What search knows of an article."""
    return SearchEntry.objects.get(article=article.pk)


def test_a_new_article_has_an_entry_with_all_that_lists_ask_for():
    article = make_article(
        title="Accord",
        body_text="Ministers signed.",
        tags=("Law",),
        category="Policy",
        byline="Ada Ruiz",
        published=date(2025, 7, 1),
    )
    found = entry(article)
    assert found.listed
    assert (found.published, found.happened) == (date(2025, 7, 1), date(2025, 7, 1))
    assert (found.source, found.category) == (article.source_id, article.category_id)
    assert found.tags == [Tag.objects.get().pk]
    assert (found.byline, found.language, found.event) == ("Ada Ruiz", "en", None)
    assert found.length == 3


def test_a_changed_text_is_found_by_its_new_words_alone():
    article = make_article(body_text="An accord.")
    Article.objects.filter(pk=article.pk).update(title="Report", body_text="A treaty.")
    assert titles("treaty") == ["Report"]
    assert titles("accord") == []


@pytest.mark.parametrize(
    "change", [{"status": "review"}, {"status": "withdrawn", "status_reason": "Wrong."}]
)
def test_what_readers_may_not_see_is_not_listed(change):
    article = make_article(body_text="An accord.")
    Article.objects.filter(pk=article.pk).update(**change)
    assert not entry(article).listed
    assert titles("accord") == titles("") == []


@pytest.mark.parametrize("suffix", ["/", ".json", ".rss", ".csv"])
def test_what_was_withdrawn_since_it_was_found_is_not_shown(client, suffix):
    article = make_article(title="Secret accord")
    Article.objects.filter(pk=article.pk).update(status="withdrawn", status_reason="Wrong.")
    SearchEntry.objects.update(listed=True)
    assert "Secret" not in client.get(f"/search{suffix}?q=accord").content.decode()


def test_tags_are_followed_when_they_come_and_when_they_go():
    article = make_article(title="Report")
    article.tags.add("Law")
    assert titles("tag:law") == ["Report"]
    article.tags.clear()
    assert titles("tag:law") == []


def test_an_event_stands_in_the_entries_once_readers_see_it():
    first, second = make_article(), make_article()
    event = make_event(first, second, happened_start=date(2025, 8, 1))
    assert (entry(first).event, entry(first).event_size) == (event.pk, 2)
    assert entry(second).happened == date(2025, 8, 1)
    Article.objects.filter(pk=second.pk).update(event=None)
    Event.objects.filter(pk=event.pk).update(article_count=1)
    assert entry(first).event is None


def test_a_merged_event_stands_in_no_entry():
    first, second = make_article(), make_article()
    event = make_event(first, second)
    Event.objects.filter(pk=event.pk).update(merged_into=make_event())
    assert entry(first).event is None


def test_a_deleted_article_leaves_no_entry():
    article = make_article()
    article.delete()
    assert not SearchEntry.objects.filter(article=article.pk).exists()


def test_keys_of_hidden_articles_are_no_keys_of_listed_ones():
    article = make_article(body_text="An accord.")
    Article.objects.filter(pk=article.pk).update(status="review")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unnest(tsvector_to_array(archive_key(article_id, listed, published, source,"
            " category, language, byline, tags, length, vector))) FROM articles_searchentry"
        )
        keys = {row[0] for row in cursor.fetchall()}
    assert keys
    assert all(key.startswith("\x02") for key in keys)
