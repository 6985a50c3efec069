"""Write side: clean articles and rejected items into the database, a batch a transaction.

Only a CleanArticle can become an article, so text that was not sanitised has no way in.
"""

from functools import partial

from django.db import transaction
from django.utils import timezone

from articles.ingest import copying, duplicates, known, repeated
from articles.ingest.characters import words
from articles.ingest.erased import keep_out
from articles.ingest.gates import UNREADY, Gate, gate_on_arrival
from articles.ingest.originals import Originals
from articles.ingest.outcomes import add_outcomes, copied
from articles.ingest.records import CleanArticle, Item, Rejection, Stored
from articles.ingest.refused import safely, time_limited
from articles.ingest.sources import sources_of
from articles.ingest.store_lock import keep_others_from_storing
from articles.ingest.versions import (
    COPIED_FIELDS,
    Standing,
    adopt,
    kept_fields,
    passed_over,
    says_already,
    settle,
    write_filing,
)
from articles.models import Article, Category, Import, Tag

# How the reason of what was rejected in an earlier run begins.
REJECTED_BEFORE = "Rejected before:"
_IN_THE_ARCHIVE = "The same file is in the archive."
_DELETED = "The same file came before; its article was deleted at the desk."

HeldFor = Article.HeldFor
# What is held for one of these changes nothing that is not held for the same.
_ASIDE = {
    HeldFor.TEMPLATE: "Its title has marks of a template",
    HeldFor.OPENING: "Its page shows only an opening",
    HeldFor.UNDATED: "Its date is missing or unclear",
    HeldFor.FEED: "Its feed is not trusted",
}

_OTHER_NAME = "One site is one source: {} stands here as “{}”, and “{}” was left out."


def store_batch(
    run: Import,
    batch: list[tuple[Item, CleanArticle | Rejection]],
    gate: Gate = gate_on_arrival,
) -> list[Stored]:
    """Store a batch in one transaction and return what became of each item, in order.

    `gate` says what holds a new article in review. Counts and problems are added to `run`.
    Where the database refuses something, the items are stored one by one and that one is rejected.
    """
    return safely(partial(_store, run, gate), batch)


def _store(run, gate, batch) -> list[Stored]:
    with transaction.atomic():
        keep_others_from_storing()
        with time_limited(batch):
            return _Batch(run, batch, gate).store()


