"""The originals of a batch: its bytes as they came, known again where they came before."""

from collections.abc import Iterable, Iterator
from itertools import chain

from django.utils import timezone

from articles.ingest import copying, known, warcs
from articles.ingest.records import Item
from articles.models import Article, Import, Original

# Names that are kept of the same bytes. History has a copy for each, so a file of a million equal
# lines would fill the disk.
MAX_ORIGINS = 100

# What changes about an original that was rejected and can be read now.
_ACCEPTED = (
    "origins",
    "article",
    "rejected_for",
    "refused_unread",
    "stands_aside",
    "import_run",
    "received_at",
)


class Originals:
    """Those that the archive has already and those that the batch brings, by their digests."""

    def __init__(self, run: Import, items: Iterable[Item]):
        self.run = run
        self.by_digest = known.originals(item.sha256 for item in items)
        self._new: list[Original] = []
        self._accepted: list[Original] = []

    def of(self, item: Item) -> Original | None:
        """Return the original with the bytes of an item, or None."""
        return self.by_digest.get(item.sha256) if item.content else None

    def see_again(self, original: Original, item: Item) -> None:
        """Keep the name by which an original came once more."""
        if _add_origin(original, item) and original.pk:
            original.save(update_fields=["origins"])

    def captured_before(self, article: Article | None, item: Item) -> Original | None:
        """Return the original of an article with the same page, or None.

        Its record differs, since it tells the time of the capture.
        """
        page = warcs.page(item.content)
        if not article or not page:
            return None
        for original in self._of_article(article):
            if warcs.page(bytes(original.content)) == page:
                return self.by_digest.setdefault(original.sha256, original)
        return None

    def has_later_capture(self, article: Article, item: Item) -> bool:
        """Return whether an original of the article is a capture of a later moment."""
        moment = warcs.captured(item.content)
        others = self._of_article(article) if moment else ()
        return any(warcs.captured(bytes(other.content)) > moment for other in others)

    def _of_article(self, article: Article) -> Iterator[Original]:
        fresh = [original for original in self._new if original.article is article]
        # One at a time, since each may hold megabytes.
        return chain(fresh, article.originals.iterator(chunk_size=1) if article.pk else ())

    def keep(
        self, item: Item, article: Article | None, reason: str = "", *, stands_aside: bool = False
    ) -> None:
        """Keep what came in, byte for byte; an item of which nothing could be read leaves none.

        `reason` says why it became no article.
        """
        if not item.content:
            return
        if former := self.by_digest.get(item.sha256):
            self._accept(former, item, article, stands_aside=stands_aside)
            return
        original = Original(
            sha256=item.sha256,
            content=item.content,
            origins=[item.origin],
            article=article,
            import_run=self.run,
            rejected_for=reason,
            refused_unread=bool(item.problem),
            stands_aside=stands_aside,
        )
        self.by_digest[item.sha256] = original
        self._new.append(original)

    def _accept(
        self, original: Original, item: Item, article: Article | None, *, stands_aside: bool
    ) -> None:
        """Let an original that was rejected be the article that it can be read as now."""
        _add_origin(original, item)
        original.article, original.rejected_for, original.refused_unread = article, "", False
        original.stands_aside = stands_aside
        original.import_run, original.received_at = self.run, timezone.now()
        if original.pk:
            self._accepted.append(original)

    def write(self) -> None:
        """Write what is new, and what could be read anew; their articles are written before."""
        for original in self._new:
            original.article = original.article  # which may have had no number until now
        copying.insert(self._new)
        Original.objects.bulk_update(self._accepted, _ACCEPTED)


def _add_origin(original: Original, item: Item) -> bool:
    """Add the name of an item to those of its bytes, and say whether it is a new one."""
    if item.origin in original.origins or len(original.origins) >= MAX_ORIGINS:
        return False
    original.origins.append(item.origin)
    return True
