"""Documents of Factiva: fields under codes of two letters, or a header of lines above the text."""

import re
from itertools import takewhile

from articles.ingest.characters import one_line
from articles.ingest.readers import openings
from articles.ingest.readers.press.forms import COPYRIGHT, Form, Told, dated

_WORDS = re.compile(r"\d[\d,.]* words?")
_BY = re.compile(r"by[: ]\s*", re.IGNORECASE)
_DOCUMENT = re.compile(r"Document [A-Z][A-Z0-9]{3,9}\d{8}[a-z0-9]{6,}")
_CODES = (
    "HD CR BY WC PD ET SN SC ED PG VOL LA CY LP TD CT RF CO IN NS RE IPC IPD PUB AN SE CLM ART"
).split()
_CODE = re.compile(rf"({'|'.join(_CODES)})(?:(?:\t| {{2,}}|(?= By ))\s*(.*))?")


def _read(lines: list[str]) -> Told:
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
        "date": dated(value.get("PD", "")),
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
    is_last = (i for i, n in enumerate(header) if COPYRIGHT.fullmatch(lines[n]))
    end = header[next(is_last, 1)]
    has_time = re.fullmatch(r"\d\d?:\d\d(?: [AP]M)?(?: [A-Z]{2,5})?", lines[header[1]])
    above = [lines[number] for number in filled[:at]]
    authors = above.pop() if len(above) > 1 and openings.is_byline(above[-1]) else ""
    text = takewhile(lambda line: not _DOCUMENT.fullmatch(line), lines[end + 1 :])
    return {
        "title": above[0],
        "author": _BY.sub("", authors, count=1),
        "date": dated(lines[header[0]]),
        "sourceName": lines[header[2 if has_time else 1]],
    }, "\n".join([*above[1:], "", *text])


FORM = Form(
    "Factiva",
    (
        re.compile(rf"^{_DOCUMENT.pattern}[ \t\r]*$", re.MULTILINE),
        re.compile(rf"^(?:HD\b.*|WC\b.*|{_WORDS.pattern})[ \t\r]*$", re.MULTILINE),
    ),
    re.compile(rf"^{_DOCUMENT.pattern}[ \t\r]*$", re.MULTILINE),
    _read,
    ends=_DOCUMENT,
)
