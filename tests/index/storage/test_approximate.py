"""Many vectors: an index on disk that finds nearly all of the nearest, and what has come since beside it."""

from pathlib import Path

import numpy as np
import pytest

from index.errors import DamagedIndex
from index.storage import approximate
from index.storage.approximate import ApproximateVectors, Base, made_base, read_base
from index.storage.parts import Vectors
from index.storage.vectors import nearest_rows

_PARTS = [("one", 300), ("two", 200), ("empty", 0), ("three", 100)]


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some hundred vectors are many, and few are compared one by one."""
    monkeypatch.setattr(approximate, "FLAT", 100)
    monkeypatch.setattr(approximate, "_EXACTLY", 10)


def vectors_of(part: str) -> Vectors:
    """The vectors of a part, always the same."""
    count = {**dict(_PARTS), "late": 30}[part]
    drawn = np.random.default_rng(len(part) * 31 + count).normal(size=(count, 16)).astype(np.float32)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


def held(folder: Path, parts: list[tuple[str, int]], old: Base | None = None) -> tuple[Base, ApproximateVectors]:
    """The base for some parts, and their vectors with it."""
    base = made_base(folder, "passages", parts, vectors_of, old)
    assert base
    return base, read_base(folder, base, parts, vectors_of)


def test_nearly_all_of_the_nearest_are_found(tmp_path: Path) -> None:
    """The nearest first, at the cosines that 8 bits leave, and among those that are allowed where some are named."""
    _, found = held(tmp_path, _PARTS)
    every = np.concatenate([vectors_of(part) for part, _ in _PARTS])
    assert found.ntotal == len(every)
    assert np.allclose(found.reconstruct_n(0, 600), every, atol=0.02)
    for query in vectors_of("late"):
        cosines = every @ query
        rows, near = nearest_rows(found, query, 40)
        assert len(rows) == 45
        assert len(set(np.argsort(-cosines)[:40]) & set(rows.tolist())) >= 39
        assert near.tolist() == pytest.approx(cosines[rows].tolist(), abs=0.02)
        assert near.tolist() == sorted(near.tolist(), reverse=True)
        for among in (list(range(5)), list(range(0, 600, 3))):
            best = nearest_rows(found, query, 4, among=among)[0]
            assert set(best.tolist()) <= set(among)
            assert among[int(cosines[among].argmax())] in best


def test_what_comes_later_is_found_without_another_base(tmp_path: Path) -> None:
    """In the order of the parts, wherever it comes; what goes is found no more."""
    first, _ = held(tmp_path, _PARTS)
    parts = [("one", 300), ("late", 30), ("three", 100), ("two", 200)]
    base, found = held(tmp_path, parts, first)
    assert base == first
    every = np.concatenate([vectors_of(part) for part, _ in parts])
    assert np.allclose(found.reconstruct_n(0, found.ntotal), every, atol=0.02)
    for row in (0, 310, 400, 629):
        assert nearest_rows(found, every[row], 1)[0][0] == row
        assert found.reconstruct(row).tolist() == pytest.approx(every[row].tolist(), abs=0.02)
    _, fewer = held(tmp_path, [("one", 300), ("two", 200)], first)
    assert fewer.ntotal == 500
    gone = vectors_of("three")[0]
    assert nearest_rows(fewer, gone, 600)[0].max() < 500


def test_a_base_is_made_anew_when_much_has_changed(tmp_path: Path) -> None:
    """Once a fifth of it, with what has come since, is other than it was; and where its file is gone."""
    first, _ = held(tmp_path, _PARTS)
    changed, _ = held(tmp_path, [("one", 300), ("three", 100)], first)
    assert changed != first
    (tmp_path / first.file).unlink()
    assert held(tmp_path, _PARTS, first)[0].file == first.file


def test_few_vectors_need_no_base(tmp_path: Path) -> None:
    """They are compared one by one."""
    assert made_base(tmp_path, "passages", [("three", 100)], vectors_of, None) is None
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("damage", ["gone", "cut", "changed"])
def test_a_damaged_base_is_told(damage: str, tmp_path: Path) -> None:
    """By its size, or because it can't be read."""
    base, _ = held(tmp_path, _PARTS)
    file = tmp_path / base.file
    content = file.read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(content[:-9] if damage == "cut" else b"????" + content[4:])
    with pytest.raises(DamagedIndex, match="passages-"):
        read_base(tmp_path, base, _PARTS, vectors_of)
