"""Texts → vectors of them and of their pieces. Any model of sentence-transformers can be named."""

import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from index.errors import ModelUnavailable
from index.storage.fingerprint import BUNDLED, model_revision
from index.storage.parts import Pieces, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_TOGETHER = 128  # texts that are handed over at a time, and after which progress is told
_BATCH = 16  # of them, those that a model of the hub works on together: more take much memory
# Under which name a model keeps its prefix for each side.
_QUERY, _PASSAGE = ("query",), ("document", "passage", "corpus")
_INSTRUCTION = "Instruct: Given a question in Swedish, retrieve passages of municipal plans that answer it\nQuery: "


@dataclass(frozen=True)
class Embedded:
    """A text as the model reads it: its unit vector, shape (dimension,), and those of its pieces, (pieces, dimension).

    ``words`` has for each piece the word that it is of. Of pieces only directions are kept, in 8 bits: the
    ranking is the same. A model that doesn't tell its pieces has none.
    """

    vector: Vectors
    words: tuple[str, ...]
    pieces: Pieces


@dataclass(frozen=True)
class ModelShape:
    """A model's dimension, how many pieces of a text it reads (None: all), and what each side begins with."""

    dimension: int
    length: int | None
    query_prompt: str
    passage_prompt: str


class Embedder:
    """A model by its name. Cheap to make; the model is loaded (about 4 s) when it is first used.

    Safe to use from several threads.
    """

    def __init__(
        self,
        model: str = BUNDLED,
        revision: str | None = None,
        *,
        cache: Path | None = None,
        prompts: Mapping[str, str] | None = None,
    ) -> None:
        """Name the bundled model, one of the hub, or a folder with one; ``cache`` keeps what is fetched.

        ``prompts`` are what a question ("query") and a passage ("document") begin with, where they are other than
        the model's own; the bundled model takes none. They are part of the revision: with others it is another index.
        """
        self.name = model
        self._hub_revision, self._prompts = revision, dict(prompts or {})
        given = json.dumps(self._prompts, sort_keys=True) if self._prompts else ""
        known = model_revision(model, revision)
        self.revision = f"{known or ''} prompts {hashlib.sha256(given.encode()).hexdigest()[:12]}" if given else known
        self._cache = cache
        self._lock = threading.Lock()
        self._loaded: SentenceTransformer | None = None

    def load(self) -> None:
        """Load the model now; raises ``ModelUnavailable`` when it can't be."""
        self._model()

    @property
    def shape(self) -> ModelShape:
        """What the model is like; raises ``ModelUnavailable`` when it can't be loaded."""
        model = self._model()
        query, passage = (
            next((known for name in names if (known := model.prompts.get(name))), "") for names in (_QUERY, _PASSAGE)
        )
        return ModelShape(model.get_embedding_dimension() or 0, model.max_seq_length, query, passage)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Questions as vectors, shape (len(texts), dimension), with the model's prefix for questions.

        Raises ``ModelUnavailable`` when the model can't be loaded.
        """
        return self._encode(self._model().encode_query, texts)

    def query(self, text: str) -> Embedded:
        """A question with its pieces; raises ``ModelUnavailable`` when the model can't be loaded."""
        model = self._model()
        if self.name == BUNDLED:
            # The same as what encode_query comes to, which looks through the model's modules time and again.
            prompt = _prompt(model, _QUERY)
            return _embedded(cast(Any, model[0]).one(prompt, text), _words(model, prompt, text))
        return self._read(model.encode_query, _QUERY, [text])[0]

    def pieces(self, text: str) -> int:
        """How many pieces a question has before any is cut off; 0 for a model that doesn't tell its pieces."""
        return _piece_count(self._model(), text)

    def passages(self, texts: Sequence[str], *, on_progress: Callable[[int], None] = lambda done: None) -> Vectors:
        """Passages as vectors, shape (len(texts), dimension); ``on_progress`` hears how many are done.

        Raises ``ModelUnavailable`` when the model can't be loaded.
        """
        model = self._model()
        vectors = np.empty((len(texts), model.get_embedding_dimension() or 0), dtype=np.float32)
        done = 0
        for rows in _batches(texts):
            vectors[rows] = self._encode(model.encode_document, [texts[row] for row in rows])
            done += len(rows)
            on_progress(done)
        return vectors

    def read(self, texts: Sequence[str], *, on_progress: Callable[[int], None] = lambda done: None) -> list[Embedded]:
        """Passages with their pieces; ``on_progress`` hears how many are done.

        Raises ``ModelUnavailable`` when the model can't be loaded.
        """
        model = self._model()
        made: dict[int, Embedded] = {}
        for rows in _batches(texts):
            read = self._read(model.encode_document, _PASSAGE, [texts[row] for row in rows])
            made |= dict(zip(rows, read, strict=True))
            on_progress(len(made))
        return [made[row] for row in range(len(texts))]

    def _encode(self, encode: Callable[..., Vectors], texts: Sequence[str]) -> Vectors:
        vectors = encode(list(texts), batch_size=self._batch(), show_progress_bar=False, normalize_embeddings=True)
        return np.ascontiguousarray(vectors, dtype=np.float32)

    def _read(self, encode: Callable[..., Any], prompts: Sequence[str], texts: Sequence[str]) -> list[Embedded]:
        model = self._model()
        prompt = _prompt(model, prompts)
        items = encode(list(texts), batch_size=self._batch(), show_progress_bar=False, output_value=None)
        return [_embedded(item, _words(model, prompt, text)) for item, text in zip(items, texts, strict=True)]

    def _batch(self) -> int:
        """The bundled model divides what it gets over the processor's cores itself."""
        return _TOGETHER if self.name == BUNDLED else _BATCH

    def _model(self) -> "SentenceTransformer":
        with self._lock:
            if self._loaded is None:
                hub = (self.name, self._hub_revision, self._cache)
                self._loaded = _bundled() if self.name == BUNDLED else _from_hub(*hub)
                self._loaded.prompts.update(self._prompts)
            return self._loaded


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """The rows of the texts, like lengths together, so that little of a batch is padding."""
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
    for start in range(0, len(texts), _TOGETHER):
        yield order[start : start + _TOGETHER]


