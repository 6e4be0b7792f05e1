"""Shares and means with the interval that they lie in."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

import numpy as np

_DRAWS = 2000


@dataclass(frozen=True)
class Share:
    """So many of so many, with the interval that Wilson (1927) gives for 95 %."""

    count: int
    of: int

    def __str__(self) -> str:
        low, high = wilson(self.count, self.of)
        return f"{self.count}/{self.of} ({low:.0%}–{high:.0%})"


def share_of(right: Iterable[bool]) -> Share:
    """How many are right, of how many."""
    values = list(right)
    return Share(sum(values), len(values))


def wilson(count: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share."""
    if not of:
        return 0.0, 1.0
    share = count / of
    middle = share + z * z / (2 * of)
    spread = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return max(0.0, (middle - spread) / (1 + z * z / of)), min(1.0, (middle + spread) / (1 + z * z / of))


def mean_of(values: Iterable[float]) -> str:
    """A mean with its 95 % bootstrap interval over the values: "0.80 (0.71–0.88)"."""
    found = np.array(list(values))
    drawn = np.random.default_rng(0).choice(found, size=(_DRAWS, len(found))).mean(axis=1)
    low, high = np.percentile(drawn, (2.5, 97.5))
    return f"{found.mean():.2f} ({low:.2f}–{high:.2f})"
