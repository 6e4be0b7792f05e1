"""How near a question lies to each passage, seen from two sides: the passage as a whole and its best sentence."""

from dataclasses import dataclass

import numpy as np

from index.parts import Vectors
from index.sentences import sentences_of
from index.store import Index


@dataclass(frozen=True)
class Nearness:
    """For each passage, shape (passages,): the cosine, and how far it stands out, in standard deviations.

    The cosines of one question lie close together, and those of another lie elsewhere; what they
    have in common says nothing, so ``standing`` is counted from their mean. ``apart`` is how much nearer
    the nearest sentence lies than the nearest one about something else, in hundredths of a cosine, and
    ``strange`` how far that one stands out among those about something else, in standard deviations.
    """

    cosine: Vectors
    standing: Vectors
    apart: float
    strange: float


class Views:
    """The views of an index's passages, looked up once. Safe to use from several threads."""

    def __init__(self, index: Index) -> None:
        passages = index.collection.passages
        self._passages: Vectors = index.vectors.reconstruct_n(0, len(passages))
        self._sentences = index.sentences
        self._elsewhere = index.elsewhere
        counts = np.array([len(sentences_of(passage)) for passage in passages])
        self._of = np.repeat(np.arange(len(passages)), counts)
        self._has_sentences = counts > 0
        self._counted = np.array([passage.kind != "heading" for passage in passages])

    def near(self, query: Vectors, *, sentences: bool = True) -> Nearness:
        """The nearness of a query vector of shape (dimension,); a passage without sentences is its own."""
        cosine = self._passages @ query
        standing = self._standing(cosine)
        of_sentences = self._sentences @ query
        if sentences:
            best = cosine.copy()
            best[self._has_sentences] = -1
            np.maximum.at(best, self._of, of_sentences)
            standing = np.mean([standing, self._standing(best)], axis=0, dtype=np.float32)
        nearest = of_sentences.max(initial=float(cosine.max()))
        other = self._elsewhere @ query
        apart = 100 * float(nearest - other.max())
        strange = float(other.max() - other.mean()) / max(float(other.std()), 1e-6)
        return Nearness(cosine, standing, apart, strange)

    def _standing(self, cosines: Vectors) -> Vectors:
        """Deviations from the mean, in standard deviations; headings, which are short and alike, don't count."""
        counted = cosines[self._counted] if self._counted.any() else cosines
        return np.asarray((cosines - counted.mean()) / max(float(counted.std()), 1e-6), dtype=np.float32)
