"""What the items of a run became, as they were stored and as the end of the run left them.

What is a copy when it is stored need not stay one. Whatever comes later may rewrite, hold or
publish the article in front of it, so that it stands by itself in the end, or goes in front of the
other.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from django.db.models import Exists, OuterRef

from articles.ingest.records import Stored
from articles.models import Article, Import, ImportProblem, Original

_NEW = ("created", "duplicate")
_SAME, _NEARLY = "The same text as “{}”.", "Nearly the same text as “{}”."
_SENTENCE = re.compile(r"(?:The same|Nearly the same) text as “.*?”\.(?: |$)")


def add_outcomes(run: Import, batch, outcomes, originals: dict[str, Original]) -> None:
    """Add to a run what became of a batch: its counts, and what a person should know.

    An outcome is a triple of its name, what article it is of, and the reason.
    """
    ImportProblem.objects.bulk_create(
        ImportProblem(
            import_run=run,
            path=item.path,
            outcome=outcome,
            reason=reason,
            original=originals.get(item.sha256) if item.content else None,
        )
        for (item, _), (outcome, _, reason) in zip(batch, outcomes, strict=True)
        if reason and outcome != "unchanged"
    )
    for outcome, _, _ in outcomes:
        setattr(run, outcome, getattr(run, outcome) + 1)
    run.save()


def copied(article: Article, front: Article) -> str:
    """Return the sentence which says of what an article is a copy."""
    same = front.text_digest == article.text_digest
    return (_SAME if same else _NEARLY).format(front.title)


def settle(run: Import) -> dict[int, int]:
    """Count anew what a run created and what it brought as copies, and set its problems right.

    Return the copies, each with the article in front of it; all of it is told of one moment. The
    run itself is not saved.
    """
    copies = _copies(run)
    total = run.created + run.duplicate
    run.duplicate = min(len(copies), total)
    run.created = total - run.duplicate
    told = run.problems.filter(outcome="duplicate")
    late = copies.keys() - set(told.values_list("original__article", flat=True))
    for problem in told.filter(original__article__duplicate_of=None, original__article__gt=0):
        _tell(problem, "created", _SENTENCE.sub("", problem.reason, count=1))
    for original in _firsts(run, late):
        known = run.problems.filter(original=original, outcome="created").first()
        problem = known or ImportProblem(
            import_run=run, path=original.origins[0], original=original
        )
        sentence = copied(original.article, original.article.duplicate_of)
        _tell(problem, "duplicate", f"{sentence} {problem.reason}".strip())
    return copies


def as_they_ended(page: list[Stored], copies: Mapping[int, int]) -> list[Stored]:
    """Return what became of items with the outcomes that the end of their run has left."""
    changed = [one.article for one in page if _is_other(one, copies)]
    if not changed:
        return page
    rows = Article.objects.select_related("duplicate_of").in_bulk(changed)
    return [_retold(one, rows.get(one.article)) if _is_other(one, copies) else one for one in page]


def _is_other(one: Stored, copies: Mapping[int, int]) -> bool:
    return one.outcome in _NEW and (one.outcome == "duplicate") != (one.article in copies)


def _retold(one: Stored, article: Article | None) -> Stored:
    if one.outcome == "duplicate":
        return replace(one, outcome="created", reason=_SENTENCE.sub("", one.reason, count=1))
    front = article and article.duplicate_of
    sentence = copied(article, front) if front else ""
    return replace(one, outcome="duplicate", reason=f"{sentence} {one.reason}".strip())


def _copies(run: Import) -> dict[int, int]:
    """Return the articles that a run made and that are copies now, with those in front of them."""
    earlier = Original.objects.filter(
        article=OuterRef("article"), received_at__lt=OuterRef("received_at")
    ).exclude(import_run=run)
    made = run.originals.filter(
        ~Exists(earlier),
        article__duplicate_of__isnull=False,
        article__added_at__gte=run.started_at,
    )
    return dict(made.values_list("article", "article__duplicate_of"))


def _firsts(run: Import, articles) -> list[Original]:
    """Return the first originals that a run brought of articles (ids)."""
    found = run.originals.filter(article__in=articles).defer("content").order_by("-pk")
    rows = found.select_related("article__duplicate_of")
    return list({one.article_id: one for one in rows}.values())


def _tell(problem: ImportProblem, outcome: str, reason: str) -> None:
    """Write a problem anew; one with nothing to say goes."""
    problem.outcome, problem.reason = outcome, reason
    if reason:
        problem.save()
    elif problem.pk:
        problem.delete()
