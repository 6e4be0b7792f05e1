"""A larger collection made of a small one: as dense, with records of its own, and found in like any other."""

from pathlib import Path

import numpy as np

from assistant.retrieve.records import Records
from eval.baselines.dense import dense
from eval.datasets.enlarged.copies import Copies
from eval.datasets.enlarged.replicated import Replicas, nearest_distances
from index.build import load_or_build
from index.embedding.embedder import Embedder
from index.storage import off_topic
from index.storage.store import Index, building, load
from tests.tiny import PLAN, add_document


def test_copies_lie_as_far_apart_as_real_neighbours(index: Index) -> None:
    """Half of them within a third of the real distance; each copy is the same whenever it is made, and no two are."""
    vectors = index.vectors.reconstruct_n(0, index.vectors.ntotal)
    made = Replicas(vectors, 8)
    copies = [made.copy(number) for number in range(8)]
    assert np.array_equal(copies[0], vectors)
    assert np.allclose(np.linalg.norm(copies[5], axis=1), 1, atol=1e-5)
    assert np.array_equal(copies[3], made.copy(3))
    assert not np.allclose(copies[3], copies[4], atol=0.01)
    others = np.concatenate([copy for number, copy in enumerate(copies) if number != 3])
    distance = float(np.median(nearest_distances(copies[3], others, own=False)))
    assert 2 / 3 < distance / float(np.median(made.real)) < 3 / 2


def test_each_copy_has_records_of_its_own(tmp_path: Path, embedder: Embedder) -> None:
    """No id twice, and a document more is found beside them."""
    add_document(tmp_path / "documents", "parkplan", PLAN.encode())
    small = load_or_build(tmp_path / "documents", tmp_path / "data", embedder)
    made = Copies(tmp_path / "data", small, 3)
    with building(tmp_path / "many") as root:
        beside = off_topic.write(root, small.fingerprint, small.off_topic)
    made.write(tmp_path / "many", beside=beside)
    many = load(tmp_path / "many", small.fingerprint)
    count = len(small.collection.passages)
    assert len(many.passages) == len(many.collection.passages) == 3 * count
    assert len(Records(many).commitments) == 3 * len(Records(small).commitments)
    assert {entry.municipality for entry in many.collection.documents} == {"Provstad", "Provstad-1", "Provstad-2"}
    made.add_one(tmp_path / "many", beside=beside)
    more = load(tmp_path / "many", small.fingerprint)
    assert len(more.passages) == 4 * count
    last = more.collection.passages[-1]
    assert dense(more, np.asarray(more.vectors.reconstruct(4 * count - 1)), limit=1)[0].passage.text == last.text
