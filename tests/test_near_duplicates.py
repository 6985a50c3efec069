"""A report that several outlets print nearly word for word is shown once."""

from datetime import date

import pytest

from articles import curation
from articles.erasure import copies_of
from articles.ingest.gates import judge, open_gate
from articles.models import Article, Import
from tests.factories import make_clean, make_prose, store

pytestmark = pytest.mark.django_db

REPORT = make_prose(1, sentences=20)
CUT = f"By Ada Ruiz, Agency. {REPORT[: len(REPORT) * 2 // 3]}"
PRINTED = f"From our correspondents. {REPORT} This report first stood on another page."


def sourced(number, text, **fields):
    fields = {"title": f"As outlet {number} has it", **fields}
    return make_clean(source_url=f"https://outlet{number}.example/x", body_text=text, **fields)


def article(stored):
    return Article.objects.get(pk=stored.article)


def listed():
    return set(Article.objects.listed().values_list("pk", flat=True))


@pytest.mark.parametrize("together", [True, False])
def test_copies_of_a_report_point_at_the_one_that_came_first(together):
    texts = [sourced(1, REPORT), sourced(2, CUT), sourced(3, PRINTED)]
    stored = store(*texts) if together else [store(text)[0] for text in texts]
    assert [one.outcome for one in stored] == ["created", "duplicate", "duplicate"]
    assert {article(copy).duplicate_of_id for copy in stored[1:]} == {stored[0].article}
    assert stored[1].reason == "Nearly the same text as “As outlet 1 has it”."
    assert listed() == {stored[0].article}


def test_another_report_is_an_article_of_its_own():
    stored = store(sourced(1, REPORT), sourced(2, make_prose(2, sentences=20)))
    assert [one.outcome for one in stored] == ["created", "created"]


def test_what_one_outlet_writes_twice_is_two_articles_however_alike():
    first = make_clean(source_url="https://outlet.example/monday", body_text=REPORT, title="Monday")
    second = make_clean(
        source_url="https://outlet.example/tuesday", body_text=f"{REPORT} Now.", title="Tuesday"
    )
    assert [store(one)[0].outcome for one in (first, second)] == ["created", "created"]


@pytest.mark.parametrize("together", [True, False])
def test_a_copy_of_a_copy_points_at_the_first(together):
    texts = [sourced(1, REPORT), sourced(2, CUT), sourced(3, f"{CUT} Done.")]
    stored = store(*texts) if together else [store(text)[0] for text in texts]
    assert {article(copy).duplicate_of_id for copy in stored[1:]} == {stored[0].article}


@pytest.mark.parametrize("together", [True, False])
def test_what_an_outlet_wrote_before_does_not_hide_the_report_that_it_copies(together):
    own = [
        make_clean(source_url=f"https://outlet2.example/{n}", body_text=f"{CUT} Note {n}.")
        for n in range(4)
    ]
    texts = [*own, sourced(1, REPORT), sourced(2, f"{CUT} Note 5.")]
    stored = store(*texts) if together else [store(text)[0] for text in texts]
    assert [one.outcome for one in stored[:4]] == ["created"] * 4
    assert stored[4].outcome == "created"
    assert article(stored[5]).duplicate_of_id == stored[4].article


def test_a_text_that_one_outlet_prints_twice_is_two_once_one_of_them_is_changed():
    one, other = "https://outlet.example/1", "https://outlet.example/2"
    first, second = store(*(make_clean(source_url=at, body_text=REPORT) for at in (one, other)))
    assert article(second).duplicate_of_id == first.article
    store(make_clean(source_url=other, body_text=f"{REPORT} Now."))
    assert article(second).duplicate_of is None


def test_a_copy_of_a_text_without_an_address_is_one_only_as_long_as_the_words_agree():
    bare = make_clean(title="One", body_text=REPORT)
    first, second = store(bare, sourced(2, REPORT, title="One"), gate=open_gate)
    assert article(second).duplicate_of_id == first.article
    store(sourced(2, f"{REPORT} Now.", title="One"))
    assert article(second).duplicate_of is None


