"""Documents → index. Only what has changed is embedded again."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import faiss
import numpy as np

from corpus.collect import Collection, collect
from corpus.errors import CorpusError
from corpus.structuring.headings import fold
from corpus.types import Passage
from index.embed import Embedder
from index.errors import IndexFault
from index.fingerprint import fingerprint
from index.store import Index, Vectors, load, load_readings, load_vectors, save


def build(
    documents: Path,
    data: Path,
    embedder: Embedder,
    *,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
    on_problem: Callable[[str], None] = lambda problem: None,
) -> Index:
    """Read the documents, embed their passages, and put the new index in use.

    ``on_progress`` hears how many texts of how many so far are embedded, ``on_problem`` of each
    document that had to be left out. Raises ``CorpusError`` when nothing can be read,
    ``ModelUnavailable``, and ``OSError`` when nothing can be written; the old index stays in use then.
    """
    # Taken first: a document that changes during the build makes the index stale, never wrong.
    built_from = fingerprint(documents, model=embedder.name, revision=embedder.revision)
    embedding = _Embedding(embedder, load_vectors(data, built_from), on_progress)
    # The engine embeds one document on its own threads while the next is being restored.
    with ThreadPoolExecutor(1) as worker:
        jobs = []
        collection = collect(
            documents,
            known=load_readings(data, built_from),
            on_problem=on_problem,
            on_passages=lambda passages: jobs.append(worker.submit(embedding.add, passages)),
        )
        for job in jobs:
            job.result()
    if not collection.passages:
        raise CorpusError("the documents hold no text to search")
    keys = tuple(embedding.keys[passage.id] for passage in collection.passages)
    vectors = np.stack([embedding.vectors[key] for key in keys])
    index = Index(built_from, collection, _flat(vectors), keys)
    save(index, data)
    return index


class _Embedding:
    """The vectors of passages, made document by document; a text that has a vector is not embedded again."""

    def __init__(self, embedder: Embedder, known: dict[str, Vectors], on_progress: Callable[[int, int], None]) -> None:
        self.vectors = known
        self.keys: dict[str, str] = {}
        self._embedder = embedder
        self._on_progress = on_progress
        self._done = 0

    def add(self, passages: Sequence[Passage]) -> None:
        """Embed the passages of one document."""
        texts = texts_to_embed(passages)
        keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        self.keys.update(zip((passage.id for passage in passages), keys, strict=True))
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self.vectors}
        if not new:
            return
        total = self._done + len(new)
        made = self._embedder.passages(
            list(new.values()), on_progress=lambda done: self._on_progress(self._done + done, total)
        )
        self._done = total
        self.vectors.update(zip(new, made, strict=True))


def load_or_build(
    documents: Path,
    data: Path,
    embedder: Embedder,
    *,
    on_rebuild: Callable[[str], None] = lambda reason: None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
    on_problem: Callable[[str], None] = lambda problem: None,
) -> Index:
    """The index in use where it fits, else a new one; ``on_rebuild`` hears why the old one didn't.

    ``on_problem`` hears of the documents that the index is without, also when it was built before.
    """
    try:
        index = load(data, fingerprint(documents, model=embedder.name, revision=embedder.revision))
    except IndexFault as fault:
        on_rebuild(str(fault))
        return build(documents, data, embedder, on_progress=on_progress, on_problem=on_problem)
    for problem in index.collection.problems:
        on_problem(problem)
    return index


def texts_to_embed(passages: Sequence[Passage]) -> list[str]:
    """What is embedded for each passage of one document: its headings, then its text, in single spaces.

    Text that stands in several plans word for word is the programme's, not one organisation's: it
    goes without headings, and so is embedded once. A title that the text begins with isn't said twice.
    """
    seen = Counter(fold(passage.text) for passage in passages)
    return [
        " ".join(passage.text.split())
        if seen[fold(passage.text)] > 1
        else " ".join([*_above(passage), *passage.text.split()])
        for passage in passages
    ]


def _above(passage: Passage) -> list[str]:
    """The headings over a passage but for those that it begins with, each closed by a sign."""
    text = fold(passage.text)
    return [f"{heading} ›" for heading in passage.headings if not text.startswith(fold(heading))]


def _flat(vectors: Vectors) -> faiss.Index:
    """Exact inner products: at this size nothing is gained by an approximate index."""
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    return index


def counts(collection: Collection) -> dict[str, int]:
    """How much an index holds, for the report of building it."""
    return {
        "documents": len(collection.documents),
        "plans": len(collection.plans),
        "activities": len(collection.activities),
        "passages": len(collection.passages),
    }
