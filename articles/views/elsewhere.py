"""What is answered for a thing that is not here: a redirect, 410 where it was once, else 404."""

from django.apps import apps
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control

from articles.models import Tombstone


def moved(request, listing, suffix):
    """Redirect to the address that a list has now, in the same format."""
    return forwarded(request, listing.format_url(suffix) if suffix else listing.page_url())


def forwarded(request, path):
    """Redirect to a path with the parameters that were asked for."""
    answer = redirect(_with_query(request, path), permanent=True)
    # A name can be taken back and a merge undone, and browsers keep a permanent redirect for as
    # long as they like: two that contradict each other would have no end.
    patch_cache_control(answer, no_cache=True)
    return answer


def _with_query(request, path):
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path


def deleted(request, pk):
    """Answer 410 for an article that was once public and then erased or deleted, else 404."""
    if tombstone := Tombstone.objects.filter(pk=pk, was_public=True).first():
        return _no_more(request, {"tombstone": tombstone})
    revisions = apps.get_model("articles", "ArticleRevision").objects.filter(pgh_obj_id=pk)
    if not revisions.exclude(first_public_at=None).exists():
        raise Http404("There is no such article.")
    return _no_more(request, {"heading": "This page was withdrawn"})


def gone(request, thing, reason, heading="This page was withdrawn", signposts=()):
    """Answer 410 for what was once public, 404 for what never was."""
    if not thing.was_public:
        raise Http404("It is not public.")
    return _no_more(request, {"reason": reason, "heading": heading, "signposts": signposts})


def _no_more(request, shown):
    """Answer 410. Browsers would keep that for good, and what was withdrawn may come back."""
    page = render(request, "410.html", shown, status=410)
    patch_cache_control(page, no_cache=True)
    return page
