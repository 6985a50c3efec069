"""Fetching from the web, where every name, address and byte may be hostile.

A name is resolved once, all its addresses are checked, and the connection goes to one of them, so
that no second look-up can lead elsewhere. Redirects go the same way. Time, size and headers have
limits. Proxies, cookies and passwords of the environment are not used.
"""

import http.client
import io
import re
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

from articles.fetching.addresses import is_public
from articles.ingest import packing
from articles.ingest.characters import one_line

MAX_BYTES = 10 * 2**20  # of content, packed or unpacked
MAX_HEAD = 128 * 2**10  # bytes that come before the content
SECONDS = 30  # for everything but the resolver, which has limits of its own
CONNECT_SECONDS = 10
MAX_REDIRECTS = 5
LOWEST_ODD_PORT = 1024  # those below it, but for the two of the web, are of other services
MAX_URL = 2000  # characters

_PORTS = {"http": 80, "https": 443}
_LASTING = {301, 308}
_REDIRECTS = {*_LASTING, 302, 303, 307}
_SAFE = "/%:@!$&'()*+,;=~-._"
_SHOWN_URL = 200  # characters

_REASONS = {
    401: "It asks for a password. Use an address that is open to all.",
    403: "It refuses the archive. Ask its publisher, or take another address.",
    404: "There is nothing at this address. Correct it.",
    410: "It is gone for good. Find another address.",
    429: "It was asked too often. Wait.",
    503: "It is not available now. Wait.",
}

Allowed = Callable[[str], bool]


class FetchError(Exception):
    """What could not be fetched; the message says why, and what to do.

    `status` is the server's, or 0 where it gave none. `retry_after` is the number of seconds that
    it asks to be left alone, or None.
    """

    def __init__(self, message: str, status: int = 0, retry_after: float | None = None):
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class PrivateAddressError(FetchError):
    """An address that leads to a network that is not public; nothing was asked of it."""


@dataclass(frozen=True)
class Answer:
    """What an address answered, its status 2xx or 304.

    `url` is where it was found after all redirects, `lasting_url` where permanent redirects alone
    lead from the address that was asked. Names of headers are in small letters. The content is
    unpacked.
    """

    url: str
    lasting_url: str
    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True)
class _Limits:
    """What one fetch may take, all redirects together."""

    deadline: float
    max_bytes: int
    allowed: Allowed

    def left(self) -> float:
        """The seconds that are left; raises TimeoutError where there are none."""
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds


def fetch(
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    max_bytes: int = MAX_BYTES,
    seconds: float = SECONDS,
    allowed: Allowed = is_public,
) -> Answer:
    """What an http or https address answers to GET; raises FetchError.

    `allowed` says of an IP address whether it may be connected to.
    """
    limits = _Limits(time.monotonic() + seconds, max_bytes, allowed)
    lasting, is_lasting = url, True
    for _ in range(MAX_REDIRECTS + 1):
        answer = _asked(url, headers or {}, limits, seconds)
        if answer.status not in _REDIRECTS or "location" not in answer.headers:
            return _accepted(answer, lasting)
        url = _led_to(answer)
        is_lasting = is_lasting and answer.status in _LASTING
        lasting = url if is_lasting else lasting
    raise FetchError(f"{_shown(url)} redirects more than {MAX_REDIRECTS} times. Correct it.")


