"""Reports come together by average likeness, in whichever order they are named."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from articles.events.clustering import CANDIDATES, MOST_REPORTS, cluster

ALIKE, UNLIKE = 0.9, 0.1


def groups(reports, alike, **told):
    return sorted(sorted(group) for group in cluster(reports, alike, **told))


def all_pairs(reports, likeness):
    return dict.fromkeys(itertools.combinations(sorted(reports), 2), likeness)


def test_reports_that_are_alike_stand_together_and_others_alone():
    alike = {("a", "b"): ALIKE, ("b", "c"): UNLIKE}
    assert groups("abc", alike) == [["a", "b"], ["c"]]


def test_a_chain_does_not_become_one_event():
    chain = {(n, n + 1): ALIKE for n in range(9)}
    assert max(len(group) for group in cluster(range(10), chain)) == 2


def test_a_report_joins_a_group_that_it_is_like_on_average():
    alike = all_pairs("abc", ALIKE) | {("a", "d"): 0.8, ("b", "d"): 0.6, ("c", "d"): 0.2}
    assert groups("abcd", alike) == [["a", "b", "c", "d"]]
    assert groups("abcd", alike | {("a", "d"): 0.2}) == [["a", "b", "c"], ["d"]]


def test_what_a_curator_placed_stays_together_however_unlike():
    assert groups("abc", {}, owners={"a": 1, "c": 1}) == [["a", "c"], ["b"]]


def test_two_events_of_a_curator_never_become_one():
    alike = all_pairs("abc", ALIKE)
    found = groups("abc", alike, owners={"a": 1, "b": 2})
    assert not any({"a", "b"} <= set(group) for group in found)


def test_a_pair_that_is_kept_apart_does_not_come_together_through_a_third():
    alike = all_pairs("abc", ALIKE)
    found = groups("abc", alike, apart=[("a", "b")])
    assert not any({"a", "b"} <= set(group) for group in found)


def test_a_group_stops_growing():
    reports = range(MOST_REPORTS + 20)
    found = cluster(reports, all_pairs(reports, ALIKE))
    assert max(map(len, found)) <= MOST_REPORTS


def test_what_found_no_room_in_a_full_group_stands_together_beside_it():
    full = all_pairs(range(MOST_REPORTS), ALIKE)
    late = itertools.product(range(CANDIDATES), range(MOST_REPORTS, MOST_REPORTS + 60))
    found = cluster(range(MOST_REPORTS + 60), full | dict.fromkeys(late, 0.6))
    assert sorted(map(len, found)) == [60, MOST_REPORTS]


SCORES = st.dictionaries(
    st.tuples(st.integers(0, 8), st.integers(0, 8))
    .filter(lambda pair: pair[0] != pair[1])
    .map(lambda pair: (min(pair), max(pair))),
    st.floats(0, 1),
    max_size=30,
)


@given(SCORES, st.randoms(use_true_random=False))
def test_the_order_in_which_pairs_are_named_does_not_matter(alike, chance):
    shuffled = list(alike.items())
    chance.shuffle(shuffled)
    assert groups(range(9), alike) == groups(range(9), dict(shuffled))


@given(SCORES, st.dictionaries(st.integers(0, 8), st.integers(1, 3)))
def test_every_report_stands_in_one_group_and_owners_are_obeyed(alike, owners):
    found = cluster(range(9), alike, owners=owners)
    assert sorted(report for group in found for report in group) == list(range(9))
    for group in found:
        assert len({owners[report] for report in group if report in owners}) <= 1
    for owner in set(owners.values()):
        assert sum(any(owners.get(report) == owner for report in group) for group in found) == 1
