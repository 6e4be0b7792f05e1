"""How sure a measured mean, or a difference of two, is: resampling whole activities, not single questions.

Two questions for the same place go well or badly together, so that they count as one drawing.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_DRAWINGS = 10_000
_SEED = 17


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
