"""Text that was once decoded wrongly, as in "itâ€™s", put right where that is certain."""

from dataclasses import replace

import ftfy
from ftfy.badness import is_bad

from articles.ingest.records import RawArticle

NOTE = "Signs that had been decoded wrongly, such as “â€™” for “’”, were put right."
LONGEST = 1_000_000  # characters; longer texts are refused when they are cleaned

_FIELDS = ("title", "body", "byline", "excerpt", "source_name", "category")

# Only what was decoded wrongly is undone: quotes, ligatures, widths and references stay.
_CONFIG = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
)


def mend(raw: RawArticle) -> RawArticle:
    """The article with its words put right, and a note where something was."""
    mended = {name: text(getattr(raw, name)) for name in _FIELDS}
    mended["tags"] = tuple(map(text, raw.tags))
    if all(getattr(raw, name) == value for name, value in mended.items()):
        return raw
    return replace(raw, **mended, notes=(*raw.notes, NOTE))


def text(given: str) -> str:
    """A text put right line by line, since a line may be wrong among good ones."""
    if len(given) > LONGEST or given.isascii() or not is_bad(given):
        return given
    return "\n".join(_line(line) for line in given.split("\n"))


def _line(line: str) -> str:
    if not is_bad(line):
        return line
    mended = ftfy.fix_text_segment(line, _CONFIG)
    return line if is_bad(mended) and len(mended) >= len(line) else mended
