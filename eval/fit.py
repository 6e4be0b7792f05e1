"""Development questions → the weights of ``assistant.evidence``, by logistic regression."""

from dataclasses import astuple, fields

import numpy as np

from assistant.answer import Assistant
from assistant.evidence import Signs, signs
from assistant.filters import Filters, matcher
from assistant.find import nearest
from assistant.parts import parts_of
from assistant.sets import decided_by_structure
from eval.questions import load_questions
from eval.strata import load_rows

# The cosines lie between about 0.8 and 0.92: brought to the scale of the other signs.
_MIDDLE, _SCALE = 0.85, 20.0
_STEPS, _RATE, _RIDGE = 8000, 0.8, 0.003


def fit(assistant: Assistant) -> str:
    """The weights and the offset as they are written into the code, and the errors on both sides."""
    asked = [(row["question"], 0.0) for row in load_rows("unanswerable", "dev")]
    asked += [(question.text, 0.0) for question in load_questions("outside")]
    asked += [(row["question"], 1.0) for row in load_rows("answerable", "dev")]
    asked += [(row["question"], 1.0) for row in load_rows("comparisons", "dev") if row["gold"]]
    asked += [(q.text, 1.0) for q in load_questions("sample") if q.outcome == "answered"]
    rows, wanted = [], []
    for question, answerable in asked:
        part = parts_of(question, assistant.index.collection.catalogue)[0]
        hits = nearest(part, assistant.records, assistant.query, matcher(Filters(), assistant.index))
        if not hits or decided_by_structure(part, assistant.records):
            continue
        rows.append(astuple(signs(part, hits, assistant.records)))
        wanted.append(answerable)
    x, y = np.array(rows), np.array(wanted)
    x[:, 0] = (x[:, 0] - _MIDDLE) * _SCALE
    weighs = np.where(y == 1, 0.5 / y.mean(), 0.5 / (1 - y.mean()))
    weights, offset = np.zeros(x.shape[1]), 0.0
    for _ in range(_STEPS):
        error = weighs * (1 / (1 + np.exp(-(x @ weights + offset))) - y)
        weights -= _RATE * (x.T @ error / len(y) + _RIDGE * weights)
        offset -= _RATE * float(error.mean())
    scores = x @ weights + offset
    weights[0] *= _SCALE
    offset -= float(weights[0]) * _MIDDLE
    named = ", ".join(f"{f.name}={w:.1f}" for f, w in zip(fields(Signs), weights, strict=True))
    return (
        f"Signs({named}), offset {offset:.2f}\n"
        f"false answers {int(((scores >= 0) & (y == 0)).sum())} of {int((y == 0).sum())}, "
        f"false refusals {int(((scores < 0) & (y == 1)).sum())} of {int((y == 1).sum())}"
    )
