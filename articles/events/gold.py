"""Labels that people made, read from files and led to the articles that they are about."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path, PurePosixPath

from articles.models import Article, Original

_MOST_NAMED = 10  # files that are not there


class GoldError(Exception):
    """A file of labels that cannot be used; the message names the line and the remedy."""


def read_lines(path: Path, fields: Mapping[str, type]) -> list[dict]:
    """Return the JSON objects of a file, one a line, each with these fields of these types.

    Raises GoldError where one lacks a field or holds something else there.
    """
    try:
        # Other ends of lines than this may stand inside a text of JSON.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path} cannot be read: {error}.") from error
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    return [_row(path, number, line, fields) for number, line in numbered]


def articles_by_name(names: Collection[str]) -> dict[str, int]:
    """Return {base name: article id}; a copy is the article whose text it carries.

    Raises GoldError where no article came from a file of one of these names, or several did.
    """
    found = defaultdict(set)
    carried = dict(Article.objects.exclude(duplicate_of=None).values_list("pk", "duplicate_of"))
    rows = Original.objects.exclude(article=None).order_by("pk")
    for origins, article in rows.values_list("origins", "article").iterator():
        for origin in origins:
            name = PurePosixPath(origin.replace("\\", "/")).name
            if name in names:
                found[name].add(carried.get(article, article))
    if missing := sorted(set(names) - found.keys()):
        more = f" and {len(missing) - _MOST_NAMED:,} more" if len(missing) > _MOST_NAMED else ""
        raise GoldError(
            f"{len(missing):,} of {len(names):,} files are not in the archive: "
            f"{', '.join(missing[:_MOST_NAMED])}{more}. Import them first."
        )
    if unclear := sorted(name for name, articles in found.items() if len(articles) > 1):
        raise GoldError(
            f"{unclear[0]} is the name of {len(found[unclear[0]]):,} files, of different articles. "
            "Give them names of their own and import them again, or leave the line out."
        )
    return {name: article for name, (article,) in found.items()}


def _row(path: Path, number: int, line: str, fields: Mapping[str, type]) -> dict:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise GoldError(f"{path}, line {number}: not JSON. Write one object a line.") from error
    if not isinstance(row, dict) or (missing := [name for name in fields if name not in row]):
        lacking = ", ".join(fields if not isinstance(row, dict) else missing)
        raise GoldError(f"{path}, line {number}: lacks {lacking}.")
    if wrong := [name for name, kind in fields.items() if not _is_of(row[name], kind)]:
        raise GoldError(f"{path}, line {number}: what {wrong[0]} holds is not what it is for.")
    return row


def _is_of(value: object, kind: type) -> bool:
    """Say whether a value is of a kind, and no empty text; true and false are no numbers here."""
    is_number = kind is bool or not isinstance(value, bool)
    return isinstance(value, kind) and is_number and value != ""
