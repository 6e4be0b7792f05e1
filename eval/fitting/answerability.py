"""Questions with and without answers, by many hands → the weights of the verdict, and how sure it may be.

A verdict is right where the question has an answer and one of the first passages holds it. Strangers' questions, on
the shipped documents and on invented ones, count as the development questions do; figures are of writers, and of
collections, that a fit hasn't seen.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from assistant.answer import Assistant
from assistant.answerability.features import AnswerFeatures
from assistant.answerability.judge import assess
from assistant.query.filters import Filters, matcher
from assistant.retrieve.router import nearest
from assistant.retrieve.structured import decided_by_structure
from corpus.types import Passage
from eval.datasets.questions import hits, load_questions, load_rows, places
from eval.datasets.strangers import SHIPPED, collection, stranger_questions
from eval.fitting.calibration import Fitted
from index.embedding.embedder import Embedder

Floats = npt.NDArray[np.float64]

FIRST = 5  # passages among which the answer has to be
# What is counted in a model's cosines; without it the weights serve any model.
_OF_MODEL = ("apart", "strange", "missing")
FEATURES = tuple(AnswerFeatures.__dataclass_fields__)
_FOREIGN = ("apart", "missing", "top", "lead")  # of a question in another language the words say nothing
_STRENGTH = 0.05  # of the fit against its ridge (scikit-learn's C), features in standard deviations
_OWN = 0.2  # what a development question weighs against a stranger's: they are by whoever tuned the search
# Of what is asserted, the share that shall be right on writers not seen. More is wanted, .95; these features reach it
# for no more than a handful of questions (`python -m eval verdicts`), and what isn't asserted is shown all the same.
_SURE = 0.8
_LEAST_SURE = 0.1  # of what has an answer, the share that is asserted at least, wherever that share isn't reached
_SHOWN = 0.98  # of what has an answer that was found, the share that shall be shown, surely or not
_TOGETHER = 0.5  # of the question's words that a sentence has, so that they stand together


@dataclass(frozen=True)
class JudgedQuestion:
    """A question's features, whether what was found answers it, and whose it is about which collection.

    ``features`` is None where a rule refuses; ``doubted`` where the year isn't there, so that nothing is asserted.
    """

    writer: str
    collection: str
    language: str
    answerable: bool
    found: bool
    features: dict[str, float] | None
    doubted: bool

    @property
    def right(self) -> bool:
        """Whether it would be right to assert it."""
        return self.answerable and self.found


def fit_answerability(assistant: Assistant, collections: Path) -> list[Fitted]:
    """The weights for the assistant's model and, second, those for any model; ``collections`` keeps their indexes."""
    judged = [*own_questions(assistant), *strangers(assistant.embedder, collections, assistant)]
    return [_fitted(judged, left_out) for left_out in ((), _OF_MODEL)]


def _fitted(judged: Sequence[JudgedQuestion], left_out: Sequence[str]) -> Fitted:
    values: dict[str, object] = {"together": _TOGETHER}
    measured = []
    for name, features, chosen in (
        ("swedish", FEATURES, [one for one in judged if one.language == "sv"]),
        ("foreign", _FOREIGN, [one for one in judged if one.language != "sv"]),
    ):
        features = tuple(feature for feature in features if feature not in left_out)
        unseen = log_odds_of_unseen(chosen, features, by=lambda one: one.writer)
        sure, near = _cuts(chosen, unseen)
        offset, weights = fit_weights(chosen, features)
        values[name] = {
            "offset": round(offset, 2), "sure": round(sure, 2), "near": round(near, 2),
            "weights": {feature: round(float(weight), 3) for feature, weight in zip(features, weights, strict=True)},
        }  # fmt: skip
        measured.append(f"{name}: {said(chosen, unseen, sure, near)}")
    counts = Counter(one.writer for one in judged)
    questions = f"{len(judged)}: " + ", ".join(f"{writer} {count}" for writer, count in sorted(counts.items()))
    return Fitted("answerability", values, questions, "each writer left out in turn; " + "; ".join(measured))


def fit_weights(judged: Sequence[JudgedQuestion], features: Sequence[str]) -> tuple[float, Floats]:
    """Logistic regression on standardised features; the offset and weights of the features as they are."""
    kept = [one for one in judged if one.features is not None]
    x = np.array([[one.features[name] for name in features] for one in kept if one.features])
    y = np.array([one.right for one in kept])
    middle, scale = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-6)
    weigh = np.array([1.0 if one.writer in _strangers(judged) else _OWN for one in kept])
    fitted = LogisticRegression(C=_STRENGTH, max_iter=1000).fit((x - middle) / scale, y, sample_weight=weigh)
    weights = fitted.coef_[0] / scale
    return float(fitted.intercept_[0] - weights @ middle), weights


