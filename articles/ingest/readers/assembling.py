"""Fields and a body, wherever they were read, as a RawArticle."""

import re
from datetime import date
from typing import Any

from articles.ingest.characters import one_line, unescape
from articles.ingest.markup import from_markdown_line
from articles.ingest.readers import dates, extensions, headline, several, template_marks
from articles.ingest.readers.bodies import BODY_FORMATS, body_format, opening_heading
from articles.ingest.readers.fields import (
    Fields,
    by_simple_name,
    each,
    first,
    named,
    text,
    texts,
    unread_addresses,
)
from articles.ingest.records import RawArticle, Rejection

_YES = {"true", "yes", "on", "1"}
_NO = {"false", "no", "off", "0"}
# What stands in the place of a date and tells none: that there is one, or that Eleventy is to ask
# the file or git.
_NO_DATES = _YES | _NO | {"created", "last modified", "git created", "git last modified"}
# What Pelican, WordPress and our own export call an article that readers do not see.
_UNPUBLISHED = {
    *("draft", "hidden", "pending", "private", "future", "trash"),
    *("review", "withdrawn", "rejected"),
}
_TAG = re.compile(r"<[^<>]*>")
# A list in one text, as programs write it into a cell: ["a", "b"] or ['a', 'b'].
_LIST = re.compile(r"\[\s*(?:\"[^\"]*\"|'[^']*')(?:\s*,\s*(?:\"[^\"]*\"|'[^']*'))*\s*\]")
_IN_LIST = re.compile(r"\"([^\"]*)\"|'([^']*)'")
# Where Jekyll and Hexo keep what is published, and what is not yet to be.
_POSTS, _DRAFTS = "_posts", "_drafts"
_HASHTAGS = re.compile(r"#[^\s#,;]+(?:\s+#[^\s#,;]+)+")
_SEPARATOR = re.compile(r"[,;]")
_BY = re.compile(r"by:?\s+(?=\S)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?:)?//", re.IGNORECASE)
# An address in the signs of Markdown or of an email, and one without what it begins with.
_WRAPPED = re.compile(r"(?:\[[^\[\]]*\]\(|<)(https?://[^\s<>()]+)[>)]", re.IGNORECASE)
_NEXT_ADDRESS = re.compile(r"(?:\s*[,;]\s*|\s+)(?=https?://)", re.IGNORECASE)
_BARE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,24}/\S+", re.IGNORECASE)
_UNREAD_ADDRESS = (
    "No source: field '{}' holds an address and is none that is known. If it is where the article "
    "stood, call it 'source'."
)
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+")


def article(
    loaded: dict[Any, Any],
    body: str,
    path: str = "",
    *,
    layout: str = "",
    day: date | None = None,
) -> RawArticle:
    """The article that fields and a body make; the name of its file may tell the date.

    `layout` is the format of the body where it is known, `day` the date to take where there is no
    other. Raises Rejection where there is no date or no text.
    """
    fields, notes = by_simple_name(loaded), []
    if _is_of_jekyll(fields, path):
        fields |= _parted_at_spaces(fields)
    category, further = _categories(fields, notes)
    own = _moment(fields, path, notes)
    moment = own or _in_its_place(day, notes)
    stated = text(fields, "body_format", notes).casefold()
    # What states the format of its body, as our export does, has no marks of templates in it.
    is_stated = stated in BODY_FORMATS
    layout, body = (stated, body.strip()) if is_stated else _for_readers(body, layout)
    if not body:
        raise Rejection("No text: nothing follows the front matter.")
    source_url = _source_url(fields, notes)
    if not source_url and (unread := unread_addresses(loaded)):
        notes.append(_UNREAD_ADDRESS.format(one_line(unread[0], 60)))
    if not is_stated and (another := several.note(body)):
        notes.append(another)
    return RawArticle(
        title=_title(fields, body, layout, notes),
        body=body,
        body_format=layout,
        published=moment.day,
        published_at=moment.at,
        byline=_byline(_listed(texts(fields, "byline", notes))),
        excerpt=text(fields, "excerpt", notes),
        cover_image=next(iter(texts(fields, "cover_image", notes)), ""),
        source_url=source_url,
        source_name=_source_name(fields, notes),
        category=category,
        tags=(*_tags(fields, notes), *further),
        language=text(fields, "language", notes),
        is_archive_summary=_says(_YES, fields, "archive_summary", notes),
        is_draft=_is_draft(fields, path, notes),
        is_undated=not own,
        notes=tuple(notes),
    )


