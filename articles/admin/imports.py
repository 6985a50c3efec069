"""What came in, what went wrong and what was erased. Records: an import can be undone, no more."""

from django.contrib import admin, messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join

from articles.admin.records import RecordAdmin
from articles.ingest.pipeline import close_abandoned_runs
from articles.models import Article, Import, ImportProblem, Original, Rebuild, Tombstone
from articles.undoing import UndoError, plan, refusal, summary, undo

MOST_SHOWN = 200  # articles of each kind, on the page that asks before an import is undone


@admin.register(Import)
class ImportAdmin(RecordAdmin):
    """Runs of imports."""

    list_display = (
        "started_at",
        "what",
        "status",
        "created",
        "updated",
        "duplicate",
        "unchanged",
        "rejected",
        "is_undone",
    )
    list_filter = ("status", ("undone_at", admin.EmptyFieldListFilter), "started_at")
    search_fields = ("what", "problems__path", "problems__reason")
    search_help_text = "What was given, an item’s name, or what was said of one."
    readonly_fields = ("notes", "articles", "undoing")

    def get_fields(self, request, obj=None):
        """Leave out what only an undone run, or one that can be undone, has."""
        fields = super().get_fields(request, obj)
        undone = ("undone_at", "undone_by", "undone_note")
        left_out = ("undoing",) if obj and refusal(obj) else undone
        if not request.user.has_perm("articles.undo_import"):
            left_out = (*left_out, "undoing")
        return [name for name in fields if name not in left_out]

    @admin.display(description="undone", boolean=True)
    def is_undone(self, run):
        """Say whether the run was taken back."""
        return run.undone_at is not None

    @admin.display(description="what it has to say of single items")
    def notes(self, run):
        """Link to the problems of this run, by outcome."""
        url = reverse("admin:articles_importproblem_changelist")
        found = run.problems.order_by("outcome").values_list("outcome").annotate(Count("pk"))
        links = [(url, run.pk, outcome, count, outcome) for outcome, count in found]
        link = '<a href="{}?import_run__id__exact={}&amp;outcome={}">{} {}</a>'
        return format_html_join(", ", link, links) or "Nothing."

    @admin.display(description="what it brought")
    def articles(self, run):
        """Link to the articles that this run brought or changed."""
        url = reverse("admin:articles_article_changelist")
        rows = Article.objects.filter(originals__import_run=run)
        link = '<a href="{}?originals__import_run__id__exact={}">{} articles</a>'
        return format_html(link, url, run.pk, rows.distinct().count())

    @admin.display(description="undo")
    def undoing(self, run):
        """Link to the page that says what undoing will do."""
        url = reverse("admin:articles_import_undo", args=[run.pk])
        return format_html('<a href="{}">Undo this import…</a>', url)

    def get_urls(self):
        """Add the address of undoing."""
        view = self.admin_site.admin_view(self.undo)
        return [path("<int:pk>/undo/", view, name="articles_import_undo"), *super().get_urls()]

    def undo(self, request, pk):
        """Say what undoing will do; when that is confirmed, do it and go back to the run."""
        if not request.user.has_perm("articles.undo_import"):
            return HttpResponse(status=403)
        close_abandoned_runs()
        run = get_object_or_404(Import, pk=pk)
        if request.method == "POST":
            return self._undo(request, run)
        planned = plan(run)
        kinds = (
            ("deleted", planned.deleted, "brought by this import alone"),
            ("withdrawn", planned.withdrawn, "worked on by a curator, so that they are kept"),
            ("restored", planned.restored, "say again what other imports brought"),
        )
        context = self.admin_site.each_context(request) | {
            "title": "Undo an import",
            "opts": Import._meta,
            "run": run,
            "refusal": refusal(run),
            "rejected": planned.rejected,
            "kinds": [
                (kind, why, len(ids), Article.objects.filter(pk__in=ids[:MOST_SHOWN]))
                for kind, ids, why in kinds
            ],
        }
        return TemplateResponse(request, "admin/articles/undo.html", context)

    def _undo(self, request, run):
        try:
            messages.success(request, f"Undone. {summary(undo(run, request.user))}")
        except UndoError as error:
            messages.error(request, f"Nothing was undone. {error}")
        return redirect("admin:articles_import_change", run.pk)


@admin.register(ImportProblem)
class ImportProblemAdmin(RecordAdmin):
    """Problems of all runs."""

    list_display = ("path", "outcome", "reason", "import_run")
    list_filter = ("outcome", "import_run__started_at", "import_run")
    search_fields = ("path", "reason")
    search_help_text = "An item’s name, or what was said of it."
    list_select_related = ("import_run",)


@admin.register(Original)
class OriginalAdmin(RecordAdmin):
    """Originals; the bytes can be downloaded."""

    list_display = ("__str__", "received_at", "article", "rejected_for")
    list_filter = (("article", admin.EmptyFieldListFilter), "received_at")
    search_fields = ("origins", "sha256", "rejected_for")
    fields = (
        "origins",
        "sha256",
        "download",
        "article",
        "import_run",
        "received_at",
        "rejected_for",
    )
    readonly_fields = ("download",)
    list_select_related = ("article",)

    def get_queryset(self, request):
        """Leave the bytes in the database."""
        return super().get_queryset(request).defer("content")

    @admin.display(description="file")
    def download(self, original):
        """Link to the bytes."""
        url = reverse("admin:articles_original_download", args=[original.pk])
        return format_html('<a href="{}">Download</a>', url)

    def get_urls(self):
        """Add the address of the bytes."""
        view = self.admin_site.admin_view(self.serve)
        return [
            path("<int:pk>/download/", view, name="articles_original_download"),
            *super().get_urls(),
        ]

    def serve(self, request, pk):
        """Return the bytes as a file that no browser opens as a page."""
        if not self.has_view_permission(request):
            return HttpResponse(status=403)
        original = get_object_or_404(Original, pk=pk)
        response = HttpResponse(bytes(original.content), content_type="application/octet-stream")
        response["Content-Disposition"] = f'attachment; filename="original-{pk}"'
        return response


@admin.register(Tombstone)
class TombstoneAdmin(RecordAdmin):
    """Erased articles; only the command `erase` makes one."""

    list_display = ("article", "erased_at", "reason", "was_public")
    list_filter = ("was_public", "erased_at")
    search_fields = ("=article", "reason")


@admin.register(Rebuild)
class RebuildAdmin(RecordAdmin):
    """Rebuilds; one that has not finished goes on when the command is run again."""

    list_display = ("started_at", "finished_at", "looked_at", "changed", "done_to")
    list_filter = ("started_at",)
    search_fields = ("=pk",)
