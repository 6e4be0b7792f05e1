"""What a question describes in its own words → the one record that is meant, and how likely.

A multinomial logit (McFadden 1974, "Conditional logit analysis of qualitative choice behavior") over the records that
meet the question's conditions, and none of them, which is an alternative like each of them.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.query.filters import RecordFilter
from assistant.query.types import Conditions, Query
from assistant.retrieve.candidates import RECORDS, likely_rows
from assistant.retrieve.records import Records, Undertaking
from assistant.retrieve.sentences import Sentence
from assistant.retrieve.structured import records_found
from corpus.types import Activity
from index.embedding.embedder import Embedded
from index.lexical.term_weights import piece_weights, weighted_terms
from index.storage.columns import Mask
from index.storage.parts import Vectors

Floats = npt.NDArray[np.floating[Any]]
# Of ``DescribedWeights``: how many speak for a record, which come first, and how many for none of them.
OF_RECORD, OF_NONE = 5, 6
# What a question asks for, asked as a list of what meets its conditions.
_LISTED: dict[str, Any] = {
    "operation": "list", "subject": "activity", "quantifier": "which", "group_by": None, "topic": (),
}  # fmt: skip


@dataclass(frozen=True)
class Described:
    """The records that may be meant, likeliest first, and how likely each is; they and none of them add up to 1.

    ``sure`` are those that are meant beyond doubt: one, or joint activities of several that say nearly the same.
    """

    activities: tuple[Activity, ...] = ()
    likely: tuple[float, ...] = ()
    sure: tuple[Activity, ...] = ()


def described(query: Query, embedded: Embedded, records: Records, matches: RecordFilter) -> Described:
    """The records that the question may describe; none where it has no word of subject matter."""
    among = candidates(query, embedded.vector, records, matches)
    if not among or not query.need.terms:
        return Described()
    weights = records.calibration.described
    features, none = described_features(query, embedded, among, records)
    fitted = np.array(astuple(weights)[: OF_RECORD + OF_NONE])
    likely = likelihoods(features, none, fitted)[:-1]
    order = np.argsort(-likely, kind="stable").tolist()
    activities = tuple(among[at].activity for at in order)
    alike = [
        at for at, entry in zip(order, activities, strict=True) if entry.id in (activities[0].id, *activities[0].alike)
    ]
    together = float(likely[alike].sum())
    return Described(
        activities,
        tuple(float(likely[at]) for at in order),
        tuple(among[at].activity for at in alike) if together >= weights.sure else (),
    )


def likelihoods(of_record: Floats, of_none: Floats, weights: Floats) -> Floats:
    """How likely each record is meant, and last that none is; shape (records + 1,), they add up to 1."""
    odds = np.append(of_record @ weights[:OF_RECORD], of_none @ weights[OF_RECORD:])
    raised = np.exp(odds - odds.max())
    found: Floats = raised / raised.sum()
    return found


def candidates(query: Query, vector: Vectors, records: Records, matches: RecordFilter) -> list[Undertaking]:
    """The records that meet whose, under which goal, of which programme or document, and whatever else is asked.

    Of many records only those that may be meant by a question with this ``vector``.
    """
    c, scope = query.conditions, query.scope
    meeting = None
    if replace(c, organisations=(), goals=()) != Conditions():
        meeting = set(records_found(replace(query, **_LISTED), records).activities)

    def meets(entry: Undertaking) -> bool:
        activity = entry.activity
        owners = {activity.organisation, *activity.performed_by}
        return (
            (activity.programme in (scope.programmes or records.in_force))
            and (not scope.documents or bool(entry.documents & set(scope.documents)))
            and (not c.organisations or bool(owners & set(c.organisations)))
            and (not c.goals or activity.goal in c.goals)
            and (meeting is None or activity.id in meeting)
            and matches(activity)
        )

    among = records.undertakings
    if len(among) > RECORDS:
        held = _that_may_meet(query, records, matches)
        among = records.undertakings_of(likely_rows(vector, query.need.terms, records, held).tolist())
    return [entry for entry in among if meets(entry)]


def _that_may_meet(query: Query, records: Records, matches: RecordFilter) -> Mask:
    """Which passages may be of such a record; shape (passages,)."""
    c, columns = query.conditions, records.index.columns
    found = matches.passages() & columns.meeting(
        programme=query.scope.programmes or records.in_force, document=query.scope.documents, goal=c.goals
    )
    return found & columns.held_by(c.organisations) if c.organisations else found


def described_features(
    query: Query, embedded: Embedded, among: Sequence[Undertaking], records: Records
) -> tuple[Vectors, Vectors]:
    """What speaks for each of these records, shape (records, OF_RECORD), and for none of them, shape (OF_NONE,)."""
    rows = sorted({row for entry in among for row in entry.rows})
    passages = [records.index.collection.passages[row] for row in rows]
    by_row = {row: passage.id for row, passage in zip(rows, passages, strict=True)}
    near = records.views.near(embedded.vector, also=rows)
    score = dict(zip(near.rows.tolist(), near.standard_score.tolist(), strict=True))
    met = records.views.by_pieces(embedded.pieces, piece_weights(embedded.words, query.language), passages)
    pieces = dict(zip(rows, met.tolist(), strict=True))
    words, weights = weighted_terms(query.need.terms, records.words, without=query.need.answer.words)
    sentences = records.sentences.of(passages)
    said = _by_passage(sentences, records.sentences.coverage(words, weights, sentences, alone=True))
    around = _by_passage(sentences, records.sentences.coverage(words, weights, sentences))
    covered = records.words.coverage(words, weights)

    def features(entry: Undertaking) -> tuple[float, ...]:
        own = tuple(max(held.get(by_row[row], 0.0) for row in entry.rows) if words else 0.0 for held in (said, around))
        best = (max(score[row] for row in entry.rows), max(pieces[row] for row in entry.rows))
        return (*best, *own, float(max(covered[row] for row in entry.rows)))

    c = query.conditions
    none = (
        1.0, float(bool(c.organisations)), float(bool(c.goals)), float(np.log(len(among))), float(len(words)),
        records.views.on_topic(embedded.vector).margin,
    )  # fmt: skip
    return np.array([features(entry) for entry in among], dtype=np.float32), np.array(none, dtype=np.float32)


def _by_passage(sentences: Sequence[Sentence], coverage: Vectors) -> dict[str, float]:
    """The highest coverage of each passage's sentences, by its id."""
    best: dict[str, float] = {}
    for sentence, value in zip(sentences, coverage.tolist(), strict=True):
        best[sentence.passage.id] = max(best.get(sentence.passage.id, 0.0), value)
    return best
