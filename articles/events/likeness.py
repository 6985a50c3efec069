"""How likely it is that two articles report one happening, by parts a person can follow. Pure.

The weights of the parts stand in likeness.json. They were learned from labelled pairs of news, see
docs/events.md; `manage.py train_events` makes them.
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
    "review": r"\b(?:review|hands-on|tested|tried|versus|vs)\b",
    "roundup": r"\b(?:everything|all the|biggest|roundup|recap|live updates|live blog|news from"
    r"|week in|most)\b",
    "offer": r"\b(?:deals|sales?|save|off|discounts?|price|\$\d+|percent|cheap|lowest)\b",
    "preview": r"\b(?:how to watch|what to expect|what we expect|expected|upcoming|ahead of"
    r"|coming soon|rumou?r\w*|teas(?:es?|ed|ers?|ing)|leak\w*|dates?)\b",
    "list": r"^(?:the )?\d+ |\b\d+ (?:things|ways|best|biggest|features|tips|of my)\b",
    "running account": r"\b(?:live|updates?|podcast|recap|week in review|the latest|all the news"
    r"|morning after)\b",
    "buying advice": r"\b(?:pre-?orders?|how to (?:order|pre-?order|buy|get)|comes with|free|buy"
    r"|worth|deals)\b",
    "rumour": r"\b(?:report\w*|rumou?r\w*|could|might|may|considers?|considering|in talks"
    r"|plans? to|wants? to)\b",
    "statement": r"\b(?:says?|said|tells?|told|warns?|thinks?|wants)\b",
}
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _KINDS.items()}
_APART_BY_KIND = (
    "first person",
    "review",
    "roundup",
    "preview",
    "list",
    "running account",
)
_ALIKE_IN_KIND = ("review", "roundup", "offer", "buying advice", "rumour", "statement")

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
    titles = sorted((share(a.title_weights, b.lead), share(b.title_weights, a.lead)))
    openings = sorted((share(a.opening_weights, b.whole), share(b.opening_weights, a.whole)))
    found = {
        "opening": cosine(a.opening, b.opening),
        "longer opening": cosine(a.longer_opening, b.longer_opening),
        "title": cosine(a.title, b.title),
        "title held": titles[1],
        "titles held by both": titles[0],
        "opening held": openings[1],
        "openings held by both": openings[0],
        "days": days,
        "same outlet": same,
        "days, same outlet": days * same,
    }
    mix = _mix(found, cosine(a.names, b.names), days, same)
    return found | {"mix": mix} | _kinds(a.headline, b.headline)


def _mix(found: Mapping[str, float], names: float, days: int, same: float) -> float:
    """Return the simple mix, which needs no training: a good measure where labels are few."""
    alike = (
        0.30 * found["opening"]
        + 0.20 * found["longer opening"]
        + 0.15 * found["title"]
        + 0.15 * names
        + 0.10 * found["title held"]
        + 0.10 * found["titles held by both"]
    )
    return alike * 2 ** (-days / _HALF_LIFE_DAYS) * (_SAME_OUTLET if same else 1)


@lru_cache(maxsize=10_000)
def _kinds_of(title: str) -> frozenset[str]:
    folded = title.casefold()
    return frozenset(kind for kind, pattern in _PATTERNS.items() if pattern.search(folded))


def _kinds(one: str, other: str) -> dict[str, float]:
    mine, theirs = _kinds_of(one), _kinds_of(other)
    apart = {f"one {kind}": float(kind in mine ^ theirs) for kind in _APART_BY_KIND}
    return apart | {f"both {kind}": float(kind in mine & theirs) for kind in _ALIKE_IN_KIND}
