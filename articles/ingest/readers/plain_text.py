"""Plain text that begins with its date: "date 2025-07-26 The first sentence ..."."""

import re

from articles.ingest.readers import dates, headline
from articles.ingest.records import RawArticle, Rejection

# The date ends with the line, or, where it begins with digits, with the words that follow it.
_DATED = re.compile(
    r"\s*date(?::\s*|\s+)(?:"
    r"(?P<digits>\d[\d/.-]+(?:[T ]\d\d:\d\d[\d:.]*(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)?)(?=\s|$)"
    r"|(?P<line>[^\n]{1,60})(?:\n|$))",
    re.ASCII | re.IGNORECASE,
)


def sniff(text: str) -> bool:
    """Any text may be plain text."""
    return bool(text)


def read(text: str) -> RawArticle:
    """The article in a dated text; its title is made from its first sentence."""
    dated = _DATED.match(text)
    if not dated:
        raise Rejection("No date: begin the text with a line such as 'date 2025-07-26'.")
    published, published_at = dates.parse(dated["digits"] or dated["line"])
    body = text[dated.end() :].strip()
    if not body:
        raise Rejection("No text: nothing follows the date.")
    return RawArticle(
        title=headline.from_text(body),
        body=body,
        body_format="text",
        published=published,
        published_at=published_at,
    )
