"""Documents → index. Only what has changed is embedded again."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import faiss
import numpy as np

from corpus.collect import Collection, collect
from corpus.errors import CorpusError
from corpus.headings import fold
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

    ``on_progress`` hears how many texts of how many are embedded, ``on_problem`` of each document
    that had to be left out. Raises ``CorpusError`` when nothing can be read and ``OSError`` when
    nothing can be written; the old index stays in use then.
    """
    # Taken first: a document that changes during the build makes the index stale, never wrong.
    built_from = fingerprint(documents, model=embedder.name, revision=embedder.revision)
    collection = collect(documents, known=load_readings(data, built_from), on_problem=on_problem)
    if not collection.passages:
        raise CorpusError("the documents hold no text to search")
    texts = texts_to_embed(collection.passages)
    keys = tuple(hashlib.sha256(text.encode()).hexdigest() for text in texts)
    vectors = _embed(texts, keys, load_vectors(data, built_from), embedder, on_progress)
    index = Index(built_from, collection, _flat(vectors), keys)
    save(index, data)
    return index


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
    """What is embedded for each passage: its headings, then its text.

    Text that stands in several plans word for word is the programme's, not one organisation's: it
    goes without headings, and so is embedded once.
    """
    seen = Counter(fold(passage.text) for passage in passages)
    return [
        passage.text if seen[fold(passage.text)] > 1 else " › ".join(passage.headings) + "\n" + passage.text
        for passage in passages
    ]


def _embed(
    texts: Sequence[str],
    keys: Sequence[str],
    known: dict[str, Vectors],
    embedder: Embedder,
    on_progress: Callable[[int, int], None],
) -> Vectors:
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    made = embedder.passages(list(new.values()), on_progress=lambda done: on_progress(done, len(new)))
    vectors = dict(known)
    vectors.update(zip(new, made, strict=True))
    return np.stack([vectors[key] for key in keys])


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
