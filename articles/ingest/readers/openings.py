"""The opening of a text without marks: its title, author, day and address, each on a line.

So clippings look that were copied by hand.
"""

import re
from collections.abc import Iterator
from typing import Any

from articles.ingest.readers import dates, outlets
from articles.ingest.readers.bodies import is_table_rule
from articles.ingest.readers.fields import FIELDS, collected, simple

MOST_LINES = 12  # that are not blank, among which the day is looked for
MOST_UNKNOWN = 4  # lines before it that tell nothing, such as a title and an outlet
LONGEST_LINE = 300  # characters
LONGEST_TITLE = 200

_KNOWN = {simple(name) for names in FIELDS.values() for name in names} | {"by"}
_DAYS = {simple(name) for field in ("date", "changed") for name in FIELDS[field]}
_TITLES = {simple(name) for name in FIELDS["title"]}

# The signs of a list, a quotation or a heading, and those of emphasis around words.
_SIGNS = re.compile(r"^(?:[-*+•>][ \t]+|#{1,6}[ \t]+)+")
_EMPHASIS = re.compile(r"\*\*|__|^[*_](?=\S)|(?<=\S)[*_]$")
_RULE = re.compile(r"[-=*_~]{3,}")
_LABELLED = re.compile(r"([^\W\d_][\w .-]{0,30}?)[ \t]*:[ \t]+(\S.*)")
# Signs between parts, an update after a day, and where PressReader leaves no space.
_PARTS = re.compile(
    r"[ \t]+[|·•–—/-][ \t]+|\t+|[,;.]?(?<!last)[ \t]+(?=\(?(?:last )?(?:updated|modified)\b)"
    r"|(?<=[a-z])(?=\d\d? [A-Z][a-z]{2,8} \d{4})|(?<= \d{4})(?=By )",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"(?:last )?(?:updated|modified|revised|aktualisiert|mis a jour|mis à jour|actualizado)"
    r"(?: on| am| le| el)?:? ",
    re.IGNORECASE,
)
_IN_NUMBERS = re.compile(r"\d{1,4}([/.-])\d\d?\1\d{2,4}")
_NUMBER = re.compile(r"\d{5}|\d{9,}")  # which may be any other number as well as a day
_ADDRESS = re.compile(r"<?(https?://[^\s<>]+)>?", re.IGNORECASE)
_BY = re.compile(r"(?i:written )?(?i:by|von|par|por|di|door) (?P<names>[^\W\d_][^\n]{1,120})")
# A name is written in capitals, but for what stands between its parts.
_NAMES = re.compile(
    r"(?:[^\W\d_a-z][\w.’'-]*|and|und|et|y|e|en|&|de|del|der|den|van|von|di|la|le|bin|al)"
    r"(?:,? (?:[^\W\d_a-z][\w.’'-]*|and|und|et|y|e|en|&|de|del|der|den|van|von|di|la|le|bin|al))*"
)
_READING_TIME = re.compile(r"\d+[ -]min(?:ute)?s?(?: read)?", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?…][\"'”’)]*$")

Found = tuple[dict[str, Any], str]
Told = list[tuple[str, str]]


def find(text: str) -> Found | None:
    """What the opening of a text tells, by names of fields, and what follows; None for nothing.

    What is understood whole is no part of what follows, and neither is the title.
    """
    lines = text.strip().split("\n")
    owners = outlets.owners(text)
    told: Told = []
    taken: set[int] = set()
    unknown: list[int] = []
    last = 0
    for number, line in _first(lines):
        found, is_whole = _facts(line, owners)
        if not found and not is_whole and _ends(line, unknown, told):
            break
        told += found
        last = number if found else last
        if is_whole:
            taken.add(number)
        elif not found:
            unknown.append(number)
    if not told:
        return None
    if not _names(told) & _TITLES:
        told += _title(lines, told, unknown, taken, last)
    rest = "\n".join(line for number, line in enumerate(lines) if number not in taken)
    return collected(told), rest


