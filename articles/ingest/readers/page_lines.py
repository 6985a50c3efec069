"""The lines of a web page as readers see them, and those around its title."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from lxml.etree import _Element, iterwalk

MOST_LINES = 5000  # of a page that are looked through for its title
MOST_BEFORE, MOST_AFTER = 3, 15  # lines around a title that tell of its article
LONG = 120  # bytes in UTF-8, since scripts of more bytes need fewer letters; more is a paragraph
LEAST_SENTENCE = 5  # words
MOST_LONG = 1  # after the title, a summary; the next paragraph begins the text

_UNSEEN = {"script", "style", "noscript", "template", "svg", "select", "textarea", "head"}
_HEADINGS = ("h1", "h2", "h3")
_WITHIN_A_LINE = {
    *("a", "abbr", "address", "b", "bdi", "big", "cite", "code", "em", "font", "i", "img", "ins"),
    *("label", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "wbr"),
}


@dataclass(frozen=True)
class Line:
    """A line of a page: the texts that tags part, and the innermost element that it begins in."""

    pieces: tuple[str, ...]
    element: _Element

    @property
    def is_long(self) -> bool:
        """Whether it is a paragraph rather than a remark."""
        return len(self.text.encode()) > LONG

    @property
    def is_remark(self) -> bool:
        """Whether it may tell of the article: it is no paragraph and no sentence."""
        words = self.text.split()
        ends = self.text.endswith((".", "!", "?", "。", "！", "？", "।", "؟"))
        return not self.is_long and not (ends and len(words) >= LEAST_SENTENCE)

    @property
    def text(self) -> str:
        """The line with spaces where tags part it."""
        return " ".join(self.pieces)


class Beside(NamedTuple):
    """The line of a title, those just before it, the nearest last, and those after it.

    They end where the text begins. Where no title is found there are none.
    """

    title: Line | None = None
    before: tuple[Line, ...] = ()
    after: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """All but the title, those after it first."""
        return (*self.after, *self.before)


def beside(tree: _Element, title: str) -> Beside:
    """The lines beside the title of a page."""
    found = list(labelled(islice(lines(tree), MOST_LINES)))
    place = _place(found, title)
    if place is None:
        return Beside()
    after, longs = [], 0
    for line in found[place + 1 : place + 1 + MOST_AFTER]:
        after.append(line)
        longs += line.is_long
        if longs > MOST_LONG:
            break
    before = [
        line
        for line in found[max(0, place - MOST_BEFORE) : place]
        if line.is_remark and not _is_of_site(line.element)
    ]
    return Beside(found[place], tuple(before), tuple(after))


def lines(tree: _Element) -> Iterator[Line]:
    """The lines of a page in their order, without empty ones."""
    pieces: list[str] = []
    first: _Element | None = None
    walk = iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        is_tag = event in ("start", "end")
        if is_tag and element.tag not in _WITHIN_A_LINE and pieces:
            yield Line(tuple(pieces), first)
            pieces, first = [], None
        if event == "start" and element.tag in _UNSEEN:
            walk.skip_subtree()
            continue
        text = " ".join(((element.text if event == "start" else element.tail) or "").split())
        if text and event != "comment":
            pieces.append(text)
            first = element if first is None else first
    if pieces:
        yield Line(tuple(pieces), first)


def labelled(found: Iterable[Line]) -> Iterator[Line]:
    """Lines with the label and the value of a list or table of facts in one: “Author: Ana”."""
    label: Line | None = None
    for line in found:
        if label is not None:
            is_pair = line.element.getprevious() is label.element and not line.is_long
            if is_pair and line.element.tag in ("dd", "td"):
                yield Line((f"{label.text.rstrip(':')}:", *line.pieces), line.element)
                label = None
                continue
            yield label
            label = None
        if line.element.tag in ("dt", "th") and line.is_remark:
            label = line
        else:
            yield line
    if label is not None:
        yield label


def _place(found: list[Line], title: str) -> int | None:
    """Where the title stands: as a heading, as any line, or else the chief heading's place."""
    same = [
        place
        for place, line in enumerate(found)
        if title and (line.text == title or title in line.pieces)
    ]
    headed = [place for place in same if heading(found[place].element) is not None]
    chief = [place for place, line in enumerate(found) if _is_chief(heading(line.element))]
    return next(iter((*headed, *same, *(chief if len(chief) == 1 else []))), None)


def heading(element: _Element) -> _Element | None:
    """The heading that an element is or stands in, or None."""
    parts = (element, *element.iterancestors(*_HEADINGS))
    return next((part for part in parts if part.tag in _HEADINGS), None)


def _is_chief(found: _Element | None) -> bool:
    return found is not None and found.tag == "h1"


def _is_of_site(element: _Element) -> bool:
    """Whether a line stands in the head of the site, which may tell the day of today."""
    for part in (element, *element.iterancestors()):
        if part.tag == "nav":
            return True
        if part.tag == "header":
            return part.getparent() is not None and part.getparent().tag == "body"
    return False