def _for_readers(body: str, layout: str) -> tuple[str, str]:
    """The format of a body, and it itself without what is not for readers."""
    body = extensions.without_shortcodes(template_marks.without(body)).strip()
    layout = layout or body_format(body)
    return layout, extensions.plain(body) if layout == "markdown" else body


def _is_of_jekyll(fields: Fields, path: str) -> bool:
    """Whether a file has two of three marks; each alone is one of other generators, too."""
    is_in_its_folders = bool({_POSTS, _DRAFTS} & set(path.split("/")))
    marks = (is_in_its_folders, bool(dates.in_name(path)), fields.get("layout") == "post")
    return sum(marks) > 1


def _parted_at_spaces(fields: Fields) -> Fields:
    """The fields that Jekyll parts at spaces where they are one text, as lists."""
    found = {name: fields.get(name) for name in ("tags", "categories")}
    return {
        name: value.split()
        for name, value in found.items()
        if isinstance(value, str) and not _SEPARATOR.search(value)
    }


def _moment(fields: Fields, path: str, notes: list[str]) -> dates.Moment | None:
    """The date of publication: as the fields say, else the file's name, else that of a change."""
    moment = _dated(fields, "date", notes) or _dated_by_name(dates.in_name(path), notes)
    if not moment and (moment := _dated(fields, "changed", notes)):
        notes.append("No date of publication: that of the last change was taken.")
    return moment


def _in_its_place(day: date | None, notes: list[str]) -> dates.Moment:
    """The day to take for want of a date; raises Rejection where there is none."""
    if not day:
        raise Rejection("No date: add a line such as 'date: 2025-07-26' to the front matter.")
    notes.append(f"No date: taken as {day}, from the feed or the day on which it was read.")
    return dates.Moment(day)


def _dated(fields: Fields, field: str, notes: list[str]) -> dates.Moment | None:
    """The moment under the most telling name; `published: true` tells none.

    Another that cannot be read may be the one that was meant, so a note tells of it.
    """
    values = [(name, first(name, found, notes)) for name, found in named(fields, field, notes)]
    told = [(name, value) for name, value in values if value.casefold() not in _NO_DATES]
    if not told:
        return None
    moment = _parsed(*told[0])
    notes += filter(None, [moment.note])
    for name, value in told[1:]:
        try:
            _parsed(name, value)
        except Rejection as rejection:
            notes.append(f"{rejection} '{told[0][0]}' was taken instead.")
    return moment


def _parsed(name: str, value: str) -> dates.Moment:
    try:
        return dates.parse(value)
    except Rejection as rejection:
        raise Rejection(f"{rejection} The field is '{name}'.") from rejection


def _dated_by_name(day: date | None, notes: list[str]) -> dates.Moment | None:
    if not day:
        return None
    notes.append("No date in the file: taken from its name.")
    return dates.Moment(day)


def _title(fields: Fields, body: str, layout: str, notes: list[str]) -> str:
    title = text(fields, "title", notes)
    if title:
        return title
    heading = opening_heading(body)
    notes.append(f"No title: taken from the {'heading' if heading else 'first sentence'}.")
    return heading or headline.from_text(_plain(body, layout))


