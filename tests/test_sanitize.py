"""What sanitising lets through, and what becomes of the rest."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.records import Rejection
from articles.ingest.sanitize import MAX_DEPTH, SCHEMES, TAGS, clean_html, is_clean, outline

BASE = "https://example.org/news/one"
REL = 'rel="noopener noreferrer nofollow ugc"'

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.test/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    '<img src="javascript:alert(1)">',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="&#0000106avascript:alert(1)">x</a>',
    '<a href="javascript&colon;alert(1)">x</a>',
    '<a href=" &#14; javascript:alert(1)">x</a>',
    '<a href="java&#1;script:alert(1)">x</a>',
    '<a href="javascript:123">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="https://ok.test/" onclick="alert(1)" style="position:fixed" id=q>x</a>',
    '<a href="https://ok.test/" class="site-header media">x</a>',
    '<a href="https://ok.test/" rel="opener" target="_top">x</a>',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    '<iframe src="javascript:alert(1)"></iframe>',
    '<object data="data:text/html,x"><embed src="javascript:alert(1)"></object>',
    '<meta http-equiv="refresh" content="0;url=https://evil.test">',
    '<base href="https://evil.test/">',
    '<link rel=stylesheet href="https://evil.test/x.css">',
    "<style>body{background:url(https://evil.test/x)}</style>",
    '<div style="background:url(javascript:alert(1))" class="header">x</div>',
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<template><script>alert(1)</script></template>",
    "<textarea><script>alert(1)</script></textarea>",
    "<title><script>alert(1)</script></title>",
    "<video><source onerror=alert(1) src=x></video>",
    '<p dir="ltr" lang="en" onmouseover=alert(1)>x</p>',
    "<p lang='\"><script>alert(1)</script>'>x</p>",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<input autofocus onfocus=alert(1)>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
    "<plaintext><script>alert(1)</script>",
    "<a href='https://ok.test/'><a href='https://ok.test/2'>x</a></a>",
    "<table><tr><td><a href='https://ok.test'><table><td><a href='https://ok.test/3'>y",
    "&#" + "9" * 5000 + ";<a title='&#" + "1" * 5000 + ";' href='https://ok.test/'>x</a>",
    "<a href='https://ok.test/?a=&#" + "1" * 5000 + ";'>x</a>",
    "<p title='&#xD800;\0'>\ud800\0\ufffe</p>",
]

TAG = re.compile(r"<(/?)([a-z0-9]+)((?: [a-z]+=\"[^\"<>]*\")*)>")
ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')


def assert_only_the_table(html):
    """Everything between brackets is a tag of the table with attributes and schemes of it."""
    assert "<" not in TAG.sub("", html)
    assert not re.search(r"<a [^>]*>(?:(?!</a>).)*<a ", html, re.DOTALL)
    for _, name, attributes in TAG.findall(html):
        assert name in TAGS
        for key, value in ATTRIBUTE.findall(attributes):
            assert key in TAGS[name] | TAGS["*"]
            if key == "href":
                assert value.partition(":")[0] in SCHEMES
            if key in ("rel", "class"):
                assert value in ("noopener noreferrer nofollow ugc", "media")
        if name == "a" and attributes:
            assert REL in attributes


@pytest.mark.parametrize("attack", ATTACKS)
def test_it_lets_nothing_through_but_the_table(attack):
    clean = clean_html(f"<p>before</p>{attack}", BASE)
    assert_only_the_table(clean)
    assert "before" in clean
    assert not re.search(r"alert|[\0\ud800\ufffe]", re.sub(r"<[^>]*>", "", clean)) or any(
        mark in attack for mark in ("CDATA", "<scr<", "xmp", "plaintext")
    )


def soup():
    names = [*TAGS, "script", "style", "svg", "math", "img", "iframe", "video", "source", "select"]
    names += ["h1", "section", "noscript", "template", "nobr", "button", "form", "title", "unknown"]
    keys = ["href", "src", "title", "alt", "class", "dir", "style", "onclick", "rel", "colspan"]
    values = ["javascript:x", "/a?b=1&amp;c=2", "https://x.test/é", "media", "rtl", "2", "&lt;b>"]
    attribute = st.builds("{}='{}'".format, st.sampled_from(keys), st.sampled_from(values))
    opened = st.builds(
        lambda name, attributes: f"<{name} {' '.join(attributes)}>",
        st.sampled_from(sorted(names)),
        st.lists(attribute, max_size=2),
    )
    closed = st.sampled_from(sorted(names)).map("</{}>".format)
    text = st.sampled_from(
        ["one", " ", "\n", "&amp;lt;", "&nbsp;", "<", "&", "&#1;", "é  é", "<!--"]
    )
    return st.lists(st.one_of(opened, closed, text, st.text(max_size=4)), max_size=25).map("".join)


@given(soup())
def test_it_lets_nothing_of_any_tag_soup_through_but_the_table(html):
    assert_only_the_table(clean_html(html, BASE))


@given(soup())
def test_it_changes_nothing_when_it_cleans_again(html):
    once = clean_html(html, BASE)
    assert clean_html(once, BASE) == once


@given(soup())
def test_its_outline_holds_no_markup_but_what_the_text_itself_shows(html):
    text, links = outline(clean_html(html, BASE))
    assert "\n\n\n" not in text
    assert text == text.strip()
    assert all(link.url.startswith(("http://", "https://")) and link.domain for link in links)


@pytest.mark.parametrize("tag", ["script", "style", "template", "noscript", "textarea", "svg"])
def test_it_drops_what_is_no_text_with_all_that_is_in_it(tag):
    assert clean_html(f"<p>a</p><{tag}>secret</{tag}><p>b</p>") == "<p>a</p>\n<p>b</p>"


def test_it_keeps_the_words_of_a_tag_that_it_does_not_know():
    assert clean_html("<p>one <blink>two</blink></p>") == "<p>one two</p>"


def test_it_makes_a_first_heading_a_second():
    assert clean_html("<h1>Heading</h1>") == "<h2>Heading</h2>"


def test_it_makes_relative_links_absolute():
    html = '<a href="/a?x=1&amp;y=2" title="Say &quot;x&quot;">a</a>'
    assert clean_html(html, BASE) == (
        f'<p><a href="https://example.org/a?x=1&amp;y=2" title="Say &quot;x&quot;" {REL}>a</a></p>'
    )


def test_it_unwraps_a_relative_link_where_there_is_no_address_to_read_it_against():
    assert clean_html('<p>see <a href="/a">this</a></p>') == "<p>see this</p>"


def test_it_keeps_a_mail_address():
    assert 'href="mailto:desk@example.org?subject=a%20b"' in clean_html(
        '<a href="MAILTO:desk@example.org?subject=a b">write</a>'
    )


def test_an_image_becomes_a_labelled_link():
    html = '<p>x</p><img src="pic.jpg" alt="A &amp; B"><img src="https://cdn.test/2.jpg">'
    clean = clean_html(html, BASE)
    link = f'<a href="https://example.org/news/pic.jpg" class="media" {REL}>Image: A &amp; B</a>'
    assert link in clean
    assert ">Image at cdn.test</a>" in clean


def test_an_image_in_a_link_stands_after_that_link():
    clean = clean_html('<a href="https://a.test/"><img src="https://b.test/i.png"> words</a>')
    assert re.sub(r' (class|rel)="[^"]*"', "", clean) == (
        '<p><a href="https://a.test/"> words</a>'
        ' <a href="https://b.test/i.png">Image at b.test</a></p>'
    )


@pytest.mark.parametrize(
    "html",
    [
        '<img src="data:image/gif;base64,R0lGOD">',
        '<img src="https://count.test/p.gif" width="1" height="1">',
        '<img src="https://count.test/p.gif" height=1px>',
        "<img alt=nothing>",
        "<p></p><p>&nbsp;</p><div><span> </span></div><figure><figcaption></figcaption></figure>",
        "<!-- a comment -->",
        "<table><tr><td></td></tr></table>",
    ],
)
def test_it_leaves_nothing_of_what_shows_nothing(html):
    assert clean_html(html, BASE) == ""


@pytest.mark.parametrize(
    ("html", "label"),
    [
        ('<iframe src="https://www.youtube.com/embed/1">x</iframe>', "Video at youtube.com"),
        ('<iframe src="//forms.test/1" title="A form"></iframe>', "Media: A form"),
        ('<video><source src="/v.mp4">No video for you</video>', "Video at example.org"),
        ('<audio src="/v.mp3"></audio>', "Audio at example.org"),
    ],
)
def test_embedded_media_become_labelled_links(html, label):
    assert re.sub(r"<[^>]*>", "", clean_html(html, BASE)) == label


def test_it_keeps_the_direction_of_right_to_left_text():
    html = '<p dir="rtl" lang="ar">مرحبا</p>'
    assert clean_html(html) == html


def test_it_puts_loose_text_into_paragraphs():
    assert clean_html("one <b>two</b><p>three</p>four") == (
        "<p>one <b>two</b></p>\n<p>three</p>\n<p>four</p>"
    )


def test_it_keeps_the_lines_of_preformatted_text():
    assert clean_html("<pre>a\n  b</pre>") == "<pre>a\n  b</pre>"
    assert clean_html("<pre>\n\n\na\n\nb</pre>") == "<pre>a\n\nb</pre>"


def test_it_removes_control_characters_without_a_trace():
    assert clean_html("<p>a\x01b\0c&#1;d\ud800</p>") == "<p>abcd</p>"


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("x" * 1_000_001, "Text too long"),
        ("<" * 100_001, "Too much markup"),
        ("&" * 100_001, "Too much markup"),
        ("<div>" * 501, "Nested more than 500"),
        ("<p>" + "<img src=x>" * 10_000, "longer than 2,000,000"),
    ],
)
def test_it_rejects_what_is_too_much_to_clean(html, reason):
    with pytest.raises(Rejection, match=reason):
        clean_html(html, f"https://example.org/{'a' * 200}/")


def test_many_paragraphs_without_an_end_are_not_deep():
    assert clean_html("<p>x" * 600).count("<p>") == 600


def test_the_outline_is_paragraphs_and_links_without_labels_of_media():
    text, links = outline(
        clean_html(
            "<h2>Head</h2><p>One<br>two <i>three</i>.</p><ul><li>a</li><li>b</li></ul>"
            '<p><a href="/x"><b>Words</b></a> <a href="/x">again</a>'
            ' <a href="mailto:a@b.test">m</a>'
            '<img src="/i.png" alt="Not this"></p>',
            BASE,
        )
    )
    assert text == "Head\n\nOne\ntwo three.\n\na\n\nb\n\nWords again m"
    assert [(link.url, link.domain, link.text) for link in links] == [
        ("https://example.org/x", "example.org", "Words")
    ]


@given(soup())
def test_what_was_cleaned_is_clean(html):
    assert is_clean(clean_html(html, BASE))


@given(soup() | st.sampled_from(ATTACKS))
def test_what_is_called_clean_is_of_the_table(html):
    if is_clean(html):
        assert_only_the_table(html)


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="https://ok.test/">x</a></p>',
        f'<p><a href="https://ok.test/" class="header" {REL}>x</a></p>',
        f"<p><a {REL}>x</a></p>",
        '<p lang="no such thing">x</p>',
        '<p style="color:red">x</p>',
        "<p>x</p><script>alert(1)</script>",
        "<p>a\x01b</p>",
        "<div>" * (MAX_DEPTH + 1) + "x" + "</div>" * (MAX_DEPTH + 1),
    ],
)
def test_what_cleaning_would_change_is_not_clean(html):
    assert not is_clean(html)
