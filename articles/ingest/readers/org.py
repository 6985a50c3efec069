"""What Org, the format of Emacs, writes otherwise than Markdown."""

import re

_DRAWER = re.compile(r"^[ \t]*:[A-Z_-]+:[ \t]*\n(?:[ \t]*:[^\n]*\n)*?[ \t]*:END:[ \t]*$\n?", re.M)
_BLOCK = re.compile(
    r"^[ \t]*#\+begin_(?P<kind>\w+)[^\n]*\n(?P<held>.*?)^[ \t]*#\+end_(?P=kind)[ \t]*$",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_DIRECTIVE = re.compile(r"^[ \t]*#(?:\+[^\n]*|[ \t][^\n]*|)$\n?", re.MULTILINE)
_HEADING = re.compile(r"^(\*{1,5})[ \t]+([^\n]*)$", re.MULTILINE)
_STATE = re.compile(r"(?:TODO|DONE)[ \t]+")
_TAGS = re.compile(r"[ \t]:[\w@:]+:$")
_LINK = re.compile(r"\[\[([^\[\]\n]+)\](?:\[([^\[\]\n]+)\])?\]")
_FOOTNOTE = re.compile(r"\[fn:[^\[\]\s]{1,40}\]")
# What may stand before and after the signs is as in the manual of Org ("Markup for Rich Contents").
_EMPHASIS = re.compile(
    r"(?<![^\s({'\"-])([*/=~])(?=\S)([^\n]{0,300}?)(?<=\S)\1(?![^\s.,:!?;'\")}\[-])"
)
_SIGNS = {"*": "**", "/": "*", "=": "`", "~": "`"}
_FENCED = {"src", "example"}


def as_markdown(body: str) -> str:
    """A body in Markdown: headings, links, emphasis, quotations and code; the words stay."""
    pieces, end, body = [], 0, _DRAWER.sub("", body)
    for block in _BLOCK.finditer(body):
        pieces += [_marked(body[end : block.start()]), _block(block["kind"], block["held"])]
        end = block.end()
    return "".join([*pieces, _marked(body[end:])])


def _marked(text: str) -> str:
    text = _DIRECTIVE.sub("", text)
    text = _HEADING.sub(_heading, text)
    text = _EMPHASIS.sub(lambda found: f"{_SIGNS[found[1]]}{found[2]}{_SIGNS[found[1]]}", text)
    return _LINK.sub(_link, _FOOTNOTE.sub("", text))


def _heading(found: re.Match) -> str:
    """A heading of Markdown, one level lower, without what Org keeps of a task."""
    stars, line = found.groups()
    words = _TAGS.sub("", line.rstrip())
    state = _STATE.match(words)
    return f"#{'#' * len(stars)} {words[state.end() :] if state else words}"


def _link(found: re.Match) -> str:
    address, words = found[1].removeprefix("file:"), found[2]
    return f"[{words}]({address})" if words else f"<{address}>"


def _block(kind: str, held: str) -> str:
    """What stands between the beginning and the end of a block."""
    if kind.lower() in _FENCED:
        return f"```\n{held}```"
    text = _marked(held).rstrip("\n")
    return "\n".join(f"> {line}" for line in text.split("\n")) if kind.lower() == "quote" else text
