"""How alike two reports are: what counts for one happening, and what against it."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from articles.events.likeness import LAST_DAY_APART, likeness, parts
from articles.events.reports import MARKS, Rarity, Report

DAY = date(2025, 7, 26)
WORDS = "lisbon declar frontier report quarter costa minist sign thirti oversight".split()


def report(number, title, body=WORDS, *, day=DAY, source=None):
    """A report whose terms are these words, one of each."""
    terms = {word: [0, 0, 0] for word in [*title.casefold().split(), *body]}
    for word in title.casefold().split():
        terms[word][0] = 1
    for word in body:
        terms[word][1:] = 1, 1
    rows = [(term, *counts) for term, counts in sorted(terms.items())]
    rarity = Rarity(3000, {"minist": 400, "report": 800, "sign": 300})
    text = f"{title}\n{' '.join(body)}"
    return Report(number, (day, title, number), day, source, title, text, rows, rarity)


FIRST = report(1, "Thirty sign Lisbon Declaration", source=1)
SECOND = report(2, "Lisbon Declaration asks for reports", source=2)


def test_reports_that_share_what_is_rare_are_more_alike_than_those_that_share_what_is_common():
    shared = ("costa lisbon declar frontier", "minist report sign the")
    rare, common = (
        likeness(
            report(1, "Costa speaks", f"{words} early press room".split()),
            report(2, "Rain falls", f"{words} late evening hall".split()),
        )
        for words in shared
    )
    assert common < rare


def test_days_apart_speak_against_one_happening():
    scores = [
        likeness(FIRST, report(3, SECOND.headline, day=DAY + timedelta(days=days), source=2))
        for days in range(LAST_DAY_APART + 2)
    ]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] == 0 < scores[-2]


def test_one_outlet_seldom_reports_a_happening_twice():
    again = report(2, SECOND.headline, source=1)
    assert likeness(FIRST, again) < likeness(FIRST, SECOND)


def test_no_outlet_is_not_the_same_outlet():
    one, other = report(1, FIRST.headline), report(2, SECOND.headline)
    assert parts(one, other)["same outlet"] == 0


def test_a_review_and_a_piece_of_news_are_of_different_kinds():
    review = report(2, "Lisbon Declaration review", source=2)
    assert parts(FIRST, review)["one review"] == 1
    assert likeness(FIRST, review) < likeness(FIRST, SECOND)


def test_news_of_a_review_is_not_a_review():
    news = report(2, "Lisbon opens review of permits", source=2)
    assert parts(FIRST, news)["one review"] == 0


def test_a_roundup_and_a_piece_of_news_are_of_different_kinds():
    roundup = report(2, "Everything announced in Lisbon", source=2)
    assert parts(FIRST, roundup)["one roundup"] == 1
    assert likeness(FIRST, roundup) < likeness(FIRST, report(2, "Announced in Lisbon", source=2))


def test_other_numbers_in_titles_speak_against_one_happening():
    first, second = (report(n, f"Talks in Lisbon, day {n}", source=n) for n in (1, 2))
    assert parts(first, second)["other numbers"] == 1
    assert likeness(first, second) < likeness(first, report(2, first.headline, source=2))


def test_numbers_that_one_title_lacks_or_writes_with_commas_are_no_other_numbers():
    fined, paid = report(1, "Fined 1,000 euros"), report(2, "The 1000 euros are paid")
    assert parts(fined, paid)["other numbers"] == 0
    assert parts(fined, FIRST)["other numbers"] == 0


def test_reports_without_a_word_are_not_alike():
    assert likeness(report(1, "", []), report(2, "", [])) < 0.1


def test_the_rarest_terms_of_title_and_opening_mark_a_report():
    marked = dict(report(1, "Costa speaks", [*WORDS, *map(str, range(40))]).marks())
    assert len(marked) == MARKS
    assert "costa" in marked
    assert "report" not in marked
    assert marked["costa"] > marked["1"] if "1" in marked else True


TEXTS = st.lists(st.sampled_from([*WORDS, "rain", "chip", "2025"]), max_size=20)


@given(TEXTS, TEXTS, TEXTS, TEXTS, st.integers(0, 9))
def test_likeness_is_a_probability_and_goes_both_ways(title, body, other_title, other_body, days):
    one = report(1, " ".join(title), body)
    other = report(2, " ".join(other_title), other_body, day=DAY + timedelta(days=days))
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == likeness(other, one)
