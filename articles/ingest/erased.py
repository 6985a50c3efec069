"""What was erased stays out: it is known again by the digests on its tombstone."""

from collections.abc import Container
from dataclasses import replace

from articles.ingest.records import CleanArticle, Item, Rejection
from articles.models import Tombstone, traces

Batch = list[tuple[Item, CleanArticle | Rejection]]


def keep_out(batch: Batch, known: Container[str]) -> Batch:
    """Return a batch in which what was erased is rejected, without the bytes that it came as.

    Files whose digest is in `known` stand in the archive already and pass.
    """
    if not Tombstone.objects.exists():
        return batch
    tombstones = Tombstone.objects.by_digest(
        digest for item, result in batch for digest in _digests(item, result)
    )
    if not tombstones:
        return batch
    return [
        (item, result) if item.sha256 in known else _checked(item, result, tombstones)
        for item, result in batch
    ]


def _checked(item, result, tombstones) -> tuple[Item, CleanArticle | Rejection]:
    for digest in sorted(_digests(item, result)):
        if tombstone := tombstones.get(digest):
            return replace(item, content=b""), Rejection(_reason(tombstone))
    return item, result


def _digests(item: Item, result: CleanArticle | Rejection) -> set[str]:
    files = {item.sha256} if item.content else set()
    if not isinstance(result, CleanArticle):
        return files
    return files | traces(result.title, result.canonical_url, result.text_digest, result.word_count)


def _reason(tombstone: Tombstone) -> str:
    erased_at = tombstone.erased_at
    return (
        f"Kept out: article {tombstone.article} was erased on {erased_at.day} {erased_at:%B %Y}. "
        f"{tombstone.reason}"
    )
