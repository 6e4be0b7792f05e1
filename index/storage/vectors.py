"""A query vector → the nearest rows of a FAISS index."""

from collections.abc import Sequence

import faiss
import numpy as np

from index.storage.columns import Rows
from index.storage.parts import Vectors


def nearest_rows(
    vectors: faiss.Index, query: Vectors, limit: int, *, among: Sequence[int] | Rows | None = None
) -> tuple[Rows, Vectors]:
    """The rows nearest to a query vector of shape (dimension,), nearest first, and their cosines.

    At most ``limit`` of them, and of ``among`` only where that is given.
    """
    count = min(limit, vectors.ntotal if among is None else len(among))
    if not count:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
    chosen = {} if among is None else {"sel": faiss.IDSelectorBatch(np.asarray(among, dtype=np.int64))}
    cosines, rows = vectors.search(
        query[np.newaxis, :],
        count,
        params=faiss.SearchParameters(**chosen),
    )
    found = rows[0] >= 0
    return rows[0][found], cosines[0][found]
