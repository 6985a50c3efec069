"""A Query as a condition on search entries: exact in SQL, and as keys that their index knows.

Every part of a query is both. Its SQL always decides; its keys are a tsquery that every match
fulfils, and where they say all that the SQL says they are exact and are asked alone.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q

from articles.models import Category, Event, Source, Tag
from articles.names import name_key
from articles.query import And, Filter, Not, Or, Part, Period, Phrase, Query, Word
from articles.query.language import KINDS
from articles.search.entries import KEY, Sql, all_of, any_of, hidden, label, rows
from articles.search.scoring import quoted
from articles.search.words import Reading

Share = Callable[[str], float]

# A period of more months than this is looked up by its years; of more years, not by keys at all.
_MOST_MONTHS = 24
_MOST_YEARS = 40

_MOST_EVENTS = 1000

# Of the articles with the rarest word of a phrase, about so many have the phrase.
_IN_ORDER = 0.3

_BYLINE = """
SELECT tsvector_to_array(to_tsvector('simple', folded)), phraseto_tsquery('simple', folded)::text
FROM archive_fold(%s) folded
"""


class Key(NamedTuple):
    """A tsquery that must hold, and the stems of which each alone makes it hold."""

    asked: str
    stems: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Condition:
    """What an entry named e must fulfil.

    `keys` are what must hold in the index for it to be fulfilled; `leads` says that they name
    something that must be there, so that the index can find it, and `exact` that they say all.
    `reads` says that the vector must be read to decide, `narrow` that the SQL itself leads to few
    rows. `share` estimates, from the shares of keys, what part of the listed articles fulfil it.
    `used` are the keys that the estimate asks for.
    """

    sql: str
    parameters: tuple = ()
    keys: tuple[Key, ...] = ()
    leads: bool = False
    exact: bool = False
    reads: bool = False
    narrow: bool = False
    share: Callable[[Share], float] = field(default=lambda share: 1.0, compare=False)
    used: frozenset[str] = frozenset()

    def where(self, *more_keys: str) -> Sql:
        """Return the condition on listed articles; `more_keys` are tsqueries that must hold too."""
        keys = self.keys if self.leads and not self.narrow else ()
        asked = all_of((*(key.asked for key in keys), *more_keys))
        if not asked:
            return Sql(f"e.listed AND {self.sql}", self.parameters)
        if keys and self.exact:
            return Sql(f"{KEY} @@ %s::tsquery", (asked,))
        return Sql(f"{KEY} @@ %s::tsquery AND {self.sql}", (asked, *self.parameters))


EVERYTHING = Condition("true", exact=True)
NOTHING = Condition("false", narrow=True, share=lambda share: 0.0)


def every(conditions: Sequence[Condition]) -> Condition:
    """Return the condition that all of these hold."""
    parts = [c for c in conditions if c is not EVERYTHING]
    if len(parts) < 2:
        return parts[0] if parts else EVERYTHING

    def share(of: Share) -> float:
        return math.prod(part.share(of) for part in parts)

    return Condition(
        f"({' AND '.join(part.sql for part in parts)})",
        _parameters(parts),
        tuple(key for part in parts for key in part.keys),
        leads=any(part.leads for part in parts),
        exact=all(part.exact for part in parts),
        reads=any(part.reads for part in parts),
        narrow=any(part.narrow for part in parts),
        share=share,
        used=_used(parts),
    )


def either(conditions: Sequence[Condition]) -> Condition:
    """Return the condition that one of these holds."""
    parts = [c for c in conditions if c is not NOTHING]
    if len(parts) < 2:
        return parts[0] if parts else NOTHING

    def share(of: Share) -> float:
        return 1 - math.prod(1 - part.share(of) for part in parts)

    leads = all(part.leads for part in parts)
    return Condition(
        f"({' OR '.join(part.sql for part in parts)})",
        _parameters(parts),
        (_any_key(parts),) if leads else (),
        leads=leads,
        exact=leads and all(part.exact for part in parts),
        reads=any(part.reads for part in parts),
        narrow=all(part.narrow for part in parts),
        share=share,
        used=_used(parts),
    )


def none_of(part: Condition) -> Condition:
    """Return the condition that this does not hold."""
    exact = part.exact and bool(part.keys)
    return Condition(
        f"NOT coalesce({part.sql}, false)",
        part.parameters,
        (Key(f"!({_joined(part)})"),) if exact else (),
        exact=exact,
        reads=part.reads,
        share=lambda of: 1 - part.share(of),
        used=part.used,
    )


def _joined(part: Condition) -> str:
    return all_of(key.asked for key in part.keys)


def _any_key(parts: Sequence[Condition]) -> Key:
    alone = [part.keys[0].stems for part in parts if len(part.keys) == 1]
    asked = " | ".join(f"({_joined(part)})" for part in parts)
    return Key(asked, frozenset().union(*alone))


def _parameters(parts) -> tuple:
    return tuple(parameter for part in parts for parameter in part.parameters)


def _used(parts) -> frozenset:
    return frozenset().union(*(part.used for part in parts))


def condition_of(
    query: Query, readings: Mapping[Word | Phrase, tuple[Reading, ...]], *, without: str = ""
) -> Condition:
    """Return what an entry must fulfil; choices of the parameter `without` are left out."""
    found = [_condition(part, readings) for part in query.scope]
    if query.part:
        found.append(_condition(query.part, readings))
    if query.after or query.before:
        found.append(_period(Period(query.after, query.before)))
    return every([*found, *_choices(query, without)])


def at_desk(part: Part | None, readings: Mapping[Word | Phrase, tuple[Reading, ...]]) -> Sql:
    """Return what any entry must fulfil, listed or not."""
    found = _condition(part, readings) if part else EVERYTHING
    if not found.leads or found.narrow:
        return Sql(found.sql, found.parameters)
    asked = f"{KEY} @@ %s::tsquery OR {KEY} @@ %s::tsquery"
    keys = _joined(found)
    return Sql(f"({asked}) AND {found.sql}", (keys, hidden(keys), *found.parameters))


def _condition(part: Part, readings) -> Condition:
    match part:
        case Word() | Phrase():
            return _text(part, readings[part])
        case Not():
            return none_of(_condition(part.part, readings))
        case And():
            return every([_condition(p, readings) for p in part.parts])
        case Or():
            return either([_condition(p, readings) for p in part.parts])
        case Period():
            return _period(part)
        case Filter():
            return _filter(part.name, part.value)


def _text(leaf: Word | Phrase, readings: Sequence[Reading]) -> Condition:
    """Return the condition of a word or phrase, as any of its readings has it."""
    if not readings:
        return EVERYTHING
    in_order = isinstance(leaf, Phrase) and any(len(r.lexemes) > 1 for r in readings)
    phrase = " | ".join(f"({reading.phrase})" for reading in readings)
    keys = _any_or_each(readings)
    anywhere = all_of(key.asked for key in keys)
    vector = "ts_filter(e.vector, '{a}')" if leaf.field else "e.vector"

    def share(of: Share) -> float:
        rest = 1.0
        for reading in readings:
            known = map(of, reading.lexemes)
            rest *= 1 - (_IN_ORDER * min(known) if in_order else math.prod(known))
        return 1 - rest

    return Condition(
        f"{vector} @@ %s::tsquery",
        (phrase if in_order or leaf.field else anywhere,),
        keys,
        leads=True,
        exact=not (in_order or leaf.field),
        reads=bool(in_order or leaf.field),
        share=share,
        used=frozenset(lexeme for reading in readings for lexeme in reading.lexemes),
    )


def _any_or_each(readings: Sequence[Reading]) -> tuple[Key, ...]:
    """Return the keys of a word: its stems, or of several readings that one of them is there."""
    if len(readings) == 1:
        return tuple(Key(quoted(stem), frozenset({stem})) for stem in readings[0].lexemes)
    asked = " | ".join(f"({all_of(map(quoted, reading.lexemes))})" for reading in readings)
    alone = {reading.lexemes[0] for reading in readings if len(reading.lexemes) == 1}
    return (Key(asked, frozenset(alone)),)


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


def _period(part: Period) -> Condition:
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


def _choices(query: Query, without: str) -> list[Condition]:
    """Return the conditions of the filter parameters: any of one name's values, all names."""
    found: list[Condition] = []
    wanted: dict[str, list[Condition]] = {}
    for choice in query.choices:
        if choice.name == without:
            continue
        one = _filter(choice.name, choice.value)
        if choice.excluded:
            found.append(none_of(one))
        else:
            wanted.setdefault(choice.name, []).append(one)
    return found + [either(conditions) for conditions in wanted.values()]


