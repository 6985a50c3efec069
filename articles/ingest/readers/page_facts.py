"""What a web page says of the article on it: its title, date, author, address and the like."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from lxml.etree import _Element

from articles.ingest import urls
from articles.ingest.readers import (
    dates,
    linked_data,
    page_data,
    page_days,
    page_lines,
    page_metas,
    page_names,
    page_sites,
    page_tags,
    page_titles,
)
from articles.ingest.readers.linked_data import texts
from articles.ingest.readers.page_elements import joined, text_of
from articles.ingest.readers.page_lines import Beside
from articles.ingest.readers.page_metas import (
    AUTHORS,
    CHANGES,
    DATES,
    EXCERPTS,
    IMAGES,
    KEYWORDS,
    SECTIONS,
    SITES,
    Metas,
)
from articles.ingest.records import Rejection

# What publishes for others gives its own name where that of the site should be.
_PLATFORMS = {"blogger"}
# Before a site's name that is known, less will do.
_BEFORE_SITE = re.compile(r"\s*(?:[|｜丨«»·•–—_-]+|::)\s*")
_WHOLE = re.compile(r"https?://", re.IGNORECASE)
_FROM_ADDRESS = "No date on the page: taken from its address."


@dataclass(frozen=True)
class Facts:
    """The facts of a page, read from its tree; `base` is the address that the page came from.

    `left_out` has the titles of other articles that stood on the page.
    """

    tree: _Element
    base: str = ""
    left_out: tuple[str, ...] = ()

    @cached_property
    def _metas(self) -> Metas:
        return page_metas.read(self.tree)

    @cached_property
    def _article(self) -> dict[str, Any]:
        """What linked data says of the article at the page's address, or under its title."""
        found = linked_data.articles(self.tree)
        if len(found) > 1:
            own = {urls.identity(one) for one in [*self._links_to_itself, self.base] if one}
            found.sort(key=lambda one: self._relation(one, own))
        return found[0] if found else {}

    def _relation(self, article: dict[str, Any], own: set[str]) -> int:
        """How surely an article is that of the page; 0 stands for the most."""
        named = [*texts(article.get("mainEntityOfPage"), "@id", "url"), *texts(article.get("url"))]
        if own & set(map(urls.identity, named)):
            return 0
        headlines = texts(article.get("headline"))
        titles = [*self._metas.first("og:title"), *map(text_of, self.tree.iter("h1", "title"))]
        is_headed = any(title.startswith(tuple(headlines)) for title in titles if headlines)
        return 1 if is_headed else 2

    @property
    def is_article(self) -> bool:
        """Whether the page declares itself to be an article."""
        return linked_data.is_article(self._article) or "article" in self._metas.first("og:type")

    @property
    def is_live(self) -> bool:
        """Whether the page reports as things happen, in posts that have titles and days."""
        return linked_data.is_live(self._article)

    @cached_property
    def title(self) -> str:
        """The title without the site's name after it, or nothing."""
        given = self._metas.first("og:title") or texts(self._article.get("headline"))
        given = given or self._metas.first("citation_title")
        if given:
            title = " ".join(given[0].split())
            own = [one for one in self._headings if page_titles.begins(one, title)]
            return max(own, key=len) if own else self._without_site(title)
        if len(self._headings) == 1:
            return self._headings[0]
        return self._titled(self._title_of_window, self._headings)

    @cached_property
    def _headings(self) -> list[str]:
        """The chief headings of the article, but for the site's name."""
        sites = {name.casefold() for name in self._named_sites}
        return page_titles.headings(self.tree, self._title_of_window, sites)

    @property
    def titles(self) -> list[str]:
        """All that the page is called: in its window, by its chief headings, and by its title."""
        return [self._title_of_window, *self._headings, self.title]

    @property
    def is_of_paper(self) -> bool:
        """Whether it is the page of a scholarly paper."""
        return any(name.startswith("citation_") for name in self._metas.by_name)

    @property
    def _title_of_window(self) -> str:
        return next(filter(None, map(text_of, self.tree.iter("title"))), "")

    @cached_property
    def beside_title(self) -> Beside:
        """The lines that stand beside the title."""
        return page_lines.beside(self.tree, self.title)

    @property
    def text(self) -> str:
        """The whole text under the page's title, as the page gives it to programs, or nothing."""
        headline = next(iter(texts(self._article.get("headline"))), "")
        if headline not in self.title and self.title not in headline:
            return ""
        posts = self._article.get("liveBlogUpdate")
        told = texts(self._article.get("articleBody"))
        return next(iter(told), "") or "\n\n".join(linked_data.posts(posts))

    @property
    def text_for_scripts(self) -> str:
        """The whole text under the page's title, as the page gives it to its own script."""
        return next(iter(texts(self._for_scripts.get("articleBody"))), "")

    @cached_property
    def _for_scripts(self) -> dict[str, Any]:
        return page_data.article(self.tree, {self.title, *self.titles} - {""})

    @property
    def number_of_words(self) -> int:
        """How many words the page says that its article has, or 0."""
        given = self._article.get("wordCount")
        return int(given) if str(given).isdecimal() and len(str(given)) < 7 else 0

    @property
    def is_paid_for(self) -> bool:
        """Whether the page says that its article is not for everybody."""
        return str(self._article.get("isAccessibleForFree")).casefold() == "false"

    @property
    def published(self) -> dates.Moment | None:
        """The day and moment of publication.

        Raises Rejection where none that is named is one, and none is told beside the title.
        """
        problem = None
        for value in self._dates():
            try:
                return page_days.compared(dates.parse(value), self._metas.first(*DATES))
            except Rejection as rejection:
                problem = problem or rejection
        if problem and not self._told.published:
            raise problem
        shown = self._told.published or page_days.shown(self.tree) or page_days.said(self.tree)
        return shown or self._day_in_scripts or self._day_in_address

    @property
    def _day_in_scripts(self) -> dates.Moment | None:
        given = texts(self._for_scripts.get("datePublished"))
        return next(filter(None, map(page_days.moment, given)), None)

    @cached_property
    def unclear(self) -> list[str]:
        """What is named as the day of publication, or stands beside the title, and may be two."""
        named = list(filter(dates.is_ambiguous, self._dates()))
        return named or page_days.unclear(self.beside_title.lines)

    @cached_property
    def _told(self) -> page_days.Told:
        """What the lines beside the title tell, those after it first."""
        told = page_days.told(self.beside_title.after)
        if told.published:
            return told
        return page_days.told(self.beside_title.before)._replace(changed=told.changed)

    @property
    def changed(self) -> dates.Moment | None:
        """The day and moment of the last change, or None."""
        given = [*texts(self._article.get("dateModified")), *self._metas.first(*CHANGES)]
        given += page_days.marked_as_changed(self.tree)
        return next(filter(None, map(page_days.moment, given)), self._told.changed)

    @property
    def _day_in_address(self) -> dates.Moment | None:
        """The day that the page's address has in its path, as /2025/07/26/title, or None."""
        day = dates.in_path(urlsplit(self.address or self.base).path)
        return dates.Moment(day, note=_FROM_ADDRESS) if day else None

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
        named = texts(self._article.get("mainEntityOfPage"), "@id", "url")
        title = self.tree.xpath("(//h1 | //h2)//a[contains(@rel, 'bookmark')]/@href")
        bookmarks = title if len(set(title)) == 1 else []
        read = self.tree.xpath("//a[contains(@class, 'reader-domain')]/@href")
        stated = texts(self._article.get("url"))
        return [*self._links_to_itself, *stated, *named, *bookmarks, *read[:1]]

    @property
    def _links_to_itself(self) -> list[str]:
        links = self.tree.xpath("//link[@rel='canonical']/@href")
        links += self.tree.xpath("//a[contains(concat(' ', @class, ' '), ' p-canonical ')]/@href")
        return [*links, *self._metas.first("og:url")]

    @cached_property
    def _links_from(self) -> str:
        """The address that the page's links start from, or nothing."""
        whole = filter(_WHOLE.match, [self.base, *self._metas.first("og:url"), *self._addresses])
        return joined(next(whole, ""), next(iter(self.tree.xpath("//base/@href")), ""))

    @property
    def byline(self) -> str:
        """Who wrote it, with commas between names."""
        names = self.names or self.names_beside_day
        return ("; " if any("," in name for name in names) else ", ").join(names)

    @cached_property
    def names(self) -> list[str]:
        """The names of those who wrote it."""
        stated = texts(self._article.get("author"), "name") or self._metas.first(*AUTHORS)
        names = page_names.given(name for name in stated if "://" not in name)
        names = names or page_names.marked(self.tree, self.site)
        names = names or page_names.in_lines(self.beside_title.lines, self.site)
        return names or page_names.given(texts(self._for_scripts.get("author"), "name"))

    @cached_property
    def names_beside_day(self) -> list[str]:
        """The names that stand beside a day by themselves, where no other are told."""
        lines = self.beside_title.lines
        return [] if self.names else page_names.beside_day(lines, self.site)

    @cached_property
    def site(self) -> str:
        """The name of the outlet, also as its feed or the window's title gives it."""
        named = next(iter(self._named_sites), "")
        return named or self._unnamed_site

    @property
    def _named_sites(self) -> list[str]:
        named = self._metas.first(*SITES) or texts(self._article.get("publisher"), "name")
        return [name for name in named if name.casefold() not in _PLATFORMS]

    @property
    def _unnamed_site(self) -> str:
        window = self._title_of_window
        titles = (*self._headings, *self._metas.first("og:title"))
        named = page_sites.in_feeds(self.tree, window)
        return named or page_sites.in_title(self.tree, window, titles)

    @property
    def language(self) -> str:
        """The language's code."""
        root = self.tree.getroottree().getroot()
        given = [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang")]
        given += [root.get("xml:lang"), *texts(self._article.get("inLanguage"), "alternateName")]
        given += [*self._metas.first("og:locale", "content-language", "dc.language")]
        return next(filter(None, given), "")

    @property
    def excerpt(self) -> str:
        """The page's description of the article."""
        given = self._metas.first(*EXCERPTS) or texts(self._article.get("description"))
        return given[0] if given else ""

    @property
    def tags(self) -> tuple[str, ...]:
        """The article's tags or keywords."""
        given = self._metas.first("article:tag") or texts(self._article.get("keywords"), "name")
        given = given or self._metas.first(*KEYWORDS)
        given = given or page_tags.shown(self.tree)
        if len(given) == 1:
            given = re.split(r"[,;]", given[0])
        return tuple(tag.strip() for tag in given if tag.strip())

    @property
    def category(self) -> str:
        """The section of the outlet."""
        given = self._metas.first(*SECTIONS) or texts(self._article.get("articleSection"), "name")
        return given[0] if given else ""

    @property
    def image(self) -> str:
        """The address of the article's picture."""
        given = self._metas.first(*IMAGES) or texts(
            self._article.get("image"), "url", "contentUrl", "@id"
        )
        return self._absolute(given[0]) if given else ""

    def _dates(self) -> Iterator[str]:
        """What may be the date of publication, the most telling first."""
        yield from texts(self._article.get("datePublished"))
        yield from self._metas.each(*DATES)
        yield from page_days.marked(self.tree)

    def _absolute(self, address: str) -> str:
        return joined(self._links_from, address)

    def _without_site(self, title: str) -> str:
        """A title without the site's name at its end."""
        parts = list(_BEFORE_SITE.finditer(title))
        end = title[parts[-1].end() :].casefold() if parts else ""
        return title[: parts[-1].start()] if end and end == self.site.casefold() else title

    def _titled(self, title: str, headings: list[str]) -> str:
        """What of the title element is the article's: the heading that it begins with, if any."""
        own = [heading for heading in headings if heading and title.startswith(heading)]
        if own:
            return max(own, key=len)
        bare = self._without_site(title)
        parts = list(page_titles.PARTS.finditer(bare))
        return bare[: parts[-1].start()] if bare == title and parts and not self.site else bare
