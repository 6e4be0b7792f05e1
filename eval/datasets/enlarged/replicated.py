"""The documents' vectors, many times over, with neighbourhoods as dense as they are: what a larger collection is like.

A copy lies beside its original as real neighbours lie beside each other: it is moved by differences between real
vectors and neighbours of theirs, drawn at random, so that it stays in the few directions in which real texts differ.
How far is set so that the median distance from a vector to the nearest of another copy is the real one.
"""

import numpy as np

from index.storage.parts import Vectors

_NEIGHBOURS = 10  # of which one is drawn
_DIFFERENCES = 4  # that move a copy
_PROBED = 1_000  # vectors by which the distance is set and compared
_TOLERANCE = 0.02


def nearest_distances(probes: Vectors, among: Vectors, *, own: bool) -> Vectors:
    """The distance (1 − cosine) from each probe to the nearest vector; with ``own`` the probes are among them.

    The same wording, which stands in many plans, is no neighbour.
    """
    cosines = probes @ among.T
    if own:
        cosines[cosines > 1 - 1e-4] = -1.0
    return np.asarray(1 - cosines.max(axis=1), dtype=np.float32)


class Replicas:
    """Copies of some vectors, as many as are asked for."""

    def __init__(self, vectors: Vectors, copies: int, *, seed: int = 0) -> None:
        """``copies`` is how many there will be in all: the more there are, the further apart each has to lie."""
        self._vectors = vectors
        cosines = vectors @ vectors.T
        cosines[cosines > 1 - 1e-4] = -1.0
        near = np.argsort(-cosines, axis=1)[:, :_NEIGHBOURS]
        self._differences = vectors[near] - vectors[:, np.newaxis, :]
        self.real = nearest_distances(vectors, vectors, own=True)
        self._size = self._set(min(copies, 40), np.random.default_rng(seed)) if copies > 1 else 0.0

    def copy(self, number: int) -> Vectors:
        """Copy ``number``, always the same; number 0 are the vectors themselves."""
        return self._vectors if number == 0 else self._moved(self._size, np.random.default_rng(number))

    def _moved(self, size: float, generator: np.random.Generator) -> Vectors:
        count, near = self._differences.shape[:2]
        moved = self._vectors.copy()
        for _ in range(_DIFFERENCES):
            drawn = self._differences[generator.integers(count, size=count), generator.integers(near, size=count)]
            moved += size * generator.normal(size=(count, 1)).astype(np.float32) * drawn
        return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), dtype=np.float32)

    def _set(self, copies: int, generator: np.random.Generator) -> float:
        """The size of the moves at which the nearest of other copies lies as far off as a real neighbour."""
        wanted = float(np.median(self.real))
        low, high = 0.0, 4.0
        while high - low > _TOLERANCE * high:
            size = (low + high) / 2
            others = np.concatenate([self._moved(size, np.random.default_rng(number)) for number in range(1, copies)])
            probes = self._moved(size, generator)[:_PROBED]
            distance = float(np.median(nearest_distances(probes, np.concatenate([self._vectors, others]), own=False)))
            low, high = (size, high) if distance < wanted else (low, size)
        return (low + high) / 2
