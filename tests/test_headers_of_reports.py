"""What stands above a text, its day or whose picture it is, says nothing of what happened."""

import pytest

from articles.events.grouping import group_pending
from articles.models import Traits
from tests.factories import make_article

pytestmark = pytest.mark.django_db

TEXT = "Ministers met in Lisbon on Tuesday. They signed a declaration on frontier models."


def terms_of(body, **fields):
    """Return the terms that stand in the opening of an article with this text."""
    article = make_article(title="Declaration signed", body_text=body, **fields)
    group_pending()
    traits = Traits.objects.get(article=article)
    pairs = zip(traits.terms, traits.in_opening, strict=True)
    return {term for term, number in pairs if number}


def test_the_blocks_above_a_text_are_not_of_its_opening():
    header = "12:14 PM PST · February 17, 2026\n\nImage Credits: A. Person / Agency\n\n"
    assert terms_of(f"{header}Declaration signed\n\n{TEXT}") == terms_of(TEXT)


def test_a_text_of_short_blocks_is_not_taken_for_a_header():
    assert {"lisbon", "minist"} <= terms_of("Ministers met.\n\nThey met in Lisbon.\n\nThey signed.")


def test_a_text_without_any_punctuation_is_read_from_its_last_block():
    assert terms_of("One\n\nTwo\n\nMinisters met in Lisbon") == {"minist", "met", "lisbon"}


def test_a_sentence_of_another_script_is_not_a_header():
    body = "国务院通过条例草案。\n\n草案要求公布报告。"
    assert any("国务" in term for term in terms_of(body, language="zh"))
