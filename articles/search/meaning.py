"""A Query as a condition on search entries."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from articles.query import And, Filter, Not, Or, Part, Period, Phrase, Query, Word
from articles.search.conditions import (
    EVERYTHING,
    Condition,
    Key,
    Share,
    either,
    every,
    joined,
    none_of,
    said,
)
from articles.search.entries import KEY, Sql, all_of, hidden
from articles.search.filters import filtered, in_languages, within
from articles.search.scoring import quoted
from articles.search.words import Reading

# Of the articles with the rarest word of a phrase, about so many have it, if no pair tells.
_IN_ORDER = 0.3

# So large a part of all articles may have a pair's key because of other pairs.
_OTHER_PAIRS = 0.005


def condition_of(query: Query, readings: Mapping[Word | Phrase, tuple[Reading, ...]]) -> Condition:
    """Return what an entry must fulfil."""
    found = [_condition(part, readings) for part in query.scope]
    if query.part:
        found.append(_condition(query.part, readings))
    if query.after or query.before:
        found.append(within(Period(query.after, query.before)))
    return every([*found, *_choices(query)])


def at_desk(part: Part | None, readings: Mapping[Word | Phrase, tuple[Reading, ...]]) -> Sql:
    """Return what any entry must fulfil, listed or not."""
    found = _condition(part, readings) if part else EVERYTHING
    if not found.leads or found.narrow:
        return Sql(found.sql, found.parameters)
    asked = f"{KEY} @@ %s::tsquery OR {KEY} @@ %s::tsquery"
    keys = joined(found)
    return Sql(f"({asked}) AND {found.sql}", (keys, hidden(keys), *found.parameters))


def _condition(part: Part, readings) -> Condition:
    match part:
        case Word() | Phrase():
            return _text(part, readings[part])
        case Not():
            return none_of(_condition(part.part, readings))
        case And():
            return every([_condition(p, readings) for p in dict.fromkeys(part.parts)])
        case Or():
            return either([_condition(p, readings) for p in dict.fromkeys(part.parts)])
        case Period():
            return within(part)
        case Filter():
            return filtered(part.name, part.value)


def _choices(query: Query) -> list[Condition]:
    """Return the conditions of the filter parameters: any of one name's values, all names."""
    found: list[Condition] = []
    wanted: dict[str, list[Condition]] = {}
    for choice in query.choices:
        if choice.excluded:
            found.append(none_of(filtered(choice.name, choice.value)))
        else:
            one = filtered(choice.name, choice.value)
            wanted.setdefault(choice.name, []).append(one)
    return found + [either(conditions) for conditions in wanted.values()]


def _text(leaf: Word | Phrase, readings: Sequence[Reading]) -> Condition:
    """Return the condition of a word or phrase, as any of its readings has it."""
    anywhere = [reading for reading in readings if not reading.languages]
    elsewhere = [
        every([in_languages(reading.languages), _as_read(leaf, [reading])])
        for reading in readings
        if reading.languages
    ]
    return either([*([_as_read(leaf, anywhere)] if anywhere else []), *elsewhere])


def _as_read(leaf: Word | Phrase, readings: Sequence[Reading]) -> Condition:
    """Return the condition that an entry has a word or phrase, whatever its language.

    Its text decides: of a phrase or of what stands in a title that stems follow each other, else
    that they are there. Keys of stems, and of pairs where stems follow each other, lead to it.
    """
    several = isinstance(leaf, Phrase) and any(r.pairs or len(r.lexemes) > 1 for r in readings)
    reads = several or bool(leaf.field)
    if not reads:
        # Its stems need not stand side by side.
        readings = [replace(reading, pairs=()) for reading in readings]
    keys = _any_or_each(readings)
    phrase = " | ".join(f"({reading.phrase})" for reading in readings)
    text = phrase if reads else all_of(key.asked for key in keys)
    sql = Sql("ts_filter(e.vector, '{a}') @@ %s::tsquery", (text,)) if leaf.field else said(text)
    share = _share_in_order if several else _share
    return Condition(
        sql.text,
        sql.parameters,
        keys,
        leads=True,
        exact=not reads,
        reads=reads,
        share=lambda of: 1 - math.prod(1 - share(reading, of) for reading in readings),
        used=frozenset(key for reading in readings for key in (*reading.lexemes, *reading.pairs)),
        text="" if leaf.field else text,
    )


def _share(reading: Reading, of: Share) -> float:
    return math.prod(map(of, reading.lexemes))


def _share_in_order(reading: Reading, of: Share) -> float:
    """Return what part of the articles have stems in order, about, or hardly more than that."""
    if not reading.pairs:
        return _IN_ORDER * min(map(of, reading.lexemes))
    paired = min(map(of, reading.pairs))
    return max(_share(reading, of) * paired, paired - _OTHER_PAIRS)


def _any_or_each(readings: Sequence[Reading]) -> tuple[Key, ...]:
    """Return the keys of a word or phrase: each of them, or of several readings those of one."""
    if len(readings) == 1:
        stems = [Key(quoted(stem), frozenset({stem})) for stem in readings[0].lexemes]
        return (*stems, *(Key(quoted(pair)) for pair in readings[0].pairs))
    each = [(*reading.lexemes, *reading.pairs) for reading in readings]
    asked = " | ".join(f"({all_of(map(quoted, keys))})" for keys in each)
    alone = {keys[0] for keys in each if len(keys) == 1}
    return (Key(asked, frozenset(alone)),)
