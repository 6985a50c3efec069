"""The query string is the permanent address of a search: each of these means what it always meant.

A line may be added. One that has to change breaks what people have kept and cited.
"""

from datetime import date
from urllib.parse import parse_qs

import pytest

from articles.query import And, Choice, Filter, Not, Or, Period, Phrase, Query, Word, parse

NOT_EU, NOT_ZH = Choice("tag", "eu", excluded=True), Choice("lang", "zh", excluded=True)
LINK = "https://outlet.example/a"

ALWAYS = {
    "q=act": Query("act", Word("act")),
    "q=ai+act": Query("ai act", And((Word("ai"), Word("act")))),
    "q=ai%20act": Query("ai act", And((Word("ai"), Word("act")))),
    "q=%22ai+act%22": Query('"ai act"', Phrase("ai act")),
    "q=%E2%80%9Cai+act%E2%80%9D": Query("“ai act”", Phrase("ai act")),
    "q=act+-safety": Query("act -safety", And((Word("act"), Not(Word("safety"))))),
    "q=-%22ai+act%22": Query('-"ai act"', Not(Phrase("ai act"))),
    "q=a+OR+b+c": Query("a OR b c", Or((Word("a"), And((Word("b"), Word("c")))))),
    "q=(a+OR+b)+c": Query("(a OR b) c", And((Or((Word("a"), Word("b"))), Word("c")))),
    "q=-(a+OR+b)": Query("-(a OR b)", Not(Or((Word("a"), Word("b"))))),
    "q=a+or+b": Query("a or b", And((Word("a"), Word("or"), Word("b")))),
    "q=title:act": Query("title:act", Word("act", "title")),
    "q=title:%22the+act%22": Query('title:"the act"', Phrase("the act", "title")),
    "q=tag:china": Query("tag:china", Filter("tag", "china")),
    "q=-tag:%22eu+ai+act%22": Query('-tag:"eu ai act"', Not(Filter("tag", "eu ai act"))),
    "q=category:policy": Query("category:policy", Filter("category", "policy")),
    "q=source:outlet.example": Query("source:outlet.example", Filter("source", "outlet.example")),
    "q=author:%22Ada+Ruiz%22": Query('author:"Ada Ruiz"', Filter("author", "Ada Ruiz")),
    "q=event:12": Query("event:12", Filter("event", "12")),
    "q=lang:zh": Query("lang:zh", Filter("lang", "zh")),
    "q=has:event": Query("has:event", Filter("has", "event")),
    "q=has:source": Query("has:source", Filter("has", "source")),
    "q=jurisdiction:eu": Query("jurisdiction:eu", Filter("jurisdiction", "eu")),
    "q=organisation:oecd": Query("organisation:oecd", Filter("organisation", "oecd")),
    "q=instrument:act": Query("instrument:act", Filter("instrument", "act")),
    "q=topic:safety": Query("topic:safety", Filter("topic", "safety")),
    "q=person:turing": Query("person:turing", Filter("person", "turing")),
    "q=date:2025": Query("date:2025", Period(date(2025, 1, 1), date(2025, 12, 31))),
    "q=date:2024-02": Query("date:2024-02", Period(date(2024, 2, 1), date(2024, 2, 29))),
    "q=date:2025-07-26": Query("date:2025-07-26", Period(date(2025, 7, 26), date(2025, 7, 26))),
    "q=date:2025-07..2025-09": Query(
        "date:2025-07..2025-09", Period(date(2025, 7, 1), date(2025, 9, 30))
    ),
    "q=after:2025-07": Query("after:2025-07", Period(date(2025, 7, 1), None)),
    "q=before:2025-07": Query("before:2025-07", Period(None, date(2025, 7, 31))),
    f"q={LINK}": Query(LINK, Word(LINK)),
    "q=%E4%BA%BA%E5%B7%A5%E6%99%BA%E8%83%BD": Query("人工智能", Word("人工智能")),
    "tag=china": Query(choices=(Choice("tag", "china"),)),
    "tag=china&tag=-eu": Query(choices=(Choice("tag", "china"), NOT_EU)),
    "source=outlet.example&category=policy": Query(
        choices=(Choice("source", "outlet.example"), Choice("category", "policy"))
    ),
    "event=12&lang=-zh": Query(choices=(Choice("event", "12"), NOT_ZH)),
    "after=2025-01-02": Query(after=date(2025, 1, 2)),
    "after=2025&before=2025-03": Query(after=date(2025, 1, 1), before=date(2025, 3, 31)),
    "date=2025-07": Query(after=date(2025, 7, 1), before=date(2025, 7, 31)),
    "date=2025-07..2025-09": Query(after=date(2025, 7, 1), before=date(2025, 9, 30)),
    "date=2024&date=2025-07": Query(choices=(Choice("date", "2024"), Choice("date", "2025-07"))),
    "date=2025&date=-2025-07": Query(
        choices=(Choice("date", "2025-07", excluded=True),),
        after=date(2025, 1, 1),
        before=date(2025, 12, 31),
    ),
    "q=act&sort=newest": Query("act", Word("act"), sort="newest"),
    "sort=relevance": Query(sort="relevance"),
    "sort=match": Query(sort="match"),
    "sort=oldest": Query(sort="oldest"),
    "sort=added": Query(sort="added"),
    "sort=size": Query(sort="size"),
    "sort=happened": Query(sort="happened"),
    "group=event": Query(group="event"),
    "group=none&page=3": Query(group="none", page=3),
    "utm_source=mail": Query(),
}


@pytest.mark.parametrize("address", ALWAYS)
def test_an_address_means_what_it_always_meant(address):
    assert parse(parse_qs(address)) == ALWAYS[address]


@pytest.mark.parametrize("address", ALWAYS)
def test_the_address_that_a_query_prints_is_its_own(address):
    query = ALWAYS[address]
    assert parse(parse_qs(query.parameters())) == query
