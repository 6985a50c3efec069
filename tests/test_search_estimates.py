"""Of more articles than are counted one by one, samples tell how many there are."""

import pytest
from django.db import connection

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
    CASE WHEN n %% 4 = 0 THEN 'no' ELSE 'en' END, '', '{}', 1, 'accord:1'
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
    assert 2_000 <= found.sampled < MANY
    assert found.total == pytest.approx(MANY, rel=0.1)
    languages = facet(found, "lang")
    assert languages["no"] == pytest.approx(MANY / 4, rel=0.2)
    assert languages["en"] == pytest.approx(3 * MANY / 4, rel=0.2)
    assert [month.first_day.month for month in found.histogram] == [1, 2]
    assert sum(month.count for month in found.histogram) == pytest.approx(found.total, rel=0.01)


def test_what_is_left_out_is_left_out_of_the_sample(many):
    found = ask("-lang:no", facets=True)
    assert not found.total_is_exact
    assert found.total == pytest.approx(3 * MANY / 4, rel=0.1)
    assert list(facet(found, "lang")) == ["en"]


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
