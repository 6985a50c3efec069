"""What a query finds: words, phrases and filters, and what is never found."""

from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles import curation
from articles.models import Article, Event, Source, Tag
from articles.query import Filter, parse
from articles.search.asking import ask as prepared
from tests.factories import make_article, make_event
from tests.searches import ask, facet, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    """Four articles whose words overlap in known ways."""
    make_article(title="A", body_text="Ministers signed the safety accord in Lisbon.")
    make_article(title="B", body_text="The accord on safety was never signed by Norway.")
    make_article(title="C", body_text="Norway opens a chip factory near Bergen.")
    make_article(title="Safety in factories", body_text="Robots hurt nobody last year.")


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("safety accord", ["A", "B"]),
        ('"safety accord"', ["A"]),
        ("accord -norway", ["A"]),
        ("lisbon OR bergen", ["A", "C"]),
        ("(lisbon OR bergen) norway", ["C"]),
        ("norway -(accord OR lisbon)", ["C"]),
        ('-"safety accord" accord', ["B"]),
        ("-norway", ["A", "Safety in factories"]),
        ("title:safety", ["Safety in factories"]),
        ("-title:safety safety", ["A", "B"]),
        ('title:"safety in factories"', ["Safety in factories"]),
        ("title:lisbon", []),
        ("title:safety OR lisbon", ["A", "Safety in factories"]),
        ("lisbon OR date:1999", ["A"]),
    ],
)
def test_words_are_found_as_the_language_says(q, expected):
    assert titles(q) == expected


@pytest.mark.usefixtures("library")
def test_word_endings_and_capitals_do_not_matter():
    assert titles("MINISTER sign") == ["A"]
    assert titles("factory") == ["C", "Safety in factories"]


def test_a_word_that_is_said_again_is_looked_for_once():
    once, often = (prepared(parse({"q": [q]})).condition for q in ("law", "law " * 3))
    assert often == once


def test_accents_do_not_matter_in_either_direction():
    make_article(title="With", body_text="L’Économie numérique à Montréal")
    make_article(title="Without", body_text="Economie numerique a Montreal")
    assert titles("Économie") == titles("economie") == ["With", "Without"]
    assert titles("MONTRÉAL") == titles("montreal") == ["With", "Without"]


def test_a_language_that_is_asked_for_is_read_with_its_own_word_endings():
    make_article(title="Plan", body_text="Les politiques industrielles", language="fr")
    assert titles("industriels", lang="fr") == ["Plan"]
    assert titles("industriels lang:fr") == ["Plan"]


def test_words_in_other_scripts_are_found():
    make_article(title="人工智能法案", body_text="欧盟 通过 人工智能 法案")
    make_article(title="Закон", body_text="Законы об искусственном интеллекте", language="ru")
    assert titles("人工智能") == ["人工智能法案"]
    assert titles("закон", lang="ru") == ["Закон"]


@pytest.fixture
def filed():
    """Two articles that differ in everything they can be filed under."""
    make_article(
        title="Eastern",
        source_url="https://east.example/a",
        tags=("Ai Act", "China"),
        category="World Policy",
        byline="Ada Ruiz",
        language="zh",
        published=date(2025, 7, 26),
    )
    make_article(
        title="Western",
        source_url="https://west.example/a",
        tags=("C++",),
        category="Chips",
        byline="Bo Lund",
        language="en",
        published=date(2025, 8, 1),
    )
    source = Source.objects.get(domain="east.example")
    source.domains.create(domain="east.test")
    Source.objects.filter(pk=source.pk).update(name="The Eastern Times")
    tag = Tag.objects.get(name="China")
    tag.aliases.create(name="PRC")
    Tag.objects.filter(pk=tag.pk).update(kind="jurisdiction")


