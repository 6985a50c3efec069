"""The feeds of sources as a list in OPML, in and out, as feed readers exchange them."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import pghistory
from django.conf import settings
from django.db import transaction

from articles.ingest.characters import storable
from articles.ingest.outlines import Outline
from articles.ingest.urls import domain, web_address
from articles.models import Source, SourceDomain

# The beginnings of hosts that hold nothing but a site's feeds.
_FEED_HOSTS = ("feeds.", "feed.", "rss.")
_MAX_NAME = 200  # characters


@dataclass(frozen=True)
class Taken:
    """What became of one outline: added, changed, unchanged or rejected, and the reason."""

    feed_url: str
    outcome: str
    reason: str = ""


def take(outlines: tuple[Outline, ...]) -> Iterator[Taken]:
    """Give sources the feeds of a list, making those that are new, and say what became of each.

    A feed that a source has already stays: it is a curator's choice.
    """
    for outline in outlines:
        with transaction.atomic(), pghistory.context(command="import_opml"):
            yield _take(outline)


def _take(outline: Outline) -> Taken:
    feed_url = web_address(outline.feed_url)
    site = domain(outline.homepage) or _site_of(feed_url)
    if not feed_url or not site:
        reason = "Its address is no web address. Correct it."
        return Taken(outline.feed_url, "rejected", reason)
    claim = SourceDomain.objects.filter(domain=site).select_related("source").first()
    if not claim:
        values = {"name": outline.title[:_MAX_NAME] or site[:_MAX_NAME], "feed_url": feed_url}
        Source.objects.create(domain=site, homepage=web_address(outline.homepage), **values)
        return Taken(feed_url, "added")
    source = claim.source
    if source.feed_url == feed_url:
        return Taken(feed_url, "unchanged")
    if source.feed_url:
        reason = f"{source} has the feed {source.feed_url}, which stays. A source has one feed."
        return Taken(feed_url, "rejected", reason)
    source.feed_url = feed_url
    source.save(update_fields=["feed_url"])
    return Taken(feed_url, "changed")


def _site_of(feed_url: str) -> str:
    """The domain of the site that a feed is of, where the list does not say it."""
    host = domain(feed_url)
    for beginning in _FEED_HOSTS:
        bare = host.removeprefix(beginning)
        if "." in bare:
            host = bare
    return host


def listed() -> bytes:
    """The feeds of all sources in OPML 2.0, by name."""
    root = ET.Element("opml", version="2.0")
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = f"Feeds of {settings.SITE_URL}"
    body = ET.SubElement(root, "body")
    for source in Source.objects.exclude(feed_url=""):
        name, homepage = storable(source.name), source.homepage
        words = {"type": "rss", "text": name, "title": name, "xmlUrl": source.feed_url}
        ET.SubElement(body, "outline", words | ({"htmlUrl": homepage} if homepage else {}))
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
