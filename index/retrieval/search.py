"""Hits in order, the same wording once."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from corpus.swedish.text import fold
from corpus.types import Passage


@dataclass(frozen=True)
class Hit:
    """A passage and how well it fits: ``score`` is the cosine, plus what structure and words add."""

    passage: Passage
    score: float
    cosine: float = 0.0


def best(hits: Iterable[Hit], limit: int) -> list[Hit]:
    """The best by score; equal ones in the order of the documents, of the same wording only the first."""
    kept: dict[str, Hit] = {}
    for hit in sorted(hits, key=lambda hit: (-hit.score, hit.passage.document, hit.passage.chars)):
        kept.setdefault(folded_text(hit.passage), hit)
        if len(kept) == limit:
            break
    return list(kept.values())


@lru_cache(maxsize=2000)
def folded_text(passage: Passage) -> str:
    """The text of a passage as folded words."""
    return fold(passage.text)
