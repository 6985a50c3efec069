"""RawArticle in, CleanArticle out: every field checked, bounded and safe to store."""

import hashlib
import re
from collections.abc import Iterable

from articles.ingest import languages, markup, sanitize, urls
from articles.ingest.blocks import blocks, digested, plain
from articles.ingest.characters import one_line, storable, unescape, words
from articles.ingest.excerpts import excerpt
from articles.ingest.records import CleanArticle, RawArticle, Rejection
from articles.ingest.shingles import sketch
from articles.titles import title_key

MAX_TITLE = 300  # characters, as all of these
MAX_BYLINE = 200
MAX_SOURCE_NAME = 200
MAX_EXCERPT = 1000
MAX_NAME = 80  # of a tag or a category
MAX_TAGS = 50
DEFAULT_LANGUAGE = "en"

_TO_HTML = {"html": str, "markdown": markup.from_markdown, "text": markup.from_text}

# Tags that titles and excerpts are found with; anything else between brackets is text.
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|div|em|font|h[1-6]|i|img|li|mark|p|q|s|script|small|span"
    r"|strong|style|sub|sup|svg|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_HEADING = re.compile(r"\s*<(h[2-6])(?: [^>]*)?>(.*?)</\1>\s*", re.DOTALL)
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*", re.IGNORECASE)
_WORD = re.compile(r"\w++(?:['’.-]\w++)*+")


def clean(raw: RawArticle) -> CleanArticle:
    """The article, fit to store; raises Rejection where no text is left or it is too much."""
    notes = list(raw.notes)
    source_url = urls.untracked(_address(raw.source_url, "source", notes))
    canonical_url = urls.identity(source_url)
    source_domain = urls.domain(canonical_url or source_url)
    title = _title(raw.title, notes)
    sanitize.check_size(raw.body)
    body = sanitize.clean_html(_TO_HTML[raw.body_format](storable(raw.body)), source_url)
    body = _without_heading(body, title)
    found = digested(body) if source_domain else blocks(body)
    text = plain(found)
    length = word_count(text)
    if not length:
        raise Rejection("No text: the body holds nothing to read.")
    shown = title or one_line(text, MAX_TITLE)
    return CleanArticle(
        title=shown,
        body_html=body,
        body_text=text,
        word_count=length,
        published=raw.published,
        published_at=raw.published_at,
        text_digest=text_digest(text),
        title_key=title_key(title),
        sketch=sketch(text, raw.published) if canonical_url else (),
        blocks=tuple(found) if source_domain else (),
        byline=_plain(raw.byline, MAX_BYLINE),
        excerpt=excerpt(_plain(raw.excerpt, MAX_EXCERPT), found, shown),
        cover_image=_address(raw.cover_image, "cover image", notes),
        source_url=source_url,
        canonical_url=canonical_url,
        source_domain=source_domain,
        source_name=_plain(raw.source_name, MAX_SOURCE_NAME),
        category=_plain(raw.category, MAX_NAME),
        tags=_names(raw.tags, notes),
        language=_language(raw.language, text, notes),
        is_archive_summary=raw.is_archive_summary,
        is_draft=raw.is_draft,
        is_opening=raw.is_opening,
        is_undated=raw.is_undated,
        links=sanitize.links_in(body),
        notes=tuple(one_line(note, 300) for note in notes),
    )


def word_count(text: str) -> int:
    """Return the number of words in a text."""
    return len(_WORD.findall(text))


def text_digest(text: str) -> str:
    """Return the SHA-256 of the words of a text, by which the same text is known again."""
    return hashlib.sha256(words(text).encode()).hexdigest()


def _plain(value: str, limit: int) -> str:
    """One line without markup; references are resolved twice, since feeds escape twice."""
    return one_line(_TAG.sub("", unescape(unescape(value))), limit)


def _title(value: str, notes: list[str]) -> str:
    whole = _plain(value, 100_000)
    title = one_line(whole, MAX_TITLE)
    if title != whole:
        notes.append(f"Title shortened from {len(whole):,} to {len(title)} characters.")
    return title


def _address(value: str, what: str, notes: list[str]) -> str:
    address = urls.web_address(unescape(value.strip())) if value.strip() else ""
    if value.strip() and not address:
        shown = one_line(value, 100)
        notes.append(f"The {what} '{shown}' is no web address and was left out.")
    return address


def _without_heading(body: str, title: str) -> str:
    """The body without the heading that only repeats the title."""
    heading = _HEADING.match(body)
    if heading and words(sanitize.outline(heading[2])[0]) == words(title):
        return body[heading.end() :]
    return body


def _names(values: Iterable[str], notes: list[str]) -> tuple[str, ...]:
    """Names without repetition; those that differ only in case are one, the first."""
    names: dict[str, str] = {}
    for value in values:
        name = _plain(value, MAX_NAME).lstrip("#").strip()
        if name:
            names.setdefault(name.casefold(), name)
    if len(names) > MAX_TAGS:
        notes.append(f"{len(names):,} tags: the first {MAX_TAGS} were kept.")
    return tuple(names.values())[:MAX_TAGS]


def _language(value: str, text: str, notes: list[str]) -> str:
    """The code of the language that is given, else of that which the text tells."""
    match = _LANGUAGE.fullmatch(value.strip())
    if match:
        return match[1].lower()
    found = languages.of_text(text) or DEFAULT_LANGUAGE
    if value.strip():
        notes.append(f"Language '{one_line(value, 40)}' not understood: taken as '{found}'.")
    elif found != DEFAULT_LANGUAGE:
        notes.append(f"No language given: taken as '{found}', by its words.")
    elif languages.is_open(text):
        notes.append(f"No language given, and its words tell none: '{found}' was put down.")
    return found
