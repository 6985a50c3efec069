"""The blocks of a body: what they are, how they are known again, and which are left out."""

from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.blocks import MOST_AT_EACH_END, blocks, digested, digests, left_out, plain
from articles.ingest.sanitize import clean_html

PLEA = "Write to us if you know more."


def digest(html):
    return digested(html)[0].digest


def own_text(html, *repeated):
    found = digested(html)
    out = left_out(found, {digest(f"<p>{text}</p>") for text in repeated})
    return [block.text for block in found if block not in out]


def test_a_block_knows_its_text_and_where_its_tag_ends():
    [first, second] = blocks('<p lang="en">One <em>and</em> two.</p>\n<ul><li>Three.</li></ul>')
    assert (first.text, first.tag, first.place) == ("One and two.", "p", 2)
    assert (second.text, second.tag) == ("Three.", "li")


def test_the_same_words_are_the_same_block():
    same = ["<p>Write to us!</p>", "<li>WRITE, to <b>us</b></li>", "<h2>Write to us</h2>"]
    assert len({digest(html) for html in same}) == 1
    assert digest("<p>Write to them.</p>") != digest(same[0])


def test_an_address_does_not_tell_blocks_apart():
    first = digest("<p>First printed by us at https://outlet.example/one.</p>")
    assert first == digest("<p>First printed by us at https://outlet.example/two</p>")


def test_numbers_tell_blocks_apart():
    assert digest("<p>It costs 20 euros.</p>") != digest("<p>It costs 30 euros.</p>")


def test_what_says_nothing_by_itself_is_not_compared():
    html = "<p>1</p><p>* * *</p><p>https://outlet.example/one</p><div>Loose<p>x</p></div>"
    table = "<table><tbody><tr><td>Price</td><td><p>Size</p></td></tr></tbody></table>"
    assert [block.text for block in digested(html + table) if block.digest] == ["x"]
    assert digest(f"<p>{PLEA}</p>")


def test_of_a_very_long_body_both_ends_are_compared():
    html = "".join(f"<p>Paragraph {number}.</p>" for number in range(3 * MOST_AT_EACH_END))
    found = [block.digest for block in digested(html)]
    assert digests(digested(html)) == (*found[:MOST_AT_EACH_END], *found[-MOST_AT_EACH_END:])


def test_what_is_repeated_is_left_out():
    assert own_text(f"<p>{PLEA}</p><p>The tax fell.</p>", PLEA) == ["The tax fell."]


def test_a_heading_stays_with_what_stands_under_it():
    html = f"<h2>More</h2><p>The tax fell.</p><h2>More</h2><p>{PLEA}</p><h2>More</h2>"
    assert own_text(html, PLEA, "More") == ["More", "The tax fell."]


def test_nothing_is_left_out_where_nothing_would_be_left():
    assert own_text(f"<p>{PLEA}</p>", PLEA) == [PLEA]


@given(st.text("<>/pdivlbrtablehx2 =&\"'\n", max_size=200))
def test_places_are_where_a_tag_of_any_body_has_its_name(html):
    body = clean_html(html)
    for block in blocks(body):
        if block.tag:
            assert body[: block.place].endswith(f"<{block.tag}")
            assert body[block.place] in (" ", ">")
    assert "\x00" not in plain(blocks(body))
