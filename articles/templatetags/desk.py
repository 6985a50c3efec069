"""What the desk shows of a record beside what Django does."""

from dataclasses import dataclass

from django import template
from django.apps import apps
from django.urls import reverse
from pghistory.models import Event as Revision

register = template.Library()


@dataclass(frozen=True)
class History:
    """Former states of one kind that a record has had, and where they can be read."""

    label: str
    path: str
    count: int


@register.simple_tag
def former_states(thing, user):
    """Return the histories of a record that somebody may read."""
    return [
        History(
            label=str(model._meta.verbose_name_plural),
            path=reverse(f"admin:articles_{model._meta.model_name}_changelist"),
            count=model.objects.filter(pgh_obj=thing.pk).count(),
        )
        for model in apps.get_app_config("articles").get_models()
        if issubclass(model, Revision)
        and model._meta.get_field("pgh_obj").related_model is type(thing)
        and user.has_perm(f"articles.view_{model._meta.model_name}")
    ]
