"""The site itself: its first page, what leads to its lists, and what it says of itself."""

from django.conf import settings
from django.db import OperationalError, connection
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles import listings
from articles.models import Article, Category, Source, Tag
from articles.search import Shape, answer
from articles.search.completions import completions
from articles.search.filed import extent, filed_under, fullest

_EVENTS_AT_HOME = 10
_ARTICLES_AT_HOME = 10
_FULLEST = 12
_SECONDS_OF_SUGGESTIONS = 60


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
@cache_control(public=True, max_age=_SECONDS_OF_SUGGESTIONS)
def suggestions(request):
    """Suggest what a reader may mean who is still typing."""
    found = completions(request.GET.get("q", ""))
    told = [{"kind": one.kind, "label": one.label, "url": one.path} for one in found]
    return JsonResponse({"suggestions": told})


@require_safe
def tag_index(request):
    """List the tags."""
    return _index(request, "Tags", Tag)


@require_safe
def category_index(request):
    """List the categories."""
    return _index(request, "Categories", Category)


@require_safe
def source_index(request):
    """List the sources."""
    return _index(request, "Sources", Source)


def _index(request, title, model):
    context = {"title": title, "things": filed_under(model)}
    return render(request, "articles/index.html", context)


@require_safe
def feed_index(request):
    """Say how to follow any list."""
    context = {
        "lists": [listings.articles(), listings.events()],
        "tags": fullest(Tag, _FULLEST),
        "sources": fullest(Source, _FULLEST),
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
