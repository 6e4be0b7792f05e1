"""Questions with and without answers, by many hands → the weights of the verdict, and how sure it may be.

A verdict is right where the question has an answer and one of the first passages holds it. Strangers' questions, on
the shipped documents and on invented ones, count as the development questions do; figures are of writers, and of
collections, that a fit hasn't seen.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from assistant.answer import Assistant
from assistant.answerability.features import FEATURES
from assistant.answerability.judge import assess
from assistant.query.filters import Filters, matcher
from assistant.retrieve.ranking import nearest
from assistant.retrieve.structured import decided_by_records
from corpus.types import Passage
from eval.datasets.questions import hits, load_questions, load_rows, places
from eval.datasets.strangers import SHIPPED, collection, stranger_questions
from eval.fitting.calibration import Fitted
from index.embedding.embedder import Embedder

Floats = npt.NDArray[np.float64]

FIRST = 5  # passages among which the answer has to be
# What is counted in a model's cosines; without it the weights serve any model.
_OF_MODEL = (
    "off_topic_margin", "off_topic_deviation", "unmatched_word",
    "off_topic_margin_typed", "off_topic_deviation_typed", "unmatched_word_typed",
)  # fmt: skip
# What says whether the documents are about a question's subject at all.
ABOUT = (
    "off_topic_margin", "off_topic_deviation", "unmatched_word", "coverage", "rarest_term", "unknown_terms",
    "top_score", "term_count",
)  # fmt: skip
# Of a question in another language the words say nothing.
_FOREIGN = ("off_topic_margin", "unmatched_word", "top_score", "score_lead")
_STRENGTH = 0.05  # of the fit against its ridge (scikit-learn's C), features in standard deviations
_OWN = 0.25  # what a development question weighs against a stranger's: they are by whoever tuned the search
_FALSE = 0.04  # of what has no answer, the share that may be asserted on writers not seen, at most
_SHOWN = 0.98  # of what has an answer that was found, the share that shall be shown, surely or not
_ABOUT_STRENGTH = 0.1
_PARTS = 10
_JUST_ABOVE = 0.01  # in log odds, as they are rounded
_TOGETHER = 0.5  # of the question's words that a sentence has, so that they stand together


@dataclass(frozen=True)
class JudgedQuestion:
    """A question's features, whether what was found answers it, and whose it is about which collection.

    ``features`` is None where a rule refuses; ``doubted`` where the year isn't there, so that nothing is asserted;
    ``far``: about another subject than the documents.
    """

    writer: str
    collection: str
    language: str
    answerable: bool
    found: bool
    features: dict[str, float] | None
    doubted: bool
    far: bool = False

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
    for name, all_features, all_about, chosen in (
        ("swedish", FEATURES, ABOUT, [one for one in judged if one.language == "sv"]),
        ("foreign", _FOREIGN, _FOREIGN, [one for one in judged if one.language != "sv"]),
    ):
        features, about = (tuple(f for f in names if f not in left_out) for names in (all_features, all_about))
        # Questions in other languages have one author, and each set of them one answer: they are left out by parts.
        parts = {id(one): str(at % _PARTS) for at, one in enumerate(chosen)}
        by = _writer if name == "swedish" else lambda one, parts=parts: parts[id(one)]
        unseen = log_odds_of_unseen(chosen, features, by=by)
        aboutness = log_odds_of_unseen(judged, about, by=_writer, about=True)
        ours = [(one.language == "sv") == (name == "swedish") for one in judged]
        sure, near = _sure_cut(chosen, unseen), _near_cut(chosen, aboutness[ours])
        offset, weights = fit_weights(chosen, features)
        # Hardly any question in another language is about another subject: learned on all of them.
        about_offset, about_weights = fit_weights(judged, about, about=True)
        values[name] = {
            "offset": round(offset, 2), "sure": round(sure, 2), "about_offset": round(about_offset, 2),
            "near": round(near, 2), "weights": _named(features, weights), "about_weights": _named(about, about_weights),
        }  # fmt: skip
        measured.append(f"{name}: {outcome_counts(chosen, unseen, aboutness[ours], sure, near)}")
    counts = Counter(one.writer for one in judged)
    questions = f"{len(judged)}: " + ", ".join(f"{writer} {count}" for writer, count in sorted(counts.items()))
    return Fitted(
        "answerability",
        values,
        questions,
        "each writer left out in turn (other languages in ten parts); " + "; ".join(measured),
    )


def _named(features: Sequence[str], weights: Floats) -> dict[str, float]:
    return {feature: round(float(weight), 3) for feature, weight in zip(features, weights, strict=True)}


def _writer(one: JudgedQuestion) -> str:
    return one.writer


def fit_weights(
    judged: Sequence[JudgedQuestion], features: Sequence[str], *, about: bool = False
) -> tuple[float, Floats]:
    """Logistic regression on standardised features; the offset and weights of the features as they are.

    Of whether what was found answers, or ``about``: whether the documents are about the subject, both sides alike.
    """
    kept = [one for one in judged if one.features is not None]
    x = np.array([[one.features[name] for name in features] for one in kept if one.features])
    y = np.array([not one.far if about else one.right for one in kept])
    middle, scale = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-6)
    weigh = np.array([1.0 if one.writer in _strange_writers() else _OWN for one in kept])
    machine = (
        LogisticRegression(C=_ABOUT_STRENGTH, max_iter=1000, class_weight="balanced")
        if about
        else LogisticRegression(C=_STRENGTH, max_iter=1000)
    )
    if y.all() or not y.any():
        return 0.0, np.zeros(len(features))
    fitted = machine.fit((x - middle) / scale, y, sample_weight=weigh)
    weights = fitted.coef_[0] / scale
    return float(fitted.intercept_[0] - weights @ middle), weights


def log_odds_of_unseen(
    judged: Sequence[JudgedQuestion],
    features: Sequence[str],
    *,
    by: Callable[[JudgedQuestion], str],
    about: bool = False,
) -> Floats:
    """The log odds of each question by weights from those of other writers, or collections; −inf where refused."""
    found = np.full(len(judged), -np.inf)
    for group in sorted({by(one) for one in judged}):
        offset, weights = fit_weights([one for one in judged if by(one) != group], features, about=about)
        for at, one in enumerate(judged):
            if by(one) == group and one.features is not None:
                found[at] = offset + float(weights @ np.array([one.features[name] for name in features]))
    return found


def _counted(judged: Sequence[JudgedQuestion], log_odds: Floats) -> list[int]:
    """The questions that a cut is chosen by: strangers', where there are any."""
    strange = any(one.writer in _strange_writers() for one in judged)
    return [
        at for at, one in enumerate(judged)
        if np.isfinite(log_odds[at]) and (not strange or one.writer in _strange_writers())
    ]  # fmt: skip


