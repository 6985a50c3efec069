"""URL parameters to a Query and back: the same on every list, page, feed and export."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from articles.query.dates import NotADateError, period, span, written
from articles.query.language import Filter, Part, Period, Problem, parse_text

CHOICES = ("tag", "source", "category", "event", "lang", "date")
# The orders in which what matches best comes first.
BY_MATCH = ("relevance", "match")
SORTS = (*BY_MATCH, "newest", "oldest", "added", "size", "happened")
GROUPS = ("event", "none")
_LONGEST_TEXT = 10_000
_MOST_CHOICES = 50
LAST_PAGE = 10_000
_NUMBER = re.compile("[0-9]{1,9}")
_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Choice:
    """One value of a filter parameter: `tag=china`, or `tag=-china` to leave it out."""

    name: str
    value: str
    excluded: bool = False

    def __str__(self):
        return f"-{self.value}" if self.excluded else self.value


@dataclass(frozen=True)
class Query:
    """Everything that a list may be asked.

    `text` is what was typed and `part` what it means. A single `date` stands in `after` and
    `before`; several, and those left out, are `choices`. `scope` is what the address already says
    (the tag of a tag's page, the month of a month's), so it is never printed as a parameter.
    `problems` tell what in the text was not understood, `errors` which parameters are malformed.
    """

    text: str = ""
    part: Part | None = None
    choices: tuple[Choice, ...] = ()
    after: date | None = None
    before: date | None = None
    sort: str = ""
    group: str = ""
    page: int = 1
    scope: tuple[Filter | Period, ...] = ()
    problems: tuple[Problem, ...] = ()
    errors: tuple[Problem, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing beside the scope narrows the list."""
        return not (self.part or self.choices or self.after or self.before)

    def chosen(self, name: str) -> tuple[Choice, ...]:
        """Return the choices of one parameter; bounds that are a year, month or day are a date."""
        found = tuple(choice for choice in self.choices if choice.name == name)
        return (self._date, *found) if name == "date" and self._date else found

    def with_choice(self, choice: Choice) -> "Query":
        """Return this query with one more choice, on its first page.

        A date takes the place of those that it lies in or that lie in it.
        """
        kept = self.chosen(choice.name)
        if choice.name == "date":
            kept = tuple(one for one in kept if _stands_beside(one, choice))
        return self._choosing(choice.name, (*kept, choice))

    def without_choice(self, choice: Choice) -> "Query":
        """Return this query without one choice, on its first page."""
        kept = tuple(one for one in self.chosen(choice.name) if one != choice)
        return self._choosing(choice.name, kept)

    def without(self, name: str) -> "Query":
        """Return this query without what is chosen of one parameter; what is left out stays so."""
        return self._choosing(name, tuple(one for one in self.chosen(name) if one.excluded))

    def _choosing(self, name: str, choices: tuple[Choice, ...]) -> "Query":
        others = tuple(choice for choice in self.choices if choice.name != name)
        bounds = {"after": None, "before": None} if name == "date" and self._date else {}
        return replace(self, choices=(*others, *choices), page=1, **bounds)

    @property
    def _date(self) -> Choice | None:
        """The year, month or day that the bounds are, if they are one and no date is chosen."""
        if not (self.after and self.before) or any(map(_is_wanted_date, self.choices)):
            return None
        text = written(self.after, self.before)
        return None if ".." in text else Choice("date", text)

    def parameters(self) -> str:
        """Return the query string that gives this query again, without a question mark."""
        pairs = [("q", self.text)]
        pairs += [(choice.name, str(choice)) for choice in self.choices]
        pairs += [
            *self._bounds(),
            ("sort", self.sort),
            ("group", self.group),
            ("page", self.page if self.page > 1 else ""),
        ]
        return urlencode([(name, value) for name, value in pairs if value])

    def _bounds(self) -> list[tuple[str, str | None]]:
        if self._date:
            return [("date", self._date.value)]
        days = {"after": self.after, "before": self.before}
        return [(name, day and day.isoformat()) for name, day in days.items()]


