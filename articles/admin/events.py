"""Curation of events: one page for all that can be done to one."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode

from articles import curation
from articles.admin import merging
from articles.admin.act_words import told
from articles.admin.event_forms import (
    FactsForm,
    MentionForm,
    OthersForm,
    PlaceForm,
    ReasonForm,
    SummaryField,
    TitleField,
    said_with,
)
from articles.admin.pickers import LookUp
from articles.admin.records import OnSite
from articles.curation import FACTS, CurationError
from articles.models import Article, Event, EventAct
from articles.query import row_number
from articles.querysets import HEAVY
from articles.templatetags.archive import day_times

_LATEST = 5  # acts on the page of an event
_ACTS = 50  # on a page of its history
_LOOK_UPS = {"autocomplete", "articles_event_lookup"}
_FIELDS = {"title": TitleField, "summary": SummaryField}


@admin.action(description="Merge", permissions=["change"])
def merge(modeladmin, request, queryset):
    """Go on to the page on which the chosen events are merged."""
    return redirect(merging.address(queryset.order_by("pk").values_list("pk", flat=True)))


@admin.register(Event)
class EventAdmin(OnSite, admin.ModelAdmin):
    """Events. Whatever is done to one here is an act that its history tells and undoes."""

    list_display = ("title", "reports", "outlets", "reported", "locked")
    list_filter = (
        "locked",
        "title_is_edited",
        ("merged_into", admin.EmptyFieldListFilter),
        "last_reported",
    )
    search_fields = ("=pk", "title", "summary")
    date_hierarchy = "last_reported"
    ordering = (F("last_reported").desc(nulls_last=True), "-pk")
    actions = (merge,)
    form = FactsForm
    fields = FACTS
    show_full_result_count = False
    change_form_template = "admin/articles/event.html"
    object_history_template = "admin/articles/event_history.html"

    @property
    def media(self):
        """Add what the forms below the first need."""
        return super().media + PlaceForm().media

    @admin.display(description="reports", ordering="article_count")
    def reports(self, event):
        """Say how many listed reports it has."""
        return event.article_count

    @admin.display(description="outlets", ordering="source_count")
    def outlets(self, event):
        """Say how many outlets reported it."""
        return event.source_count

    @admin.display(description="reported", ordering="last_reported")
    def reported(self, event):
        """Say from when to when it was reported."""
        return day_times(event.first_reported, event.last_reported) if event.first_reported else ""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Take what is typed without signs that are not seen."""
        if db_field.name in _FIELDS:
            kwargs["form_class"] = _FIELDS[db_field.name]
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):  # noqa: FBT002  the signature is Django's
        """Let the title of an event be left to the rule.

        What counts as changed is told by what was shown, so that nobody takes back what somebody
        else has said of the event in the meantime.
        """
        form = super().get_form(request, obj, change, **kwargs)
        for field in form.base_fields.values():
            field.show_hidden_initial = change
        if change and "title" in form.base_fields:
            form.base_fields["title"].required = False
            form.base_fields["title"].help_text = "Without one, the earliest report names it."
        return form

    def has_change_permission(self, request, obj=None):
        """An event that was merged stays as it is, until that is undone."""
        return super().has_change_permission(request, obj) and not (obj and obj.merged_into_id)

    def has_delete_permission(self, request, obj=None):
        """An event that was public keeps its row, by which its address says that it is gone."""
        return super().has_delete_permission(request, obj) and not (obj and obj.was_public)

    def get_search_results(self, request, queryset, search_term):
        """Offer no event that was merged where one is looked up."""
        if request.resolver_match.url_name in _LOOK_UPS:
            queryset = queryset.filter(merged_into=None)
        return super().get_search_results(request, queryset, search_term)

    def save_model(self, request, obj, form, change):
        """Save a new event, or say of one what was changed in its form."""
        if not change:
            obj.title_is_edited = True
            super().save_model(request, obj, form, change)
            return
        names = said_with(set(FACTS) & set(form.changed_data))
        facts = {name: form.cleaned_data[name] for name in names}
        why = request.POST.get("why", "").strip()[:500]
        curation.change(obj, facts, by=request.user, why=why)
        obj.refresh_from_db()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show an event with its reports, and with all that can be done to it."""
        event = self.get_object(request, object_id)
        if event and event.merged_into and request.method == "POST":
            messages.error(request, f"Nothing was changed: “{event}” has been merged meanwhile.")
            return redirect("admin:articles_event_change", event.heir().pk)
        shown = self._around(request, event) if event else {}
        try:
            return super().change_view(request, object_id, form_url, shown | (extra_context or {}))
        except CurationError as error:
            messages.error(request, str(error))
            return redirect("admin:articles_event_change", event.pk)

    def _around(self, request, event):
        about = Article.objects.filter(also_about=event).select_related("source").defer(*HEAVY)
        asked = {"label_suffix": ""}
        return {
            "show_save_and_add_another": False,
            "reports": _reports(event),
            "mentions": about.order_by("published", "pk"),
            "ticked": set(map(row_number, request.GET.getlist("articles"))),
            "place_form": PlaceForm(initial=_typed(request), auto_id="place_%s", **asked),
            "mention_form": MentionForm(auto_id="mention_%s", **asked),
            "unmention_form": ReasonForm(auto_id="unmention_%s", **asked),
            "others_form": OthersForm(auto_id="merge_%s", **asked),
            "merged_from": event.merged_from.order_by("pk"),
            "acts": told(_acts_of(event)[:_LATEST]),
        }

    def get_urls(self):
        """Add the addresses of acts."""
        wrap = self.admin_site.admin_view
        return [
            path("lookup/", wrap(self.look_up), name="articles_event_lookup"),
            path("merge/", wrap(self.merge), name="articles_event_merge"),
            path("<int:pk>/place/", wrap(self.place), name="articles_event_place"),
            path("<int:pk>/mention/", wrap(self.mention), name="articles_event_mention"),
            path("<int:pk>/unmention/", wrap(self.unmention), name="articles_event_unmention"),
            *super().get_urls(),
        ]

    def look_up(self, request):
        """Offer events or articles for what somebody types."""
        return LookUp.as_view(admin_site=self.admin_site)(request)

    def merge(self, request):
        """Ask which events come together and how, and merge them."""
        self._allow(request)
        answered = merging.answer(request)
        if isinstance(answered, HttpResponseBase):
            return answered
        template, shown = answered
        context = self.admin_site.each_context(request) | {"opts": self.opts} | shown
        context["media"] = self.media + shown["form"].media
        return TemplateResponse(request, f"admin/articles/{template}.html", context)

    def place(self, request, pk):
        """Move reports of an event to a new event, to another one or out of any."""

        def act(event, form):
            answer = form.cleaned_data
            articles = [article.pk for article in answer["articles"]]
            told = {"seen_in": event, "by": request.user, "why": answer["why"]}
            if answer["to"] == "new":
                new = curation.split(articles, answer["title"].strip(), **told)
                return f"Split off as “{new}”.", new
            target = answer["event"] if answer["to"] == "other" else None
            curation.move(articles, target, **told)
            where = f"to “{target}”" if target else "out of any event"
            return f"Moved {where}: {len(articles)}.", event

        return self._act(request, pk, PlaceForm, act)

    def mention(self, request, pk):
        """Say that an article is also about an event."""

        def act(event, form):
            article, why = form.cleaned_data["article"], form.cleaned_data["why"]
            done = curation.mention([article.pk], event, by=request.user, why=why)
            said = "is now also about this event" if done else "was marked so, or reports it"
            return f"“{article}” {said}.", event

        return self._act(request, pk, MentionForm, act)

    def unmention(self, request, pk):
        """Say that an article is no longer also about an event."""

        def act(event, form):
            articles = set(map(row_number, request.POST.getlist("article"))) - {None}
            why = form.cleaned_data["why"]
            done = curation.unmention(articles, event, by=request.user, why=why)
            return ("Taken away." if done else "Nothing was ticked, or it is gone."), event

        return self._act(request, pk, ReasonForm, act)

    def _act(self, request, pk, form_class, act):
        """Do what a form on the page of an event asks for, and go back there."""
        self._allow(request)
        event = get_object_or_404(Event, pk=pk)
        form = form_class(request.POST or None)
        shown, given = event, ""
        try:
            if form.is_valid():
                said, shown = act(event, form)
                messages.success(request, said)
            else:
                given = _given(request)
                errors = [error for several in form.errors.values() for error in several]
                messages.error(request, " ".join(("Nothing was changed.", *errors)))
        except CurationError as error:
            messages.error(request, str(error))
        return redirect(reverse("admin:articles_event_change", args=[shown.pk]) + given)

    def _allow(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied

    def history_view(self, request, object_id, extra_context=None):
        """Tell the acts that an event had a part in, the latest first."""
        event = self.get_object(request, object_id)
        if event is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        pages = Paginator(_acts_of(event), _ACTS)
        page = pages.get_page(request.GET.get("p"))
        shown = {
            "acts": told(page),
            "page": page,
            "may_undo": super().has_change_permission(request),
        }
        return super().history_view(request, object_id, shown | (extra_context or {}))


def _acts_of(event):
    acts = EventAct.objects.of_event(event.pk)
    return acts.select_related("made_by", "undone_by", "undone_by__made_by", "undoes")


def _reports(event):
    """The articles of an event without copies, each with the number of its copies."""
    rows = event.articles.filter(Q(duplicate_of=None) | ~Q(duplicate_of__event=event))
    rows = rows.select_related("source").defer(*HEAVY)
    return rows.annotate(copies=Count("duplicates")).order_by("published", "pk")


_TYPED = ("to", "title", "written", "why")


def _typed(request):
    """What was typed into the form for reports that was not taken."""
    return {name: request.GET[name] for name in _TYPED if name in request.GET}


def _given(request):
    """What was filled in, to be shown again."""
    kept = {name: request.POST.getlist(name) for name in ("articles", *_TYPED)}
    return f"?{urlencode(kept, doseq=True)}#reports"
