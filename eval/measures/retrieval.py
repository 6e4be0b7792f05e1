"""Rankings → recall@5, reciprocal rank, nDCG@10 and hit@1, by ir-measures. No result counts as zero."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import ir_measures
from ir_measures import RR, R, Success, nDCG

from assistant.answer import Assistant
from eval.baselines.rankings import Ranking
from eval.datasets.questions import Found, Question, hits

MEASURES = {"recall@5": R @ 5, "RR": RR @ 10, "nDCG@10": nDCG @ 10, "hit@1": Success @ 1}


@dataclass(frozen=True)
class RankingRow:
    """One way of searching: by measure a value for each question that has an answer, and its seconds."""

    name: str
    questions: tuple[Question, ...]
    values: dict[str, tuple[float, ...]]
    seconds: tuple[float, ...]

    def mean(self, measure: str) -> float:
        """The mean over the questions, 0 to 1."""
        return sum(self.values[measure]) / max(len(self.questions), 1)


def measure(name: str, ranking: Ranking, questions: Sequence[Question]) -> RankingRow:
    """How well a ranking finds the targets of the questions that have any."""
    answerable = [question for question in questions if question.targets]
    qrels = [
        ir_measures.Qrel(question.id, f"target-{i}", 1) for question in answerable for i in range(len(question.targets))
    ]
    run, seconds = [], []
    for question in answerable:
        started = time.perf_counter()
        found = ranking(question.text)
        seconds.append(time.perf_counter() - started)
        run += [
            ir_measures.ScoredDoc(question.id, id_, float(-rank)) for rank, id_ in enumerate(_found(found, question))
        ]
    values = {measure: dict.fromkeys((question.id for question in answerable), 0.0) for measure in MEASURES}
    names = {str(measure): name for name, measure in MEASURES.items()}
    for value in ir_measures.iter_calc(list(MEASURES.values()), qrels, run):
        values[names[str(value.measure)]][value.query_id] = float(value.value)
    return RankingRow(
        name, tuple(answerable), {key: tuple(by_id.values()) for key, by_id in values.items()}, tuple(seconds)
    )


def _found(passages: Sequence[Found], question: Question) -> list[str]:
    """A ranking of passages as one of targets: a passage stands for the first new target that it hits."""
    found: list[str] = []
    for passage in passages:
        new = (
            f"target-{i}"
            for i, target in enumerate(question.targets)
            if hits(passage, target) and f"target-{i}" not in found
        )
        found.append(next(new, passage.id))
    return found


@dataclass(frozen=True)
class Refusals:
    """How often a question with an answer was refused, and one without was answered."""

    false_refusals: int
    answerable: int
    false_answers: int
    unanswerable: int


def refusals(assistant: Assistant, questions: Sequence[Question]) -> Refusals:
    """Count over the questions whose outcome is ``answered`` or ``nothing_found``."""
    outcomes = [
        (question.outcome, assistant.answer(question.text).outcome)
        for question in questions
        if question.outcome in ("answered", "nothing_found")
    ]
    return Refusals(
        false_refusals=outcomes.count(("answered", "nothing_found")),
        answerable=sum(wanted == "answered" for wanted, _ in outcomes),
        false_answers=outcomes.count(("nothing_found", "answered")),
        unanswerable=sum(wanted == "nothing_found" for wanted, _ in outcomes),
    )
