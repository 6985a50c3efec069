"""Boxes of marks: every article that can be among the best stands in one."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from articles.search.boxes import Ladder, Space


@st.composite
def ladders(draw):
    """A stem's levels: bounds that rise, shares that fall, the first of them without a key."""
    size = draw(st.integers(2, 8))
    bounds = sorted(draw(st.lists(st.floats(0, 10), min_size=size, max_size=size)))
    shares = sorted(draw(st.lists(st.floats(0, 1), min_size=size, max_size=size)), reverse=True)
    keys = ("", *(f"key{n}" for n in range(1, size)))
    return Ladder(keys, tuple(bounds), tuple(shares))


@given(
    st.lists(ladders(), min_size=1, max_size=3),
    st.floats(1, 1000),
    st.floats(0, 20),
    st.integers(1, 400),
)
def test_whatever_can_score_more_than_all_outside_stands_in_a_box(
    given_ladders, wanted, least, most
):
    named = [
        Ladder(tuple(k and f"{k}-{n}" for k in one.keys), one.bounds, one.shares)
        for n, one in enumerate(given_ladders)
    ]
    region = Space(named, 1000, most).region(wanted, least)
    for levels in product(*(range(len(ladder.keys)) for ladder in named)):
        bound = sum(ladder.bounds[n] for ladder, n in zip(named, levels, strict=True))
        reached = {
            key
            for ladder, n in zip(named, levels, strict=True)
            for key in ladder.keys[: n + 1]
            if key
        }
        inside = any(set(box) <= reached for box in region.boxes)
        if bound > region.beyond:
            assert inside


@given(st.lists(ladders(), min_size=1, max_size=3), st.floats(1, 1000), st.integers(1, 400))
def test_no_box_lies_within_another(given_ladders, wanted, most):
    region = Space(given_ladders, 1000, most).region(wanted)
    assert len(set(region.boxes)) <= len(region.boxes)
    levels = [tuple(int(key.removeprefix("key")) for key in box if key) for box in region.boxes]
    if len(given_ladders) == 1:
        assert len(levels) == 1


def test_more_articles_lie_in_more_and_lower_boxes():
    ladder = Ladder(("", "a", "b", "c"), (1.0, 2.0, 3.0, 4.0), (1.0, 0.1, 0.01, 0.001))
    space = Space([ladder], 10_000, 16)
    assert space.region(5).boxes == (("c",),)
    assert space.region(50).boxes == (("b",),)
    assert space.region(500).boxes == (("a",),)
    everything = space.region(5_000)
    assert space.region(5_000, least=3.0).boxes == (("c",),)
    assert space.region(5_000, least=2.5).boxes == (("b",),)
    assert everything.boxes == ((),)
    assert everything.beyond == 0
