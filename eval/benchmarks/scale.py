"""Collections of a thousand passages to a million: what a question costs in each, beside other engines of search."""

import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import bm25s
import faiss
import numpy as np
import psutil
import txtai
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import InMemoryVectorStore

from assistant.answer import Assistant
from assistant.query.filters import Filters, matcher
from assistant.query.types import Query
from assistant.retrieve.ranking import nearest
from assistant.retrieve.records import Records
from corpus.swedish.text import fold, stem
from eval.datasets.enlarged.copies import Copies
from eval.datasets.enlarged.replicated import nearest_distances
from eval.datasets.questions import load_questions
from eval.markdown import table
from index.build import texts_to_embed
from index.embedding.embedder import Embedded
from index.retrieval.similarity import CANDIDATES
from index.storage import off_topic
from index.storage.fingerprint import Fingerprint
from index.storage.parts import Vectors
from index.storage.store import building, load

SIZES = (1_000, 10_000, 100_000, 1_000_000)
_OTHERS_UP_TO = 100_000  # passages: the others are made anew in memory for each run
_SLOW_UP_TO = 10_000  # for an engine that compares in Python
_GIVEN = 10
_FUSED = 60  # reciprocal rank fusion (Cormack, Clarke & Büttcher 2009)
_PROBED = 500  # vectors by which neighbourhoods are compared

Search = Callable[[str, Vectors], object]


@dataclass(frozen=True)
class AskedQuery:
    """A question as it was understood and read by the model."""

    query: Query
    read: Embedded


def scale_table(assistant: Assistant, data: Path, *sizes: int) -> str:
    """A table of each size, and one that compares the neighbourhoods with the real ones."""
    asked = [
        AskedQuery(query, assistant.query(query.text))
        for question in load_questions("sample")
        for query in assistant.parts(question.text)[:1]
        if query.text
    ]
    per = len(assistant.index.collection.passages)
    rows: list[Sequence[str]] = []
    dense: list[Sequence[str]] = []
    for size in sizes or SIZES:
        copies = max(1, round(size / per))
        with tempfile.TemporaryDirectory() as folder:
            written, neighbours, exact = _alone(_write, data, assistant.index.fingerprint, Path(folder), copies, asked)
            rows.append(_alone(_ours, Path(folder), assistant.index.fingerprint, asked, exact, written))
            dense.append((f"{copies * per}", *neighbours))
        for name, limit, make in _OTHERS:
            if copies * per <= limit * 1.1:
                rows.append(_alone(_other, name, make, data, assistant.index.fingerprint, copies, asked))
    headings = [
        "search", "passages", "question p50", "p95", "in one municipality, p95", "memory", "disk", "ready", "add one",
        "recall",
    ]  # fmt: skip
    return "\n\n".join(
        (
            table(headings, rows),
            table(["passages", "distance to the nearest, 10th percentile", "median", "90th percentile"], dense),
        )
    )


