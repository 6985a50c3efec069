"""Feeds taken apart: every format, relative links, missing parts, and what no feed should be."""

import io
import json
import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest import entries
from articles.ingest.containers import items
from articles.ingest.entries.shapes import FeedText, Lines
from articles.ingest.records import Rejection
from articles.ingest.worker import Cleaner, clean_item

RSS = b"""<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Outlet</title><link>https://outlet.test/</link><language>fr-CA</language>
<item><title>One &amp;amp; two</title><link>/1?utm_source=rss</link>
<description>It&amp;#8217;s the opening.</description>
<content:encoded><![CDATA[<p>The <a href="/law">whole</a> text.</p>]]></content:encoded>
<pubDate>Mon, 01 Jan 2024 10:00:00 +0100</pubDate><dc:creator>A. Writer</dc:creator>
<category>Privacy</category><category>Courts</category>
<enclosure url="https://outlet.test/1.jpg" type="image/jpeg" length="1"/></item>
</channel></rss>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Outlet</title><link>https://outlet.test/</link></channel>
<item><title>One &amp; two</title><link>https://outlet.test/1</link>
<description>The whole text.</description><dc:date>2024-01-01T09:00:00Z</dc:date>
<dc:creator>A. Writer</dc:creator></item></rdf:RDF>"""
OLD_RSS = b"""<rss version="0.91"><channel><title>Outlet</title><link>https://outlet.test/</link>
<item><title>One &amp; two</title><link>https://outlet.test/1</link>
<description>The whole text.</description><pubDate>1 Jan 2024 09:00 GMT</pubDate></item>
</channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://outlet.test/news/">
<title>Outlet</title><updated>2024-05-05T00:00:00Z</updated>
<entry><title type="html">One &amp;amp; two</title><link href="1"/><id>tag:1</id>
<published>2024-01-01T09:00:00Z</published><updated>2024-05-05T00:00:00Z</updated>
<author><name>A. Writer</name></author><category term="p" label="Privacy"/>
<content type="html" xml:base="/acts/">&lt;p>The &lt;a href="law">whole&lt;/a> text.&lt;/p>
</content></entry></feed>"""
OLD_ATOM = b"""<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Outlet</title>
<entry><title>One &amp; two</title><link rel="alternate" href="https://outlet.test/1"/>
<issued>2024-01-01T09:00:00Z</issued><modified>2024-02-02T09:00:00Z</modified>
<content type="text/html" mode="escaped">&lt;p>The whole text.&lt;/p></content></entry></feed>"""
ITEM = {
    "id": 7,
    "url": "https://outlet.test/1",
    "title": "One & two",
    "content_html": "<p>The whole text.</p>",
    "date_published": "2024-01-01T09:00:00Z",
    "tags": ["Privacy", 7],
}
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Outlet",
    "language": "fr",
    "authors": [{"name": "A. Writer"}],
    "items": [ITEM],
}
FORMATS = {
    "rss": RSS,
    "rdf": RDF,
    "old_rss": OLD_RSS,
    "atom": ATOM,
    "old_atom": OLD_ATOM,
    "json": json.dumps(JSON_FEED).encode(),
    "sorted_json": json.dumps(JSON_FEED, sort_keys=True, indent=1).encode(),
    "utf16": RSS.replace(b'"1.0"?', b'"1.0" encoding="utf-16"?').decode().encode("utf-16"),
    "spaced": b"\xef\xbb\xbf\n\n <!-- a > b -->" + ATOM,
}


def read(content, address=""):
    """The articles of a feed."""
    return [clean_item(found) for found in found_in(content, address)]


def found_in(content, address=""):
    place = entries.shapes.Place(address or "feed", address or "feed")
    lines = entries.read(FeedText(content, address)).lines
    return [line.item(place.named(line.name), place) for line in lines]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_its_entry(name):
    assert entries.is_feed(io.BytesIO(FORMATS[name]))
    [article] = read(FORMATS[name])
    assert article.title == "One & two"
    assert article.body_text == "The whole text."
    assert article.published == date(2024, 1, 1)
    assert article.published_at == datetime(2024, 1, 1, 9, tzinfo=UTC)
    assert article.notes == ()
    path = "news/1" if name in ("atom", "spaced") else "1"
    assert article.canonical_url == f"https://outlet.test/{path}"


