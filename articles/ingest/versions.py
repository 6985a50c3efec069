"""What an article says: which of the versions that came in counts, and the writing of it.

Imports, rebuilds and undoing all go through here, so that one rule decides for all three.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from articles import copies
from articles.ingest import copying, duplicates
from articles.ingest.records import CleanArticle
from articles.models import Article, Category, SourceLink, Tag, TaggedArticle

# Fields that only make sense together: correcting one keeps them all.
_COMPANIONS = ({"title", "title_key"}, {"published", "published_at"})

COPIED_FIELDS = (
    "title",
    "byline",
    "excerpt",
    "cover_image",
    "published",
    "published_at",
    "language",
    "is_archive_summary",
    "body_html",
    "body_text",
    "word_count",
    "text_digest",
    "title_key",
    "sketch",
)


@dataclass(frozen=True)
class Version:
    """One version of an article. `is_ahead` says that its day lay in the future when it came.

    One that `stands_aside` counts only where there is no other.
    """

    clean: CleanArticle
    arrived: datetime
    is_ahead: bool = False
    stands_aside: bool = False


@dataclass(frozen=True)
class Standing:
    """What a new version is held against: the day of the version that counts, and its draftiness.

    Without a day every version that comes later counts.
    """

    day: date | None
    is_draft: bool


@dataclass(frozen=True)
class Said:
    """What an article's versions come to: the one that counts, its category, whether it is out."""

    clean: CleanArticle
    category: str
    is_draft: bool


def passed_over(standing: Standing, clean: CleanArticle, *, is_ahead: bool) -> str:
    """Return why a version that came later changes nothing, or nothing where it counts."""
    if standing.day and clean.published < standing.day:
        return "The archive has a newer version of this address; it stays."
    if is_ahead:
        return "Its date lies in the future; the archive's version of this address stays."
    if clean.is_draft and not standing.is_draft:
        return "The file is a draft; the archive's version of this address stays."
    return ""


def weigh(
    versions: Sequence[Version],
    day_corrected_at: datetime | None = None,
    public_at: datetime | None = None,
) -> Said:
    """Return what versions, in the order in which they came, come to.

    From the moment at which a curator corrected the day, it no longer decides; from the moment at
    which the article was public, no draft counts.
    """
    versions = [version for version in versions if not version.stands_aside] or versions
    first = versions[0].clean
    said = Said(first, first.category, first.is_draft)
    for version in versions[1:]:
        day = (
            None
            if day_corrected_at and version.arrived > day_corrected_at
            else said.clean.published
        )
        is_draft = said.is_draft and not (public_at and version.arrived > public_at)
        clean = version.clean
        if not passed_over(Standing(day, is_draft), clean, is_ahead=version.is_ahead):
            said = Said(clean, clean.category or said.category, clean.is_draft)
    return said


def kept_fields(article: Article) -> set[str]:
    """Return the fields that a curator's corrections keep: those corrected and their companions."""
    kept = set(article.curated_fields)
    for fields in _COMPANIONS:
        if kept & fields:
            kept |= fields
    return kept


def says_already(
    article: Article, clean: CleanArticle, category: Category | None, tags: Collection[Tag]
) -> bool:
    """Whether an article says all that a version says, so that adopting it changes nothing."""
    # What an outlet repeats is left out of the text that is stored.
    names = [name for name in COPIED_FIELDS if name != "body_text"]
    pairs = ((getattr(article, name), getattr(clean, name)) for name in names)
    same = (
        article.pk
        and article.category == category
        and all((tuple(old) == new if isinstance(new, tuple) else old == new) for old, new in pairs)
    )
    return bool(same) and set(article.tagged.values_list("tag", flat=True)) == {
        tag.pk for tag in tags
    }


def adopt(article: Article, clean: CleanArticle, category: Category | None) -> None:
    """Make an article say what a version says, but for what a curator corrected; saves nothing."""
    kept = kept_fields(article)
    for name in COPIED_FIELDS:
        if name not in kept:
            setattr(article, name, getattr(clean, name))
    if "category" not in kept:
        article.category = category


def write_filing(
    written: Iterable[tuple[Article, CleanArticle]],
    tags: Mapping[str, Tag],
    made: Collection[int] = (),
) -> dict[int, list[str]]:
    """Write the tags and links of articles that are stored: {article id: which of them changed}.

    Rows that stand already are left alone, so that history tells of changes only. `made` are the
    articles (ids) that have none yet, since they were just made.
    """
    written = list(written)
    changed = defaultdict(list)
    for article in _write_tags(written, tags, made):
        changed[article].append("tags")
    for article in _write_links(written, made):
        changed[article].append("links")
    return changed


def settle(articles: Iterable[int], up_to: int | None = None) -> None:
    """Put in order the copies of articles (ids) whose text or standing changed.

    With `up_to`, texts are compared only where neither article has a higher id.
    """
    ids = list(articles)
    duplicates.part(ids, up_to)
    copies.settle(ids)


def _write_tags(written, tags, made) -> set[int]:
    wanted = {
        (article.pk, tags[name].pk)
        for article, clean in written
        if "tags" not in article.curated_fields
        for name in clean.tags
        if name in tags
    }
    ours = {article.pk for article, _ in written if "tags" not in article.curated_fields}
    rows = TaggedArticle.objects.filter(content_object__in=ours.difference(made))
    stand = {(row.content_object_id, row.tag_id): row.pk for row in rows}
    gone = stand.keys() - wanted
    TaggedArticle.objects.filter(pk__in=[stand[pair] for pair in gone]).delete()
    new = sorted(wanted - stand.keys())
    TaggedArticle.objects.bulk_create(
        TaggedArticle(content_object_id=article, tag_id=tag) for article, tag in new
    )
    return {article for article, _ in (*gone, *new)}


def _write_links(written, made) -> set[int]:
    wanted = {article.pk: list(link_rows(article, clean)) for article, clean in written}
    stand = defaultdict(list)
    known = SourceLink.objects.filter(article__in=wanted.keys() - set(made))
    for link in known.order_by("position", "pk"):
        stand[link.article_id].append(link)
    changed = {
        article
        for article, links in wanted.items()
        if [_facts(link) for link in links] != [_facts(link) for link in stand[article]]
    }
    SourceLink.objects.filter(article__in=changed.difference(made)).delete()
    copying.insert([link for article in sorted(changed) for link in wanted[article]])
    return changed


def _facts(link: SourceLink) -> tuple:
    return link.kind, link.url, link.domain, link.text, link.position


def link_rows(article: Article, clean: CleanArticle) -> Iterator[SourceLink]:
    """Yield the link rows of an article: its original first, then what its body cites."""
    if clean.source_url:
        yield SourceLink(
            article=article, kind="original", url=clean.source_url, domain=clean.source_domain
        )
    for position, link in enumerate(clean.links, start=1):
        yield SourceLink(
            article=article,
            kind="cited",
            url=link.url,
            domain=link.domain,
            text=link.text,
            position=position,
        )
