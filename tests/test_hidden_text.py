"""Text that styles keep from being seen is no part of an article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.sanitize import clean_html

TEXT = "<p>The council adopted its rule on Friday, after a long night of talks.</p>"
WORDS = "Seen by nobody."


@pytest.mark.parametrize(
    "hidden",
    [
        f'<div style="display:none;max-height:0">{WORDS}</div>',
        f'<div style="max-height:0; DISPLAY : none !important"><b>{WORDS}</b></div>',
        f'<span style="font-size:0px;color:#fff">{WORDS}</span>',
        f'<div style="font-size: 0"><b>{WORDS}</b></div>',
        f'<p style="mso-hide:all">{WORDS}</p>',
        f"<p hidden>{WORDS}</p>",
        f'<p hidden="until-found">{WORDS}</p>',
        f'<div style="display:none"><div>{WORDS}</div><img src="https://a.example/b.png"></div>',
        '<img src="https://a.example/b.png" style="width:1px;height:1px">',
        '<img src="https://a.example/b.png" style="display:none">',
    ],
)
def test_what_is_hidden_goes_and_what_is_beside_it_stays(hidden):
    assert clean_html(f"{hidden}{TEXT}") == clean_html(f"{TEXT}{hidden}") == TEXT


@pytest.mark.parametrize(
    "shown",
    [
        f'<div style="font-size:0px"><p style="font-size:16px">{WORDS}</p></div>',
        f'<div style="font-size:0"><div><p style="font:16px serif">{WORDS}</p></div></div>',
        f'<p style="font-size:0.9em">{WORDS}</p>',
        f'<p style="font-size:10px">{WORDS}</p>',
        f'<p style="display:block">{WORDS}</p>',
        f'<p style="x-display:none-such">{WORDS}</p>',
    ],
)
def test_what_has_a_size_is_seen(shown):
    assert WORDS in clean_html(f"{shown}{TEXT}")


def test_a_picture_between_which_gaps_are_closed_is_seen():
    cell = '<div style="font-size:0"><img src="https://a.example/b.png" alt="A hall"></div>'
    assert "A hall" in clean_html(f"{cell}{TEXT}")


def test_what_is_most_of_the_words_stays():
    assert clean_html(f'<div style="display:none">{TEXT}</div><p>More</p>').count("council") == 1


def test_no_style_is_left():
    assert clean_html('<p><span style="color:red">a</span><b style="top:0">b</b></p>') == (
        "<p>a<b>b</b></p>"
    )


PIECES = st.sampled_from(
    [
        *("<div style='display:none'>", "<p style='font-size:0'>", "<b style='font-size:9px'>"),
        *("</div>", "</p>", "</b>", "<img style='width:1px' src='https://a.example/b'>"),
        *("<p hidden>", "words ", "<br>", "<li style='mso-hide:all'>", "</li>"),
    ]
)


@given(st.lists(PIECES, max_size=20).map("".join))
def test_cleaning_what_is_clean_changes_nothing(html):
    cleaned = clean_html(html)
    assert clean_html(cleaned) == cleaned
    assert "style" not in cleaned
