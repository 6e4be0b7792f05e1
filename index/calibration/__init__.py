"""The numbers that were fitted, a TOML file a decision, and which of them a model has.

``python -m eval fit`` writes the files. A decision that no fit for a model has been made of gets the default:
the entry of the model "any" where the file has one, else the bundled model's, whose features are counted in standard
deviations and shares and so mean the same for every model. Of help the default reads the words of a message alone.
"""

import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, TypeVar

import numpy as np
from pydantic import TypeAdapter

from index.storage.fingerprint import BUNDLED
from index.storage.parts import Vectors

ANY = "any"  # the model of an entry whose features need none
DECISIONS = ("ranking", "membership", "similar", "described", "answerability", "danger", "goals", "words")
Values = TypeVar("Values")


@dataclass(frozen=True)
class RankingWeights:
    """What a passage's features weigh against its similarity, in standard deviations of the question's similarities.

    A score is ``middle`` + ``spread`` × that sum, so that it reads like a cosine. ``earlier``: of a programme that is
    no longer in force; ``background``: what stands around the activities, where what is done or promised is asked for;
    ``pieces`` and ``reranker``: in the standard deviations of the passages that are ranked again.
    """

    words: float
    organisation: float
    weak: float
    goal: float
    document: float
    earlier: float
    background: float
    pieces: float
    reranker: float
    middle: float
    spread: float


@dataclass(frozen=True)
class MembershipWeights:
    """What speaks for a commitment belonging to the set that is asked for; above log odds of 0 it does.

    ``behind`` is how far it lies from the question behind the nearest of all, in standard deviations (0 or less), and
    ``pieces`` how well it meets the question's words one by one; ``said`` the share of the question's words that one of
    its sentences has; the next two are that share, with and without what stands around the sentence, relative to the
    best commitment's.

    An organisation has what is asked for where the best of its commitments has log odds of ``has``; where it has less
    than ``unclear`` and none lies nearer than ``near``, as ``behind`` counts it, nothing is found in its plan. Where no
    sentence of any commitment has ``covered`` of the question's words, all of that is unclear. Of several organisations
    asked about each has something where its coverage of the question's words is at least ``least_of_best`` of the best
    one's.
    """

    behind: float
    pieces: float
    said: float
    around_of_best: float
    said_of_best: float
    offset: float
    has: float
    unclear: float
    near: float
    covered: float
    least_of_best: float


@dataclass(frozen=True)
class DescribedWeights:
    """What speaks for a record being the one that a question describes, and for none being so; log odds of a logit.

    Of a record: ``near`` is how far it stands out by its nearness, ``pieces`` how well it meets the question's words
    one by one, both in standard deviations; ``said`` the share of the question's words that one of its sentences has,
    ``around`` with what stands around it, ``words`` the share that one of its passages has. Of none: a constant,
    whether the question names whose or under which goal, the logarithm of how many records may be meant, how many
    words the question has, and how much nearer the documents are than what they are not about. From a likelihood of
    ``sure`` on the record is meant.
    """

    near: float
    pieces: float
    said: float
    around: float
    words: float
    none: float
    none_owner: float
    none_goal: float
    none_candidates: float
    none_terms: float
    none_margin: float
    sure: float


@dataclass(frozen=True)
class SimilarCut:
    """Which commitments are similar to one: how much its words add to the cosine, and where the list ends.

    It ends ``share`` of the way from the median to the best, and at least ``deviations`` above the median.
    """

    words: float
    share: float
    deviations: float


@dataclass(frozen=True)
class GoalThresholds:
    """When a phrase means a goal: its cosine to the nearest title, and how much nearer that is than the next."""

    nearest: float
    margin: float


@dataclass(frozen=True)
class WordThresholds:
    """From which log odds on a word of a question is its subject, and from which it asks, by what ``file`` holds."""

    file: str
    subject: float
    asks: float


@dataclass(frozen=True)
class WordWeights:
    """What each dimension of a word's meaning says of its being the subject, shape (dimension,), and of its asking.

    A word asks that says what is asked for or what has to be met ("ansvarig", "försenade"). Log odds of logits.
    """

    subject: Vectors
    subject_offset: float
    asks: Vectors
    asks_offset: float


@dataclass(frozen=True)
class VerdictDecision:
    """Features that are weighed together into the log odds of an answer, and into those that it is about the documents.

    From odds of ``sure`` on it is asserted, from ``near`` of the others on shown as uncertain.
    """

    weights: dict[str, float]
    offset: float
    sure: float
    about_weights: dict[str, float]
    about_offset: float
    near: float

    def score(self, features: Mapping[str, float]) -> float:
        """Log odds that what was found answers."""
        return self.offset + sum(weight * features[name] for name, weight in self.weights.items())

    def aboutness(self, features: Mapping[str, float]) -> float:
        """Log odds that the documents are about the question's subject."""
        return self.about_offset + sum(weight * features[name] for name, weight in self.about_weights.items())


