"""Query vector → the nearest rows of a FAISS index; and hits in order, the same wording once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import faiss
import numpy as np
import numpy.typing as npt

from corpus.swedish.text import fold
from corpus.types import Passage
from index.storage.parts import Vectors

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Hit:
    """A passage and how well it fits: ``score`` is the cosine, plus what structure and words add."""

    passage: Passage
    score: float
    cosine: float = 0.0


def nearest_rows(
    vectors: faiss.Index, query: Vectors, limit: int, *, among: Sequence[int] | None = None
) -> tuple[Rows, Vectors]:
    """The rows nearest to a query vector of shape (dimension,), nearest first, and their cosines.

    At most ``limit`` of them, and of ``among`` only where that is given.
    """
    count = min(limit, vectors.ntotal if among is None else len(among))
    if not count:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
    chosen = {} if among is None else {"sel": faiss.IDSelectorBatch(np.array(among, dtype=np.int64))}
    cosines, rows = vectors.search(
        query[np.newaxis, :],
        count,
        params=faiss.SearchParameters(**chosen),
    )
    found = rows[0] >= 0
    return rows[0][found], cosines[0][found]


def best(hits: Iterable[Hit], limit: int) -> list[Hit]:
    """The best by score; equal ones in the order of the documents, of the same wording only the first."""
    kept: dict[str, Hit] = {}
    for hit in sorted(hits, key=lambda hit: (-hit.score, hit.passage.document, hit.passage.chars)):
        kept.setdefault(fold(hit.passage.text), hit)
        if len(kept) == limit:
            break
    return list(kept.values())
