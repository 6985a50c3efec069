"""Readable names of what a query was narrowed to."""

from collections import defaultdict
from collections.abc import Iterable

from articles.models import Category, Event, Source, Tag
from articles.query import Choice, row_number

# Parameter: what its values name, the column that they stand in, and the column of the name.
_NAMED = {
    "source": (Source, "domain", "name"),
    "category": (Category, "slug", "name"),
    "tag": (Tag, "slug", "name"),
}


def labels(choices: Iterable[Choice]) -> dict[tuple[str, str], str]:
    """Return {(parameter, value): readable name} of choices; what readers may not see has none."""
    wanted = defaultdict(set)
    for choice in choices:
        wanted[choice.name].add(choice.value)
    found = {}
    for name, (model, column, label) in _NAMED.items():
        if name in wanted:
            named = model.objects.visible().filter(**{f"{column}__in": wanted[name]})
            found |= {(name, value): text for value, text in named.values_list(column, label)}
    return found | _events(wanted.get("event", ()))


def _events(values):
    """Name the events that readers may see; a value is a number, with or without a title."""
    named = {value: row_number(value.partition("-")[0]) for value in values}
    numbers = {value: number for value, number in named.items() if number is not None}
    titles = dict(
        Event.objects.visible().filter(pk__in=numbers.values()).values_list("pk", "title")
        if numbers
        else ()
    )
    return {("event", v): titles[number] for v, number in numbers.items() if number in titles}
