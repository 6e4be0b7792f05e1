"""Development questions → what a passage's features weigh in ranking.

A question's passages share one unit of probability by their scores (a softmax); weights are sought that give the
passages that answer it the most. How well that holds for plans nobody has seen is measured with each organisation's
questions left out in turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from assistant.answer import Assistant
from assistant.retrieve.ranking import features
from corpus.types import Passage
from eval.datasets.questions import Place, hits, load_rows
from eval.fitting.calibration import Fitted
from index.calibration import RankingWeights
from index.lexical.term_weights import piece_weights

Floats = npt.NDArray[np.float64]
_QUESTIONS = ("single", "answerable")

# What is expected before any question is seen, in standard deviations of similarity. Hardly any development question
# names a goal, an older document, or a word that may mean two organisations: there this is what counts.
_EXPECTED = RankingWeights(
    words=4.0, organisation=4.0, weak=0.5, goal=1.0, document=1.0, earlier=-1.0, background=-1.0, pieces=1.0,
    reranker=1.0,  # none is shipped, so that none is fitted
    middle=0.82, spread=0.016,  # a mean and a standard deviation that a question's cosines often have
)  # fmt: skip
_BELIEF = 1.0  # what a departure from it costs, for each weight in tens of standard deviations, squared
_TENS = 10  # similarity is counted in tens of standard deviations, so that all features have one size
_FITTED = tuple(f.name for f in fields(RankingWeights) if f.name not in ("reranker", "middle", "spread"))
# Pieces are counted in tens of standard deviations as well, so that their weight is a plain ratio.
_UNITS = np.array([1 if name == "pieces" else _TENS for name in _FITTED])


@dataclass(frozen=True)
class Example:
    """A question: the features of its passages, which of them answer it, and whose they are."""

    signs: Floats
    gold: npt.NDArray[np.bool_]
    group: str


def fit_ranking(assistant: Assistant) -> Fitted:
    """The weights that all questions give, and measures with each organisation left out in turn."""
    examples = [
        example
        for name in _QUESTIONS
        for row in load_rows(name, "dev")
        if (example := _example(assistant, row["question"], _targets(row))).gold.any()
    ]
    ranks = [
        rank
        for group in sorted({example.group for example in examples})
        for weights in [fit([example for example in examples if example.group != group])]
        for example in examples
        if example.group == group
        for rank in [_rank(example, weights)]
    ]
    fitted = dict(zip(_FITTED, (round(float(weight), 1) for weight in _UNITS * fit(examples)[1:]), strict=True))
    expected = {name: getattr(_EXPECTED, name) for name in ("reranker", "middle", "spread")}
    return Fitted(
        "ranking",
        {**fitted, **expected},
        questions=f"{len(examples)} of {', '.join(_QUESTIONS)} (development)",
        measured=f"each organisation left out in turn: recall@5 {_recall(ranks):.3f}, RR {_rr(ranks):.3f}",
    )


def fit(examples: Sequence[Example]) -> Floats:
    """The weights relative to the first feature's, of which the answering passages get the most probability.

    The first is 1; a common scale, how sharp the softmax is, is fitted with them and left out.
    """
    expected = np.array([getattr(_EXPECTED, name) for name in _FITTED]) / _UNITS

    def loss(found: Floats) -> tuple[float, Floats]:
        scale, ratios = found[0], np.append(1.0, found[1:])
        away = found[1:] - expected
        total, gradient = _BELIEF * float(away @ away), np.zeros_like(ratios)
        for example in examples:
            scores = scale * (example.signs @ ratios)
            share = np.exp(scores - scores.max())
            share /= share.sum()
            right = share @ example.gold
            total -= float(np.log(right)) / len(examples)
            gradient = gradient + example.signs.T @ (share - share * example.gold / right) / len(examples)
        return total, np.append(gradient @ ratios, scale * gradient[1:] + 2 * _BELIEF * away)

    start = np.append(1.0, expected)
    found = np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x, dtype=np.float64)
    return np.append(1.0, found[1:])


def _targets(row: dict[str, list[dict[str, list[int] | str]]]) -> tuple[Place, ...]:
    return tuple(Place(str(place["doc"]), (int(place["lines"][0]), int(place["lines"][1]))) for place in row["gold"])


def _example(assistant: Assistant, question: str, target: tuple[Place, ...]) -> Example:
    records = assistant.records
    asked = assistant.parts(question)[0]
    query = assistant.query(asked.text)
    passages = assistant.index.collection.passages
    kept = [row for row, passage in enumerate(passages) if passage.kind != "heading"]
    near = records.views.near(query.vector, among=kept)
    # All of them are looked at closely here, so that which ones are depends on no weights.
    counts = piece_weights(query.words, asked.language)
    pieces = records.views.by_pieces(query.pieces, counts, [passages[row] for row in kept])
    signs = np.column_stack([near.standard_score / _TENS, features(asked, records, near.rows), pieces / _TENS])
    gold = np.array([hits(passages[row], target) for row in kept])
    return Example(np.asarray(signs, dtype=np.float64), gold, _group([passages[row] for row in kept], gold))


def _group(passages: Sequence[Passage], gold: npt.NDArray[np.bool_]) -> str:
    """The organisation and document of the first passage that answers."""
    first = next((passage for passage, is_gold in zip(passages, gold, strict=True) if is_gold), None)
    return f"{first.document} {first.organisation}" if first else ""


def _rank(example: Example, weights: Floats) -> int:
    """The place of the first passage that answers, from 1."""
    scores = example.signs @ weights
    return 1 + int((scores > scores[example.gold].max()).sum())


def _recall(ranks: Sequence[int]) -> float:
    return float(np.mean([rank <= 5 for rank in ranks]))


def _rr(ranks: Sequence[int]) -> float:
    return float(np.mean([1 / rank for rank in ranks]))
