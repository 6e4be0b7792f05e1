"""An index with more vectors than are compared one by one: put in use whole, added to, found as before."""

from pathlib import Path

import numpy as np
import pytest

from eval.baselines.dense import dense
from index.build import build, load_or_build
from index.embedding.embedder import Embedder
from index.errors import DamagedIndex
from index.storage import approximate
from index.storage.approximate import ApproximateVectors
from index.storage.fingerprint import fingerprint
from index.storage.store import Index, load
from tests.tiny import PLAN, add_document


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A folder with eight small plans."""
    folder = tmp_path / "documents"
    for number in range(8):
        add_document(folder, f"parkplan-{number}", PLAN.replace("lampor", f"lampor nummer {number}").encode())
    return folder


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dozen vectors are many."""
    monkeypatch.setattr(approximate, "FLAT", 12)


def indexed(documents: Path, embedder: Embedder) -> Index:
    """The folder's index, built where it has to be."""
    return load_or_build(documents, documents.parent / "data", embedder)


def bases(documents: Path) -> set[str]:
    """The names of the bases that lie on disk."""
    return {file.name for file in (documents.parent / "data" / "index").glob("*.faiss")}


def test_the_same_is_found_with_a_base(documents: Path, tiny: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passages and sentences each have one, and the nearest passage is the same."""
    exact = indexed(documents, tiny)
    assert not bases(documents)
    monkeypatch.setattr(approximate, "FLAT", 12)
    build(documents, documents.parent / "data", tiny)
    found = indexed(documents, tiny)
    assert len(bases(documents)) == 2
    assert isinstance(found.vectors, ApproximateVectors)
    assert isinstance(found.sentences, ApproximateVectors)
    query = np.asarray(exact.vectors.reconstruct_n(0, 1)[0])
    assert dense(found, query, limit=1)[0].passage == dense(exact, query, limit=1)[0].passage
    assert found.collection == exact.collection
    assert [pieces.tolist() for pieces in found.pieces] == [pieces.tolist() for pieces in exact.pieces]


@pytest.mark.usefixtures("many")
def test_a_document_more_leaves_the_base_as_it_is(documents: Path, tiny: Embedder) -> None:
    """It is found beside it, though it stands first; one base serves until much has changed, and then goes."""
    indexed(documents, tiny)
    before = bases(documents)
    add_document(documents, "en-ny-plan", PLAN.replace("lampor", "lyktor").encode())
    found = indexed(documents, tiny)
    assert bases(documents) == before
    new = next(row for row, entry in enumerate(found.collection.passages) if "lyktor" in entry.text)
    hit = dense(found, np.asarray(found.vectors.reconstruct_n(new, 1)[0]), limit=1)[0]
    assert hit.passage == found.collection.passages[new]
    for number in range(4):
        add_document(documents, f"annan-{number}", PLAN.replace("lampor", f"annat {number}").encode())
    indexed(documents, tiny)
    assert len(bases(documents)) == 2
    assert not bases(documents) & before


@pytest.mark.usefixtures("many")
def test_a_damaged_base_makes_the_index_be_built_again(documents: Path, tiny: Embedder) -> None:
    """As any other file of it."""
    indexed(documents, tiny)
    for file in (documents.parent / "data" / "index").glob("*.faiss"):
        file.write_bytes(b"")
    with pytest.raises(DamagedIndex):
        load(documents.parent / "data", fingerprint(documents, model=tiny.name, revision=tiny.revision))
    assert isinstance(indexed(documents, tiny).vectors, ApproximateVectors)


@pytest.mark.usefixtures("many")
def test_a_draft_is_left_out_of_many_too(documents: Path, tiny: Embedder) -> None:
    """Those that are published are found exactly then, as the base has rows of all; keepers have the base."""
    catalogue = documents / "catalogue.toml"
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(text.replace('id = "parkplan-3"\n', 'id = "parkplan-3"\ndraft = true\n'), encoding="utf-8")
    published = indexed(documents, tiny)
    assert "parkplan-3" not in {entry.document for entry in published.collection.passages}
    assert len(published.pieces) == len(published.collection.passages) == published.vectors.ntotal
    expected = fingerprint(documents, model=tiny.name, revision=tiny.revision)
    kept = load(documents.parent / "data", expected, drafts=True)
    assert isinstance(kept.vectors, ApproximateVectors)
    for row, passage in enumerate(published.collection.passages):
        vector = np.asarray(published.vectors.reconstruct_n(row, 1)[0])
        same = next(at for at, entry in enumerate(kept.collection.passages) if entry.id == passage.id)
        assert np.allclose(vector, np.asarray(kept.vectors.reconstruct_n(same, 1)[0]), atol=0.02)
