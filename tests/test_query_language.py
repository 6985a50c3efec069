"""What may be typed into the search field, and what it means. Nothing that is typed raises."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.query import And, Filter, Not, Or, Period, Phrase, Word, parse_text


def meaning(text):
    """What a text without problems means."""
    part, problems = parse_text(text)
    assert problems == ()
    return part


def messages(text):
    return [problem.message for problem in parse_text(text)[1]]


def marked(text):
    """The stretch of the text that each problem points at."""
    return [text[problem.start : problem.end] for problem in parse_text(text)[1]]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", None),
        ("   \t ", None),
        ("safety", Word("safety")),
        ("safety institute", And((Word("safety"), Word("institute")))),
        ('"safety institute"', Phrase("safety institute")),
        ("“safety institute”", Phrase("safety institute")),
        ("«safety institute»", Phrase("safety institute")),
        ("-safety", Not(Word("safety"))),
        ('-"safety institute"', Not(Phrase("safety institute"))),
        ("act -safety", And((Word("act"), Not(Word("safety"))))),
        ("act OR safety", Or((Word("act"), Word("safety")))),
        ("act or safety", And((Word("act"), Word("or"), Word("safety")))),
        ('"OR"', Phrase("OR")),
        ("a b OR c", Or((And((Word("a"), Word("b"))), Word("c")))),
        ("a OR b OR c", Or((Word("a"), Word("b"), Word("c")))),
        ("(a OR b) c", And((Or((Word("a"), Word("b"))), Word("c")))),
        ("-(a OR b)", Not(Or((Word("a"), Word("b"))))),
        ("(a b) c", And((Word("a"), Word("b"), Word("c")))),
        ("((a))", Word("a")),
        ("well-known", Word("well-known")),
        ("C++ C#", And((Word("C++"), Word("C#")))),
        ("don't", Word("don't")),
        ("a – b", And((Word("a"), Word("b")))),
        ("−safety", Not(Word("safety"))),
        ("-(a b)", Not(And((Word("a"), Word("b"))))),
        ("-(-a)", Word("a")),
        ("NOT NOT -a", Not(Word("a"))),
        ("NOT -(-(a b))", Not(And((Word("a"), Word("b"))))),
        ("「人工智能」", Phrase("人工智能")),
        ("人工智能，法案", And((Word("人工智能"), Word("法案")))),
        ("（a OR b）　c", And((Or((Word("a"), Word("b"))), Word("c")))),
        ("tag：中国", Filter("tag", "中国")),
        ("act NOT safety", And((Word("act"), Not(Word("safety"))))),
        ('NOT "safety institute"', Not(Phrase("safety institute"))),
        ("act NOT (a OR b)", And((Word("act"), Not(Or((Word("a"), Word("b"))))))),
        ("act NOT(a OR b)", And((Word("act"), Not(Or((Word("a"), Word("b"))))))),
        ('NOT"safety institute"', Not(Phrase("safety institute"))),
        ("act not safety", And((Word("act"), Word("not"), Word("safety")))),
        ("NOTable NOT", And((Word("NOTable"), Word("NOT")))),
        ("(act NOT)", And((Word("act"), Word("NOT")))),
        ("NOT OR act", Or((Word("NOT"), Word("act")))),
        ("act | safety", And((Word("act"), Word("safety")))),
        ("-(--a)", Not(Word("--a"))),
    ],
)
def test_words_phrases_and_their_combinations(text, part):
    assert meaning(text) == part


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("title:act", Word("act", "title")),
        ('title:"the act"', Phrase("the act", "title")),
        ("TITLE:act", Word("act", "title")),
        ("tag:china", Filter("tag", "china")),
        ('tag:"eu ai act"', Filter("tag", "eu ai act")),
        ("tag:C++", Filter("tag", "C++")),
        ("-tag:china", Not(Filter("tag", "china"))),
        ("category:policy", Filter("category", "policy")),
        ("source:outlet.example", Filter("source", "outlet.example")),
        ('author:"Ada Ruiz"', Filter("author", "Ada Ruiz")),
        ("event:12", Filter("event", "12")),
        ("event:12-the-summit", Filter("event", "12-the-summit")),
        ("lang:zh", Filter("lang", "zh")),
        ("has:event", Filter("has", "event")),
        ("has:source", Filter("has", "source")),
        ("jurisdiction:eu", Filter("jurisdiction", "eu")),
        ("organisation:oecd", Filter("organisation", "oecd")),
        ('instrument:"ai act"', Filter("instrument", "ai act")),
        ("topic:safety", Filter("topic", "safety")),
        ("person:turing", Filter("person", "turing")),
    ],
)
def test_filters(text, part):
    assert meaning(text) == part


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("date:2025", Period(date(2025, 1, 1), date(2025, 12, 31))),
        ("date:2025-02", Period(date(2025, 2, 1), date(2025, 2, 28))),
        ("date:2025-7-4", Period(date(2025, 7, 4), date(2025, 7, 4))),
        ("date:2025-07..2025-09", Period(date(2025, 7, 1), date(2025, 9, 30))),
        ("date:2025-07..", Period(date(2025, 7, 1), None)),
        ("date:..2025-09", Period(None, date(2025, 9, 30))),
        ("after:2025-07", Period(date(2025, 7, 1), None)),
        ("before:2025-07", Period(None, date(2025, 7, 31))),
        ("-date:2025-07", Not(Period(date(2025, 7, 1), date(2025, 7, 31)))),
    ],
)
def test_dates_include_both_ends(text, part):
    assert meaning(text) == part


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("unknown:word", Word("unknown:word")),
        ("https://outlet.example/a?b=c", Word("https://outlet.example/a?b=c")),
        ('said:"no deal"', And((Word("said:"), Phrase("no deal")))),
        ('said:""', Word("said:")),
        ("said:", Word("said:")),
        ("10:30", Word("10:30")),
    ],
)
def test_an_unknown_name_is_plain_text(text, part):
    assert meaning(text) == part


@pytest.mark.parametrize("name", ["title", "tag", "date", "has", "person"])
@pytest.mark.parametrize("nothing", ["", " ", '""', '" "'])
def test_a_name_without_a_value_is_told_and_left_out(name, nothing):
    assert parse_text(f"act {name}:{nothing}")[0] == Word("act")
    assert messages(f"act {name}:{nothing}") == [f"Nothing follows “{name}:”."]


def test_a_title_without_letters_is_told_and_left_out():
    assert parse_text("act title:!!!")[0] == Word("act")
    assert messages("act title:!!!") == ["Nothing follows “title:”."]


@pytest.mark.parametrize(
    ("text", "rest", "stretch"),
    [
        ('act "safety', And((Word("act"), Word("safety"))), '"'),
        ("act (safety", And((Word("act"), Word("safety"))), "("),
        ("act) safety", And((Word("act"), Word("safety"))), ")"),
        ("act OR ban) law", Or((Word("act"), And((Word("ban"), Word("law"))))), ")"),
        ("act （safety", And((Word("act"), Word("safety"))), "（"),
        ("act “safety", And((Word("act"), Word("safety"))), "“"),
        ("act date:2025-09..2025-07", Word("act"), "date:2025-09..2025-07"),
        ('act date:"2025-13"', Word("act"), 'date:"2025-13"'),
        ("act OR", Word("act"), "OR"),
        ("OR act", Word("act"), "OR"),
        ("act (-) safety", And((Word("act"), Word("safety"))), "-"),
        ("act date:2025-13", Word("act"), "date:2025-13"),
        ("act after:soon", Word("act"), "after:soon"),
        ("act date:..", Word("act"), "date:.."),
        ("act before:2025-02-30", Word("act"), "before:2025-02-30"),
        ("act has:hope", Word("act"), "has:hope"),
        ("?!", None, "?!"),
    ],
)
def test_what_is_not_understood_is_pointed_at_and_the_rest_answered(text, rest, stretch):
    assert parse_text(text)[0] == rest
    assert marked(text) == [stretch]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("date:2025-13", "“date:2025-13” is not a month: months go from 01 to 12."),
        ("date:0000", "“date:0000” is not a year: years go from 0001 to 9999."),
        ("after:0000-01-01", "“after:0000-01-01” is not a year: years go from 0001 to 9999."),
        (
            "before:2025-02-30",
            "“before:2025-02-30” is not a day: February 2025 has 28 days, from 01 to 28.",
        ),
        ("date:soon", "“date:soon” is not a date. Write 2025, 2025-07 or 2025-07-26."),
        ("date:10000", "“date:10000” is not a date. Write 2025, 2025-07 or 2025-07-26."),
        (
            "date:..2025-13",
            "“date:..2025-13” is not a range: “2025-13” is not a month: months go from 01 to 12.",
        ),
        (
            "date:2025-09..2025-07",
            "“date:2025-09..2025-07” ends before it begins. Write 2025-07..2025-09.",
        ),
        ("date:..", "“date:..” has no date. Write 2025-07..2025-09, or leave out one of the two."),
        ("has:hope", "“has:hope” is not known. Write has:event or has:source."),
        ("title:", "Nothing follows “title:”."),
        ('"safety', "A quotation mark is not closed."),
        ("(safety", "A parenthesis is not closed."),
        ("safety)", "A closing parenthesis has no opening one."),
        ("act OR", "OR stands between two words."),
    ],
)
def test_a_problem_says_what_is_wrong_and_what_to_write(text, message):
    assert messages(text) == [message]


def test_a_date_may_be_any_from_the_first_year_to_the_last():
    assert meaning("date:0001..9999") == Period(date(1, 1, 1), date(9999, 12, 31))


def test_a_range_ends_on_the_day_on_which_it_begins_at_the_earliest():
    assert meaning("date:2025-07-26..2025-07") == Period(date(2025, 7, 26), date(2025, 7, 31))


def test_a_word_knows_where_it_was_typed():
    text = '  Act -(“a phrase” OR title:safety) said:"so"'
    act, left_out, said, _ = parse_text(text)[0].parts
    words = [act, left_out.part.parts[1], said]
    assert [word.at for word in words] == [text.index(word.text) for word in words]


def test_five_thousand_alternatives_are_cut_to_what_can_be_answered():
    part, problems = parse_text(" OR ".join(["word"] * 5000))
    assert isinstance(part, Or)
    assert len(part.parts) == 500
    assert [problem.message for problem in problems] == ["Only the first 500 words are used."]


@pytest.mark.parametrize("name", ["tag", "source", "title", "has"])
def test_more_filters_than_can_be_answered_are_told(name):
    part, problems = parse_text(f"{name}:event " * 40)
    assert len(part.parts) == 25
    assert [problem.message for problem in problems] == ["Only the first 25 filters are used."]


def test_parentheses_nested_too_deeply_are_told():
    assert "The parentheses are nested too deeply." in messages("(" * 100 + "a" + ")" * 100)


@pytest.mark.parametrize("left_out", ["NOT ", "-NOT ", "-("])
def test_no_number_of_signs_that_leave_out_is_too_many_for_the_parser(left_out):
    part, _ = parse_text(left_out * 3_000 + "a")
    assert part in (None, Word("a"))


def test_signs_that_combine_words_are_no_words():
    part, problems = parse_text("(-a) " * 500)
    assert len(part.parts) == 500
    assert problems == ()


def test_many_closing_parentheses_do_not_nest_what_stands_between_them():
    part, _ = parse_text("a ) " * 400)
    assert part == And((Word("a"),) * 400)


def test_problems_of_one_kind_are_told_once():
    assert len(messages("a ) b ) c ) d")) == 1


_PIECES = [
    *["(", ")", '"', "-", "OR", "OR ", ":", "..", " ", "title:", "tag:", "date:", "has:", "x:"],
    *["NOT", "NOT ", "| "],
    *["2025", "2025-07", "2025-99", "event", "act", "é", "欧盟", "🎉", "\x00", "\u202e", "\ud800"],
    *[
        "'",
        "\\",
        "&",
        "|",
        "!",
        "<->",
        ":*",
        "%",
        ";--",
        "“",
        "«",
        "（",
        "）",
        "：",
        "−",
        "，",
        "」",
    ],
]
queries = st.text() | st.lists(st.sampled_from(_PIECES), max_size=60).map("".join)


@given(queries)
@example("(" * 100_000)
@example("-(" * 50_000)
@example('"' * 100_001)
@example("-" * 100_000)
@example("a" * 100_000)
@example("a:" * 50_000)
@example('a:"' * 30_000)
@example("a ) " * 25_000)
@example("(a OR " * 15_000)
@example("title: " * 15_000)
@example("date:0000..9999 " * 6_000)
@example("'; DROP TABLE articles_article; -- & | ! <-> :* \x00")
@example("\u202eact\u202c \u200f")
def test_nothing_that_is_typed_raises(text):
    part, problems = parse_text(text)
    assert (part, problems) == parse_text(text)
    for problem in problems:
        assert 0 <= problem.start <= problem.end <= len(text)
