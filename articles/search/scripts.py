"""Words in scripts that write no spaces: Chinese, Japanese and Korean.

The database finds them by their signs and pairs (`archive_fold`); here they are told apart from
other words, and marked in the passages that hold them.
"""

import re
from collections.abc import Iterator

from articles.query import And, Or, Part, Phrase, Word
from articles.search.segments import Segment

# The same signs as archive_fold parts, and the forms that it turns into them.
_SIGN = re.compile("[々〇ぁ-ゖゝ-ヺー-ヿㄱ-ㆎ㐀-䶿一-鿿가-힣豈-\ufaffｦ-ﾝ\U00020000-\U0003ffff]")
_BEFORE = 30
_LONGEST = 120


def has_signs(text: str) -> bool:
    """Whether a text has a sign of such a script."""
    return _SIGN.search(text) is not None


def pairs_of(text: str) -> list[str]:
    """Return each two signs of a text that stand side by side, and what stands between them."""
    found = []
    for run in re.split(f"({_SIGN.pattern}+)", text):
        if has_signs(run):
            found += [run[at : at + 2] for at in range(max(1, len(run) - 1))]
        elif any(map(str.isalnum, run)):
            found.append(run)
    return found


def wanted_signs(part: Part | None) -> Iterator[str]:
    """Yield the wanted words and phrases that have such signs."""
    match part:
        case Word() | Phrase():
            if has_signs(part.text):
                yield part.text
        case And() | Or():
            for branch in part.parts:
                yield from wanted_signs(branch)


def passage(text: str, wanted: tuple[str, ...]) -> tuple[Segment, ...]:
    """Return the stretch of a text about the first of the wanted, nothing where it has none."""
    either = "|".join(map(re.escape, sorted(wanted, key=len, reverse=True)))
    either = re.compile(f"({either})", re.IGNORECASE)
    first = either.search(text)
    if not first:
        return ()
    start = max(0, first.start() - _BEFORE)
    pieces = either.split(text[start : start + _LONGEST])
    found = (Segment(piece, marked=place % 2 == 1) for place, piece in enumerate(pieces))
    return tuple(segment for segment in found if segment.text)