def _sure_cut(judged: Sequence[JudgedQuestion], log_odds: Floats) -> float:
    """From which log odds on an answer is asserted: hardly anything that has no answer may be.

    How many of those asserted are right isn't what decides: that hardly rises with the odds (``docs/decisions``).
    """
    unanswerable = sum(not judged[at].answerable for at in _counted(judged, log_odds))
    wrong = sorted(
        (log_odds[at] for at in _counted(judged, log_odds) if not judged[at].answerable and not judged[at].doubted),
        reverse=True,
    )
    first_too_many = int(_FALSE * unanswerable)
    if len(wrong) <= first_too_many:
        return 0.0
    return float(wrong[first_too_many]) + _JUST_ABOVE


def _near_cut(judged: Sequence[JudgedQuestion], aboutness: Floats) -> float:
    """From which log odds on what was found is shown: hardly anything that has an answer may be left out."""
    found = sorted(aboutness[at] for at in _counted(judged, aboutness) if judged[at].right)
    return float(found[int((1 - _SHOWN) * len(found))]) if found else 0.0


def outcome_counts(
    judged: Sequence[JudgedQuestion], log_odds: Floats, aboutness: Floats, sure: float, near: float
) -> str:
    """What would be asserted, and what shown, of these questions."""
    asserted = [one for one, odds in zip(judged, log_odds, strict=True) if odds >= sure and not one.doubted]
    shown = [one for one, odds in zip(judged, aboutness, strict=True) if odds >= near]
    having, none = [one for one in judged if one.answerable], [one for one in judged if not one.answerable]
    return (
        f"asserted {len(asserted)}, right {sum(one.right for one in asserted) / max(1, len(asserted)):.2f}; "
        f"with an answer ({len(having)}) asserted {sum(one.answerable for one in asserted) / max(1, len(having)):.2f}, "
        f"shown {sum(one.right for one in shown) / max(1, len(having)):.2f}; "
        f"of {len(none)} without asserted {sum(not one.answerable for one in asserted) / max(1, len(none)):.2f}, "
        f"shown {sum(not one.answerable for one in shown) / max(1, len(none)):.2f}"
    )


@cache
def _strange_writers() -> frozenset[str]:
    """The writers who know nothing of the program."""
    return frozenset(question.writer for question in stranger_questions("dev"))


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
                    answerable=question.answer is not None, holds=question.is_answered_by, far=question.far,
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
            assistant, question.text, "outside", SHIPPED, answerable=False, holds=lambda passage: False, far=True
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
    far: bool = False,
) -> list[JudgedQuestion]:
    """The question as it is judged; [] where the records decide it or it is asked back."""
    part, records = assistant.parts(text)[0], assistant.records
    if decided_by_records(part, records) or len(part.choices) > 1:
        return []
    every = matcher(Filters(), assistant.index)
    found = nearest(part, records, assistant.query, every, reranker=assistant.reranker)
    result = assess(part, found, assistant.query(part.text), records)
    features = result.features.values() if result.features else None
    is_found = any(holds(hit.passage) for hit in found[:FIRST])
    return [JudgedQuestion(writer, name, part.language, answerable, is_found, features, result.doubt is not None, far)]
