"""Plain text that begins with its date: "date 2025-07-26 The first sentence ..."."""

import re

from articles.ingest.readers import dates, headline
from articles.ingest.readers.assembling import article
from articles.ingest.records import RawArticle, Rejection

# The date ends with the line, or, where it begins with digits, with the words that follow it.
_DATED = re.compile(
    r"\s*date(?::\s*|\s+)(?:"
    r"(?P<digits>\d[\d/.-]{5,}(?:[T ]\d\d:\d\d[\d:.]*(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)?)(?=\s|$)"
    r"|(?P<line>[^\n]{1,60})(?:\n|$))",
    re.ASCII | re.IGNORECASE,
)
# A heading of Markdown, if any, and a line that may be a date and nothing else.
_LINE = re.compile(r"\s*(?:#[ \t]+(?P<heading>[^\n]{1,300})\n\s*)?(?P<line>[^\n]{6,60})(?:\n|$)")


def sniff(text: str) -> bool:
    """Any text may be plain text."""
    return bool(text)


def read(text: str, path: str = "") -> RawArticle:
    """The article in a dated text; its title is its heading, or is made from its first sentence.

    A text without a date may have it in the name of its file.
    """
    dated = _DATED.match(text)
    if not dated and (line := _LINE.match(text)) and dates.is_one(line["line"].strip("*_ \t")):
        fields = {"title": line["heading"] or "", "date": line["line"].strip("*_ \t")}
        return article(fields, text[line.end() :], path)
    if not dated and dates.in_name(path):
        return article({}, text, path)
    if not dated:
        raise Rejection("No date: begin the text with a line such as 'date 2025-07-26'.")
    moment = dates.parse(dated["digits"] or dated["line"])
    body = text[dated.end() :].strip()
    if not body:
        raise Rejection("No text: nothing follows the date.")
    return RawArticle(
        title=headline.from_text(body),
        body=body,
        body_format="text",
        published=moment.day,
        published_at=moment.at,
        notes=(moment.note,) if moment.note else (),
    )
