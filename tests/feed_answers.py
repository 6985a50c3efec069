"""Feeds as a feed reader gets them: the formats that lists answer in, read."""

from html.parser import HTMLParser
from xml.etree import ElementTree as ET

SITE = "https://archive.example"
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


def rss(client, path):
    """The channel of an RSS feed."""
    return ET.fromstring(client.get(path).content).find("channel")


def rss_items(client, path):
    return rss(client, path).findall("item")


def atom(client, path):
    return ET.fromstring(client.get(path).content)


def feed(client, path):
    return client.get(path).json()


def atom_link(element, rel):
    """The address of an Atom link, in Atom or within RSS."""
    found = [link.get("href") for link in element.findall(f"{ATOM}link") if link.get("rel") == rel]
    return found[0] if found else None


def titles_everywhere(client, path, parameters=""):
    """The titles of the items in each format, by format."""
    return {
        "rss": [item.findtext("title") for item in rss_items(client, f"{path}.rss{parameters}")],
        "atom": [
            entry.findtext(f"{ATOM}title")
            for entry in atom(client, f"{path}.atom{parameters}").findall(f"{ATOM}entry")
        ],
        "json": [item["title"] for item in feed(client, f"{path}.json{parameters}")["items"]],
    }


def attributes(html, name):
    """The (tag, value) of every attribute called `name`."""
    found = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.extend((tag, value) for key, value in attrs if key == name)

    Reader().feed(html)
    return found
