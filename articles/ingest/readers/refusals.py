"""Files of kinds that are known and not read, so that the reason says what they are."""

import re

from articles.ingest.records import RawArticle, Rejection

SNIFFED = 2000  # characters

_BEFORE_A_ROOT = r"\ufeff?\s*(?:<\?xml\s[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*)*"
_KINDS = (
    (re.compile(r"\s*%PDF-\d"), "A PDF file. Save the article as HTML or text."),
    (re.compile(r"\s*\{\\rtf"), "A file in Rich Text Format. Save the article as HTML or text."),
    (
        re.compile(_BEFORE_A_ROOT + r"<opml[\s>]", re.IGNORECASE),
        "A list of feeds. Give it to import_opml.",
    ),
    (
        re.compile(_BEFORE_A_ROOT + r"(?:<!DOCTYPE[^<>]*>\s*)?<en-export[\s/>]", re.IGNORECASE),
        "An export of Evernote. Export the notes as HTML.",
    ),
    (
        re.compile(_BEFORE_A_ROOT + r"<(?:urlset|sitemapindex)[\s>]", re.IGNORECASE),
        "A sitemap: addresses without articles. Import the pages themselves.",
    ),
    (
        re.compile(
            r"(?:(?:From|To|Received|Return-Path|Delivered-To|Message-ID|DKIM-Signature)"
            r": [^\n]*\n(?:[ \t][^\n]*\n)*){2}"
        ),
        "A message of email. Save its text as HTML or text.",
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
