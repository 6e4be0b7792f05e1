"""What is asked for and the commitments → how likely each belongs to the set, from signs that are weighed together."""

from dataclasses import astuple, dataclass

import numpy as np

from assistant.query.understand import Understood
from assistant.retrieve.records import Records
from index.lexical.term_weights import weighted_terms
from index.storage.parts import Vectors

# From log odds of 0 an activity belongs; down to this it may.
NEAR = -0.8


@dataclass(frozen=True)
class Weights:
    """What speaks for an activity.

    ``nearness`` is how many standard deviations its nearest passage stands out from the middle of all
    commitments; ``said`` the share of the question's words that one of its sentences says; and the
    last two are that share, with and without what stands around the sentence, of the best one's.
    """

    nearness: float
    said: float
    around_of_best: float
    said_of_best: float


# Logistic regression on the development comparisons, each question weighing the same (`python -m eval fit`).
WEIGHTS = Weights(nearness=1.49, said=1.13, around_of_best=1.54, said_of_best=1.54)
OFFSET = -4.68


def fits(query: Vectors, asked: Understood, records: Records) -> Vectors:
    """The log odds that each commitment belongs to the set; shape (commitments,)."""
    odds: Vectors = signs(query, asked, records) @ np.array(astuple(WEIGHTS), dtype=np.float32) + OFFSET
    return odds


def signs(query: Vectors, asked: Understood, records: Records) -> Vectors:
    """The signs of each commitment in the order of ``Weights``; shape (commitments, 4)."""
    standing = records.views.near(query).standing
    nearness = np.array([max(standing[list(records.rows(entry))], default=0.0) for entry in records.commitments])
    words, weights = weighted_terms(asked.rest, records.words)
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
