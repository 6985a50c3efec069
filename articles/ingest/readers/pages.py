"""Whole web pages, HTML or XHTML: the article on them, without what stands around it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import trafilatura
from lxml.etree import strip_elements

from articles.ingest import urls
from articles.ingest.characters import one_line
from articles.ingest.readers import dates, headline, page_stories, page_text
from articles.ingest.readers.page_facts import Facts
from articles.ingest.records import RawArticle, Rejection

_BEGINNING = re.compile(
    r"\ufeff?\s*(?:<\?xml\s[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|article|main|meta|title)(?=[\s>])",
    re.IGNORECASE,
)
# What browsers and SingleFile write at the top of a page that they save.
_SAVED = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|page saved with singlefile\s+url:\s*)(https?://\S+)"
    r"(?:\s+saved date:\s*([^\n]{1,100}))?",
    re.IGNORECASE,
)
UNDATED = "No date on the page: the day of its capture was taken."
UNCLEAR = "The date '{}' on the page may be either of two days: the day of its capture was taken."
CHANGED = "No date of publication on the page: that of the last change was taken."
_FROM_PATH = "No date on the page: taken from the folders that its file stands in."
_NO_TITLE = "No title: taken from the first sentence."
_BARE = "The byline was taken from a name beside the day. Check it."
_OTHER = "The page has another article, “{}”, which was left out. Import it by itself."
_OTHERS = "The page has {} other articles, the first “{}”, which were left out."

_LONGEST_SHOWN = 100  # characters of another article's title

# XHTML's own entities, which the parser of HTML takes for text.
_DEFINITIONS = re.compile(r"(<!DOCTYPE[^<>\[]*)\[[^\]]*\]\s*>", re.IGNORECASE)


def sniff(text: str) -> bool:
    """A page begins with its document type or root, a piece of one with that of a part."""
    return bool(_BEGINNING.match(text[:10_000]))


def read(text: str, path: str = "", address: str = "") -> RawArticle:
    """The article on a page; raises Rejection, naming what the page lacks.

    `path` is the file's, whose name may tell the date. A page that was saved from an address has
    that one, and the day on which it was saved where there is no other; `address` is where it is
    known to be from.
    """
    saved = _SAVED.search(text[:10_000])
    noted, day = saved.groups("") if saved else ("", "")
    address = address or noted
    facts = _facts(text, address)
    own = _own_address(facts, address)
    saved_on = dates.parse(day).day if dates.is_one(day) else None
    if moment := _published(facts, saved_on):
        return _article(facts, moment, own)
    if named := dates.in_name(path):
        note = "No date on the page: taken from the file's name."
        return _article(facts, dates.Moment(named, note=note), own)
    if moment := _changed(facts):
        return _article(facts, moment, own)
    if filed := dates.in_path(path):
        return _article(facts, dates.Moment(filed, note=_FROM_PATH), own)
    if saved_on:
        return _of_capture(facts, saved_on, own)
    for unclear in facts.unclear:
        dates.parse(unclear)  # which says why
    raise Rejection(
        "No date: the page does not say when it was published. Add a line such as "
        '<meta name="date" content="2025-07-26"> to its head.'
    )


def read_capture(text: str, address: str, captured: str) -> RawArticle:
    """The article on a page that was captured at an address, at a time in ISO 8601.

    The address that the page gives itself is taken where it is of the same site, and its date where
    it has one. Raises Rejection, naming what the page lacks.
    """
    facts = _facts(text, address)
    day, own = dates.parse(captured).day, _own_address(facts, address)
    if moment := _published(facts, day) or _changed(facts):
        return _article(facts, moment, own)
    return _of_capture(facts, day, own)


def _published(facts: Facts, captured: date | None) -> dates.Moment | None:
    """The day of publication; of two days that it may be, the one that a day of capture allows.

    Raises Rejection where the page names a day that is none, or two, and was not captured.
    """
    try:
        moment = facts.published
    except dates.Ambiguous:
        if not captured:
            raise
        moment = None
    if moment or not captured:
        return moment
    nearest = {dates.nearest(one, captured) for one in facts.unclear}
    return nearest.pop() if len(nearest) == 1 else None


def _of_capture(facts: Facts, captured: date, address: str) -> RawArticle:
    """The article of a page that tells no day but that of its capture, perhaps two that it may be.

    A page without a date has that day; of one whose date is not clear a curator is to decide.
    """
    unclear = facts.unclear
    note = UNCLEAR.format(one_line(unclear[0], 60)) if unclear else UNDATED
    article = _article(facts, dates.Moment(captured, note=note), address)
    return replace(article, is_undated=bool(unclear))


def _changed(facts: Facts) -> dates.Moment | None:
    """The day of the last change, with a note that it is no other."""
    moment = facts.changed
    return moment and moment.noted(after=CHANGED)


def _facts(text: str, address: str) -> Facts:
    tree = trafilatura.load_html(_DEFINITIONS.sub(r"\1>", text, count=1))
    if tree is None:
        raise Rejection("No text: the page is empty or broken. Get it anew.")
    strip_elements(tree, "svg", with_tail=False)  # whose titles would stand in those of the page
    facts = Facts(tree, address)
    stories = [] if facts.is_live else page_stories.others(tree, facts.title)
    page_stories.join_parts(tree)
    if not stories:
        return facts
    titles = tuple(map(page_stories.heading, stories))
    for story in stories:
        story.drop_tree()
    return Facts(tree, address, titles)


def _article(facts: Facts, moment: dates.Moment, address: str) -> RawArticle:
    known = RawArticle(
        title=facts.title,
        body="",
        body_format="html",
        published=moment.day,
        published_at=moment.at,
        byline=facts.byline,
        excerpt=facts.excerpt,
        cover_image=facts.image,
        source_url=address,
        source_name=facts.site,
        category=facts.category,
        tags=facts.tags,
        language=facts.language,
        notes=tuple(filter(None, _notes(facts, moment))),
    )
    try:
        text = page_text.read(facts)
    except Rejection as rejection:
        raise Rejection(str(rejection), known) from rejection
    title = facts.title or headline.from_text(text.words)
    return replace(known, body=text.body, title=title, is_opening=text.is_opening)


def _notes(facts: Facts, moment: dates.Moment) -> Iterator[str]:
    """What a curator should know of how a page was read; some may be empty."""
    yield moment.note
    yield "" if facts.title else _NO_TITLE
    yield _BARE if facts.names_beside_day else ""
    yield _others(facts)


def _others(facts: Facts) -> str:
    """A note on other articles that the page had, or nothing."""
    if not facts.left_out:
        return ""
    first, count = facts.left_out[0][:_LONGEST_SHOWN], len(facts.left_out)
    return _OTHER.format(first) if count == 1 else _OTHERS.format(count, first)


def _own_address(facts: Facts, address: str) -> str:
    """The address of a page that came from another: its own where that is of the same site."""
    own = facts.address
    return own if not address or _same_site(own, address) else address


def _same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: of one domain, or of another that is under it."""
    domains = sorted((urls.domain(one), urls.domain(other)), key=len)
    return bool(domains[0]) and f".{domains[1]}".endswith(f".{domains[0]}")
