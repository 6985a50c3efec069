"""What a web page says of the article on it: its title, date, author, address and the like."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element

from articles.ingest.readers import dates, linked_data
from articles.ingest.readers.linked_data import texts
from articles.ingest.records import Rejection

# The names of meta elements, the most telling first; plain ones at the end are Pelican's.
_DATES = (
    *("article:published_time", "og:published_time", "datepublished", "parsely-pub-date"),
    *("sailthru.date", "article.published", "article_date_original", "publish-date"),
    *("publishdate", "publish_date", "published_time", "pubdate", "date", "dc.date.issued"),
    *("dcterms.created", "dcterms.date", "dc.date", "citation_publication_date"),
)
_AUTHORS = (
    *("author", "parsely-author", "sailthru.author", "byl", "dc.creator", "article:author"),
    *("authors", "citation_author"),
)
_EXCERPTS = ("og:description", "description", "twitter:description", "dc.description", "summary")
_KEYWORDS = ("news_keywords", "keywords", "parsely-tags", "sailthru.tags", "tags")
_IMAGES = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
_SITES = ("og:site_name", "application-name", "dc.publisher")
_SECTIONS = ("article:section", "parsely-section", "category")

_DATED = (
    "//*[@itemprop='datePublished']",
    "//time[@pubdate]",
    "//time[contains(@class, 'publish') or contains(@class, 'entry-date')]",
    "//*[contains(concat(' ', @class, ' '), ' dt-published ')]",
    "//article//time[@datetime]",
    "//main//time[@datetime]",
    "//time[@datetime]",
)
# Where pages show other articles, and what readers say of this one.
_ASIDE = re.compile(r"(?:^|\s)(?:comments?|comment-\S+|related\S*|recommended\S*|sidebar)(?:$|\s)")
_ASIDES = {"aside", "nav"}
# So many words beside a day in the same paragraph make it a part of the text.
_FEWEST_WORDS = 4
# Where a day may stand in words; it counts where it is the only one on the page.
_SHOWN = re.compile(r"(?:^|[\s_-])(?:date|published|pubdate|datetime|timestamp)(?:$|[\s_-])")
_NOT_SHOWN = re.compile(r"updat|modif|related|event")
_MOST_SHOWN = 50
_DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?=[/_-]|$)")
_SIGNED = (
    "//*[@itemprop='author']//*[@itemprop='name']",
    "//*[@itemprop='author']",
    "//a[@rel='author']",
    "//*[contains(concat(' ', @class, ' '), ' p-author ')]",
    "//*[contains(concat(' ', @class, ' '), ' byline ')]",
    "//*[contains(concat(' ', @class, ' '), ' author ')]",
    "//*[contains(concat(' ', @class, ' '), ' author-name ')]",
)
_BY = re.compile(r"(?:written |posted )?(?:by|von|par|por|di|door|av)\b:?\s+", re.IGNORECASE)
_SIGNED_BY = re.compile(rf"{_BY.pattern}[^\W\d_]", re.IGNORECASE)  # and not by a day
_TITLE_PARTS = re.compile(r"\s+(?:[|»·•–—-]|::)\s+")
_WHOLE = re.compile(r"https?://", re.IGNORECASE)
_TWO_DAYS = "The page says that it was published on {} and on {}: the first was taken."
_FROM_ADDRESS = "No date on the page: taken from its address."
_LONGEST_BYLINE = 120  # characters; longer is a biography


@dataclass(frozen=True)
class Facts:
    """The facts of a page, read from its tree; `base` is the address that the page came from."""

    tree: _Element
    base: str = ""

    @cached_property
    def _metas(self) -> dict[str, list[str]]:
        """The contents of meta elements by name, property or itemprop, in lower case."""
        metas = defaultdict(list)
        for meta in self.tree.iter("meta"):
            content = (meta.get("content") or "").strip()
            names = {meta.get(key, "").lower() for key in ("property", "name", "itemprop")}
            for name in names - {""} if content else ():
                metas[name].append(content)
        return metas

    @cached_property
    def _article(self) -> dict[str, Any]:
        return linked_data.article(self.tree)

    @property
    def is_article(self) -> bool:
        """Whether the page declares itself to be an article."""
        return bool(self._article) or "article" in self._meta("og:type")

    @property
    def title(self) -> str:
        """The title without the site's name after it, or nothing."""
        headings = [_words(heading) for heading in self.tree.iter("h1")]
        given = self._meta("og:title") or texts(self._article.get("headline"))
        if given:
            return self._without_site(given[0])
        if len(headings) == 1 and headings[0]:
            return headings[0]
        titles = [_words(title) for title in self.tree.iter("title")]
        return self._titled(next(filter(None, titles), ""), headings)

    @property
    def text(self) -> str:
        """The whole text under the page's title, as the page gives it to programs, or nothing."""
        headline = next(iter(texts(self._article.get("headline"))), "")
        if headline not in self.title and self.title not in headline:
            return ""
        return next(iter(texts(self._article.get("articleBody"))), "")

    @property
    def published(self) -> dates.Moment | None:
        """The day and moment of publication; raises Rejection where none that is named is one."""
        problem = None
        for value in self._dates():
            try:
                return self._compared(dates.parse(value))
            except Rejection as rejection:
                problem = problem or rejection
        if problem:
            raise problem
        return self._shown_day or self._day_in_address

    def _compared(self, moment: dates.Moment) -> dates.Moment:
        """The moment, with a note where the page's head tells a day that no zone explains."""
        stated = next(iter(self._meta(*_DATES)), "")
        other = _moment(stated) if stated else None
        if not other or abs((other.day - moment.day).days) <= 1:
            return moment
        note = _TWO_DAYS.format(moment.day, other.day)
        return moment._replace(note=" ".join(filter(None, (moment.note, note))))

    @property
    def _shown_day(self) -> dates.Moment | None:
        """The only day that stands in words where pages have theirs, or None."""
        words = [
            _words(element)
            for element in islice(self._may_show_day, _MOST_SHOWN)
            if _is_of_article(element)
        ]
        found = {moment.day: moment for moment in map(_moment, words) if moment}
        return next(iter(found.values())) if len(found) == 1 else None

    @property
    def _may_show_day(self) -> Iterator[_Element]:
        for element in self.tree.xpath("//time | //*[@class]"):
            if element.tag == "time" or _shows_day(element.get("class")):
                yield element

    @property
    def _day_in_address(self) -> dates.Moment | None:
        """The day that the page's address has in its path, as /2025/07/26/title, or None."""
        found = _DAY_IN_ADDRESS.search(urlsplit(self.address or self.base).path)
        try:
            return dates.parse("-".join(found.groups()))._replace(note=_FROM_ADDRESS)
        except (AttributeError, Rejection):
            return None

    @property
    def address(self) -> str:
        """The page's own address, or nothing; a site's front page is not that of an article.

        A path that nothing completes comes last, to be complained of.
        """
        found = [self._absolute(one) for one in self._addresses]
        pages = [one for one in found if urlsplit(one).path.strip("/") or urlsplit(one).query]
        return next(filter(_WHOLE.match, pages), next(iter(pages), ""))

    @property
    def _addresses(self) -> list[str]:
        """What the page gives as its address, the most telling first."""
        links = self.tree.xpath("//link[@rel='canonical']/@href")
        links += self.tree.xpath("//a[contains(concat(' ', @class, ' '), ' p-canonical ')]/@href")
        named = texts(self._article.get("mainEntityOfPage"), "@id", "url")
        return [*links, *self._meta("og:url"), *texts(self._article.get("url")), *named]

    @cached_property
    def _links_from(self) -> str:
        """The address that the page's links start from, or nothing."""
        whole = filter(_WHOLE.match, [self.base, *self._meta("og:url"), *self._addresses])
        return _joined(next(whole, ""), next(iter(self.tree.xpath("//base/@href")), ""))

    @property
    def byline(self) -> str:
        """Who wrote it, with commas between names."""
        names = texts(self._article.get("author"), "name") or self._meta(*_AUTHORS)
        names = [name for name in names if "://" not in name] or self._first_words(_SIGNED)
        return ", ".join(dict.fromkeys(_BY.sub("", name, count=1) for name in names))

    @property
    def site(self) -> str:
        """The name of the outlet."""
        named = self._meta(*_SITES) or texts(self._article.get("publisher"), "name")
        return named[0] if named else ""

    @property
    def language(self) -> str:
        """The language's code."""
        root = self.tree.getroottree().getroot()
        given = [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang")]
        given += [root.get("xml:lang"), *texts(self._article.get("inLanguage"), "alternateName")]
        given += [*self._meta("og:locale", "content-language", "dc.language")]
        return next(filter(None, given), "")

    @property
    def excerpt(self) -> str:
        """The page's description of the article."""
        given = self._meta(*_EXCERPTS) or texts(self._article.get("description"))
        return given[0] if given else ""

    @property
    def tags(self) -> tuple[str, ...]:
        """The article's tags or keywords."""
        given = self._metas["article:tag"] or texts(self._article.get("keywords"), "name")
        given = given or self._meta(*_KEYWORDS)
        given = given or [_words(link) for link in self.tree.xpath("//a[@rel='tag']")]
        if len(given) == 1:
            given = re.split(r"[,;]", given[0])
        return tuple(tag.strip() for tag in given if tag.strip())

    @property
    def category(self) -> str:
        """The section of the outlet."""
        given = self._meta(*_SECTIONS) or texts(self._article.get("articleSection"), "name")
        return given[0] if given else ""

    @property
    def image(self) -> str:
        """The address of the article's picture."""
        given = self._meta(*_IMAGES) or texts(
            self._article.get("image"), "url", "contentUrl", "@id"
        )
        return self._absolute(given[0]) if given else ""

    def _meta(self, *names: str) -> list[str]:
        """The contents of the first of these that the page has."""
        return next((self._metas[name] for name in names if name in self._metas), [])

    def _dates(self) -> Iterator[str]:
        """What may be the date of publication, the most telling first."""
        yield from texts(self._article.get("datePublished"))
        for name in _DATES:
            yield from self._metas.get(name, ())
        for path in _DATED:
            for element in filter(_is_of_article, self.tree.xpath(path)[:_MOST_SHOWN]):
                value = element.get("datetime") or element.get("content") or _words(element)
                if value.strip():
                    yield value
                    break

    def _first_words(self, paths: tuple[str, ...]) -> list[str]:
        for path in paths:
            signed = filter(_is_outside_asides, self.tree.xpath(path)[:_MOST_SHOWN])
            found = [_words(element) for element in islice(signed, 5)]
            short = [words for words in found if 0 < len(words) <= _LONGEST_BYLINE]
            if short:
                return short
        return []

    def _absolute(self, address: str) -> str:
        return _joined(self._links_from, address)

    def _without_site(self, title: str) -> str:
        """A title without the site's name at its end."""
        parts = list(_TITLE_PARTS.finditer(title))
        end = title[parts[-1].end() :].casefold() if parts else ""
        return title[: parts[-1].start()] if end and end == self.site.casefold() else title

    def _titled(self, title: str, headings: list[str]) -> str:
        """What of the title element is the article's: the heading that it begins with, if any."""
        own = [heading for heading in headings if heading and title.startswith(heading)]
        if own:
            return max(own, key=len)
        bare = self._without_site(title)
        parts = list(_TITLE_PARTS.finditer(bare))
        return bare[: parts[-1].start()] if bare == title and parts and not self.site else bare


def _shows_day(names: str) -> bool:
    """Whether an element of these classes is likely to show the day of publication."""
    return bool(_SHOWN.search(names.lower())) and not _NOT_SHOWN.search(names.lower())


def _is_outside_asides(element: _Element) -> bool:
    """Whether an element stands where a page tells of its article, and not of others or itself."""
    is_at_foot = False
    for part in (element, *element.iterancestors()):
        names = f"{part.get('class', '')} {part.get('id', '')}".lower()
        if part.tag in _ASIDES or (part.tag != "body" and _ASIDE.search(names)):
            return False
        is_at_foot |= part.tag == "footer"
        if part.tag == "article":
            return True
    return not is_at_foot


def _is_of_article(element: _Element) -> bool:
    """Whether a day may be that of the article: it is not of another, nor a part of the text."""
    return _is_outside_asides(element) and not _is_in_text(element)


def _is_in_text(element: _Element) -> bool:
    """Whether a day stands in a plain paragraph, which says neither by whom nor that it is out."""
    parent = element.getparent()
    if element.tag != "time" or parent is None or parent.tag != "p" or parent.get("class"):
        return False
    line = _words(parent)
    beside = line.replace(_words(element), "", 1)
    is_of_page = _SIGNED_BY.match(line) or dates.is_said_to_be_out(line)
    return len(beside.split()) >= _FEWEST_WORDS and not is_of_page


def _joined(base: str, address: str) -> str:
    """An address as seen from another; nothing where it is none."""
    try:
        return urlsplit(urljoin(base, address.strip())).geturl()
    except ValueError:
        return ""


def _moment(words: str) -> dates.Moment | None:
    try:
        return dates.parse(words) if len(words) <= dates.LONGEST else None
    except Rejection:
        return None


def _words(element: _Element) -> str:
    """The text of an element on one line."""
    return " ".join("".join(element.itertext()).split())
