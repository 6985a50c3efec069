"""Every list that has an address: its title, its path and the query that it asks."""

import calendar
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404

from articles.models import Category, Event, Source, Tag
from articles.query import CHOICES, And, Choice, Filter, Period, Query, parse, printed

FORMATS = ("rss", "atom", "json", "csv")


@dataclass(frozen=True)
class Listing:
    """A list at an address. `path` has neither the final slash nor a format's suffix.

    `of_events` says that its items are events, not articles. `scope` is what the address itself
    asks for; `subject` is the tag, category, source or event that the list is about. `lasting_path`
    stays where `path` follows a title, else it is empty.
    """

    title: str
    path: str
    description: str
    scope: tuple[Filter | Period, ...] = ()
    of_events: bool = False
    subject: object = None
    lasting_path: str = ""

    def query(self, parameters) -> Query:
        """Return the query that URL parameters (a QueryDict) ask within this list."""
        return parse(dict(parameters.lists()), self.scope)

    def page_url(self, query: Query | None = None) -> str:
        """Return the path of its page, with the parameters of `query`."""
        return _with_parameters(f"{self.path}/", query)

    def lasting_url(self, query: Query) -> str:
        """Return what is the same for as long as the list is, whatever its subject is called."""
        return _with_parameters(f"{self.lasting_path or self.path}/", query)

    def format_url(self, name: str, query: Query | None = None) -> str:
        """Return the path of its feed or download in one of FORMATS."""
        return _with_parameters(f"{self.path}.{name}", query)


def absolute(path: str) -> str:
    """Return a path as an address that stands by itself, on the site that SITE_URL names."""
    return f"{settings.SITE_URL}{path}"


def articles() -> Listing:
    """Return the list of all articles."""
    return Listing("Articles", "/articles", "Every article in the archive.")


def events() -> Listing:
    """Return the list of all events."""
    return Listing(
        "Events",
        "/events",
        "Happenings that several articles report.",
        scope=(Filter("has", "event"),),
        of_events=True,
    )


def events_of(query: Query) -> str | None:
    """Return the path of the list of events that report what a list of articles is asked for.

    It is None where that is one event.
    """
    if any(isinstance(part, Filter) and part.name == "event" for part in query.scope):
        return None
    return events().page_url(replace(_spelled_out(query), group="", page=1))


def coverage_of(found: Event, query: Query) -> str:
    """Return the path of the articles of an event that `query` finds."""
    wanted = _spelled_out(query)
    choices = tuple(choice for choice in wanted.choices if choice.name != "event")
    wanted = replace(wanted, choices=choices, group="none", page=1)
    return found.get_absolute_url() if wanted.is_empty else event(found).page_url(wanted)


def _spelled_out(query: Query) -> Query:
    """Return a query with what the list's own address says among its parameters.

    Values of one parameter are alternatives, so beside others it is said in the text. Left out is
    that articles report an event, which the lists of events say themselves.
    """
    filters = [p for p in query.scope if isinstance(p, Filter) and p.name in CHOICES]
    chosen = {choice.name for choice in query.choices if not choice.excluded}
    choices = tuple(Choice(p.name, p.value) for p in filters if p.name not in chosen)
    wanted = replace(query, choices=(*choices, *query.choices))
    if also := tuple(part for part in filters if part.name in chosen):
        part = And((*also, query.part)) if query.part else And(also)
        wanted = replace(wanted, text=printed(part), part=part)
    for period in query.scope:
        if isinstance(period, Period):
            wanted = replace(
                wanted,
                after=max(filter(None, (period.after, query.after)), default=None),
                before=min(filter(None, (period.before, query.before)), default=None),
            )
    return wanted


def search() -> Listing:
    """Return the list that a search shows."""
    return Listing("Search", "/search", "Articles that match a search.")


def tag(slug: str) -> Listing:
    """Return the list of a tag. Raises Http404 where readers see none."""
    found = get_object_or_404(Tag.objects.visible(), slug=slug)
    return _about(found, f"/tags/{found.slug}", "Articles tagged", Filter("tag", found.slug))


def category(slug: str) -> Listing:
    """Return the list of a category. Raises Http404 where readers see none."""
    found = get_object_or_404(Category.objects.visible(), slug=slug)
    scope = Filter("category", found.slug)
    return _about(found, f"/categories/{found.slug}", "Articles filed under", scope)


def source(domain: str) -> Listing:
    """Return the list of a source. Raises Http404 where readers see none."""
    found = get_object_or_404(Source.objects.visible(), domain=domain)
    return _about(found, f"/sources/{domain}", "Articles from", Filter("source", domain))


def year(year: int) -> Listing:
    """Return the list of a year. Raises Http404 where there is no such year."""
    return _dated(f"{year:04}", f"/{year:04}", year, 1, 12)


def month(year: int, month: int) -> Listing:
    """Return the list of a month. Raises Http404 where there is no such month."""
    if not 1 <= month <= 12:
        raise Http404("There is no such month.")
    name = f"{calendar.month_name[month]} {year:04}"
    return _dated(name, f"/{year:04}/{month:02}", year, month, month)


def event(found: Event) -> Listing:
    """Return the list of the articles that report an event."""
    return Listing(
        found.title,
        found.get_absolute_url().rstrip("/"),
        found.summary or f"Articles that report “{found.title}”.",
        scope=(Filter("event", str(found.pk)),),
        subject=found,
        lasting_path=f"/events/{found.pk}",
    )


def _about(subject, path, words, scope) -> Listing:
    return Listing(str(subject), path, f"{words} {subject}.", (scope,), subject=subject)


def _dated(name, path, year, first_month, last_month) -> Listing:
    try:
        first = date(year, first_month, 1)
        last = date(year, last_month, calendar.monthrange(year, last_month)[1])
    except ValueError as error:
        raise Http404("There is no such year.") from error
    return Listing(name, path, f"Articles published in {name}.", (Period(first, last),))


def _with_parameters(path: str, query: Query | None) -> str:
    parameters = query.parameters() if query else ""
    return f"{path}?{parameters}" if parameters else path