def _embedded(item: dict[str, Any], words: Sequence[str]) -> Embedded:
    """What a model says of one text, of which ``words`` has the word of each piece, as ours."""
    vector = item["sentence_embedding"].numpy()
    read = np.empty((0, len(vector)), dtype=np.float32)
    if words:
        read = item["token_embeddings"][item["attention_mask"].bool()].numpy()
    kept = [row for row, word in enumerate(words) if any(map(str.isalnum, word))]
    pieces = read[kept] * (127 / np.abs(read[kept]).max(axis=1, keepdims=True, initial=1e-9))
    return Embedded(
        np.asarray(vector / np.linalg.norm(vector), dtype=np.float32),
        tuple(words[row] for row in kept),
        np.rint(pieces).astype(np.int8),
    )


def _prompt(model: "SentenceTransformer", names: Sequence[str]) -> str:
    """What a model puts before a text of one side, which it keeps under one of these names; "" where it has nothing."""
    return next((known for name in names if (known := model.prompts.get(name))), "")


def _words(model: "SentenceTransformer", prompt: str, text: str) -> list[str]:
    """For each piece that the model reads the word of the text in which it stands, "" for all that isn't the text."""
    words: Callable[[str, str], list[str]] | None = getattr(model[0], "words", None)
    if words is not None:
        return words(prompt, text)
    tokenizer = model.tokenizer
    if not getattr(tokenizer, "is_fast", False):  # the others don't say where a piece stands
        return []
    whole = prompt + text
    cut = tokenizer(whole, truncation=True, max_length=model.max_seq_length, return_offsets_mapping=True)
    word_at = [match[0] for match in re.finditer(r"\S+\s*|\s+", whole) for _ in match[0]]
    return [word_at[start].strip() if len(prompt) <= start < end else "" for start, end in cut["offset_mapping"]]


def _piece_count(model: "SentenceTransformer", text: str) -> int:
    """How many pieces the model cuts a text into; 0 where it doesn't tell."""
    count: Callable[[str], int] | None = getattr(model[0], "count", None)
    if count is not None:
        return count(text)
    cut = getattr(model.tokenizer, "tokenize", None)
    return len(cut(text)) if cut else 0


# sentence-transformers is imported here and not above: it brings torch, which takes seconds, and
# whoever only reads an index needs neither.


def _bundled() -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    from index.embedding.bundled import PASSAGE_PREFIX, QUERY_PREFIX, BundledE5

    prompts = {"query": QUERY_PREFIX, "document": PASSAGE_PREFIX}
    return SentenceTransformer(modules=[BundledE5()], device="cpu", prompts=prompts)


def _from_hub(model: str, revision: str | None, cache: Path | None) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    from index.embedding.bundled import PASSAGE_PREFIX, QUERY_PREFIX

    try:
        loaded = SentenceTransformer(model, revision=revision, device="cpu", cache_folder=str(cache) if cache else None)
    except (OSError, ValueError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise ModelUnavailable(
            f"the model {model!r} can't be loaded ({reason}); check its name and that it has been "
            f"fetched, or use the default, {BUNDLED!r}"
        ) from None
    name = Path(model).name.lower()
    if re.search(r"\be5\b", name) and not loaded.prompts.get("query"):
        # Most E5 models don't say their prefixes in their configuration, and lose 7-14 points of
        # nDCG without them (measured by the Scandinavian Embedding Benchmark before and after).
        # Those that follow instructions have one for the question, and none for the passage.
        own = {"query": QUERY_PREFIX, "document": PASSAGE_PREFIX}
        loaded.prompts.update({"query": _INSTRUCTION} if "instruct" in name else own)
    return loaded
