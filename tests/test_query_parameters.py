"""URL parameters to a Query and back, and what is said of those that are malformed."""

import re
from datetime import date
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.query import Choice, Filter, Period, Word, parse


def asked(parameters, scope=()):
    """The query that a query string asks."""
    return parse(parse_qs(parameters, keep_blank_values=True), scope)


def refused(parameters):
    """What is said of a query string, which must leave the query as it was without it."""
    query = asked(parameters)
    assert (query.after, query.before, query.sort, query.group, query.page) == (
        *(None, None),
        *("", ""),
        1,
    )
    return [problem.message for problem in query.errors]


def test_nothing_asked_is_an_empty_query_on_its_first_page():
    query = asked("")
    assert query.is_empty
    assert query.page == 1
    assert query.parameters() == ""
    assert query.errors == query.problems == ()


def test_every_parameter_is_read():
    query = asked("q=act&lang=en&after=2025-01&before=2025-03&sort=oldest&group=none&page=3")
    assert query.part == Word("act")
    assert query.choices == (Choice("lang", "en"),)
    assert (query.after, query.before) == (date(2025, 1, 1), date(2025, 3, 31))
    assert (query.sort, query.group, query.page) == ("oldest", "none", 3)


def test_filters_repeat_and_a_minus_excludes():
    query = asked("tag=china&tag=-eu&source=outlet.example&category=policy&event=12&lang=-zh")
    assert query.chosen("tag") == (Choice("tag", "china"), Choice("tag", "eu", excluded=True))
    assert query.chosen("source") == (Choice("source", "outlet.example"),)
    assert query.chosen("category") == (Choice("category", "policy"),)
    assert query.chosen("event") == (Choice("event", "12"),)
    assert query.chosen("lang") == (Choice("lang", "zh", excluded=True),)


def test_a_filter_given_twice_counts_once_and_an_empty_one_not_at_all():
    assert asked("tag=china&tag=china&tag=&tag=-&tag=%20").choices == (Choice("tag", "china"),)


def test_of_other_parameters_the_last_one_counts():
    assert asked("page=2&page=3").page == 3
    assert asked("q=act&q=safety").part == Word("safety")


@pytest.mark.parametrize(
    ("parameters", "after", "before"),
    [
        ("after=2025", date(2025, 1, 1), None),
        ("after=2025-07-26", date(2025, 7, 26), None),
        ("before=2025", None, date(2025, 12, 31)),
        ("before=2024-02", None, date(2024, 2, 29)),
        ("date=2025-07", date(2025, 7, 1), date(2025, 7, 31)),
        ("date=2025-07..2025-09", date(2025, 7, 1), date(2025, 9, 30)),
        ("date=2025&after=2025-03", date(2025, 3, 1), date(2025, 12, 31)),
        ("date=2025&before=2025-03", date(2025, 1, 1), date(2025, 3, 31)),
    ],
)
def test_bounds_include_both_ends(parameters, after, before):
    query = asked(parameters)
    assert (query.after, query.before) == (after, before)
    assert query.errors == ()


@pytest.mark.parametrize("name", ["after", "before", "date"])
@pytest.mark.parametrize("value", ["2025-13", "2025-02-30", "soon", "0000", "2025-07-26T10:00"])
def test_a_malformed_date_is_an_error_that_says_what_to_write(name, value):
    [message] = refused(f"{name}={value}")
    assert message.startswith(f"“{name}={value}” is not a ")
    assert re.search(r"Write 2025, 2025-07 or 2025-07-26\.|\d+ to \d+\.$", message)


def test_several_dates_are_choices_and_stand_as_they_are_printed():
    query = asked("date=2025-7&date=2025-07-01..2025-07-31&date=-2024-02-3&date=2023-01..&date=x")
    assert [str(choice) for choice in query.chosen("date")] == [
        *("2025-07", "-2024-02-03", "2023-01-01..")
    ]
    assert len(query.errors) == 1


def test_bounds_hold_beside_several_dates():
    query = asked("date=2025-07&date=2025-08&after=2025-01-01&before=2025-12-31")
    assert query.parameters() == ("date=2025-07&date=2025-08&after=2025-01-01&before=2025-12-31")


