"""Many vectors → an index of them on disk that finds nearly all of the nearest, and what has come since beside it.

The base is an inverted file (Jégou, Douze & Schmid 2011) whose vectors have 8 bits a dimension, mapped into memory as
it is read. A document that comes later is compared vector by vector, one that goes is passed over, until both together
are a fifth of the base: then it is made anew, so that over time one document costs one document.
"""

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from corpus.files import sha256, sync_folder
from index.errors import DamagedIndex
from index.storage.columns import Rows
from index.storage.parts import Vectors

FLAT = 20_000  # vectors up to which all are compared: exactly, and as fast
_AGAINST = 4  # of those since the base: a base four times as large isn't made anew
_LISTS = 4  # times the square root of how many there are: FAISS's own advice
_PROBED = 8  # times the square root of the lists: so many are looked into
_SPARE = 8  # one in so many more is given than is asked for, as 8 bits change the order of what lies alike
_TRAINED_ON = 40  # vectors a list
_ROUNDS = 8
_EXACTLY = 5_000  # vectors that are allowed up to which each is compared


@dataclass(frozen=True)
class Base:
    """A base on disk: its file, the bytes that it has, and the part that each stretch of its vectors is of."""

    file: str
    size: int
    stretches: tuple[tuple[str, int], ...]


class ApproximateVectors:
    """Vectors by their rows, most of them in a base. Safe to use from several threads."""

    def __init__(self, base: faiss.IndexIVF, row_of: Rows, later: Mapping[int, Vectors]) -> None:
        """``row_of`` is the row of each vector of the base, -1 where it is gone; ``later`` are the others by row."""
        self.d = base.d
        self._base, self._row_of = base, row_of
        self._later_rows = np.fromiter(later, dtype=np.int64, count=len(later))
        self._later: Vectors = np.stack(list(later.values())) if later else np.empty((0, base.d), dtype=np.float32)
        self.ntotal = int((row_of >= 0).sum()) + len(later)
        self._place = np.empty(self.ntotal, dtype=np.int64)  # in the base, then in what came later
        self._place[row_of[row_of >= 0]] = np.flatnonzero(row_of >= 0)
        self._place[self._later_rows] = len(row_of) + np.arange(len(later))

    def nearest(self, query: Vectors, count: int, among: Rows | None) -> tuple[Rows, Vectors]:
        """The rows nearest to a query vector, nearest first, and their cosines.

        Nearly all of the ``count`` nearest, and some more.
        """
        if among is not None and len(among) <= _EXACTLY:
            return _first(among, self.reconstruct_batch(among) @ query, count)
        allowed = np.ones(self.ntotal, dtype=np.bool_)
        if among is not None:
            allowed[:] = False
            allowed[among] = True
        meant = (self._row_of >= 0) & allowed[self._row_of]
        chosen: dict[str, Any] = {}
        if not meant.all():
            bits = np.packbits(meant, bitorder="little")
            chosen["sel"] = faiss.IDSelectorBitmap(len(meant), faiss.swig_ptr(bits))
        count += count // _SPARE
        probes = min(self._base.nlist, int(_PROBED * self._base.nlist**0.5))
        how = faiss.SearchParametersIVF(**{"nprobe": probes, **chosen})
        cosines, places = self._base.search(query[np.newaxis, :], min(count, len(meant)), params=how)
        found = places[0] >= 0
        later = allowed[self._later_rows]
        return _first(
            np.concatenate([self._row_of[places[0][found]], self._later_rows[later]]),
            np.concatenate([cosines[0][found], self._later[later] @ query]),
            count,
        )

    def reconstruct_batch(self, rows: Rows) -> Vectors:
        """The vectors of these rows, shape (rows, dimension)."""
        places = self._place[np.asarray(rows, dtype=np.int64)]
        found = np.empty((len(places), self.d), dtype=np.float32)
        old = places < len(self._row_of)
        found[old] = self._base.reconstruct_batch(places[old])
        found[~old] = self._later[places[~old] - len(self._row_of)]
        return found

    def reconstruct_n(self, first: int, count: int) -> Vectors:
        """The vectors of these rows that follow each other."""
        return self.reconstruct_batch(np.arange(first, first + count))

    def reconstruct(self, row: int) -> Vectors:
        """The vector of a row, shape (dimension,)."""
        found: Vectors = self.reconstruct_n(row, 1)[0]
        return found


