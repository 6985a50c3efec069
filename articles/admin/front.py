"""The desk's first page: what waits for somebody, above all that there is."""

from datetime import timedelta
from typing import NamedTuple

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from articles.admin.sources import BY_HEALTH
from articles.models import Article, FeedHealth, ImportProblem, Likeness, Source

# For so long what an import rejected stands on the first page.
_RECENT = timedelta(days=7)


class Waiting(NamedTuple):
    """A number of things that somebody should look at, and the list that has them."""

    count: int
    noun: str
    said: str
    path: str


def front(request):
    """Show what waits, and below it Django's index of the desk."""
    return admin.site.index(request, {"waiting": _waiting_for(request.user)})


def _waiting_for(user) -> list[Waiting]:
    """Return what waits for somebody who may see it, without what there is none of."""
    since = timezone.now() - _RECENT
    rejected = {"outcome": "rejected", "import_run__started_at__gte": since.isoformat()}
    failing = Source.objects.filter(BY_HEALTH[FeedHealth.FAILING])
    gone = Source.objects.filter(BY_HEALTH[FeedHealth.GONE])
    kinds = (
        (Article.objects.in_review(), "article", "in review", {"status__exact": "review"}),
        (Likeness.objects.suggested(), "suggestion", "of what may be one happening", {}),
        (
            ImportProblem.objects.filter(**rejected),
            "item",
            "rejected in the last seven days",
            rejected,
        ),
        (failing, "source", "whose feed fails", {"feed": FeedHealth.FAILING}),
        (gone, "source", "whose feed is gone", {"feed": FeedHealth.GONE}),
    )
    found = [
        Waiting(rows.count(), noun, said, _list_of(rows.model, choices))
        for rows, noun, said, choices in kinds
        if user.has_perm(f"articles.view_{rows.model._meta.model_name}")
    ]
    return [one for one in found if one.count]


def _list_of(model, choices: dict[str, str]) -> str:
    """Return the address of a model's list, narrowed."""
    path = reverse(f"admin:articles_{model._meta.model_name}_changelist")
    return f"{path}?{urlencode(choices)}" if choices else path
