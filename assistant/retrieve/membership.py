"""A subject and the commitments → how likely each belongs to the set, from weighted features."""

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass

import numpy as np

from assistant.retrieve.candidates import RECORDS, likely_rows
from assistant.retrieve.records import Records
from corpus.types import Activity
from index.embedding.embedder import Embedded
from index.lexical.term_weights import piece_weights, weighted_terms
from index.storage.parts import Vectors

FEATURES = 5  # of ``MembershipWeights``, the first ones
_EACH = 5  # passages of each owner that are looked at in any case
SAID = 2  # the column of ``MembershipWeights.said``


@dataclass(frozen=True)
class Membership:
    """Of each commitment the log odds that it belongs, and how far behind the nearest it lies; shape (commitments,).

    They are those of ``commitments``: all, or of many those that may belong. ``covered`` is the share of the question's
    words that the best sentence of all has.
    """

    commitments: tuple[Activity, ...]
    odds: Vectors
    behind: Vectors
    covered: float = 1.0


def membership(
    embedded: Embedded,
    topic: Sequence[str],
    records: Records,
    owners: Sequence[str] = (),
    *,
    allowed: Callable[[Activity], bool] = lambda entry: True,
) -> Membership:
    """How likely each commitment belongs to the set that ``topic`` names.

    Of many the likeliest are looked at, and of each of these ``owners`` the nearest that are ``allowed``: of nobody is
    it said that nothing is found where nothing was looked at.
    """
    weights = records.calibration.membership
    among = records.commitments
    if len(among) > RECORDS:
        rows = [likely_rows(embedded.vector, tuple(topic), records)]
        for owner in owners:
            theirs = [row for entry in records.commitments_by(owner) if allowed(entry) for row in records.rows(entry)]
            rows.append(records.views.first(embedded.vector, np.array(theirs, dtype=np.int64), _EACH))
        among = records.commitments_of(np.concatenate(rows).tolist())
    features = membership_features(embedded, topic, records, among)
    odds = features @ np.array(astuple(weights)[:FEATURES], dtype=np.float32) + weights.offset
    return Membership(among, odds, features[:, 0], float(features[:, SAID].max(initial=0.0)))


def membership_features(
    embedded: Embedded, topic: Sequence[str], records: Records, commitments: Sequence[Activity] | None = None
) -> Vectors:
    """The features of these commitments, of all where none are given, in the order of ``MembershipWeights``.

    Shape (commitments, FEATURES).

    ``topic`` are words as in ``Query.topic``, ``embedded`` is the whole question as the model reads it.
    """
    commitments = records.commitments if commitments is None else commitments
    rows = [row for entry in commitments for row in records.rows(entry)]
    near = records.views.near(embedded.vector, also=rows)
    scores = dict(zip(near.rows.tolist(), near.standard_score.tolist(), strict=True))
    nearness = _in_deviations(
        np.array([max((scores[row] for row in records.rows(entry)), default=0.0) for entry in commitments])
    )
    behind = nearness - nearness.max(initial=-np.inf) if len(nearness) else nearness
    passages = records.evidence(commitments)
    met = records.views.by_pieces(embedded.pieces, piece_weights(embedded.words), passages)
    by_passage = {passage.id: float(value) for passage, value in zip(passages, met, strict=True)}
    pieces = _in_deviations(
        np.array([max((by_passage[p.id] for p in records.evidence([e])), default=0.0) for e in commitments])
    )
    words, weights = weighted_terms(topic, records.words)
    if not words:  # nothing that a sentence could say
        silent = np.zeros((len(nearness), 3), dtype=np.float32)
        return np.column_stack([behind, pieces, silent])
    around = _best(words, weights, commitments, records)
    said = _best(words, weights, commitments, records, alone=True)
    found: Vectors = np.column_stack(
        [
            behind,
            pieces,
            said,
            around / max(float(around.max(initial=0.0)), 1e-6),
            said / max(float(said.max(initial=0.0)), 1e-6),
        ]
    )
    return found


def _in_deviations(values: Vectors) -> Vectors:
    """Standard deviations above the median."""
    middle = np.median(values) if len(values) else 0.0
    return np.asarray((values - middle) / max(float(values.std()) if len(values) else 0.0, 1e-6), dtype=np.float32)


def _best(
    words: Sequence[str], weights: Sequence[float], commitments: Sequence[Activity], records: Records,
    *, alone: bool = False,
) -> Vectors:  # fmt: skip
    """The best sentence's coverage for each commitment, 0 where it has none."""
    sentences = [records.sentences.of(records.evidence([entry])) for entry in commitments]
    covered = records.sentences.coverage(words, weights, [one for entries in sentences for one in entries], alone=alone)
    ends = np.cumsum([len(entries) for entries in sentences])[:-1]
    return np.array([found.max(initial=0.0) for found in np.split(covered, ends)], dtype=np.float32)
