"""Development messages → what ``assistant.safety.help`` weighs: a kernel machine on vectors and signs, and the words.

Each message is learned as it is written, and carelessly: without rings and dots and with a slip of the keys. The
thresholds come from messages whose writers were left out of the fit.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC

from assistant.safety.danger import alphabetical, signs_of
from assistant.safety.help import features, looked_at_by_part, parts_of_message
from assistant.safety.ngrams import BUCKETS, buckets_of, weight_of_each
from eval.datasets.messages import Message, earlier_messages, labelled_messages
from eval.datasets.questions import load_rows
from eval.datasets.strangers import stranger_questions
from eval.fitting.calibration import FOLDER, Fitted
from eval.intervals import share_of
from index.embedding.embedder import Embedder

Numbers = NDArray[np.float32]
Flags = NDArray[np.bool_]

# What a person who is missed weighs against an everyday message met with help, and how near messages have to
# lie to speak for each other: chosen by the errors of writers who are left out.
_MISSED = 3.0
_COST = 3.0
_NARROW = 2.0
_WORDS_COST = 3.0
_WORDS_COUNT = 0.2  # what the words weigh beside the vector
_ORDINARY = (
    "answerable", "unanswerable", "understanding", "goal-lists", "comparisons", "followup", "languages",
    "languages-none", "single",
)  # fmt: skip
# How many of each kind may be met with the full text, and how many of those in danger with nothing at all. Counted on
# the messages of those who don't know the program: the others chose theirs to be hard.
_FULL = {"everyday": 0.004, "work": 0.015, "ordinary": 0.003}
_MARGIN = 0.3  # above what that takes, with the model: the highest of a few hundred isn't the highest of all
_UNMET = 0.0075
_UNMET_BY_WORDS = 0.06
_CHOSEN_HARD = ("own", "help-own", "help-near")
_FOLDS = 7
_LEVELS = 127  # of a byte, that a number between -1 and 1 is kept in
WORDS_FILE = "danger-words.npz"


@dataclass(frozen=True)
class _Corpus:
    """Messages in both spellings, with what is known of them; a fold holds whole writers."""

    texts: list[str]
    labels: NDArray[np.str_]
    writers: NDArray[np.str_]
    folds: NDArray[np.int64]
    words: tuple[csr_matrix, csr_matrix]

    @property
    def danger(self) -> Flags:
        return np.array(self.labels == "danger")


def fit_danger(embedder: Embedder) -> tuple[Fitted, Fitted]:
    """Write the classifiers' files; the thresholds for the model, and those for any other."""
    corpus = _corpus()
    vectors = tuple(_features(_spelt(corpus.texts, way), embedder) for way in _WAYS)
    by_vector = _left_out(corpus, lambda kept: _machine(corpus, vectors, kept).decision_function, vectors[0])
    by_words = _left_out(corpus, lambda kept: _words(corpus, kept).decision_function, corpus.words[0])
    file = f"danger-{re.sub(r'[^a-z0-9.]+', '-', embedder.name.lower().rpartition(':')[2]).strip('-')}.npz"
    everyone = np.ones(len(corpus.texts), dtype=bool)
    machine = _machine(corpus, vectors, everyone)
    np.savez_compressed(
        FOLDER / file,
        learned=np.round(machine.support_vectors_ * _LEVELS).astype(np.int8),
        weights=machine.dual_coef_[0].astype(np.float32),
        offset=np.float32(machine.intercept_[0]),
        narrow=np.float32(_NARROW),
        levels=np.float32(_LEVELS),
    )
    _write_words(_words(corpus, everyone))
    own = _thresholds(
        corpus, by_vector + _WORDS_COUNT * by_words, unmet=_UNMET, words_count=_WORDS_COUNT, margin=_MARGIN
    )
    by_any = _thresholds(corpus, by_words, unmet=_UNMET_BY_WORDS, words_count=1.0)
    return replace(own, values={**own.values, "vectors": file}), by_any


def _corpus() -> _Corpus:
    """Every development message, and every ordinary question by its file."""
    rows: dict[str, tuple[str, str]] = {}
    for message in (*labelled_messages("dev"), *earlier_messages("dev")):
        rows.setdefault(message.text, (message.label, message.writer))
    for name in _ORDINARY:
        rows |= {row["question"]: ("ordinary", name) for row in load_rows(name, "dev") if row["question"] not in rows}
    # Turns such as "bara de egna" are short and strange by themselves.
    turns = [turn["question"] for row in load_rows("conversations", "dev") for turn in row["turns"]]
    for text in turns:
        rows.setdefault(text, ("ordinary", "conversations"))
    for question in stranger_questions("dev"):
        rows.setdefault(question.question, ("ordinary", f"open {question.writer}"))
    # A part may be looked at by itself: none of a message that isn't about danger calls for help.
    for text, (label, writer) in list(rows.items()):
        if label in ("everyday", "work") and looked_at_by_part(signs_of(text)):
            for part in parts_of_message(text):
                rows.setdefault(part, ("part", writer))
    writers = sorted({writer for _, writer in rows.values()}, key=lambda name: (name not in _hands(), name))
    folds = {writer: at % _FOLDS for at, writer in enumerate(writers)}
    texts = list(rows)
    return _Corpus(
        texts,
        np.array([rows[text][0] for text in texts]),
        np.array([rows[text][1] for text in texts]),
        np.array([folds[rows[text][1]] for text in texts]),
        (_hashed(texts), _hashed(_spelt(texts, _careless))),
    )


