"""The text of the article on a web page, without what stands around it."""

import logging
import re
from collections import Counter
from collections.abc import Iterable
from copy import deepcopy
from typing import NamedTuple

import lxml.html
import trafilatura
from lxml.etree import _Element

from articles.ingest.markup import from_text
from articles.ingest.readers import page_furniture, page_notices
from articles.ingest.readers.page_elements import text_of
from articles.ingest.readers.page_facts import Facts
from articles.ingest.readers.page_lines import Line
from articles.ingest.records import Rejection

LEAST_TEXT = 50  # characters; what is shorter is a notice
MOST_LINKED = 0.5  # of an article's characters; a page with more is a list of links
LEAST_TEASERS = 3
MOST_TEASING = 0.5  # of an article's characters that stand under headings which lead elsewhere
LEAST_SHOWN = 0.5  # of what a page says is its text; one that shows less shows an opening
LEAST_NARROWED = 0.8  # of a page's text that an element holds which is taken for its article
LEAST_ABSTRACT = 0.3  # of the text on the page of a paper, or the whole paper is there

_MARKED_UP = re.compile(r"</[a-z]", re.IGNORECASE)
_MARKED = "//article | //main | //*[@itemprop='articleBody']"
_TEASERS = "//article[.//a[h1 or h2 or h3 or h4] or .//*[self::h1 or self::h2 or self::h3]/a]"
_TEASED = "//*[self::h2 or self::h3 or self::h4][a or parent::a]/following-sibling::*[1][self::p]"
_ABSTRACT = "//*[contains(@class, 'abstract') or contains(@id, 'abstract')]"
_LABEL = re.compile(r"\s*abstract[:.]?\s*", re.IGNORECASE)
_APART = {"aside", "blockquote", "figure", "figcaption", "footer", "nav"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}

# It complains of every page that it cannot read; nobody would empty the worker's error stream.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


class Text(NamedTuple):
    """The HTML of an article, its words, and whether that is only an opening of it."""

    body: str
    words: str
    is_opening: bool = False


def read(facts: Facts) -> Text:
    """The text of a page's article; raises Rejection where it has none.

    Where readers who have not paid are shown an opening, the page may tell programs the whole. The
    page's tree is changed.
    """
    tree = facts.tree
    if tree.find(".//frameset") is not None:
        raise Rejection("No text: the page is made of frames. Import the page in its main frame.")
    page_notices.without_consent(tree)
    is_asking, told = page_notices.asks_for_password(tree), page_notices.all_words(tree)
    abstracts = tree.xpath(_ABSTRACT)[:20] if facts.is_of_paper else []
    names = facts.names or facts.names_beside_day
    page_furniture.remove(tree, names, facts.beside_title)
    # The extractor takes them for furniture, and leaves a hole in a sentence.
    for moment in tree.xpath("//p//time | //li//time | //blockquote//time | //td//time"):
        moment.tag = "span"
    body, words = _article(tree)
    lead = _lead(tree, facts.beside_title.after, words)
    if reason := page_notices.reason(facts, words, is_asking=is_asking):
        raise Rejection(reason)
    body, words = _abstract(abstracts, words) or (body, words)
    stated = facts.text or ("" if len(words) >= LEAST_TEXT else facts.text_for_scripts)
    if len(stated) >= LEAST_TEXT and len(words) < LEAST_SHOWN * len(stated):
        return Text(stated if _MARKED_UP.search(stated) else from_text(stated), stated)
    if len(words) < LEAST_TEXT:
        raise Rejection("No text: no article was found on the page. Give the text by itself.")
    if _is_list(facts, body, words):
        raise Rejection("No article: the page is a list of links to others. Import those.")
    if lead:
        body, words = from_text(lead) + body, f"{lead} {words}"
    return Text(body, words, page_notices.is_opening(facts, words, told))


def _article(tree: _Element) -> tuple[str, str]:
    body, words = _extracted(tree)
    narrowed = None if tree.xpath(_MARKED) else _paragraphs_parent(tree)
    if narrowed is not None:
        inner, inner_words = _extracted(narrowed)
        if len(inner_words) >= LEAST_NARROWED * len(words):
            return inner, inner_words
    return body, words


def _lead(tree: _Element, lines: Iterable[Line], words: str) -> str:
    """The summary between a title and a text that the text does not have, or nothing.

    What is furniture is no longer in the tree.
    """
    text = "".join(words.split())
    lead = ""
    for line in lines:
        if "".join(line.pieces).replace(" ", "") in text:
            return lead
        holders = list(line.element.iterancestors())
        is_apart = any(part.tag in _APART for part in holders)
        if line.is_long and not is_apart and holders[-1:] == [tree]:
            lead = lead or line.text
    return ""


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
    if not body:
        return "", ""
    found = lxml.html.fromstring(body)
    if _end_without_headings(found):
        body = lxml.html.tostring(found, encoding="unicode")
    return body, text_of(found)


def _end_without_headings(body: _Element) -> bool:
    """Take headings from the end of a text, which nothing follows; tell whether there were any."""
    holder = body.find("body")
    holder = body if holder is None else holder
    count = 0
    while len(holder) and holder[-1].tag in _HEADINGS and not (holder[-1].tail or "").strip():
        holder.remove(holder[-1])
        count += 1
    return count > 0


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


def _abstract(found: list[_Element], words: str) -> tuple[str, str] | None:
    """The abstract on the page of a paper, unless the paper itself is there too."""
    for element in reversed(found):  # the innermost come last
        abstract = _LABEL.sub("", text_of(element), count=1)
        if len(abstract) >= max(LEAST_TEXT, LEAST_ABSTRACT * len(words)):
            return from_text(abstract), abstract
    return None


def _is_list(facts: Facts, body: str, words: str) -> bool:
    """Whether a page only leads to articles: most of its words are links, or it teases several."""
    links = {text_of(link) for link in facts.tree.iter("a")}
    texts = "\n".join(lxml.html.fromstring(body).itertext()).split("\n")
    linked = sum(len(text.strip()) for text in texts if text.strip() in links)
    if linked > MOST_LINKED * len(words):
        return True
    if facts.is_article:
        return False
    teased = {text_of(element) for element in facts.tree.xpath(_TEASED)}
    teasing = sum(len(text) for text in teased if text in words)
    is_teasing = len(teased) >= LEAST_TEASERS and teasing > MOST_TEASING * len(words)
    return is_teasing or len(facts.tree.xpath(_TEASERS)) >= LEAST_TEASERS
