"""What changed between two texts is told word by word, in a bounded time."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.differences import MOST_CHANGES, Segment, abridged, difference
from tests.endings import ending

OLD = "The assembly adopted the rule on Friday. It takes effect in May."


def told(old, new):
    """A difference as one line: [removed] and {added}."""
    signs = {"kept": "{}", "removed": "[{}]", "added": "{{{}}}"}
    return " ".join(signs[one.kind].format(one.text) for one in difference(old, new))


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (OLD, OLD),
        (OLD.replace(" ", "\n "), OLD),
        (OLD.replace("Friday", "Monday"), OLD.replace("Friday.", "[Friday.] {Monday.}")),
        (f"{OLD} Maybe.", f"{OLD} {{Maybe.}}"),
        (OLD.removeprefix("The "), f"[The] {OLD.removeprefix('The ')}"),
        ("", f"[{OLD}]"),
        ("Wholly other words.", f"[{OLD}] {{Wholly other words.}}"),
        (
            "The council adopted the new rule on Friday. It takes effect in June.",
            OLD.replace("assembly", "[assembly] {council}")
            .replace("rule", "{new} rule")
            .replace("May.", "[May.] {June.}"),
        ),
    ],
)
def test_a_difference_names_what_was_removed_and_added(new, expected):
    assert told(OLD, new) == expected


def test_two_empty_texts_have_no_difference():
    assert difference("", " \n") == []


def test_where_too_much_has_changed_sentences_are_compared():
    old = [f"Line {n} says little." for n in range(40)]
    new = [f"Line {n} says {'much ' * MOST_CHANGES}." if n in (7, 9) else old[n] for n in range(40)]
    segments = difference(" ".join(old), "\n".join(new))
    assert [one.kind for one in segments] == ["kept", "removed", "added"] * 2 + ["kept"]
    assert segments[1].text == old[7]
    assert segments[3].text == old[8]


TEXT = st.lists(st.sampled_from("a b c d. e! \n the".split(" ")), max_size=60).map(" ".join)


@given(TEXT | st.text(max_size=60), TEXT | st.text(max_size=60))
def test_the_segments_hold_both_texts_whole(old, new):
    segments = difference(old, new)
    assert words_of(segments, "kept", "removed") == old.split()
    assert words_of(segments, "kept", "added") == new.split()
    assert all(one.kind != other.kind for one, other in pairwise(segments))


def words_of(segments, *kinds):
    return " ".join(one.text for one in segments if one.kind in kinds).split()


@given(TEXT)
def test_a_text_does_not_differ_from_itself(text):
    assert {one.kind for one in difference(text, text)} <= {"kept"}


LONG = "word " * 40_000


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b " * 50_000, "b a a " * 33_000),
        (". " * 100_000, "! . " * 50_000),
        (LONG, LONG.replace("word word", "word other")),
        ("x" * 200_000, "x " * 100_000),
        ("a.b!" * 50_000, "b!a." * 50_000),
    ],
)
def test_long_and_hostile_texts_are_compared_in_seconds(old, new):
    with ending():
        segments = difference(old, new)
    assert words_of(segments, "kept", "added") == new.split()


def test_long_kept_runs_are_abridged_around_the_changes():
    segments = [
        Segment("kept", "a b c d e"),
        Segment("removed", "x y z"),
        Segment("kept", "f g h i j"),
        Segment("added", "u v w"),
        Segment("kept", "k l m"),
    ]
    assert [one.text for one in abridged(segments, words=2)] == [
        *("… d e", "x y z", "f g … i j", "u v w", "k l …")
    ]
    assert abridged(segments, words=5) == segments
