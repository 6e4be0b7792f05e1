"""Searching: the nearest first, filters exclude, structure adds, doubles are given once."""

import pytest

from eval.baselines.bm25 import BM25
from index.build import load_or_build
from index.embedding.embedder import Embedder
from index.retrieval.search import search
from index.storage.store import Index
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
    hits = search(parks, embedder.queries(["Får de som vaktar i parken någon utbildning?"])[0])
    assert hits[0].passage.text.startswith("Aktivitet: Kurs för parkvakter")
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_the_same_wording_is_given_once(parks: Index, embedder: Embedder) -> None:
    """The plan stands in two documents; the first one's passage is given."""
    hits = search(parks, embedder.queries(["kurs"])[0], limit=50)
    assert len({hit.passage.text for hit in hits}) == len(hits)
    assert {hit.passage.document for hit in hits} == {"parkplan"}


def test_what_is_not_allowed_is_not_found(parks: Index, embedder: Embedder) -> None:
    """Even where nothing else is left."""
    query = embedder.queries(["kurs"])[0]
    only = search(parks, query, allowed=lambda passage: passage.document == "parkplan-igen")
    assert {hit.passage.document for hit in only} == {"parkplan-igen"}
    assert search(parks, query, allowed=lambda passage: False) == []


def test_structure_adds_to_the_cosine(parks: Index, embedder: Embedder) -> None:
    """A bonus larger than the differences decides the order."""
    query = embedder.queries(["kurs"])[0]
    hits = search(parks, query, bonus=lambda passage: 1.0 * ("lampor" in passage.text))
    assert "lampor" in hits[0].passage.text
    assert hits[0].score > 1


def test_lexical_search_finds_other_inflections() -> None:
    """Stemmed words; a text without any of them scores zero, and so does an empty query."""
    lexical = BM25(["Utbildningar om våld", "Lampor i parken", "Bänkar"])
    assert lexical.scores("utbildningen").argmax() == 0
    assert lexical.scores("utbildningen")[1:].tolist() == [0, 0]
    assert lexical.scores("?!").tolist() == [0, 0, 0]
