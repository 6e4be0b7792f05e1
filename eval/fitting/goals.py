"""Questions that put a goal in words of their own → from which nearness on a phrase means a goal."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

from assistant.query.recognise.goal_names import is_goal_word, phrase_end
from corpus.swedish.text import words_of
from corpus.types import Catalogue
from eval.datasets.query_files import read_collection
from eval.fitting.calibration import Fitted
from eval.measures.strangers.understanding import QUERIES, written
from index.embedding.embedder import Embedder

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
        "queries/dev, goals in the writers' own words",
        f"of {len(phrases)} phrases {taken} taken for a goal, {right} rightly, each writer left out in turn",
    )


def _best(phrases: Sequence[_Phrase]) -> tuple[float, float]:
    """The thresholds at which least is lost; of equals the strictest."""

    def lost(thresholds: tuple[float, float]) -> float:
        taken = [e for e in phrases if e.nearest >= thresholds[0] and e.margin >= thresholds[1]]
        return len(phrases) - len(taken) + _WRONG * sum(not entry.right for entry in taken)

    return min(sorted(product(_NEAREST, _MARGINS), reverse=True), key=lost)


def _phrases(embedder: Embedder) -> list[_Phrase]:
    """What follows "målet" in the questions, with the title that it is nearest to."""
    found = []
    for entry in written(sorted((QUERIES / "dev").glob("*.jsonl"))):
        catalogue = _catalogue(entry.collection)
        programme = max(catalogue.programmes, key=lambda one: one.period)
        goals = [goal for goal in programme.goals if goal.number is not None]
        words = words_of(entry.question)
        for i, word in enumerate(words[:-1]):
            if not (is_goal_word(word.folded) and words[i + 1].folded in _LEADS and goals):
                continue
            phrase = " ".join(said.written for said in words[i + 1 : phrase_end(words, i + 1)])
            cosines = embedder.queries([goal.title for goal in goals]) @ embedder.queries([phrase])[0]
            order = np.argsort(-cosines)
            number = goals[order[0]].number
            margin = float(cosines[order[0]] - cosines[order[1]]) if len(goals) > 1 else 0.0
            right = (number,) == entry.gold.conditions.goals
            found.append(_Phrase(entry.writer, float(cosines[order[0]]), margin, right))
    return found


_LEADS = frozenset(("om", "for", "med", "kring", "att", "som", "dar", "vi"))


@cache
def _catalogue(collection: str) -> Catalogue:
    return read_collection(collection).catalogue
