"""Two addresses of Django's admin, held to what they can answer."""

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404

from articles.query import printable, row_number


class Offers(AutocompleteJsonView):
    """What the desk offers while somebody types, whatever signs that may be."""

    def process_request(self, request):
        """Read the request without signs that no database can hold."""
        term, *rest = super().process_request(request)
        return printable(term), *rest


def view_on_site(request, content_type_id, object_id):
    """Lead to the page of a record of the desk. Raises Http404 for any other."""
    kind = ContentType.objects.filter(pk=row_number(content_type_id)).first()
    if kind is None or not admin.site.is_registered(kind.model_class()):
        raise Http404("The desk has no such record.")
    if row_number(object_id) is None:
        raise Http404("There is no such record.")
    return shortcut(request, kind.pk, object_id)
