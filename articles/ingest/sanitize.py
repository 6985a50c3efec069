"""HTML from anywhere made safe: bleach, then nh3, with one table of what may stay."""

import re
from functools import partial

import bleach
import nh3

from articles.ingest import tokens
from articles.ingest.blocks import MEDIA_LINK, blocks, plain
from articles.ingest.characters import (
    one_line,
    storable,
    unescape,
    unescape_value,
    without_absurd_references,
)
from articles.ingest.records import Link, Rejection
from articles.ingest.urls import domain

# The tags that may stay, each with its attributes; "*" are those of every tag.
TAGS: dict[str, set[str]] = {
    tag: set()
    for tag in tokens.names(
        "abbr b bdi bdo blockquote br caption cite code dd del dfn div dl dt em figcaption figure"
        " h2 h3 h4 h5 h6 hr i ins kbd li mark p pre q rp rt ruby s samp small span strong sub sup"
        " table tbody tfoot thead tr u ul var wbr"
    )
} | {
    "*": {"dir", "lang"},
    "a": {"href", "title", "rel", "class"},
    "abbr": {"title"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "time": {"datetime"},
}
SCHEMES = {"http", "https", "mailto"}

# bleach and nh3 take time and memory out of proportion beyond these.
MAX_INPUT = 1_000_000  # characters
MAX_MARKS = 100_000  # of "<", and of "&"
MAX_DEPTH = 500
MAX_OUTPUT = 2_000_000  # characters
MAX_LINKS = 500
MAX_LINK_TEXT = 300  # characters

_NAMES = set(TAGS) - {"*"}
_CLEANER_TAGS = _NAMES | tokens.HANDLED
_CLEANER_ATTRIBUTES = {tag: list(names) for tag, names in TAGS.items()} | tokens.HANDLED_ATTRIBUTES

_NH3 = nh3.Cleaner(
    tags=_NAMES, attributes=TAGS, url_schemes=SCHEMES, url_relative="deny", link_rel=None
)

# nh3 writes tags in this form alone.
_OPEN = re.compile(r"<([a-z0-9]+)((?: [a-z]+=\"[^\"]*\")*)>")
_ATTRIBUTE = re.compile(r"([a-z]+)=\"([^\"]*)\"")

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
# These never nest in themselves, whether or not they are closed, or hold nothing.
_FLAT = tokens.names(
    "area base br col dd dt embed hr img input li link meta option p param rp rt source tbody td"
    " tfoot th thead tr track wbr"
)


class _Styles:
    """Styles as they are: the rewriting reads them, and leaves none."""

    def sanitize_css(self, style: str) -> str:
        """Return the style."""
        return style


def check_size(text: str) -> None:
    """Raise Rejection where a body is larger, or holds more markup, than can be cleaned."""
    if len(text) > MAX_INPUT:
        raise Rejection(
            f"Text too long: {len(text):,} characters, at most {MAX_INPUT:,}. Split the article."
        )
    for mark in "<&":
        if text.count(mark) > MAX_MARKS:
            raise Rejection(f"Too much markup: more than {MAX_MARKS:,} of '{mark}'. Simplify it.")


def clean_html(html: str, base_url: str = "") -> str:
    """The HTML with nothing left in it but what the table allows, images turned into links.

    Relative links are read against `base_url`, and without one they are dropped. Cleaning what
    is clean changes nothing. Raises Rejection where there is too much to clean. Some small inputs
    still take very long or much memory: call it where both are limited.
    """
    check_size(html)
    if _depth(html) > MAX_DEPTH:
        raise Rejection(f"Nested more than {MAX_DEPTH} tags deep. Simplify the markup.")
    cleaner = bleach.Cleaner(
        tags=_CLEANER_TAGS,
        attributes=_CLEANER_ATTRIBUTES,
        protocols=SCHEMES,
        strip=True,
        filters=[partial(tokens.rewrite, base_url=base_url)],
        css_sanitizer=_Styles(),
    )
    bleached = cleaner.clean(without_absurd_references(storable(html)))
    if len(bleached) > MAX_OUTPUT:
        raise Rejection(f"Cleaned text is longer than {MAX_OUTPUT:,} characters. Simplify it.")
    return _NH3.clean(bleached).strip()


def is_clean(html: str) -> bool:
    """Whether HTML is such as cleaning leaves it, told in a fraction of the time of cleaning."""
    return (
        storable(html) == html
        and _depth(html) <= MAX_DEPTH
        and _NH3.clean(html).strip() == html
        and all(
            _is_finished(tag[1], dict(_ATTRIBUTE.findall(tag[2]))) for tag in _OPEN.finditer(html)
        )
    )


def _is_finished(name: str, values: dict[str, str]) -> bool:
    """Whether a tag of nh3's has the attributes that the rewriting leaves it."""
    if name == "a" and (not values.get("href") or values.get("rel") != tokens.REL):
        return False
    return all(tokens.is_fit(key, unescape_value(value)) for key, value in values.items())


def _depth(html: str) -> int:
    """How deep the tags nest at most, counted without building the tree."""
    depth = deepest = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() not in _FLAT:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest


# nh3 escapes what could end a tag early, and no link stands within another.
_LINK = re.compile(r'<a [^>]*href="(?P<url>https?://[^"]*)"[^>]*>(?P<words>.*?)</a>', re.DOTALL)
_ANY_TAG = re.compile(r"<[^>]*>")


def outline(html: str) -> tuple[str, tuple[Link, ...]]:
    """The text of cleaned HTML, its paragraphs parted by blank lines, and the links in it.

    The labels that stand for images and other media are part of neither.
    """
    return plain(blocks(html)), links_in(html)


def links_in(html: str) -> tuple[Link, ...]:
    """The links in cleaned HTML, each address once, but for those that stand for media."""
    links: dict[str, Link] = {}
    for found in _LINK.finditer(MEDIA_LINK.sub("", html)):
        url = unescape(found["url"])
        words = one_line(unescape(_ANY_TAG.sub("", found["words"])), MAX_LINK_TEXT)
        if url not in links and len(links) < MAX_LINKS:
            links[url] = Link(url=url, domain=domain(url), text=words)
    return tuple(links.values())
