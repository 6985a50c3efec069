"""What programs for notes and sites add to Markdown, written as CommonMark has it."""

import re

_CALLOUT = re.compile(r"^((?:[ \t]*>)+[ \t]?)\[![\w-]+\][+-]?[ \t]*([^\n]*)$", re.MULTILINE)
_HIGHLIGHT = re.compile(r"==(?=[^\s=])([^=\n]{1,500}?)(?<=\S)==")
_TASK = re.compile(r"^([ \t]*[-*+][ \t]+)\[([ xX])\][ \t]+", re.MULTILINE)
_DEFINITION = re.compile(r"^\[\^([^\[\]\s^]{1,40})\]:[ \t]*", re.MULTILINE)
_REFERENCE = re.compile(r"\[\^([^\[\]\s^]{1,40})\]")
_CONTENTS = re.compile(r"^[ \t]*\[\[?(?:_?TOC_?)\]?\][ \t]*$\n?", re.MULTILINE)
# WordPress writes them into bodies; what stands between them is for readers.
_SHORTCODE = re.compile(r"\[/?(?:embed|caption|gallery|audio|video|playlist)(?:[ \t][^\[\]]*)?\]")


def plain(body: str) -> str:
    """A body in Markdown without callouts, tasks, footnotes and the like; their words stay."""
    if "[" in body:
        body = _CALLOUT.sub(_callout, body)
        body = _TASK.sub(lambda found: f"{found[1]}{'☐' if found[2] == ' ' else '☑'} ", body)
        if _DEFINITION.search(body):
            body = _REFERENCE.sub(r"<sup>\1</sup>", _DEFINITION.sub(r"\n<sup>\1</sup> ", body))
        body = _CONTENTS.sub("", body)
    return _HIGHLIGHT.sub(r"\1", body) if "==" in body else body


def without_shortcodes(body: str) -> str:
    """A body in any format without WordPress's own tags."""
    return _SHORTCODE.sub(" ", body) if "[" in body else body


def _callout(found: re.Match) -> str:
    """A block with a title is a quotation that begins with it."""
    signs, title = found.groups()
    return f"{signs}**{title.strip()}**\n{signs.rstrip()}" if title.strip() else signs.rstrip()
