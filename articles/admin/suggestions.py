"""Pairs of articles that may report one happening: what grouping is not sure of."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models.functions import Left
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html

from articles import curation
from articles.admin import merging
from articles.admin.waiting import following
from articles.coverage.reasons import reasons
from articles.curation import CurationError
from articles.models import Article, Likeness
from articles.query import row_number
from articles.querysets import HEAVY
from articles.templatetags.archive import counted

_OPENING = 700  # characters of each text beside each other

_COMPARED_AGAIN = (
    "Grouping has compared the articles again since the page was opened, and no longer finds "
    "them alike."
)

_LIGHT = [f"{side}__{name}" for side in ("first", "second") for name in HEAVY]


@admin.action(description="Put together: they report one happening", permissions=["place"])
def put_together(modeladmin, request, queryset):
    """Let the articles of each pair stand in one event; two events are merged after a look."""
    _tell_missing(request, queryset)
    pairs = list(queryset.select_related("first__event", "second__event"))
    if len(pairs) == 1 and len(events := _events(pairs[0])) == 2:
        return redirect(f"{merging.address(sorted(events))}&suggestion={pairs[0].pk}")
    done = 0
    for pair in pairs:
        try:
            curation.put_together(pair, by=request.user)
            done += 1
        except CurationError as error:
            messages.warning(request, str(error))
    if done:
        messages.success(request, f"Put together: {_pairs(done)}.")
    return None


@admin.action(description="Keep apart: they report different happenings", permissions=["change"])
def keep_apart(modeladmin, request, queryset):
    """Never put the articles of these pairs together, nor suggest it again."""
    _decide(request, curation.keep_apart, queryset, "Kept apart")


@admin.action(description="Suggest again", permissions=["change"])
def suggest_again(modeladmin, request, queryset):
    """Take back that pairs are kept apart."""
    _decide(request, curation.suggest_again, queryset, "Suggested again")


def _decide(request, decide, pairs, said):
    """Decide on pairs and say so, with the way back where it is one act."""
    _tell_missing(request, pairs)
    try:
        acts = decide(pairs, by=request.user)
    except CurationError as error:
        messages.error(request, str(error))
        return
    if not acts:
        if pairs.exists():
            messages.warning(request, "Nothing was changed: this has been decided already.")
        return
    count = _pairs(sum(len(act.changes["pairs"]) for act in acts))
    way_back = _way_back(acts[0]) if len(acts) == 1 else ""
    messages.success(request, format_html("{}: {}. {}", said, count, way_back))


def _tell_missing(request, pairs):
    """Say how many of the pairs that were ticked are not there to be decided, and why."""
    ticked = set(map(row_number, request.POST.getlist(ACTION_CHECKBOX_NAME))) - {None}
    known = set(Likeness.objects.filter(pk__in=ticked).values_list("pk", flat=True))
    if gone := len(ticked - known):
        messages.warning(request, f"Not decided: {_pairs(gone)}. {_COMPARED_AGAIN}")
    if passed := len(known - set(pairs.values_list("pk", flat=True))):
        said = "Somebody has decided this meanwhile, or grouping has."
        messages.warning(request, f"No longer listed: {_pairs(passed)}. {said}")


def _way_back(act):
    path = reverse("admin:articles_eventact_undo", args=[act.pk])
    return format_html('<a href="{}">Undo</a>', path)


class StandingFilter(admin.SimpleListFilter):
    """Which pairs are listed: those that wait, unless others are asked for."""

    title = "standing"
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        """Name the other choices."""
        return (("apart", "Kept apart"), ("all", "All that are alike"))

    def choices(self, changelist):
        """Call the first what it is."""
        first, *others = super().choices(changelist)
        return [first | {"display": "Waiting"}, *others]

    def queryset(self, request, queryset):
        """List what was chosen."""
        if self.value() == "all":
            return queryset
        if self.value() == "apart":
            return queryset.exclude(kept_apart_at=None)
        return queryset.suggested()


@admin.register(Likeness)
class SuggestionAdmin(admin.ModelAdmin):
    """Pairs of articles, the likeliest first. Curators decide; the pairs are found by grouping."""

    list_display = ("likeness", "one", "other")
    list_display_links = ("likeness",)
    list_filter = (StandingFilter,)
    list_select_related = (
        "first__source",
        "first__event",
        "second__source",
        "second__event",
    )
    search_fields = ("first__title", "second__title", "=first__pk", "=second__pk")
    actions = (put_together, keep_apart, suggest_again)
    ordering = ("-score", "pk")
    fields = readonly_fields = ("likeness",)
    show_full_result_count = False
    change_form_template = "admin/articles/suggestion.html"

    def get_queryset(self, request):
        """Leave the bodies in the database."""
        return super().get_queryset(request).defer(*_LIGHT)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show a pair side by side; once it is decided, go on to the next that waits."""
        pair = self.get_object(request, object_id)
        if pair is None:
            messages.warning(request, f"This suggestion is gone. {_COMPARED_AGAIN}")
            return redirect("admin:articles_likeness_changelist")
        if request.method == "POST":
            if not self.has_change_permission(request, pair):
                raise PermissionDenied
            decided = _DECISIONS.get(request.POST.get("decision", ""))
            if decided is put_together and not self.has_place_permission(request):
                raise PermissionDenied
            chosen = Likeness.objects.filter(pk=pair.pk)
            elsewhere = decided and decided(self, request, chosen)
            return elsewhere or redirect(following(pair.pk))
        shown = _beside(pair) | {"may_place": self.has_place_permission(request)}
        shown |= extra_context or {}
        return super().change_view(request, object_id, form_url, shown)

    @admin.display(description="one article")
    def one(self, pair):
        """Show the article of the lower number."""
        return _told(pair.first)

    @admin.display(description="another")
    def other(self, pair):
        """Show the article of the higher number."""
        return _told(pair.second)

    @admin.display(description="likeness", ordering="score")
    def likeness(self, pair):
        """Say how likely they report one happening, in percent, and how far apart they are."""
        days = _days_between(pair)
        apart = f"{counted(days, 'day')} apart" if days else "same day"
        kept = ", kept apart" if pair.kept_apart_at else ""
        return f"{pair.score:.0%}, {apart}{kept}"

    def has_place_permission(self, request):
        """Putting articles together makes and fills events, so it takes both permissions."""
        may_change = self.has_change_permission(request)
        return may_change and request.user.has_perm("articles.change_event")

    def has_add_permission(self, request):
        """Pairs are found by grouping."""
        return False

    def has_delete_permission(self, request, obj=None):
        """They are kept apart or put together; a deleted one would be found again."""
        return False


