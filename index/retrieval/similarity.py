"""How near a question lies to each passage, seen from three sides: the passage, its best sentence, and its pieces.

Pieces are compared one by one (late interaction: Khattab & Zaharia 2020): each of the question's with the
one of the passage that means most nearly the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.types import Passage
from index.embedding.embedder import Embedded
from index.retrieval.sentences import sentences_of
from index.storage.columns import Rows
from index.storage.parts import Pieces, Vectors
from index.storage.store import Index
from index.storage.vectors import nearest_rows

# How many passages, and sentences, are looked at; the cost of a question grows no further with the documents.
CANDIDATES = 500
SENTENCES = 2000


@dataclass(frozen=True)
class Nearness:
    """The candidates ``rows``, in their order, with for each the cosine and how far it stands out.

    The cosines of one question lie close together, and those of another lie elsewhere; what they have in common says
    nothing, so ``standard_score`` is counted from their mean, in standard deviations.
    """

    rows: Rows
    cosine: Vectors
    standard_score: Vectors


@dataclass(frozen=True)
class TopicNearness:
    """Whether a question is about what the documents are about at all.

    ``margin`` is how much nearer the nearest sentence lies than the nearest one off the topic, in hundredths of a
    cosine, and ``deviation`` how far that one stands out among those off the topic, in standard deviations.
    """

    margin: float
    deviation: float


class PassageSimilarity:
    """The views of an index's passages, looked up once. Safe to use from several threads."""

    def __init__(self, index: Index) -> None:
        passages = index.collection.passages
        self._vectors, self._sentences = index.vectors, index.sentences
        self._off_topic = index.off_topic.vectors
        self._pieces_off_topic = _units(index.off_topic.pieces)
        self._pieces = index.pieces
        self._row_of = {passage.id: row for row, passage in enumerate(passages)}
        counts = np.array([len(sentences_of(passage)) for passage in passages])
        self._of = np.repeat(np.arange(len(passages)), counts)
        self._starts = np.concatenate([[0], np.cumsum(counts)])
        self._sample = _sample(passages)

    def near(
        self, query: Vectors, *, sentences: bool = True, also: Sequence[int] | Rows = (),
        among: Sequence[int] | Rows | None = None,
    ) -> Nearness:  # fmt: skip
        """The nearness of the candidates to a query vector of shape (dimension,).

        Candidates are the nearest passages, those of the nearest sentences, and the rows that ``also`` names; with
        ``among`` they are those rows and no others. A passage without sentences is its own.
        """
        first, cosines = nearest_rows(self._vectors, query, CANDIDATES, among=among)
        found, of_sentences = nearest_rows(self._sentences, query, SENTENCES)
        if among is None:
            rows = np.union1d(np.union1d(first, self._of[found]), np.asarray(also, dtype=np.int64))
        else:
            rows = np.unique(np.asarray(among, dtype=np.int64))
        sample = np.union1d(rows, self._sample)
        cosine = self._cosines(query, sample, first, cosines)
        counted, asked = np.isin(sample, self._sample), np.isin(sample, rows)
        standard_score = _standard_score(cosine, counted)
        if sentences:
            best = self._best_sentences(query, sample, cosine, found, of_sentences)
            standard_score = np.mean([standard_score, _standard_score(best, counted)], axis=0, dtype=np.float32)
        return Nearness(rows, cosine[asked], standard_score[asked])

    def first(self, query: Vectors, rows: Rows, limit: int = CANDIDATES) -> Rows:
        """Of these rows the nearest to a query vector, all where they are no more than ``limit``."""
        return rows if len(rows) <= limit else nearest_rows(self._vectors, query, limit, among=rows)[0]

    def vectors_of(self, rows: Sequence[int] | Rows) -> Vectors:
        """The vectors of these passages, shape (rows, dimension)."""
        found: Vectors = self._vectors.reconstruct_batch(np.asarray(rows, dtype=np.int64))
        return found

    def on_topic(self, query: Vectors) -> TopicNearness:
        """How much nearer a query vector of shape (dimension,) lies to the documents than to what they aren't about."""
        nearest = max(
            (float(value) for held in (self._vectors, self._sentences) for value in nearest_rows(held, query, 1)[1]),
            default=0.0,
        )
        other = self._off_topic @ query
        margin = 100 * float(np.float32(nearest) - other.max())
        return TopicNearness(margin, float(other.max() - other.mean()) / max(float(other.std()), 1e-6))

    def _cosines(self, query: Vectors, rows: Rows, known: Rows, cosines: Vectors) -> Vectors:
        """The cosines of these rows, of which those of ``known`` are."""
        found, values = _looked_up(rows, known, cosines)
        if not found.all():
            values[~found] = self._vectors.reconstruct_batch(rows[~found]) @ query
        return values

    def _best_sentences(
        self, query: Vectors, rows: Rows, cosine: Vectors, found: Rows, of_sentences: Vectors
    ) -> Vectors:
        """The cosine of each row's nearest sentence, its own where it has none."""
        nearest, first_of = np.unique(self._of[found], return_index=True)  # ``found`` has the nearest first
        known, best = _looked_up(rows, nearest, of_sentences[first_of])
        unknown = np.flatnonzero(~known)
        counts = self._starts[rows[unknown] + 1] - self._starts[rows[unknown]]
        best[unknown[counts == 0]] = cosine[unknown[counts == 0]]
        unknown, counts = unknown[counts > 0], counts[counts > 0]
        if len(unknown):
            ends = np.cumsum(counts)
            at = np.repeat(self._starts[rows[unknown]] - (ends - counts), counts) + np.arange(ends[-1])
            best[unknown] = np.maximum.reduceat(self._sentences.reconstruct_batch(at) @ query, ends - counts)
        return best

    def of_sentences(self, query: Vectors, passage: Passage) -> dict[str, float]:
        """The cosine of each sentence of a passage; empty where it has none."""
        row = self._row_of[passage.id]
        first, last = int(self._starts[row]), int(self._starts[row + 1])
        if first == last:
            return {}
        cosines = self._sentences.reconstruct_n(first, last - first) @ query
        return dict(zip(sentences_of(passage), cosines.tolist(), strict=True))

    def by_pieces(self, pieces: Pieces, weights: Vectors, passages: Sequence[Passage]) -> Vectors:
        """How well each passage meets a question's pieces, shape (passages,); mean 0, standard deviation 1.

        ``weights`` says how much each piece counts. All 0 where nothing tells the passages apart.
        """
        counted = weights > 0
        rows = [self._row_of[passage.id] for passage in passages]
        if not rows or not counted.any() or not all(len(self._pieces[row]) for row in rows):
            return np.zeros(len(rows), dtype=np.float32)
        found = weights[counted] @ self._nearest_pieces(pieces[counted], rows)
        return np.asarray((found - found.mean()) / max(float(found.std()), 1e-6), dtype=np.float32)

    def unmatched_word(self, embedded: Embedded, weights: Vectors, passages: Sequence[Passage]) -> float:
        """How much nearer what the documents are not about comes to one of a question's words than these passages do.

        In hundredths of a cosine, times the word's share of the ``weights`` that its pieces have; of the words
        the one with most. Below 0 where the passages come nearer to each.
        """
        counted = weights > 0
        rows = [self._row_of[passage.id] for passage in passages]
        if not counted.any() or not any(len(self._pieces[row]) for row in rows) or not len(self._pieces_off_topic):
            return 0.0
        asked = _units(embedded.pieces[counted])
        held = np.concatenate([self._pieces[row] for row in rows]).astype(np.float32)
        here = (asked @ held.T / _lengths(held)).max(axis=1)
        there = (asked @ self._pieces_off_topic.T).max(axis=1)
        shares = 100 * (there - here) * weights[counted] / weights[counted].sum()
        words = np.array(embedded.words)[counted]
        return max(float(shares[words == word].sum()) for word in set(words))

    def _nearest_pieces(self, asked: Pieces, rows: Sequence[int]) -> Vectors:
        """The cosine of each piece asked about with the nearest of each passage's, shape (pieces, rows).

        Passage by passage: their pieces together take tens of megabytes, which are costlier to come by than to
        multiply. Products of 8 bits are whole numbers that float32 adds up without rounding, in whatever order.
        """
        across = np.ascontiguousarray(asked.T, dtype=np.float32)
        lengths = _lengths(asked.astype(np.float32))
        found = np.full((len(rows), len(asked)), -1, dtype=np.float32)
        for of_row, row in zip(found, rows, strict=True):
            held = self._pieces[row].astype(np.float32)
            if len(held):
                cosines = held @ across / lengths / _lengths(held)[:, np.newaxis]
                cosines.max(axis=0, out=of_row)
        return np.ascontiguousarray(found.T)  # in this order sums are rounded as ever


