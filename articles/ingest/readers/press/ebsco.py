"""Documents of EBSCO: labels, of which `Full Text` has the text, then more labels."""

import re

from articles.ingest.readers.press import labels
from articles.ingest.readers.press.forms import Form, Told, dated, spoken

_LABELS = (
    *("title", "authors", "source", "document type", "subject terms", "abstract", "full text"),
    *("full text word count", "lexile", "issn", "doi", "accession number", "database", "language"),
    *("persistent link to this record", "images", "author affiliations", "geographic terms"),
    *("people", "company/entity", "naics/industry codes", "section", "record", "copyright"),
)
_AMERICAN = re.compile(r"\b(\d\d?)/(\d\d?)/(\d{4})\b")
_OF_OWNER = re.compile(r"\n?Copyright of .{1,300}? is the property of .*", re.DOTALL)


def _read(lines: list[str]) -> Told:
    start = labels.after_label(lines, "full text")
    lines, text = labels.parted(lines, start, "accession number", _LABELS)
    told = labels.values(lines, _LABELS)
    source = told.get("source", "")
    # Its own dates have the month first, whatever the language of the text.
    day = _AMERICAN.search(source)
    return {
        "title": told.get("title", ""),
        "author": spoken(told.get("authors", "")),
        "date": dated(f"{day[3]}-{day[1]}-{day[2]}") if day else "",
        "sourceName": source.partition(".")[0],
        "keywords": told.get("subject terms", ""),
    }, _OF_OWNER.sub("", text)


FORM = Form(
    "EBSCO",
    (
        re.compile(r"^Record: \d+[ \t\r]*$", re.MULTILINE),
        re.compile(r"^(?:Accession Number|Database):", re.MULTILINE),
    ),
    re.compile(r"^(?:Title|Full Text):", re.MULTILINE),
    _read,
    begins=re.compile(r"Record: \d+"),
    custom=", whose dates have the month first",
)
