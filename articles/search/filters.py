"""The filters of a query by their names, and periods, as conditions on search entries."""

from collections.abc import Sequence

from django.db.models import Q

from articles.models import Category, Event, Source, Tag
from articles.names import name_key
from articles.query import Period, period, row_number
from articles.query.language import KINDS
from articles.search.conditions import EVERYTHING, NOTHING, Condition, Key
from articles.search.entries import any_of, label, rows
from articles.search.scoring import quoted

# A period of more months than this is looked up by its years; of more years, not by keys at all.
_MOST_MONTHS = 24
_MOST_YEARS = 40

_MOST_EVENTS = 1000

_BYLINE = """
SELECT tsvector_to_array(to_tsvector('simple', folded)), phraseto_tsquery('simple', folded)::text
FROM archive_fold(%s) folded
"""


def filtered(name: str, value: str) -> Condition:
    """Return the condition that a filter such as `tag:china` asks for."""
    if name in KINDS:
        return _tag(value, kind=name)
    return _FILTERS[name](value)


def within(part: Period) -> Condition:
    """Return the condition that an article was published in a period."""
    sql = " AND ".join(
        bound
        for bound, day in (("e.published >= %s", part.after), ("e.published <= %s", part.before))
        if day
    )
    parameters = tuple(day for day in (part.after, part.before) if day)
    if not sql:
        return EVERYTHING
    labels = _months(part) if part.after and part.before else []
    if not labels:
        return Condition(f"({sql})", parameters, share=lambda of: 0.3)
    return _labelled(f"({sql})", parameters, labels, exact=False)


def _months(part: Period) -> list[str]:
    """Return the labels of the months, or of the years, in which a period lies."""
    first, last = part.after, part.before
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    if len(months) <= _MOST_MONTHS:
        return [f"m{month // 12 * 100 + month % 12 + 1}" for month in months]
    years = range(first.year, last.year + 1)
    return [f"y{year}" for year in years] if len(years) <= _MOST_YEARS else []


def _labelled(sql: str, parameters: tuple, labels: Sequence[str], *, exact=True) -> Condition:
    """Return a condition that one of these labels tells."""
    keys = [label(name) for name in labels]
    return Condition(
        sql,
        parameters,
        (Key(any_of(keys)),),
        leads=True,
        exact=exact,
        share=lambda of: min(1.0, sum(map(of, keys))),
        used=frozenset(keys),
    )


def _tag(value: str, **more) -> Condition:
    addresses = Q(slug=value), Q(aliases__slug=value)
    names = Q(key=name_key(value)), Q(aliases__key=name_key(value))
    ids = _called(Tag.objects.filter(**more), *addresses, *names)
    if not ids:
        return NOTHING
    return _labelled("e.tags && %s::bigint[]", (ids,), [f"t{pk}" for pk in ids])


def _called(things, *ways: Q) -> list[int]:
    """Return the ids of what the first of these ways finds: one's name may be another's address."""
    found = (sorted(set(things.filter(way).values_list("pk", flat=True))) for way in ways)
    return next(filter(None, found), [])


def _source(value: str) -> Condition:
    domain = value.lower()
    domains = Q(domains__domain=domain), Q(domains__domain=domain.removeprefix("www."))
    return _one_of("source", "s", _called(Source.objects, *domains, Q(name__iexact=value)))


def _category(value: str) -> Condition:
    ids = _called(Category.objects, Q(slug=value), Q(key=name_key(value)))
    return _one_of("category", "c", ids)


def _one_of(column, letter, ids: list[int]) -> Condition:
    if not ids:
        return NOTHING
    labels = [f"{letter}{pk}" for pk in ids]
    return _labelled(f"coalesce(e.{column} = ANY(%s), false)", (ids,), labels)


def _event(value: str) -> Condition:
    """Match an event by its id, as in its address, or by words of its title."""
    number = row_number(value.partition("-")[0])
    ids = []
    if number is not None:
        heirs = Q(pk=number) | Q(merged_from=number)
        ids = list(Event.objects.filter(heirs).values_list("pk", flat=True))
    if not ids:
        titled = Event.objects.visible().filter(title__icontains=value).latest_first()
        ids = list(titled.values_list("pk", flat=True)[:_MOST_EVENTS])
    if not ids:
        return NOTHING
    inside = "e.article_id IN (SELECT id FROM articles_article WHERE event_id = ANY(%s))"
    return Condition(inside, (ids,), narrow=True, share=lambda of: 0.0001)


def _author(value: str) -> Condition:
    """Match words of the byline, side by side."""
    [(words, phrase)] = rows(_BYLINE, [value])
    keys = [label(f"a{word}") for word in words]
    if not keys:
        return NOTHING
    return Condition(
        "to_tsvector('simple', archive_fold(e.byline)) @@ %s::tsquery",
        (phrase,),
        tuple(Key(quoted(key)) for key in keys),
        leads=True,
        share=lambda of: min(map(of, keys)),
        used=frozenset(keys),
    )


def _language_is(value: str) -> Condition:
    """Match a language; that of a region, such as `pt-br`, with what tells no region."""
    code = value.lower()
    codes = list(dict.fromkeys([code, code.partition("-")[0]]))
    return _labelled("e.language = ANY(%s)", (codes,), [f"l{one}" for one in codes])


def in_languages(codes: Sequence[str]) -> Condition:
    """Return the condition that an article is in one of these languages (primary subtags)."""
    labels = [label(f"l{code}") for code in codes]
    # It may be that of a region, such as `pt-br`.
    keys = [f"{quoted(name)} | {quoted(f'{name}-')}:*" for name in labels]
    return Condition(
        "split_part(e.language, '-', 1) = ANY(%s)",
        (list(codes),),
        (Key(" | ".join(keys)),),
        leads=True,
        exact=True,
        share=lambda of: min(1.0, sum(map(of, labels))),
        used=frozenset(labels),
    )


def _has(value: str) -> Condition:
    if value == "source":
        return Condition("e.source IS NOT NULL", share=lambda of: 0.8)
    return Condition("e.event IS NOT NULL", share=lambda of: 0.4)


def _date(value: str) -> Condition:
    return within(Period(*period(value)))


_FILTERS = {
    "tag": _tag,
    "source": _source,
    "category": _category,
    "event": _event,
    "author": _author,
    "lang": _language_is,
    "date": _date,
    "has": _has,
}
