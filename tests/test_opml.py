"""Lists of feeds in OPML: taken by sources, given out, and hostile ones."""

import io
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest import outlines
from articles.ingest.outlines import Outlines
from articles.ingest.records import Rejection
from articles.models import Source

pytestmark = pytest.mark.django_db

LIST = b"""<?xml version="1.0"?><opml version="1.1"><head/><body><outline text="News">
<outline type="rss" text="A &amp; B" xmlUrl="https://feeds.outlet.test/all" htmlUrl=""/>
<outline title="C" xmlurl="https://c.test/feed" htmlURL="https://www.c.test/" language="de"/>
<outline type="rss" text="D" url="https://d.test/rss"/><outline text="no feed"/>
<outline text="E" xmlUrl="javascript:1"/><outline text="C too" xmlUrl="https://c.test/other"/>
</outline></body></opml>"""


def take(tmp_path, content):
    """Import a list; return the status and what was told."""
    (tmp_path / "feeds.opml").write_bytes(content)
    out, status = io.StringIO(), 0
    try:
        call_command("import_opml", tmp_path / "feeds.opml", stdout=out, stderr=out)
    except SystemExit as end:
        status = end.code
    return status, out.getvalue()


def test_a_list_gives_sources_their_feeds_with_a_reason_for_what_is_left(tmp_path):
    Source.objects.create(name="Dee", domain="d.test")
    status, told = take(tmp_path, LIST)
    assert status == 1
    dee = Source.objects.get(domain="d.test").revisions.latest("pgh_id")
    assert dee.pgh_context.metadata["command"] == "import_opml"
    assert "2 added, 1 changed, 0 unchanged, 2 rejected." in told
    assert "javascript:1: Its address is no web address." in told
    assert "https://c.test/other: C has the feed https://c.test/feed, which stays." in told
    assert set(Source.objects.values_list("domain", "name", "feed_url")) == {
        ("outlet.test", "A & B", "https://feeds.outlet.test/all"),
        ("c.test", "C", "https://c.test/feed"),
        ("d.test", "Dee", "https://d.test/rss"),
    }


def test_what_is_given_out_can_be_taken_again(tmp_path):
    take(tmp_path, LIST)
    out = io.StringIO()
    call_command("export_opml", stdout=out)
    before = set(Source.objects.values_list("domain", "name", "feed_url"))
    assert take(tmp_path, out.getvalue().encode()) == (
        0,
        f"0 added, 0 changed, {len(before)} unchanged, 0 rejected.\n",
    )
    Source.objects.all().delete()
    take(tmp_path, out.getvalue().encode())
    assert set(Source.objects.values_list("domain", "name", "feed_url")) == before


def test_what_is_given_out_is_opml(tmp_path):
    Source.objects.create(name='<A> & "B"\x0b', domain="a.test", feed_url="https://a.test/?a=1&b=2")
    out = io.StringIO()
    call_command("export_opml", stdout=out)
    root = ET.fromstring(out.getvalue().encode())
    assert (root.tag, root.get("version"), root[0].tag, root[1].tag) == (
        *("opml", "2.0", "head", "body"),
    )
    [outline] = root[1]
    assert outline.attrib.keys() == {"type", "text", "title", "xmlUrl"}
    assert outline.get("xmlUrl") == "https://a.test/?a=1&b=2"


def test_curators_download_the_list(curator_client, client):
    Source.objects.create(name="A", domain="a.test", feed_url="https://a.test/feed")
    page = curator_client.get("/admin/articles/source/").content.decode()
    assert 'href="/admin/articles/source/feeds.opml"' in page
    answer = curator_client.get("/admin/articles/source/feeds.opml")
    assert b"https://a.test/feed" in answer.content
    client.logout()
    assert client.get("/admin/articles/source/feeds.opml").status_code == 302


BOMB = b"<!DOCTYPE opml [<!ENTITY a0 'ha'>" + b"".join(
    b"<!ENTITY a%d '%s'>" % (number, b"&a%d;" % (number - 1) * 10) for number in range(1, 12)
)


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"\0", b"<html/>", b"<opml><body>", b"<opml>" + b"<" * 10**6, b"x" * (11 * 2**20)),
        b"<opml>" + b"<outline>" * 100_000,
        BOMB + b"]><opml><body><outline xmlUrl='&a11;'/></body></opml>",
        b"<opml>" + b"<outline xmlUrl='x'/>" * 100_000 + b"</opml>",
    ],
)
def test_a_hostile_list_has_a_reason(tmp_path, content):
    with pytest.raises(CommandError, match=r"\.$"):
        take(tmp_path, content)
    assert not Source.objects.exists()


def test_a_file_that_is_not_there_is_told():
    with pytest.raises(CommandError, match="Check the path"):
        call_command("import_opml", Path("/nowhere/feeds.opml"))


def test_an_external_entity_is_not_read(tmp_path):
    head = b"<!DOCTYPE opml [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    content = head + b"<opml><body><outline text='a'>&x;</outline></body></opml>"
    assert take(tmp_path, content) == (0, "0 added, 0 changed, 0 unchanged, 0 rejected.\n")


MARKS = [b"<opml>", b"<outline xmlUrl='a'", b"/>", b"&x;", b"<!DOCTYPE a [", b"\xff", b"\0"]


@given(st.lists(st.sampled_from(MARKS) | st.binary(max_size=9), max_size=12))
def test_any_bytes_are_a_list_or_have_a_reason(pieces):
    reason = "."
    try:
        outlines.read(Outlines(b"<opml>" + b"".join(pieces)))
    except Rejection as rejection:
        reason = str(rejection)
    assert reason.endswith(".")
