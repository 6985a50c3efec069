"""Which suggestion comes after one that was decided."""

from django.db.models import Q
from django.urls import reverse

from articles.models import Likeness


def following(suggestion: int | None) -> str:
    """Return the address of the next pair that waits, else of the first, else of the list."""
    waiting = Likeness.objects.suggested().exclude(pk=suggestion).order_by("-score", "pk")
    pair = Likeness.objects.filter(pk=suggestion).first()
    later = Q(score__lt=pair.score) | Q(score=pair.score, pk__gt=pair.pk) if pair else Q()
    if found := waiting.filter(later).first() or waiting.first():
        return reverse("admin:articles_likeness_change", args=[found.pk])
    return reverse("admin:articles_likeness_changelist")
