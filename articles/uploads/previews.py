"""What an import of an upload would do, told before it does it."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.functions import TransactionNow

from articles.differences import changed_passages
from articles.ingest.pipeline import Line, Options, Progress, run_import
from articles.ingest.sanitize import outline
from articles.models import Article, Upload
from articles.uploads.keeping import items, patience

CHANGING = ("created", "updated", "duplicate")
OUTCOMES = (*CHANGING, "unchanged", "rejected")
CHOICES = ("changed", *OUTCOMES)

# A difference of hostile texts takes a second, and other imports wait meanwhile.
MOST_DIFFERENCES = 50
MOST_CHARACTERS = 20_000  # of one difference

# What an item does, as {name: value}, so that it can be kept in JSON.
Told = dict[str, Any]


def preview(upload: Upload) -> None:
    """Note on an upload what an import of it would do: the import itself, which is taken back.

    Raises UploadError where another import keeps it waiting.
    """
    account = _Account()
    # Events are left out: that of an article is seen when it is in.
    options = Options(group=False, dry_run=True)
    with patience():
        run_import(items(upload), upload.what, options, Progress(), account.add)
    upload.lines = _with_what_stands(account.lines)
    upload.save(update_fields=["lines"])


def shown(lines: Iterable[Told], wanted: str) -> list[Told]:
    """The lines of an outcome, of all that `changed`, or all."""
    outcomes = {"changed": CHANGING}.get(wanted, (wanted,))
    return [line for line in lines if line["outcome"] in outcomes or wanted not in CHOICES]


class _Account:
    """Gathers what became of each item while the transaction of the dry run is open."""

    def __init__(self) -> None:
        self.lines: list[Told] = []
        self._differences = MOST_DIFFERENCES

    def add(self, line: Line) -> None:
        """Note what became of one item."""
        article = Article.objects.filter(pk=line.article).defer("search_vector").first()
        self.lines.append(
            {
                "path": line.path,
                "outcome": line.outcome,
                "reason": line.reason,
                "title": article.title if article else "",
                "article": (article.duplicate_of_id or article.pk) if article else None,
                "changes": self._changes(article) if line.outcome == "updated" else [],
            }
        )

    def _changes(self, article: Article) -> list[tuple[str, str]]:
        """What this very transaction changed in the words of an article."""
        former = article.body_revisions.filter(
            pgh_label="body_changed", pgh_created_at=TransactionNow()
        )
        older = former.order_by("pgh_id").first()
        if not older or not self._differences:
            return []
        self._differences -= 1
        passages = changed_passages(outline(older.body_html)[0], outline(article.body_html)[0])
        if sum(len(passage.text) for passage in passages) > MOST_CHARACTERS:
            return []
        return [(passage.kind, passage.text) for passage in passages]


def _with_what_stands(lines: list[Told]) -> list[Told]:
    """The lines without links to articles that the dry run made and took back."""
    named = {line["article"] for line in lines} - {None}
    standing = set(Article.objects.filter(pk__in=named).values_list("pk", flat=True))
    return [
        line | {"article": line["article"] if line["article"] in standing else None}
        for line in lines
    ]
