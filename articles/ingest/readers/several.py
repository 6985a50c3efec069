"""Signs that another article stands within a text: they are told, and nothing is parted."""

import re
from itertools import islice

from articles.ingest.readers import metadata_lines, openings
from articles.ingest.readers.fields import FIELDS, simple

_MOST_MARKS = 50  # of a text that are looked at
_LOOKED_AT = 1500  # characters under a mark

# Between fences, fields of which one is the title or the date.
_SECOND_FRONT_MATTER = re.compile(
    r"^-{3,}[ \t]*\n(?:[\w-]{1,40}:[^\n]*\n|[ \t]+[^\n]*\n|- [^\n]*\n){0,40}?"
    r"(?:title|date):[^\n]*\n(?:[\w-]{1,40}:[^\n]*\n|[ \t]+[^\n]*\n|- [^\n]*\n){0,40}?"
    r"-{3,}[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_FRONT_MATTER = (
    "Another front matter stands within the text: one file is one article. Split the file, if "
    "these are several."
)
_ARTICLE = (
    "Another title and date stand within the text, at '{}': one file is one article. Split the "
    "file, if these are several."
)
# A line of signs, a new page, or a heading.
_MARK = re.compile(
    r"^(?:[ \t]*(?:([-=_*~])(?:[ \t]*\1){2,})[ \t]*$|\f|(?=#{1,2}[ \t]))", re.MULTILINE
)
_NAMES = [{simple(name) for name in FIELDS[field]} for field in ("title", "date")]


def note(body: str) -> str:
    """What is to be told of another article in a text, or nothing."""
    if _SECOND_FRONT_MATTER.search(body):
        return _FRONT_MATTER
    for mark in islice(_MARK.finditer(body), _MOST_MARKS):
        below = body[mark.end() : mark.end() + _LOOKED_AT].lstrip()
        if not (below.startswith("#") and not mark.start()) and _is_article(below):
            return _ARTICLE.format(below.partition("\n")[0][:60].strip())
    return ""


def _is_article(text: str) -> bool:
    """Whether a text begins with the title and the date of an article.

    They have names, or the one is a heading and the other stands right under it.
    """
    fields, _ = metadata_lines.find(text) or ({}, "")
    names = {simple(name) for name in fields}
    if all(names & known for known in _NAMES):
        return True
    opening = "\n".join(list(filter(str.strip, text.split("\n")))[:2])
    told, _ = (text.startswith("#") and openings.find(opening)) or ({}, "")
    return {"title", "date"} <= told.keys()
