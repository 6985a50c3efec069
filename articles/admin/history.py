"""The former states of every curated record: who changed it, when and why."""

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import BigIntegerField, OuterRef, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from pghistory.models import Event as Revision

from articles.admin.records import OffTheMenu, RecordAdmin


class RevisionAdmin(OffTheMenu, RecordAdmin):
    """Former states of one kind of record."""

    list_display = ("pgh_created_at", "record", "pgh_label", "who", "why")
    list_filter = ("pgh_label", "pgh_created_at")
    list_select_related = ("pgh_context",)
    search_help_text = "The id of the record, or what it was called."

    def get_search_fields(self, request):
        """Search by id, and by title or name where the record has one."""
        known = {field.name for field in self.model._meta.fields}
        return ("=pgh_obj__id", *({"title", "name"} & known))

    def get_queryset(self, request):
        """Add the name of the user who made the change."""
        user = Cast(KeyTextTransform("user", "pgh_context__metadata"), BigIntegerField())
        names = User.objects.filter(pk=OuterRef("user")).values("username")
        return super().get_queryset(request).annotate(user=user, user_name=Subquery(names))

    @admin.display(description="record")
    def record(self, revision):
        """Say what the record was called then, or its id."""
        for name in ("title", "name"):
            if getattr(revision, name, ""):
                return getattr(revision, name)
        return f"Number {revision.pgh_obj_id}"

    @admin.display(description="by")
    def who(self, revision):
        """Name the user or the command that made the change."""
        context = revision.pgh_context.metadata if revision.pgh_context else {}
        return revision.user_name or context.get("command") or "—"

    @admin.display(description="why")
    def why(self, revision):
        """Give the reason, where one was given."""
        context = revision.pgh_context.metadata if revision.pgh_context else {}
        return context.get("reason", "")


for _model in apps.get_app_config("articles").get_models():
    if issubclass(_model, Revision):
        admin.site.register(_model, RevisionAdmin)
