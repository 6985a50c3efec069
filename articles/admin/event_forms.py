"""What the desk asks of somebody who curates events."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget

from articles.admin.pickers import Picker, PickField, SeveralField, SeveralPicker, WrittenField
from articles.ingest.characters import one_line
from articles.models import Article, Event, Mention, check_day

MOST_MERGED = 20  # events at once
# Days are told together: the first must not come after the last.
DAYS = frozenset({"happened_start", "happened_end"})
_BY_RULE, _TYPED = "rule", "typed"
_SAID = ("summary", "happened_start", "happened_end", "locked")
_UNCHOSEN = ("required", "invalid_choice")


class TitleField(forms.CharField):
    """A title: one line, with nothing in it that is not seen or that turns what follows."""

    def to_python(self, value):
        """Make one line of what was typed."""
        return one_line(super().to_python(value) or "", len(value or "") + 1)


class SummaryField(forms.CharField):
    """A summary: lines, each as clean as a title."""

    def to_python(self, value):
        """Clean every line."""
        lines = (super().to_python(value) or "").splitlines()
        return "\n".join(one_line(line, len(line) + 1) for line in lines).strip()


class FactsForm(forms.ModelForm):
    """Asks what is said of an event, and overwrites nothing that was said since it was shown."""

    def clean(self) -> dict[str, Any]:
        """Refuse what would take the place of another curator's word, until that was seen."""
        answer = super().clean()
        for name in sorted(said_with(self.changed_data)):
            field, now = self[name], getattr(self.instance, name)
            is_told = field.html_initial_name in self.data
            if is_told and (now or None) not in (_shown(field) or None, answer.get(name) or None):
                self.data = self.data.copy()
                self.data[field.html_initial_name] = now or ""
                said = f"“{now}”" if now else "empty"
                self.add_error(
                    name, f"Somebody else has made this {said} meanwhile. Save again to put yours."
                )
        return answer


def said_with(names: Iterable[str]) -> set[str]:
    """Return facts of an event with those that are said whenever one of them is."""
    names = set(names)
    return names | DAYS if names & DAYS else names


def _shown(field: forms.BoundField) -> Any:
    """Return what a field held when it was shown."""
    hidden = field.field.hidden_widget()
    value = hidden.value_from_datadict(field.form.data, field.form.files, field.html_initial_name)
    return field.field.to_python(value)


def _why() -> forms.CharField:
    widget = forms.TextInput(attrs={"size": 60, "maxlength": 500})
    return forms.CharField(
        label="Why",
        max_length=500,
        required=False,
        widget=widget,
        help_text="For other curators.",
    )


class ReasonForm(forms.Form):
    """Asks why."""

    why = _why()


class PlaceForm(forms.Form):
    """Asks where reports of an event belong: in a new event, another one, or none."""

    articles = forms.ModelMultipleChoiceField(
        Article.objects.all(), error_messages={"required": "Tick the reports that you mean."}
    )
    to = forms.ChoiceField(
        label="Move them",
        widget=forms.RadioSelect,
        initial="new",
        choices=[
            ("new", "To a new event"),
            ("other", "To another event"),
            ("none", "Out of any event"),
        ],
    )
    title = TitleField(
        label="Title of the new event",
        max_length=300,
        required=False,
        help_text="Without one, the earliest of the reports names it.",
    )
    event = PickField(
        Event.objects.all(),
        label="The other event",
        required=False,
        widget=Picker(Mention._meta.get_field("event"), admin.site),
    )
    written = WrittenField(Event.objects.all())
    why = _why()

    def clean(self) -> dict[str, Any]:
        """Ask for the event that is meant."""
        answer = self.cleaned_data
        answer["event"] = answer.get("event") or answer.get("written")
        is_wrong = self.has_error("event") or self.has_error("written")
        if answer.get("to") == "other" and not answer["event"] and not is_wrong:
            raise forms.ValidationError("Choose the event that they belong to.")
        return answer


class MentionForm(forms.Form):
    """Asks which article is also about an event."""

    article = PickField(
        Article.objects.select_related("source"),
        required=False,
        widget=Picker(Mention._meta.get_field("article"), admin.site),
    )
    written = WrittenField(Article.objects.all())
    why = _why()

    def clean(self) -> dict[str, Any]:
        """Ask for the article that is meant."""
        answer = self.cleaned_data
        answer["article"] = answer.get("article") or answer.get("written")
        if not answer["article"] and not self.errors:
            raise forms.ValidationError("Choose an article.")
        return answer


