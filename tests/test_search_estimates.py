"""Of more articles than are counted one by one, samples tell how many there are."""

from importlib import import_module

import pytest
from django.db import connection

from articles.models import Event, SearchCensus, SearchEntry
from articles.search import statistics
from articles.search.entries import SAMPLES, keyed, rows
from tests.searches import ask, facet

pytestmark = pytest.mark.django_db

MANY = 40_000

# Entries without articles: search counts entries, and there is no quicker way to so many.
ENTRIES = """
INSERT INTO articles_searchentry (article_id, listed, published, happened, event_size, language,
    byline, tags, length, vector)
SELECT n, true, date '2025-01-01' + n %% 59, '2025-01-01', 1,
    CASE WHEN n %% 40 < 10 THEN 'no' WHEN n %% 40 < 24 THEN 'fi' ELSE 'en' END, '', '{}', 1,
    ('accord:1 law:' || CASE n %% 100 WHEN 0 THEN 2 WHEN 1 THEN 3 ELSE 9 END)::tsvector
FROM generate_series(1, %s) n
"""


@pytest.fixture
def many():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_searchentry DROP CONSTRAINT entry_of_an_article")
        cursor.execute(ENTRIES, [MANY])
    statistics.count_keys()


def test_totals_facets_and_months_are_estimated_from_a_sample(many):
    found = ask("accord", facets=True)
    assert not found.total_is_exact
    assert 700 <= found.sampled < MANY
    assert found.total == pytest.approx(MANY, rel=0.1)
    languages = facet(found, "lang")
    assert languages["no"] == pytest.approx(MANY / 4, rel=0.2)
    assert languages["en"] == pytest.approx(MANY * 16 / 40, rel=0.2)
    assert [month.first_day.month for month in found.histogram] == [1, 2]
    assert sum(month.count for month in found.histogram) == pytest.approx(found.total, rel=0.01)


@pytest.mark.parametrize("page", ["20", "21", "10000"])
def test_a_list_that_is_ordered_by_match_ends_with_a_thousand_and_says_so(many, page):
    found = ask("accord", page=page)
    assert found.pages == 20
    assert not found.has_next
    assert found.cut_short == (
        "This list ends with its first 1,000. To see more, narrow the search or order it by date."
    )


def test_a_list_says_nothing_of_its_end_before_it_and_goes_on_where_days_order_it(many):
    assert not ask("accord", page="19").cut_short
    by_day = ask("accord", page="21", sort="newest")
    assert not by_day.cut_short
    assert by_day.has_next


def test_what_is_left_out_is_left_out_of_the_sample(many):
    found = ask("-lang:no", facets=True)
    assert not found.total_is_exact
    assert found.total == pytest.approx(3 * MANY / 4, rel=0.1)
    assert list(facet(found, "lang")) == ["en", "fi"]


def test_ten_thousand_are_counted_one_by_one_and_more_are_not(many):
    at_the_limit, beyond = ask("lang:no", facets=True), ask("lang:fi", facets=True)
    assert (at_the_limit.total_is_exact, at_the_limit.total) == (True, MANY / 4)
    assert not beyond.total_is_exact
    assert beyond.total == pytest.approx(MANY * 14 / 40, rel=0.1)
    assert sum(month.count for month in beyond.histogram) == pytest.approx(beyond.total, rel=0.01)


def test_how_many_that_were_counted_divide_is_told_from_a_part_of_them(many):
    found = ask("lang:no", facets=True)
    assert 1_800 <= found.sampled < MANY / 4
    assert sum(month.count for month in found.histogram) == pytest.approx(MANY / 4, rel=0.01)
    january, _ = found.histogram
    assert january.count == pytest.approx(MANY / 4 * 31 / 59, rel=0.1)


def test_how_few_divide_is_counted(many):
    found = ask("lang:no date:2025-02-28", facets=True)
    assert found.sampled == 0
    assert [month.count for month in found.histogram] == [found.total]


def test_a_facet_says_from_how_many_it_is_estimated(many):
    found = ask(lang="no", facets=True)
    assert found.total == MANY / 4
    languages = facet(found, "lang")
    assert languages["fi"] == pytest.approx(MANY * 14 / 40, rel=0.2)
    [one] = [one for one in found.facets if one.name == "lang"]
    assert 700 <= one.sampled <= found.estimated_from


def test_few_of_a_long_time_are_found_however_rare(many):
    # Nothing tells beforehand how many articles an open end leaves.
    SearchEntry.objects.filter(article_id__in=[7, 8, 9]).update(published="2026-03-01")
    for found in (ask(after="2026-01-01"), ask("accord", after="2026-01-01")):
        assert (found.total_is_exact, found.total) == (True, 3)


def test_events_are_counted_whole_where_other_facets_are_not(many):
    event = Event.objects.create(title="Summit")
    reports = SearchEntry.objects.filter(article_id__in=[40, 80, 120])
    reports.update(event=event.pk, event_size=3)
    found = ask("lang:no", facets=True)
    assert found.sampled
    assert facet(found, "event") == {str(event.pk): 3}


def test_a_phrase_that_is_rarer_than_its_words_is_counted_one_by_one(many):
    found = ask('"accord law"')
    assert (found.total_is_exact, found.total) == (True, MANY / 100)


def test_a_rare_phrase_with_a_gap_is_estimated_from_a_larger_sample(many):
    # Where there are other languages, “of” is looked for in theirs.
    SearchEntry.objects.update(language="en")
    statistics.count_keys()
    found = ask('"accord of law"')
    assert found.total == pytest.approx(MANY / 100, rel=0.3)
    assert found.sampled > 30


def test_keys_are_counted_anew_where_fewer_articles_were_counted_than_would_be_now(many):
    assert not statistics.is_count_old()
    SearchCensus.objects.update(counted=MANY // 10)
    assert statistics.is_count_old()


def test_keys_are_counted_anew_once_words_are_read_otherwise(many):
    count_anew = import_module("articles.migrations.0031_count_keys_anew").COUNT_ANEW
    with connection.cursor() as cursor:
        cursor.execute(count_anew)
    assert statistics.is_count_old()
    statistics.count_keys()
    assert not statistics.is_count_old()


def test_keys_are_counted_anew_once_a_tenth_of_the_articles_have_other_words(many):
    statistics.say_changed(MANY // 10)
    assert not statistics.is_count_old()
    statistics.say_changed(MANY // 10 + 1)
    assert statistics.is_count_old()


def test_a_sample_is_about_the_part_that_its_name_says_and_lies_in_the_larger_ones(many):
    larger = None
    for step in SAMPLES:
        where = keyed((), step)
        sql = f"SELECT article_id FROM articles_searchentry e WHERE {where.text}"
        sample = {article for (article,) in rows(sql, where.parameters)}
        assert len(sample) == pytest.approx(MANY / step, rel=0.3)
        assert larger is None or sample < larger
        larger = sample


def test_large_samples_are_read_in_an_index_that_holds_nothing_else(many):
    where = keyed(["'accord'"], 64)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = rows(
            f"EXPLAIN SELECT FROM articles_searchentry e WHERE {where.text}", where.parameters
        )
    assert "entry_sample" in str(plan)
