"""Web addresses made whole, and made one where they mean the same page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.urls import canonical, domain, untracked, web_address

SAME = "https://example.org/a/b?x=1&y=2"


@pytest.mark.parametrize(
    "url",
    [
        SAME,
        "http://example.org/a/b?x=1&y=2",
        "HTTPS://WWW.Example.ORG:443/a/b/?y=2&x=1#part",
        "http://www.example.org:80/a/b?x=1&y=2&utm_source=feed&utm_medium=rss",
        "https://example.org/a/b?src=rss&x=1&fbclid=abc&y=2&gclid=d&ref=home",
        "https://user:secret@example.org/a/b?x=1&y=2",
        " https://example.org./a/b?x=1&y=2\n",
        "//example.org/a/b?x=1&y=2",
    ],
)
def test_addresses_of_the_same_page_are_one(url):
    assert canonical(url) == SAME


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org", "https://example.org"),
        ("https://example.org/?src=home", "https://example.org?src=home"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org/A/%e2%82%ac", "https://example.org/A/%E2%82%AC"),
        ("https://example.org/a b/é", "https://example.org/a%20b/%C3%A9"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example"),
        ("https://example.org/?a=&b", "https://example.org?a=&b="),
        ("https://www.com/a", "https://www.com/a"),
    ],
)
def test_a_canonical_address_keeps_what_matters(url, expected):
    assert canonical(url) == expected


NO_ADDRESS = [
    "",
    "example.org/a",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,x",
    "ftp://example.org/a",
    "mailto:a@example.org",
    "http://",
    "http:///a",
    "https:\\\\example.org",
    "http://localhost/a",
    "http://exa mple.org/",
    "http://-a.example/",
    "http://a..example/",
    "http://[::1]/",
    "http://[/",
    "http://example.org:99999/",
    "http://example.org:x/",
    "http://" + "a" * 300 + ".example/",
    "http://\udcff.example/",
    "https://example.org/" + "a" * 2000,
    "http://example.org\u2100.test/",
]


@pytest.mark.parametrize("value", NO_ADDRESS)
def test_what_is_no_web_address_is_nothing(value):
    assert web_address(value) == canonical(value) == domain(value[:60]) or value.startswith("https")
    assert web_address(value) == ""
    assert canonical(value) == ""


def test_what_browsers_ignore_in_an_address_is_removed():
    assert web_address("\x01 https://exam\tple.org/\x00a\u200b\nb ") == "https://example.org/ab"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("/a", "https://example.org/a"),
        ("b?x=1", "https://example.org/news/b?x=1"),
        ("#part", "https://example.org/news/one#part"),
        ("//cdn.test/x", "https://cdn.test/x"),
        ("http://other.test", "http://other.test/"),
        ("http://a@other.test:8080/'\"<>", "http://other.test:8080/'%22%3C%3E"),
        ("javascript:alert(1)", ""),
    ],
)
def test_a_relative_address_is_read_against_its_base(value, expected):
    assert web_address(value, "https://example.org/news/one") == expected


def test_the_domain_is_the_host_without_www_and_port():
    assert domain("https://www.news.Example.org:8080/a") == "news.example.org"


ODD = st.text(alphabet="htps:/\\.@[]%#?&=aé。ß \t\0\ud800①-_1", max_size=40)


@given(st.one_of(st.text(), ODD, ODD.map("https://{}".format), ODD.map("https://a.test/{}".format)))
def test_no_value_breaks_it_and_a_canonical_address_is_its_own(value):
    address = web_address(value, "https://example.org/")
    assert not address or address.startswith(("http://", "https://"))
    assert address.isascii()
    once = canonical(value)
    assert canonical(once) == once
    assert bool(once) == bool(web_address(value))


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://www.outlet.example/a?src=rss", "https://www.outlet.example/a"),
        ("https://outlet.example/a?id=7&utm_source=x#part", "https://outlet.example/a?id=7#part"),
        ("http://outlet.example/a?b=%20c", "http://outlet.example/a?b=%20c"),
    ],
)
def test_an_address_loses_what_says_who_followed_it_and_nothing_else(address, kept):
    assert untracked(address) == kept
