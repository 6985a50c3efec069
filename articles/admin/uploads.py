"""Bringing articles in at the desk: from files, an address or by hand, with a preview first."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from archive.uploads import refusal_of
from articles.admin.upload_forms import AddressForm, ConfirmForm, FilesForm, TypedForm
from articles.ingest.urls import domain
from articles.models import Category, SourceDomain, Upload
from articles.uploads.addresses import AddressError, page_at
from articles.uploads.keeping import UploadError, confirm, keep
from articles.uploads.previews import CHANGING, OUTCOMES, preview, shown
from articles.uploads.typed import as_file

_LINES = 100  # of a preview, on a page
_GONE = (
    "This upload is gone: it was discarded, or it waited for more than a day. Bring it in again."
)
_FORMS = {"files": FilesForm, "address": AddressForm, "typed": TypedForm}


@admin.register(Upload)
class UploadAdmin(admin.ModelAdmin):
    """The uploads of whoever looks: to add one is to preview it, and then to confirm it."""

    list_display = ("__str__", "kind", "made_at", "run")
    list_filter = ("kind",)
    list_select_related = ("run",)
    search_fields = ("names",)
    show_full_result_count = False

    def has_view_permission(self, request, obj=None):
        """Whoever may add may see what they added."""
        return self.has_add_permission(request)

    def has_change_permission(self, request, obj=None):
        """An upload is confirmed or discarded as it is."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Whoever may add may discard."""
        return self.has_add_permission(request)

    def get_queryset(self, request):
        """Leave out what others brought, and what is too old."""
        return super().get_queryset(request).kept().light().filter(user=request.user)

    def add_view(self, request, form_url="", extra_context=None):
        """Ask for articles in one of three ways, and go on to their preview."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        forms = {way: form(**_looks(way)) for way, form in _FORMS.items()}
        found = {}
        way = request.POST.get("way")
        if way in _FORMS:
            forms[way] = _FORMS[way](request.POST, request.FILES, **_looks(way))
            try:
                if upload := _brought(request, way, forms[way]):
                    return redirect("admin:articles_upload_change", upload.pk)
            except UploadError as error:
                forms[way].add_error(None, str(error))
            except AddressError as error:
                forms[way].add_error(None, str(error))
                forms["typed"] = TypedForm(initial=error.found, **_looks("typed"))
                found = _what_else(error)
        context = {
            "title": "Bring in articles",
            "forms": forms,
            "categories": Category.objects.values_list("name", flat=True),
            **found,
        }
        return self._page(request, "upload", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show what an import of an upload would do; confirmed, do it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        upload = self.get_object(request, object_id)
        if upload is None:
            messages.warning(request, _GONE)
            return redirect("admin:articles_upload_add")
        form = ConfirmForm(request.user, request.POST or None, label_suffix="")
        try:
            if request.method == "POST" and form.is_valid():
                return self._confirm(request, upload, form.cleaned_data)
            if not upload.lines and not upload.run:
                preview(upload)
        except UploadError as error:
            messages.error(request, str(error))
        if upload.run:
            return _to_run(request, upload.run)
        return self._page(request, "upload_preview", _told(request, upload) | {"form": form})

    def _confirm(self, request, upload, chosen):
        run = confirm(upload, chosen["gate"], group=chosen["group"])
        if run is None:
            messages.info(request, "It is being imported at this moment. Look again in a while.")
            return redirect("admin:articles_upload_change", upload.pk)
        counts = ", ".join(f"{getattr(run, outcome):,} {outcome}" for outcome in OUTCOMES)
        messages.success(request, f"Imported: {counts}.")
        return _to_run(request, run)

    def _page(self, request, template, context):
        every = self.admin_site.each_context(request) | {"opts": self.opts} | context
        return TemplateResponse(request, f"admin/articles/{template}.html", every)


def _looks(way):
    """How a form stands on a page with others: its fields have names of their own."""
    return {"auto_id": f"{way}_%s", "label_suffix": ""}


def _brought(request, way, form):
    """The upload that a form asks for, or None where it is filled in wrongly."""
    if refusal := refusal_of(request):
        form.errors.clear()
        raise UploadError(refusal)
    return _TAKERS[way](request.user, form.cleaned_data) if form.is_valid() else None


def _take_files(user, given):
    files = [(file.name, file.read()) for file in given["files"]]
    return keep(user, Upload.Kind.FILES, files)


def _take_address(user, given):
    return keep(user, Upload.Kind.ADDRESS, [page_at(given["address"])])


def _take_typed(user, given):
    body = given["body"]
    fields = {name: value for name, value in given.items() if name != "body"}
    return keep(user, Upload.Kind.TYPED, [as_file(fields, body)])


_TAKERS = {"files": _take_files, "address": _take_address, "typed": _take_typed}


def _what_else(error):
    """What can be done with an address that gave no article."""
    if not error.feed_url:
        return {"to_be_typed": True}
    claim = SourceDomain.objects.filter(domain=domain(error.feed_url)).first()
    return {"feed_url": error.feed_url, "feed_source": claim.source if claim else None}


def _to_run(request, run):
    """Lead to the record of a run, or to the list of uploads for those who may not see it."""
    if request.user.has_perm("articles.view_import"):
        return redirect("admin:articles_import_change", run.pk)
    return redirect("admin:articles_upload_changelist")


def _told(request, upload):
    """What the page of a preview shows."""
    counts = {
        outcome: sum(line["outcome"] == outcome for line in upload.lines) for outcome in OUTCOMES
    }
    counts["changed"] = sum(counts[outcome] for outcome in CHANGING)
    wanted = request.GET.get("show", "")
    wanted = wanted if wanted in counts else ""
    pages = Paginator(shown(upload.lines, wanted), _LINES)
    return {
        "title": f"Preview of {upload}",
        "upload": upload,
        "counts": counts,
        "outcomes": [(outcome, counts[outcome]) for outcome in OUTCOMES],
        "wanted": wanted,
        "page": pages.get_page(request.GET.get("p")),
    }
