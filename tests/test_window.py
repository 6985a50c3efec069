"""Which reports a newcomer is compared with: those that share the most of its rare terms."""

from datetime import date, timedelta

from articles.events.similarity import Rarity, Report
from articles.events.window import CANDIDATES, Window

DAY = date(2025, 7, 26)
RARITY = Rarity(1000, {"minister": 250, "lisbon": 4, "chip": 4})


def report(number, words, day=DAY):
    """A report whose title is these words."""
    places = {word: (at,) for at, word in enumerate(words.split(), start=1)}
    return Report(number, day, None, len(places), places, words, RARITY)


def window_of(*reports):
    window = Window()
    for one in reports:
        window.add(one)
    return window


def found(window, newcomer, among):
    return [one.id for one in window.candidates(newcomer, among)]


def test_the_report_that_shares_the_rarest_word_comes_first():
    window = window_of(
        report(1, "minister speaks"), report(2, "lisbon minister"), report(3, "rain")
    )
    assert found(window, report(9, "minister lisbon"), {1, 2, 3}) == [2, 1]


def test_reports_that_share_nothing_are_not_compared():
    assert found(window_of(report(1, "chip"), report(2, "rain")), report(9, "lisbon"), {1, 2}) == []


def test_reports_that_may_not_be_joined_are_left_out():
    window = window_of(report(1, "lisbon"), report(2, "lisbon"))
    assert found(window, report(9, "lisbon"), {2}) == [2]


def test_reports_out_of_reach_are_left_out():
    window = window_of(report(1, "lisbon", DAY - timedelta(days=4)), report(2, "lisbon"))
    assert found(window, report(9, "lisbon"), {1, 2}) == [2]


def test_a_newcomer_is_not_compared_with_itself():
    newcomer = report(1, "lisbon")
    assert found(window_of(newcomer), newcomer, {1}) == []


def test_a_crowd_of_alike_reports_is_bounded():
    window = window_of(*(report(number, "lisbon") for number in range(CANDIDATES + 10)))
    assert len(found(window, report(99, "lisbon"), set(range(100)))) == CANDIDATES


def test_a_report_read_again_takes_the_place_of_the_former():
    window = window_of(report(1, "lisbon"), report(1, "chip"))
    assert found(window, report(9, "lisbon"), {1}) == []
    assert found(window, report(9, "chip"), {1}) == [1]


def test_what_is_forgotten_is_found_no_more():
    window = window_of(report(1, "lisbon", DAY - timedelta(days=2)), report(2, "lisbon"))
    window.forget(DAY)
    assert 1 not in window
    assert 2 in window
    assert found(window, report(9, "lisbon"), {1, 2}) == [2]
