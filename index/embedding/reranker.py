"""Question and passages → how well each answers it, by a cross-encoder that reads them together."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.errors import ModelUnavailable
from index.storage.parts import Vectors

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder
    from torch import Tensor


class Reranker:
    """A cross-encoder by its name. Cheap to make; the model is loaded when it is first used.

    Safe to use from several threads.
    """

    def __init__(self, model: str, *, cache: Path | None = None) -> None:
        """Name a model of the hub, or a folder with one; ``cache`` keeps what is fetched."""
        self.name = model
        self._cache = cache
        self._lock = threading.Lock()
        self._loaded: CrossEncoder | None = None

    def standard_score(self, question: str, passages: Sequence[str]) -> Vectors:
        """How far each passage stands out as an answer, shape (passages,); mean 0, standard deviation 1.

        Models score on scales of their own, so only this can be weighed with other signs. Raises
        ``ModelUnavailable`` when the model can't be loaded.
        """
        if not passages:
            return np.empty(0, dtype=np.float32)
        with self._lock:
            model = self._model()
        pairs = [(question, passage) for passage in passages]
        # What comes before the last step, which many models have and which presses the best together.
        scores = model.predict(pairs, show_progress_bar=False, activation_fn=_as_it_is)
        found = np.asarray(scores, dtype=np.float64)
        return np.asarray((found - found.mean()) / max(float(found.std()), 1e-6), dtype=np.float32)

    def load(self) -> None:
        """Load the model now; raises ``ModelUnavailable`` when it can't be."""
        with self._lock:
            self._model()

    def _model(self) -> "CrossEncoder":
        if self._loaded is None:
            self._loaded = _load(self.name, self._cache)
        return self._loaded


def _as_it_is(scores: "Tensor") -> "Tensor":
    return scores


def _load(name: str, cache: Path | None) -> "CrossEncoder":
    from sentence_transformers import CrossEncoder  # brings torch, which takes seconds

    try:
        model: CrossEncoder = CrossEncoder(name, device="cpu", cache_folder=str(cache) if cache else None)
    except (OSError, ValueError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise ModelUnavailable(
            f"the reranker {name!r} can't be loaded ({reason}); check its name and that it has been fetched, "
            "or leave PLANASSISTENT_RERANKER out"
        ) from None
    if model.num_labels != 1:
        raise ModelUnavailable(
            f"{name!r} gives {model.num_labels} scores to a passage; a reranker gives one, so name another model"
        )
    return model
