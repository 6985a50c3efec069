"""The rewriting of a sanitised token stream, between bleach's parser and its serializer.

What must vanish with its contents vanishes, media become labelled links, addresses become
absolute, and what is left empty goes. Each step is a generator over html5lib's tokens.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from articles.ingest import unseen
from articles.ingest.characters import one_line, storable, unescape, unescape_value
from articles.ingest.urls import domain, web_address

Token = dict[str, Any]


def names(text: str) -> frozenset[str]:
    """The tag names in a text."""
    return frozenset(text.split())


# These go with all that is in them.
DROPPED = names(
    "applet button datalist math noembed noframes noscript script select style svg template"
    " textarea title"
)

# These become a link with a label of this kind.
MEDIA = {"img": "Image", "video": "Video", "audio": "Audio", "iframe": "Media", "embed": "Media"}

RENAMED = {
    "h1": "h2",
    "acronym": "abbr",
    "strike": "s",
    "tt": "code",
} | dict.fromkeys(
    names(
        "address article aside center details dialog footer form header hgroup main nav section"
        " summary"
    ),
    "div",
)

# What bleach must let through, so that it is parsed rightly and rewritten here.
HANDLED = frozenset({*DROPPED, *MEDIA, *RENAMED, "source"})
HANDLED_ATTRIBUTES = {
    "img": ["src", "data-src", "alt", "width", "height"],
    "video": ["src"],
    "audio": ["src"],
    "source": ["src"],
    "iframe": ["src", "title"],
    "embed": ["src"],
    # What tells that an element is not seen, and is left out of every tag at once.
    "*": ["dir", "lang", "style", "hidden"],
}

BLOCKS = names(
    "blockquote caption dd div dl dt figcaption figure h2 h3 h4 h5 h6 hr li ol p pre table tbody td"
    " tfoot th thead tr ul"
)
REL = "noopener noreferrer nofollow ugc"

_VIDEO_HOSTS = re.compile(
    r"(?:.+\.)?(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|twitch\.tv)"
)
_SPAN = re.compile(r"[2-9]|[1-9][0-9]{1,2}")  # one is what goes without saying
# What an attribute's value must look like; an attribute that is not here is free text.
_VALUES = {
    "dir": re.compile(r"ltr|rtl|auto", re.I),
    "lang": re.compile(r"[a-z]{1,8}(?:-[a-z0-9]{1,8}){0,4}", re.I),
    "colspan": _SPAN,
    "rowspan": _SPAN,
    "start": re.compile(r"-?[0-9]{1,6}"),
    "datetime": re.compile(r"[0-9TZ:.+ -]{4,40}"),
    "reversed": re.compile(r""),
    "class": re.compile(r"media"),
}
_MAX_TITLE = 300
_MAX_LABEL = 200
_SPACES = re.compile(r"(?: [ \t\n\f]|[\t\n\f])[ \t\n\f]*")  # but a single one, which stays
_TINY = re.compile(r"\s*0*[01](?:px|\.0*)?\s*")


def rewrite(source: Iterable[Token], base_url: str) -> Iterator[Token]:
    """The tokens of a safe article, from the tokens that bleach lets through."""
    stream = unseen.without(list(_without_dropped(_readable(source))))
    stream = _finished(_media_as_links(stream, base_url), base_url)
    return map(_writable, _on_lines(_spaced(_paragraphs(_pruned(stream)))))


def _readable(source: Iterable[Token]) -> Iterator[Token]:
    """Tags and text only: references resolved, attributes by their plain names."""
    for token in source:
        kind = token["type"]
        if kind == "Entity":
            yield _text(storable(unescape(f"&{token['name']};")))
        elif kind in ("Characters", "SpaceCharacters"):
            yield _text(token["data"])
        elif kind == "EndTag":
            yield _end(token["name"])
        elif kind in ("StartTag", "EmptyTag"):
            values = {name: storable(unescape_value(v)) for (_, name), v in token["data"].items()}
            yield {"type": kind, "name": token["name"], "data": values}


def _without_dropped(stream: Iterator[Token]) -> Iterator[Token]:
    for token in stream:
        if not _is_text(token) and token["name"] in DROPPED:
            if token["type"] == "StartTag":
                _inside(stream, token["name"])
        else:
            yield token


def _media_as_links(stream: Iterator[Token], base_url: str) -> Iterator[Token]:
    """Each image, video, audio and frame as a link to it, set after the link that it stands in."""
    depth, waiting = 0, []
    for token in stream:
        name = token.get("name")
        if name in MEDIA or name == "source":
            waiting += _media(token, stream, base_url)
        else:
            depth += (name == "a") * (1 if token["type"] == "StartTag" else -1)
            yield token
        if not depth:
            yield from waiting
            waiting = []


def _media(token: Token, stream: Iterator[Token], base_url: str) -> list[Token]:
    """A labelled link to what a token embeds; nothing where it has no address or is not seen."""
    name, values = token["name"], token["data"]
    held = _inside(stream, name) if token["type"] == "StartTag" else []
    sources = [values, *(inner["data"] for inner in held if inner.get("name") == "source")]
    given = (source.get(key, "") for source in sources for key in ("src", "data-src"))
    address = next(filter(None, (web_address(value, base_url) for value in given if value)), "")
    tiny = any(_TINY.fullmatch(values.get(side, "")) for side in ("width", "height"))
    if not address or tiny or name == "source":
        return []
    label = _text(_label(name, values, domain(address)))
    return [_text(" "), _start("a", {"href": address, "class": "media"}), label, _end("a")]


def _label(name: str, values: dict[str, str], host: str) -> str:
    kind = "Video" if _VIDEO_HOSTS.fullmatch(host) else MEDIA[name]
    words = one_line(values.get("alt") or values.get("title") or "", _MAX_LABEL)
    return f"{kind}: {words}" if words else f"{kind} at {host}"


def _finished(stream: Iterator[Token], base_url: str) -> Iterator[Token]:
    """Tags by their last names with their last attributes; those that do nothing are unwrapped."""
    opened: list[str] = []
    for token in stream:
        if _is_text(token):
            yield token
        elif token["type"] == "EndTag":
            name = opened.pop()
            if name:
                yield _end(name)
        else:
            finished = _finish(token, base_url, opened)
            if token["type"] == "StartTag":
                opened.append(finished["name"] if finished else "")
            if finished:
                yield finished


def _finish(token: Token, base_url: str, opened: list[str]) -> Token | None:
    name = RENAMED.get(token["name"], token["name"])
    values = {key: value for key, value in token["data"].items() if is_fit(key, value)}
    if name == "a":
        values["href"] = _address(values.get("href", ""), base_url)
        values["rel"] = REL
        if not values["href"] or "a" in opened:
            return None
    if name == "span" and not values:
        return None
    if "title" in values:
        values["title"] = one_line(values["title"], _MAX_TITLE)
    return {"type": token["type"], "name": name, "data": values}


def is_fit(key: str, value: str) -> bool:
    """Whether an attribute may have a value."""
    pattern = _VALUES.get(key)
    return not pattern or bool(pattern.fullmatch(value))


def _address(value: str, base_url: str) -> str:
    scheme, _, mailbox = value.strip().partition(":")
    if scheme.lower() == "mailto":
        return "mailto:" + quote(mailbox.strip(), "@?&=%+.,;:!$'()*~/-_") if mailbox else ""
    return web_address(value, base_url)


def _pruned(stream: Iterable[Token]) -> list[Token]:
    """The tokens without elements that hold nothing to read; a space that they held stays."""
    kept: list[Token] = []
    starts: list[tuple[int, bool]] = []
    for token in stream:
        kind, name = token["type"], token.get("name")
        solid = name == "hr" or (_is_text(token) and bool(token["data"].strip()))
        if kind == "StartTag":
            starts.append((len(kept), False))
        elif kind == "EndTag":
            start, solid = starts.pop()
            if not solid and name not in ("td", "th"):
                spaced = any(_is_text(inner) and inner["data"] for inner in kept[start:])
                kept[start:] = [_text(" ")] if spaced and name not in BLOCKS else []
                continue
        kept.append(token)
        if solid and starts:
            starts[-1] = (starts[-1][0], True)
    return kept


def _spaced(stream: Iterable[Token]) -> Iterator[Token]:
    """The tokens with neighbouring texts joined and, but for `pre`, spaces where they are seen."""
    texts: list[str] = []
    preformatted, before = 0, None
    for token in (*stream, None):
        if token and _is_text(token):
            texts.append(token["data"])
            continue
        text = "".join(texts)
        text = _verbatim(text, before) if preformatted else _collapsed(text, before, token)
        if text:
            yield _text(text)
        if token:
            yield token
            preformatted += (token["name"] == "pre") * (1 if token["type"] == "StartTag" else -1)
        texts, before = [], token


def _verbatim(text: str, before: Token | None) -> str:
    """Text in `pre`; parsers drop a line end at its very start, so none is left there."""
    return text.lstrip("\n") if before and before["name"] == "pre" else text


def _collapsed(text: str, before: Token | None, after: Token | None) -> str:
    text = _SPACES.sub(" ", text)
    text = text.lstrip(" ") if before and before["name"] in BLOCKS else text
    return text.rstrip(" ") if after and after["name"] in BLOCKS else text


def _paragraphs(stream: Iterable[Token]) -> Iterator[Token]:
    """The tokens with text that stands in no block put into paragraphs."""
    loose: list[Token] = []
    for node in _top_nodes(stream):
        if any(token.get("name") in BLOCKS for token in node):
            yield from (*_paragraph(loose), *node)
            loose = []
        else:
            loose += node
    yield from _paragraph(loose)


def _top_nodes(stream: Iterable[Token]) -> Iterator[list[Token]]:
    node: list[Token] = []
    depth = 0
    for token in stream:
        node.append(token)
        depth += (token["type"] == "StartTag") - (token["type"] == "EndTag")
        if not depth:
            yield node
            node = []


def _paragraph(loose: list[Token]) -> list[Token]:
    """The tokens as one paragraph, without line breaks at its ends."""
    while loose and _is_blank(loose[0]):
        loose = loose[1:]
    while loose and _is_blank(loose[-1]):
        loose = loose[:-1]
    return [_start("p", {}), *loose, _end("p")] if loose else []


def _on_lines(stream: Iterable[Token]) -> Iterator[Token]:
    """The tokens with each block that stands in no other on a line of its own."""
    for node in _top_nodes(stream):
        yield from (*node, _text("\n"))


def _is_blank(token: Token) -> bool:
    if _is_text(token):
        return not token["data"].strip()
    return token["name"] in ("br", "wbr")


def _inside(stream: Iterator[Token], name: str) -> list[Token]:
    """Take an element that has begun off the stream, to its end, and return what it holds."""
    held: list[Token] = []
    depth = 1
    for token in stream:
        if token.get("name") == name:
            depth += (token["type"] == "StartTag") - (token["type"] == "EndTag")
        if not depth:
            break
        held.append(token)
    return held


def _is_text(token: Token) -> bool:
    return token["type"] == "Characters"


def _text(data: str) -> Token:
    return {"type": "Characters", "data": data}


def _start(name: str, values: dict[str, str]) -> Token:
    return {"type": "StartTag", "name": name, "data": values}


def _end(name: str) -> Token:
    return {"type": "EndTag", "name": name}


def _writable(token: Token) -> Token:
    """The token as the serializer takes it: names with a namespace, ampersands escaped."""
    if "data" not in token or _is_text(token):
        return token
    values = {(None, key): value.replace("&", "&amp;") for key, value in token["data"].items()}
    return {**token, "data": values}
