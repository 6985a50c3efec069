"""What static site generators have in a body that is not for readers."""

import re

from articles.ingest.readers.fields import WIKI_LINK

# Each part of a tag excludes what begins another, so that a text of nothing but beginnings is read
# once: {% Liquid %}, {{< Hugo >}} and {{% Hugo %}}, and the site's own values in Liquid.
_TAG = (
    r"\{%(?:[^%{]|%(?!\})|\{(?![%{]))*%\}"
    r"|\{\{<(?:[^>{]|>(?!\}\})|\{(?!\{))*>\}\}"
    r"|\{\{%(?:[^%{]|%(?!\}\})|\{(?!\{))*%\}\}"
    r"|\{\{-?[ \t]*(?:site|page)\.[^{}]*\}\}"
)
_TAGS = re.compile(_TAG)
_LINK_TO_TAG = re.compile(rf"(?<!!)\[([^\[\]\n]*)\]\([ \t]*(?:{_TAG})[^()\s]*\)")

# The attributes that kramdown, Hugo and Pandoc take for an element: {: .wide} and {#section}.
_ATTRIBUTES = re.compile(r"[ \t]?\{[:#][^{}\n]*\}(?=[ \t]*$)|(?<=\))\{:[^{}\n]*\}", re.MULTILINE)
# Docusaurus, VuePress and Pandoc put a block between colons; its title stays.
_COLONS = re.compile(
    r"^[ \t]{0,3}:{3,}[ \t]*(?:\{[^{}\n]*\}|[a-z][\w-]*)?(?:[ \t]*\[?([^\[\]\n]*)\]?)?[ \t]*$", re.M
)
_COMMENT = re.compile(r"<!--[^<>]*-->")
# Obsidian's comments are for whoever wrote them; so are those of MDX, and the mark of an excerpt.
_HIDDEN_WORDS = re.compile(r"%%(?:[^%]|%(?!%)){0,2000}%%")
_MDX_COMMENT = re.compile(r"^[ \t]*\{/\*[^*]*\*/\}[ \t]*$\n?", re.MULTILINE)
_TABLE_OF_CONTENTS = re.compile(r"^[-*] TOC[ \t]*\n(?=\{:toc\})", re.MULTILINE | re.IGNORECASE)
_EMBEDDED_NOTE = re.compile(r"!\[\[[^\[\]\n]+\]\]")

# MDX: imports and exports stand in lines of their own, components begin with a capital.
_MODULE_LINE = re.compile(
    r"^(?:import[ \t]+(?:[^'\"\n;]*[ \t]from[ \t]+)?(['\"])[^'\"\n]+\1;?|export[ \t]+const[ \t].*)"
    r"[ \t]*$\n?",
    re.MULTILINE,
)
_COMPONENT = re.compile(r"</?[A-Z]\w*[a-z]\w*(?:\s(?:=>|[^<>])*)?>|\{/\*[^*]*\*/\}")


def without(body: str) -> str:
    """The body without tags of templates; the words between them, and those of links, stay."""
    if "{" in body:
        body = _TAGS.sub("", _LINK_TO_TAG.sub(r"\1", body))
    body = _COMMENT.sub("", body)
    if ":::" in body:
        body = _COLONS.sub(r"\1", body)
    if "{" in body:
        body = _TABLE_OF_CONTENTS.sub("", _MDX_COMMENT.sub("", body))
        body = _ATTRIBUTES.sub("", body)
    if "%%" in body:
        body = _HIDDEN_WORDS.sub("", body)
    body = WIKI_LINK.sub(r"\1", _EMBEDDED_NOTE.sub("", body))
    if _MODULE_LINE.match(body.lstrip()):
        body = _COMPONENT.sub("", _MODULE_LINE.sub("", body))
    return body.strip()
