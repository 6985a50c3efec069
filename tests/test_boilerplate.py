"""When a block that stands in several articles of an outlet is boilerplate, and when it is not."""

import random
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.boilerplate import MANY, Holder, is_boilerplate

SHARED = 0


def holder(title, *others, text=None):
    """An article with the shared block and others of its own."""
    words = frozenset(title.split())
    return Holder(words, frozenset({SHARED, *others}), text or f"{title} {others}")


def series(number, **fields):
    """Articles whose titles are alike and whose other blocks are not."""
    return [holder(f"weekly news {n}", n * 10 + 1, n * 10 + 2, **fields) for n in range(number)]


STRANGERS = [holder("harbour tax", 1), holder("chess final", 2), holder("orchid fair", 3)]
FOLLOW_UPS = [
    holder("harbour tax vote", 1),
    holder("harbour tax passes", 2),
    holder("harbour tax begins", 3),
]
VERSIONS = [holder(f"phone guide update {n}", *range(1, 9), 100 + n) for n in range(40)]


def test_three_articles_with_nothing_in_common_make_a_block_boilerplate():
    assert is_boilerplate(STRANGERS)


def test_two_do_not():
    assert not is_boilerplate(STRANGERS[:2])


def test_follow_ups_that_quote_the_same_words_do_not():
    assert not is_boilerplate(FOLLOW_UPS)
    assert not is_boilerplate([*FOLLOW_UPS, STRANGERS[1]])


def test_versions_of_one_article_do_not_however_many():
    assert not is_boilerplate(VERSIONS)


def test_five_parts_of_a_series_that_share_nothing_else_do():
    assert is_boilerplate(series(5))
    assert not is_boilerplate(series(4))


def test_one_text_under_several_titles_counts_once():
    same = [holder(title, text="the same") for title in ("harbour tax", "chess final", "orchid")]
    assert not is_boilerplate(same)


def test_so_many_articles_settle_it():
    days = [holder("the weather today", 1, 2, 3, text=str(day)) for day in range(MANY)]
    assert is_boilerplate(days)
    assert not is_boilerplate(days[1:])


@pytest.mark.parametrize("holders", [STRANGERS, [*FOLLOW_UPS, *STRANGERS[1:]]])
def test_the_order_does_not_matter(holders):
    assert all(is_boilerplate(order) for order in permutations(holders))


def anyone():
    words = st.frozensets(st.sampled_from("abcdefgh"), min_size=1, max_size=4)
    blocks = st.frozensets(st.integers(1, 9), max_size=6).map(lambda found: found | {SHARED})
    return st.builds(Holder, words, blocks, st.text("xyz", min_size=1, max_size=3))


@given(st.lists(anyone(), max_size=12), anyone(), st.randoms())
def test_one_more_article_takes_no_standing_away(holders, another, chance: random.Random):
    before = is_boilerplate(holders)
    more = [*holders, another]
    chance.shuffle(more)
    assert is_boilerplate(more) >= before
