"""Questions that put a goal in words of their own → from which nearness on a phrase means a goal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

from assistant.query.parse import parse
from assistant.query.recognise.goal_titles import GoalMeaning, goal_meaning
from eval.fitting.calibration import Fitted
from eval.measures.strangers.understanding import QUERIES, SLOTS, reader, written
from index.embedding.embedder import Embedder

_SPLITS = ("dev", "train")
_NEAREST = (0.80, 0.82, 0.84, 0.86, 0.87, 0.88, 0.90, 0.92)
_MARGINS = (0.0, 0.005, 0.01, 0.015, 0.02, 0.03, 0.05)
_WRONG = 3.0  # what a goal that isn't meant costs, where one that isn't found costs 1


@dataclass(frozen=True)
class _Phrase:
    writer: str
    nearest: float
    margin: float
    right: bool


def fit_goals(embedder: Embedder) -> Fitted:
    """The thresholds, and how they do for the writer left out."""
    phrases = _phrases(embedder)
    writers = sorted({entry.writer for entry in phrases})
    taken = right = 0
    for writer in writers:
        nearest, margin = _best([entry for entry in phrases if entry.writer != writer])
        seen = [e for e in phrases if e.writer == writer and e.nearest >= nearest and e.margin >= margin]
        taken += len(seen)
        right += sum(entry.right for entry in seen)
    nearest, margin = _best(phrases)
    return Fitted(
        "goals",
        {"nearest": nearest, "margin": margin},
        "queries/dev and queries/train, goals in the writers' own words",
        f"of {len(phrases)} phrases {taken} taken for a goal, {right} rightly, each writer left out in turn",
    )


def _best(phrases: Sequence[_Phrase]) -> tuple[float, float]:
    """The thresholds at which least is lost; of equals the strictest."""

    def lost(thresholds: tuple[float, float]) -> float:
        taken = [e for e in phrases if e.nearest >= thresholds[0] and e.margin >= thresholds[1]]
        return len(phrases) - len(taken) + _WRONG * sum(not entry.right for entry in taken)

    return min(sorted(product(_NEAREST, _MARGINS), reverse=True), key=lost)


def _phrases(embedder: Embedder) -> list[_Phrase]:
    """The phrases that decide which goals the reader understands, and whether it is right where they are taken.

    One that the reader asks the model about beside a goal that the question names otherwise decides nothing.
    """
    heard = _Heard(goal_meaning(embedder.queries, nearest=0.0, margin=0.0).likeness)
    found = []
    for entry in written([file for split in _SPLITS for file in sorted((QUERIES / split).glob("*.jsonl"))]):
        reads = _reader(entry.collection)
        heard.said.clear()
        taken = SLOTS["goals"](parse(entry.question, replace(reads, goals=GoalMeaning(heard, nearest=0.0, margin=0.0))))
        if heard.said and taken != SLOTS["goals"](parse(entry.question, replace(reads, goals=None))):
            first, second = sorted(heard.said[-1], reverse=True)[:2]
            found.append(_Phrase(entry.writer, first, first - second, taken == SLOTS["goals"](entry.gold)))
    return found


class _Heard:
    """A likeness that keeps the cosines that it has given."""

    def __init__(self, likeness: Callable[[str, tuple[str, ...]], Sequence[float]]) -> None:
        self._likeness = likeness
        self.said: list[Sequence[float]] = []

    def __call__(self, phrase: str, titles: tuple[str, ...]) -> Sequence[float]:
        self.said.append(self._likeness(phrase, titles))
        return self.said[-1]


_reader = cache(reader)
