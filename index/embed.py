"""Texts → unit float32 vectors. The only user of sentence-transformers, so that any model can be named."""

import re
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.errors import ModelUnavailable
from index.fingerprint import BUNDLED, model_revision
from index.parts import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_TOGETHER = 128  # texts that are handed over at a time, and after which progress is told
_BATCH = 16  # of them, those that a model of the hub works on together: more take much memory


class Embedder:
    """A model by its name. Cheap to make; the model is loaded (about 4 s) when it is first used.

    Safe to use from several threads.
    """

    def __init__(self, model: str = BUNDLED, revision: str | None = None, *, cache: Path | None = None) -> None:
        """Name the bundled model, one of the hub, or a folder with one; ``cache`` keeps what is fetched."""
        self.name = model
        self.revision = model_revision(model, revision)
        self._cache = cache
        self._lock = threading.Lock()
        self._loaded: SentenceTransformer | None = None

    def load(self) -> None:
        """Load the model now; raises ``ModelUnavailable`` when it can't be."""
        self._model()

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Questions as vectors, shape (len(texts), dimension), with the model's prefix for questions.

        Raises ``ModelUnavailable`` when the model can't be loaded.
        """
        return self._encode(self._model().encode_query, texts)

    def passages(self, texts: Sequence[str], *, on_progress: Callable[[int], None] = lambda done: None) -> Vectors:
        """Passages as vectors, shape (len(texts), dimension); ``on_progress`` hears how many are done.

        Raises ``ModelUnavailable`` when the model can't be loaded.
        """
        model = self._model()
        vectors = np.empty((len(texts), model.get_embedding_dimension() or 0), dtype=np.float32)
        # Like lengths together, so that little of a batch is padding.
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        for start in range(0, len(texts), _TOGETHER):
            rows = order[start : start + _TOGETHER]
            vectors[rows] = self._encode(model.encode_document, [texts[row] for row in rows])
            on_progress(start + len(rows))
        return vectors

    def _encode(self, encode: Callable[..., Vectors], texts: Sequence[str]) -> Vectors:
        # The bundled model divides what it gets over the processor's cores itself.
        batch = _TOGETHER if self.name == BUNDLED else _BATCH
        vectors = encode(list(texts), batch_size=batch, show_progress_bar=False, normalize_embeddings=True)
        return np.ascontiguousarray(vectors, dtype=np.float32)

    def _model(self) -> "SentenceTransformer":
        with self._lock:
            if self._loaded is None:
                self._loaded = _bundled() if self.name == BUNDLED else _from_hub(self.name, self.revision, self._cache)
            return self._loaded


# sentence-transformers is imported here and not above: it brings torch, which takes seconds, and
# whoever only reads an index needs neither.


def _bundled() -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    from index.bundled import PASSAGE_PREFIX, QUERY_PREFIX, BundledE5

    prompts = {"query": QUERY_PREFIX, "document": PASSAGE_PREFIX}
    return SentenceTransformer(modules=[BundledE5()], device="cpu", prompts=prompts)


def _from_hub(model: str, revision: str | None, cache: Path | None) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    from index.bundled import PASSAGE_PREFIX, QUERY_PREFIX

    try:
        loaded = SentenceTransformer(model, revision=revision, device="cpu", cache_folder=str(cache) if cache else None)
    except (OSError, ValueError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise ModelUnavailable(
            f"the model {model!r} can't be loaded ({reason}); check its name and that it has been "
            f"fetched, or use the default, {BUNDLED!r}"
        ) from None
    if re.search(r"\be5\b", Path(model).name.lower()) and not loaded.prompts.get("query"):
        # Most E5 models don't say their prefixes in their configuration, and lose 7-14 points of
        # nDCG without them (measured by the Scandinavian Embedding Benchmark before and after).
        loaded.prompts.update({"query": QUERY_PREFIX, "document": PASSAGE_PREFIX})
    return loaded
