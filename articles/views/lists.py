"""Every list, as a page and in every format."""

from dataclasses import replace

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import feeds, listings, spreadsheets
from articles.listings import Listing
from articles.models import Source, TagAlias
from articles.search import Shape, answer
from articles.views.elsewhere import moved

_PER_PAGE = 20
_FEED = Shape(grouped=False, per_page=feeds.PER_PAGE, sort="added", bodies=True, tags=True)
_FEED_IN_XML = replace(_FEED, all_words=True, passages=False)
_TABLE = Shape(
    grouped=False,
    per_page=spreadsheets.PER_PAGE,
    all_words=True,
    tags=True,
    passages=False,
)

# Format: how it is rendered, how many items it holds, and its order where none is asked for. JSON
# can say that articles have only some of the words; what cannot has none.
_RENDERERS = {
    "rss": (feeds.rss, _FEED_IN_XML),
    "atom": (feeds.atom, _FEED_IN_XML),
    "json": (feeds.json_feed, replace(_FEED, facets=True)),
    "csv": (spreadsheets.csv_file, _TABLE),
}


def show_list(request, listing: Listing, suffix: str = "", template: str = "articles/list.html"):
    """Answer a list as a page, or in the format that its suffix names."""
    query = listing.query(request.GET)
    if suffix:
        return _formatted(listing, query, suffix)
    shape = Shape(
        grouped=listing.of_events or query.group != "none",
        per_page=_PER_PAGE,
        facets=True,
        counts_events=listing.of_events,
    )
    context = {"listing": listing, "answer": answer(query, shape)}
    return render(request, template, context)


def _formatted(listing, query, suffix):
    if query.errors:
        problems = [{"message": problem.message} for problem in query.errors]
        return JsonResponse({"errors": problems}, status=400)
    renderer, shape = _RENDERERS[suffix]
    shape = replace(shape, grouped=listing.of_events or query.group == "event")
    return renderer(listing, answer(query, shape))


@require_safe
def article_list(request, suffix=""):
    """List all articles."""
    return show_list(request, listings.articles(), suffix)


@require_safe
def event_list(request, suffix=""):
    """List all events."""
    return show_list(request, listings.events(), suffix)


@require_safe
def search(request, suffix=""):
    """Search the archive."""
    return show_list(request, listings.search(), suffix, "articles/search.html")


@require_safe
def tag_detail(request, slug, suffix=""):
    """List the articles of a tag; a former or other name of it redirects."""
    try:
        return show_list(request, listings.tag(slug), suffix)
    except Http404:
        alias = TagAlias.objects.select_related("tag").filter(slug=slug).first()
        if alias is None:
            raise
        return moved(request, listings.tag(alias.tag.slug), suffix)


@require_safe
def category_detail(request, slug, suffix=""):
    """List the articles of a category."""
    return show_list(request, listings.category(slug), suffix)


@require_safe
def source_detail(request, domain, suffix=""):
    """List the articles of a source; any other of its domains redirects."""
    found = Source.objects.filter(domains__domain=domain).first()
    if found and found.domain != domain:
        return moved(request, listings.source(found.domain), suffix)
    return show_list(request, listings.source(domain), suffix)


@require_safe
def year(request, year, suffix=""):
    """List the articles of a year."""
    return show_list(request, listings.year(year), suffix)


@require_safe
def month(request, year, month, suffix=""):
    """List the articles of a month."""
    return show_list(request, listings.month(year, month), suffix)
