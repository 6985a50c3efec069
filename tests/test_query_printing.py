"""A query written out and parsed again is the same query."""

from datetime import date
from urllib.parse import parse_qs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.query import And, Filter, Not, Or, Period, Phrase, Word, parse, parse_text, printed
from articles.query.language import FIELDS, KINDS
from tests.test_query_language import queries


@pytest.mark.parametrize(
    ("text", "plainest"),
    [
        ("", ""),
        ("  act   safety ", "act safety"),
        ("“ai act”", '"ai act"'),
        ("((a b)) OR (c)", "a b OR c"),
        ("(a OR b) c", "(a OR b) c"),
        ("-(a b) -(-c)", "-(a b) c"),
        ('TAG:"china" tag:"eu ai act"', 'tag:china tag:"eu ai act"'),
        ('title:act title:"the act"', 'title:act title:"the act"'),
        ("date:2025-02", "date:2025-02-01..2025-02-28"),
        ("date:2025-02-03", "date:2025-02-03"),
        ("after:2025 before:2026-01", "date:2025-01-01.. date:..2026-01-31"),
        ("a OR b) c", "a OR b c"),
        ("a NOT b OR c", "a -b OR c"),
        ("(NOT) a", "(NOT) a"),
    ],
)
def test_a_query_is_printed_in_its_plainest_form(text, plainest):
    assert printed(parse_text(text)[0]) == plainest


_plain = st.text("abcé法0123+-#.", min_size=1).filter(
    lambda text: any(c.isalnum() for c in text) and (text[0] != "-" or text[:2] == "--")
)
_words = st.builds(Word, _plain, st.sampled_from(["", "title"]))
_phrases = st.builds(
    Phrase, st.lists(_plain, min_size=1, max_size=4).map(" ".join), st.sampled_from(["", "title"])
)
_filters = st.builds(Filter, st.sampled_from([*FIELDS, *KINDS]), _phrases.map(lambda p: p.text))
_days = st.dates() | st.none()
_periods = (
    st.tuples(_days, _days)
    .filter(any)
    .map(lambda days: Period(*(sorted(days) if all(days) else days)))
)


def _combined(parts):
    """Parts in others, as the parser joins them: none stands in another of its kind."""
    several = st.lists(parts, min_size=2, max_size=4).map(tuple)
    return (
        several.filter(lambda ps: not any(isinstance(p, And) for p in ps)).map(And)
        | several.filter(lambda ps: not any(isinstance(p, Or) for p in ps)).map(Or)
        | parts.filter(lambda p: not isinstance(p, Not)).map(Not)
    )


parts = st.recursive(_words | _phrases | _filters | _periods, _combined, max_leaves=20)


@given(parts)
@example(Not(Word("OR")))
@example(Word("OR"))
@example(Not(Word("--a")))
@example(And((Word("a"), Word("NOT"), Word("b"))))
@example(Period(date(1, 1, 1), date(9999, 12, 31)))
def test_any_part_that_is_printed_and_parsed_is_itself(part):
    assert parse_text(printed(part)) == (part, ())


@given(queries)
@example('OR:"a" b')
@example(") a OR b" * 400)
@example("(" * 29 + "a OR b" + ")" * 30 + " c OR d")
@example("x:" + "a" * 600)
@example('x:"a" ' * 300)
def test_whatever_is_typed_means_the_same_when_it_is_printed_and_parsed(text):
    part, _ = parse_text(text)
    assert parse_text(printed(part)) == (part, ())


@given(queries)
def test_a_query_gives_parameters_that_give_the_query(text):
    query = parse({"q": [text]})
    again = parse(parse_qs(query.parameters()))
    assert again == query
    assert parse({"q": [printed(query.part)]}).part == query.part or len(text) > 5_000