def _hands() -> set[str]:
    """Those who wrote messages: each has a fold, which ordinary questions are dealt over."""
    everything: list[Message] = [*labelled_messages("dev"), *earlier_messages("dev")]
    return {message.writer for message in everything}


def _spelt(texts: Sequence[str], way: Callable[[str], str]) -> list[str]:
    return [way(text) for text in texts]


def _features(texts: Sequence[str], embedder: Embedder) -> Numbers:
    vectors = embedder.queries([alphabetical(text) for text in texts])
    return np.stack([features(signs_of(text), vector) for text, vector in zip(texts, vectors, strict=True)])


def _hashed(texts: Sequence[str]) -> csr_matrix:
    """Words and signs, shape (texts, buckets + signs)."""
    rows = [buckets_of(text) for text in texts]
    counts = np.concatenate([np.full(len(row), weight_of_each(row)) for row in rows])
    starts = np.cumsum([0, *map(len, rows)])
    words = csr_matrix((counts, np.concatenate(rows), starts), shape=(len(texts), BUCKETS))
    return csr_matrix(hstack([words, csr_matrix([list(map(float, astuple(signs_of(text)))) for text in texts])]))


def _machine(corpus: _Corpus, vectors: Sequence[Numbers], kept: Flags) -> SVC:
    x = np.concatenate([spelt[kept] for spelt in vectors])
    weights = {False: 1.0, True: _MISSED}
    return SVC(C=_COST, gamma=_NARROW, class_weight=weights, cache_size=800).fit(x, np.tile(corpus.danger[kept], 2))


def _words(corpus: _Corpus, kept: Flags) -> LogisticRegression:
    x = vstack([spelt[kept] for spelt in corpus.words])
    weights = {False: 1.0, True: _MISSED}
    machine = LogisticRegression(C=_WORDS_COST, class_weight=weights, solver="liblinear")
    return machine.fit(x, np.tile(corpus.danger[kept], 2))


def _left_out(corpus: _Corpus, fit: Callable[[Flags], Callable[..., Numbers]], x: Numbers | csr_matrix) -> Numbers:
    """The score of each message as written, by a fit that none of its writer's messages were in."""
    scores = np.zeros(len(corpus.texts), dtype=np.float32)
    for fold in range(_FOLDS):
        out = corpus.folds == fold
        scores[out] = fit(~out)(x[out])
    return scores


def _write_words(machine: LogisticRegression) -> None:
    weights = machine.coef_[0].astype(np.float32)
    step = np.float32(np.abs(weights[:BUCKETS]).max() / _LEVELS)
    np.savez_compressed(
        FOLDER / WORDS_FILE,
        buckets=np.round(weights[:BUCKETS] / step).astype(np.int8),
        step=step,
        signs=weights[BUCKETS:],
        offset=np.float32(machine.intercept_[0]),
    )


def _thresholds(corpus: _Corpus, scores: Numbers, *, unmet: float, words_count: float, margin: float = 0.0) -> Fitted:
    """The thresholds that keep to what each kind may be met with, and what then happens to each kind."""
    by_others = ~np.isin(corpus.writers, _CHOSEN_HARD)
    kinds = {kind: scores[by_others & (corpus.labels == kind)] for kind in _FULL}
    help_from = margin + max(float(np.quantile(kinds[kind], 1 - most)) for kind, most in _FULL.items())
    personal = np.array([signs_of(text).personal for text in corpus.texts])
    line_from = min(help_from, float(np.quantile(scores[corpus.danger & ~personal], unmet)))
    sure_from = float(max(help_from, scores[~corpus.danger].max()))
    full = personal | (scores >= help_from)
    met = full | (scores >= line_from)
    missed = share_of(~met[corpus.danger])
    told = [f"missed {missed}"]
    for kind in ("danger", "work", "everyday", "ordinary"):
        of_kind = corpus.labels == kind
        told.append(f"{kind}: text {share_of(full[of_kind])}, line {share_of((met & ~full)[of_kind])}")
    values = {
        "help": round(help_from, 3),
        "sure": round(sure_from, 3),
        "line": round(line_from, 3),
        "parts": round(line_from - 1, 3),
        "words": WORDS_FILE,
        "words_count": words_count,
        "missed": round(int(missed.count) / missed.of, 3),
    }
    questions = f"{len(corpus.texts)} messages and questions (development), each in {len(_WAYS)} spellings"
    return Fitted("danger", values, questions, f"writers left out in turn: {'; '.join(told)}")


def _as_written(text: str) -> str:
    return text


def _careless(text: str) -> str:
    """Without rings and dots, one word of five with a letter missing or two letters changed about; always the same."""
    chance, words = random.Random(text), text.lower().translate(str.maketrans("åäö", "aao")).split()
    for _ in range(max(1, len(words) // 5)):
        at = chance.randrange(len(words)) if words else 0
        word = words[at] if words else ""
        if len(word) > 3:
            cut = chance.randrange(1, len(word) - 1)
            left_out, changed = word[:cut] + word[cut + 1 :], word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
            words[at] = chance.choice([left_out, changed])
    return " ".join(words)


_WAYS = (_as_written, _careless)
