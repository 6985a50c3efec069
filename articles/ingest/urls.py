"""Web addresses: which ones are fit to keep, and which two are the same."""

import re
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urljoin, urlsplit

MAX_LENGTH = 2000

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+{_LABEL}")
_IGNORED = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\ufeff]")
_SAFE = "/%:@!$&'()*+,;=~-._"
_DEFAULT_PORTS = {"http": 80, "https": 443}

# Parameters that tell how a reader came, not what is read.
_TRACKING = re.compile(
    r"utm_.*|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|mc_[ce]id|_hs(?:enc|mi)"
    r"|ref|ref_src|ref_url|referrer|cmpid|ncid|guccounter|guce_.*|ocid|sr_share|taid|at_.*"
)
_TRACKING_VALUES = {("src", "rss"), ("source", "rss"), ("feed", "rss")}


def web_address(value: str, base: str = "") -> str:
    """The absolute http or https address that a value stands for, or nothing.

    A relative value is read against `base`. What browsers ignore is removed, a user name and
    password are dropped, and what may not stand in an address is escaped. The host is a full
    domain name, in punycode.
    """
    parts = _split(value, base)
    if parts is None:
        return ""
    address = f"{parts.scheme}://{parts.netloc}{quote(parts.path or '/', _SAFE, errors='replace')}"
    if parts.query:
        address += "?" + quote(parts.query, _SAFE + "?", errors="replace")
    if parts.fragment:
        address += "#" + quote(parts.fragment, _SAFE + "?", errors="replace")
    return address if len(address) <= MAX_LENGTH else ""


def canonical(url: str) -> str:
    """The one form that all addresses of the same page share, or nothing if it is no web address.

    Nothing also where that form, with all escaped, is longer than an address may be.

    It is https, without `www.`, port, fragment, closing slash and tracking parameters; the other
    parameters are in order.
    """
    parts = _split(web_address(url), "")
    if parts is None:
        return ""
    path = re.sub(r"%[0-9a-f]{2}", lambda escape: escape[0].upper(), parts.path, flags=re.I)
    query = urlencode(sorted(_lasting(parts.query)))
    form = f"https://{_without_www(parts.netloc)}{path.rstrip('/')}" + (
        f"?{query}" if query else ""
    )
    return form if len(form) <= MAX_LENGTH else ""


def untracked(url: str) -> str:
    """An address as it was given, without the parameters that only say who followed it."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True, errors="replace")
    lasting = _lasting(parts.query)
    if len(lasting) == len(pairs):
        return url
    bare = parts._replace(query=urlencode(lasting)).geturl()
    return bare if len(bare) <= MAX_LENGTH else url


def domain(url: str) -> str:
    """The host of a web address without `www.`, or nothing if it is no web address."""
    parts = _split(url, "")
    return _without_www(parts.hostname or "") if parts else ""


def _split(value: str, base: str) -> SplitResult | None:
    """The parts of an absolute address, its host checked, or None where it is no web address."""
    value = _IGNORED.sub("", value).strip()
    if value.startswith("//") and not base:
        value = "https:" + value
    try:
        parts = urlsplit(urljoin(base, value) if base else value)
        host, port = _ascii_host(parts.hostname or ""), parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return None
    usual = port in (None, _DEFAULT_PORTS[parts.scheme])
    return parts._replace(netloc=host if usual else f"{host}:{port}")


def _ascii_host(host: str) -> str:
    """The host in punycode, or nothing where it is no domain name; raises UnicodeError."""
    host = host.lower().rstrip(".")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    return host if len(host) <= 253 and _HOST.fullmatch(host) else ""


def _without_www(host: str) -> str:
    bare = host.removeprefix("www.")
    return bare if "." in bare else host


def _lasting(query: str) -> list[tuple[str, str]]:
    """The parameters that decide which page is shown."""
    pairs = parse_qsl(query, keep_blank_values=True, errors="replace")
    return [
        (name, value)
        for name, value in pairs
        if not _TRACKING.fullmatch(name.lower())
        and (name.lower(), value.lower()) not in _TRACKING_VALUES
    ]
