"""A query vector → the passages nearest to it and nothing else: the baseline that ranking is compared with."""

from index.retrieval.search import Hit, best
from index.storage.parts import Vectors
from index.storage.store import Index
from index.storage.vectors import nearest_rows


def dense(index: Index, query: Vectors, *, limit: int = 10) -> list[Hit]:
    """The best passages for a query vector of shape (dimension,), best first."""
    rows, cosines = nearest_rows(index.vectors, query, index.vectors.ntotal)
    passages = index.collection.passages
    return best((Hit(passages[row], float(c), float(c)) for row, c in zip(rows, cosines, strict=True)), limit)
