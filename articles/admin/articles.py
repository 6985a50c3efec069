"""Curation of articles."""

import re

from django.contrib import admin, messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string

from articles import copies, curation
from articles.admin.actions import assign, publish, withdraw
from articles.admin.changes import changes_of
from articles.admin.records import OffTheMenu, RecordAdmin
from articles.curation import CurationError, follow_up
from articles.events.membership import refresh
from articles.ingest import repeated
from articles.ingest.store_lock import keep_others_from_storing
from articles.models import Article, Mention, Original, SourceLink, TaggedArticle
from articles.query import parse
from articles.querysets import HEAVY
from articles.search.desk import matching
from articles.titles import title_key

# A number, an address or the name of a file: what is looked for as it is written.
_LITERAL = re.compile(r"\d{1,18}|\S*[\w-](/|\.\w{2,5}$)\S*", re.ASCII)

_DAYS = {"published", "published_at"}


def may_upload(request) -> bool:
    """Say whether somebody may bring articles in."""
    return request.user.has_perm("articles.add_upload")


class SourceLinkInline(admin.TabularInline):
    """The links of an article, to read."""

    model = SourceLink
    extra = 0
    can_delete = False
    fields = readonly_fields = ("kind", "url", "text")

    def has_add_permission(self, request, obj=None):
        """Links come with the text."""
        return False


class MentionInline(admin.TabularInline):
    """The other events that an article is about."""

    model = Mention
    extra = 1
    autocomplete_fields = ("event",)
    verbose_name_plural = "also about"