def _plain(body: str, layout: str) -> str:
    """The opening of a body without tags; of one in Markdown, its first paragraph with words."""
    if layout == "markdown":
        paragraphs = (part.strip(" \n#>") for part in body[:20_000].split("\n\n"))
        lines = (_TAG.sub("", from_markdown_line(part)).strip() for part in paragraphs if part)
        return unescape(next(filter(None, lines), ""))
    return body if layout == "text" else unescape(_TAG.sub(" ", body[:20_000]))


def _byline(names: list[str]) -> str:
    """Names with commas between, or as they are given where one has a comma within."""
    # A reference, as in Jos&eacute;, ends with a semicolon.
    names = [_BY.sub("", unescape(name).strip()) for name in names]
    parts = [part.strip() for name in names for part in name.split(";") if part.strip()]
    return ("; " if any("," in part for part in parts) and len(parts) > 1 else ", ").join(parts)


def _source_url(fields: Fields, notes: list[str]) -> str:
    """The first web address; without one, what stands in its place, unless it is a path."""
    given = [_WRAPPED.sub(r"\1", one) for one in each(fields, "source_url", notes)]
    found = [part for one in given for part in _NEXT_ADDRESS.split(one)]
    found = [f"https://{one}" if _BARE.fullmatch(one) else one for one in found]
    addresses = [one for one in found if _ADDRESS.match(one)]
    others = [one for one in found if not one.startswith(("/", "."))]
    return next(iter(addresses or others), "")


def _source_name(fields: Fields, notes: list[str]) -> str:
    """The first name that is no address; under `source`, a domain is no name either."""
    for name, found in named(fields, "source_name", notes):
        for one in (_WRAPPED.sub(r"\1", name_or_link) for name_or_link in found):
            if not (_ADDRESS.match(one) or (name == "source" and _DOMAIN.fullmatch(one))):
                return one
    return ""


def _categories(fields: Fields, notes: list[str]) -> tuple[str, list[str]]:
    """The first category of all fields for them, and the others, which become tags.

    Several may stand in one text where the field's name says so.
    """
    found = [
        category
        for name, values in named(fields, "category", notes)
        for category in (_parted(_listed(values)) if name == "categories" else values)
    ]
    chief = next(iter(found), "")
    return chief, [other for other in found if other.casefold() != chief.casefold()]


def _tags(fields: Fields, notes: list[str]) -> list[str]:
    """The tags of the most telling field for them, and from the others those that it lacks."""
    tags: list[str] = []
    for _, values in named(fields, "tags", notes):
        tags += [tag for tag in _parted(_listed(values)) if tag and tag not in tags]
    return tags


def _parted(tags: list[str]) -> list[str]:
    """A list of tags as it is, or one text parted at its semicolons or commas, or its signs #."""
    if len(tags) != 1:
        return tags
    if _HASHTAGS.fullmatch(tags[0]):
        return tags[0].split()
    # A reference, as in R&amp;D, ends with a semicolon.
    together = unescape(tags[0])
    return [tag.strip() for tag in together.split(";" if ";" in together else ",")]


def _listed(values: list[str]) -> list[str]:
    """The texts of a list that is written in one text; others as they are."""
    if len(values) != 1 or not _LIST.fullmatch(values[0]):
        return values
    return [one or other for one, other in _IN_LIST.findall(values[0])]


def _is_draft(fields: Fields, path: str, notes: list[str]) -> bool:
    """Whether a file says, as by `draft: true` or its folder, that it is not for readers."""
    draft = (
        _DRAFTS in path.split("/")
        or _says(_YES, fields, "draft", notes)
        or _says(_NO, fields, "public", notes)
        or _says(_UNPUBLISHED, fields, "status", notes)
    )
    if draft:
        notes.append("A draft, as the file or its folder says: kept, and not published.")
    return draft


def _says(words: set[str], fields: Fields, field: str, notes: list[str]) -> bool:
    return any(value.casefold() in words for value in each(fields, field, notes))
