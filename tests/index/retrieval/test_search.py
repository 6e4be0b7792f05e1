"""Searching: the nearest first, and candidates are as near as they are among all."""

from dataclasses import replace

import faiss
import numpy as np
import pytest

from eval.baselines.bm25 import BM25
from eval.baselines.dense import dense
from index.build import load_or_build
from index.embedding.embedder import Embedder
from index.retrieval import similarity
from index.retrieval.similarity import PassageSimilarity
from index.storage.store import Index
from index.storage.vectors import nearest_rows
from tests.tiny import PLAN, add_document


@pytest.fixture(scope="module")
def parks(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Index:
    """The index of one small plan, in the folder twice under different names."""
    folder = tmp_path_factory.mktemp("parks")
    add_document(folder / "documents", "parkplan", PLAN.encode())
    add_document(folder / "documents", "parkplan-igen", PLAN.encode())
    return load_or_build(folder / "documents", folder / "data", embedder)


def test_the_nearest_passage_comes_first(parks: Index, embedder: Embedder) -> None:
    """In other words than the document's."""
    hits = dense(parks, embedder.queries(["Får de som vaktar i parken någon utbildning?"])[0])
    assert hits[0].passage.text.startswith("Aktivitet: Kurs för parkvakter")
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_the_same_wording_is_given_once(parks: Index, embedder: Embedder) -> None:
    """The plan stands in two documents; the first one's passage is given."""
    hits = dense(parks, embedder.queries(["kurs"])[0], limit=50)
    assert len({hit.passage.text for hit in hits}) == len(hits)
    assert {hit.passage.document for hit in hits} == {"parkplan"}


def test_rows_are_found_among_those_that_are_allowed() -> None:
    """Nearest first, at most as many as are wanted, and none where none is allowed."""
    vectors = faiss.IndexFlatIP(2)
    vectors.add(np.array([[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]], dtype=np.float32))
    query = np.array([1.0, 0.0], dtype=np.float32)
    assert nearest_rows(vectors, query, 2)[0].tolist() == [0, 1]
    assert nearest_rows(vectors, query, 9, among=[2, 1])[0].tolist() == [1, 2]
    assert nearest_rows(vectors, query, 9, among=[])[0].tolist() == []
    assert nearest_rows(vectors, query, 9)[1].tolist() == pytest.approx([1.0, 0.8, 0.0])


def test_few_candidates_have_the_nearness_that_they_have_among_all(
    parks: Index, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nearest by passage and by sentence, and the rows that are named; no others, at the same cosines."""
    query = embedder.queries(["Vad görs åt mörka gångvägar?"])[0]
    every = PassageSimilarity(parks).near(query)
    monkeypatch.setattr(similarity, "CANDIDATES", 1)
    monkeypatch.setattr(similarity, "SENTENCES", 1)
    far = int(every.rows[every.cosine.argmin()])
    few = PassageSimilarity(parks).near(query, also=[far])
    best = every.cosine.argmax()
    assert {int(every.rows[best]), far} <= set(few.rows.tolist()) < set(every.rows.tolist())
    at = {int(row): float(cosine) for row, cosine in zip(every.rows, every.cosine, strict=True)}
    assert few.cosine.tolist() == pytest.approx([at[row] for row in few.rows.tolist()], abs=1e-5)
    assert PassageSimilarity(parks).near(query, among=[far]).rows.tolist() == [far]


def test_a_passage_without_sentences_is_its_own(parks: Index, embedder: Embedder) -> None:
    """Also where no passage has any."""
    none = faiss.IndexFlatIP(parks.sentences.d)
    passages = tuple(replace(passage, kind="heading") for passage in parks.collection.passages)
    bare = replace(parks, sentences=none, collection=replace(parks.collection, passages=passages))
    near = PassageSimilarity(bare).near(embedder.queries(["kurs"])[0])
    assert len(near.rows) == len(passages)


def test_lexical_search_finds_other_inflections() -> None:
    """Stemmed words; a text without any of them scores zero, and so does an empty query."""
    lexical = BM25(["Utbildningar om våld", "Lampor i parken", "Bänkar"])
    assert lexical.scores("utbildningen").argmax() == 0
    assert lexical.scores("utbildningen")[1:].tolist() == [0, 0]
    assert lexical.scores("?!").tolist() == [0, 0, 0]
