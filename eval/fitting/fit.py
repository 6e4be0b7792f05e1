"""``python -m eval fit [DECISION ...] [--model NAME]``: every decision's numbers for a model, one after the other.

What a decision weighs depends on those before it: answerability on the passages that come first. Fitting twice gives
the same files.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.answer import Assistant
from assistant.service import open_index, the_embedder, the_reranker
from assistant.settings import Settings
from eval.fitting.answerability import fit_answerability
from eval.fitting.calibration import Fitted, write
from eval.fitting.danger import fit_danger
from eval.fitting.described import fit_described
from eval.fitting.goals import fit_goals
from eval.fitting.membership import fit_membership
from eval.fitting.ranking import fit_ranking
from eval.fitting.similar import fit_similar
from eval.fitting.words import fit_words
from index.calibration import ANY, calibration_for, entries
from index.embedding.embedder import Embedder
from index.storage.fingerprint import BUNDLED
from index.storage.store import Index

# Where the indexes of invented collections are kept, in the data folder.
COLLECTIONS = "eval-collections"


# In the order in which they weigh on each other.
DECISIONS = ("ranking", "membership", "similar", "described", "answerability", "goals", "words", "danger")


def fit(settings: Settings, decisions: Sequence[str] = (), *, model: str | None = None) -> str:
    """Write the files of these decisions, or all of ``index/calibration``, for a model; says what was measured.

    The model is the settings' where none is named; another gets an index of its own, so that the one in use stays.
    """
    name = model or settings.model
    if name == settings.model:
        return _fit(settings, decisions)
    with tempfile.TemporaryDirectory() as data:
        return _fit(replace(settings, model=name, model_revision=None, data=Path(data)), decisions)


def _fit(settings: Settings, decisions: Sequence[str]) -> str:
    embedder = the_embedder(settings)
    index = open_index(settings, embedder)
    said: list[str] = []
    for decision in DECISIONS:
        if not decisions or decision in decisions:
            for fitted, of in _fitted(decision, index, embedder, settings):
                words = ["fit", *decisions, *(() if embedder.name == BUNDLED else ("--model", embedder.name))]
                revision = embedder.revision if of == embedder.name else None
                write(fitted, model=of, revision=revision, command=f"python -m eval {' '.join(words)}")
                said.append(f"{fitted.decision} ({of}): {fitted.measured}")
    return "\n".join(said)


def _fitted(decision: str, index: Index, embedder: Embedder, settings: Settings) -> list[tuple[Fitted, str]]:
    """A decision's numbers, each with the model they are for; by what has been written until now."""
    calibration_for.cache_clear()
    own = embedder.name
    if decision in ("goals", "words"):
        return [((fit_goals if decision == "goals" else fit_words)(embedder), own)]
    if decision == "danger":
        for_own, for_any = fit_danger(embedder)
    else:
        assistant = Assistant(index, embedder, reranker=the_reranker(settings))
        if decision in _OF_PASSAGES:
            return [(_OF_PASSAGES[decision](assistant), own)]
        if decision == "described":
            return [(fit_described(assistant, settings.data / COLLECTIONS), own)]
        for_own, for_any = fit_answerability(assistant, settings.data / COLLECTIONS)
    # Written once, by the fit that ships: it may not depend on who fits last.
    written_before = own != BUNDLED and ANY in entries(decision)
    return [(for_own, own), *(() if written_before else ((for_any, ANY),))]


_OF_PASSAGES = {"ranking": fit_ranking, "membership": fit_membership, "similar": fit_similar}
