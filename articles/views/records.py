"""The pages of single events and articles."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from articles import listings
from articles.coverage.citations import official_texts
from articles.coverage.edits import last_edited
from articles.coverage.outlets import outlets_of
from articles.coverage.reasons import reasons
from articles.coverage.related import related
from articles.coverage.signposts import Signpost, signposts
from articles.coverage.timeline import timeline
from articles.models import Article, Category, Event, Tag
from articles.query import CHOICES
from articles.views.elsewhere import deleted, forwarded, gone, moved
from articles.views.lists import show_list

_MOST_COVERAGE = 150
_MOST_COPIES = 12
_MOST_MENTIONS = 50
_MOST_TAGS = 30

# Asked for any of these, an event's page is a list like others.
_NARROWING = {"q", *CHOICES, "after", "before", "sort", "group", "page"}


@require_safe
def event_detail(request, pk, slug="", suffix=""):
    """Show an event: who reported it, and when. A merged event redirects to its heir."""
    event = Event.objects.filter(pk=pk).first()
    if event is None:
        raise Http404("There is no such event.")
    if event.merged_into_id:
        return moved(request, listings.event(event.heir()), suffix)
    if not event.is_visible:
        return _parted(request, event, suffix)
    listing = listings.event(event)
    if slug != event.slug:
        return moved(request, listing, suffix)
    if suffix or any(name in _NARROWING for name in request.GET):
        return show_list(request, listing, suffix)
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
    return gone(request, event, said, heading="This event is gone", signposts=ways)


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
        return deleted(request, pk)
    if not article.is_published:
        reason = article.status_reason if article.status == Article.Status.WITHDRAWN else ""
        return gone(request, article, reason)
    if slug != article.slug:
        return forwarded(request, article.get_absolute_url())
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
