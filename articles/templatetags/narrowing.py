"""How a list is narrowed: facets, and what takes a choice back."""

from dataclasses import dataclass, replace
from functools import reduce

from django import template
from django.utils.dateformat import format as format_date
from django.utils.text import Truncator

from articles.query import Query, period
from articles.search.labels import labels
from articles.templatetags.archive import days, figure, language_name
from articles.templatetags.periods import month_of, year_of

register = template.Library()

_LONGEST = 80  # characters of a label
_SHOWN = 6  # values of a facet; the others are folded

_KINDS = {
    "source": "Source",
    "category": "Category",
    "tag": "Tag",
    "event": "Event",
    "lang": "Language",
    "date": "Published",
}


@dataclass(frozen=True)
class Chip:
    """Something that the list was narrowed by, and the address without it."""

    kind: str
    label: str
    url: str


@dataclass(frozen=True)
class Option:
    """A way to narrow a list: its address, and how many articles, or events, that leaves.

    The number is in words, with its noun, and nothing where it is not known. `state` is "chosen" or
    "excluded" where it is in force, and its address then takes it back; `exclusion` is the address
    that leaves it out.
    """

    label: str
    url: str
    number: str = ""
    noun: str = ""
    exclusion: str = ""
    state: str = ""


@dataclass(frozen=True)
class Options:
    """The options of one facet: those in sight, then those that are folded."""

    name: str
    label: str
    shown: tuple[Option, ...]
    folded: tuple[Option, ...]


@register.simple_tag
def narrowing(listing, answer):
    """Return the Options of an answer: every facet that divides it."""
    return [
        _options(listing, answer.query, facet)
        for facet in answer.facets
        if _in_force(facet) or (len(facet.values) > 1 and not _is_itself(listing, facet))
    ]


def _is_itself(listing, facet):
    """Whether a list of events would be narrowed to one of its rows."""
    return listing.of_events and facet.name == "event"


def _in_force(facet):
    return any(value.chosen for value in facet.values)


def _options(listing, query, facet):
    is_exact = not facet.sampled
    options = [_option(listing, query, value, is_exact) for value in facet.values]
    return _folded(facet.name, facet.label, options)


def _folded(name, label, options):
    """Fold all but the first options, and none that is in force."""
    shown = [o for place, o in enumerate(options) if place < _SHOWN or o.state]
    return Options(name, label, tuple(shown), tuple(o for o in options if o not in shown))


def _option(listing, query, value, is_exact):
    is_language = value.choice.name == "lang"
    label = language_name(value.label) if is_language else value.label
    label = Truncator(label).chars(_LONGEST)
    number = _number(listing, value.count, is_exact)
    if value.chosen:
        state = "excluded" if value.chosen.excluded else "chosen"
        url = listing.page_url(query.without_choice(value.chosen))
        return Option(label, url, *number, state=state)
    url = listing.page_url(query.with_choice(value.choice))
    without = query.with_choice(replace(value.choice, excluded=True))
    return Option(label, url, *number, exclusion=listing.page_url(without))


def _number(listing, count, is_exact):
    """Return a number in words and its noun, nothing where it is not known."""
    if count is None:
        return "", ""
    noun = "event" if listing.of_events else "article"
    return figure(count, is_exact), noun if count == 1 else f"{noun}s"


@register.simple_tag
def chips(listing, answer):
    """Return a Chip for each thing by which the list was narrowed."""
    return _chips(listing, answer, [[choice] for choice in answer.query.choices])


@register.simple_tag
def widenings(listing, answer):
    """Return a Chip for each thing without which a list that holds nothing may hold something.

    Values of one kind are alternatives, so that no less than all of them is left away.
    """
    groups = {}
    for choice in answer.query.choices:
        groups.setdefault(choice if choice.excluded else choice.name, []).append(choice)
    return _chips(listing, answer, groups.values())


def _chips(listing, answer, groups):
    query = answer.query
    known = _known_labels(answer)
    found = [
        Chip(
            _KINDS[group[0].name],
            " or ".join(_choice_label(choice, known) for choice in group),
            listing.page_url(reduce(Query.without_choice, group, query)),
        )
        for group in groups
    ]
    if query.text and listing.path != "/search":
        wider = replace(query, text="", part=None, problems=(), page=1)
        found.insert(0, Chip("Words", query.text, listing.page_url(wider)))
    if query.after or query.before:
        wider = replace(query, after=None, before=None, page=1)
        label = _dates_label(query.after, query.before)
        found.append(Chip("Published", label, listing.page_url(wider)))
    return found


def _known_labels(answer):
    """Return the readable names of all choices: those that facets bring, the others looked up."""
    known = {
        (facet.name, value.choice.value): value.label
        for facet in answer.facets
        for value in facet.values
    }
    return known | labels(c for c in answer.query.choices if (c.name, c.value) not in known)


def _choice_label(choice, known):
    if choice.name == "date":
        label = _dates_label(*period(choice.value))
    else:
        label = known.get((choice.name, choice.value), choice.value)
        label = language_name(label) if choice.name == "lang" else label
    return f"not {label}" if choice.excluded else label


@register.simple_tag
def wide_url(listing, query):
    """Return the address with nothing narrowed; words that were searched for stay."""
    wide = replace(query, choices=(), after=None, before=None, page=1)
    if listing.path != "/search":
        wide = replace(wide, text="", part=None)
    return listing.page_url(wide)


def _dates_label(after, before):
    if after is None:
        return f"until {format_date(before, 'j F Y')}"
    if before is None:
        return f"from {format_date(after, 'j F Y')}"
    if (after, before) == month_of(after):
        return format_date(after, "F Y")
    if (after, before) == year_of(after):
        return str(after.year)
    return days(after, before)
