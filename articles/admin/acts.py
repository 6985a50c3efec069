"""What curators did to events: to read, to search and to undo."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from articles.admin.act_words import foretold, told
from articles.admin.event_forms import ReasonForm
from articles.admin.records import RecordAdmin
from articles.curation import CurationError, plan, undo
from articles.models import Event, EventAct

_NAMED = 4  # events of an act in the list
# A constant, so that nothing of what people write is taken for markup.
_BREAK = mark_safe("<br>")


class _ActList(ChangeList):
    """A page of acts, which names what all of them concerned at once."""

    def get_results(self, request):
        """Add to each act its events, or what it did where no event was concerned."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        for one in told(self.result_list):
            one.act.told_of = one.events or [sentence.text for sentence in one.sentences]


@admin.register(EventAct)
class EventActAdmin(RecordAdmin):
    """Acts of all curators."""

    list_display = ("__str__", "concerned", "author", "why", "is_undone")
    list_filter = ("kind", "made_at", "made_by")
    list_select_related = ("made_by", "undone_by")
    search_fields = ("=pk", "why", "made_by__username")
    search_help_text = "Why it was done, or who did it."
    fields = readonly_fields = ("words",)

    def get_changelist(self, request, **kwargs):
        """List acts with what they concerned."""
        return _ActList

    @admin.display(description="what it concerned")
    def concerned(self, act):
        """Name the events, as they were called then; without any say what was done."""
        named, more = act.told_of[:_NAMED], len(act.told_of) - _NAMED
        rest = format_html("<br>and {} more", more) if more > 0 else ""
        return format_html("{}{}", format_html_join(_BREAK, "{}", zip(named)), rest) or "—"

    @admin.display(description="undone")
    def is_undone(self, act):
        """Say whether the act was undone."""
        return "Undone" if hasattr(act, "undone_by") else ""

    @admin.display(description="what was done")
    def words(self, act):
        """Tell the act in words."""
        return render_to_string("admin/articles/_acts.html", {"acts": told([act])})

    def get_urls(self):
        """Add the address of undoing."""
        view = self.admin_site.admin_view(self.undo)
        return [path("<int:pk>/undo/", view, name="articles_eventact_undo"), *super().get_urls()]

    def undo(self, request, pk):
        """Say what undoing will do; when that is confirmed, do it and go back to the event."""
        if not request.user.has_perm("articles.change_event"):
            raise PermissionDenied
        act = get_object_or_404(EventAct, pk=pk)
        back = _back(request, act)
        form = ReasonForm(request.POST or None, label_suffix="")
        try:
            if request.method == "POST" and form.is_valid():
                done = undo(act, by=request.user, why=form.cleaned_data["why"])
                messages.success(request, " ".join(("Undone.", *done.left)))
                return redirect(back)
            planned = plan(act)
        except CurationError as error:
            messages.error(request, str(error))
            return redirect(back)
        context = self.admin_site.each_context(request) | {
            "title": "Undo",
            "opts": self.opts,
            "acts": told([act]),
            "sentences": foretold(planned),
            "left": planned.left,
            "form": form,
            "back": back,
        }
        return TemplateResponse(request, "admin/articles/undo_act.html", context)


def _back(request, act):
    """The history from which somebody came to undo an act."""
    given = request.GET.get("event", "")
    come_from = [pk for pk in act.events if str(pk) == given]
    event = Event.objects.filter(pk__in=come_from or act.events).order_by("merged_into", "pk")
    if found := event.last():
        return reverse("admin:articles_event_history", args=[found.pk])
    if act.changes.get("pairs"):
        return reverse("admin:articles_likeness_changelist")
    return reverse("admin:articles_eventact_changelist")
