"""What fields say that nobody reads: told by name and length, so that no text is lost silently."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from articles.ingest import shingles
from articles.ingest.characters import one_line, unescape, words
from articles.ingest.readers.fields import NESTED, is_known, simple
from articles.ingest.records import RawArticle

ENOUGH = 40  # characters of words; what has fewer is a label
MOST_TOLD = 8  # fields
MAX_FIELDS = 100  # that are looked at
MAX_VALUES = 1000  # of a field; an alias that repeats itself would give more than can be counted
MAX_PROSE = 200_000  # characters of a value; the beginning of a longer one tells enough
_FEWEST_WORDS = 4  # of a value; fewer are a name
_FEWEST_LETTERS = 15  # of a value in a script without spaces
_LEAST_SHARE = 0.6  # of the signs of a value that words are, unless it is code

_TAG = re.compile(r"<[^<>]*>")
# A word with the marks around it; names of classes have hyphens and hashes have digits.
_WORD = re.compile(r"(?<!\S)[\"'(“„«‘\[]*[^\W\d_]+(?:['’][^\W\d_]+)?[.,;:!?…\"'”»’)\]]*(?!\S)")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
# Names of what programs keep for themselves, by how they begin or end.
_TECHNICAL = re.compile(
    r"[@$_#].*|(?:og|twitter|seo|yoast|meta|schema|css|class|style|script|template|layout|licen[cs]e"
    r"|copyright|rights|guid|slug|hash|embedding).*|.*(?:id|ids|hash|class|classes|slug|css|style)"
)


def told(raw: RawArticle, loaded: Mapping[Any, Any]) -> RawArticle:
    """An article with a note on the fields that have prose, were not read and are in no other."""
    taken = [words(plain(one)) for one in (raw.body, raw.title, raw.excerpt)]
    found = []
    for name, value in islice(_unread(loaded), MAX_FIELDS):
        prose = " ".join(islice(_prose(value), MAX_VALUES))
        if len(prose) > ENOUGH and not _is_in(words(prose), taken):
            found.append(f"'{one_line(name, 40)}' ({len(prose):,} characters)")
    if not found:
        return raw
    more = " and others" if len(found) > MOST_TOLD else ""
    return replace(raw, notes=(*raw.notes, f"Not read: {', '.join(found[:MOST_TOLD])}{more}."))


def is_copy(text: str, whole: str) -> bool:
    """Whether a text stands in another, or is nearly the beginning of it."""
    return _is_in(words(plain(text)), [words(plain(whole))])


def _is_in(text: str, wholes: list[str]) -> bool:
    """Whether the words of a text stand so in one of several others."""
    return any(text in one or _begins(text, one) for one in wholes)


def _begins(text: str, whole: str) -> bool:
    # As much as is compared, so that a long text is not taken apart for a short one.
    opening = whole[: 4 * len(text)]
    return len(text) <= len(whole) and shingles.likeness(text, opening) >= shingles.ENOUGH


def plain(text: str) -> str:
    """A text without tags, on one line."""
    return " ".join(unescape(_TAG.sub(" ", text)).split())


def _unread(loaded: Mapping[Any, Any]) -> Iterator[tuple[str, Any]]:
    """The fields that nobody reads, also those in tables whose fields count as if outside."""
    for name, value in loaded.items():
        key = simple(name)
        if key in NESTED and isinstance(value, dict):
            yield from ((str(inner), one) for inner, one in value.items() if _is_unread(inner))
        elif _is_unread(name):
            yield str(name), value


def _is_unread(name: object) -> bool:
    key = simple(name)
    return not is_known(key) and not _TECHNICAL.fullmatch(key)


def _prose(value: Any) -> Iterator[str]:
    """The texts with sentences in a value, however deep they stand, in order."""
    waiting = [value]
    for _ in range(MAX_VALUES):
        if not waiting:
            return
        one = waiting.pop()
        if isinstance(one, str):
            text = plain(one[:MAX_PROSE])
            if _is_prose(text):
                yield text
        elif isinstance(one, list):
            waiting += reversed(one[:MAX_VALUES])
        elif isinstance(one, dict):
            inner = [value for name, value in one.items() if not _TECHNICAL.fullmatch(simple(name))]
            waiting += reversed(inner[:MAX_VALUES])


def _is_prose(text: str) -> bool:
    if len(_UNSPACED.findall(text)) >= _FEWEST_LETTERS:
        return True
    found = _WORD.findall(text)
    length = sum(map(len, found)) + len(found)
    return len(found) >= _FEWEST_WORDS and length >= _LEAST_SHARE * len(text)
