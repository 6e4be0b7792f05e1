"""Annotations → the cover: those that together explain most words, each word used once."""

from collections.abc import Iterable

from assistant.query.recognise.annotation import Annotation

# What a longer annotation counts more than several shorter ones over the same words: "inte påbörjade" is one thing.
_LONGER = 0.05
_SURE = 0.2


def resolve(annotations: Iterable[Annotation]) -> list[Annotation]:
    """The best annotations of which no two overlap, in order; weighted interval scheduling, so exact."""
    ordered = sorted(annotations, key=lambda entry: (entry.last, entry.first))
    best: list[tuple[float, list[Annotation]]] = [(0.0, [])]
    for i, entry in enumerate(ordered):
        before = next((j + 1 for j in range(i - 1, -1, -1) if ordered[j].last <= entry.first), 0)
        value, cover = best[before]
        taken = value + _weight(entry)
        best.append((taken, [*cover, entry]) if taken > best[-1][0] else best[-1])
    return best[-1][1]


def _weight(entry: Annotation) -> float:
    length = entry.last - entry.first
    return entry.certainty * (length + _SURE) + _LONGER * length * length
