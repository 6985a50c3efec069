"""What stays of an erased article: its number, the reason, and how to know it again."""

import hashlib

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

# Shorter texts ("Subscribe to read on.") agree by chance, so their titles must agree too.
WORDS_THAT_PROVE_A_COPY = 30


class TombstoneQuerySet(models.QuerySet):
    """Queries on tombstones."""

    def by_digest(self, digests) -> dict:
        """Return {digest: tombstone} for those of `digests` that an erased article left."""
        wanted = set(digests)
        return {
            digest: tombstone
            for tombstone in self.filter(digests__overlap=list(wanted))
            for digest in wanted.intersection(tombstone.digests)
        }


class Tombstone(models.Model):
    """An erased article. It holds no text: digests alone tell whether that comes in again."""

    article = models.BigIntegerField(primary_key=True, help_text="The number that it had.")
    reason = models.TextField(help_text="Readers see it in the article’s place.")
    erased_at = models.DateTimeField(auto_now_add=True)
    was_public = models.BooleanField(help_text="Its address answers 410, else 404.")
    digests = ArrayField(
        models.CharField(max_length=64),
        help_text="SHA-256 of its files, its canonical address and its text.",
    )

    objects = TombstoneQuerySet.as_manager()

    class Meta:
        ordering = ["-erased_at", "-article"]
        indexes = [GinIndex(fields=["digests"], name="tombstone_digests")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="tombstone_has_a_reason"),
        ]

    def __str__(self):
        return f"Article {self.article}, erased on {self.erased_at:%d %B %Y}"


def traces(title: str, canonical_url: str, text_digest: str, word_count: int) -> set[str]:
    """Return the digests by which an article is known again, beside those of its files.

    Its canonical address, its text, and its text under its title tell; the text alone only where
    it is too long to agree by chance.
    """
    found = {_digest(f"titled:{title}\n{text_digest}")}
    if canonical_url:
        found.add(_digest(f"address:{canonical_url}"))
    if word_count >= WORDS_THAT_PROVE_A_COPY:
        found.add(text_digest)
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
