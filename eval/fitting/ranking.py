"""``python -m eval tune``: what weighs how much in ranking passages, fitted on the development questions.

A question's passages share one unit of probability, as much of it as their scores say (a softmax);
weights are sought that give the passages that answer it the most. How well that holds for plans
nobody has seen is measured with each organisation's questions aside in turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from assistant.answer import Assistant
from assistant.retrieve.router import Weights, features
from corpus.types import Passage
from eval.datasets.questions import Place, hits, load_rows
from eval.reports.markdown import table
from index.lexical.term_weights import piece_weights

Floats = npt.NDArray[np.float64]
_PULL = 0.0005  # towards 0, for each weight squared: what few questions say is not believed in full
_TENS = 10  # standing is counted in tens of standard deviations, so that all signs have one size


@dataclass(frozen=True)
class Example:
    """A question: the signs of its passages, which of them answer it, and whose they are."""

    signs: Floats
    gold: npt.NDArray[np.bool_]
    group: str


def tune(assistant: Assistant) -> str:
    """Measures with each organisation aside in turn, and the weights that all questions give."""
    examples = [
        example
        for name in ("single", "answerable")
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
    fitted = fit(examples)
    names = ["standing", *(field.name for field in fields(Weights) if field.name != "reranker")]
    measured = f"recall@5 {_recall(ranks):.3f}, RR {_rr(ranks):.3f}"
    rows = [[name, f"{_TENS * weight / fitted[0]:.1f}"] for name, weight in zip(names, fitted, strict=True)]
    rows[-1][1] = f"{fitted[-1] / fitted[0]:.1f}"
    return f"{len(ranks)} questions, each organisation aside in turn: {measured}\n\n{table(['weight', 'value'], rows)}"


def fit(examples: Sequence[Example]) -> Floats:
    """The weights that give the passages that answer the most of their questions' probability."""

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, gradient = _PULL * weights @ weights, 2 * _PULL * weights
        for example in examples:
            scores = np.exp(example.signs @ weights - (example.signs @ weights).max())
            share = scores / scores.sum()
            right = share @ example.gold
            total -= np.log(right) / len(examples)
            gradient = gradient + example.signs.T @ (share - share * example.gold / right) / len(examples)
        return float(total), gradient

    start = np.zeros(examples[0].signs.shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x, dtype=np.float64)


def _targets(row: dict[str, list[dict[str, list[int] | str]]]) -> tuple[Place, ...]:
    return tuple(Place(str(place["doc"]), (int(place["lines"][0]), int(place["lines"][1]))) for place in row["gold"])


def _example(assistant: Assistant, question: str, target: tuple[Place, ...]) -> Example:
    records = assistant.records
    asked = assistant.parts(question)[0]
    query = assistant.query(asked.text)
    near = records.views.near(query.vector)
    passages = assistant.index.collection.passages
    kept = [row for row, passage in enumerate(passages) if passage.kind != "heading"]
    # All of them are looked at closely here, so that which ones are depends on no weights.
    counts = piece_weights(query.words, asked.language)
    pieces = records.views.by_pieces(query.pieces, counts, [passages[row] for row in kept])
    signs = np.column_stack([near.standing[kept] / _TENS, features(asked, records)[kept], pieces / _TENS])
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
