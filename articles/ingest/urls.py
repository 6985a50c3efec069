"""Web addresses: which ones are fit to keep, and which two are the same."""

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from articles.ingest import address_rules as rules
from articles.ingest import wrapped_addresses

MAX_LENGTH = 2000

LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"(?:{LABEL}\.)+{LABEL}")
_IGNORED = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\ufeff]")
_SAFE = "/%:@!$&'()*+,;=~-._"
_DEFAULT_PORTS = {"http": 80, "https": 443}

_ESCAPE = re.compile(r"%([0-9a-f]{2})?", re.IGNORECASE)
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")  # RFC 3986, section 2.3

# Fragments that choose what a page's script shows.
_ROUTES = ("!", "/")

# A slug or a number, as articles have in the end of their address and sections seldom do.
_STORY = re.compile(r"[0-9-]")
_AMP_ENDING = re.compile(r"(?:\.amp)+((?:\.html)?)$")


def _names(patterns: Iterable[str]) -> re.Pattern[str]:
    """An expression for all names of a table."""
    names = " ".join(patterns).split()
    return re.compile("|".join(re.escape(name).replace(r"\*", ".*") for name in names))


_TRACKING = _names(rules.TRACKING.values())
_TRACKING_ON = {site: _names([names]) for site, names in rules.TRACKING_ON.items()}
_LEADS = [
    (re.compile(host), re.compile(path, re.IGNORECASE), names) for host, path, names in rules.LEADS
]
_COPIES = [
    (re.compile(host), re.compile(f"{path}(.+)", re.IGNORECASE)) for host, path in rules.COPIES
]


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

    It is https, on the host for large screens, without port, closing slash, index file, marks of
    AMP, tracking parameters and a fragment that is no route; escapes are those that are needed,
    and parameters are in order. A copy in an archive or a cache has its original's address. The
    tables are in `address_rules`.
    """
    address = web_address(url)
    while address != (form := _form(address)):
        address = form
    return address


def identity(url: str) -> str:
    """The canonical address by which an article is known again, or nothing.

    A site's front page has none: what stands there is another article tomorrow.
    """
    address = canonical(url)
    parts = urlsplit(address)
    return address if parts.path.strip("/") or parts.query or parts.fragment else ""


def untracked(url: str) -> str:
    """An address as it was given, without the parameters that only say who followed it."""
    parts = urlsplit(url)
    pairs = _parameters(parts.query)
    lasting = list(_lasting(pairs, _bare(parts.hostname or "")))
    if len(lasting) == len(pairs):
        return url
    bare = parts._replace(query=urlencode(lasting)).geturl()
    return bare if len(bare) <= MAX_LENGTH else url


def domain(url: str) -> str:
    """The host of a web address without `www.` and the like, or nothing if it is none."""
    parts = _split(url, "")
    return _bare(parts.hostname or "") if parts else ""


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
        host = ".".join(map(_ascii_label, re.split("[.。．｡]", host)))
    return host if len(host) <= 253 and _HOST.fullmatch(host) else ""


def _ascii_label(label: str) -> str:
    """A part of a host in punycode; ß and ς are letters of their own, as in IDNA 2008."""
    if any(letter in label for letter in "ßς"):
        return "xn--" + normalize("NFC", label).encode("punycode").decode("ascii")
    return label.encode("idna").decode("ascii")


def _form(address: str) -> str:
    """One step towards the canonical form; that form is its own."""
    parts = _split(address, "")
    if parts is None:
        return ""
    if original := _original(parts):
        return original
    host = _bare(parts.netloc)
    form = f"https://{host}{_page(_unescaped(parts.path))}"
    lasting = _lasting(_parameters(parts.query), host.partition(":")[0])
    if query := urlencode(sorted(pair for pair in lasting if not _asks_for_form(*pair))):
        form += f"?{query}"
    if parts.fragment.startswith(_ROUTES):
        form += f"#{_unescaped(parts.fragment)}"
    return form if len(form) <= MAX_LENGTH else ""


def _original(parts: SplitResult) -> str:
    """The address that a copy in an archive or a cache was made from, or nothing.

    Where a page does nothing but lead on, it is the one that it leads to.
    """
    host = _bare(parts.netloc)
    for host_rule, path, names in _LEADS:
        if host_rule.fullmatch(host) and path.fullmatch(parts.path):
            given = dict(parse_qsl(parts.query))
            return next(filter(None, (web_address(given.get(name, "")) for name in names)), "")
    for host_rule, path_rule in _COPIES:
        if host_rule.fullmatch(host) and (found := path_rule.fullmatch(parts.path)):
            whole = parts._replace(scheme="", netloc="", path="").geturl()
            return web_address(_with_scheme(found[1]) + whole)
    return web_address(wrapped_addresses.original(parts._replace(netloc=host)))


def _with_scheme(address: str) -> str:
    """An address as copies carry it, which may be escaped or without scheme, made whole."""
    if re.match("https?%3a", address, re.IGNORECASE):
        address = unquote(address)
    scheme = re.match("(https?):/+", address, re.IGNORECASE)
    return f"{scheme[1]}://{address[scheme.end() :]}" if scheme else f"https://{address}"


def _bare(host: str) -> str:
    """The host without the beginnings that choose a screen, as long as a domain is left."""
    for beginning in rules.HOSTS:
        rest = host.removeprefix(beginning)
        if rest != host and "." in rest:
            return _bare(rest)
    return host


def _unescaped(text: str) -> str:
    """The text with no escape that is not needed, and the others in capitals."""

    def plain(escape: re.Match[str]) -> str:
        if not escape[1]:
            return "%25"
        character = chr(int(escape[1], 16))
        return character if _UNRESERVED.fullmatch(character) else escape[0].upper()

    return _ESCAPE.sub(plain, text)


def _page(path: str) -> str:
    """The path without dot segments, closing slashes, index file and marks of AMP."""
    segments: list[str] = [""]
    # Two slashes at the beginning come of a site's address and a path that were put together.
    for segment in path.lstrip("/").split("/"):
        if segment == "..":
            del segments[max(1, len(segments) - 1) :]
        elif segment != ".":
            segments.append(segment)
    while len(segments) > 1 and (surplus := _surplus(segments)):
        del segments[-surplus:]
    if _STORY.search(segments[-1]):
        segments[-1] = _AMP_ENDING.sub(r"\1", segments[-1])
        while len(segments) > 2 and segments[1].lower() == "amp":
            del segments[1]
    return "/".join(segments)


def _surplus(segments: list[str]) -> int:
    """How many of the last segments lead to the page that the address without them leads to."""
    if segments[-1].lower() in ("", *rules.INDEX):
        return 1
    for ending in rules.AMP_ENDINGS:
        page, last = segments[: -len(ending)], segments[-len(ending) :]
        if page and tuple(one.lower() for one in last) == ending and _STORY.search(page[-1]):
            return len(ending)
    return 0


def _parameters(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True, errors="replace")


def _lasting(pairs: list[tuple[str, str]], host: str) -> Iterator[tuple[str, str]]:
    """The parameters that may decide which page is shown."""
    labels = host.split(".")
    sites = [".".join(labels[start:]) for start in range(len(labels))]
    tables = [_TRACKING, *(_TRACKING_ON[site] for site in sites if site in _TRACKING_ON)]
    for name, value in pairs:
        known = name.lower()
        if not (_says_whence(known, value) or any(table.fullmatch(known) for table in tables)):
            yield name, value


def _says_whence(name: str, value: str) -> bool:
    """Whether a parameter tells where the reader came from, by its value."""
    from_feed = name in rules.RSS and value.lower() == "rss"
    return from_feed or (name in rules.REFERRALS and not re.search(r"\d", value))


def _asks_for_form(name: str, value: str) -> bool:
    """Whether a parameter asks for the same article in another form."""
    values = rules.FORMS.get(name.lower(), ())
    return values is None or value.lower() in values
