"""Chinese, Japanese and Korean, which write no spaces, are found by any part of what they write."""

import random
from importlib import import_module

import pytest
from django.db import connection

from articles.models import Source
from tests.factories import make_article
from tests.searches import ask, in_order, titles

pytestmark = pytest.mark.django_db

BROUGHT = import_module("articles.migrations.0012_chinese_japanese_korean")


def folded(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT archive_fold(%s)", [text])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("法", "法"),
        ("法律", "法 法律 律"),
        ("法律案", "法 法律 律 律案 案"),
        ("AI法案", "AI 法 法案 案"),
        ("ガイドライン", "ガ ガイ イ イド ド ドラ ラ ライ イ イン ン"),
        ("ﾗｲﾝ", "ラ ライ イ イン ン"),
        ("규제안 발표", "규 규제 제 제안 안 발 발표 표"),
        ("人々、〇", "人 人々 々 、 〇"),
    ],
)
def test_a_run_of_signs_is_written_as_its_signs_and_pairs(text, written):
    assert folded(text).split() == written.split()


@pytest.mark.parametrize("text", ["AI Act’s – §3", "L’Économie", "Закон об ИИ", "قانون", "ก ข", ""])
def test_any_other_text_is_as_it_was(text):
    with connection.cursor() as cursor:
        cursor.execute(BROUGHT.FORMER.replace("archive_fold", "former_fold"))
        cursor.execute("SELECT former_fold(%s)", [text])
        assert folded(text) == cursor.fetchone()[0]


def test_letters_that_no_form_of_unicode_takes_accents_off_are_folded_too():
    assert folded("ØøŁłĐđÐðĦħŦŧı ŒœÆæÞþß Ǿǣ") == "OoLlDdDdHhTti OEoeAEaeThthss Oae"


@pytest.fixture
def library():
    make_article(title="Zh", body_text="欧盟通过了人工智能法案。", language="zh")
    make_article(title="Ja", body_text="政府はAIガイドラインを公表した。", language="ja")
    make_article(title="Ko", body_text="국회는 인공지능기본법을 통과시켰다.", language="ko")
    make_article(title="Other", body_text="能人智工案法", language="zh")


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("人工智能", ["Zh"]),
        ("人工智能法案", ["Zh"]),
        ('"工智"', ["Zh"]),
        ("智人", []),
        ("盟", ["Zh"]),
        ("案", ["Other", "Zh"]),
        ("案 -欧盟", ["Other"]),
        ("ガイドライン", ["Ja"]),
        ("AIガイド", ["Ja"]),
        ("인공지능", ["Ko"]),
        ("기본법", ["Ko"]),
        ("欧盟 法案", ["Zh"]),
        ('"欧盟法案"', []),
        ("欧盟，法案", ["Zh"]),
    ],
)
def test_any_part_of_a_run_is_found_and_no_other_order(q, found):
    assert titles(q) == found


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("q", "marked"),
    [
        ("人工智能", ["人工智能"]),
        ("aiガイド", ["AIガイド"]),
        ("欧盟 法案", ["欧盟", "法案"]),
        ("法案 OR (盟 -智人)", ["盟", "法案"]),
        ("-法案 인공지능", ["인공지능"]),
    ],
)
def test_what_matched_is_marked(q, marked):
    [row] = ask(q).rows
    passage = row.hits[0].highlight
    assert [part.text for part in passage if part.marked] == marked


def test_a_longest_body_of_such_signs_is_kept():
    draw = random.Random(1)
    body = "".join(chr(draw.randrange(0x4E00, 0x9FFF)) for _ in range(200_000))
    make_article(title="Long", body_text=body)
    assert titles(body[:4]) == ["Long"]


def test_a_passage_far_into_a_body_is_marked_and_short():
    make_article(title="Far", body_text="前文。" * 3000 + "欧盟法案" + "后文。" * 300)
    [row] = ask("欧盟法案").rows
    passage = row.hits[0].highlight
    assert [part.text for part in passage if part.marked] == ["欧盟法案"]
    assert sum(len(part.text) for part in passage) <= 120


def test_where_nothing_has_a_run_of_signs_what_has_two_of_them_is_found():
    make_article(title="Both", body_text="欧盟对一家公司处以罚款。")
    make_article(title="One", body_text="欧盟的法案。")
    make_article(title="None", body_text="法案。")
    found = ask("欧盟罚款")
    assert found.is_partial
    assert in_order("欧盟罚款") == ["Both", "One"]
    assert in_order("AI规制罚款") == ["Both"]
    assert not ask("欧盟对").is_partial


@pytest.mark.parametrize(("display", "marked"), [("full", 1), ("excerpt", 0), ("link", 0)])
def test_a_passage_shows_no_more_than_its_source_allows(display, marked):
    make_article(source_url="https://strict.example/a", body_text="欧盟法案", excerpt="Short.")
    Source.objects.update(display=display)
    [row] = ask("法案").rows
    assert sum(part.marked for part in row.hits[0].highlight) == marked
