"""Development questions → the weights of the answerability decision, and how often it is wrong on unseen ones."""

import numpy as np

from assistant.answer import Assistant
from assistant.answerability.judge import Signs, decision, signs
from assistant.query.filters import Filters, matcher
from assistant.query.topical.understand import Understood
from assistant.retrieve.router import nearest
from assistant.retrieve.structured import decided_by_records
from eval.datasets.questions import load_questions, load_rows
from eval.fitting.calibration import Fitted
from eval.fitting.logistic import Numbers, logistic, odds
from eval.measures.intervals import share_of

# What each decision weighs: of a question in another language only what the model sees.
_WORDS = ("support", "kept", "alone", "owned", "unknown")
_DECISIONS = {
    "demanding": ("apart", "nearness", *_WORDS),
    "open": ("apart", "strange", "missing", *_WORDS),
    "foreign": ("apart", "missing"),
}
# The same without what is counted in a model's cosines, for a model that nothing has been fitted for. Of a question in
# another language nothing is left then, but that the documents lie nearer than what they are not about.
_ANY_MODEL = {"demanding": _WORDS, "open": _WORDS}
_FOREIGN_OF_ANY = {"offset": 0.0, "weights": {"apart": 1.0, "missing": 0.0}}
# What a refused answer costs against a false one. Where nothing certain is demanded, what is given is real text on the
# subject with its source, and whoever asked sees that it isn't the answer; a refusal leaves them with nothing.
_REFUSED = {"demanding": 1.0, "open": 2.0, "foreign": 2.0}
_RIDGE = 0.01
_FOLDS = 20


def fit_answerability(assistant: Assistant) -> list[Fitted]:
    """The weights for the assistant's model and, second, those for any model.

    The errors are those of questions that each fit has not seen: of twenty parts each is judged by
    weights from the others. What is refused before anything is weighed counts, but has no part in the
    weights; what structure decides is left out.
    """
    seen = [(wanted, part, _signs(part, assistant)) for part, wanted in _parts(assistant)]
    known = assistant.records.calibration.answerability
    names = {id(of): name for name, of in vars(known).items()}
    by_decision: dict[str, list[tuple[float, Signs]]] = {name: [] for name in _DECISIONS}
    for wanted, part, found in seen:
        if found is not None:
            by_decision[names[id(decision(part, known))]].append((wanted, found))
    refused = [(wanted, False) for wanted, _, found in seen if found is None]
    questions = f"{len(seen)} that have an answer or none (development)"
    fitted = []
    for weighed in (_DECISIONS, _ANY_MODEL):
        values, judged = {}, list(refused)
        for name, features in weighed.items():
            values[name], unseen = _decision(by_decision[name], features, _REFUSED[name])
            judged += unseen
        values.setdefault("foreign", _FOREIGN_OF_ANY)
        wrong = {side: share_of(answered != side for wanted, answered in judged if wanted == side) for side in (0, 1)}
        measured = f"{_FOLDS}-fold: false answers {wrong[0]}, false refusals {wrong[1]}"
        fitted.append(Fitted("answerability", values, questions, measured))
    return fitted


def _decision(
    chosen: list[tuple[float, Signs]], features: tuple[str, ...], refused: float
) -> tuple[dict[str, object], list[tuple[float, bool]]]:
    """The weights of one decision, and how it judges each question by weights from the others."""
    raw = np.array([[getattr(found, feature) for feature in features] for _, found in chosen])
    y = np.array([wanted for wanted, _ in chosen])
    # Cosines lie close together, and elsewhere for each model: brought to the scale of the other features, so that the
    # ridge means the same for all of them.
    cosine = np.array([feature == "nearness" for feature in features])
    middle = np.where(cosine, raw.mean(axis=0), 0.0)
    scale = np.where(cosine, 2 * np.maximum(raw.std(axis=0), 1e-6), 1.0)
    x = (raw - middle) / scale
    folds = np.random.default_rng(0).permutation(len(y)) % _FOLDS
    judged: list[tuple[float, bool]] = []
    for fold in range(_FOLDS):
        found = odds(x[folds == fold], _fitted(x[folds != fold], y[folds != fold], refused))
        judged += zip(y[folds == fold], found >= 0, strict=True)
    fitted = _fitted(x, y, refused)
    weights = fitted[:-1] / scale
    values = {
        "offset": round(float(fitted[-1] - weights @ middle), 2),
        "weights": {feature: round(float(w), 2) for feature, w in zip(features, weights, strict=True)},
    }
    return values, judged


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


def _fitted(x: Numbers, y: Numbers, refused: float) -> Numbers:
    """Each side weighs the same, though one has more questions, but for what a refusal costs."""
    return logistic(x, y, np.where(y == 1, refused * 0.5 / y.mean(), 0.5 / (1 - y.mean())), ridge=_RIDGE)
