"""Elements of a web page: what they say, where they lead, and whether they are of its article."""

import re
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element

MOST_SHOWN = 50  # elements of a kind that are looked at

# Where pages show other articles, and what readers say of this one.
_ASIDE = re.compile(r"(?:^|\s)(?:comments?|comment-\S+|related\S*|recommended\S*|sidebar)(?:$|\s)")
_ASIDES = {"aside", "nav"}


def text_of(element: _Element) -> str:
    """The text of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def is_outside_asides(element: _Element) -> bool:
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


def joined(base: str, address: str) -> str:
    """An address as seen from another; nothing where it is none."""
    try:
        return urlsplit(urljoin(base, address.strip())).geturl()
    except ValueError:
        return ""
