"""What came in, what went wrong and what was erased. Records, so nothing here can be changed."""

from django.contrib import admin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html

from articles.admin.records import RecordAdmin
from articles.models import Import, ImportProblem, Original, Tombstone


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
    )
    list_filter = ("status", "started_at")
    search_fields = ("what",)
    readonly_fields = ("notes",)

    @admin.display(description="what it has to say of single items")
    def notes(self, run):
        """Link to the problems of this run."""
        url = reverse("admin:articles_importproblem_changelist")
        count = run.problems.count()
        return format_html('<a href="{}?import_run__id__exact={}">{} notes</a>', url, run.pk, count)


@admin.register(ImportProblem)
class ImportProblemAdmin(RecordAdmin):
    """Problems of all runs."""

    list_display = ("path", "outcome", "reason", "import_run")
    list_filter = ("outcome", "import_run__started_at", "import_run")
    search_fields = ("path", "reason")


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
