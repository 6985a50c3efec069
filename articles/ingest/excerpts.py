"""The excerpt of an article: what was given as one, else the opening of its text. Pure."""

import re
from collections.abc import Callable, Collection, Sequence

from articles.ingest.characters import one_line, shorten, words
from articles.ingest.records import Block

MOST = 200  # characters of one that is made

# Within so many blocks the headline may stand once more, after a section, a day or a credit.
_HEAD = 10

# An opening is put together from so many blocks at most, and so many characters of each.
_BLOCKS = 40
_READ = 2_000

# A line that names who wrote a text, or is about to. What stands above it says enough by itself
# where it has so many characters: some outlets run the text on in the very line with the name.
_BYLINE = re.compile(r"(?:(?:written|reported|posted) )?by\b[^.!?]{0,80}", re.IGNORECASE)
_ENOUGH = 40

# What stands where a text was cut off.
_CUT = re.compile(r"\s*[\[(]?(?:\.{3}|…)[\])]?$")


def excerpt(given: str, found: Sequence[Block], title: str) -> str:
    """Return what was given, unless that is nothing or the opening of the text, cut off.

    Such an opening is made anew: with what stands above the text it would tell little.
    """
    return made(found, title) if not given or _is_cut_opening(given, found) else given


def made(found: Sequence[Block], title: str, without: Collection[int] = ()) -> str:
    """Return the opening of a text of these blocks: no captions, repeated headline or byline.

    `without` are the places of blocks that are no part of the text, though they may be bylines.
    """
    body = _before_byline(_after_headline(_unless(_is_caption, found[:_BLOCKS]), title))
    opening = _joined(_unless(lambda block: block.place in without, body))
    return opening if len(opening) <= MOST else shorten(opening, MOST)


def _is_caption(block: Block) -> bool:
    return block.tag == "figcaption"


def _unless(is_no_text: Callable[[Block], bool], blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the other blocks, but all where there is no other."""
    return [block for block in blocks if not is_no_text(block)] or blocks


def _after_headline(body: Sequence[Block], title: str) -> Sequence[Block]:
    key = words(title)
    for at, block in enumerate(body[:_HEAD], start=1):
        if key and words(block.text[:_READ]) == key:
            return body[at:] or body
    return body


def _before_byline(body: Sequence[Block]) -> Sequence[Block]:
    for at, block in enumerate(body[:_HEAD]):
        if _BYLINE.fullmatch(block.text[:_READ].strip()):
            above = body[:at]
            return above if len(_joined(above)) >= _ENOUGH else body[at + 1 :] or body
    return body


def _is_cut_opening(given: str, found: Sequence[Block]) -> bool:
    kept = _CUT.sub("", given)
    return kept != given and words(_joined(found[:_BLOCKS])).startswith(words(kept))


def _joined(blocks: Collection[Block]) -> str:
    return one_line(" ".join(block.text[:_READ] for block in blocks), _READ)
