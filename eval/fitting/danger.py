"""Development messages → the classifier of ``assistant.safety.help``: a kernel machine on vectors and signs."""

import random
import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.svm import SVC

from assistant.safety.danger import alphabetical, signs_of
from assistant.safety.help import features, looked_at_by_part, parts_of_message
from eval.datasets.questions import load_rows
from eval.fitting.calibration import FOLDER, Fitted
from eval.fitting.logistic import logistic
from eval.measures.intervals import share_of
from index.embedding.embedder import Embedder

Numbers = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Numbers]

# What a person who is missed weighs against a work question met with help, and how near messages have to
# lie to speak for each other: chosen by the errors of messages that are left out.
_MISSED = 3.0
_COST = 3.0
_NARROW = 2.0
_ORDINARY = (
    "answerable", "unanswerable", "understanding", "goal-lists", "comparisons", "followup", "languages",
    "languages-none", "single",
)  # fmt: skip
# From which probability on a message gets help, and from which on beyond doubt; below the last no part of a message is
# looked at by itself. Help in doubt is a line above the answer, a person who is missed far more.
_THRESHOLDS = {"help": 0.1, "alone": 0.5, "sure": 0.9, "parts": 0.01}
_TRIED = (0.1, 0.2, 0.3, 0.4, 0.5)
_FOLDS = 5
_SEED = 5
_LEVELS = 127  # of a byte, that a number between -1 and 1 is kept in


def fit_danger(embedder: Embedder) -> tuple[Fitted, str]:
    """Write the classifier's file; with the thresholds, how messages fare that are left out of the fit in turn.

    Each message is learned as it is written, without rings and dots, and with a slip of the keys.
    """
    embed = embedder.queries
    texts = _messages()
    asked, wanted = list(texts), np.array(list(texts.values()), dtype=np.float32)
    ways = (lambda text: text, _plain, _slipped)
    written = [[way(text) for text in asked] for way in ways]
    x = np.stack([_features(variant, embed) for variant in written])
    folds = np.random.default_rng(_SEED).integers(0, _FOLDS, len(asked))
    scores = np.zeros((len(ways), len(asked)), dtype=np.float32)
    for fold in range(_FOLDS):
        kept = folds != fold
        machine = _fit(np.concatenate(x[:, kept]), np.tile(wanted[kept], len(ways)))
        for way in range(len(ways)):
            scores[way, ~kept] = machine.decision_function(x[way, ~kept])
    # What a score means is learned on messages that the machine hasn't seen.
    flat, owed = scores.reshape(-1, 1), np.tile(wanted, len(ways))
    slope, offset = logistic(flat, owed, np.where(owed == 1, _MISSED, 1.0).astype(np.float32), ridge=1e-4)
    chances = 1 / (1 + np.exp(-(scores * slope + offset)))
    machine = _fit(np.concatenate(x), np.tile(wanted, len(ways)))
    file = f"danger-{re.sub(r'[^a-z0-9.]+', '-', embedder.name.lower().rpartition(':')[2]).strip('-')}.npz"
    np.savez_compressed(
        FOLDER / file,
        model=np.array(embedder.name),
        learned=np.round(machine.support_vectors_ * _LEVELS).astype(np.int8),
        weights=(machine.dual_coef_[0] * slope).astype(np.float32),
        offset=np.float32(machine.intercept_[0] * slope + offset),
        narrow=np.float32(_NARROW),
        levels=np.float32(_LEVELS),
    )
    said = [_said(name, asked, w, wanted, p) for name, w, p in zip(
        ("as written", "without rings and dots", "with a slip"), written, chances, strict=True)]  # fmt: skip
    met = np.array([signs_of(text).personal for text in asked]) | (chances[0] >= _THRESHOLDS["help"])
    fitted = Fitted(
        "danger",
        {**_THRESHOLDS, "weights": file},
        questions=f"{len(asked)} messages and questions (development), each in {len(ways)} spellings",
        measured=f"{_FOLDS}-fold: missed {share_of(~met[wanted == 1])}, wrongly met {share_of(met[wanted == 0])}",
    )
    return fitted, "\n".join([f"{len(machine.support_)} of {len(owed)} are kept", *said])


def _messages() -> dict[str, bool]:
    """Every development message and question, with whether it calls for help."""
    rows = [row for name in ("help", "help-second", "help-own") for row in load_rows(name, "dev")]
    texts = {row["question"]: row["expect"] == "help" for row in rows}
    # A part may be looked at by itself: none of a message from work calls for help.
    work = [row["question"] for row in rows if row["expect"] == "work"]
    for part in (part for text in work if looked_at_by_part(signs_of(text)) for part in parts_of_message(text)):
        texts.setdefault(part, False)
    for name in _ORDINARY:
        texts |= {row["question"]: False for row in load_rows(name, "dev")}
    # Turns such as "bara de egna" are short and strange by themselves.
    return texts | {turn["question"]: False for row in load_rows("conversations", "dev") for turn in row["turns"]}


def _features(texts: Sequence[str], embed: Embed) -> Numbers:
    vectors = embed([alphabetical(text) for text in texts])
    return np.stack([features(signs_of(text), vector) for text, vector in zip(texts, vectors, strict=True)])


def _fit(x: Numbers, y: Numbers) -> SVC:
    return SVC(C=_COST, gamma=_NARROW, class_weight={0: 1.0, 1: _MISSED}, cache_size=800).fit(x, y)


def _said(name: str, asked: Sequence[str], written: Sequence[str], wanted: Numbers, chances: Numbers) -> str:
    """The errors at each threshold that may be chosen, and at the chosen one who is missed and who wrongly met."""
    personal = np.array([signs_of(text).personal for text in written])
    lines = [f"{name}: beyond doubt {int(((chances >= _THRESHOLDS['sure']) & (wanted == 1)).sum())}"]
    for threshold in sorted({*_TRIED, _THRESHOLDS["help"]}):
        met = personal | (chances >= threshold)
        missed, met_wrongly = share_of(~met[wanted == 1]), share_of(met[wanted == 0])
        lines.append(f"  from {threshold}: missed {missed}, wrongly met {met_wrongly}")
    met = personal | (chances >= _THRESHOLDS["help"])
    lines += [f"  missed: {text}" for text, wrong in zip(asked, ~met & (wanted == 1), strict=True) if wrong]
    lines += [f"  wrongly met: {text}" for text, wrong in zip(asked, met & (wanted == 0), strict=True) if wrong]
    return "\n".join(lines)


def _plain(text: str) -> str:
    return text.lower().translate(str.maketrans("åäö", "aao"))


def _slipped(text: str) -> str:
    """One word of five with a letter missing or two letters changed about; the same for the same text."""
    chance, words = random.Random(text), text.lower().split()
    for _ in range(max(1, len(words) // 5)):
        at = chance.randrange(len(words))
        word = words[at]
        if len(word) > 3:
            cut = chance.randrange(1, len(word) - 1)
            left_out, changed = word[:cut] + word[cut + 1 :], word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
            words[at] = chance.choice([left_out, changed])
    return " ".join(words)