class OthersForm(forms.Form):
    """Asks which events one is to be merged with."""

    event = SeveralField(
        Event.objects.filter(merged_into=None),
        label="Other events",
        required=False,
        widget=SeveralPicker(Mention._meta.get_field("event"), admin.site),
        help_text="By their titles or numbers.",
    )
    written = forms.CharField(label="Or their numbers or addresses", required=False)


class MergeForm(forms.Form):
    """Asks which of several events goes on, and what is to be said of it.

    `facts` is the answer to the second; `seen` tells whether the events are as they were shown.
    """

    heir = forms.TypedChoiceField(
        coerce=int, error_messages=dict.fromkeys(_UNCHOSEN, "Choose which event goes on.")
    )
    title_from = forms.ChoiceField(label="Title", widget=forms.RadioSelect)
    title = TitleField(label="Another title", max_length=300, required=False)
    summary = SummaryField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    happened_start = forms.DateField(
        label="Happened on", required=False, widget=AdminDateWidget(), validators=[check_day]
    )
    happened_end = forms.DateField(
        label="Until", required=False, widget=AdminDateWidget(), validators=[check_day]
    )
    locked = forms.BooleanField(
        required=False, help_text="The machine adds nothing to it and takes nothing away."
    )
    why = _why()
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, events: list[Event], data: Any = None):
        self.events = events
        self.state = _digest(events)
        super().__init__(data, initial=self._initial(), label_suffix="")
        self.fields["heir"].choices = [(event.pk, event.title) for event in events]
        self.fields["title_from"].choices = [
            (_BY_RULE, "By the rule: the earliest report names it"),
            *((str(event.pk), f"“{event}”") for event in events),
            (_TYPED, "Another:"),
        ]

    def _initial(self) -> dict[str, Any]:
        """The event that readers know, and the first of what curators have said."""
        heir = max(self.events, key=_standing)
        ordered = sorted(self.events, key=lambda event: event != heir)
        titled = next((str(event.pk) for event in ordered if event.title_is_edited), _BY_RULE)
        dated = next((event for event in ordered if event.happened_start), heir)
        return {
            "heir": heir.pk,
            "title_from": titled,
            "summary": next((event.summary for event in ordered if event.summary), ""),
            "happened_start": dated.happened_start,
            "happened_end": dated.happened_end,
            "locked": any(event.locked for event in self.events),
            "seen": self.state,
        }

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be said of an event, and events that are no longer as they were."""
        answer = self.cleaned_data
        if answer.get("title_from") == _TYPED and not answer.get("title"):
            self.add_error("title", "Write a title, or choose one.")
        start, end = answer.get("happened_start"), answer.get("happened_end")
        if end and not start:
            self.add_error("happened_start", "Give the first day too.")
        elif end and end < start:
            self.add_error("happened_end", "The last day must not come before the first.")
        if answer.get("seen") != self.state:
            typed = answer.get("title_from") == _TYPED
            self._show_anew(_SAID if typed else ("title_from", *_SAID))
            filled = "Summary, days" if typed else "Title, summary, days"
            raise forms.ValidationError(
                f"Nothing was changed: these events are no longer as you saw them. {filled} "
                "and lock are filled in anew. Look again, and merge them if it is still right."
            )
        return answer

    def _show_anew(self, names: Iterable[str]) -> None:
        """Fill in what curators have said by now, which the next answer would else undo."""
        fresh = {name: self.initial[name] for name in names} | {"seen": self.state}
        self.data = self.data.copy()
        for name, value in fresh.items():
            self.data[name] = value if value not in (None, False) else ""

    @property
    def facts(self) -> dict[str, Any]:
        """What is to be said of the heir."""
        answer = self.cleaned_data
        return {name: answer[name] for name in _SAID} | {"title": self._title()}

    def _title(self) -> str:
        chosen = self.cleaned_data["title_from"]
        if chosen == _TYPED:
            return self.cleaned_data["title"]
        return next((event.title for event in self.events if str(event.pk) == chosen), "")


def _standing(event: Event) -> tuple[bool, int, int]:
    """What makes one of several events the one that goes on, where nobody says."""
    return event.was_public, event.article_count, -event.pk


def _days(event: Event) -> tuple[date | None, date | None]:
    return event.happened_start, event.happened_end


def _digest(events: list[Event]) -> str:
    """Return what tells whether events are as they were shown."""
    articles = Article.objects.filter(event__in=events).order_by("pk")
    said = [
        [event.pk, event.title, event.summary, event.locked, *map(str, _days(event))]
        for event in events
    ]
    held = list(articles.values_list("pk", "event"))
    return hashlib.sha256(json.dumps([said, held]).encode()).hexdigest()
