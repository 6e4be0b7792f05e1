"""Development questions → the weights of ``assistant.evidence``, and how often the decision is wrong on unseen ones."""

from dataclasses import astuple, fields

import numpy as np

from assistant.answer import Assistant
from assistant.evidence import Signs, signs
from assistant.filters import Filters, matcher
from assistant.find import nearest
from assistant.parts import parts_of
from assistant.sets import decided_by_structure
from assistant.understand import Understood
from eval.intervals import Share
from eval.logistic import logistic, odds
from eval.questions import load_questions, load_rows
from index.parts import Vectors
from index.search import Hit

# The cosines lie between about 0.8 and 0.92: brought to the scale of the other signs.
_MIDDLE, _SCALE = 0.87, 30.0
_RIDGE = 0.01
_FOLDS = 20


def fit(assistant: Assistant) -> str:
    """The weights and the offset as they are written into the code, and the errors on both sides.

    The errors are those of questions that each fit has not seen: of twenty parts each is judged by
    weights from the others. What is refused before anything is weighed counts, but has no part in the
    weights; what structure decides is left out.
    """
    found = [(wanted, part, _hits(part, assistant)) for part, wanted in _parts(assistant)]
    seen = [(wanted, signs(part, hits, assistant.records)) for wanted, part, hits in found]
    weighed = [(wanted, astuple(values)) for wanted, values in seen if values is not None]
    refused = [wanted for wanted, values in seen if values is None]
    x, y = np.array([values for _, values in weighed]), np.array([wanted for wanted, _ in weighed])
    x[:, 0] = (x[:, 0] - _MIDDLE) * _SCALE
    judged = np.empty(len(y))
    folds = np.random.default_rng(0).permutation(len(y)) % _FOLDS
    for fold in range(_FOLDS):
        judged[folds == fold] = odds(x[folds == fold], _fitted(x[folds != fold], y[folds != fold]))
    *weights, offset = _fitted(x, y)
    weights[0] *= _SCALE
    offset -= weights[0] * _MIDDLE
    named = ", ".join(f"{f.name}={w:.2f}" for f, w in zip(fields(Signs), weights, strict=True))
    false_answers = Share(int(((judged >= 0) & (y == 0)).sum()), int((y == 0).sum()) + refused.count(0.0))
    false_refusals = Share(
        int(((judged < 0) & (y == 1)).sum()) + refused.count(1.0), int((y == 1).sum()) + refused.count(1.0)
    )
    return f"Signs({named}), offset {offset:.2f}\nfalse answers {false_answers}, false refusals {false_refusals}"


def _parts(assistant: Assistant) -> list[tuple[Understood, float]]:
    """Each development question (its first part), with 1 where it has an answer."""
    asked = [(row["question"], 0.0) for row in load_rows("unanswerable", "dev")]
    asked += [(question.text, 0.0) for question in load_questions("outside")]
    asked += [(row["question"], 1.0) for row in load_rows("answerable", "dev")]
    asked += [(row["question"], 1.0) for row in load_rows("comparisons", "dev") if row["gold"]]
    asked += [(q.text, 1.0) for q in load_questions("sample") if q.outcome == "answered"]
    asked += [(q.text, 1.0) for q in load_questions("single") if q.split == "dev"]
    parts = [(parts_of(text, assistant.index.collection.catalogue)[0], wanted) for text, wanted in asked]
    return [(part, wanted) for part, wanted in parts if not decided_by_structure(part, assistant.records)]


def _hits(part: Understood, assistant: Assistant) -> tuple[Hit, ...]:
    return nearest(part, assistant.records, assistant.query, matcher(Filters(), assistant.index))


def _fitted(x: Vectors, y: Vectors) -> Vectors:
    """Each side weighs the same, though one has more questions."""
    return logistic(x, y, np.where(y == 1, 0.5 / y.mean(), 0.5 / (1 - y.mean())), ridge=_RIDGE)