def test_a_domain_is_that_of_one_source_whatever_others_are_called():
    for domain in ("east.example", "www.east.example", "west.example"):
        source = Source.objects.create(name=domain, domain=domain)
        article = make_article(title=domain)
        Article.objects.filter(pk=article.pk).update(source=source)
    Source.objects.filter(domain="west.example").update(name="East.example")
    assert titles("source:east.example") == ["east.example"]
    assert titles("source:www.east.example") == ["www.east.example"]
    assert titles("source:west.example") == ["west.example"]


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize(
    "q",
    [
        "tag:china",
        "tag:CHINA",
        "tag:prc",
        'tag:"A.I. act"',
        "tag:ai-act",
        "jurisdiction:china",
        "jurisdiction:prc",
        "category:world-policy",
        'category:"world policy"',
        "source:east.example",
        "source:www.east.example",
        "source:EAST.test",
        'source:"the eastern times"',
        "author:ruiz",
        "lang:zh",
        "date:2025-07",
        "date:2025-07-26",
        "before:2025-07-26",
        "date:2025-07-26..2025-07-31",
        "-date:2025-08",
        "-tag:C++",
        "-source:west.example",
        "-author:lund",
        "-lang:en",
        "-category:chips",
    ],
)
def test_a_filter_in_the_text_finds_the_one_that_fits(q):
    assert titles(q) == ["Eastern"]


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize(
    "q",
    [
        "topic:china",
        "tag:c",
        "tag:nothing",
        "source:east",
        "category:policy",
        "event:999",
        "event:summit",
        "has:event",
        "lang:fr",
        "date:2024",
    ],
)
def test_a_filter_in_the_text_that_nothing_fits_finds_nothing(q):
    assert titles(q) == []


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize(
    "parameters",
    [
        {"tag": "china"},
        {"tag": ["china", "nothing"]},
        {"tag": "-c-plus-plus"},
        {"source": "east.example"},
        {"source": "-west.example"},
        {"category": "world-policy"},
        {"lang": "zh"},
        {"date": "2025-07"},
        {"after": "2025-07-26", "before": "2025-07-31"},
        {"tag": ["china", "c-plus-plus"], "lang": "zh"},
    ],
)
def test_a_filter_parameter_finds_the_one_that_fits(parameters):
    assert titles(**parameters) == ["Eastern"]


@pytest.mark.usefixtures("filed")
def test_values_of_one_parameter_widen_and_parameters_together_narrow():
    assert titles(tag=["china", "c-plus-plus"]) == ["Eastern", "Western"]
    assert titles(tag="china", source="west.example") == []


def test_bounds_include_their_days():
    for day in (25, 26, 27):
        make_article(title=f"Day {day}", published=date(2025, 7, day))
    assert titles(after="2025-07-26") == ["Day 26", "Day 27"]
    assert titles(before="2025-07-26") == ["Day 25", "Day 26"]
    assert titles("after:2025-07-26 before:2025-07-26") == ["Day 26"]


def test_a_source_that_is_not_recorded_is_told_from_one_that_is():
    make_article(title="Known")
    make_article(title="Unknown", source_url="")
    assert titles("has:source") == ["Known"]
    assert titles("-has:source") == ["Unknown"]
    assert titles("-source:nowhere.example") == ["Known", "Unknown"]
    assert titles(source="-nowhere.example") == ["Known", "Unknown"]


def test_an_aggregators_byline_finds_nothing():
    make_article(title="Copied", byline="News Desk", byline_is_aggregator=True)
    make_article(title="Written", byline="Desk Officer")
    assert titles("author:desk") == ["Written"]


def test_an_event_is_found_by_its_id_its_address_and_its_title():
    event = make_event(make_article(title="One"), make_article(title="Two"))
    Event.objects.filter(pk=event.pk).update(title="Lisbon summit")
    make_article(title="Other")
    for value in (str(event.pk), f"{event.pk}-lisbon-summit", "summit"):
        assert titles(f"event:{value}") == ["One", "Two"]
    assert titles(event=str(event.pk)) == ["One", "Two"]
    assert titles(event=f"-{event.pk}") == ["Other"]
    assert titles("has:event") == ["One", "Two"]
    assert titles("-has:event") == ["Other"]


def test_an_event_whose_title_begins_with_a_number_is_found_by_it():
    event = make_event(make_article(title="One"), make_article(title="Two"))
    Event.objects.filter(pk=event.pk).update(title="987654-vote plan")
    assert titles("event:987654-vote") == ["One", "Two"]


def test_an_event_that_was_merged_leads_to_its_heir_however_long_the_line():
    first, middle, last = [make_event() for _ in range(3)]
    curation.merge([first], middle)
    curation.merge([middle], last)
    for event in (first, middle, last):
        assert ask(f"event:{event.pk}").total == 6


