"""Texts → unit float32 vectors. The only user of sentence-transformers, so that any model can be named."""

import logging
from collections.abc import Callable, Sequence

import numpy as np
from sentence_transformers import SentenceTransformer

from index.bundled import PASSAGE_PREFIX, QUERY_PREFIX, BundledE5
from index.errors import ModelUnavailable
from index.fingerprint import BUNDLED, model_revision
from index.store import Vectors

_BATCH = 16
_E5_PROMPTS: dict[str, str] = {"query": QUERY_PREFIX, "document": PASSAGE_PREFIX}

# A text longer than the model's window is warned of once for each text; passages are cut to fit.
logging.getLogger("sentence_transformers").setLevel(logging.ERROR)


class Embedder:
    """A loaded model. Costly to make (about 4 s), cheap to keep; safe to use from several threads."""

    def __init__(self, model: str = BUNDLED, revision: str | None = None) -> None:
        """Load a model: the bundled one, or the name of one of the hub or a folder with one.

        Raises ``ModelUnavailable`` when it can't be loaded.
        """
        self.name = model
        self.revision = model_revision(model, revision)
        self._model = _bundled() if model == BUNDLED else _from_hub(model, revision)
        self.dimension = len(self.queries(["storlek"])[0])

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Questions as vectors, shape (len(texts), dimension), with the model's prefix for questions."""
        return self._encode(self._model.encode_query, texts)

    def passages(
        self, texts: Sequence[str], *, on_progress: Callable[[int], None] = lambda done: None
    ) -> Vectors:
        """Passages as vectors, shape (len(texts), dimension); ``on_progress`` hears how many are done."""
        parts = [np.empty((0, self.dimension), dtype=np.float32)]
        for start in range(0, len(texts), _BATCH):
            parts.append(self._encode(self._model.encode_document, texts[start : start + _BATCH]))
            on_progress(min(start + _BATCH, len(texts)))
        return np.concatenate(parts)

    def _encode(self, encode: Callable[..., Vectors], texts: Sequence[str]) -> Vectors:
        vectors = encode(list(texts), batch_size=_BATCH, show_progress_bar=False, normalize_embeddings=True)
        return np.ascontiguousarray(vectors, dtype=np.float32)


def _bundled() -> SentenceTransformer:
    return SentenceTransformer(modules=[BundledE5()], device="cpu", prompts=_E5_PROMPTS)


def _from_hub(model: str, revision: str | None) -> SentenceTransformer:
    try:
        loaded = SentenceTransformer(model, revision=revision, device="cpu")
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise ModelUnavailable(
            f"the model {model!r} can't be loaded ({reason}); check its name and that it has been "
            f"fetched, or use the default, {BUNDLED!r}"
        ) from None
    if "e5" in model.lower() and not loaded.prompts.get("query"):
        # Most E5 models don't say their prefixes in their configuration, and lose 7-14 points of
        # nDCG without them (measured by the Scandinavian Embedding Benchmark before and after).
        loaded.prompts.update(_E5_PROMPTS)
    return loaded
