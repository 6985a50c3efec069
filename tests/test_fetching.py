"""Fetching from the web: which addresses may be asked, and the limits of what they answer."""

import gzip
import ipaddress
import socket
import time
from datetime import UTC, datetime

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.fetching.addresses import is_public, is_public_or_own
from articles.fetching.web import MAX_HEAD, FetchError, fetch, retry_after
from tests.web_servers import Page, web_server

PRIVATE = """
0.0.0.0 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.0.9 168.63.129.16 169.254.169.254
172.16.0.1 172.31.255.255 192.0.0.192 192.0.2.1 192.168.1.1 198.18.0.1 198.51.100.7 203.0.113.9
224.0.0.251 239.255.255.250 240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1
64:ff9b::a9fe:a9fe 64:ff9b:1::808:808 100::1 2001::1 2001:db8::1 2002:7f00:1:: 2002:808:808::
3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1
nothing 1 127.1
""".split()
PUBLIC = """
1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.0 172.15.255.255 172.32.0.0 192.167.255.255 223.255.255.255
2606:4700::1111 2a00:1450:4001::1 ::ffff:8.8.8.8 64:ff9b::808:808
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_refused(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_that_is_public_is_allowed(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address", ["10.0.0.1", "127.0.0.1", "100.64.0.1", "::1", "fd00::1", "::ffff:10.0.0.1", *PUBLIC]
)
def test_a_network_of_ones_own_is_allowed_to_who_asks_for_it(address):
    assert is_public_or_own(address)


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "169.254.169.254", "224.0.0.251", "255.255.255.255", "168.63.129.16"),
        *("100.100.100.200", "192.0.0.192", "::", "fe80::1", "fe80::1%eth0", "ff02::1", "fec0::1"),
        *("fd00:ec2::254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "nothing", ""),
    ],
)
def test_what_belongs_to_a_single_link_or_a_cloud_is_refused_all_the_same(address):
    assert not is_public_or_own(address)


@given(st.one_of(st.ip_addresses(), st.integers(0, 2**32 - 1).map(ipaddress.IPv4Address)))
def test_what_is_allowed_is_global_and_no_multicast(address):
    if is_public(str(address)) and not str(address).startswith("64:ff9b::"):
        bare = getattr(address, "ipv4_mapped", None) or address
        assert bare.is_global
        assert not bare.is_multicast
        assert not bare.is_reserved


def refusal(url, **options):
    """Why an address is not fetched."""
    with pytest.raises(FetchError) as raised:
        fetch(url, **options)
    message = str(raised.value)
    assert message.endswith(".")
    assert "\n" not in message
    return message


@pytest.fixture
def web():
    with web_server({"/": Page(b"hello")}) as server:
        yield server


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "localhost"),
        *("[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]", "[64:ff9b::7f00:1]"),
        *("①②⑦.0.0.1", "127。0。0。1"),
    ],
)
def test_no_way_of_writing_this_machine_is_asked(web, host):
    assert "internet" in refusal(f"http://{host}:{web.port}/") or not host.isascii()
    assert web.requests == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_checked_like_the_first_address(web, status):
    web.pages["/"] = Page(status=status, headers={"Location": f"http://[::1]:{web.port}/in"})
    asked = refusal(web["/"], allowed=lambda address: address == "127.0.0.1")
    assert "not of the public internet" in asked
    assert [path for path, _ in web.requests] == ["/"]


@pytest.mark.parametrize(
    "url",
    [
        *("file:///etc/passwd", "ftp://example.org/", "gopher://example.org/", "//example.org/"),
        *(
            "javascript:1",
            "",
            "http://",
            "http:///path",
            "http://[::1",
            "http://example.org:99999/",
        ),
        *("https://me@example.org/", "https://me:secret@example.org/", "http://example.org:25/"),
        *("http://example.org:x/", "https://" + "a" * 3000 + ".org/", "http://a\0b.org/"),
    ],
)
def test_what_is_no_web_address_is_refused_with_a_reason(url):
    assert "secret" not in refusal(url)


@pytest.fixture
def names(monkeypatch):
    """Names that this machine's resolver gives out, with a list of addresses for each question."""
    known, real = {}, socket.getaddrinfo

    def resolve(host, port, *args, **kwargs):
        if host not in known:
            return real(host, port, *args, **kwargs)
        addresses = known[host].pop(0) if len(known[host]) > 1 else known[host][0]
        return [end for one in addresses for end in real(one, port, *args, **kwargs)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return known


def test_one_private_address_among_public_ones_is_enough_to_refuse(web, names):
    names["both.test"] = [["127.0.0.1", "10.0.0.1"]]
    assert "internet" in refusal(
        f"http://both.test:{web.port}/", allowed=lambda address: address == "127.0.0.1"
    )
    assert web.requests == []


def test_the_address_that_was_checked_is_the_one_that_is_asked(web, names):
    names["moving.test"] = [["127.0.0.1"], ["127.0.0.2"]]
    seen = []

    def allowed(address):
        seen.append(address)
        return address == "127.0.0.1"

    assert fetch(f"http://moving.test:{web.port}/", allowed=allowed).content == b"hello"
    assert seen == ["127.0.0.1"]
    assert web.asked("/")[0]["host"] == f"moving.test:{web.port}"
    assert "internet" in refusal(f"http://moving.test:{web.port}/", allowed=allowed)


def test_it_says_who_asks_and_sends_nothing_of_the_environment(web, monkeypatch, tmp_path):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    web.pages["/"] = Page(b"hello", headers={"Set-Cookie": "a=1"})
    for _ in range(2):
        fetch(web["/"], headers={"If-None-Match": '"x"'}, allowed=is_public_or_own)
    asked = web.asked("/")[1]
    assert asked.keys() == {
        *("host", "user-agent", "accept-encoding", "connection", "if-none-match")
    }
    assert "http://127.0.0.1:8000" in asked["user-agent"]


def test_permanent_redirects_alone_give_a_lasting_address(web):
    web.pages |= {
        "/a": Page(status=301, headers={"Location": "/b"}),
        "/b": Page(status=308, headers={"Location": "/c"}),
        "/c": Page(status=302, headers={"Location": "/d"}),
        "/d": Page(status=301, headers={"Location": "/"}),
    }
    answer = fetch(web["/a"], allowed=is_public_or_own)
    assert (answer.url, answer.lasting_url) == (web["/"], web["/c"])
    assert fetch(web["/d"], allowed=is_public_or_own).lasting_url == web["/"]
    assert fetch(web["/c"], allowed=is_public_or_own).lasting_url == web["/c"]


@pytest.mark.parametrize("where", ["http://[", "http://a]/", "//[::1/feed"])
def test_a_redirect_to_what_is_no_address_is_refused(web, where):
    web.pages["/a"] = Page(status=301, headers={"Location": where})
    assert "redirects to what is no web address" in refusal(web["/a"], allowed=is_public_or_own)


def test_what_may_not_stand_in_an_address_is_escaped_where_a_redirect_has_it(web):
    web.pages["/a"] = Page(status=301, headers={"Location": '/b c?q="d"'})
    web.pages["/b%20c?q=%22d%22"] = Page(b"hello")
    answer = fetch(web["/a"], allowed=is_public_or_own)
    assert (answer.content, answer.lasting_url) == (b"hello", web["/b%20c?q=%22d%22"])


@pytest.mark.parametrize("host", ["169.254.169.254", "[fe80::1]", "[fd00:ec2::254]", "0.0.0.0"])
def test_a_redirect_out_of_a_private_network_is_not_followed_to_a_machines_own_services(web, host):
    web.pages["/a"] = Page(status=302, headers={"Location": f"http://{host}/latest/meta-data"})
    assert "not of the public internet" in refusal(web["/a"], allowed=is_public_or_own)


def test_a_circle_of_redirects_ends(web):
    web.pages["/a"] = Page(status=302, headers={"Location": "/a"})
    assert "more than 5 times" in refusal(web["/a"], allowed=is_public_or_own)
    assert len(web.requests) == 6


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 500, 503])
def test_a_failing_status_is_told_with_what_to_do(web, status):
    web.pages["/a"] = Page(b"no", status, {"Retry-After": "120"})
    with pytest.raises(FetchError, match=f"answered {status}") as raised:
        fetch(web["/a"], allowed=is_public_or_own)
    assert (raised.value.status, raised.value.retry_after) == (status, 120)


NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        *(("0", 0), (" 90 ", 90), ("", None), ("soon", None), ("-5", None), ("9" * 5000, None)),
        *(("Thu, 01 Jan 2026 00:02:00 GMT", 120), ("Thu, 01 Jan 2015 00:02:00 GMT", 0)),
        *(("Thu, 01 Jan 2026 00:02:00 -0000", 120), ("Thu, 41 Jan 2026 00:02:00 GMT", None)),
    ],
)
def test_both_forms_of_retry_after_are_read(value, seconds):
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress)])
def test_packed_content_is_unpacked_and_bounded(web, coding, pack):
    web.pages["/a"] = Page(pack(b"x" * 1000), headers={"Content-Encoding": coding})
    web.pages["/bomb"] = Page(pack(b"x" * 2**26), headers={"Content-Encoding": coding})
    web.pages["/cut"] = Page(pack(b"x" * 2**16)[:-4], headers={"Content-Encoding": coding})
    assert fetch(web["/a"], allowed=is_public_or_own).content == b"x" * 1000
    assert "larger than 1 MB" in refusal(web["/bomb"], allowed=is_public_or_own, max_bytes=2**20)
    assert "cut short" in refusal(web["/cut"], allowed=is_public_or_own)


def without_end(block, pause=0.0):
    def write(handler):
        while True:
            handler.wfile.write(block)
            time.sleep(pause)

    return write


