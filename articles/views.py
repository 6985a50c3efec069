"""The pages, and every list in every format. Views find what is asked for and hand it on."""

from dataclasses import replace

from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connection
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles import feeds, listings, spreadsheets
from articles.coverage.citations import official_texts
from articles.coverage.edits import last_edited
from articles.coverage.outlets import outlets_of
from articles.coverage.reasons import reasons
from articles.coverage.related import related
from articles.coverage.signposts import Signpost, signposts
from articles.coverage.timeline import timeline
from articles.listings import Listing
from articles.models import Article, Category, Event, Source, Tag, TagAlias, Tombstone
from articles.query import CHOICES
from articles.search import Shape, answer
from articles.search.completions import completions
from articles.search.filed import extent, filed_under

PER_PAGE = 20
_EVENTS_AT_HOME = 10
_ARTICLES_AT_HOME = 10
_MOST_COVERAGE = 150
_MOST_COPIES = 12
_MOST_MENTIONS = 50
_MOST_TAGS = 30
_SECONDS_OF_SUGGESTIONS = 60

# Asked for any of these, an event's page is a list like others.
_NARROWING = {"q", *CHOICES, "after", "before", "sort", "group", "page"}

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


def _list(request, listing: Listing, suffix: str = "", template: str = "articles/list.html"):
    """Answer a list as a page, or in the format that its suffix names."""
    query = listing.query(request.GET)
    if suffix:
        return _formatted(listing, query, suffix)
    shape = Shape(
        grouped=listing.of_events or query.group != "none",
        per_page=PER_PAGE,
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
def home(request):
    """Show the newest events, then the newest articles that stand alone."""
    events = listings.events()
    articles = listings.articles()
    newest = answer(events.query(QueryDict()), Shape(grouped=True, per_page=_EVENTS_AT_HOME))
    shape = Shape(grouped=False, per_page=_ARTICLES_AT_HOME)
    alone = answer(articles.query(QueryDict("q=-has:event")), shape)
    return render(
        request,
        "articles/home.html",
        {
            "events": newest,
            "alone": [row.article for row in alone.rows],
            "lists": [events, articles],
            "archive": extent(),
        },
    )


@require_safe
def article_list(request, suffix=""):
    """List all articles."""
    return _list(request, listings.articles(), suffix)


@require_safe
def event_list(request, suffix=""):
    """List all events."""
    return _list(request, listings.events(), suffix)


@require_safe
def search(request, suffix=""):
    """Search the archive."""
    return _list(request, listings.search(), suffix, "articles/search.html")


@require_safe
@cache_control(public=True, max_age=_SECONDS_OF_SUGGESTIONS)
def suggestions(request):
    """Suggest what a reader may mean who is still typing."""
    found = completions(request.GET.get("q", ""))
    told = [{"kind": one.kind, "label": one.label, "url": one.path} for one in found]
    return JsonResponse({"suggestions": told})


@require_safe
def tag_detail(request, slug, suffix=""):
    """List the articles of a tag; a former or other name of it redirects."""
    try:
        return _list(request, listings.tag(slug), suffix)
    except Http404:
        alias = TagAlias.objects.select_related("tag").filter(slug=slug).first()
        if alias is None:
            raise
        return _moved(request, listings.tag(alias.tag.slug), suffix)


@require_safe
def category_detail(request, slug, suffix=""):
    """List the articles of a category."""
    return _list(request, listings.category(slug), suffix)


@require_safe
def source_detail(request, domain, suffix=""):
    """List the articles of a source; any other of its domains redirects."""
    found = Source.objects.filter(domains__domain=domain).first()
    if found and found.domain != domain:
        return _moved(request, listings.source(found.domain), suffix)
    return _list(request, listings.source(domain), suffix)


@require_safe
def year(request, year, suffix=""):
    """List the articles of a year."""
    return _list(request, listings.year(year), suffix)


@require_safe
def month(request, year, month, suffix=""):
    """List the articles of a month."""
    return _list(request, listings.month(year, month), suffix)


@require_safe
def event_detail(request, pk, slug="", suffix=""):
    """Show an event: who reported it, and when. A merged event redirects to its heir."""
    event = Event.objects.filter(pk=pk).first()
    if event is None:
        raise Http404("There is no such event.")
    if event.merged_into_id:
        return _moved(request, listings.event(event.heir()), suffix)
    if not event.is_visible:
        return _parted(request, event, suffix)
    listing = listings.event(event)
    if slug != event.slug:
        return _moved(request, listing, suffix)
    if suffix or any(name in _NARROWING for name in request.GET):
        return _list(request, listing, suffix)
    page = render(request, "articles/event.html", _event_context(request, event, listing))
    if request.user.is_authenticated:
        # It has links for curators; for others, the session's Vary keeps pages apart.
        patch_cache_control(page, private=True, no_cache=True)
    return page


def _parted(request, event, suffix):
    """Lead to the one report that an event is left with, or to all if others were moved off."""
    left = list(Article.objects.listed().filter(event=event).as_rows()[:2])
    ways = signposts(event)
    if event.was_public and len(left) == 1 and not ways and not suffix:
        return redirect(left[0])
    said = "Its reports now stand elsewhere in the archive, or were withdrawn."
    ways += [Signpost(article, is_event=False) for article in left]
    origin = event.split_from and event.split_from.heir()
    if origin and origin.is_visible and not ways:
        ways = [Signpost(origin, is_event=True)]
    return _gone(request, event, said, heading="This event is gone", signposts=ways)


def _event_context(request, event, listing):
    reports = list(Article.objects.reports_of(event)[:_MOST_COVERAGE])
    copies = Article.objects.published().copies_of(event, _MOST_COPIES)
    # Grouping may have placed here what a curator had said to be also about it.
    mentions = Article.objects.listed().filter(also_about=event).exclude(event=event).as_rows()
    outlets = outlets_of([event.pk]).get(event.pk, ())
    return {
        "event": event,
        "signposts": signposts(event),
        "listing": listing,
        "timeline": timeline(reports, copies, reasons(reports)),
        "outlets": outlets,
        "copies": sum(outlet.copies for outlet in outlets),
        "last_edited": last_edited(event),
        "texts": official_texts(event),
        "related": related(event),
        "mentions": mentions.newest_first()[:_MOST_MENTIONS],
        "categories": Category.objects.of_event(event),
        "tags": Tag.objects.of_event(event)[:_MOST_TAGS],
    }


@require_safe
def article_detail(request, pk, slug=""):
    """Show an article: what it says, where it stood first, and the event that it reports."""
    article = (
        Article.objects.with_related(bodies=True)
        .select_related("duplicate_of")
        .prefetch_related("links")
        .filter(pk=pk)
        .first()
    )
    if article is None:
        return _deleted(request, pk)
    if not article.is_published:
        reason = article.status_reason if article.status == Article.Status.WITHDRAWN else ""
        return _gone(request, article, reason)
    if slug != article.slug:
        return _forwarded(request, article.get_absolute_url())
    event = article.shown_event
    others = Article.objects.listed().filter(event=event).exclude(pk=pk) if event else None
    context = {
        "article": article,
        "event": event,
        "others": others.as_rows().order_by("published", "pk") if event else [],
        "copies": Article.objects.published().copies_of_one(article, _MOST_COPIES),
        "also_about": article.also_about.visible().exclude(pk=article.event_id).latest_first(),
    }
    return render(request, "articles/article.html", context)


@require_safe
def tag_index(request):
    """List the tags."""
    things = filed_under(Tag)
    return render(request, "articles/index.html", {"title": "Tags", "things": things})


@require_safe
def category_index(request):
    """List the categories."""
    things = filed_under(Category)
    return render(request, "articles/index.html", {"title": "Categories", "things": things})


@require_safe
def source_index(request):
    """List the sources."""
    things = filed_under(Source)
    return render(request, "articles/index.html", {"title": "Sources", "things": things})


@require_safe
def feed_index(request):
    """Say how to follow any list."""
    context = {
        "lists": [listings.articles(), listings.events()],
        "tags": filed_under(Tag)[:12],
        "sources": filed_under(Source)[:12],
    }
    return render(request, "articles/feeds.html", context)


@require_safe
def about(request):
    """Say what the archive is, and whom to ask about it."""
    summaries = Article.objects.listed().filter(is_archive_summary=True)
    context = {
        "archive": extent(),
        "has_summaries": summaries.exists(),
        "contact": _contact(),
    }
    return render(request, "articles/about.html", context)


def _contact():
    """Return where readers report errors, as a link, or None where nobody said."""
    given = settings.CONTACT
    if not given:
        return None
    is_page = given.startswith(("http://", "https://"))
    return {"label": given, "url": given if is_page else f"mailto:{given}"}


@require_safe
def health(request):
    """Answer 200 when the site and its database work, 503 when the database does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return HttpResponse("no database\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def favicon(request):
    """Lead browsers that ask for the customary address to the site's mark."""
    return redirect(static("favicon.svg"))


@require_safe
def robots(request):
    """Let robots read all but searches and the admin."""
    lines = (
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /search",
        f"Sitemap: {listings.absolute('/sitemap.xml')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def _moved(request, listing, suffix):
    return _forwarded(request, listing.format_url(suffix) if suffix else listing.page_url())


def _forwarded(request, path):
    forwarded = redirect(_with_query(request, path), permanent=True)
    # A name can be taken back and a merge undone, and browsers keep a permanent redirect for as
    # long as they like: two that contradict each other would have no end.
    patch_cache_control(forwarded, no_cache=True)
    return forwarded


def _with_query(request, path):
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path


def _deleted(request, pk):
    """Answer 410 for an article that was once public and then erased or deleted, else 404."""
    if tombstone := Tombstone.objects.filter(pk=pk, was_public=True).first():
        return _no_more(request, {"tombstone": tombstone})
    revisions = apps.get_model("articles", "ArticleRevision").objects.filter(pgh_obj_id=pk)
    if not revisions.exclude(first_public_at=None).exists():
        raise Http404("There is no such article.")
    return _no_more(request, {"heading": "This page was withdrawn"})


def _gone(request, thing, reason, heading="This page was withdrawn", signposts=()):
    """Answer 410 for what was once public, 404 for what never was."""
    if not thing.was_public:
        raise Http404("It is not public.")
    return _no_more(request, {"reason": reason, "heading": heading, "signposts": signposts})


def _no_more(request, shown):
    """Answer 410. Browsers would keep that for good, and what was withdrawn may come back."""
    page = render(request, "410.html", shown, status=410)
    patch_cache_control(page, no_cache=True)
    return page
