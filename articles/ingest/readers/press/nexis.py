"""Documents of Nexis, and as it wrote them before: a header, labels, the text and more labels."""

import re

from articles.ingest.readers import outlets
from articles.ingest.readers.press import labels
from articles.ingest.readers.press.forms import COPYRIGHT, Form, Told, dated

_WITH_WEEKDAY = re.compile(r"(.*?\d{4} [A-Z][a-z]+day)\b.*")
_NUMBERED = re.compile(r"\d+ of \d+ DOCUMENTS?")
_HEADINGS = ("Classification", "End of Document")
_LABELS = (
    *("section", "length", "byline", "dateline", "highlight", "load-date", "language", "graphic"),
    *("publication-type", "journal code", "subject", "industry", "geographic", "classification"),
    *("copyright", "correction-date", "organization", "person", "company", "ticker"),
)


def _read(lines: list[str]) -> Told:
    """Title, outlet and day, a line each, then labels, `Body`, the text and more labels."""
    lines = [line.strip() for line in lines if line.strip() not in _HEADINGS]
    lines, text = labels.parted(lines, lines.index("Body") + 1, "load-date", _LABELS)
    told = labels.values(lines, _LABELS)
    above = _without_editions(told[""])
    at = next((n for n, line in enumerate(above[:4]) if _day(line)), -1)
    return _facts(told) | {
        "title": above[0] if above else "",
        "date": _day(above[at]) if at > 0 else "",
        "sourceName": above[1] if at > 1 else "",
    }, text


def _read_old(lines: list[str]) -> Told:
    """Outlet, day and title in the middle of lines, labels, the text and more labels."""
    lines = [line.strip() for line in lines if not _NUMBERED.fullmatch(line.strip())]
    lines = [line for line in lines if not COPYRIGHT.fullmatch(line)]
    labelled = [number for number, line in enumerate(lines) if labels.label_of(line) in _LABELS]
    start = labelled[0] if labelled else len(lines)
    while start < len(lines) and (not lines[start] or labels.label_of(lines[start]) in _LABELS):
        start += 1
    lines, text = labels.parted(lines, start, "load-date", _LABELS)
    told = labels.values(lines, _LABELS)
    above = _without_editions(told[""])
    at = next((n for n, line in enumerate(above[:5]) if _day(line)), -1)
    return _facts(told) | {
        "title": next(iter(above[at + 1 :]), ""),
        "date": _day(above[at]) if at >= 0 else "",
        "sourceName": above[0] if at > 0 else "",
    }, text


def _facts(told: dict[str, str]) -> dict[str, str]:
    return {
        "author": told.get("byline", "").partition("\n")[0],
        "section": told.get("section", "").partition(";")[0],
    }


def _without_editions(told: str) -> list[str]:
    """The lines above the labels, but those of an edition where outlet and title are others."""
    lines = [line for line in told.split("\n") if line]
    others = [line for line in lines if not outlets.is_edition(line)]
    named = [line for line in others if not (_day(line) or COPYRIGHT.fullmatch(line))]
    return others if len(named) > 1 else lines


def _day(line: str) -> str:
    """The day in a line that may name the edition, too, or nothing."""
    return dated(_WITH_WEEKDAY.sub(r"\1", line))


FORM = Form(
    "Nexis",
    (
        re.compile(r"^Body[ \t\r]*$", re.MULTILINE),
        re.compile(r"^(?:Load-Date:|End of Document[ \t\r]*$)", re.MULTILINE),
    ),
    re.compile(r"^Body[ \t\r]*$", re.MULTILINE),
    _read,
    ends=re.compile(r"End of Document"),
)
OLD_FORM = Form(
    "Nexis",
    (re.compile(rf"^[ \t]*{_NUMBERED.pattern}[ \t\r]*$", re.MULTILINE),),
    re.compile(r"^[ \t]*LENGTH:", re.MULTILINE),
    _read_old,
    begins=_NUMBERED,
)
