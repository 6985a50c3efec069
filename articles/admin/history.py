"""The former states of every curated record: who changed it, when and why."""

from django.apps import apps
from django.contrib import admin
from pghistory.models import Event as Revision

from articles.admin.records import RecordAdmin


class RevisionAdmin(RecordAdmin):
    """Former states of one kind of record."""

    list_display = ("pgh_created_at", "record", "pgh_label", "who", "why")
    list_filter = ("pgh_label", "pgh_created_at")
    search_fields = ("pgh_obj_id",)
    list_select_related = ("pgh_context",)
    search_help_text = "The id of the record."

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
        return context.get("command") or (f"user {context['user']}" if context.get("user") else "—")

    @admin.display(description="why")
    def why(self, revision):
        """Give the reason, where one was given."""
        context = revision.pgh_context.metadata if revision.pgh_context else {}
        return context.get("reason", "")


for _model in apps.get_app_config("articles").get_models():
    if issubclass(_model, Revision):
        admin.site.register(_model, RevisionAdmin)
