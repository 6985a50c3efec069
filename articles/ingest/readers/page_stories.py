"""Other whole articles on a web page: the next story, as pages that never end show it."""

import re
from collections.abc import Iterator
from itertools import islice, takewhile

from lxml.etree import _Element

from articles.ingest.readers import page_days, page_lines, page_names
from articles.ingest.readers.page_elements import text_of
from articles.ingest.readers.page_lines import Line

MOST_HEADINGS, MOST_PARTS = 200, 50  # that are looked at
LEAST_STORY = 200  # characters of paragraphs; what has fewer teases
LEAST_LEFT = 100  # characters that are left of the page, or its parts are no other stories
_MOST_ABOVE, _MOST_BELOW = 3, 4  # lines around a heading that tell by whom a story is, and of when

_HEADINGS = ("h1", "h2", "h3")
# What pages call the place of the story that follows.
_NEXT = re.compile(
    r"(?:^|[\s_-])(?:(?:next|following)[_-]?(?:article|story|stories|post|read|up)|up[_-]?next"
    r"|read[_-]?next|more[_-]?(?:articles|stories|posts)|(?:infinite|endless)\S*)(?:$|[\s_-])"
)
_OF_HEAD = re.compile(r"(?:^|[\s_-])(?:author|byline|by|date|published|timestamp)s?(?:$|[\s_-])")


def others(tree: _Element, title: str) -> list[_Element]:
    """The elements that hold other whole articles than the one under the page's title.

    Such a story has a heading, paragraphs, and its own line about author or day, or it stands where
    pages have their next one. None where the title leads elsewhere, as those in lists do.
    """
    headings = list(islice((one for one in tree.iter(*_HEADINGS) if text_of(one)), MOST_HEADINGS))
    own = _own(headings, title)
    if own is None or _leads_on(own):
        return []
    found: list[_Element] = []
    apart = {own, *own.iterancestors()}
    before: set[_Element] = set()
    for heading in headings:
        holders = list(heading.iterancestors())
        if not (heading is own or (found and found[-1] in holders)):
            outside = apart | before
            begun = list(takewhile(lambda part, known=outside: part not in known, holders))
            found += begun[-1:] if begun and _is_story(heading, begun, own) else []
        before = set(holders)
    left = _length(tree) - sum(map(_length, found))
    return found if left >= LEAST_LEFT else []


def heading(story: _Element) -> str:
    """What a story is called."""
    return text_of(next(story.iter(*_HEADINGS)))


def join_parts(tree: _Element) -> None:
    """Make one of an article that advertisements part into several elements of a kind.

    The extractor would take the first for the whole.
    """
    for part in list(islice(tree.iter("article"), 1, MOST_PARTS)):
        first = next(part.itersiblings("article", preceding=True), None)
        is_alike = first is not None and first.get("class") == part.get("class")
        if is_alike and next(part.iter(*_HEADINGS), None) is None:
            part.tag = "div"
            first.append(part)


def _own(headings: list[_Element], title: str) -> _Element | None:
    """The heading of the page's article: the title's, or else the first of the chief ones."""
    named = (one for one in headings if title and text_of(one).startswith(title))
    return next(named, next((one for one in headings if one.tag == "h1"), None))


def _leads_on(heading: _Element) -> bool:
    links = heading.xpath("(.//a | ancestor::a)[@href]")
    return any(not link.get("href").startswith("#") for link in links)


def _is_story(heading: _Element, holders: list[_Element], own: _Element) -> bool:
    """Whether what begins with a heading, in elements of which the outermost is last, is one."""
    is_next = any(_NEXT.search(_names(holder)) for holder in holders)
    ours = next(own.iterancestors("article"), None)
    is_article = any(holder.tag == "article" for holder in holders) and ours is not None
    is_beside = is_article and ours not in heading.iterancestors()
    if not (is_next or heading.tag == "h1" or is_beside) or _length(holders[-1]) < LEAST_STORY:
        return False
    return is_next or _is_signed(heading, holders[-1])


def _is_signed(heading: _Element, holder: _Element) -> bool:
    """Whether a story begins with its heading and a line about who wrote it, or when."""
    words, above = text_of(heading), []
    lines = page_lines.lines(holder)
    for line in lines:
        if line.text.replace(" ", "") == words.replace(" ", ""):
            return any(map(_is_of_head, (*above, *_until_text(lines))))
        above.append(line)
        if line.is_long or len(above) > _MOST_ABOVE:
            break
    return False


def _until_text(lines: Iterator[Line]) -> Iterator[Line]:
    for line in islice(lines, _MOST_BELOW):
        if not line.is_remark:
            return
        yield line


def _is_of_head(line: Line) -> bool:
    if page_days.is_told(line) or page_names.is_signed(line.text):
        return True
    return bool(_OF_HEAD.search(_names(line.element)))


def _names(element: _Element) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}".lower()


def _length(element: _Element) -> int:
    return sum(len(text_of(paragraph)) for paragraph in element.iter("p"))
