"""How likely it is that two articles report one happening, by parts a person can follow. Pure.

The weights of the parts stand in likeness.json. They were learned from labelled pairs of news by
`manage.py train_events`, and that of the same outlet was then lowered by hand, see docs/events.md.
"""

import json
import math
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from articles.events.reports import Report, cosine, share

# Reports further apart are not of one happening.
LAST_DAY_APART = 5

# The simple mix halves every four days, and counts this much where the outlet is the same, which
# seldom reports one happening twice.
_HALF_LIFE_DAYS = 4
_SAME_OUTLET = 0.6

# Words of a title that tell what kind of piece it is. A review and a piece of news, or two lists of
# offers, use the same words and report different things.
_KINDS = {
    "first person": r"\b(?:i|i['’](?:m|ve)|my|we|our)\b",
    "review": r"\breview(?:ed)?(?=:|$| \d{4}\b| recap\b)|\b(?:hands-on|tested|tried|versus|vs"
    r"|compared)\b",
    "roundup": r"\beverything (?:new|announced|revealed|you need|we (?:know|saw)"
    r"|\w+ (?:announced|revealed|launched|unveiled))\b"
    r"|\ball (?:of )?the (?:news|new|latest|biggest|announcements|winners)\b"
    r"|\bbiggest (?:news|announcements?|moments)\b|\b(?:\d+ biggest|best of|announcements from"
    r"|news from|round-?up|recap|live ?blog|live updates|week in review)\b",
    "preview": r"\b(?:how to (?:watch|follow|stream)|what to expect|what we(?:['’]re| are)?"
    r" expect\w*|is expected|ahead of|rumou?rs?|teas(?:es?|ed|ers?|ing)|leak\w*|release dates?"
    r"|upcoming|coming soon)\b",
    "list": r"^(?:the )?\d+ |\b\d+ (?:things|ways|best|biggest|features|tips|of my)\b",
    "offer": r"\b(?:deals|sales?|save|off|discounts?|price|\$\d+|percent|cheap|lowest)\b",
    "buying advice": r"\b(?:pre-?orders?|how to (?:order|pre-?order|buy|get)|comes with|free|buy"
    r"|worth|deals)\b",
    "rumour": r"\b(?:report\w*|rumou?r\w*|could|might|may|considers?|considering|in talks"
    r"|plans? to|wants? to)\b",
    "statement": r"\b(?:says?|said|tells?|told|warns?|thinks?|wants)\b",
}
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _KINDS.items()}
_APART_BY_KIND = ("first person", "review", "roundup", "list")
_ALIKE_IN_KIND = (
    "review",
    "roundup",
    "preview",
    "offer",
    "buying advice",
    "rumour",
    "statement",
)

_NUMBER = re.compile(r"\d[\d.,]*\d|\d")

_WEIGHTS = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))


def likeness(a: Report, b: Report, weights: Mapping[str, float] = _WEIGHTS) -> float:
    """Return the probability, from 0 to 1, that two reports are of one happening.

    It is the logistic function of the weighted sum of their parts.
    """
    if abs((a.published - b.published).days) > LAST_DAY_APART:
        return 0.0
    z = weights["bias"] + sum(weights[name] * part for name, part in parts(a, b).items())
    return 1 / (1 + math.exp(-z))


def parts(a: Report, b: Report) -> dict[str, float]:
    """Return what speaks for and against one happening, by name, in whichever order they come."""
    a, b = sorted((a, b), key=lambda report: report.key)
    days = abs((a.published - b.published).days)
    same = float(a.source is not None and a.source == b.source)
    return {
        "mix": _mix(a, b) * 2 ** (-days / _HALF_LIFE_DAYS) * (_SAME_OUTLET if same else 1),
        "opening held": max(share(a.opening_weights, b.whole), share(b.opening_weights, a.whole)),
        "days": days,
        "same outlet": same,
        "other numbers": _have_other_numbers(a.headline, b.headline),
    } | _kinds(a.headline, b.headline)


def _mix(a: Report, b: Report) -> float:
    """Return the simple mix, which needs no training: a good measure where labels are few."""
    titles = share(a.title_weights, b.lead) + share(b.title_weights, a.lead)
    return (
        0.30 * cosine(a.opening, b.opening)
        + 0.20 * cosine(a.longer_opening, b.longer_opening)
        + 0.15 * cosine(a.title, b.title)
        + 0.15 * cosine(a.names, b.names)
        + 0.10 * titles
    )


@lru_cache(maxsize=10_000)
def _numbers(title: str) -> frozenset[str]:
    return frozenset(number.replace(",", "") for number in _NUMBER.findall(title))


def _have_other_numbers(one: str, other: str) -> float:
    """Tell titles that both have numbers and share none, such as those of two days of a contest."""
    mine, theirs = _numbers(one), _numbers(other)
    return float(bool(mine and theirs) and mine.isdisjoint(theirs))


@lru_cache(maxsize=10_000)
def _kinds_of(title: str) -> frozenset[str]:
    folded = title.casefold()
    return frozenset(kind for kind, pattern in _PATTERNS.items() if pattern.search(folded))


def _kinds(one: str, other: str) -> dict[str, float]:
    mine, theirs = _kinds_of(one), _kinds_of(other)
    apart = {f"one {kind}": float(kind in mine ^ theirs) for kind in _APART_BY_KIND}
    return apart | {f"both {kind}": float(kind in mine & theirs) for kind in _ALIKE_IN_KIND}
