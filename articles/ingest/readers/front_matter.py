"""Text under YAML front matter, as static site generators write it."""

import re
from collections.abc import Iterator
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from articles.ingest.characters import unescape
from articles.ingest.readers import dates, headline
from articles.ingest.readers.bodies import body_format, opening_heading
from articles.ingest.records import RawArticle, Rejection

MAX_FRONT_MATTER = 64_000  # characters
MAX_DEPTH = 20

# The names that each field goes by, the most telling first. Case, hyphens and underscores do not
# count.
FIELDS = {
    "title": ("title", "headline"),
    "date": (
        "date",
        "published",
        "publishedDateTime",
        "publishedDate",
        "publishedAt",
        "publishDate",
        "pubDate",
        "pubDatetime",
        "datePublished",
        "publishedOn",
        "publishedTime",
        "createdAt",
        "created",
    ),
    "excerpt": ("excerpt", "description", "summary"),
    "cover_image": ("coverImage", "image", "cover", "featuredImage", "heroImage", "thumbnail"),
    "byline": ("author", "authors", "byline"),
    "source_url": (
        "source",
        "originalUrl",
        "sourceUrl",
        "canonicalUrl",
        "canonical",
        "link",
        "url",
    ),
    "source_name": ("sourceName",),
    "category": ("category", "categories"),
    "tags": ("tags", "keywords", "tag"),
    "language": ("lang", "language"),
    "archive_summary": ("archiveSummary",),
}
_YES = {"true", "yes", "on", "1"}
_SPACED = re.compile(r"[\s_-]+")
_TAG = re.compile(r"<[^<>]*>")

# The C parser is ten times faster; it is missing where PyYAML was built without libyaml.
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Handler(YAMLHandler):
    """Splits front matter from the text, and loads it with every value left a string.

    So `2025-02-30` is a value to complain of and `title: yes` is a title. The nesting is measured
    first, because the C parser's composer overflows the stack on deep nesting.
    """

    def load(self, fm: str, **kwargs: object) -> Any:
        """The fields; raises yaml.YAMLError, or Rejection where they are nested too deep."""
        depth = 0
        for event in yaml.parse(fm, Loader=_Loader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise Rejection(f"Front matter is nested more than {MAX_DEPTH} deep. Flatten it.")
        return super().load(fm, Loader=_Loader, **kwargs)


_HANDLER = _Handler()


def sniff(text: str) -> bool:
    """Front matter begins with a line of three hyphens, perhaps after blank lines."""
    return _HANDLER.detect(text.lstrip())


def read(text: str) -> RawArticle:
    """The article under front matter; raises Rejection, naming the field or the line."""
    values, body = _split(text)
    notes: list[str] = []
    fields = {field: list(_values(values, field, notes)) for field in FIELDS}
    published, published_at = _date(fields["date"])
    if not body:
        raise Rejection("No text: nothing follows the front matter.")
    layout = body_format(body)
    return RawArticle(
        title=_title(fields["title"], body, layout, notes),
        body=body,
        body_format=layout,
        published=published,
        published_at=published_at,
        byline=", ".join(fields["byline"]),
        excerpt=_first(fields["excerpt"]),
        cover_image=_first(fields["cover_image"]),
        source_url=_first(fields["source_url"]),
        source_name=_first(fields["source_name"]),
        category=_first(fields["category"]),
        tags=_tags(fields),
        language=_first(fields["language"]),
        is_archive_summary=_first(fields["archive_summary"]).casefold() in _YES,
        notes=tuple(notes),
    )


def _split(text: str) -> tuple[dict[str, Any], str]:
    """The fields by their simplest names, and the body."""
    try:
        front, body = _HANDLER.split(text.lstrip())
    except ValueError as error:
        raise Rejection("Front matter has no end: put a line of --- after it.") from error
    if len(front) > MAX_FRONT_MATTER:
        most = f"{MAX_FRONT_MATTER:,} characters"
        raise Rejection(f"Front matter is too long: {len(front):,} characters, at most {most}.")
    try:
        loaded = _HANDLER.load(front)
    except yaml.YAMLError as error:
        raise Rejection(_explained(error, text, front)) from error
    if not isinstance(loaded, dict):
        raise Rejection("Front matter holds no fields. Write them as 'title: ...', one a line.")
    fields = {_SPACED.sub("", str(name)).casefold(): value for name, value in loaded.items()}
    return fields, body.strip()


def _explained(error: yaml.YAMLError, text: str, front: str) -> str:
    """What is wrong, and on which line of the file."""
    mark = getattr(error, "problem_mark", None)
    above = text.count("\n", 0, text.find(front)) if front else 0
    place = f" on line {above + mark.line + 1}" if mark else ""
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
    return f"Broken front matter{place}: {problem}. Correct the YAML."


def _values(values: dict[str, Any], field: str, notes: list[str]) -> Iterator[str]:
    """The texts of the first name of a field that has any; notes what is of another kind."""
    for name in FIELDS[field]:
        value = values.get(name.casefold())
        texts = value if isinstance(value, list) else [value]
        wrong = [text for text in texts if isinstance(text, (dict, list))]
        if wrong:
            notes.append(f"Field '{name}' is not plain text: what is nested in it was left out.")
        found = [text.strip() for text in texts if isinstance(text, str) and text.strip()]
        if found:
            yield from found
            return


def _first(texts: list[str]) -> str:
    return texts[0] if texts else ""


def _date(texts: list[str]) -> dates.Moment:
    if not texts:
        raise Rejection("No date: add a line such as 'date: 2025-07-26' to the front matter.")
    return dates.parse(texts[0])


def _title(texts: list[str], body: str, layout: str, notes: list[str]) -> str:
    if texts:
        return texts[0]
    heading = opening_heading(body)
    notes.append(f"No title: taken from the {'heading' if heading else 'first sentence'}.")
    plain = body if layout == "text" else unescape(_TAG.sub(" ", body[:20_000]))
    return heading or headline.from_text(plain)


def _tags(fields: dict[str, list[str]]) -> tuple[str, ...]:
    """A list of tags, or one text with commas; further categories are tags."""
    tags = fields["tags"]
    if len(tags) == 1:
        tags = [tag.strip() for tag in tags[0].split(",")]
    return tuple(tag for tag in [*tags, *fields["category"][1:]] if tag)
