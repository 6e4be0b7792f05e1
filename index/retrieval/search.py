"""Query + filters → ranked passages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import faiss
import numpy as np

from corpus.swedish.text import fold
from corpus.types import Passage
from index.storage.parts import Vectors
from index.storage.store import Index


@dataclass(frozen=True)
class Hit:
    """A passage and how well it fits: ``score`` is the cosine, plus what structure and words add."""

    passage: Passage
    score: float
    cosine: float = 0.0


def search(
    index: Index,
    query: Vectors,
    *,
    allowed: Callable[[Passage], bool] = lambda passage: True,
    bonus: Callable[[Passage], float] = lambda passage: 0.0,
    limit: int = 10,
) -> list[Hit]:
    """The best passages for a query vector of shape (dimension,), best first.

    ``allowed`` excludes, ``bonus`` adds to the cosine. Equal scores keep the order of the
    documents. Of passages with the same wording only the first is given.
    """
    passages = index.collection.passages
    rows = [row for row, passage in enumerate(passages) if allowed(passage)]
    if not rows:
        return []
    scores, found = index.vectors.search(
        query[np.newaxis, :],
        len(rows),
        params=faiss.SearchParameters(  # type: ignore[call-arg]  # faiss's stubs lack its keywords
            sel=faiss.IDSelectorBatch(np.array(rows))
        ),
    )
    hits = [
        Hit(passages[row], float(score) + bonus(passages[row]), float(score))
        for score, row in zip(scores[0], found[0], strict=True)
        if row >= 0
    ]
    return best(hits, limit)


def best(hits: Iterable[Hit], limit: int) -> list[Hit]:
    """The best by score; equal ones in the order of the documents, of the same wording only the first."""
    kept: dict[str, Hit] = {}
    for hit in sorted(hits, key=lambda hit: (-hit.score, hit.passage.document, hit.passage.chars)):
        kept.setdefault(fold(hit.passage.text), hit)
        if len(kept) == limit:
            break
    return list(kept.values())
