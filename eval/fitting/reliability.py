"""How far verdicts can be trusted: reliability, and what is asserted and shown, by writers and collections not seen."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.answer import Assistant
from assistant.answerability.features import FEATURES
from eval.datasets.strangers import SHIPPED
from eval.fitting.answerability import (
    ABOUT,
    Floats,
    JudgedQuestion,
    log_odds_of_unseen,
    own_questions,
    strangers,
)
from eval.intervals import share_of
from eval.markdown import table

Flags = npt.NDArray[np.bool_]
_BINS = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def verdicts_table(assistant: Assistant, collections: Path) -> str:
    """The reliability diagram as a table, and the verdicts by writer and by collection, each left out of the fit."""
    others = strangers(assistant.embedder, collections, assistant)
    return verdicts_report([*own_questions(assistant), *others], others, assistant)


def verdicts_report(judged: Sequence[JudgedQuestion], strange: Sequence[JudgedQuestion], assistant: Assistant) -> str:
    """The tables of questions that are judged already; those of strangers are the last of ``judged``."""
    judged = [one for one in judged if one.language == "sv"]
    count = sum(one.language == "sv" for one in strange)
    cuts = assistant.records.calibration.answerability.swedish
    parts = []
    for name, by in (("writer", _writer), ("collection", _collection)):
        odds = log_odds_of_unseen(judged, FEATURES, by=by)[-count:]
        about = log_odds_of_unseen(judged, ABOUT, by=by, about=True)[-count:]
        theirs = judged[-count:]
        groups = [by(one) for one in theirs]
        rows = [_row(group, groups, theirs, odds >= cuts.sure, about >= cuts.near) for group in sorted(set(groups))]
        rows.append(_row("all", ["all"] * count, theirs, odds >= cuts.sure, about >= cuts.near))
        headings = [name, "with an answer", "asserted of them", "shown of them", "without", "asserted of them",
                    "shown of them", "right of what is asserted"]  # fmt: skip
        parts.append(f"Each {name} left out of the fit in turn\n\n{table(headings, rows)}")
        parts.append(f"Reliability, {name}s left out\n\n{_reliability(theirs, odds)}")
    return "\n\n".join(parts)


def _writer(one: JudgedQuestion) -> str:
    return one.writer


def _collection(one: JudgedQuestion) -> str:
    """The shipped documents, or any invented ones: which are too small to be left out one by one."""
    return SHIPPED if one.collection == SHIPPED else "invented"


def _row(name: str, groups: Sequence[str], judged: Sequence[JudgedQuestion], sure: Flags, near: Flags) -> list[str]:
    """``sure`` and ``near`` say of each question whether it is sure enough, and near enough to be shown."""
    own = [
        (one, bool(s) and bool(n) and not one.doubted, bool(n))
        for group, one, s, n in zip(groups, judged, sure, near, strict=True)
        if group == name
    ]
    having, none = [row for row in own if row[0].answerable], [row for row in own if not row[0].answerable]
    return [
        name,
        str(len(having)),
        str(share_of(asserted for _, asserted, _ in having)),
        str(share_of(shown and one.found for one, _, shown in having)),
        str(len(none)),
        str(share_of(asserted for _, asserted, _ in none)),
        str(share_of(shown for _, _, shown in none)),
        str(share_of(one.right for one, asserted, _ in own if asserted)),
    ]


def _reliability(judged: Sequence[JudgedQuestion], odds: Floats) -> str:
    """Of questions given a probability of so much, the share that is right."""
    chances = 1 / (1 + np.exp(-odds))
    rows = []
    for low, high in pairwise(_BINS):
        inside = [i for i in range(len(judged)) if low <= chances[i] < high or (high == 1.0 and chances[i] == 1.0)]
        if inside:
            mean = f"{float(np.mean(chances[inside])):.2f}"
            rows.append([f"{low:g}–{high:g}", str(len(inside)), mean, str(share_of(judged[i].right for i in inside))])
    return table(["probability", "questions", "mean", "right"], rows)
