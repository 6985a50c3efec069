"""The weights of likeness, learned from labelled pairs by logistic regression. Pure.

Newton's method on the standardised parts, with a ridge penalty, as in Hastie, Tibshirani and
Friedman, The Elements of Statistical Learning, section 4.4: few lines, so that no library comes in
for what is done once in a while.
"""

import math
from collections.abc import Mapping, Sequence
from statistics import fmean, pstdev

# How strongly weights are drawn to 0: the inverse of the variance that they are thought to have.
_RIDGE = 5.0

_STEPS = 12


def fit(pairs: Sequence[Mapping[str, float]], same: Sequence[bool]) -> dict[str, float]:
    """Return the weight of each part, and the bias, for parts of pairs that are the same or not.

    Raises ValueError where there is no pair of one of the two kinds.
    """
    if len(set(same)) < 2:
        raise ValueError("Label pairs of both kinds, the same and not the same.")
    names = list(pairs[0])
    centres = [fmean(pair[name] for pair in pairs) for name in names]
    spreads = [pstdev(pair[name] for pair in pairs) or 1.0 for name in names]
    scale = list(zip(names, centres, spreads, strict=True))
    rows = [[1.0, *((pair[name] - c) / s for name, c, s in scale)] for pair in pairs]
    bias, *weights = _newton(rows, [float(label) for label in same])
    found = {name: w / s for name, w, s in zip(names, weights, spreads, strict=True)}
    shift = sum(found[name] * c for name, c in zip(names, centres, strict=True))
    return {"bias": bias - shift, **found}


def _newton(rows: list[list[float]], labels: list[float]) -> list[float]:
    size = len(rows[0])
    weights = [0.0] * size
    for _ in range(_STEPS):
        # The bias, which is the first, is not drawn to 0.
        slope = [0.0] + [-_RIDGE * weight for weight in weights[1:]]
        curve = [[_RIDGE * (i == j > 0) for j in range(size)] for i in range(size)]
        for row, label in zip(rows, labels, strict=True):
            z = sum(weight * x for weight, x in zip(weights, row, strict=True))
            chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
            for i, x in enumerate(row):
                slope[i] += (label - chance) * x
                bend = chance * (1 - chance) * x
                for j in range(i + 1):
                    curve[i][j] += bend * row[j]
        step = _solve(curve, slope)
        weights = [weight + change for weight, change in zip(weights, step, strict=True)]
    return weights


def _solve(lower: list[list[float]], right: list[float]) -> list[float]:
    """Solve a symmetric positive definite system, given by its lower half, by Cholesky's way."""
    size = len(right)
    root = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            rest = lower[i][j] - sum(root[i][k] * root[j][k] for k in range(j))
            root[i][j] = math.sqrt(rest) if i == j else rest / root[j][j]
    forth = [0.0] * size
    for i in range(size):
        forth[i] = (right[i] - sum(root[i][k] * forth[k] for k in range(i))) / root[i][i]
    back = [0.0] * size
    for i in reversed(range(size)):
        rest = forth[i] - sum(root[k][i] * back[k] for k in range(i + 1, size))
        back[i] = rest / root[i][i]
    return back
