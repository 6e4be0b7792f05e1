"""How near a question lies to each passage, seen from three sides: the passage, its best sentence, and its pieces.

Pieces are compared one by one (late interaction: Khattab & Zaharia 2020): each of the question's with the
one of the passage that means most nearly the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.types import Passage
from index.embedding.embedder import Embedded
from index.retrieval.sentences import sentences_of
from index.storage.parts import Pieces, Vectors
from index.storage.store import Index


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
        self._elsewhere = index.elsewhere.vectors
        self._pieces_elsewhere = _units(index.elsewhere.pieces)
        self._pieces = index.pieces
        self._lengths = [_lengths(pieces.astype(np.float32)) for pieces in index.pieces]
        self._row_of = {passage.id: row for row, passage in enumerate(passages)}
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

    def by_pieces(self, pieces: Pieces, weights: Vectors, passages: Sequence[Passage]) -> Vectors:
        """How well each passage meets a question's pieces, shape (passages,); mean 0, standard deviation 1.

        ``weights`` says how much each piece counts. All 0 where nothing tells the passages apart.
        """
        counted = weights > 0
        rows = [self._row_of[passage.id] for passage in passages]
        if not counted.any() or not all(len(self._pieces[row]) for row in rows):
            return np.zeros(len(rows), dtype=np.float32)
        asked = pieces[counted].astype(np.float32)
        held = np.concatenate([self._pieces[row] for row in rows]).astype(np.float32)
        cosines = asked @ held.T / _lengths(asked)[:, np.newaxis] / np.concatenate([self._lengths[row] for row in rows])
        starts = np.cumsum([0, *(len(self._pieces[row]) for row in rows)])[:-1]
        found = weights[counted] @ np.maximum.reduceat(cosines, starts, axis=1)
        return np.asarray((found - found.mean()) / max(float(found.std()), 1e-6), dtype=np.float32)

    def missing(self, query: Embedded, weights: Vectors, passages: Sequence[Passage]) -> float:
        """How much nearer what the documents are not about comes to one of a question's words than these passages do.

        In hundredths of a cosine, times the word's share of the ``weights`` that its pieces have; of the words
        the one with most. Below 0 where the passages come nearer to each.
        """
        counted = weights > 0
        held = [self._pieces[self._row_of[passage.id]] for passage in passages]
        if not counted.any() or not any(map(len, held)) or not len(self._pieces_elsewhere):
            return 0.0
        asked = _units(query.pieces[counted])
        here = (asked @ _units(np.concatenate(held)).T).max(axis=1)
        there = (asked @ self._pieces_elsewhere.T).max(axis=1)
        shares = 100 * (there - here) * weights[counted] / weights[counted].sum()
        words = np.array(query.words)[counted]
        return max(float(shares[words == word].sum()) for word in set(words))

    def _standing(self, cosines: Vectors) -> Vectors:
        """Deviations from the mean, in standard deviations; headings, which are short and alike, don't count."""
        counted = cosines[self._counted] if self._counted.any() else cosines
        return np.asarray((cosines - counted.mean()) / max(float(counted.std()), 1e-6), dtype=np.float32)


def _units(pieces: Pieces) -> Vectors:
    vectors = pieces.astype(np.float32)
    return np.asarray(vectors / np.maximum(_lengths(vectors), 1e-6)[:, np.newaxis], dtype=np.float32)


def _lengths(vectors: Vectors) -> Vectors:
    lengths: Vectors = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return lengths
