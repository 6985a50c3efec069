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


def sniff(text: str) -> bool:
    """Whether a text is of such a kind."""
    return bool(_reason(text))


def read(text: str, path: str = "") -> RawArticle:
    """Raise Rejection, naming the kind."""
    raise Rejection(_reason(text))


def _reason(text: str) -> str:
    return next((reason for mark, reason in _KINDS if mark.match(text[:SNIFFED])), "")