def made_base(
    folder: Path, name: str, parts: Sequence[tuple[str, int]], vectors_of: Callable[[str], Vectors], old: Base | None
) -> Base | None:
    """The base for these parts, each with how many vectors it has: the ``old`` one, or another that is written now.

    ``vectors_of`` reads those of a part. None where they are so few that none is needed.
    Raises ``OSError`` where it can't be written.
    """
    total = sum(count for _, count in parts)
    if total <= FLAT:
        return None
    if old is not None and _is_whole(folder, old):
        held, wanted = Counter(dict(old.stretches)), Counter(dict(parts))
        if ((held - wanted).total() + (wanted - held).total()) * _AGAINST <= held.total():
            return old
    lists = int(_LISTS * total**0.5)
    base: Any = faiss.index_factory(vectors_of(parts[0][0]).shape[1], f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    base.cp.niter, base.cp.max_points_per_centroid = _ROUNDS, _TRAINED_ON
    base.train(_sample([part for part, count in parts if count], vectors_of, lists * _TRAINED_ON, total))
    for part, count in parts:
        if count:
            base.add(vectors_of(part))
    file = f"{name}-{sha256(repr(parts).encode())[:32]}.faiss"
    new = folder / f"{file}.new"
    faiss.write_index(base, str(new))
    with new.open("rb") as written:
        os.fsync(written.fileno())
    os.replace(new, folder / file)
    sync_folder(folder)
    return Base(file, (folder / file).stat().st_size, tuple(parts))


def read_base(
    folder: Path, base: Base, parts: Sequence[tuple[str, int]], vectors_of: Callable[[str], Vectors]
) -> ApproximateVectors:
    """The vectors of these parts in their order, with what is in the base left on disk; raises ``DamagedIndex``.

    A base is told by its size, not by a checksum: reading it whole is what it is there to spare.
    """
    path = folder / base.file
    if not _is_whole(folder, base):
        raise DamagedIndex(f"the index file {base.file} is missing or damaged (its size differs)")
    try:
        held: Any = faiss.read_index(str(path), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY)
        held.make_direct_map()
    except RuntimeError:
        raise DamagedIndex(f"the index file {base.file} can't be read") from None
    starts = dict(zip((part for part, _ in base.stretches), _starts(base.stretches), strict=True))
    row_of = np.full(held.ntotal, -1, dtype=np.int64)
    later: dict[int, Vectors] = {}
    for (part, count), row in zip(parts, _starts(parts), strict=True):
        if part in starts:
            row_of[starts[part] : starts[part] + count] = np.arange(row, row + count)
        elif count:
            later |= dict(enumerate(vectors_of(part), start=row))
    return ApproximateVectors(held, row_of, later)


def _is_whole(folder: Path, base: Base) -> bool:
    path = folder / base.file
    return path.is_file() and path.stat().st_size == base.size


def _starts(stretches: Sequence[tuple[str, int]]) -> list[int]:
    return [0, *accumulate(count for _, count in stretches)][:-1]


def _sample(parts: Sequence[str], vectors_of: Callable[[str], Vectors], wanted: int, total: int) -> Vectors:
    """About so many of the vectors, the same share of each part's."""
    step = max(1, total // wanted)
    return np.concatenate([vectors_of(part)[::step] for part in parts])


def _first(rows: Rows, cosines: Vectors, count: int) -> tuple[Rows, Vectors]:
    order = np.argsort(-cosines, kind="stable")[:count]
    return rows[order], cosines[order]
