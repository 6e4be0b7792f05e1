"""``python -m eval fit [--model NAME]``: every decision's numbers for a model, one after the other.

What a decision weighs depends on those before it: answerability on the passages that come first. Fitting twice gives
the same files.
"""

import tempfile
from dataclasses import replace
from pathlib import Path

from assistant.answer import Assistant
from assistant.service import open_index, the_embedder, the_reranker
from assistant.settings import Settings
from eval.fitting.answerability import fit_answerability
from eval.fitting.calibration import Fitted, write
from eval.fitting.danger import fit_danger
from eval.fitting.goals import fit_goals
from eval.fitting.membership import fit_membership
from eval.fitting.ranking import fit_ranking
from eval.fitting.similar import fit_similar
from index.calibration import ANY, calibration_for, entries
from index.embedding.embedder import Embedder
from index.storage.fingerprint import BUNDLED
from index.storage.store import Index

# Where the indexes of invented collections are kept, in the data folder.
COLLECTIONS = "eval-collections"


def fit(settings: Settings, *, model: str | None = None) -> str:
    """Write all files of ``index/calibration`` for a model, the settings' where none is named; says what was measured.

    Another model than the settings' gets an index of its own, so that the one in use stays.
    """
    name = model or settings.model
    if name == settings.model:
        return _fit(settings)
    with tempfile.TemporaryDirectory() as data:
        return _fit(replace(settings, model=name, model_revision=None, data=Path(data)))


def _fit(settings: Settings) -> str:
    embedder = the_embedder(settings)
    index = open_index(settings, embedder)
    said: list[str] = []

    def done(fitted: Fitted, *, of: str = embedder.name) -> None:
        given = "" if embedder.name == BUNDLED else f" --model {embedder.name}"
        revision = embedder.revision if of == embedder.name else None
        write(fitted, model=of, revision=revision, command=f"python -m eval fit{given}")
        said.append(f"{fitted.decision} ({of}): {fitted.measured}")

    for step in (fit_ranking, fit_membership, fit_similar):
        done(step(_assistant(index, embedder, settings)))
    own, for_any = fit_answerability(_assistant(index, embedder, settings), settings.data / COLLECTIONS)
    done(own)
    # Written once, by the fit that ships: it may not depend on who fits last.
    if embedder.name == BUNDLED or ANY not in entries("answerability"):
        done(for_any, of=ANY)
    done(fit_goals(embedder))
    own, for_any, errors = fit_danger(embedder)
    done(own)
    if embedder.name == BUNDLED or ANY not in entries("danger"):
        done(for_any, of=ANY)
    return "\n".join([*said, errors])


def _assistant(index: Index, embedder: Embedder, settings: Settings) -> Assistant:
    """With what has been written until now."""
    calibration_for.cache_clear()
    return Assistant(index, embedder, reranker=the_reranker(settings))
