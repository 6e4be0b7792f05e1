"""Development messages → the weights of ``assistant.help``, by logistic regression on vectors and signs."""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import astuple
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.danger import alphabetical, signs_of
from assistant.help import SURE, THRESHOLD, WEIGHTS_FILE, looked_at_by_part, parts_of_message
from eval.intervals import Share
from eval.questions import load_rows
from index.embed import Embedder

Numbers = NDArray[np.float64]

_RIDGE = 0.02
_MISSED = 3.0  # how much more a missed person weighs than a work question met with help
_SIGN_SCALE = 0.3  # a sign's size beside a vector's; the larger, the less its weight is held back
_ORDINARY = (
    "answerable", "unanswerable", "understanding", "goal-lists", "comparisons", "followup", "languages", "single",
)  # fmt: skip
_FOLDS = 10
_STEPS = 12
_SEED = 5


def fit_help(embedder: Embedder, embed: Callable[[Sequence[str]], NDArray[np.float32]] | None = None) -> str:
    """Write the weights beside ``assistant.help``; says how messages fare that are left out of the fit in turn.

    Each message is learned as it is written, without rings and dots, and with a slip of the keys.
    """
    embed = embed or embedder.queries
    rows = [row for name in ("help", "help-second", "help-own") for row in load_rows(name, "dev")]
    texts = {row["question"]: row["expect"] == "help" for row in rows}
    # A part may be looked at by itself: none of a message from work calls for help.
    work = [row["question"] for row in rows if row["expect"] == "work"]
    texts |= {part: False for text in work if looked_at_by_part(signs_of(text)) for part in parts_of_message(text)}
    for name in _ORDINARY:
        texts |= {row["question"]: False for row in load_rows(name, "dev")}
    # Turns such as "bara de egna" are short and strange by themselves.
    texts |= {turn["question"]: False for row in load_rows("conversations", "dev") for turn in row["turns"]}
    asked, wanted = list(texts), np.array(list(texts.values()), dtype=float)
    ways = (lambda text: text, _plain, _slipped)
    written = [[way(text) for text in asked] for way in ways]
    x = np.stack([_features(variant, embed) for variant in written])
    folds = np.random.default_rng(_SEED).integers(0, _FOLDS, len(asked))
    chances = np.zeros((len(ways), len(asked)))
    for fold_number in range(_FOLDS):
        kept = folds != fold_number
        weights, offset = _fit(np.concatenate(x[:, kept]), np.tile(wanted[kept], len(ways)))
        chances[:, ~kept] = 1 / (1 + np.exp(-(x[:, ~kept] @ weights + offset)))
    weights, offset = _fit(np.concatenate(x), np.tile(wanted, len(ways)))
    signs = len(astuple(signs_of("")))
    data = {
        "model": embedder.name,
        "offset": round(float(offset), 4),
        "signs": [round(float(weight) * _SIGN_SCALE, 4) for weight in weights[-signs:]],
        "vector": [round(float(weight), 4) for weight in weights[:-signs]],
    }
    (Path(str(files("assistant"))) / WEIGHTS_FILE).write_text(json.dumps(data) + "\n", encoding="utf-8")
    return "\n".join(_said(name, asked, w, wanted, p) for name, w, p in zip(
        ("as written", "without rings and dots", "with a slip"), written, chances, strict=True))  # fmt: skip


def _features(texts: Sequence[str], embed: Callable[[Sequence[str]], NDArray[np.float32]]) -> Numbers:
    signs = np.array([astuple(signs_of(text)) for text in texts], dtype=float)
    return np.hstack([embed([alphabetical(text) for text in texts]), signs * _SIGN_SCALE])


def _fit(x: Numbers, y: Numbers) -> tuple[Numbers, float]:
    """Newton's method on the ridged, weighted log loss; the offset isn't ridged."""
    middle = x.mean(axis=0)
    x = np.hstack([x - middle, np.ones((len(x), 1))])
    weighs = np.where(y == 1, _MISSED, 1.0)
    ridge = np.full(x.shape[1], _RIDGE)
    ridge[-1] = 1e-9
    weights = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (weighs * (chance - y)) + ridge * weights
        curve = (x.T * (weighs * np.maximum(chance * (1 - chance), 1e-6))) @ x + np.diag(ridge)
        weights = weights - np.linalg.solve(curve, slope)
    return weights[:-1], float(weights[-1] - middle @ weights[:-1])


def _said(name: str, asked: Sequence[str], written: Sequence[str], wanted: Numbers, chances: Numbers) -> str:
    personal = np.array([signs_of(text).personal for text in written])
    met = personal | (chances >= THRESHOLD)
    missed = [text for text, help_owed, given in zip(asked, wanted, met, strict=True) if help_owed and not given]
    wrong = [text for text, help_owed, given in zip(asked, wanted, met, strict=True) if given and not help_owed]
    sure = int(((chances >= SURE) & (wanted == 1)).sum())
    return "\n".join([
        f"{name}: missed {Share(len(missed), int(wanted.sum()))}, "
        f"wrongly met {Share(len(wrong), int((1 - wanted).sum()))}, beyond doubt {sure}",
        *(f"  missed: {text}" for text in missed),
        *(f"  wrongly met: {text}" for text in wrong),
    ])  # fmt: skip


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
