"""Fields that look up an event or an article, or take its number or address as it is written.

What is offered says when and where it was reported, by which things of one name are told apart.
The second kind of field works without scripts.
"""

import re

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.utils.dateformat import format as format_date

from articles.admin.guards import Offers
from articles.models import Article, Event
from articles.query import row_number
from articles.templatetags.archive import counted, days

# A number by itself, or where an address of the site or of the desk has it.
_POINTED_AT = re.compile(
    r"(?:(?<=/events/)|(?<=/event/)|(?<=/articles/)|(?<=/article/)|(?<!\S))\d+"
)


def label_of(thing: Event | Article) -> str:
    """Return what tells an event or an article from others of its name."""
    return f"{thing} — {_said_of(thing)} (number {thing.pk})"


def numbers_in(written: str) -> list[int]:
    """Return the numbers of rows that somebody wrote, by themselves or in addresses."""
    found = map(row_number, _POINTED_AT.findall(written.replace(",", " ")))
    return [number for number in found if number is not None]


def _said_of(thing):
    if isinstance(thing, Article):
        source = thing.source or "source not recorded"
        return f"{source}, {format_date(thing.published, 'j F Y')}"
    said = [counted(thing.article_count, "report"), counted(thing.source_count, "outlet")]
    if thing.first_reported:
        said.insert(0, days(thing.first_reported, thing.last_reported))
    return ", ".join(said)


class LookUp(Offers):
    """What the desk offers while somebody types, each with its label."""

    def get_queryset(self):
        """Load the outlets of articles with them."""
        rows = super().get_queryset()
        return rows.select_related("source") if rows.model is Article else rows

    def serialize_result(self, obj, to_field_name):
        """Say of a result what tells it from others."""
        return super().serialize_result(obj, to_field_name) | {"text": label_of(obj)}


class _Looked:
    """A widget that asks the address of LookUp."""

    url_name = "%s:articles_event_lookup"


class Picker(_Looked, AutocompleteSelect):
    """Looks up one."""


class SeveralPicker(_Looked, AutocompleteSelectMultiple):
    """Looks up several."""


class PickField(forms.ModelChoiceField):
    """A choice of one."""

    def label_from_instance(self, thing):
        """Say of a choice what tells it from others."""
        return label_of(thing)


class SeveralField(forms.ModelMultipleChoiceField):
    """A choice of several."""

    def label_from_instance(self, thing):
        """Say of a choice what tells it from others."""
        return label_of(thing)


class WrittenField(forms.CharField):
    """The number or address of a row, which becomes that row; nothing where it is empty."""

    def __init__(self, rows, **options):
        self.rows = rows
        options = {"required": False, "label": "Or its number or address"} | options
        super().__init__(**options)

    def clean(self, value):
        """Find the row that is meant."""
        written = super().clean(value)
        if not written:
            return None
        numbers = numbers_in(written)
        found = self.rows.filter(pk=numbers[0]).first() if len(numbers) == 1 else None
        if found is None:
            name = self.rows.model._meta.verbose_name
            raise forms.ValidationError(
                f"There is no {name} “{written[:80]}”. Write its number or its address."
            )
        return found
