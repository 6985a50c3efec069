"""What entries must fulfil: exactly, in SQL, and as keys that their index knows.

Every part of a query is both. Its SQL always decides; its keys are a tsquery that every match
fulfils, and where they say all that the SQL says they are exact and are asked alone.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from articles.search.entries import Sql, all_of, keyed

Share = Callable[[str], float]


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
    rows. `text` is a tsquery on the vector that says all, where there is one. `share` estimates,
    from the shares of keys, what part of the listed articles fulfil it. `used` are the keys that
    the estimate asks for.
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
    text: str = ""

    @property
    def only_reads(self) -> bool:
        """Whether the vector must be read, and says all."""
        return self.reads and self.leads and bool(self.text)

    def where(self, step: int = 1) -> Sql:
        """Return the condition on listed articles, or on a sample of one in `step` of them."""
        lead = self.lead(step)
        if self.exact and self._led(step):
            return lead
        return Sql(f"{lead.text} AND {self.sql}", (*lead.parameters, *self.parameters))

    def lead(self, step: int = 1) -> Sql:
        """Return as much of it as the index knows."""
        keys = self._led(step)
        return keyed([key.asked for key in keys], step) if keys or step > 1 else Sql("e.listed")

    def _led(self, step: int) -> tuple[Key, ...]:
        return self.keys if (self.leads or step > 1) and not self.narrow else ()


EVERYTHING = Condition("true", exact=True)
NOTHING = Condition("false", narrow=True, share=lambda share: 0.0)


def every(conditions: Sequence[Condition]) -> Condition:
    """Return the condition that all of these hold."""
    parts = [c for c in conditions if c is not EVERYTHING]
    if len(parts) < 2:
        return parts[0] if parts else EVERYTHING

    def share(of: Share) -> float:
        return math.prod(part.share(of) for part in parts)

    sql = _together(parts, "AND", "&")
    return Condition(
        sql.text,
        sql.parameters,
        tuple(key for part in parts for key in part.keys),
        leads=any(part.leads for part in parts),
        exact=all(part.exact for part in parts),
        reads=any(part.reads for part in parts),
        narrow=any(part.narrow for part in parts),
        share=share,
        used=_used(parts),
        text=_texts(parts, "&") if all(part.text for part in parts) else "",
    )


def either(conditions: Sequence[Condition]) -> Condition:
    """Return the condition that one of these holds."""
    parts = [c for c in conditions if c is not NOTHING]
    if len(parts) < 2:
        return parts[0] if parts else NOTHING

    def share(of: Share) -> float:
        return 1 - math.prod(1 - part.share(of) for part in parts)

    leads, sql = all(part.leads for part in parts), _together(parts, "OR", "|")
    return Condition(
        sql.text,
        sql.parameters,
        (_any_key(parts),) if leads else (),
        leads=leads,
        exact=leads and all(part.exact for part in parts),
        reads=any(part.reads for part in parts),
        narrow=all(part.narrow for part in parts),
        share=share,
        used=_used(parts),
        text=_texts(parts, "|") if all(part.text for part in parts) else "",
    )


def none_of(part: Condition) -> Condition:
    """Return the condition that this does not hold."""
    exact, text = part.exact and bool(part.keys), f"!({part.text})" if part.text else ""
    sql = said(text) if text else Sql(f"NOT coalesce({part.sql}, false)", part.parameters)
    return Condition(
        sql.text,
        sql.parameters,
        (Key(f"!({joined(part)})"),) if exact else (),
        exact=exact,
        reads=part.reads,
        share=lambda of: 1 - part.share(of),
        used=part.used,
        text=text,
    )


def joined(part: Condition) -> str:
    """Return all keys of a condition as one tsquery."""
    return all_of(key.asked for key in part.keys)


def _any_key(parts: Sequence[Condition]) -> Key:
    alone = [part.keys[0].stems for part in parts if len(part.keys) == 1]
    asked = " | ".join(f"({joined(part)})" for part in parts)
    return Key(asked, frozenset().union(*alone))


def said(text: str) -> Sql:
    """Return SQL for a tsquery on the vector."""
    return Sql("e.vector @@ %s::tsquery", (text,))


def _together(parts: Sequence[Condition], word: str, sign: str) -> Sql:
    """Return the SQL of parts as one; what the vector decides in one piece, so it is read once."""
    texts = [part for part in parts if part.text]
    found = [Sql(part.sql, part.parameters) for part in parts if not part.text]
    found += [said(_texts(texts, sign))] if texts else []
    parameters = tuple(parameter for one in found for parameter in one.parameters)
    return Sql(f"({f' {word} '.join(one.text for one in found)})", parameters)


def _texts(parts: Sequence[Condition], sign: str) -> str:
    return f" {sign} ".join(f"({part.text})" for part in parts)


def _used(parts) -> frozenset:
    return frozenset().union(*(part.used for part in parts))