class OriginalInline(admin.TabularInline):
    """What an article was made from, to read."""

    model = Original
    extra = 0
    can_delete = False
    fields = readonly_fields = ("origins", "sha256", "received_at", "import_run")
    show_change_link = True

    def has_add_permission(self, request, obj=None):
        """Originals come with imports."""
        return False

    def get_queryset(self, request):
        """Leave the bytes in the database."""
        return super().get_queryset(request).defer("content")


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    """Articles: what is held for review is published, withdrawn or placed from the list."""

    list_display = ("title", "standing", "source", "event", "published")
    list_filter = ("status", "held_for", "source", "category", "published", "language")
    list_select_related = ("source", "event")
    search_fields = ("title", "byline", "canonical_url", "originals__origins", "=id")
    search_help_text = (
        "As readers search: words, “phrases”, -words, title:, tag:, date:2025-07 and the rest; "
        "or the number of an article, its address, or the name of its file."
    )
    date_hierarchy = "published"
    actions = (publish, withdraw, assign)
    autocomplete_fields = ("source", "category", "event", "duplicate_of")
    inlines = (MentionInline, OriginalInline, SourceLinkInline)
    readonly_fields = (
        "preview",
        "changes",
        "word_count",
        "held_for",
        "event_is_curated",
        "curated_fields",
        "added_at",
        "updated_at",
        "first_public_at",
    )
    fieldsets = (
        (None, {"fields": ("title", "byline", "excerpt", "published", "published_at")}),
        ("Filing", {"fields": ("source", "canonical_url", "category", "tags", "language")}),
        ("Event", {"fields": ("event", "event_is_curated", "duplicate_of")}),
        ("Standing", {"fields": ("status", "status_reason", "held_for")}),
        ("Text", {"fields": ("preview", "is_archive_summary", "word_count", "cover_image")}),
        ("What changed", {"fields": ("changes",)}),
        (
            "Record",
            {"fields": ("added_at", "updated_at", "first_public_at", "curated_fields")},
        ),
    )
    list_per_page = 100
    show_full_result_count = False

    def view_on_site(self, article):
        """Lead to its page, if readers may see it; until then there is the preview."""
        return article.get_absolute_url() if article.is_published else None

    def get_queryset(self, request):
        """Leave the bodies in the database where a list shows none."""
        rows = super().get_queryset(request)
        is_list = request.resolver_match.url_name.endswith("changelist")
        return rows.defer(*HEAVY) if is_list else rows.defer("search_vector")

    def get_search_results(self, request, queryset, search_term):
        """Search as readers do, in all articles; numbers, addresses and files as written.

        What is being typed to choose an article is looked for as it is written too.
        """
        is_list = request.resolver_match.url_name.endswith("changelist")
        if not is_list or _LITERAL.fullmatch(search_term.strip()):
            return super().get_search_results(request, queryset, search_term)
        query = parse({"q": [search_term]})
        found, problems = matching(query)
        for problem in problems:
            messages.warning(request, problem.message)
        return queryset.filter(found), False

    def lookup_allowed(self, lookup, value, request):
        """Allow the list of what one import brought, to which the import's page leads."""
        brought = lookup == "originals__import_run__id__exact"
        return brought or super().lookup_allowed(lookup, value, request)

    @admin.display(description="status", ordering="status")
    def standing(self, article):
        """Say whether readers see it, or what it waits for."""
        return article.get_held_for_display() if article.held_for else article.get_status_display()

    @admin.display(description="body as readers see it")
    def preview(self, article):
        """Show the sanitised body."""
        return render_to_string("admin/articles/preview.html", {"article": article})

    @admin.display(description="former versions of the text")
    def changes(self, article):
        """Show what came in the place of each former version."""
        shown = {"article": article, "changes": changes_of(article)}
        return render_to_string("admin/articles/changes.html", shown)

    def get_form(self, request, obj=None, change=False, **kwargs):  # noqa: FBT002 - the signature is Django's
        """Let what counts as changed be told by what was shown, as in the form of an event.

        Of tags a hidden field could not say it.
        """
        form = super().get_form(request, obj, change, **kwargs)
        for name, field in form.base_fields.items():
            field.show_hidden_initial = change and name != "tags"
        return form

    def save_model(self, request, obj, form, change):
        """Save what a curator corrected, and keep it from being changed back by an import."""
        wanted, changed = obj.event, set(form.changed_data)
        if is_moved := {"title", "source"} & changed:
            keep_others_from_storing()
        if "event" in changed:
            # Acts take the lock of grouping first, and articles after it.
            self._move(request, obj, wanted)
        _take_up(obj, changed - {"event"})
        self._note_corrections(obj, form)
        obj.title_key = title_key(obj.title)
        former = obj.blocks
        if is_moved:
            repeated.refile(obj)
        super().save_model(request, obj, form, change)
        if is_moved:
            repeated.judge(obj.blocks, former)
        follow_up(obj)

    def _move(self, request, article, event):
        try:
            curation.move([article.pk], event, by=request.user)
        except CurationError as error:
            messages.error(request, str(error))

    def save_formset(self, request, form, formset, change):
        """Save what an article is also about as acts on those events."""
        if formset.model is not Mention:
            super().save_formset(request, form, formset, change)
            return
        formset.save(commit=False)
        changed = [mention for mention, _ in formset.changed_objects]
        former = Mention.objects.in_bulk([mention.pk for mention in changed])
        article = [form.instance.pk]
        ended = [*formset.deleted_objects, *former.values()]
        begun = [*formset.new_objects, *changed]
        acts = [(curation.unmention, mention) for mention in ended]
        acts += [(curation.mention, mention) for mention in begun]
        for act, mention in acts:
            try:
                act(article, mention.event, by=request.user)
            except CurationError as error:
                messages.error(request, str(error))

    def _note_corrections(self, article, form):
        named = {field.name for field in Article._meta.fields} | {"tags"}
        changed = named & set(form.changed_data) - {"event", "status", "status_reason"}
        article.curated_fields = sorted(changed | set(article.curated_fields))

    def has_place_permission(self, request):
        """Placing articles makes, fills and empties events, so it takes both permissions."""
        may_change = self.has_change_permission(request)
        return may_change and request.user.has_perm("articles.change_event")

    def get_readonly_fields(self, request, obj=None):
        """Show the event as it stands to those who may not place articles."""
        fields = super().get_readonly_fields(request, obj)
        return fields if self.has_place_permission(request) else (*fields, "event")

    def has_add_permission(self, request):
        """Articles come in by import, so that every one has its original."""
        return False

    def get_model_perms(self, request):
        """Offer to add articles to those who may bring them in."""
        return super().get_model_perms(request) | {"add": may_upload(request)}

    def changelist_view(self, request, extra_context=None):
        """The same above the list."""
        offered = {"has_add_permission": may_upload(request)}
        return super().changelist_view(request, offered | (extra_context or {}))

    def add_view(self, request, form_url="", extra_context=None):
        """Lead to where articles are brought in."""
        return redirect("admin:articles_upload_add")

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        """Delete articles, count their events anew and judge what their sources repeat.

        Of the copies behind one that goes, the first that stays goes in front of the others.
        """
        keep_others_from_storing()
        events = set(queryset.exclude(event=None).values_list("event", flat=True))
        blocks = {block for held in queryset.values_list("blocks", flat=True) for block in held}
        copies.hand_over(queryset.values_list("pk", flat=True))
        super().delete_queryset(request, queryset)
        refresh(events)
        repeated.judge((), blocks)

    def delete_model(self, request, obj):
        """Delete an article as any number of them."""
        self.delete_queryset(request, Article.objects.filter(pk=obj.pk))


def _take_up(article, changed):
    """Keep others from an article, and take up what they have changed of it since it was read.

    The fields that are named `changed` are as they are to be. The day and the moment of its
    publication are told together.
    """
    rows = Article.objects.select_for_update(no_key=True).defer("search_vector")
    now = get_object_or_404(rows, pk=article.pk)
    told = changed | _DAYS if changed & _DAYS else changed
    for field in Article._meta.concrete_fields:
        if not field.generated and field.name not in told:
            setattr(article, field.attname, getattr(now, field.attname))


@admin.register(SourceLink)
class SourceLinkAdmin(OffTheMenu, admin.ModelAdmin):
    """Links, to search across articles."""

    list_display = ("url", "domain", "kind", "article")
    list_filter = ("kind",)
    search_fields = ("url", "domain", "text")
    raw_id_fields = ("article",)


@admin.register(Mention)
class MentionAdmin(OffTheMenu, RecordAdmin):
    """Which article is also about which event; the pages of both change it."""

    list_display = ("article", "event")
    list_filter = ("event__last_reported",)
    search_fields = ("article__title", "event__title")


@admin.register(TaggedArticle)
class TaggedArticleAdmin(OffTheMenu, admin.ModelAdmin):
    """Which article carries which tag."""

    list_display = ("content_object", "tag")
    list_filter = ("tag__kind",)
    search_fields = ("tag__name", "content_object__title")
    raw_id_fields = ("content_object", "tag")
