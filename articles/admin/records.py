"""What admin pages of several models share; records are only to be read there."""

from django.contrib import admin


class OffTheMenu:
    """A model that stands in no menu: pages of other models lead to it, or its address does."""

    def has_module_permission(self, request):
        """Leave it out of the index."""
        return False


class OnSite:
    """A model whose rows have pages, where readers may see them."""

    def view_on_site(self, row):
        """Lead to its page, if it has one now."""
        is_seen = type(row).objects.visible().filter(pk=row.pk).exists()
        return row.get_absolute_url() if is_seen else None


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
