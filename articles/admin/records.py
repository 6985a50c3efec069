"""Admin pages of records: to read and to search, never to change."""

from django.contrib import admin


class OffTheMenu:
    """A model that stands in no menu: pages of other models lead to it, or its address does."""

    def has_module_permission(self, request):
        """Leave it out of the index."""
        return False


class RecordAdmin(admin.ModelAdmin):
    """A model whose rows nobody writes by hand."""

    show_full_result_count = False

    def has_add_permission(self, request):
        """Records are made by what they record."""
        return False

    def has_change_permission(self, request, obj=None):
        """Records stay as they are."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Records stay."""
        return False
