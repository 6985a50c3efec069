"""The words by which a text is known again: an easy text gives what the rule for any text gives."""

import re
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from articles.ingest.characters import one_line, storable, words

ASCII = st.text(st.characters(max_codepoint=127))


def test_words_are_letters_and_digits_only():
    assert words("Über 30 % – it’s_NEW, ﬁnally") == "über 30 it s new finally"


@given(ASCII)
@example("A_b\x1cC\x00d")
def test_ascii_has_the_words_of_any_text(text):
    known = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())
    assert words(text) == " ".join(known)


@given(ASCII)
def test_words_do_not_depend_on_what_else_a_text_holds(text):
    assert words(f"{text} é") == f"{words(text)} é".lstrip()


@given(st.text())
@example("two\u2028lines\xad")
def test_what_is_taken_out_of_a_part_is_taken_out_of_the_whole(text):
    """A line end makes the same text one that is gone through sign by sign."""
    assert storable(f"{text}\n")[:-1] == storable(text) or text.endswith("\r")
    assert one_line(f"{text}\n", 10_000) == one_line(text, 10_000)