def _title(lines: list[str], told: Told, unknown: list[int], taken: set[int], last: int) -> Told:
    """The title: the first line that told nothing, if one that tells something is under it.

    What looks like an outlet is the title where no other line is left for it.
    """
    if not unknown and told[0] == ("sourceName", _bare(lines[0])):
        return [("title", told.pop(0)[1])]
    if not unknown or unknown[0] >= last:
        return []
    title = _bare(lines[unknown[0]])
    if len(title) > LONGEST_TITLE:
        return []
    taken.add(unknown[0])
    return [("title", title)]


def refused_date(text: str) -> str:
    """What stands in the opening of a text like a date in numbers, or nothing."""
    lines = (line for _, line in _first(text.strip().split("\n")) if len(line) <= LONGEST_LINE)
    parts = (part for line in lines for part in _parts(_bare(line)))
    return next((part for part in parts if _IN_NUMBERS.fullmatch(part)), "")


def is_byline(line: str) -> bool:
    """Whether a line is nothing but names, or says by whom."""
    return bool(_NAMES.fullmatch(line) or _BY.fullmatch(line))


def _first(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The first lines that are not blank, with their numbers, up to where a table begins."""
    filled = 0
    for number, line in enumerate(lines):
        if line.strip():
            filled += 1
            if filled > MOST_LINES or is_table_rule(line.strip()):
                return
            yield number, line.strip()


def _ends(line: str, unknown: list[int], told: Told) -> bool:
    """Whether a line that tells nothing is where the opening has ended."""
    if len(line) > LONGEST_LINE or len(unknown) >= MOST_UNKNOWN:
        return True
    is_sentence = bool(_SENTENCE.search(line))
    if _names(told) & _DAYS:
        # Under the day may stand the title, if no line has told it yet.
        return bool(unknown) or is_sentence
    return bool(unknown) and len(line) > 60 and is_sentence


def _names(told: Told) -> set[str]:
    return {simple(name) for name, _ in told}


def _facts(line: str, owners: set[str]) -> tuple[Told, bool]:
    """What a line tells, and whether it tells nothing else."""
    if len(line) > LONGEST_LINE:
        return [], False
    if _RULE.fullmatch(line):
        return [], True
    bare = _bare(line)
    labelled = _LABELLED.fullmatch(bare)
    name, value = labelled.groups() if labelled else ("", "")
    if simple(name) in _KNOWN and (simple(name) not in _DAYS or dates.is_one(value)):
        return [("author" if simple(name) == "by" else name, value)], True
    kinds = [_kind(part, owners) for part in _parts(bare)]
    told = [fact for kind in kinds for fact in kind.items() if fact[0]]
    if not all(kinds):
        # An outlet beside what is not understood stands behind a title.
        return [fact for fact in told if fact[0] != "sourceName"], False
    return told, True


def _parts(line: str) -> list[str]:
    return [part.strip(" ()") for part in _PARTS.split(line)]


def _bare(line: str) -> str:
    """A line without the signs of a list, a heading and emphasis."""
    return _EMPHASIS.sub("", _SIGNS.sub("", line.strip())).strip()


def _kind(part: str, owners: set[str]) -> dict[str, str]:
    """What a part of a line tells; under no name what may be left out."""
    if dates.is_one(part) and not _NUMBER.fullmatch(part):
        return {"date": part}
    if (changed := _CHANGED.match(part)) and dates.is_one(part[changed.end() :]):
        return {"updated": part[changed.end() :]}
    if address := _ADDRESS.fullmatch(part):
        return {"url": address[1]}
    if (by := _BY.fullmatch(part)) and not _SENTENCE.search(part[-1:]):
        return _by(by["names"])
    before, _, after = part.partition(", ")
    if outlets.is_outlet(before, owners) and (not after or dates.is_one(after)):
        return {"sourceName": before} | ({"date": after} if after else {})
    return {"": part} if _READING_TIME.fullmatch(part) else {}


def _by(names: str) -> dict[str, str]:
    """The names after "by", and the day where one follows them."""
    for comma in re.finditer(", ", names):
        before, after = names[: comma.start()], names[comma.end() :]
        if dates.is_one(after) and _NAMES.fullmatch(before):
            return {"author": before, "date": after}
    return {"author": names} if _NAMES.fullmatch(names) else {}