def log_odds_of_unseen(
    judged: Sequence[JudgedQuestion], features: Sequence[str], *, by: Callable[[JudgedQuestion], str]
) -> Floats:
    """The log odds of each question by weights from those of other writers, or collections; −inf where refused."""
    found = np.full(len(judged), -np.inf)
    for group in sorted({by(one) for one in judged}):
        others = [one for one in judged if by(one) != group]
        if len({one.right for one in others if one.features is not None}) < 2:
            others = list(judged)  # too few to leave any out
        offset, weights = fit_weights(others, features)
        for at, one in enumerate(judged):
            if by(one) == group and one.features is not None:
                found[at] = offset + float(weights @ np.array([one.features[name] for name in features]))
    return found


def _cuts(judged: Sequence[JudgedQuestion], log_odds: Floats) -> tuple[float, float]:
    """From which log odds on an answer is asserted, and from which on it is shown."""
    theirs = _strangers(judged)
    chosen = [at for at, one in enumerate(judged) if np.isfinite(log_odds[at]) and (one.writer in theirs or not theirs)]
    order = sorted(chosen, key=lambda at: -log_odds[at])
    right = np.cumsum([judged[at].right for at in order])
    shares = right / np.arange(1, len(order) + 1)
    if not order or not right[-1]:
        return 0.0, 0.0
    least = int(np.searchsorted(right, _LEAST_SURE * max(1, right[-1])))
    reached = [i for i in range(least, len(order)) if shares[i] >= _SURE]
    last = max(reached) if reached else int(least + np.argmax(shares[least:]))
    found = sorted(log_odds[at] for at in chosen if judged[at].right)
    near = found[int((1 - _SHOWN) * len(found))] if found else 0.0
    return float(log_odds[order[last]]), float(min(near, log_odds[order[last]]))


def said(judged: Sequence[JudgedQuestion], log_odds: Floats, sure: float, near: float) -> str:
    """What would be asserted, and what shown, of these questions."""
    asserted = [one for one, odds in zip(judged, log_odds, strict=True) if odds >= sure and not one.doubted]
    shown = [one for one, odds in zip(judged, log_odds, strict=True) if odds >= near]
    having, none = [one for one in judged if one.answerable], [one for one in judged if not one.answerable]
    return (
        f"asserted {len(asserted)}, right {sum(one.right for one in asserted) / max(1, len(asserted)):.2f}; "
        f"with an answer ({len(having)}) asserted {sum(one.answerable for one in asserted) / max(1, len(having)):.2f}, "
        f"shown {sum(one.right for one in shown) / max(1, len(having)):.2f}; "
        f"of {len(none)} without asserted {sum(not one.answerable for one in asserted) / max(1, len(none)):.2f}, "
        f"shown {sum(not one.answerable for one in shown) / max(1, len(none)):.2f}"
    )


def _strangers(judged: Sequence[JudgedQuestion]) -> frozenset[str]:
    """The writers who know nothing of the program."""
    return frozenset(one.writer for one in judged) & frozenset(q.writer for q in stranger_questions("dev"))


def strangers(embedder: Embedder, data: Path, shipped: Assistant) -> list[JudgedQuestion]:
    """Strangers' development questions, each on its own collection."""
    questions = stranger_questions("dev")
    judged = []
    for name in sorted({question.collection for question in questions}):
        assistant = shipped if name == SHIPPED else collection(name, embedder, data)
        for question in questions:
            if question.collection == name:
                judged += _judged(
                    assistant, question.question, question.writer, name,
                    answerable=question.answer is not None, holds=question.is_answered_by,
                )  # fmt: skip
    return judged


def own_questions(assistant: Assistant) -> list[JudgedQuestion]:
    """The development questions, as far as they are searched."""
    judged = []
    for name, answerable in _SETS.items():
        for row in load_rows(name, "dev"):
            gold = tuple(places(row.get("gold") or ()))
            judged += _judged(
                assistant, row["question"], name, SHIPPED, answerable=answerable,
                holds=lambda passage, gold=gold: not gold or hits(passage, gold),  # type: ignore[misc]
            )  # fmt: skip
    for question in load_questions("outside"):
        judged += _judged(
            assistant, question.text, "outside", SHIPPED, answerable=False, holds=lambda passage: False
        )  # fmt: skip
    return judged


_SETS = {"unanswerable": False, "answerable": True, "languages": True, "languages-none": False, "single": True}


def _judged(
    assistant: Assistant,
    text: str,
    writer: str,
    name: str,
    *,
    answerable: bool,
    holds: Callable[[Passage], bool],
) -> list[JudgedQuestion]:
    """The question as it is judged; [] where the records decide it or it is asked back."""
    part, records = assistant.parts(text)[0], assistant.records
    if decided_by_structure(part, records) or len(part.choices) > 1:
        return []
    every = matcher(Filters(), assistant.index)
    found = nearest(part, records, assistant.query, every, reranker=assistant.reranker)
    result = assess(part, found, assistant.query(part.text), records)
    features = vars(result.features) if result.features else None
    is_found = any(holds(hit.passage) for hit in found[:FIRST])
    return [JudgedQuestion(writer, name, part.language, answerable, is_found, features, result.doubt is not None)]
