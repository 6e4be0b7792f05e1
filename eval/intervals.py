"""Shares, means and differences of means, with the interval that they lie in.

``interval`` and ``chance`` resample whole activities and not single questions: two questions for the same place go
well or badly together, so that they count as one drawing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_DRAWS = 2000
# Of clusters, for the published report.
_DRAWINGS = 10_000
_SEED = 17


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


def total(shares: Iterable[Share]) -> Share:
    """Several shares as one."""
    found = list(shares)
    return Share(sum(share.count for share in found), sum(share.of for share in found))


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


def interval(values: Sequence[float], clusters: Sequence[str]) -> tuple[float, float]:
    """The 95 % interval of the mean (percentile bootstrap)."""
    low, high = np.quantile(_means(values, clusters), [0.025, 0.975])
    return float(low), float(high)


def chance(differences: Sequence[float], clusters: Sequence[str]) -> float:
    """How likely a mean difference this far from 0 would be where there is none (two-sided, paired bootstrap)."""
    mean = float(np.mean(differences))
    return float(np.mean(np.abs(_means(differences, clusters) - mean) >= abs(mean) - 1e-12))


def corrected(chances: Mapping[str, float]) -> dict[str, float]:
    """Holm's correction: what the chances are worth when so many are looked at."""
    found: dict[str, float] = {}
    highest = 0.0
    for tried, (name, value) in enumerate(sorted(chances.items(), key=lambda entry: entry[1])):
        highest = max(highest, min(1.0, value * (len(chances) - tried)))
        found[name] = highest
    return found


def _means(values: Sequence[float], clusters: Sequence[str]) -> Floats:
    """The mean of each drawing of as many clusters as there are, with replacement."""
    names = sorted(set(clusters))
    place = {name: i for i, name in enumerate(names)}
    sums, sizes = np.zeros(len(names)), np.zeros(len(names))
    for value, cluster in zip(values, clusters, strict=True):
        sums[place[cluster]] += value
        sizes[place[cluster]] += 1
    drawn = np.random.default_rng(_SEED).integers(len(names), size=(_DRAWINGS, len(names)))
    means: Floats = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    return means