def _sample(passages: Sequence[Passage]) -> Rows:
    """The rows, evenly spaced, whose cosines say what a question's usually are.

    Headings, which are short and alike, don't count where there is anything else.
    """
    counted = [row for row, passage in enumerate(passages) if passage.kind != "heading"] or list(range(len(passages)))
    step = -(-len(counted) // CANDIDATES)
    return np.array(counted[:: max(1, step)], dtype=np.int64)


def _looked_up(rows: Rows, known: Rows, values: Vectors) -> tuple[npt.NDArray[np.bool_], Vectors]:
    """Which of the rows are known, and the values of those; 0 for the others."""
    found, at = np.zeros(len(rows), dtype=bool), np.zeros(len(rows), dtype=np.float32)
    if len(known):
        order = np.argsort(known)
        places = order[np.minimum(np.searchsorted(known, rows, sorter=order), len(known) - 1)]
        found = known[places] == rows
        at[found] = values[places[found]]
    return found, at


def _standard_score(cosines: Vectors, counted: npt.NDArray[np.bool_]) -> Vectors:
    """Deviations from the mean of those that count, in their standard deviations."""
    known = cosines[counted] if counted.any() else cosines
    return np.asarray((cosines - known.mean()) / max(float(known.std()), 1e-6), dtype=np.float32)


def _units(pieces: Pieces) -> Vectors:
    vectors = pieces.astype(np.float32)
    return np.asarray(vectors / np.maximum(_lengths(vectors), 1e-6)[:, np.newaxis], dtype=np.float32)


def _lengths(vectors: Vectors) -> Vectors:
    lengths: Vectors = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return lengths