def test_the_parts_of_an_entry_are_kept():
    [article] = read(RSS)
    assert (article.byline, article.tags, article.language) == (
        *("A. Writer", ("Privacy", "Courts"), "fr"),
    )
    assert article.excerpt == "It’s the opening."
    assert article.cover_image == "https://outlet.test/1.jpg"
    assert [link.url for link in article.links] == ["https://outlet.test/law"]
    [article] = read(ATOM)
    assert (article.byline, article.tags) == ("A. Writer", ("Privacy",))
    assert [link.url for link in article.links] == ["https://outlet.test/acts/law"]
    [article] = read(FORMATS["json"])
    assert (article.byline, article.tags, article.language) == ("A. Writer", ("Privacy",), "fr")


def test_links_are_relative_to_where_the_feed_was_fetched():
    [article] = read(
        RSS.replace(b"<link>https://outlet.test/</link>", b""), "https://a.test/x/feed"
    )
    assert article.canonical_url == "https://a.test/1"


def test_an_entry_without_an_author_has_that_of_its_feed():
    author = b"<author><name>A. Writer</name></author>"
    [article] = read(ATOM.replace(author, b"").replace(b"<entry>", author + b"<entry>"))
    assert article.byline == "A. Writer"


WORDPRESS = b"""<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<item><title>A rule</title><link>https://a.test/rule/</link>
<pubDate>Mon, 01 Jan 2024 10:00:00 +0000</pubDate>
<content:encoded>The council adopted a rule.</content:encoded>
<wp:post_type>post</wp:post_type><wp:status>publish</wp:status></item>
<item><title>Another</title><link>https://a.test/?p=2</link>
<pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate>
<content:encoded>The council may adopt another.</content:encoded>
<wp:post_date>2024-02-03 04:05:06</wp:post_date>
<wp:post_type>post</wp:post_type><wp:status>draft</wp:status></item>
<item><title>rule.png</title><link>https://a.test/rule-png/</link>
<pubDate>Mon, 01 Jan 2024 10:00:00 +0000</pubDate><content:encoded></content:encoded>
<wp:post_type>attachment</wp:post_type><wp:status>inherit</wp:status></item>
</channel></rss>"""


@pytest.mark.parametrize(
    ("written", "byline"),
    [
        (b"jo@tech.media (Jo Smith)", "Jo Smith"),
        (b"Jo Smith &lt;jo@outlet.example&gt;", "Jo Smith"),
        (b"jo@a.institute (Jo Smith), bo@b.com (Bo Ek)", "Jo Smith, Bo Ek"),
        (b"jo@a.media (Jo Smith)</author><author>bo@b.com (Bo Ek)", "Jo Smith, Bo Ek"),
        (b"Jo Smith, jo@outlet.example", "Jo Smith"),
        (b"jo@outlet.example", ""),
        (b"Jo Smith", "Jo Smith"),
    ],
)
def test_an_author_is_named_beside_an_address_of_any_ending(written, byline):
    [article] = read(rss(b"<title>A</title><author>" + written + b"</author>" + DATE))
    assert article.byline == byline


def test_of_an_export_of_blogger_posts_are_articles_and_comments_none():
    kind = '<category term="http://schemas.google.com/blogger/2008/kind#{0}"/>'
    entry = "<entry><id>{0}</id><title>{0}</title><published>2024-01-01</published>" + kind
    entries = "".join(f"{entry.format(one)}<content>Text.</content></entry>" for one in KINDS)
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>{entries}</feed>'
    problems = [line.problem for line in found_in(feed.encode())]
    assert problems == ["", "No article: Blogger calls it 'comment'. Leave it out."]


def test_a_post_with_a_password_is_not_for_readers():
    locked = WORDPRESS.replace(b"</item>", b"<wp:post_password>x</wp:post_password></item>", 1)
    assert clean_item(found_in(locked)[0]).is_draft


def test_of_an_export_of_wordpress_drafts_are_drafts_and_pictures_no_articles():
    post, draft, picture = found_in(WORDPRESS)
    assert not clean_item(post).is_draft
    draft = clean_item(draft)
    assert (draft.is_draft, draft.published) == (True, date(2024, 2, 3))
    assert picture.problem == "No article: WordPress calls it 'attachment'. Leave it out."


def rss(*parts):
    items_of = b"".join(b"<item>" + part + b"</item>" for part in parts)
    return b'<rss version="2.0"><channel>' + items_of + b"</channel></rss>"


