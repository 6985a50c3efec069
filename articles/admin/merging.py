"""Merging events at the desk: which ones, a preview of what comes together, and then the act."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from articles import curation
from articles.admin.event_forms import MOST_MERGED, MergeForm, OthersForm
from articles.admin.pickers import numbers_in
from articles.admin.waiting import following
from articles.curation import CurationError
from articles.models import Article, Event
from articles.query import row_number
from articles.querysets import HEAVY

MOST_SHOWN = 100  # articles of each event


def address(events) -> str:
    """Return the address on which events (ids) are to be merged."""
    chosen = urlencode({"event": list(events)}, doseq=True)
    return f"{reverse('admin:articles_event_merge')}?{chosen}"


def answer(request):
    """Return what the page shows, as a template and its context, or where to go on."""
    events = _chosen(request)
    if len(events) > MOST_MERGED:
        messages.error(request, f"Merge up to {MOST_MERGED} events at once.")
        events = []
    if len(events) < 2:
        _tell_what_was_typed(request)
        form = OthersForm(initial={"event": [event.pk for event in events]}, label_suffix="")
        return "merge_choice", {"title": "Merge events", "form": form}
    form = MergeForm(events, request.POST or None)
    # Where it fails, what was typed stays in the form.
    if request.method == "POST" and form.is_valid() and (heir := _merge(request, events, form)):
        if suggestion := row_number(request.GET.get("suggestion", "")):
            return redirect(following(suggestion))
        return redirect("admin:articles_event_change", heir.pk)
    return "merge", {
        "title": "Merge events",
        "form": form,
        "events": [(event, event.reports[:MOST_SHOWN]) for event in events],
        "total": sum(len(event.reports) for event in events),
    }


def _tell_what_was_typed(request):
    """Give back what somebody typed where there is no form for it any more."""
    names = {"title": "title", "summary": "summary", "why": "reason"}
    typed = [
        f"{said} “{request.POST[name].strip()}”"
        for name, said in names.items()
        if request.POST.get(name, "").strip()
    ]
    if typed:
        messages.info(request, f"You had written the {', the '.join(typed)}.")


def _chosen(request) -> list[Event]:
    """Return the events that are to be merged; one that was merged by now stands for its heir."""
    numbers = set(map(row_number, request.GET.getlist("event"))) - {None}
    written = numbers_in(request.GET.get("written", ""))
    numbers |= set(written)
    found = Event.objects.filter(pk__in=numbers)
    for number in set(written) - {event.pk for event in found}:
        messages.warning(request, f"There is no event {number}.")
    merged = [event for event in found if event.merged_into_id]
    for event in merged:
        said = f"“{event}” has been merged into “{event.heir()}” already."
        messages.warning(request, said)
    heirs = {event.heir().pk for event in found}
    articles = Article.objects.filter(duplicate_of=None).select_related("source").defer(*HEAVY)
    reports = Prefetch("articles", articles.order_by("published", "pk"), to_attr="reports")
    return list(Event.objects.filter(pk__in=heirs).prefetch_related(reports).order_by("pk"))


def _merge(request, events, form) -> Event | None:
    """Merge events as the form asks, and return the one that goes on."""
    heir = next(event for event in events if event.pk == form.cleaned_data["heir"])
    others = [event for event in events if event != heir]
    try:
        why = form.cleaned_data["why"]
        curation.merge(others, heir, form.facts, by=request.user, why=why)
    except CurationError as error:
        messages.error(request, str(error))
        return None
    messages.success(request, f"Merged {len(events)} events. The history has what can be undone.")
    return heir
