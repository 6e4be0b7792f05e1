"""Rankings of passages → recall@5 and reciprocal rank, by ir-measures. No result counts as zero."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
from ir_measures import RR, R

from assistant.answer import Assistant
from corpus.types import Passage
from eval.questions import Question, hits
from index.build import texts_to_embed
from index.lexical import Lexical
from index.search import search

Ranking = Callable[[str], Sequence[Passage]]


@dataclass(frozen=True)
class Row:
    """One way of searching and how well it finds, means over the questions, 0 to 1."""

    name: str
    recall_at_5: float
    reciprocal_rank: float


def rankings(assistant: Assistant) -> dict[str, Ranking]:
    """The ways of searching that are compared; all rank the same passages."""
    index = assistant.index
    passages = index.collection.passages
    lexical = Lexical(texts_to_embed(passages))

    def bm25(question: str) -> list[Passage]:
        scores = lexical.scores(question)
        order = np.argsort(-scores, kind="stable")[:10]
        return [passages[row] for row in order if scores[row] > 0]

    def dense(question: str) -> list[Passage]:
        return [hit.passage for hit in search(index, assistant.query(question))]

    def ours(question: str) -> list[Passage]:
        return [hit.passage for hit in assistant.answer(question).hits]

    return {"BM25": bm25, "dense": dense, "ours": ours}


def measure(name: str, ranking: Ranking, questions: Sequence[Question]) -> Row:
    """How well a ranking finds the targets of the questions that have any."""
    answerable = [question for question in questions if question.targets]
    qrels = [
        ir_measures.Qrel(question.id, f"target-{i}", 1) for question in answerable for i in range(len(question.targets))
    ]
    run = [
        ir_measures.ScoredDoc(question.id, found, float(-rank))
        for question in answerable
        for rank, found in enumerate(_found(ranking(question.text), question))
    ]
    results = ir_measures.calc_aggregate([R @ 5, RR], qrels, run)
    return Row(name, results[R @ 5], results[RR])


def _found(passages: Sequence[Passage], question: Question) -> list[str]:
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
