"""Development questions → the weights of the answerability decision, and how often it is wrong on unseen ones."""

import numpy as np

from assistant.answer import Assistant
from assistant.answerability.judge import DEMANDING, FOREIGN, OPEN, Signs, decision, signs
from assistant.query.filters import Filters, matcher
from assistant.query.understand import Understood
from assistant.retrieve.router import nearest
from assistant.retrieve.structured import decided_by_records
from eval.datasets.questions import load_questions, load_rows
from eval.fitting.logistic import logistic, odds
from eval.measures.intervals import share_of
from index.storage.parts import Vectors

# What each decision weighs: of a question in another language only what the model sees.
_WORDS = ("support", "kept", "alone", "owned", "unknown")
_DECISIONS = {
    "DEMANDING": (DEMANDING, ("apart", "nearness", *_WORDS)),
    "OPEN": (OPEN, ("apart", "strange", "missing", *_WORDS)),
    "FOREIGN": (FOREIGN, ("apart", "missing")),
}
# The cosines lie between about 0.8 and 0.92: brought to the scale of the other signs.
_MIDDLE, _SCALE = 0.87, 30.0
_RIDGE = 0.01
_FOLDS = 20


def fit(assistant: Assistant) -> str:
    """The weights and offsets as they are written into the code, and the errors on both sides.

    The errors are those of questions that each fit has not seen: of twenty parts each is judged by
    weights from the others. What is refused before anything is weighed counts, but has no part in the
    weights; what structure decides is left out.
    """
    seen = [(wanted, part, _signs(part, assistant)) for part, wanted in _parts(assistant)]
    lines = []
    judged: list[tuple[float, bool]] = [(wanted, False) for wanted, _, found in seen if found is None]
    for name, (of, weighed) in _DECISIONS.items():
        chosen = [(wanted, f) for wanted, part, f in seen if f is not None and decision(part) is of]
        x = np.array([[getattr(f, sign) for sign in weighed] for _, f in chosen])
        y = np.array([wanted for wanted, _ in chosen])
        scale = np.array([_SCALE if sign == "nearness" else 1.0 for sign in weighed])
        middle = np.array([_MIDDLE if sign == "nearness" else 0.0 for sign in weighed])
        x = (x - middle) * scale
        folds = np.random.default_rng(0).permutation(len(y)) % _FOLDS
        for fold in range(_FOLDS):
            found = odds(x[folds == fold], _fitted(x[folds != fold], y[folds != fold]))
            judged += zip(y[folds == fold], found >= 0, strict=True)
        fitted = _fitted(x, y)
        weights, offset = fitted[:-1] * scale, fitted[-1]
        named = ", ".join(f"{sign}={w:.2f}" for sign, w in zip(weighed, weights, strict=True))
        lines.append(f"{name} = Decision(Signs({named}), {offset - weights @ middle:.2f})")
    wrong = {side: share_of(answered != side for wanted, answered in judged if wanted == side) for side in (0, 1)}
    return "\n".join([*lines, f"false answers {wrong[0]}, false refusals {wrong[1]}"])


def _parts(assistant: Assistant) -> list[tuple[Understood, float]]:
    """Each development question (its first part), with 1 where it has an answer."""
    asked = [(row["question"], 0.0) for row in load_rows("unanswerable", "dev")]
    asked += [(question.text, 0.0) for question in load_questions("outside")]
    asked += [(row["question"], 1.0) for row in load_rows("answerable", "dev")]
    asked += [(row["question"], 1.0) for row in load_rows("languages", "dev")]
    asked += [(row["question"], 0.0) for row in load_rows("languages-none", "dev")]
    asked += [(row["question"], 1.0) for row in load_rows("comparisons", "dev") if row["gold"]]
    asked += [(q.text, 1.0) for q in load_questions("sample") if q.outcome == "answered"]
    asked += [(q.text, 1.0) for q in load_questions("single") if q.split == "dev"]
    parts = [(assistant.readings(text)[0], wanted) for text, wanted in asked]
    return [(part.understood, wanted) for part, wanted in parts if not decided_by_records(part, assistant.records)]


def _signs(part: Understood, assistant: Assistant) -> Signs | None:
    every = matcher(Filters(), assistant.index)
    hits = nearest(part, assistant.records, assistant.query, every, reranker=assistant.reranker)
    return signs(part, hits, assistant.query(part.text), assistant.records)


def _fitted(x: Vectors, y: Vectors) -> Vectors:
    """Each side weighs the same, though one has more questions."""
    return logistic(x, y, np.where(y == 1, 0.5 / y.mean(), 0.5 / (1 - y.mean())), ridge=_RIDGE)
