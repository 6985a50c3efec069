"""The values of an export, checked by type and bounds: it may have been edited, or be hostile.

Values from YAML are texts throughout, so a number may be a text of digits. Each function here
raises Unfit with the end of a sentence that begins with the field.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from articles.ingest.characters import without_unstorable
from articles.ingest.records import Rejection
from articles.ingest.urls import LABEL, MAX_LENGTH

# The greatest number that every reader of JSON holds exactly; ids beyond it are nobody's.
MAX_NUMBER = 2**53 - 1
MAX_TEXT = 1_000_000  # characters of a text without a limit of its own
MAX_LISTED = 100_000

_DOMAIN = re.compile(rf"(?:{LABEL}\.)*{LABEL}")
# As the forms of the desk take them, which know more schemes than the web has and escape nothing.
_ADDRESS = re.compile(r"(?:https?|ftps?)://\S+", re.IGNORECASE)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SLUG = re.compile(r"[\w-]+")


class Unfit(ValueError):
    """A value that cannot stand where it stands."""


Parse = Callable[[Any], Any]
Table = Mapping[str, Parse]


def number(value: Any) -> int:
    """A number that a row can have."""
    if isinstance(value, str) and re.fullmatch("[0-9]{1,16}", value):
        value = int(value)
    if type(value) is not int or not 0 < value <= MAX_NUMBER:
        raise Unfit(f"is no whole number from 1 to {MAX_NUMBER:,}")
    return value


def whole(value: Any) -> int:
    """Any number that PostgreSQL holds in a bigint, as a text of digits."""
    if not isinstance(value, str) or not re.fullmatch("-?[0-9]{1,19}", value):
        raise Unfit("is no whole number in a text")
    found = int(value)
    if not -(2**63) <= found < 2**63:
        raise Unfit("is too great")
    return found


def flag(value: Any) -> bool:
    """Yes or no."""
    known = {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value
    if not isinstance(known, bool):
        raise Unfit("is neither true nor false")
    return known


def day(value: Any) -> date:
    """A day as 2025-07-26."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Unfit("is no day such as 2025-07-26") from error


def moment(value: Any) -> datetime:
    """A moment with its zone, as 2025-07-26T09:30:00+00:00."""
    try:
        found = datetime.fromisoformat(value)
        if found.tzinfo:
            return found.astimezone(UTC)
    except (OverflowError, TypeError, ValueError):
        pass
    raise Unfit("is no moment with a zone such as 2025-07-26T09:30:00+00:00")


def text(limit: int = MAX_TEXT) -> Parse:
    """A text of at most `limit` characters, exactly as it is but for what cannot be stored."""

    def parse(value: Any) -> str:
        if not isinstance(value, str):
            raise Unfit("is no text")
        if len(value) > limit:
            raise Unfit(f"is longer than {limit:,} characters")
        return without_unstorable(value)

    return parse


def filled(limit: int) -> Parse:
    """The same, with something to read in it."""

    def parse(value: Any) -> str:
        found = text(limit)(value)
        if not found.strip():
            raise Unfit("is empty")
        return found

    return parse


def choice(*known: str) -> Parse:
    """One of a few words."""

    def parse(value: Any) -> str:
        if value not in known:
            raise Unfit(f"is none of {', '.join(filter(None, known))}")
        return value

    return parse


def matching(pattern: re.Pattern[str], limit: int, what: str) -> Parse:
    """A text of one form."""

    def parse(value: Any) -> str:
        if not isinstance(value, str) or len(value) > limit or not pattern.fullmatch(value):
            raise Unfit(f"is no {what}")
        return value

    return parse


domain = matching(_DOMAIN, 253, "domain in small letters")
address = matching(_ADDRESS, MAX_LENGTH, "web address")
digest = matching(_DIGEST, 64, "SHA-256 in hexadecimal digits")
slug = matching(_SLUG, 100, "part of an address, made of letters, digits and hyphens")


def each(parse: Parse) -> Parse:
    """A list."""

    def parse_all(values: Any) -> tuple:
        if not isinstance(values, list) or len(values) > MAX_LISTED:
            raise Unfit("is no list, or a very long one")
        return tuple(map(parse, values))

    return parse_all


def table(columns: Table, *needed: str) -> Parse:
    """An object, of which the fields in `columns` are taken; what is null or empty is left out."""

    def parse(given: Any) -> dict[str, Any]:
        if not isinstance(given, dict):
            raise Unfit("is no object")
        found = {}
        for name, parse_one in columns.items():
            if given.get(name) not in (None, "", []):
                try:
                    found[name] = parse_one(given[name])
                except Unfit as error:
                    raise Unfit(_under(name, error)) from error
        missing = [name for name in needed if name not in found]
        if missing:
            raise Unfit(f"has no '{missing[0]}'")
        return found

    return parse


def checked(given: dict, parse: Parse) -> dict[str, Any]:
    """The fields of a record, each checked; raises Rejection, naming the one that is wrong."""
    try:
        return parse(given)
    except Unfit as error:
        raise Rejection(f"The record {error}. Correct it, or export anew.") from error


def _under(name: str, error: Unfit) -> str:
    return f"has a field '{name}' that {error}"
