"""A query vector → the nearest rows: of all vectors, or of so many that they are not compared one by one."""

from collections.abc import Sequence

import faiss
import numpy as np

from index.storage.approximate import ApproximateVectors
from index.storage.columns import Rows
from index.storage.parts import Vectors


def nearest_rows(
    vectors: faiss.Index | ApproximateVectors, query: Vectors, limit: int, *, among: Sequence[int] | Rows | None = None
) -> tuple[Rows, Vectors]:
    """The rows nearest to a query vector of shape (dimension,), nearest first, and their cosines.

    At most ``limit`` of them, of an approximate index an eighth more; of ``among`` only where that is given.
    """
    count = min(limit, vectors.ntotal if among is None else len(among))
    if not count:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
    if isinstance(vectors, ApproximateVectors):
        return vectors.nearest(query, count, None if among is None else np.asarray(among, dtype=np.int64))
    chosen = {} if among is None else {"sel": faiss.IDSelectorBatch(np.asarray(among, dtype=np.int64))}
    cosines, rows = vectors.search(
        query[np.newaxis, :],
        count,
        params=faiss.SearchParameters(**chosen),
    )
    found = rows[0] >= 0
    return rows[0][found], cosines[0][found]