@pytest.mark.parametrize(
    ("parameters", "new", "then"),
    [
        ("date=2025", "2025-07", "date=2025-07"),
        ("date=2025-07", "2025", "date=2025"),
        ("date=2025-07", "2025-08", "date=2025-07&date=2025-08"),
        ("date=2025-07&date=2025-08&date=2024", "2025", "date=2024&date=2025"),
        ("date=2025", "-2025-07", "date=2025&date=-2025-07"),
        ("date=2025-07", "-2025", "date=-2025"),
        ("date=-2025", "2025-07", "date=2025-07"),
        ("date=2025&date=-2025-07", "2025-07", "date=2025-07"),
        ("date=-2025-07", "2025", "date=-2025-07&date=2025"),
        ("after=2025-07-10", "2025-08", "date=2025-08&after=2025-07-10"),
    ],
)
def test_a_date_takes_the_place_of_those_that_lie_in_it_or_in_which_it_lies(parameters, new, then):
    choice = Choice("date", new.removeprefix("-"), excluded=new.startswith("-"))
    assert asked(parameters).with_choice(choice).parameters() == then


def test_a_single_date_can_be_taken_back():
    query = asked("q=act&date=2025-07&date=-2025-07-04")
    [month, day] = query.chosen("date")
    assert query.without_choice(month).parameters() == "q=act&date=-2025-07-04"
    assert query.without_choice(day).parameters() == "q=act&date=2025-07"
    assert query.without("date").parameters() == "q=act&date=-2025-07-04"


@pytest.mark.parametrize("value", ["x", "0", "-1", "1.5", "10001", "٣", "9" * 5000, "1" + "0" * 30])
def test_a_malformed_page_is_an_error(value):
    [message] = refused(f"page={value}")
    assert "Write a number from 1" in message
    assert len(message) < 100


def test_zeros_before_a_page_do_not_carry_it_past_the_last():
    assert asked("page=007").page == 7
    assert refused("page=0000010000000")
    assert refused("page=000001000" + "0" * 40)


@pytest.mark.parametrize("name", ["sort", "group"])
def test_an_unknown_order_or_grouping_is_an_error_that_names_the_known(name):
    [message] = refused(f"{name}=y")
    assert message.startswith(f"“{name}=y” is not known. Write ")


def test_every_malformed_parameter_is_told():
    assert len(refused("page=x&sort=y&group=z&after=a&before=b&date=c")) == 6


def test_a_text_that_is_too_long_is_cut_and_told_as_a_problem_not_an_error():
    query = asked("q=" + "word+" * 3000)
    assert len(query.text) <= 10_000
    assert "Only the first 10,000 characters of a search are read." in [
        problem.message for problem in query.problems
    ]
    assert query.errors == ()


def test_more_filters_than_are_used_are_told():
    query = asked("&".join(f"tag=t{n}" for n in range(60)))
    assert len(query.choices) == 50
    assert [problem.message for problem in query.errors] == ["Only the first 50 filters are used."]


def test_what_no_page_can_hold_is_dropped():
    query = asked("q=%00act%1B%0A&tag=%00china%ED%A0%80")
    assert query.part == Word("act")
    assert "\x00" not in query.choices[0].value


def test_the_scope_is_never_printed():
    scope = (Filter("tag", "china"), Period(date(2025, 1, 1), None))
    query = asked("q=act", scope)
    assert query.scope == scope
    assert query.parameters() == "q=act"


def test_a_query_with_a_choice_more_or_less_begins_at_its_first_page():
    choice = Choice("tag", "china")
    query = asked("q=act&page=4").with_choice(choice)
    assert query.parameters() == "q=act&tag=china"
    assert query.without_choice(choice).parameters() == "q=act"


_VALUES = st.text() | st.sampled_from(
    ["2025", "2025-07", "2025-02..", "event", "newest", "3", "-x"]
)
_NAMES = ["q", "tag", "source", "category", "event", "lang", "after", "before", "date"]
_PARAMETERS = st.dictionaries(
    st.sampled_from([*_NAMES, "sort", "group", "page", "other"]), st.lists(_VALUES, max_size=3)
)


@given(_PARAMETERS)
def test_parsing_never_raises_and_parameters_give_the_query_again(parameters):
    query = parse(parameters)
    again = parse(parse_qs(query.parameters()))
    assert again.errors == ()
    assert (again.text, again.part, again.choices) == (query.text, query.part, query.choices)
    assert (again.after, again.before) == (query.after, query.before)
    assert (again.sort, again.group, again.page) == (query.sort, query.group, query.page)
