"""What styles keep from being seen in HTML, as newsletters hide the first words of a preview."""

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

Token = dict[str, Any]

_OF_OWN_SIZE = {"img", "video", "audio", "iframe", "embed"}
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|mso-hide\s*:\s*all)", re.IGNORECASE)
_SIZE = re.compile(r"(?:^|;)\s*font(?:-size)?\s*:", re.IGNORECASE)
_NO_SIZE = re.compile(
    r"(?:^|;)\s*font-size\s*:\s*0+(?:\.0*)?(?:px|pt|r?em|%)?\s*(?:!|;|$)", re.IGNORECASE
)
_NO_WIDTH = re.compile(
    r"(?:^|;)\s*(?:width|height)\s*:\s*0*[01](?:\.0*)?(?:px)?\s*(?:!|;|$)", re.IGNORECASE
)


def without(tokens: list[Token]) -> Iterator[Token]:
    """The tokens without elements that are not seen, unless these hold most of the words.

    What scripts are to show later is hidden, too, and may be the article. The attributes that tell
    of it are taken out.
    """
    hides = [depth > 0 for depth in accumulate(_steps(tokens))]
    sizes = [len(token["data"]) if token["type"] == "Characters" else 0 for token in tokens]
    hidden = sum(size for size, is_hidden in zip(sizes, hides, strict=False) if is_hidden)
    is_kept = 2 * hidden > sum(sizes)
    for token, is_hidden in zip(tokens, hides, strict=False):
        if is_kept or not is_hidden:
            if isinstance(token.get("data"), dict):
                token["data"].pop("style", None)
                token["data"].pop("hidden", None)
            yield token


def _steps(tokens: list[Token]) -> list[int]:
    """At each token by how many more elements it is hidden than the one before; one is beyond.

    Text without a size is not seen, but for elements in it that have one, and pictures: so gaps
    between cells are closed.
    """
    steps = [0] * (len(tokens) + 1)
    opened: list[tuple[int, bool]] = []  # where elements begin, and whether any in them has a size
    for number, token in enumerate(tokens):
        kind = token["type"]
        if kind == "StartTag":
            opened.append((number, False))
        elif kind in ("EndTag", "EmptyTag"):
            start, is_sized = opened.pop() if kind == "EndTag" else (number, False)
            values = tokens[start]["data"]
            style = values.get("style", "")
            has_no_size = bool(_NO_SIZE.search(style))
            if _is_hidden(tokens[start]["name"], values) or (has_no_size and not is_sized):
                steps[start] += 1
                steps[number + 1] -= 1
            is_sized |= tokens[start]["name"] in _OF_OWN_SIZE
            if opened and (is_sized or (_SIZE.search(style) and not has_no_size)):
                opened[-1] = opened[-1][0], True
    return steps


def _is_hidden(name: str, values: dict[str, str]) -> bool:
    style = values.get("style", "")
    return "hidden" in values or bool(
        _HIDDEN.search(style) or (name == "img" and _NO_WIDTH.search(style))
    )
