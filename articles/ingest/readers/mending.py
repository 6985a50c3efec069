"""Text that was once decoded wrongly, as in "itâ€™s", put right where that is certain."""

import re
import unicodedata
from dataclasses import replace

import ftfy
from ftfy.badness import is_bad

from articles.ingest.records import RawArticle

NOTE = "Signs that had been decoded wrongly, such as “â€™” for “’”, were put right."
LONGEST = 1_000_000  # characters; longer texts are refused when they are cleaned
LAST_LATIN = "\u024f"
LEAST_FOREIGN = 4  # letters of another script; fewer come out of good text by chance

# Every sequence that ftfy finds bad has a sign beyond these, which good texts are full of.
_TELLING = re.compile("[^\x00-\x7f\xa0·‘’“”–—…]")

_FIELDS = ("title", "body", "byline", "excerpt", "source_name", "category")

# Only what was decoded wrongly is undone: quotes, ligatures, widths and references stay.
_CONFIG = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    restore_byte_a0=False,
    decode_inconsistent_utf8=False,
    fix_c1_controls=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
)

# Controls, private and unassigned characters: what good text comes to when it is "put right".
_ABSURD = {"Cc", "Co", "Cn"}


def mend(raw: RawArticle) -> RawArticle:
    """The article with its words put right, and a note where something was."""
    mended = {name: text(getattr(raw, name)) for name in _FIELDS}
    mended["tags"] = tuple(map(text, raw.tags))
    if all(getattr(raw, name) == value for name, value in mended.items()):
        return raw
    return replace(raw, **mended, notes=(*raw.notes, NOTE))


def text(given: str) -> str:
    """A text put right line by line, since a line may be wrong among good ones."""
    if len(given) > LONGEST or not _may_be_bad(given) or not is_bad(given):
        return given
    return "\n".join(_line(line) for line in given.split("\n"))


def _may_be_bad(text: str) -> bool:
    """Whether it is worth looking, which takes much longer."""
    return not text.isascii() and bool(_TELLING.search(text))


def _line(line: str) -> str:
    """A line put right as a whole, or else word by word, where good ones stand among the bad."""
    if not _may_be_bad(line) or not is_bad(line):
        return line
    mended = _whole(line)
    return mended if mended != line else " ".join(map(_whole, line.split(" ")))


def _whole(text: str) -> str:
    """A text of which every sign was decoded wrongly, or none; what comes out must be sensible."""
    mended = ftfy.fix_text_segment(text, _CONFIG)
    new = [sign for sign in mended if sign not in text]
    foreign = sum(sign.isalpha() and sign > LAST_LATIN for sign in new)
    absurd = any(sign == "\ufffd" or unicodedata.category(sign) in _ABSURD for sign in new)
    return text if absurd or 0 < foreign < LEAST_FOREIGN else mended
