"""What is asked for and the commitments → how likely each belongs to the set, from weighted features."""

from dataclasses import astuple

import numpy as np

from assistant.query.types import Query
from assistant.retrieve.records import Records
from index.lexical.term_weights import weighted_terms
from index.storage.parts import Vectors

FEATURES = 4  # of ``MembershipWeights``, the first ones


def membership_log_odds(query: Vectors, asked: Query, records: Records) -> Vectors:
    """The log odds that each commitment belongs to the set; shape (commitments,)."""
    weights = records.calibration.membership
    odds: Vectors = (
        membership_features(query, asked, records) @ np.array(astuple(weights)[:FEATURES], dtype=np.float32)
        + weights.offset
    )
    return odds


def membership_features(query: Vectors, asked: Query, records: Records) -> Vectors:
    """The features of each commitment in the order of ``MembershipWeights``; shape (commitments, FEATURES)."""
    near = records.views.near(query, also=records.commitment_rows)
    standing = dict(zip(near.rows.tolist(), near.standing.tolist(), strict=True))
    nearness = np.array(
        [max((standing[row] for row in records.rows(entry)), default=0.0) for entry in records.commitments]
    )
    words, weights = weighted_terms(asked.need.terms, records.words)
    around = _best(records.sentences.coverage(words, weights), records)
    said = _best(records.sentences.coverage(words, weights, alone=True), records)
    found: Vectors = np.column_stack(
        [
            (nearness - np.median(nearness)) / max(float(nearness.std()), 1e-6),
            said,
            around / max(float(around.max(initial=0.0)), 1e-6),
            said / max(float(said.max(initial=0.0)), 1e-6),
        ]
    )
    return found


def _best(covered: Vectors, records: Records) -> Vectors:
    """The best sentence's value for each commitment, 0 where it has none."""
    rows = [records.sentences.of(records.evidence([entry])) for entry in records.commitments]
    return np.array([covered[row].max() if row else 0.0 for row in rows], dtype=np.float32)