def retry_after(value: str, now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for (RFC 9110, 10.2.3), or None."""
    if re.fullmatch(r"[0-9]{1,9}", value.strip()):
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
        return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())
    except (ValueError, OverflowError):
        return None


def _accepted(answer: Answer, lasting: str) -> Answer:
    """The answer, unless its status says that it is none."""
    if answer.status // 100 == 2 or answer.status == 304:
        return Answer(answer.url, lasting, answer.status, answer.headers, answer.content)
    remedy = _REASONS.get(answer.status, "Try again later, or correct the address.")
    raise FetchError(
        f"{_shown(answer.url)} answered {answer.status}. {remedy}",
        answer.status,
        retry_after(answer.headers.get("retry-after", ""), datetime.now(UTC)),
    )


def _asked(url: str, headers: Mapping[str, str], limits: _Limits, seconds: float) -> Answer:
    """What one address answers, whatever its status; raises FetchError."""
    shown = _shown(url)
    try:
        return _exchange(_parts(url), headers, limits)
    except ssl.SSLCertVerificationError as error:
        why = f"its certificate cannot be trusted ({error.verify_message})"
        raise FetchError(f"{shown}: {why}. Correct the address.") from error
    except TimeoutError as error:
        message = f"{shown} took longer than {seconds:g} seconds. Try again later."
        raise FetchError(message) from error
    except socket.gaierror as error:
        raise FetchError(f"{shown}: there is no such name. Correct the address.") from error
    except (OSError, http.client.HTTPException, *packing.ERRORS) as error:
        why = one_line(str(getattr(error, "strerror", None) or error), 100) or type(error).__name__
        raise FetchError(f"{shown} cannot be fetched ({why}). Try again later.") from error


def _parts(url: str) -> SplitResult:
    """The parts of an address that may be asked, its host in ASCII; raises FetchError."""
    shown = _shown(url)
    try:
        parts = urlsplit(url.strip())
        host, port = _ascii(parts.hostname or ""), parts.port
    except ValueError as error:
        raise FetchError(f"{shown} is no web address. Correct it.") from error
    if parts.scheme not in _PORTS or not host or len(url) > MAX_URL:
        raise FetchError(f"{shown} is no web address. It must begin with http:// or https://.")
    if parts.username is not None or parts.password is not None:
        raise FetchError("The address holds a name or password. Leave them out.")
    port = _PORTS[parts.scheme] if port is None else port
    if port < LOWEST_ODD_PORT and port not in _PORTS.values():
        raise FetchError(f"{shown}: port {port} is not one of the web. Correct the address.")
    bracketed = f"[{host}]" if ":" in host else host
    return parts._replace(netloc=f"{bracketed}:{port}")


def _ascii(host: str) -> str:
    """The host in punycode; raises UnicodeError."""
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _exchange(parts: SplitResult, headers: Mapping[str, str], limits: _Limits) -> Answer:
    with _connected(parts, limits) as sock:
        stream = _Stream(sock, limits)
        sock.settimeout(limits.left())
        sock.sendall(_request(parts, headers))
        response = http.client.HTTPResponse(stream, method="GET")
        response.begin()
        stream.allow(2 * limits.max_bytes + MAX_HEAD, "it sends too much")
        content = b"" if response.status in _REDIRECTS else _content(response, parts, limits)
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(_bare(parts), "", response.status, found, content)


def _connected(parts: SplitResult, limits: _Limits) -> socket.socket:
    """A connection to an address of the host that was checked; raises FetchError and OSError."""
    host = parts.hostname or ""
    found = socket.getaddrinfo(host, parts.port, type=socket.SOCK_STREAM)
    if not all(limits.allowed(str(end[0])) for *_, end in found):
        message = "leads to an address that is not of the public internet. Use a public one."
        raise PrivateAddressError(f"{_shown(_bare(parts))} {message}")
    failure: OSError = OSError("it has no address")
    for family, kind, protocol, _, end in found:
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(min(CONNECT_SECONDS, limits.left()))
            sock.connect(end)
            return _secured(sock, host, limits) if parts.scheme == "https" else sock
        except OSError as error:
            sock.close()
            failure = error
    raise failure


def _secured(sock: socket.socket, host: str, limits: _Limits) -> ssl.SSLSocket:
    """The connection under TLS, its certificate checked against the name; raises OSError."""
    sock.settimeout(limits.left())
    return ssl.create_default_context().wrap_socket(sock, server_hostname=host)


class _Stream(io.RawIOBase):
    """What comes in on a socket, until the time is over.

    The limit of a socket is for one read; a server that sends a byte a second would never meet it.
    Nor is what the content may take a limit here: a chunk whose size is below zero is read to its
    end at once.
    """

    def __init__(self, sock: socket.socket, limits: _Limits):
        self._sock, self._limits = sock, limits
        self.allow(MAX_HEAD, f"its headers are longer than {MAX_HEAD // 2**10} KB")

    def allow(self, size: int, excess: str) -> None:
        """Let so many bytes come from now on; `excess` says what is wrong where more do."""
        self._free, self._excess = size, excess

    def makefile(self, _mode: str) -> io.BufferedReader:
        """The stream as http.client asks a socket for it."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, into: memoryview) -> int:
        """Read what is there; raises TimeoutError, and ValueError where it is too much."""
        self._sock.settimeout(self._limits.left())
        size = self._sock.recv_into(into)
        self._free -= size
        if self._free < 0:
            raise ValueError(self._excess)
        return size


def _request(parts: SplitResult, headers: Mapping[str, str]) -> bytes:
    """The request in full; raises ValueError where a header would end its line."""
    target = _escaped(parts.path or "/")
    if parts.query:
        target += "?" + _escaped(parts.query, "?")
    fields = {
        "Host": parts.netloc.removesuffix(f":{_PORTS[parts.scheme]}"),
        "User-Agent": f"AI-Governance-Archive (+{settings.SITE_URL})",
        "Accept-Encoding": "gzip, br",
        "Connection": "close",
        **headers,
    }
    lines = [f"GET {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    if any(re.search(r"[\r\n\0]", line) for line in lines):
        raise ValueError("a header has more than one line")
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")


def _content(response: http.client.HTTPResponse, parts: SplitResult, limits: _Limits) -> bytes:
    """The content, unpacked; raises FetchError where it is too much."""
    packed, most = io.BytesIO(), limits.max_bytes
    while packed.tell() <= most and (block := response.read(2**16)):
        packed.write(block)
    content = packed.getvalue()
    if len(content) <= most:
        if response.length:
            raise http.client.IncompleteRead(b"", response.length)
        content = packing.unpacked(content, response.headers.get("Content-Encoding", ""), most)
    if len(content) > most:
        size = f"{most / 2**20:g} MB"
        raise FetchError(f"{_shown(_bare(parts))} is larger than {size}. Take one that is less.")
    return content


def _led_to(answer: Answer) -> str:
    """The address that a redirect leads to, with what may not stand in one escaped.

    Raises FetchError where it is none.
    """
    try:
        parts = urlsplit(urljoin(answer.url, _location(answer)))
    except ValueError as error:
        message = f"{_shown(answer.url)} redirects to what is no web address. Correct it."
        raise FetchError(message) from error
    return parts._replace(path=_escaped(parts.path), query=_escaped(parts.query, "?")).geturl()


def _location(answer: Answer) -> str:
    """Where a redirect leads; headers are read as Latin-1, and some servers send UTF-8."""
    return answer.headers["location"].encode("latin-1").decode("utf-8", "replace").strip()


def _escaped(part: str, also_safe: str = "") -> str:
    return quote(part, _SAFE + also_safe, errors="replace")


def _bare(parts: SplitResult) -> str:
    """An address without the port that its scheme has anyway."""
    return parts._replace(netloc=parts.netloc.removesuffix(f":{_PORTS[parts.scheme]}")).geturl()


def _shown(url: str) -> str:
    """An address on one line, shortened, without name and password."""
    return one_line(re.sub(r"//[^/?#\s]*@", "//", url), _SHOWN_URL) or "The address"
