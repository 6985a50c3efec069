"""YAML as people write it by hand, put in the quotes that it lacks."""

import re
from collections import Counter
from typing import Any

import yaml

from articles.ingest.readers import mending, syntax
from articles.ingest.records import Rejection

# A field that is not indented or an item of a list, and what stands there.
_LINE = re.compile(r"([A-Za-z][\w .-]{0,40}:[ \t]+|[ \t]*-[ \t]+)(\S.*)")
# A number or a name with its sign, which YAML takes for a comment: in a title or a summary after
# other words, or as an item of a list.
_HASH = re.compile(
    r"^((?:(?:title|headline|summary|description|excerpt):[ \t]+(?=[^\s\"'\[{|>&*!#])"
    r"|[ \t]*-[ \t]+(?=#)))((?:[^\n]*?[ \t])?#\w[^\n]*?)((?:[ \t]+#[ \t][^\n]*)?)$",
    re.MULTILINE | re.IGNORECASE,
)
# A title that begins with a sign of YAML's and is words all the same.
_SIGNED_TITLE = re.compile(
    r"^((?:title|headline):[ \t]+)((?:#\w|!(?![!<\s]))[^\n]*)$", re.MULTILINE | re.IGNORECASE
)
_INDENT = re.compile(r"^[ \t]*\t[ \t]*", re.MULTILINE)
# Left behind by a wrong decoding, and forbidden in YAML.
_CONTROLS = re.compile("[\x7f-\x84\x86-\x9f]")
# What begins so is YAML's own if it goes on so, perhaps over several lines; else it is a text.
_OWN = {
    "[": re.compile(r"\[[^\]]*|\[.*\][ \t]*(?:#.*)?"),
    "{": re.compile(r"\{(?!\{)(?:[^}]*|.*\}[ \t]*(?:#.*)?)"),
    "|": re.compile(r"\|[-+\d]{0,2}[ \t]*(?:#.*)?"),
    ">": re.compile(r">[-+\d]{0,2}[ \t]*(?:#.*)?"),
    "&": re.compile(r"&[\w-]+(?:[ \t].*)?"),
    "*": re.compile(r"\*[\w-]+[ \t]*"),
    "!": re.compile(r"![!<].*"),
}
_NAME_OF_NODE = re.compile(r"[&*]([\w-]+)")
_GIVEN, _USED = re.compile(r"&([\w-]+)"), re.compile(r"\*([\w-]+)")
_BEGINS_A_FIELD = re.compile(r"[A-Za-z][\w .-]{0,40}:(?:\s|$)|\s*$")
# How a rejection of YAML ends, and what stands there where it could be read all the same.
_REMEDY = "Correct the YAML."
_MENDED = "Read as if its values were in quotes."
_MOST_TOLD = 3  # of the fields that stand more than once
_TWICE = "'{}' stands more than once in the front matter: the last one was taken."
_KEY = re.compile(r"^([A-Za-z][\w.-]{0,40}):(?=\s)", re.MULTILINE)
_SIGNS = "What begins with # or ! was read as text and not as a comment or a type of the YAML."
_TAB = "  "

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def load(front: str, above: int) -> tuple[dict[Any, Any], str]:
    """The fields of YAML under so many lines, and a note on what was none; raises Rejection."""
    written = with_signs(front)
    twice = [name for name, number in Counter(_KEY.findall(front)).items() if number > 1]
    notes = [_TWICE.format(name) for name in twice[:_MOST_TOLD]]
    notes += [_SIGNS] if written != front else []
    try:
        return syntax.load("yaml", written, above), " ".join(notes)
    except Rejection as broken:
        if not str(broken).endswith(_REMEDY):
            raise
        try:
            fields = syntax.load("yaml", quoted(front), above)
        except Rejection:
            raise broken from None
        return fields, str(broken).replace(_REMEDY, _MENDED)


def quoted(front: str) -> str:
    """Front matter with those values in quotes whose line is no YAML by itself.

    So a title may hold a colon or quotes of its own. Tabs that indent are spaces, and what was
    decoded wrongly is put right.
    """
    sound = _CONTROLS.sub("", mending.text(front))
    spaced = _INDENT.sub(lambda indent: indent[0].replace("\t", _TAB), sound)
    lines = spaced.split("\n")
    named = {*_GIVEN.findall(spaced)} & {*_USED.findall(spaced)}
    following = [*lines[1:], ""]
    return "\n".join(_quoted(*pair, named) for pair in zip(lines, following, strict=True))


def with_signs(front: str) -> str:
    """Front matter in which `#5` or `#AI` belongs to the value that it follows, or is an item.

    So does an exclamation mark before the words of a title.
    """
    front = _SIGNED_TITLE.sub(lambda found: found[1] + _in_quotes(found[2]), front)
    return _HASH.sub(lambda found: found[1] + _in_quotes(found[2]) + found[3], front)


def _quoted(line: str, following: str, named: set[str]) -> str:
    match = _LINE.fullmatch(line)
    if not match or _is_own(match[2], named):
        return line
    if _goes_on(match[2]) and not _BEGINS_A_FIELD.match(following):
        return line
    if not _goes_on(match[2]) and match[2][0] not in _OWN and _is_sound(line):
        return line
    value = match[2].rstrip()
    if len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]:
        value = value[1:-1]
    return match[1] + _in_quotes(value)


def _is_own(value: str, named: set[str]) -> bool:
    """Whether a value is YAML's own: a list, a table, a text of lines, a name given or used."""
    form = _OWN.get(value[0])
    if not form or not form.fullmatch(value):
        return False
    node = _NAME_OF_NODE.match(value)
    return not node or node[1] in named


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
