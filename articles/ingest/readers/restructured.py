"""What reStructuredText writes otherwise than Markdown: links, pictures, roles and directives."""

import re

_LINK = re.compile(r"`([^`<>]+)<([^<>`\s]+)>`__?")
_TARGET = re.compile(r"^\.\. _`?([^`:\n]+)`?:[ \t]+(\S+)[ \t]*$\n?", re.MULTILINE)
_REFERENCE = re.compile(r"`([^`<>\n]+)`_(?!\w)|\b([^\W_]+)_(?=[\s.,;:!?)]|$)")
_PICTURE = re.compile(
    r"^\.\. (?:image|figure)::[ \t]+(\S+)[ \t]*$(?:\n[ \t]+:[^\n]*)*", re.MULTILINE
)
_DIRECTIVE = re.compile(r"^\.\. [\w-]+::[^\n]*$(?:\n[ \t]+:[\w-]+:[^\n]*)*\n?", re.MULTILINE)
_ROLE = re.compile(r":[a-z][\w-]{0,30}(?::[\w-]{1,30})?:`([^`\n]+)`")


def as_markdown(body: str) -> str:
    """A body in Markdown; the words stay, and of what both write alike nothing changes."""
    targets = {name.casefold(): address for name, address in _TARGET.findall(body)}
    body = _LINK.sub(lambda found: f"[{found[1].strip()}]({found[2]})", _TARGET.sub("", body))
    if targets:
        body = _REFERENCE.sub(lambda found: _to_target(found, targets), body)
    body = _DIRECTIVE.sub("", _PICTURE.sub(r"![](\1)", body))
    return _ROLE.sub(r"\1", body)


def _to_target(found: re.Match, targets: dict[str, str]) -> str:
    words = next(filter(None, found.groups()))
    address = targets.get(words.casefold())
    return f"[{words}]({address})" if address else found[0]