def test_an_event_with_one_visible_article_is_no_event():
    event = make_event(make_article(title="Seen"), make_article(status="review"))
    assert titles(f"event:{event.pk}") == ["Seen"]
    assert titles("has:event") == []
    [row] = ask(grouped=True).rows
    assert row.event is None
    assert ask().events_total == 0


@pytest.mark.usefixtures("library")
def test_when_nothing_has_all_words_the_best_that_has_some_is_shown():
    found = ask("accord lisbon unicorn")
    assert found.is_partial
    assert [row.article.title for row in found.rows] == ["A", "B"]
    assert found.query.text == "accord lisbon unicorn"


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("lisbon unicorn -norway", ["A"]),
        ("norway unicorn -accord", ["C"]),
        ("(lisbon unicorn) dragon", ["A"]),
        ('"safety accord" unicorn', ["A"]),
        ("title:safety robots unicorn", ["Safety in factories"]),
        ("lisbon unicorn date:2025-07", ["A"]),
        ("lisbon unicorn date:1999", []),
        ("unicorn", []),
    ],
)
def test_a_partial_answer_keeps_to_filters_and_what_is_left_out(q, expected):
    assert titles(q) == expected
    assert ask(q).is_partial == bool(expected)


@pytest.mark.usefixtures("library")
def test_only_formats_that_can_say_so_hold_articles_with_some_of_the_words(client):
    def found(suffix):
        return client.get(f"/search.{suffix}", {"q": "accord lisbon unicorn"}).content.decode()

    for suffix in ("rss", "atom", "csv"):
        assert "Ministers signed" not in found(suffix)
    assert "Ministers signed" in found("json")
    assert '"is_partial": true' in found("json")


@pytest.mark.usefixtures("library")
def test_an_answer_with_all_words_is_not_partial():
    assert not ask("safety accord").is_partial


def test_only_what_is_published_and_no_copy_is_ever_listed():
    shown = make_article(title="Shown")
    make_article(title="Copy", duplicate_of=shown.pk)
    for status in ("draft", "review", "rejected"):
        make_article(title=status, status=status)
    make_article(title="Withdrawn", status="withdrawn", status_reason="Wrong.")
    for grouped in (True, False):
        found = ask(grouped=grouped, facets=True)
        assert [row.article.title for row in found.rows] == ["Shown"]
        assert (found.total, found.rows_total) == (1, 1)
        assert facet(found, "lang") == {"en": 1}
        assert [month.count for month in found.histogram] == [1]


def test_the_scope_of_a_list_holds_beside_whatever_is_asked():
    make_article(title="In", tags=("China",))
    make_article(title="Out", tags=("Chips",))
    assert titles(scope=[Filter("tag", "china")]) == ["In"]
    assert titles("tag:chips", scope=[Filter("tag", "china")]) == []


_HOSTILE = [
    *["(", ")", "a ) b ", '"', "-", "-(", "OR ", "title:", "tag:", "event:", "source:", "author:"],
    *["act ", "the ", "999999999999999999999", "2025", "..", ":*", " & ", "|", "!", "<->", "'"],
    *["\\", "%", "_", ";--", "\x00", "\u202e", "🎉", "欧盟", "has:event ", "-tag:x ", "date:2025 "],
]
_QUERIES = st.text(max_size=80) | st.lists(st.sampled_from(_HOSTILE), max_size=40).map("".join)


@given(_QUERIES)
@example("a ) " * 490)
@example("-(a OR (b " * 60)
@example("-(tag:a OR (b " * 60)
@example("(tag:a (title:b OR " * 60)
@example("tag:a " * 500)
@example("title:word " * 500)
@example("a OR " * 2000)
@example("a" * 10_000)
@example('"' + "act " * 2400 + '"')
@example("event:" + "9" * 400)
@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_text_makes_a_search_fail(text):
    assert ask(text, grouped=True, facets=True).total == 0


def test_curly_quotation_marks_are_no_letters():
    make_article(title="Told", body_text="It is an “exclusive” game, and the world’s largest.")
    assert titles("exclusive") == titles("world") == ["Told"]
