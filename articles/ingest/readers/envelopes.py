"""Objects as programs pack them: an article within an object, values within values.

So answer Elasticsearch (`_source`), JSON:API and Strapi (`attributes`), Airtable and Contentful
(`fields`), GraphQL (`node`), CouchDB (`doc`); MongoDB writes `{"$date": ...}` for a date, and
programs of many languages `{"en-US": ...}` for a text.
"""

import re
from collections.abc import Callable
from typing import Any

from articles.ingest.records import Rejection

MAX_DEPTH = 5  # of one object within another
MOST_NAMES = 8  # that are told of an object

_LANGUAGE = re.compile(
    r"[a-z]{2,3}[-_](?:[A-Z][a-z]{3}[-_])?(?:[A-Z]{2}|\d{3})"
    r"|ar|cs|da|de|el|en|es|fi|fr|he|hi|hu|it|ja|ko|nl|no|pl|pt|ro|ru|sv|tr|uk|zh"
)
_CHIEF = "en"
_OTHER_LANGUAGES = "Field '{}' is in several languages, as '{}': '{}' was taken."

Fields = dict[str, Any]
Notes = list[str]


def opened(fields: Fields, has_text: Callable[[Fields], bool], notes: Notes) -> Fields:
    """The fields of an object, with those of the one object in it that has a text.

    Adds to `notes`; raises Rejection where several have one.
    """
    fields = _plain(fields, notes)
    for _ in range(MAX_DEPTH):
        if has_text(fields):
            return _with_embedded(fields)
        inner = _inner(fields, has_text, notes)
        if not inner:
            break
        (name,) = inner
        fields = {other: fields[other] for other in fields if other != name} | inner[name]
    return fields


def names_of(fields: Fields) -> str:
    """The names of some fields, for a reason."""
    names = [f"'{name[:40]}'" for name in map(str, fields)]
    more = " and others" if len(names) > MOST_NAMES else ""
    return ", ".join(names[:MOST_NAMES]) + more or "nothing"


def _inner(fields: Fields, has_text: Callable[[Fields], bool], notes: Notes) -> dict[str, Fields]:
    """The object that has a text, in itself or in an object within it, under its name."""
    objects = {name: value for name, value in fields.items() if isinstance(value, dict)}
    found = {}
    for name, value in objects.items():
        told: Notes = []
        plain = _plain(value, told)
        if _leads_to_text(plain, has_text, MAX_DEPTH):
            found[name] = plain
            notes += told
    if len(found) > 1:
        raise Rejection(
            f"Several articles in one object: {names_of(found)} each have a text. "
            "Put them into a list."
        )
    return found


def _leads_to_text(fields: Fields, has_text: Callable[[Fields], bool], depth: int) -> bool:
    if has_text(fields):
        return True
    inner = (_plain(one, []) for one in fields.values() if isinstance(one, dict))
    return depth > 0 and any(_leads_to_text(one, has_text, depth - 1) for one in inner)


def _plain(fields: Fields, notes: Notes) -> Fields:
    """Fields whose values are those that stand in the wrappers of MongoDB and of languages."""
    return {name: _unwrapped(name, value, notes) for name, value in fields.items()}


def _unwrapped(name: str, value: Any, notes: Notes) -> Any:
    for _ in range(MAX_DEPTH):
        if not isinstance(value, dict) or not value:
            return value
        if len(value) == 1 and next(iter(value))[:1] == "$":
            value = next(iter(value.values()))
            continue
        if not all(map(_LANGUAGE.fullmatch, value)):
            return value
        taken = next((one for one in value if one[:2] == _CHIEF), next(iter(value)))
        if len(value) > 1:
            others = "', '".join(list(value)[:MOST_NAMES])
            notes.append(_OTHER_LANGUAGES.format(name, others, taken))
        value = value[taken]
    return value


def _with_embedded(fields: Fields) -> Fields:
    """The fields with what WordPress embeds where it else gives numbers: authors and terms."""
    embedded = fields.get("_embedded")
    if not isinstance(embedded, dict):
        return fields
    groups = embedded.get("wp:term")
    terms = [
        term
        for group in (groups if isinstance(groups, list) else [])
        for term in (group if isinstance(group, list) else [])
        if isinstance(term, dict)
    ]
    told = {
        "author": embedded.get("author"),
        "categories": [term for term in terms if term.get("taxonomy") == "category"],
        "tags": [term for term in terms if term.get("taxonomy") == "post_tag"],
    }
    return fields | {name: value for name, value in told.items() if value}