KINDS = ("post", "comment")
DATE = b"<pubDate>Mon, 01 Jan 2024 10:00:00 GMT</pubDate>"


def test_an_entry_without_text_is_its_headline():
    [article] = read(rss(b"<title>A headline</title><link>https://a.test/1</link>" + DATE))
    assert article.body_text == "A headline"
    assert "headline stands for it" in article.notes[0]


def test_an_entry_without_a_date_has_that_of_the_feed_or_the_day():
    undated = rss(b"<title>A headline</title>")
    [article] = read(undated)
    assert article.published == datetime.now(UTC).date()
    assert any("No date" in note for note in article.notes)
    published = b"<channel><pubDate>1 Jan 2021 10:00:00 GMT</pubDate>"
    [article] = read(undated.replace(b"<channel>", published))
    assert article.published == date(2021, 1, 1)
    for day, taken in ((b"2021", date(2021, 1, 1)), (b"2091", datetime.now(UTC).date())):
        built = b"<channel><lastBuildDate>1 Jan " + day + b" 10:00:00 GMT</lastBuildDate>"
        [article] = read(undated.replace(b"<channel>", built))
        assert article.published == taken


def test_the_bytes_of_an_undated_entry_do_not_change_with_the_day():
    [found] = found_in(rss(b"<title>A headline</title>"))
    assert found.content == b'{"contentText": "A headline", "title": "A headline"}'


def test_what_is_renewed_with_every_request_is_left_out():
    [first] = found_in(ATOM)
    [second] = found_in(ATOM.replace(b"2024-05-05", b"2024-06-06"))
    assert first.sha256 == second.sha256


def test_a_date_that_is_not_understood_is_told():
    text = b"<title>A headline</title><pubDate>the day before</pubDate>"
    [article] = read(rss(text))
    assert "'the day before' was not understood" in " ".join(article.notes)


def test_an_entry_with_nothing_to_read_has_a_reason():
    [found] = found_in(rss(b"<guid>x</guid>"))
    assert "neither headline nor text" in found.problem


def test_a_cut_feed_gives_what_is_whole_and_says_so():
    whole = rss(*[b"<title>Story</title><description>Text.</description>" + DATE] * 3)
    lines = entries.read(FeedText(whole[: whole.rindex(b"Text.") + 2]))
    assert len(lines.lines) == 2
    assert "cut short" in lines.problem


def test_a_feed_in_a_file_is_a_container(tmp_path):
    (tmp_path / "a.xml").write_bytes(RSS)
    (tmp_path / "b.json").write_bytes(FORMATS["sorted_json"])
    (tmp_path / "c.xml").write_bytes(b"<rss><channel></channel></rss>")
    found = list(items([str(tmp_path)]))
    names = [item.path.removeprefix(f"{tmp_path}/") for item in found]
    assert names == ["a.xml:1", "b.json:1", "c.xml"]
    assert found[2].problem == "The feed has no entries."
    assert found[0].feed == f"{tmp_path.name}/a.xml"


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"<html><body>feed</body></html>", b'{"version": "1"}', b"title: feed\n\n<rss>"),
        *(
            b'{"body": "\\"version\\": \\"https://jsonfeed.org/version/1\\""}',
            b"<svg>",
            b"\xff\xfe",
        ),
    ],
)
def test_what_is_no_feed_is_none(content):
    assert not entries.is_feed(io.BytesIO(content))
    with pytest.raises(Rejection, match="Not a feed"):
        entries.read(FeedText(content))


BOMB = b"<!DOCTYPE rss [<!ENTITY a0 'ha'>" + b"".join(
    b"<!ENTITY a%d '%s'>" % (number, b"&a%d;" % (number - 1) * 10) for number in range(1, 12)
)
HOSTILE = {
    "brackets": b"<rss>" + b"<" * (10 * 2**20),
    "nested": b"<rss><channel>" + b"<a>" * 100_000,
    "entities": BOMB + b"]><rss><channel><item><title>&a11;</title></item></channel></rss>",
    "external": b"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><channel>"
    b"<item><title>&x;root</title></item></channel></rss>",
    "many": rss(*[b"<title>x</title>"] * 100_000),
    "authors": rss(b"<title>x</title><author>@ " + b"a" * 100_000 + b"</author>"),
    "nul": RSS.replace(b"whole", b"wh\0ole"),
    "json_nested": b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 10**6,
    "json_many": b'{"version": "https://jsonfeed.org/version/1", "items": ['
    + b"{}," * 10**6
    + b"{}]}",
    "json_types": b'{"version": "https://jsonfeed.org/version/1", "items": [1, {"title": {}, '
    b'"tags": 7, "authors": [[]], "id": 1e999, "date_published": {}}]}',
}


