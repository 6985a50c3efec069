"""Files of kinds that are known and not read, so that the reason says what they are."""

import re

from articles.ingest.records import RawArticle, Rejection

SNIFFED = 2000  # characters

_BEFORE_A_ROOT = r"\ufeff?\s*(?:<\?xml\s[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*)*"
# What reads a page reads XHTML, too.
_OF_ANOTHER_ROOT = (
    r"[^>]*>\s*(?:<!--(?:[^-]|-(?!->))*-->\s*|<\?[^>]*>\s*"
    r"|<!DOCTYPE\s(?!html)[^<>\[]*(?:\[[^\]]*\]\s*)?>\s*)*<(?!html|!DOCTYPE\shtml)[a-z]"
)
_KINDS = (
    (re.compile(r"\s*%PDF-\d"), "A PDF file. Save the article as HTML or text."),
    (re.compile(r"\s*\{\\rtf"), "A file in Rich Text Format. Save the article as HTML or text."),
    (
        re.compile(_BEFORE_A_ROOT + r"<opml[\s>]", re.IGNORECASE),
        "A list of feeds. Give it to import_opml.",
    ),
    (
        re.compile(r"\s*<!DOCTYPE NETSCAPE-Bookmark", re.IGNORECASE),
        "A list of bookmarks: addresses without articles. Import the pages themselves.",
    ),
    (
        re.compile(_BEFORE_A_ROOT + r"<(?:urlset|sitemapindex)[\s>]", re.IGNORECASE),
        "A sitemap: addresses without articles. Import the pages themselves.",
    ),
    (
        re.compile(r"\s*<\?xml\s" + _OF_ANOTHER_ROOT, re.IGNORECASE),
        "XML of a kind that is not read. Save the article as HTML or text.",
    ),
    (
        re.compile(r"\s*TY {2}- \w+\s"),
        "A list of references (RIS), which have no text. Import the pages that it names.",
    ),
    (
        re.compile(r"\s*@\w+\s*\{[^\s,{}]+,\s*\w+\s*="),
        "A list of references (BibTeX), which have no text. Import the pages that it names.",
    ),
    (
        re.compile(r"\s*---[ \t]*(?:js|javascript)[ \t]*\n"),
        "Front matter in JavaScript. Write it in YAML, TOML or JSON.",
    ),
)


# What older programs of Microsoft pack their files in; a message holds its parts under such names.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OF_A_MESSAGE = "__substg1.0_".encode("utf-16-le")
_PACKED = (
    (
        lambda content: content.startswith(_COMPOUND) and _OF_A_MESSAGE in content,
        "A message of Outlook (.msg). Save it as text or HTML, or as .eml.",
    ),
    (
        lambda content: content.startswith(_COMPOUND),
        "A document of an older office program. Save it as HTML or text.",
    ),
    (
        lambda content: content.startswith(b"!BDN"),
        "A mailbox of Outlook (.pst or .ost). Export its messages as .eml or mbox.",
    ),
)


def sniff_packed(content: bytes) -> bool:
    """Whether bytes are those of a file of such a kind that is no text."""
    return any(is_of_kind(content) for is_of_kind, _ in _PACKED)


def read_packed(content: bytes) -> tuple[RawArticle, str]:
    """Raise Rejection, naming the kind."""
    raise Rejection(next(reason for is_of_kind, reason in _PACKED if is_of_kind(content)))


def sniff(text: str) -> bool:
    """Whether a text is of such a kind."""
    return bool(_reason(text))


def read(text: str, path: str = "") -> RawArticle:
    """Raise Rejection, naming the kind."""
    raise Rejection(_reason(text))


def _reason(text: str) -> str:
    return next((reason for mark, reason in _KINDS if mark.match(text[:SNIFFED])), "")