def test_two_domains_of_one_outlet_are_one_outlet():
    [first] = store(sourced(1, REPORT))
    article(first).source.domains.create(domain="outlet2.example")
    assert store(sourced(2, CUT))[0].outcome == "created"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (make_clean(body_text=REPORT, title="One"), sourced(2, CUT)),
        (sourced(1, REPORT), make_clean(body_text=CUT, title="Two")),
    ],
)
def test_a_text_without_an_address_is_no_near_copy(first, second):
    assert [one.outcome for one in store(first, second)] == ["created", "created"]


def test_short_texts_are_no_near_copies():
    short = "The council adopted the rule on Friday after a long night of talks in the capital."
    stored = store(sourced(1, short), sourced(2, f"{short} More soon."))
    assert [one.outcome for one in stored] == ["created", "created"]


def test_reports_that_lie_months_apart_are_not_taken_for_copies():
    store(sourced(1, REPORT, published=date(2025, 7, 26)))
    [second] = store(sourced(2, CUT, published=date(2025, 10, 26)))
    assert second.outcome == "created"


def test_boilerplate_that_many_articles_share_makes_no_copy():
    notice = make_prose(5, sentences=12)
    alike = [sourced(1, f"{notice} {make_prose(n, sentences=3)}") for n in range(10, 14)]
    for number, clean in enumerate(alike):
        store(make_clean(source_url=f"https://outlet1.example/{number}", body_text=clean.body_text))
    [other] = store(sourced(2, f"{notice} {make_prose(20, sentences=3)}"))
    assert other.outcome == "created"


def test_template_text_that_is_nearly_a_report_waits_as_before():
    run = Import.objects.create(what="a test")
    store(
        make_clean(title="Tools 1", title_key="tools", body_text=REPORT),
        make_clean(title="Tools 2", title_key="tools", body_text=CUT),
        run=run,
    )
    judge(run)
    assert {one.held_for for one in Article.objects.all()} == {"template"}


def test_a_near_copy_that_is_rewritten_is_a_copy_no_more():
    first, second = store(sourced(1, REPORT), sourced(2, CUT))
    store(sourced(2, make_prose(2, sentences=20)))
    assert article(second).duplicate_of is None
    assert listed() == {first.article, second.article}


def test_a_report_that_is_rewritten_leaves_its_near_copies_to_themselves():
    first, second = store(sourced(1, REPORT), sourced(2, CUT))
    store(sourced(1, make_prose(2, sentences=20)))
    assert listed() == {first.article, second.article}


def test_a_small_change_leaves_a_near_copy_where_it_is():
    first, second = store(sourced(1, REPORT), sourced(2, CUT))
    store(sourced(1, f"{REPORT} It was corrected on Sunday."))
    assert article(second).duplicate_of_id == first.article


def test_publishing_and_withdrawing_keep_near_copies_together():
    first, second = store(sourced(1, REPORT), sourced(2, CUT))
    curation.withdraw(Article.objects.filter(pk=first.article), "Retracted.")
    assert listed() == {second.article}
    assert article(first).duplicate_of_id == second.article


def test_what_a_curator_called_a_copy_stays_one():
    first, second = store(sourced(1, REPORT), sourced(2, make_prose(2, sentences=20)))
    Article.objects.filter(pk=second.article).update(
        duplicate_of=first.article, curated_fields=["duplicate_of"]
    )
    store(sourced(2, make_prose(3, sentences=20)))
    assert article(second).duplicate_of_id == first.article


def test_erasing_a_report_names_its_near_copies():
    stored = store(sourced(1, REPORT), sourced(2, CUT), sourced(3, PRINTED))
    numbers = {one.article for one in stored}
    for one in stored:
        assert {other.pk for other in copies_of(article(one))} == numbers - {one.article}