def raw_head(block, pause=0.0):
    def answer(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        without_end(block, pause)(handler)

    return answer


def test_content_without_end_is_refused(web):
    web.pages["/a"] = Page(without_end(b"x" * 2**16))
    assert "larger than 1 MB" in refusal(web["/a"], allowed=is_public_or_own, max_bytes=2**20)


def test_a_chunk_without_end_is_refused(web):
    def answer(handler):
        head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        handler.wfile.write(head + b"-1\r\n")
        without_end(b"x" * 2**16)(handler)

    web.pages["/a"] = answer
    assert "it sends too much" in refusal(web["/a"], allowed=is_public_or_own, max_bytes=2**20)


def test_content_of_just_the_most_is_taken(web):
    web.pages["/a"] = Page(b"x" * 1000)
    assert len(fetch(web["/a"], allowed=is_public_or_own, max_bytes=1000).content) == 1000
    assert "larger" in refusal(web["/a"], allowed=is_public_or_own, max_bytes=999)


def test_content_that_is_cut_short_is_refused(web):
    web.pages["/a"] = Page(b"x" * 1000, headers={"Content-Length": "2000", "Connection": "close"})
    assert "cannot be fetched" in refusal(web["/a"], allowed=is_public_or_own)


@pytest.mark.parametrize("block", [b"X-A: " + b"b" * 60_000 + b"\r\n", b"X" * 2**16])
def test_headers_without_end_are_refused(web, block):
    web.pages["/a"] = raw_head(block)
    assert refusal(web["/a"], allowed=is_public_or_own)
    web.pages["/b"] = without_end(b"HTTP/1.1 100 Continue\r\n\r\n")
    assert f"{MAX_HEAD // 2**10} KB" in refusal(web["/b"], allowed=is_public_or_own)


def test_a_server_that_sends_a_byte_now_and_then_has_the_same_time_as_any(web):
    web.pages["/body"] = Page(without_end(b"x", 0.1))
    web.pages["/head"] = raw_head(b"x", 0.1)
    began = time.monotonic()
    assert "longer than 0.5 seconds" in refusal(web["/body"], allowed=is_public_or_own, seconds=0.5)
    assert "longer than 0.5 seconds" in refusal(web["/head"], allowed=is_public_or_own, seconds=0.5)
    assert time.monotonic() - began < 10


def test_a_server_that_is_silent_has_no_more(web):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        for scheme in ("http", "https"):
            url = f"{scheme}://127.0.0.1:{port}/"
            assert "longer than" in refusal(url, allowed=is_public_or_own, seconds=0.3)
    assert "cannot be fetched" in refusal(f"http://127.0.0.1:{port}/", allowed=is_public_or_own)


def test_what_is_not_http_is_refused(web):
    def answer(handler):
        handler.wfile.write(b"SSH-2.0-x\r\n")

    web.pages["/a"] = answer
    assert "cannot be fetched" in refusal(web["/a"], allowed=is_public_or_own)


def test_a_name_that_nobody_knows_is_told(web):
    assert "no such name" in refusal("http://nobody.invalid/")


# Made for this test; it opens nothing.
CERTIFICATE = """
-----BEGIN CERTIFICATE-----
MIIBrzCCAVagAwIBAgIUQ0O34jY5hQWduAYc7UTz8RObAzAwCgYIKoZIzj0EAwIw
HTEbMBkGA1UEAwwSZmVlZHMuZXhhbXBsZS50ZXN0MCAXDTI2MTEyMzAxMjY1MVoY
DzIxMjYxMDMwMDEyNjUxWjAdMRswGQYDVQQDDBJmZWVkcy5leGFtcGxlLnRlc3Qw
WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATuf2MxePEwuzerkCtCDNk16P2ttUD3
nQvstwns5kIB4+1PjaU4Ma9FjwUPHvO62MmI1+wXpIkp6XSrhXAzUvAJo3IwcDAd
BgNVHQ4EFgQUidB0e91nLAIrunj3YIJZ9E/66CswHwYDVR0jBBgwFoAUidB0e91n
LAIrunj3YIJZ9E/66CswDwYDVR0TAQH/BAUwAwEB/zAdBgNVHREEFjAUghJmZWVk
cy5leGFtcGxlLnRlc3QwCgYIKoZIzj0EAwIDRwAwRAIgTO+67YYVK7fO40pvtePV
yn3AVtLD8Y8IubpnQDZWSoYCIFoQwz8DUIp5pd/5Jyf5kCxNcOsXVwht4UreOAsw
mMwl
-----END CERTIFICATE-----
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg4JxbJ2w+7OEw7hpd
0F9CN4dQJWPo/kA+5YgVzcoHb0ehRANCAATuf2MxePEwuzerkCtCDNk16P2ttUD3
nQvstwns5kIB4+1PjaU4Ma9FjwUPHvO62MmI1+wXpIkp6XSrhXAzUvAJ
-----END PRIVATE KEY-----
"""


def test_a_certificate_is_checked_against_the_name(names, tmp_path, monkeypatch):
    (tmp_path / "pem").write_text(CERTIFICATE.strip())
    names["feeds.example.test"] = names["other.example.test"] = [["127.0.0.1"]]
    with web_server({"/": Page(b"hello")}, tmp_path / "pem") as web:
        address = f"https://feeds.example.test:{web.port}/"
        assert "certificate cannot be trusted" in refusal(address, allowed=is_public_or_own)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "pem"))
        assert fetch(address, allowed=is_public_or_own).content == b"hello"
        other = address.replace("feeds", "other")
        assert "certificate cannot be trusted" in refusal(other, allowed=is_public_or_own)
