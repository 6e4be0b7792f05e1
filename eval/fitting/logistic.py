"""Logistic regression, as the decisions of the assistant are fitted by it."""

from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.floating[Any]]
_STEPS = 30


def logistic(x: Numbers, y: Numbers, weights: Numbers, *, ridge: float) -> Numbers:
    """What each column of ``x`` weighs and, last, the offset: ridge regression on log odds, by Newton's method.

    ``weights`` say how much each row counts.
    """
    with_ones = _with_ones(x)
    counted = weights / weights.sum()
    penalty = np.append(np.full(x.shape[1], ridge), 0.0)
    found = np.zeros(x.shape[1] + 1)
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-with_ones @ found))
        slope = with_ones.T @ (counted * (likely - y)) + penalty * found
        curve = (with_ones * (counted * likely * (1 - likely))[:, np.newaxis]).T @ with_ones + np.diag(penalty)
        found = found - np.linalg.solve(curve, slope)
    return found


def odds(x: Numbers, found: Numbers) -> Numbers:
    """The log odds of each row."""
    return np.asarray(_with_ones(x) @ found)


def _with_ones(x: Numbers) -> Numbers:
    return np.column_stack([x, np.ones(len(x))])
