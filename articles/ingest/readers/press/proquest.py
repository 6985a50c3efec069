"""Documents of ProQuest: labels, of which `Full text` has the text, then more labels."""

import re

from articles.ingest.readers import dates
from articles.ingest.readers.press import labels
from articles.ingest.readers.press.forms import Form, Told, dated, spoken

_DOCUMENT_OF = re.compile(r"Document \d+ of \d+")
_LABELS = (
    *("title", "author", "publication info", "abstract", "links", "full text", "subject"),
    *(
        "business indexing term",
        "location",
        "people",
        "company / organization",
        "publication title",
    ),
    *("volume", "issue", "first page", "pages", "number of pages", "publication year"),
    *("publication date", "section", "publisher", "place of publication", "country of publication"),
    *("publication subject", "issn", "e-issn", "source type", "language of publication"),
    *("document type", "dateline", "identifier / keyword", "classification", "company", "edition"),
    *("proquest document id", "document url", "copyright", "last updated", "database", "column"),
    *("source attribution", "full text availability", "publication frequency", "alternate title"),
)


def _read(lines: list[str]) -> Told:
    start = labels.after_label(lines, "full text")
    lines, text = labels.parted(lines, start, "publication title", _LABELS)
    told = labels.values(lines, _LABELS)
    heading = (line for line in told[""].split("\n") if re.search(r"[^\W_]", line))
    heading = [line for line in heading if not _DOCUMENT_OF.fullmatch(line.strip())]
    info = dates.in_line(told.get("publication info", ""))
    return {
        "title": told.get("title") or next(iter(heading), ""),
        "author": spoken(told.get("author", "")),
        "date": dated(told.get("publication date", "")) or (str(info[0][1].day) if info else ""),
        "sourceName": told.get("publication title", "").partition(";")[0],
        "section": told.get("section", ""),
        "keywords": told.get("subject", ""),
    }, text


FORM = Form(
    "ProQuest",
    (re.compile(r"^ProQuest document (?:ID|link)\b", re.MULTILINE),),
    re.compile(r"^(?:Full text|Title|Publication title):", re.MULTILINE),
    _read,
    begins=re.compile(r"_{20,}|" + _DOCUMENT_OF.pattern),
)