def parse(parameters: Mapping[str, list[str]], scope: Iterable[Filter | Period] = ()) -> Query:
    """Return the query that `parameters`, as {name: [value, …]}, ask for within `scope`.

    Never raises: a malformed parameter is left out and told in `errors`.
    """
    errors: list[Problem] = []
    text, problems = _text(parameters)
    part, more_problems = parse_text(text)
    choices = _choices(parameters, errors)
    dates = [choice for choice in choices if _is_wanted_date(choice)]
    if len(dates) == 1:
        choices = tuple(choice for choice in choices if choice not in dates)
    after, before = _bounds(parameters, dates, errors)
    if after and before and after > before:
        errors.append(Problem(f"The days end on {before} before they begin on {after}."))
    return Query(
        text=text,
        part=part,
        choices=choices,
        after=after,
        before=before,
        sort=_one_of(parameters, "sort", SORTS, errors),
        group=_one_of(parameters, "group", GROUPS, errors),
        page=_page(parameters, errors),
        scope=tuple(scope),
        problems=problems + more_problems,
        errors=tuple(errors),
    )


def _is_wanted_date(choice: Choice) -> bool:
    return choice.name == "date" and not choice.excluded


def _stands_beside(chosen: Choice, new: Choice) -> bool:
    """Say whether a date that was chosen still says something beside a new one."""
    if new.excluded:
        return not _lies_in(chosen, new)
    return not (_lies_in(new, chosen) or (not chosen.excluded and _lies_in(chosen, new)))


def _lies_in(inner: Choice, outer: Choice) -> bool:
    (first, last), (after, before) = period(inner.value), period(outer.value)
    begins = after is None or (first is not None and first >= after)
    return begins and (before is None or (last is not None and last <= before))


def _last(parameters, name) -> str:
    values = parameters.get(name) or [""]
    return printable(values[-1])


def printable(text: str) -> str:
    """Return text without signs that nobody sees, and what no page, feed or database can hold."""
    return _UNPRINTABLE.sub(" ", _UNSEEN.sub("", text)).strip()


def _text(parameters) -> tuple[str, tuple[Problem, ...]]:
    text = _last(parameters, "q")
    if len(text) <= _LONGEST_TEXT:
        return text, ()
    kept = text[:_LONGEST_TEXT].strip()
    told = f"Only the first {_LONGEST_TEXT:,} characters of a search are read."
    return kept, (Problem(told, len(kept), len(kept)),)


def _choices(parameters, errors) -> tuple[Choice, ...]:
    found = []
    for name in CHOICES:
        for value in parameters.get(name, []):
            bare = printable(value)
            choice = Choice(name, bare.removeprefix("-"), excluded=bare.startswith("-"))
            if choice.value and name == "date":
                choice = replace(choice, value=_canonical(bare, choice.value, errors))
            if choice.value and choice not in found:
                found.append(choice)
    if len(found) > _MOST_CHOICES:
        errors.append(Problem(f"Only the first {_MOST_CHOICES} filters are used."))
    return tuple(found[:_MOST_CHOICES])


def _canonical(given: str, text: str, errors) -> str:
    """Return a date as it is printed, "" where it is malformed."""
    try:
        return written(*period(text))
    except NotADateError as error:
        errors.append(Problem(f"“date={given[:40]}” {error}"))
        return ""


def _bounds(parameters, dates, errors) -> tuple[date | None, date | None]:
    """Return the bounds that are asked for, within the `dates` where these are a single one."""
    after, before = period(dates[0].value) if len(dates) == 1 else (None, None)
    first, _ = _days(parameters, "after", errors)
    _, last = _days(parameters, "before", errors)
    return (
        max(filter(None, (after, first)), default=None),
        min(filter(None, (before, last)), default=None),
    )


def _days(parameters, name, errors) -> tuple[date | None, date | None]:
    text = _last(parameters, name)
    try:
        return span(text) if text else (None, None)
    except NotADateError as error:
        errors.append(Problem(f"“{name}={text[:40]}” {error}"))
        return None, None


def _one_of(parameters, name, known, errors) -> str:
    text = _last(parameters, name)
    if text and text not in known:
        errors.append(Problem(f"“{name}={text[:40]}” is not known. Write {', '.join(known)}."))
        return ""
    return text


def _page(parameters, errors) -> int:
    text = _last(parameters, "page")
    if not text:
        return 1
    if _NUMBER.fullmatch(text) and 1 <= int(text) <= LAST_PAGE:
        return int(text)
    errors.append(Problem(f"“page={text[:40]}” is not a page. Write a number from 1."))
    return 1
