"""Whole web pages, HTML or XHTML: the article on them, without what stands around it."""

import logging
import re
from collections import Counter
from copy import deepcopy
from dataclasses import replace

import lxml.html
import trafilatura
from lxml.etree import _Element

from articles.ingest import urls
from articles.ingest.markup import from_text
from articles.ingest.readers import dates, headline
from articles.ingest.readers.page_facts import Facts
from articles.ingest.records import RawArticle, Rejection

LEAST_TEXT = 50  # characters; what is shorter is a notice
MOST_LINKED = 0.5  # of an article's characters; a page with more is a list of links
LEAST_TEASERS = 3
LEAST_SHOWN = 0.5  # of what a page says is its text; one that shows less shows an opening
LEAST_NARROWED = 0.8  # of a page's text that an element holds which is taken for its article

_MARKED_UP = re.compile(r"</[a-z]", re.IGNORECASE)
_MARKED = "//article | //main | //*[@itemprop='articleBody']"
_TEASERS = "//article[.//a[h1 or h2 or h3 or h4] or .//*[self::h1 or self::h2 or self::h3]/a]"
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
_NO_TITLE = "No title: taken from the first sentence."

# XHTML's own entities, which the parser of HTML takes for text.
_DEFINITIONS = re.compile(r"(<!DOCTYPE[^<>\[]*)\[[^\]]*\]\s*>", re.IGNORECASE)

# It complains of every page that it cannot read; nobody would empty the worker's error stream.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def sniff(text: str) -> bool:
    """A page begins with its document type or root, a piece of one with that of a part."""
    return bool(_BEGINNING.match(text[:10_000]))


def read(text: str, path: str = "") -> RawArticle:
    """The article on a page; raises Rejection, naming what the page lacks.

    `path` is the file's, whose name may tell the date. A page that was saved from an address has
    that one, and the day on which it was saved where there is no other.
    """
    saved = _SAVED.search(text[:10_000])
    address, day = saved.groups("") if saved else ("", "")
    facts = _facts(text, address)
    own = _own_address(facts, address)
    if moment := facts.published:
        return _article(facts, moment, own)
    if named := dates.in_name(path):
        note = "No date on the page: taken from the file's name."
        return _article(facts, dates.Moment(named, note=note), own)
    if dates.is_one(day):
        return _article(facts, dates.Moment(dates.parse(day).day, note=UNDATED), own)
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
    moment = facts.published
    if not moment:
        moment = dates.Moment(dates.parse(captured).day, note=UNDATED)
    return _article(facts, moment, _own_address(facts, address))


def _facts(text: str, address: str) -> Facts:
    tree = trafilatura.load_html(_DEFINITIONS.sub(r"\1>", text, count=1))
    if tree is None:
        raise Rejection("No text: the page is empty or broken. Get it anew.")
    return Facts(tree, address)


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
        notes=tuple(filter(None, (moment.note, "" if facts.title else _NO_TITLE))),
    )
    try:
        body, words = _body(facts)
    except Rejection as rejection:
        raise Rejection(str(rejection), known) from rejection
    return replace(known, body=body, title=facts.title or headline.from_text(words))


def _body(facts: Facts) -> tuple[str, str]:
    """The HTML of a page's article and its words; raises Rejection where it has none.

    Where readers who have not paid are shown an opening, the page may tell programs the whole.
    """
    # The extractor takes them for furniture, and leaves a hole in a sentence.
    for moment in facts.tree.xpath("//p//time | //li//time | //blockquote//time | //td//time"):
        moment.tag = "span"
    body, words = _extracted(facts.tree)
    narrowed = None if facts.tree.xpath(_MARKED) else _paragraphs_parent(facts.tree)
    if narrowed is not None:
        inner, inner_words = _extracted(narrowed)
        if len(inner_words) >= LEAST_NARROWED * len(words):
            body, words = inner, inner_words
    stated = facts.text
    if len(stated) >= LEAST_TEXT and len(words) < LEAST_SHOWN * len(stated):
        return stated if _MARKED_UP.search(stated) else from_text(stated), stated
    if len(words) < LEAST_TEXT:
        raise Rejection("No text: no article was found on the page. Give the text by itself.")
    if _is_list(facts, body, words):
        raise Rejection("No article: the page is a list of links to others. Import those.")
    return body, words


def _extracted(tree: _Element) -> tuple[str, str]:
    """What the extractor takes for the article: its HTML, and its words on one line."""
    body = trafilatura.extract(
        tree,
        output_format="html",
        include_comments=False,
        include_formatting=True,
        include_images=True,
        include_links=True,
    )
    return (body, _words(lxml.html.fromstring(body))) if body else ("", "")


def _paragraphs_parent(tree: _Element) -> _Element | None:
    """A page of nothing but the element that most of the paragraphs stand in, if there is one.

    Where no tag says what is the article, the extractor takes its paragraphs and leaves its lists.
    """
    sizes: Counter[_Element] = Counter()
    for paragraph in tree.iter("p"):
        if paragraph.getparent() is not None:
            sizes[paragraph.getparent()] += len("".join(paragraph.itertext()))
    if not sizes:
        return None
    parent, size = sizes.most_common(1)[0]
    if size < sizes.total() / 2:
        return None
    page = lxml.html.document_fromstring("<article></article>")
    copied = deepcopy(parent)
    copied.tail = None
    copied.tag = "div"
    page.find("body/article").append(copied)
    return page


def _is_list(facts: Facts, body: str, words: str) -> bool:
    """Whether a page only leads to articles: most of its words are links, or it teases several."""
    links = {_words(link) for link in facts.tree.iter("a")}
    texts = "\n".join(lxml.html.fromstring(body).itertext()).split("\n")
    linked = sum(len(text.strip()) for text in texts if text.strip() in links)
    if linked > MOST_LINKED * len(words):
        return True
    return not facts.is_article and len(facts.tree.xpath(_TEASERS)) >= LEAST_TEASERS


def _words(element: _Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _own_address(facts: Facts, address: str) -> str:
    """The address of a page that came from another: its own where that is of the same site."""
    own = facts.address
    return own if not address or _same_site(own, address) else address


def _same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: of one domain, or of another that is under it."""
    domains = sorted((urls.domain(one), urls.domain(other)), key=len)
    return bool(domains[0]) and f".{domains[1]}".endswith(f".{domains[0]}")