@pytest.mark.parametrize("name", ["entities", "external"])
def test_a_feed_that_uses_names_of_its_own_making_is_refused(name):
    with pytest.raises(Rejection, match=r"such names are not read\. Write it out\.$"):
        entries.read(FeedText(HOSTILE[name]))


def test_names_that_html_has_may_be_defined():
    defined = b'<!DOCTYPE rss [<!ENTITY nbsp "&#160;"><!ENTITY x "y">]>'
    item = b"<title>A&nbsp;rule</title><link>https://a.example/b</link>"
    [line] = entries.read(FeedText(defined + rss(item))).lines
    assert json.loads(line.content)["title"].split() == ["A", "rule"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_feed_gives_entries_or_a_reason_in_bounds(name):
    began = time.monotonic()
    with Cleaner(workers=1) as cleaner:
        found, reason = Lines(()), ""
        try:
            found = cleaner.ask(FeedText(HOSTILE[name]))
        except Rejection as rejection:
            reason = str(rejection)
        assert found.lines or (reason or found.problem).endswith(".")
        assert len(found.lines) <= entries.MAX_ENTRIES
        assert b"root:" not in b"".join(line.content for line in found.lines)
        [again] = cleaner.ask(FeedText(RDF)).lines
        assert b"One & two" in again.content
    assert time.monotonic() - began < 60


PIECES = st.sampled_from(
    [
        *(b"<item>", b"</item>", b"<entry>", b"</entry>", b"<title>", b"</title>", b"<link>"),
        *(b"<link href='//[' />", b"<pubDate>", b"2024-01-01", b"<content type='xhtml'>", b"]]>"),
        *(b"<![CDATA[", b"&#0;", b"&#xD800;", b"&x;", b"<!DOCTYPE", b"[", b"\0", b"\xff"),
        *(b"<media:content url='x' medium='image'/>", b"<source>", b"<author>", b"<category/>"),
        *(
            b' xml:base="http://[/"',
            b'{"',
            b'":',
            b"[]",
            b"<georss:point>1 x</georss:point>",
            b"-->",
        ),
    ]
)


@st.composite
def mutated(draw):
    """A feed with pieces thrown into it."""
    content = bytearray(draw(st.sampled_from(list(FORMATS.values()))))
    for piece in draw(st.lists(PIECES | st.binary(max_size=8), max_size=6)):
        place = draw(st.integers(0, len(content)))
        content[place : place + draw(st.integers(0, 9))] = piece
    return bytes(content)


@given(mutated() | st.binary(max_size=300), st.sampled_from(["", "https://a.test/feed"]))
def test_any_feed_gives_entries_or_a_reason(content, address):
    found, reason = Lines(()), "."
    try:
        found = entries.read(FeedText(content, address))
    except Rejection as rejection:
        reason = str(rejection)
    assert reason.endswith(".")
    for line in found.lines:
        assert line.problem or json.loads(line.content)


@pytest.mark.parametrize(
    "mark",
    [
        "<app:control><app:draft>yes</app:draft></app:control>",
        "<blogger:status>DRAFT</blogger:status>",
    ],
)
def test_a_draft_of_an_export_says_so(mark):
    names = (
        'xmlns:app="http://purl.org/atom/app#" '
        'xmlns:blogger="http://schemas.google.com/blogger/2018"'
    )
    entry = f"<entry><title>A</title>{mark}<content>It met.</content></entry>"
    content = f'<feed xmlns="http://www.w3.org/2005/Atom" {names}>{entry}</feed>'
    [line] = entries.read(FeedText(content.encode())).lines
    assert json.loads(line.content)["status"] == "draft"


def test_a_comment_in_an_export_is_no_article():
    names = 'xmlns:blogger="http://schemas.google.com/blogger/2018"'
    entry = "<entry><title>A</title><blogger:type>COMMENT</blogger:type></entry>"
    content = f'<feed xmlns="http://www.w3.org/2005/Atom" {names}>{entry}</feed>'
    [line] = entries.read(FeedText(content.encode())).lines
    assert line.problem == "No article: Blogger calls it 'comment'. Leave it out."