class _Batch:
    """One batch on its way in. Articles made in it are found by later items of the same batch."""

    def __init__(self, run, batch, gate):
        self.run = run
        self.gate = gate
        self.originals = Originals(run, (item for item, _ in batch))
        self.batch = keep_out(batch, known=self.originals.by_digest)
        clean = [result for _, result in self.batch if isinstance(result, CleanArticle)]
        self.by_url = known.articles_by_address(article.canonical_url for article in clean)
        self.by_name = known.articles_by_name(self.batch)
        self.sources = sources_of(clean)
        new = [article for article in clean if article.canonical_url not in self.by_url]
        self.texts = duplicates.Texts(new, self.sources)
        self.categories = Category.objects.resolve(article.category for article in clean)
        self.tags = Tag.objects.resolve(tag for article in clean for tag in article.tags)
        self.created = []
        self.written = {}
        self.former_blocks = set()
        self.aside = set()

    def store(self):
        outcomes = [self._take(item, result) for item, result in self.batch]
        unsettled = self._write_articles()
        self.originals.write()
        # A copy of which nothing stands in the archive yet would be left a copy.
        settle(unsettled)
        add_outcomes(self.run, self.batch, outcomes, self.originals.by_digest)
        return [
            Stored(item.path, outcome, article.pk if article else None, reason)
            for (item, _), (outcome, article, reason) in zip(self.batch, outcomes, strict=True)
        ]

    def _take(self, item, result):
        """Decide on one item; return its outcome, its article or None, and the reason."""
        original = self.originals.of(item)
        is_rejected = isinstance(result, Rejection)
        if original and (is_rejected or not original.rejected_for):
            return self._seen_again(item, original)
        if is_rejected:
            self.originals.keep(item, None, str(result))
            return "rejected", None, str(result)
        known_as = self.by_url.get(result.canonical_url)
        if former := self.originals.captured_before(known_as, item):
            _, article, _ = self._seen_again(item, former)
            return "unchanged", article, "The same page was captured before."
        outcome, article, reason = self._place(item, result)
        self.originals.keep(item, article, stands_aside=item.sha256 in self.aside)
        notes = (*result.notes, self._other_name(result))
        return outcome, article, " ".join(filter(None, (reason, *notes)))

    def _other_name(self, clean):
        """Return a note on a name of the source that is not the one that it goes by, or nothing."""
        source = self.sources.get(clean.source_domain)
        if not source or not clean.source_name:
            return ""
        one, other = words(source.name), words(clean.source_name)
        return (
            ""
            if one in other or other in one
            else _OTHER_NAME.format(source.domain, source.name, clean.source_name)
        )

    def _seen_again(self, item, original):
        self.originals.see_again(original, item)
        if original.rejected_for:
            return "unchanged", None, f"{REJECTED_BEFORE} {original.rejected_for}"
        return "unchanged", original.article, _IN_THE_ARCHIVE if original.article else _DELETED

    def _place(self, item, clean):
        if article := self._standing_for(item, clean):
            stays = self._stays(article, item, clean)
            return "updated", article, stays or self._update(article, clean)
        article = self._create(item, clean)
        if first := article.duplicate_of:
            return "duplicate", article, copied(article, first)
        return "created", article, ""

    def _standing_for(self, item, clean):
        """Return the article of which an item is a version, or None.

        It is known by its address. Without one it is known by the name of its file, as long as two
        of title, day and text are the same: files of other articles may have it, as `index.md`.
        """
        if clean.canonical_url:
            return self.by_url.get(clean.canonical_url)
        named = self.by_name.get(item.origin, ())
        return next((article for article in named if known.is_version_of(article, clean)), None)

    def _stays(self, article, item, clean):
        """Return why the archive keeps the version of an address that it has, or nothing."""
        # A date that is not the article's own does not tell which version is newer.
        is_given = "published" in kept_fields(article) or article.held_for == HeldFor.UNDATED
        day = None if is_given else article.published
        held_for = self.gate(clean)
        reason = passed_over(
            Standing(day, article.status == Article.Status.DRAFT),
            clean,
            is_ahead=held_for == HeldFor.FUTURE,
        )
        if not reason:
            reason = _stands_aside(article, item, clean, held_for)
            if not reason and self.originals.has_later_capture(article, item):
                reason = "The archive has a later capture of this page; it stays."
            if reason:
                self.aside.add(item.sha256)
        return reason

    def _update(self, article, clean):
        is_unready = article.status == Article.Status.DRAFT or article.held_for in UNREADY
        if is_unready and "status" not in kept_fields(article):
            for name, value in self._standing(clean).items():
                setattr(article, name, value)
        note = self._what_it_replaces(article, clean)
        self.former_blocks.update(article.blocks)
        adopt(article, clean, self.categories.get(clean.category) or article.category)
        article.grouped_at = None
        self._write(article, clean)
        known_by = "an address" if clean.canonical_url else "a file"
        return f"A new version of {known_by} in the archive.{note}"

    def _what_it_replaces(self, article, clean):
        """Return a note where a version says the same as before, or something else altogether."""
        if known.is_about_another(article, clean):
            return f" It replaced “{article.title}”: title, text and day are others."
        category = self.categories.get(clean.category) or article.category
        tags = {self.tags[name] for name in clean.tags if name in self.tags}
        return " Nothing about it differs." if says_already(article, clean, category, tags) else ""

    def _create(self, item, clean):
        article = Article(
            **{name: getattr(clean, name) for name in COPIED_FIELDS},
            canonical_url=clean.canonical_url,
            source=self.sources.get(clean.source_domain),
            category=self.categories.get(clean.category),
            **self._standing(clean),
        )
        article.duplicate_of = self.texts.carrier(article)
        self.created.append(article)
        self._write(article, clean)
        self.texts.add(article)
        if clean.canonical_url:
            self.by_url[clean.canonical_url] = article
        else:
            self.by_name[item.origin].append(article)
        return article

    def _standing(self, clean):
        """Return the columns that say where an article stands when it arrives."""
        if clean.is_draft:
            return {"status": Article.Status.DRAFT}
        if held_for := self.gate(clean):
            return {"status": Article.Status.REVIEW, "held_for": held_for}
        return {"status": Article.Status.PUBLISHED, "first_public_at": timezone.now()}

    def _write(self, article, clean):
        # An article that has no id yet cannot be a key; the last version of one in a batch wins.
        self.written[id(article)] = article, clean

    def _write_articles(self):
        """Write articles, and return those (ids) that may be copies or have some behind them."""
        articles = [article for article, _ in self.written.values()]
        repeated.prepare(self.written.values())
        for article, _ in self.written.values():
            if article.pk:
                article.save()
        made = self._insert_articles()
        write_filing(self.written.values(), self.tags, made)
        repeated.judge({block for a in articles for block in a.blocks}, self.former_blocks)
        # Behind what is new and no copy stand none but those of this batch.
        return [a.pk for a in articles if a.duplicate_of or a.pk not in made]

    def _insert_articles(self):
        """Insert what is new, fronts before their copies, and return the numbers that they got."""
        copying.insert([article for article in self.created if article.duplicate_of is None])
        copies = [article for article in self.created if article.duplicate_of is not None]
        for copy in copies:
            copy.duplicate_of = copy.duplicate_of  # which may have had no number until now
        copying.insert(copies)
        return {article.pk for article in self.created}


def _stands_aside(article: Article, item: Item, clean: CleanArticle, held_for: str) -> str:
    """Return why an item changes nothing as long as the article has another original, or nothing.

    Many feeds and pages give no more than the opening of a text, some are not to be trusted, some
    tell no date, and a template that nothing was filled into is no title.
    """
    if held_for in _ASIDE and article.held_for != held_for:
        return f"{_ASIDE[held_for]}; the archive's version of this address stays."
    if not item.feed or not article.pk or article.word_count <= clean.word_count:
        return ""
    if article.originals.filter(origins__0__startswith=item.feed).exists():
        return ""
    return "The archive has more of this text from elsewhere; it stays."
