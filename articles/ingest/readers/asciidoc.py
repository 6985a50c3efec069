"""What AsciiDoc writes otherwise than Markdown."""

import re

_QUOTE = re.compile(r"^_{4,}[ \t]*\n(.*?)^_{4,}[ \t]*$", re.MULTILINE | re.DOTALL)
_LISTING = re.compile(r"^(-{4,}|\.{4,})[ \t]*\n(?P<held>.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_FRAME = re.compile(r"^(?:={4,}|\*{4,}|--)[ \t]*$\n?", re.MULTILINE)
_COMMENT = re.compile(r"^/{4,}[ \t]*\n.*?^/{4,}[ \t]*$\n?|^//(?!/)[^\n]*$\n?", re.M | re.DOTALL)
_DIRECTIVE = re.compile(r"^(?:include|ifdef|ifndef|ifeval|endif|toc)::[^\n]*$\n?", re.MULTILINE)
_ATTRIBUTE = re.compile(r"^:!?[\w-]+!?:(?:[ \t][^\n]*)?$\n?", re.MULTILINE)
_ROLE = re.compile(r"^\[[^\[\]\n]*\][ \t]*$\n?", re.MULTILINE)
_ANCHOR = re.compile(r"\[\[[\w-]+\]\]")
_HEADING = re.compile(r"^(={1,6})[ \t]+(\S[^\n]*)$", re.MULTILINE)
_BLOCK_TITLE = re.compile(r"^\.(?=[^\s.])([^\n]+)$", re.MULTILINE)
_PICTURE = re.compile(r"\bimage::?([^\s\[\]]+)\[([^\[\]\n]*)\]")
_LINK = re.compile(
    r"(?:\blink:)?((?:https?://|mailto:)[^\s\[\]<>]+|(?<=link:)[^\s\[\]]+)\[([^\[\]\n]*)\]"
)
_REFERENCE = re.compile(r"<<[^<>,\n]+(?:,[ \t]*([^<>\n]+))?>>|\bxref:[^\s\[\]]+\[([^\[\]\n]*)\]")
_FOOTNOTE = re.compile(r"\bfootnote:\w*\[([^\[\]\n]*)\]")
_BOLD = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{0,300}?)(?<=\S)\*(?![\w*])")
_ITEM = re.compile(r"^(\*{1,5}|\.{1,5})[ \t]+(?=\S)", re.MULTILINE)
_RULE = re.compile(r"^'{3,}[ \t]*$", re.MULTILINE)


def as_markdown(body: str) -> str:
    """A body in Markdown: headings, lists, links, quotations and code; the words stay."""
    pieces, end = [], 0
    for listing in _LISTING.finditer(body):
        pieces += [_marked(body[end : listing.start()]), f"```\n{listing['held']}```"]
        end = listing.end()
    return "".join([*pieces, _marked(body[end:])])


def _marked(body: str) -> str:
    for form in (_COMMENT, _DIRECTIVE, _ATTRIBUTE, _ROLE, _ANCHOR):
        body = form.sub("", body)
    body = _QUOTE.sub(_quotation, body)
    body = _RULE.sub("***", _FRAME.sub("", body))
    body = _PICTURE.sub(lambda found: f"![{_words(found[2])}]({found[1]})", body)
    body = _LINK.sub(_link, body)
    body = _REFERENCE.sub(lambda found: found[1] or found[2] or "", body)
    body = _FOOTNOTE.sub(r" (\1)", body)
    # Items first: what begins a list would begin bold words, too.
    body = _BOLD.sub(r"**\1**", _ITEM.sub(_item, body))
    body = _BLOCK_TITLE.sub(r"\1\n", body)
    return _HEADING.sub(lambda found: f"{'#' * len(found[1])} {found[2]}", body)


def _quotation(found: re.Match) -> str:
    return "\n".join(f"> {line}" for line in found[1].rstrip("\n").split("\n"))


def _link(found: re.Match) -> str:
    return f"[{_words(found[2]) or found[1]}]({found[1]})"


def _words(attributes: str) -> str:
    """The words of a link among its attributes, as in `the bill^,role=external`."""
    return re.split(r",[ \t]*\w+=", attributes)[0].strip().strip('"').rstrip("^")


def _item(found: re.Match) -> str:
    signs = found[1]
    return "   " * (len(signs) - 1) + ("- " if signs[0] == "*" else "1. ")
