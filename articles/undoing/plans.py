"""What undoing an import will do to articles, found out without doing any of it."""

from dataclasses import dataclass

from django.db.models import Q

from articles.models import Article, Import, Original
from articles.undoing.history import of_people, revisions


@dataclass(frozen=True)
class Plan:
    """The articles (ids) that an import brought or changed, by what becomes of them.

    What it alone brought is deleted, or withdrawn where a curator has worked on it; what others
    brought too says again what those say. `rejected` counts the originals that became nothing.
    """

    deleted: tuple[int, ...]
    withdrawn: tuple[int, ...]
    restored: tuple[int, ...]
    rejected: int


def plan(run: Import) -> Plan:
    """Return what undoing a run will do."""
    touched = Article.objects.filter(originals__import_run=run)
    others = Original.objects.exclude(import_run=run)
    restored = touched.filter(pk__in=others.exclude(article=None).values("article"))
    alone = touched.exclude(pk__in=restored.values("pk"))
    worked_on = _worked_on(alone)
    alone_ids = set(alone.values_list("pk", flat=True))
    return Plan(
        deleted=tuple(sorted(alone_ids - worked_on)),
        withdrawn=tuple(sorted(worked_on)),
        restored=tuple(restored.order_by("pk").values_list("pk", flat=True).distinct()),
        rejected=run.originals.filter(article=None).count(),
    )


def _worked_on(articles) -> set[int]:
    """Return those of the articles that a curator has corrected, placed, published or withdrawn."""
    ids = list(articles.values_list("pk", flat=True))
    by_columns = Article.objects.filter(pk__in=ids).filter(
        ~Q(curated_fields=[])
        | Q(event_is_curated=True)
        | Q(status__in=("withdrawn", "rejected"))
        | Q(mentions__isnull=False)
    )
    found = set(by_columns.values_list("pk", flat=True))
    for history, column in (
        ("ArticleRevision", "pgh_obj_id"),
        ("TaggedArticleRevision", "content_object_id"),
        ("MentionRevision", "article_id"),
    ):
        rows = of_people(revisions(history)).filter(**{f"{column}__in": ids})
        found.update(rows.values_list(column, flat=True))
    return found
