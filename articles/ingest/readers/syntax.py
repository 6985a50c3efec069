"""YAML, TOML and JSON as fields, under limits; what is wrong is told by its line."""

import json
import re
import tomllib
from collections.abc import Callable
from typing import Any

import yaml

from articles.ingest.characters import one_line
from articles.ingest.records import Rejection

MAX_DEPTH = 20  # of YAML
MAX_DOTS = 500  # in a line of TOML

# What YAML writes for no value; an empty one counts as a text without signs.
_NULLS = {"~", "null", "Null", "NULL"}


# The C parser is ten times faster; it is missing where PyYAML was built without libyaml.
class _Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
    def construct_scalar(self, node: yaml.ScalarNode) -> str | None:
        value = super().construct_scalar(node)
        return None if not node.style and value in _NULLS else value


_TOML_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")
_MERGE = "<<"
# As libyaml says that another document follows.
_ONE_DOCUMENT = "expected a single document in the stream"
_SEVERAL = "Several articles in one file. Give each a file, or write them as JSON Lines."
_NO_FIELDS = "Front matter holds no fields. Write them as 'title: ...', one a line."


def load(kind: str, front: str, above: int) -> dict[Any, Any]:
    """The fields of a front matter in "yaml", "toml" or "json", which follows `above` lines.

    Raises Rejection, naming the line, where it is not in that language or nested too deep.
    """
    try:
        loaded = _LOADERS[kind](front, above)
    except RecursionError as error:
        raise Rejection("Front matter is nested too deep. Flatten it.") from error
    if isinstance(loaded, list) and all(isinstance(one, dict) for one in loaded):
        raise Rejection(_SEVERAL)
    if not isinstance(loaded, dict):
        raise Rejection(_NO_FIELDS)
    return loaded


def _yaml(front: str, above: int) -> Any:
    """The fields with every value left a string, or None where none is given.

    So `2025-02-30` is a value to complain of and `title: yes` is a title. The nesting is measured
    first, because the C parser's composer overflows the stack on deep nesting.
    """
    try:
        depth = 0
        for event in yaml.parse(front, Loader=_Loader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise Rejection(f"Front matter is nested more than {MAX_DEPTH} deep. Flatten it.")
        return _merged(yaml.load(front, Loader=_Loader))  # noqa: S506  makes strings, lists, dicts, None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        if getattr(error, "context", None) == _ONE_DOCUMENT:
            raise Rejection(_SEVERAL) from error
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
        raise _broken("YAML", problem, above + mark.line + 1 if mark else None) from error


def _merged(loaded: Any) -> Any:
    """The fields with those of the tables that a merge key names, where they are not their own."""
    for _ in range(MAX_DEPTH):
        if not isinstance(loaded, dict) or _MERGE not in loaded:
            break
        told = loaded.pop(_MERGE)
        tables = [one for one in (told if isinstance(told, list) else [told]) if one]
        for table in filter(lambda one: isinstance(one, dict), tables):
            loaded = table | loaded
    return loaded


def _toml(front: str, above: int) -> Any:
    """The fields as TOML has them: dates and numbers are such.

    A key of many parts takes the parser a time that grows with the square of their number.
    """
    if any(line.count(".") > MAX_DOTS for line in front.split("\n")):
        raise Rejection(f"A line of the front matter has more than {MAX_DOTS} dots. Break it up.")
    try:
        return tomllib.loads(front, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        line = above + int(found[1]) if found and found[1] else None
        raise _broken("TOML", _TOML_LINE.sub("", str(error)), line) from error
    except ValueError as error:
        raise _broken("TOML", "a number is too long", None) from error


def _json(front: str, above: int) -> Any:
    """The fields with their numbers left strings; Hexo leaves the braces around them out."""
    bare = front.lstrip().startswith('"')
    whole = "{" + front.rstrip().rstrip(",") + "}" if bare else front
    try:
        return _DECODER.decode(whole)
    except json.JSONDecodeError as error:
        raise _broken("JSON", error.msg, above + error.lineno) from error


_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str, strict=False)
_LOADERS: dict[str, Callable[[str, int], Any]] = {"yaml": _yaml, "toml": _toml, "json": _json}


def end_of_object(text: str) -> int:
    """Where the JSON object ends that a text begins with; the end of the text if it has none."""
    try:
        return _DECODER.raw_decode(text)[1]
    except (json.JSONDecodeError, RecursionError):
        return len(text)


def _broken(language: str, problem: str, line: int | None) -> Rejection:
    place = f" on line {line}" if line else ""
    what = one_line(problem[:1].lower() + problem[1:], 200).rstrip(".")
    return Rejection(f"Broken front matter{place}: {what}. Correct the {language}.")
