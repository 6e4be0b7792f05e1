"""Strangers' questions → the weights by which the one record is told that a question describes in its own words.

Maximum likelihood of a multinomial logit whose alternatives are the records that may be meant, and none of them: each
question about one record, and strangers' open questions, most of which no record answers.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from assistant.answer import Assistant
from assistant.query.filters import Filters, matcher
from assistant.query.types import FIELD_OF
from assistant.retrieve.described_record import OF_NONE, OF_RECORD, candidates, described_features, likelihoods
from assistant.retrieve.one_record import ASKED_OF_ONE
from assistant.retrieve.structured import IN_NO_RECORD, decided_by_records
from eval.datasets.questions import split_rows
from eval.datasets.strangers import SHIPPED, collection, stranger_questions
from eval.fitting.calibration import Fitted
from index.calibration import DescribedWeights

Floats = npt.NDArray[np.float64]

_RIDGE = 0.002  # of each weight but the constant's
_OPEN = 0.5  # what an open question weighs against one about a record
_FALSE = 0.08  # of what no record answers: what is stated names its record, so that one sees where another was meant
_JUST_ABOVE = 0.001


@dataclass(frozen=True)
class RecordChoice:
    """One question: the features of the records that may be meant and of none, and which of them are right.

    ``asserts`` says of which something would be stated: a field that is asked for, and that it has.
    """

    writer: str
    open: bool
    of_record: Floats
    of_none: Floats
    right: npt.NDArray[np.bool_]
    asserts: npt.NDArray[np.bool_]

    @property
    def weight(self) -> float:
        """What it counts."""
        return _OPEN if self.open else 1.0


def fit_described(assistant: Assistant, collections: Path) -> Fitted:
    """The weights, and from which likelihood on a record is meant; each writer is left out in turn for the latter."""
    choices = list(_choices(assistant, collections))
    unseen: list[tuple[float, bool, RecordChoice]] = []
    for writer in sorted({one.writer for one in choices}):
        weights = _fitted([one for one in choices if one.writer != writer])
        unseen += [_told(one, weights) for one in choices if one.writer == writer]
    sure = _sure(unseen)
    names = [field.name for field in fields(DescribedWeights)[: OF_RECORD + OF_NONE]]
    values = {name: round(float(value), 3) for name, value in zip(names, _fitted(choices), strict=True)}
    return Fitted(
        "described",
        {**values, "sure": round(sure, 3)},
        questions=f"{len(choices)}: {sum(not one.open for one in choices)} about records, the others open",
        measured="each writer left out in turn: " + "; ".join(_measured(unseen, sure)),
    )


def _fitted(choices: Sequence[RecordChoice]) -> Floats:
    """The weights at which what is right is likeliest."""

    def loss(weights: Floats) -> tuple[float, Floats]:
        penalty = _RIDGE * len(choices) * weights
        penalty[OF_RECORD] = 0.0
        lost, slope = float(penalty @ weights) / 2, penalty
        for one in choices:
            likely = likelihoods(one.of_record, one.of_none, weights)
            right = np.append(one.right, not one.right.any())
            share = np.where(right, likely, 0.0)
            total = max(float(share.sum()), 1e-12)
            lost -= one.weight * float(np.log(total))
            wrong = one.weight * (likely - share / total)
            slope[:OF_RECORD] += wrong[:-1] @ one.of_record
            slope[OF_RECORD:] += wrong[-1] * one.of_none
        return lost, slope

    found: Floats = np.asarray(
        minimize(loss, np.zeros(OF_RECORD + OF_NONE), jac=True, method="L-BFGS-B").x, dtype=np.float64
    )
    return found


def _told(one: RecordChoice, weights: Floats) -> tuple[float, bool, RecordChoice]:
    """How likely the likeliest record is where something would be stated of it (else 0), and whether it is right."""
    likely = likelihoods(one.of_record, one.of_none, weights)[:-1]
    best = int(likely.argmax())
    return float(likely[best]) * float(one.asserts[best]), bool(one.right[best]), one


def _sure(unseen: Sequence[tuple[float, bool, RecordChoice]]) -> float:
    """The least likelihood from which on hardly a question is answered by a record that isn't meant."""
    asking = [entry for entry in unseen if entry[2].asserts.any() and not entry[2].right.any()]
    wrong = sorted((likely for likely, _, _ in asking), reverse=True)
    return wrong[int(_FALSE * len(wrong))] + _JUST_ABOVE if wrong else 0.5


def _measured(unseen: Sequence[tuple[float, bool, RecordChoice]], sure: float) -> Iterator[str]:
    for name, is_open in (("about a record", False), ("open", True)):
        those = [entry for entry in unseen if entry[2].open == is_open]
        having = [entry for entry in those if entry[2].right.any()]
        taken = [entry for entry in those if entry[0] >= sure]
        wrong = sum(not one.right.any() for _, _, one in taken)
        yield (
            f"{name} {len(those)}, {len(having)} with a record: {sum(right for _, right, _ in having)} have it first, "
            f"sure of {len(taken)}, right {sum(right for _, right, _ in taken)}, {wrong} have none"
        )


def _choices(shipped: Assistant, collections: Path) -> Iterator[RecordChoice]:
    """Each collection's questions about one record, and its open ones."""
    about = [row for row in split_rows("records", "dev") if len(row.get("activities", ())) == 1]
    questions = stranger_questions("dev")
    names = {row.get("collection", SHIPPED) for row in about} | {question.collection for question in questions}
    for name in sorted(names):
        by = shipped if name == SHIPPED else collection(name, shipped.embedder, collections)
        for row in about:
            if row.get("collection", SHIPPED) == name:
                meant = by.index.activities[row["activities"][0]]
                right = meant.follows[0] if len(meant.follows) == 1 else meant.id
                rows = next((set(e.rows) for e in by.records.undertakings if e.activity.id == right), set())
                yield from _choice(row["question"], row["writer"], by, rows)
        for question in questions:
            if question.collection == name:
                passages = enumerate(by.index.collection.passages)
                rows = {at for at, passage in passages if passage.activity and question.is_answered_by(passage)}
                yield from _choice(question.question, question.writer, by, rows, is_open=True)


def _choice(text: str, writer: str, by: Assistant, rows: Set[int], *, is_open: bool = False) -> Iterator[RecordChoice]:
    """The question as a choice, where it is searched; right are the records that have one of these passages."""
    part, records = by.parts(text)[0], by.records
    read = by.query(part.text)
    among = candidates(part, read.vector, records, matcher(Filters(), by.index))
    if part.language != "sv" or decided_by_records(part, records) or not among or not part.need.terms:
        return
    of_record, of_none = described_features(part, read, among, records)
    right = np.array([bool(rows & set(entry.rows)) for entry in among])
    asked = part.operation in ASKED_OF_ONE and not part.need.answer.details & IN_NO_RECORD
    field = FIELD_OF.get(part.operation)
    asserts = np.array([asked and bool(getattr(e.activity, field) if field else True) for e in among])
    yield RecordChoice(writer, is_open, of_record.astype(np.float64), of_none.astype(np.float64), right, asserts)
