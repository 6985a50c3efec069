"""Plain text: "date 2025-07-26 The first sentence ...", or under lines that tell what it is."""

import re
from dataclasses import replace

from articles.ingest.readers import dates, dialects, headline, openings, outlets
from articles.ingest.readers.assembling import article
from articles.ingest.records import RawArticle, Rejection

# The date ends with the line, or, where it begins with digits, with the words that follow it.
_DATED = re.compile(
    r"\s*date(?::\s*|\s+)(?:"
    r"(?P<digits>\d[\d/.-]{5,}(?:[T ]\d\d:\d\d[\d:.]*(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)?)(?=\s|$)"
    r"|(?P<line>[^\n]{1,60})(?:\n|$))",
    re.ASCII | re.IGNORECASE,
)
_ANOTHER = re.compile(r"^date:?[ \t]+\d{4}-\d\d-\d\d\s", re.IGNORECASE | re.MULTILINE)
_SEVERAL = (
    "Another line with a date stands within the text: one file is one article. Split the file, if "
    "these are several."
)
_NO_DATE = "No date: begin the text with a line such as 'date 2025-07-26'."


def sniff(text: str) -> bool:
    """Any text may be plain text."""
    return bool(text)


def read(text: str, path: str = "") -> RawArticle:
    """The article in a dated text; its title is its heading, or is made from its first sentence.

    A text without a date may have it in its opening lines, or in the name of its file.
    """
    dated = _DATED.match(text)
    if not dated:
        return _undated(dialects.as_markdown(text, path), path)
    moment = dates.parse(dated["digits"] or dated["line"])
    body = text[dated.end() :].strip()
    if not body:
        raise Rejection("No text: nothing follows the date.")
    notes = [moment.note] if moment.note else []
    if _ANOTHER.search(body):
        notes.append(_SEVERAL)
    return RawArticle(
        title=headline.from_text(body),
        body=body,
        body_format="text",
        published=moment.day,
        published_at=moment.at,
        notes=tuple(notes),
    )


def _undated(text: str, path: str) -> RawArticle:
    fields, body = openings.find(text) or ({}, text)
    try:
        raw = article(fields, body, path)
    except Rejection as rejection:
        if str(rejection).startswith("No date"):
            if refused := openings.refused_date(text):
                dates.parse(refused)  # which says why
            raise Rejection(_NO_DATE) from rejection
        raise
    note = f"Read from the first lines of the text: {', '.join(sorted(fields))}."
    return outlets.kept_in_note(replace(raw, notes=(note, *raw.notes))) if fields else raw