_DECISIONS = {"together": put_together, "apart": keep_apart, "again": suggest_again}


def _beside(pair):
    """What is shown of a pair."""
    sides = Article.objects.select_related("source", "event").annotate(
        opening=Left("body_text", _OPENING)
    )
    sides = sides.defer(*HEAVY).filter(pk__in=[pair.first_id, pair.second_id]).order_by("pk")
    return {
        "title": "Do they report one happening?",
        "subtitle": None,
        "sides": sides,
        "reason": next(iter(reasons(sides).values()), None),
        "days_apart": _days_between(pair),
        "stand_together": len(_events(pair)) == 1 and pair.first.event_id == pair.second.event_id,
        "waiting": Likeness.objects.suggested().count(),
    }


def _days_between(pair):
    return abs((pair.first.published - pair.second.published).days)


def _events(pair):
    """Return the events that the articles of a pair stand in."""
    return {pair.first.event_id, pair.second.event_id} - {None}


def _pairs(count):
    return f"{count:,} pair" if count == 1 else f"{count:,} pairs"


def _told(article):
    """Tell an article with its outlet, its day and whether it stands in an event."""
    event = article.event
    return format_html(
        '<a href="{}"><bdi>{}</bdi></a><br><span class="note">{}, {}{}</span>',
        reverse("admin:articles_article_change", args=[article.pk]),
        article.title,
        article.source or "No source",
        date_format(article.published, "j F Y"),
        format_html(
            ', in <a href="{}">an event of {}</a>',
            reverse("admin:articles_event_change", args=[event.pk]),
            counted(event.article_count, "report"),
        )
        if event
        else "",
    )