@dataclass(frozen=True)
class Answerability:
    """When what was found answers a question in Swedish, and one in another language.

    A sentence with less than ``together`` of the question's words has them apart.
    """

    swedish: VerdictDecision
    foreign: VerdictDecision
    together: float


@dataclass(frozen=True)
class DangerThresholds:
    """From which score on a message is met with the help text, from which on beyond doubt, and from which with a line.

    A score is the log odds of the kernel machine in ``vectors``, where there is one for the model, and ``words_count``
    times those of the weights in ``words``. Below ``parts`` no part of a message is looked at by itself. ``missed``:
    the share of messages of people in danger that got neither text nor line, their writers left out of the fit.
    """

    help: float
    sure: float
    line: float
    parts: float
    words: str
    words_count: float
    missed: float
    vectors: str = ""


@dataclass(frozen=True)
class DangerKernel:
    """Messages that were learned, shape (messages, dimension + signs), and what being near each of them says."""

    learned: Vectors
    weights: Vectors
    offset: float
    narrow: float

    @cached_property
    def squared_lengths(self) -> Vectors:
        """Of what was learned; shape (messages,)."""
        lengths: Vectors = np.einsum("ij,ij->i", self.learned, self.learned)
        return lengths


@dataclass(frozen=True)
class DangerWords:
    """What each bucket of words and letter n-grams says, shape (buckets,), and each sign, shape (signs,)."""

    buckets: Vectors
    signs: Vectors
    offset: float


@dataclass(frozen=True)
class Calibration:
    """Every decision's numbers for a model; ``missing`` are the decisions that no fit for it has been made of.

    ``goals`` and ``words`` are None where none were fitted for it: what different models say of a text can't be
    compared.
    """

    model: str
    ranking: RankingWeights
    membership: MembershipWeights
    similar: SimilarCut
    described: DescribedWeights
    answerability: Answerability
    danger: DangerThresholds
    goals: GoalThresholds | None
    words: WordThresholds | None
    missing: tuple[str, ...]


@cache
def calibration_for(model: str) -> Calibration:
    """The numbers for a model by its name."""
    missing = tuple(name for name in DECISIONS if model not in entries(name))
    return Calibration(
        model,
        ranking=_values("ranking", model, RankingWeights),
        membership=_values("membership", model, MembershipWeights),
        similar=_values("similar", model, SimilarCut),
        described=_values("described", model, DescribedWeights),
        answerability=_values("answerability", model, Answerability),
        danger=_values("danger", model, DangerThresholds),
        goals=_values("goals", model, GoalThresholds) if model in entries("goals") else None,
        words=_values("words", model, WordThresholds) if model in entries("words") else None,
        missing=missing,
    )


@cache
def danger_kernel(file: str) -> DangerKernel:
    """The machine that ``DangerThresholds.vectors`` names."""
    held = _arrays(file)
    return DangerKernel(held["learned"] / held["levels"], held["weights"], float(held["offset"]), float(held["narrow"]))


@cache
def danger_words(file: str) -> DangerWords:
    """The weights that ``DangerThresholds.words`` names."""
    held = _arrays(file)
    return DangerWords(held["buckets"] * held["step"], held["signs"], float(held["offset"]))


@cache
def word_weights(file: str) -> WordWeights:
    """The weights that ``WordThresholds.file`` names."""
    held = _arrays(file)
    return WordWeights(held["subject"], float(held["subject_offset"]), held["asks"], float(held["asks_offset"]))


def _arrays(file: str) -> dict[str, Any]:
    content = (files("index") / "calibration" / file).read_bytes()
    with np.load(io.BytesIO(content), allow_pickle=False) as held:
        return dict(held)


def entries(decision: str) -> dict[str, dict[str, Any]]:
    """The entries of a decision's file by their models, in the file's order."""
    path = files("index") / "calibration" / f"{decision}.toml"
    if not path.is_file():
        return {}
    fitted = tomllib.loads(path.read_text(encoding="utf-8"))["fitted"]
    return {entry["model"]: entry for entry in fitted}


def _values(decision: str, model: str, wanted: type[Values]) -> Values:
    known = entries(decision)
    entry = known.get(model) or known.get(ANY) or known[BUNDLED]
    return TypeAdapter(wanted).validate_python(entry["values"])