def _filter(name: str, value: str) -> Condition:
    if name in KINDS:
        return _tag(value, kind=name)
    return _FILTERS[name](value)


def _tag(value: str, **more) -> Condition:
    key = name_key(value)
    named = Q(slug=value) | Q(key=key) | Q(aliases__slug=value) | Q(aliases__key=key)
    ids = sorted(set(Tag.objects.filter(named, **more).values_list("pk", flat=True)))
    if not ids:
        return NOTHING
    return _labelled("e.tags && %s::bigint[]", (ids,), [f"t{pk}" for pk in ids])


def _source(value: str) -> Condition:
    domain = value.lower().removeprefix("www.")
    named = Q(domains__domain=domain) | Q(name__iexact=value)
    return _one_of("source", "s", Source.objects.filter(named))


def _category(value: str) -> Condition:
    named = Q(slug=value) | Q(key=name_key(value))
    return _one_of("category", "c", Category.objects.filter(named))


def _one_of(column, letter, things) -> Condition:
    ids = sorted(set(things.values_list("pk", flat=True)))
    if not ids:
        return NOTHING
    labels = [f"{letter}{pk}" for pk in ids]
    return _labelled(f"coalesce(e.{column} = ANY(%s), false)", (ids,), labels)


def _event(value: str) -> Condition:
    """Match an event by its id, as in its address, or by words of its title."""
    number = value.partition("-")[0]
    if number.isascii() and number.isdigit() and len(number) < 19:
        heirs = Event.objects.filter(merged_from=int(number)).values_list("pk", flat=True)
        ids = [int(number), *heirs]
    else:
        titled = Event.objects.visible().filter(title__icontains=value).latest_first()
        ids = list(titled.values_list("pk", flat=True)[:_MOST_EVENTS])
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
    return _labelled("e.language = %s", (value.lower(),), [f"l{value.lower()}"])


def _has(value: str) -> Condition:
    if value == "source":
        return Condition("e.source IS NOT NULL", share=lambda of: 0.8)
    return Condition("e.event IS NOT NULL", share=lambda of: 0.4)


_FILTERS = {
    "tag": _tag,
    "source": _source,
    "category": _category,
    "event": _event,
    "author": _author,
    "lang": _language_is,
    "has": _has,
}
