"""The ways of searching that are compared: a question → what is found, best first."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import txtai
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import InMemoryVectorStore
from langchain_text_splitters import RecursiveCharacterTextSplitter

from assistant.answer import Assistant
from assistant.query.filters import Filters, matcher
from assistant.query.reading import queries_of
from assistant.retrieve.ranking import nearest
from corpus.types import Passage
from eval.baselines.bm25 import BM25
from eval.baselines.dense import dense
from eval.datasets.questions import Found
from index.build import texts_to_embed
from index.calibration import RankingWeights
from index.embedding.embedder import Embedded, Embedder
from index.storage.parts import Vectors
from index.storage.store import Index

Ranking = Callable[[str], Sequence[Found]]
OURS = "ours"
UNREFUSED = "ours, nothing refused"
_LIMIT = 10
_STORED = "passage: "


def baselines(assistant: Assistant) -> dict[str, Ranking]:
    """Ways that others search. All but the last two rank our passages; those cut the documents as LangChain does."""
    index, embedder = assistant.index, assistant.embedder
    passages = index.collection.passages
    chunks = _chunks(index)
    vectors = embedder.passages([chunk.source_text for chunk in chunks])

    def shuffled(question: str) -> list[Passage]:
        seed = int.from_bytes(hashlib.sha256(question.encode()).digest()[:8])
        return [passages[row] for row in np.random.default_rng(seed).permutation(len(passages))[:_LIMIT]]

    def by_vector(question: str) -> list[Passage]:
        return [hit.passage for hit in dense(index, embedder.queries([question])[0])]

    return {
        "random": shuffled,
        "BM25, words as they stand": _bm25(passages, stemmed=False),
        "BM25, Swedish stems": _bm25(passages, stemmed=True),
        "dense": by_vector,
        "LangChain's usual recipe": _langchain(chunks, vectors, embedder),
        "txtai, hybrid": _txtai(chunks, vectors, embedder),
    }


def ours(assistant: Assistant) -> dict[str, Ranking]:
    """What is answered, the same where nothing is refused, and that with each ingredient left out."""
    fitted = assistant.records.calibration.ranking
    names = replace(fitted, organisation=0.0, weak=0.0, goal=0.0, document=0.0)
    known = cache(assistant.query)
    return {
        OURS: lambda question: [hit.passage for hit in assistant.answer(question).hits],
        UNREFUSED: _nearest(assistant, assistant.query),
        "… without sentences": _nearest(assistant, known, sentences=False),
        "… without pieces": _nearest(assistant, known, weights=replace(fitted, pieces=0.0)),
        "… without words": _nearest(assistant, known, weights=replace(fitted, words=0.0)),
        "… without spelling": _nearest(assistant, known, spelling=False),
        "… without names and goals": _nearest(assistant, known, weights=names),
        "… without what is in force": _nearest(assistant, known, weights=replace(fitted, earlier=0.0)),
        "… background as good as activities": _nearest(assistant, known, weights=replace(fitted, background=0.0)),
    }


def _nearest(
    assistant: Assistant,
    embed: Callable[[str], Embedded],
    *,
    weights: RankingWeights | None = None,
    sentences: bool = True,
    spelling: bool = True,
) -> Ranking:
    every = matcher(Filters(), assistant.index)

    def ranking(question: str) -> list[Passage]:
        reader = assistant.records.reader
        parts = queries_of(question, reader if spelling else replace(reader, spell=str))
        asked = parts[0]
        hits = nearest(
            asked, assistant.records, embed, every,
            weights=weights, sentences=sentences, reranker=assistant.reranker,
        )  # fmt: skip
        return [hit.passage for hit in hits]

    return ranking


def _bm25(passages: Sequence[Passage], *, stemmed: bool) -> Ranking:
    lexical = BM25(texts_to_embed(passages), stemmed=stemmed)

    def ranking(question: str) -> list[Passage]:
        scores = lexical.scores(question)
        return [passages[row] for row in np.argsort(-scores, kind="stable")[:_LIMIT] if scores[row] > 0]

    return ranking


@dataclass(frozen=True)
class Chunk:
    """A stretch of a document as it was cut without knowing what it is."""

    id: str
    document: str
    lines: tuple[int, int]
    source_text: str


class _Model(Embeddings):
    """Our model as LangChain asks it; what is stored has been embedded before."""

    def __init__(self, embedder: Embedder, stored: Mapping[str, Vectors]) -> None:
        self._embedder = embedder
        self._stored = stored

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self._stored[text].tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self._embedder.queries([text])[0].tolist()  # type: ignore[no-any-return]  # numpy says object


def _langchain(chunks: Sequence[Chunk], vectors: Vectors, embedder: Embedder) -> Ranking:
    """Its vector store with our model, over what its recursive splitter cuts."""
    by_id = {chunk.id: chunk for chunk in chunks}
    stored = dict(zip((chunk.source_text for chunk in chunks), vectors, strict=True))
    store = InMemoryVectorStore(_Model(embedder, stored))
    store.add_documents([Document(chunk.source_text, id=chunk.id) for chunk in chunks])
    return lambda question: [by_id[found.id or ""] for found in store.similarity_search(question, k=_LIMIT)]


def _txtai(chunks: Sequence[Chunk], vectors: Vectors, embedder: Embedder) -> Ranking:
    """Its hybrid search, BM25 beside our model's vectors, over the same chunks."""

    stored = {_STORED + chunk.source_text: vector for chunk, vector in zip(chunks, vectors, strict=True)}

    def embedded(texts: list[str]) -> Vectors:
        return np.array([stored[t] if t in stored else embedder.queries([t])[0] for t in texts], dtype=np.float32)

    store = txtai.Embeddings(method="external", transform=embedded, instructions={"data": _STORED}, hybrid=True)
    store.index([(chunk.id, chunk.source_text) for chunk in chunks])
    by_id = {chunk.id: chunk for chunk in chunks}
    return lambda question: [by_id[found] for found, _ in store.search(question, _LIMIT)]


def _chunks(index: Index) -> list[Chunk]:
    """LangChain's recursive splitter at 800 characters over the documents as they stand."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=800, chunk_overlap=100, add_start_index=True)
    return [chunk for document in index.collection.documents for chunk in _cut(index, document.id, splitter)]


def _cut(index: Index, document: str, splitter: RecursiveCharacterTextSplitter) -> list[Chunk]:
    lines = index.collection.lines[document]
    starts = np.array([line.start for line in lines])
    chunks = []
    for part in splitter.create_documents(["\n".join(line.source for line in lines)]):
        start = part.metadata["start_index"]
        first, last = (int(np.searchsorted(starts, at, side="right")) for at in (start, start + len(part.page_content)))
        chunks.append(Chunk(f"{document}.{start}", document, (first, last), part.page_content))
    return chunks
