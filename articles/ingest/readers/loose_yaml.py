"""YAML as people write it by hand, put in the quotes that it lacks."""

import re

import yaml

from articles.ingest.readers import mending

# A field that is not indented or an item of a list, and what stands there.
_LINE = re.compile(r"([A-Za-z][\w .-]{0,40}:[ \t]+|[ \t]*-[ \t]+)(\S.*)")
# A number or a name with its sign, which YAML takes for a comment: in a title or a summary after
# other words, or as an item of a list.
_HASH = re.compile(
    r"^((?:(?:title|headline|summary|description|excerpt):[ \t]+(?=[^\s\"'\[{|>&*!#])"
    r"|[ \t]*-[ \t]+(?=#)))((?:[^\n]*?[ \t])?#\w[^\n]*?)((?:[ \t]+#[ \t][^\n]*)?)$",
    re.MULTILINE | re.IGNORECASE,
)
_INDENT = re.compile(r"^[ \t]*\t[ \t]*", re.MULTILINE)
# Left behind by a wrong decoding, and forbidden in YAML.
_CONTROLS = re.compile("[\x7f-\x84\x86-\x9f]")
_MARKS = tuple("[{|>&*!")  # what follows is YAML's own, perhaps over several lines
_TAB = "  "

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def quoted(front: str) -> str:
    """Front matter with those values in quotes whose line is no YAML by itself.

    So a title may hold a colon or quotes of its own. Tabs that indent are spaces, and what was
    decoded wrongly is put right.
    """
    sound = _CONTROLS.sub("", mending.text(front))
    spaced = _INDENT.sub(lambda indent: indent[0].replace("\t", _TAB), sound)
    return "\n".join(map(_quoted, spaced.split("\n")))


def with_hashes(front: str) -> str:
    """Front matter in which `#5` or `#AI` belongs to the value that it follows, or is an item."""
    return _HASH.sub(lambda found: found[1] + _in_quotes(found[2]) + found[3], front)


def _quoted(line: str) -> str:
    match = _LINE.fullmatch(line)
    if not match or match[2].startswith(_MARKS) or _goes_on(match[2]) or _is_sound(line):
        return line
    value = match[2].rstrip()
    if value[0] in "\"'" and value[-1] == value[0]:
        value = value[1:-1]
    return match[1] + _in_quotes(value)


def _in_quotes(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _goes_on(value: str) -> bool:
    """Whether a value opens a quotation that its line does not close."""
    return value[0] in "\"'" and value.count(value[0]) == 1


def _is_sound(line: str) -> bool:
    """Whether a line can be parsed; composing one that nests deep would overflow the stack."""
    try:
        for _ in yaml.parse(line.lstrip(), Loader=_Loader):
            pass
    except yaml.YAMLError:
        return False
    return True
