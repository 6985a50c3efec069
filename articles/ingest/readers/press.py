"""Documents of press databases, as these save them as text: ProQuest, Factiva, Nexis, EBSCO.

Each has fields, the text, and what the database writes around them. The address of a document is
the database's and not that of the article, so it is left out.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from articles.ingest.characters import one_line
from articles.ingest.readers import dates, openings, outlets
from articles.ingest.readers.assembling import article
from articles.ingest.records import RawArticle, Rejection

SNIFFED = 2**18  # characters in which the first document shows its form

_NOTE = "Read as a document of {}{}: what the database writes around the text was left out."
_SEVERAL = (
    "Several documents of {} in one text: one text is one article. Save them as a file of text in"
    " UTF-8, which is taken apart, or each by itself."
)
_NO_TEXT = "No text: the document of {} has none, only what describes it. Save the whole document."
_NO_FORM = "The document of {} has no {}. Save it anew, or add a date in front matter."

_WORDS = re.compile(r"\d[\d,.]* words?")
_COPYRIGHT = re.compile(r"(?:\(c\)|©|copyright\b).*|.*all rights reserved\.?", re.IGNORECASE)
_BY = re.compile(r"by[: ]\s*", re.IGNORECASE)
_LABEL = re.compile(r"([A-Z][A-Za-z -]{1,40}):(?:[ \t]+(.*)|[ \t]*$)")
_WITH_WEEKDAY = re.compile(r"(.*?\d{4} [A-Z][a-z]+day)\b.*")
_SURNAME_FIRST = re.compile(r"([^,;]+), ([^,;]+)")

_ABOVE_A_TEXT = {
    "section",
    "author",
    "authors",
    "byline",
    "dateline",
    "highlight",
    "length",
    "column",
}

Told = tuple[dict[str, str], str]


@dataclass(frozen=True)
class Form:
    """How a database writes its documents as text.

    All `marks` stand in it. A document `begins` with a line, or `ends` with one, and one that is
    whole `holds` a line; what does not is written around documents. `read` gives fields and text,
    `custom` what the report is to tell of them.
    """

    name: str
    marks: tuple[re.Pattern[str], ...]
    holds: re.Pattern[str]
    read: Callable[[list[str]], Told]
    begins: re.Pattern[str] | None = None
    ends: re.Pattern[str] | None = None
    custom: str = ""

    def is_of(self, text: str) -> bool:
        """Whether a text is in this form."""
        return all(mark.search(text) for mark in self.marks)

    def documents(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """The lines of each document, and of what stands around them."""
        held: list[str] = []
        for line in lines:
            if self.begins and self.begins.fullmatch(line.strip()):
                yield held
                held = []
            held.append(line)
            if self.ends and self.ends.fullmatch(line.strip()):
                yield held
                held = []
        yield held

    def is_document(self, text: str) -> bool:
        """Whether what stands between two marks is a document."""
        return bool(self.holds.search(text))


def form_of(text: str) -> Form | None:
    """The form that a text is in, or None."""
    beginning = text[:SNIFFED]
    return next((form for form in FORMS if form.is_of(beginning)), None)


def sniff(text: str) -> bool:
    """Whether a text is in the form of a database."""
    return bool(form_of(text))


def read(text: str, path: str = "") -> RawArticle:
    """The article in a document; raises Rejection, also where there are several."""
    form = form_of(text)
    parts = ("\n".join(lines) for lines in form.documents(text.split("\n")))
    found = [part for part in parts if form.is_document(part)]
    if len(found) > 1:
        raise Rejection(_SEVERAL.format(form.name))
    fields, body = form.read((found or [text])[0].split("\n"))
    if not body.strip():
        raise Rejection(_NO_TEXT.format(form.name))
    fields = {name: value for name, value in fields.items() if value}
    if not fields.get("date") and not dates.in_name(path):
        raise Rejection(_NO_FORM.format(form.name, "date that is understood"))
    raw = article(fields, body, path, layout="text")
    raw = replace(raw, notes=(_NOTE.format(form.name, form.custom), *raw.notes))
    return outlets.kept_in_note(raw)


def _label(line: str) -> str:
    """The label that a line begins with, or nothing."""
    match = _LABEL.match(line.strip())
    return match[1].casefold() if match else ""


def _parted(
    lines: list[str], first: int, end: str, known: Collection[str]
) -> tuple[list[str], str]:
    """The lines that describe a document and its text, which begins with the line `first`.

    It ends where known labels begin, one after the other, up to that of `end`: within a text may
    stand what looks like one.
    """
    known = set(known) - _ABOVE_A_TEXT
    ends = [number for number, line in enumerate(lines) if _label(line) == end]
    last = max(ends, default=len(lines))
    while last > first and (not lines[last - 1].strip() or _label(lines[last - 1]) in known):
        last -= 1
    return lines[:first] + lines[last:], "\n".join(lines[first:last])


def _after_label(lines: list[str], label: str) -> int:
    """The number of the first line with a label; that of the end where there is none.

    What follows the label on its line becomes a line of its own.
    """
    for number, line in enumerate(lines):
        if _label(line) == label:
            lines[number : number + 1] = line.strip().split(":", 1)
            return number + 1
    return len(lines)


def _values(lines: list[str], known: Collection[str]) -> dict[str, str]:
    """What stands under each of the known labels, the first of a label, and before all as ""."""
    values, label = {"": []}, ""
    for line in lines:
        named = _label(line)
        if named in known:
            label = f"{named} again" if named in values else named
            values[label] = [line.strip().partition(":")[2].strip()]
        else:
            values[label].append(line.strip())
    return {label: "\n".join(found).strip() for label, found in values.items()}


def _names(value: str) -> str:
    """Names that are written with the surname first, as they are spoken."""
    names = [name.strip() for name in value.split(";") if name.strip()]
    return "; ".join(_SURNAME_FIRST.sub(r"\2 \1", name) for name in names)


def _dated(value: str) -> str:
    return value if dates.is_one(value) else ""


_OF_PROQUEST = (
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


def _proquest(lines: list[str]) -> Told:
    start = _after_label(lines, "full text")
    lines, text = _parted(lines, start, "publication title", _OF_PROQUEST)
    told = _values(lines, _OF_PROQUEST)
    heading = (line for line in told[""].split("\n") if re.search(r"[^\W_]", line))
    heading = [line for line in heading if not _DOCUMENT_OF.fullmatch(line.strip())]
    info = dates.in_line(told.get("publication info", ""))
    return {
        "title": told.get("title") or next(iter(heading), ""),
        "author": _names(told.get("author", "")),
        "date": _dated(told.get("publication date", "")) or (str(info[0][1].day) if info else ""),
        "sourceName": told.get("publication title", "").partition(";")[0],
        "section": told.get("section", ""),
        "keywords": told.get("subject", ""),
    }, text


_OF_EBSCO = (
    *("title", "authors", "source", "document type", "subject terms", "abstract", "full text"),
    *("full text word count", "lexile", "issn", "doi", "accession number", "database", "language"),
    *("persistent link to this record", "images", "author affiliations", "geographic terms"),
    *("people", "company/entity", "naics/industry codes", "section", "record", "copyright"),
)
_AMERICAN = re.compile(r"\b(\d\d?)/(\d\d?)/(\d{4})\b")
_OF_OWNER = re.compile(r"\n?Copyright of .{1,300}? is the property of .*", re.DOTALL)


def _ebsco(lines: list[str]) -> Told:
    start = _after_label(lines, "full text")
    lines, text = _parted(lines, start, "accession number", _OF_EBSCO)
    told = _values(lines, _OF_EBSCO)
    source = told.get("source", "")
    # Its own dates have the month first, whatever the language of the text.
    day = _AMERICAN.search(source)
    return {
        "title": told.get("title", ""),
        "author": _names(told.get("authors", "")),
        "date": _dated(f"{day[3]}-{day[1]}-{day[2]}") if day else "",
        "sourceName": source.partition(".")[0],
        "keywords": told.get("subject terms", ""),
    }, _OF_OWNER.sub("", text)


_CODES = (
    "HD CR BY WC PD ET SN SC ED PG VOL LA CY LP TD CT RF CO IN NS RE IPC IPD PUB AN SE CLM ART"
).split()
_CODE = re.compile(rf"({'|'.join(_CODES)})(?:(?:\t| {{2,}}|(?= By ))\s*(.*))?")


def _factiva(lines: list[str]) -> Told:
    codes = [line for line in lines if _CODE.fullmatch(line.strip())]
    return _by_codes(lines) if len(codes) > 3 else _under_header(lines)


def _by_codes(lines: list[str]) -> Told:
    """The fields of Factiva by their codes, which come in one order."""
    told, code = {"": []}, ""
    for line in lines:
        match = _CODE.fullmatch(line.strip())
        if match and match[1] not in told:
            code = match[1]
            told[code] = [match[2] or ""]
        else:
            told[code].append(line.strip())
    value = {code: "\n".join(found).strip() for code, found in told.items()}
    return {
        "title": one_line(value.get("HD", ""), 1000),
        "author": _BY.sub("", value.get("BY", ""), count=1),
        "date": _dated(value.get("PD", "")),
        "sourceName": value.get("SN", ""),
        "section": value.get("SE", ""),
    }, "\n\n".join(filter(None, (value.get("LP"), value.get("TD"))))


def _under_header(lines: list[str]) -> Told:
    """Title, author, number of words, day, outlet and more, a line each, then the text."""
    lines = [line.strip() for line in lines]
    filled = [number for number, line in enumerate(lines) if line]
    at = next((i for i, number in enumerate(filled) if _WORDS.fullmatch(lines[number])), 0)
    if not at or len(filled) < at + 4:
        return {}, ""
    header = filled[at + 1 : at + 12]
    is_last = (i for i, n in enumerate(header) if _COPYRIGHT.fullmatch(lines[n]))
    end = header[next(is_last, 1)]
    has_time = re.fullmatch(r"\d\d?:\d\d(?: [AP]M)?(?: [A-Z]{2,5})?", lines[header[1]])
    above = [lines[number] for number in filled[:at]]
    authors = above.pop() if len(above) > 1 and openings.is_byline(above[-1]) else ""
    text = takewhile(lambda line: not _DOCUMENT.fullmatch(line), lines[end + 1 :])
    return {
        "title": above[0],
        "author": _BY.sub("", authors, count=1),
        "date": _dated(lines[header[0]]),
        "sourceName": lines[header[2 if has_time else 1]],
    }, "\n".join([*above[1:], "", *text])


_HEADINGS_OF_NEXIS = ("Classification", "End of Document")
_OF_NEXIS = (
    *("section", "length", "byline", "dateline", "highlight", "load-date", "language", "graphic"),
    *("publication-type", "journal code", "subject", "industry", "geographic", "classification"),
    *("copyright", "correction-date", "organization", "person", "company", "ticker"),
)


def _nexis(lines: list[str]) -> Told:
    """Title, outlet and day, a line each, then labels, `Body`, the text and more labels."""
    lines = [line.strip() for line in lines if line.strip() not in _HEADINGS_OF_NEXIS]
    lines, text = _parted(lines, lines.index("Body") + 1, "load-date", _OF_NEXIS)
    told = _values(lines, _OF_NEXIS)
    above = _without_editions(told[""])
    at = next((n for n, line in enumerate(above[:4]) if _day_of_nexis(line)), -1)
    return _facts_of_nexis(told) | {
        "title": above[0] if above else "",
        "date": _day_of_nexis(above[at]) if at > 0 else "",
        "sourceName": above[1] if at > 1 else "",
    }, text


def _old_nexis(lines: list[str]) -> Told:
    """Outlet, day and title in the middle of lines, labels, the text and more labels."""
    lines = [line.strip() for line in lines if not _NUMBERED.fullmatch(line.strip())]
    lines = [line for line in lines if not _COPYRIGHT.fullmatch(line)]
    labels = [number for number, line in enumerate(lines) if _label(line) in _OF_NEXIS]
    start = labels[0] if labels else len(lines)
    while start < len(lines) and (not lines[start] or _label(lines[start]) in _OF_NEXIS):
        start += 1
    lines, text = _parted(lines, start, "load-date", _OF_NEXIS)
    told = _values(lines, _OF_NEXIS)
    above = _without_editions(told[""])
    at = next((n for n, line in enumerate(above[:5]) if _day_of_nexis(line)), -1)
    return _facts_of_nexis(told) | {
        "title": next(iter(above[at + 1 :]), ""),
        "date": _day_of_nexis(above[at]) if at >= 0 else "",
        "sourceName": above[0] if at > 0 else "",
    }, text


def _facts_of_nexis(told: dict[str, str]) -> dict[str, str]:
    return {
        "author": told.get("byline", "").partition("\n")[0],
        "section": told.get("section", "").partition(";")[0],
    }


def _without_editions(told: str) -> list[str]:
    """The lines above the labels, but those of an edition where outlet and title are others."""
    lines = [line for line in told.split("\n") if line]
    others = [line for line in lines if not outlets.is_edition(line)]
    named = [line for line in others if not (_day_of_nexis(line) or _COPYRIGHT.fullmatch(line))]
    return others if len(named) > 1 else lines


def _day_of_nexis(line: str) -> str:
    """The day in a line that may name the edition, too, or nothing."""
    return _dated(_WITH_WEEKDAY.sub(r"\1", line))


_DOCUMENT_OF = re.compile(r"Document \d+ of \d+")
_DOCUMENT = re.compile(r"Document [A-Z][A-Z0-9]{3,9}\d{8}[a-z0-9]{6,}")
_NUMBERED = re.compile(r"\d+ of \d+ DOCUMENTS?")
FORMS = (
    Form(
        "ProQuest",
        (re.compile(r"^ProQuest document (?:ID|link)\b", re.MULTILINE),),
        re.compile(r"^(?:Full text|Title|Publication title):", re.MULTILINE),
        _proquest,
        begins=re.compile(r"_{20,}|" + _DOCUMENT_OF.pattern),
    ),
    Form(
        "Factiva",
        (
            re.compile(rf"^{_DOCUMENT.pattern}[ \t\r]*$", re.MULTILINE),
            re.compile(rf"^(?:HD\b.*|WC\b.*|{_WORDS.pattern})[ \t\r]*$", re.MULTILINE),
        ),
        re.compile(rf"^{_DOCUMENT.pattern}[ \t\r]*$", re.MULTILINE),
        _factiva,
        ends=_DOCUMENT,
    ),
    Form(
        "Nexis",
        (
            re.compile(r"^Body[ \t\r]*$", re.MULTILINE),
            re.compile(r"^(?:Load-Date:|End of Document[ \t\r]*$)", re.MULTILINE),
        ),
        re.compile(r"^Body[ \t\r]*$", re.MULTILINE),
        _nexis,
        ends=re.compile(r"End of Document"),
    ),
    Form(
        "Nexis",
        (re.compile(rf"^[ \t]*{_NUMBERED.pattern}[ \t\r]*$", re.MULTILINE),),
        re.compile(r"^[ \t]*LENGTH:", re.MULTILINE),
        _old_nexis,
        begins=_NUMBERED,
    ),
    Form(
        "EBSCO",
        (
            re.compile(r"^Record: \d+[ \t\r]*$", re.MULTILINE),
            re.compile(r"^(?:Accession Number|Database):", re.MULTILINE),
        ),
        re.compile(r"^(?:Title|Full Text):", re.MULTILINE),
        _ebsco,
        begins=re.compile(r"Record: \d+"),
        custom=", whose dates have the month first",
    ),
)
