"""Bulk actions that ask something first: a page between choosing rows and acting on them."""

from collections.abc import Callable

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.template.response import TemplateResponse

from articles import curation
from articles.admin.event_forms import TitleField
from articles.admin.pickers import Picker, PickField, WrittenField
from articles.curation import CurationError
from articles.models import Article, Event

# The page that asks sends every article with its answer, and Django takes a thousand fields.
MOST_ASKED = 900


class WithdrawForm(forms.Form):
    """Asks why articles are withdrawn."""

    reason = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Readers see this in place of the article.",
    )


class AssignForm(forms.Form):
    """Asks which event articles belong to: one that exists, a new one, or none."""

    event = PickField(
        Event.objects.filter(merged_into=None),
        required=False,
        widget=Picker(Article._meta.get_field("event"), admin.site),
    )
    written = WrittenField(Event.objects.filter(merged_into=None))
    title = TitleField(
        max_length=300,
        required=False,
        label="Or a new event called",
    )
    none = forms.BooleanField(required=False, label="Or out of any event")
    why = forms.CharField(max_length=500, required=False, help_text="For other curators.")

    def clean(self):
        """Ask for one answer."""
        answer = self.cleaned_data
        answer["event"] = answer.get("event") or answer.get("written")
        if sum(bool(self.cleaned_data.get(name)) for name in ("event", "title", "none")) != 1:
            raise forms.ValidationError(
                "Choose one of three: an event, a new one, or out of any event."
            )
        return self.cleaned_data


@admin.action(description="Publish", permissions=["change"])
def publish(modeladmin, request, queryset):
    """Publish the chosen articles."""
    count = curation.publish(queryset)
    messages.success(request, f"Published: {count}.")


@admin.action(description="Withdraw, with a reason", permissions=["change"])
def withdraw(modeladmin, request, queryset):
    """Withdraw the chosen articles once a reason is given."""

    def act(form):
        count = curation.withdraw(queryset, form.cleaned_data["reason"])
        return f"Withdrawn: {count}."

    return _ask(modeladmin, request, queryset, ("withdraw", "Withdraw articles", WithdrawForm), act)


@admin.action(description="Assign to an event", permissions=["place"])
def assign(modeladmin, request, queryset):
    """Place the chosen articles in an event."""

    def act(form):
        answer = form.cleaned_data
        event, title = answer["event"], answer["title"].strip()
        articles = queryset.values_list("pk", flat=True)
        told = {"by": request.user, "why": answer["why"]}
        if event is None and title:
            event = curation.split(articles, title, **told)
        else:
            curation.move(articles, event, **told)
        return f"Placed in “{event}”." if event else "Taken out of their events."

    return _ask(modeladmin, request, queryset, ("assign", "Assign to an event", AssignForm), act)


def _ask(modeladmin, request, queryset, question, act: Callable[[forms.Form], str]):
    """Show a form; when it is answered well, call `act` with it and go back to the list.

    More than can be sent with the answer are refused.
    """
    if (chosen := queryset.count()) > MOST_ASKED:
        told = f"Nothing was changed: {chosen:,} articles are chosen. Choose up to {MOST_ASKED}."
        messages.error(request, told)
        return None
    name, title, form_class = question
    answered = "answered" in request.POST
    form = form_class(request.POST if answered else None)
    if answered and form.is_valid():
        try:
            messages.success(request, act(form))
        except CurationError as error:
            form.add_error(None, str(error))
        else:
            return None
    context = modeladmin.admin_site.each_context(request) | {
        "title": title,
        "action": name,
        "form": form,
        "opts": modeladmin.model._meta,
        "articles": queryset.order_by("-published", "-pk"),
        "checkbox": helpers.ACTION_CHECKBOX_NAME,
        "media": modeladmin.media + form.media,
    }
    return TemplateResponse(request, "admin/articles/ask.html", context)