def _alone(measure: Callable[..., tuple[Any, ...]], *arguments: object) -> tuple[Any, ...]:
    """What is measured in a process of its own, on one core, whose memory is its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(_on_one_core, measure, *arguments).result()


def _on_one_core(measure: Callable[..., tuple[Any, ...]], *arguments: object) -> tuple[Any, ...]:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    faiss.omp_set_num_threads(1)
    return measure(*arguments)


def _write(data: Path, of: Fingerprint, folder: Path, copies: int, asked: Sequence[AskedQuery]) -> tuple[Any, ...]:
    """Write the index; gives how long one document more takes, how near neighbours lie, and the exact nearest."""
    index = load(data, of, any_documents=True)
    made = Copies(data, index, copies)
    with building(folder) as root:
        beside = off_topic.write(root, of, index.off_topic)
    made.write(folder, beside=beside)
    queries = np.stack([entry.read.vector for entry in asked])
    cosines = np.concatenate([queries @ made.passages.copy(number).T for number in range(copies)], axis=1)
    exact = [set(np.argsort(-row)[:CANDIDATES].tolist()) for row in cosines]
    every = np.concatenate([made.passages.copy(number) for number in range(copies)])
    probes = every[np.random.default_rng(1).permutation(len(every))[:_PROBED]]
    near = np.percentile(nearest_distances(probes, every, own=True), (10, 50, 90))
    real = np.percentile(made.passages.real, (10, 50, 90))
    started = time.perf_counter()
    made.add_one(folder, beside=beside)
    added = time.perf_counter() - started
    made.write(folder, beside=beside)  # as it was
    return added, tuple(f"{found:.3f} (real {known:.3f})" for found, known in zip(near, real, strict=True)), exact


def _ours(
    folder: Path, of: Fingerprint, asked: Sequence[AskedQuery], exact: Sequence[set[int]], added: float
) -> tuple[str, ...]:
    memory, started = _memory(), time.perf_counter()
    index = load(folder, of, any_documents=True)
    records = Records(index)
    ready = time.perf_counter() - started
    every, last = matcher(Filters(), index), index.collection.documents[-1].municipality
    in_one = matcher(Filters(municipality=(last,)), index)
    for filtered in (every, in_one):  # once to warm up
        _times(asked, partial(_found, records=records, matches=filtered))
    times, filtered_times = (
        _times(asked, partial(_found, records=records, matches=filtered)) for filtered in (every, in_one)
    )
    found = [set(records.views.near(entry.read.vector).rows.tolist()) for entry in asked]
    recall = statistics.mean(len(wanted & rows) / len(wanted) for wanted, rows in zip(exact, found, strict=True))
    return (
        "ours", f"{len(index.collection.passages)}", *_percentiles(times), _percentiles(filtered_times)[1],
        _size(_memory() - memory), _size(_on_disk(folder)), f"{ready:.1f} s", f"{added:.1f} s", f"{recall:.3f}",
    )  # fmt: skip


def _found(entry: AskedQuery, *, records: Records, matches: object) -> object:
    return nearest(entry.query, records, lambda _: entry.read, matches)  # type: ignore[arg-type]


def _times(asked: Sequence[AskedQuery], search: Callable[[AskedQuery], object]) -> list[float]:
    """Milliseconds of each question."""
    times = []
    for entry in asked:
        started = time.perf_counter()
        search(entry)
        times.append((time.perf_counter() - started) * 1000)
    return times


def _other(
    name: str, make: Callable[[Sequence[str], Vectors], Search], data: Path, of: Fingerprint, copies: int,
    asked: Sequence[AskedQuery],
) -> tuple[str, ...]:  # fmt: skip
    """An engine over the same texts and vectors, made in memory."""
    index = load(data, of, any_documents=True)
    replicas = Copies(data, index, copies).passages
    own = texts_to_embed(index.collection.passages)
    texts = [text if number == 0 else f"{text} {number}" for number in range(copies) for text in own]
    vectors: Vectors = np.concatenate([replicas.copy(number) for number in range(copies)])
    memory, started = _memory(), time.perf_counter()
    search = make(texts, vectors)
    ready = time.perf_counter() - started
    _times(asked[:3], lambda entry: search(entry.query.text, entry.read.vector))
    times = _times(asked, lambda entry: search(entry.query.text, entry.read.vector))
    held = _size(_memory() - memory)
    return name, f"{len(texts)}", *_percentiles(times), "–", held, "–", f"{ready:.1f} s", "–", "–"


def _faiss_and_bm25s(texts: Sequence[str], vectors: Vectors) -> Search:
    """A flat FAISS index beside bm25s, fused by their ranks."""
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(vectors)
    lexical = bm25s.BM25(method="robertson")
    lexical.index([_stems(text) for text in texts], show_progress=False)

    def search(question: str, vector: Vectors) -> list[int]:
        scores: dict[int, float] = {}
        by_words = lexical.retrieve([_stems(question)], k=_GIVEN * 10, show_progress=False)[0][0]
        for found in (flat.search(vector[np.newaxis], _GIVEN * 10)[1][0], by_words):
            for rank, row in enumerate(found.tolist()):
                scores[row] = scores.get(row, 0.0) + 1 / (_FUSED + rank)
        return sorted(scores, key=lambda row: -scores[row])[:_GIVEN]

    return search


def _stems(text: str) -> list[str]:
    return [stem(word) for word in fold(text).split()]


class _Stored(Embeddings):
    """Vectors that were made before, as LangChain asks for them."""

    def __init__(self, vectors: dict[str, Vectors]) -> None:
        self._vectors = vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self._vectors[text].tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        raise NotImplementedError  # questions come as vectors


def _langchain(texts: Sequence[str], vectors: Vectors) -> Search:
    store = InMemoryVectorStore(_Stored(dict(zip(texts, vectors, strict=True))))
    store.add_documents([Document(text, id=str(row)) for row, text in enumerate(texts)])
    return lambda _, vector: store.similarity_search_by_vector(vector.tolist(), k=_GIVEN)


def _txtai(texts: Sequence[str], vectors: Vectors) -> Search:
    stored = dict(zip(texts, vectors, strict=True))
    asked: dict[str, Vectors] = {}

    def embedded(wanted: list[str]) -> Vectors:
        return np.array([stored[text] if text in stored else asked[text] for text in wanted], dtype=np.float32)

    store = txtai.Embeddings(method="external", transform=embedded, hybrid=True)
    store.index([(row, text) for row, text in enumerate(texts)])

    def search(question: str, vector: Vectors) -> object:
        asked[question] = vector
        return store.search(question, _GIVEN)

    return search


_OTHERS: tuple[tuple[str, int, Callable[[Sequence[str], Vectors], Search]], ...] = (
    ("FAISS, flat, and bm25s", _OTHERS_UP_TO, _faiss_and_bm25s),
    ("txtai, hybrid", _OTHERS_UP_TO, _txtai),
    ("LangChain, in memory", _SLOW_UP_TO, _langchain),
)


def _percentiles(times: Sequence[float]) -> tuple[str, str]:
    return f"{np.percentile(times, 50):.0f} ms", f"{np.percentile(times, 95):.0f} ms"


def _memory() -> int:
    return int(psutil.Process().memory_info().rss)


def _on_disk(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _size(size: int) -> str:
    return f"{size / 1e9:.2f} GB"
