"""Which characters may stand in a text that is stored, and how a text becomes one line."""

import html
import re
import unicodedata

# PostgreSQL refuses NUL, XML 1.0 refuses most C0 controls, surrogates, U+FFFE and U+FFFF. The C1
# controls are what a wrong decoding leaves behind.
_UNSTORABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# Each by itself rather than in brackets: then the search skips to the first of them.
_LINE_ENDS = re.compile("\r\n|\r|\x0b|\x0c|\x85|\u2028|\u2029")

# Controls that turn the direction of what follows them, and marks that show nothing.
_UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\xad]")

# Python refuses to turn more than 4,300 digits into a number; no character has more than 7.
_ABSURD_REFERENCE = re.compile(r"&#(?:0*[0-9]{8,}|[xX]0*[0-9a-fA-F]{7,});?")

_REFERENCE = re.compile(r"&#?\w+;", re.ASCII)

_WORD = re.compile(r"[^\W_]+")
_SPACES_FOR_MARKS = {code: " " for code in range(128) if not chr(code).isalnum()}


def storable(text: str) -> str:
    """The text without what PostgreSQL or XML cannot hold, its line ends all newlines."""
    if text.isprintable():  # nothing that is taken out is
        return text
    return without_unstorable(_LINE_ENDS.sub("\n", text))


def without_unstorable(text: str) -> str:
    """The same with its line ends as they are."""
    return _UNSTORABLE.sub("", text)


def one_line(text: str, limit: int) -> str:
    """The text on one line of at most `limit` characters, with nothing in it that is not seen."""
    seen = text if text.isprintable() else _UNSEEN.sub("", storable(text))
    line = " ".join(seen.split())
    return line if len(line) <= limit else shorten(line, limit)


def shorten(line: str, limit: int) -> str:
    """The beginning of a line, cut between words where it can be, with an ellipsis after it."""
    head = line[: limit - 1]
    cut = head.rfind(" ")
    if line[limit - 1] != " " and cut > limit // 2:
        head = head[:cut]
    return head.rstrip(" ,;:.!?…-–—") + "…"


def unescape(text: str) -> str:
    """The text with HTML's character references replaced by what they stand for."""
    return html.unescape(without_absurd_references(text)) if "&" in text else text


def unescape_value(value: str) -> str:
    """The same for an attribute, where `&copy=1` is a parameter: a reference ends with `;`."""
    if "&" not in value:
        return value
    return _REFERENCE.sub(lambda reference: unescape(reference[0]), value)


def without_absurd_references(markup: str) -> str:
    """Markup in which no numeric reference is too long to be read as a number."""
    return _ABSURD_REFERENCE.sub("\ufffd", markup) if "&#" in markup else markup


def words(text: str) -> str:
    """The words of a text, by which it is known again: letters and digits only, case folded."""
    if text.isascii():  # the same in a quarter of the time
        return " ".join(text.lower().translate(_SPACES_FOR_MARKS).split())
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))
