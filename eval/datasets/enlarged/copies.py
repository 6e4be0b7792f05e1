"""The documents' parts, many times over under other names: a collection of as many passages as are asked for, on disk.

Each copy is another municipality with programmes of its own; its organisations are the same. Text, sentences and pieces
are the documents' own, vectors are moved (``replicated``). How long a question takes depends on how many and how alike.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from corpus.ingest import Part
from corpus.types import Catalogue
from eval.datasets.enlarged.replicated import Replicas
from index.retrieval.sentences import sentences_of
from index.storage.parts import Parts, PartVectors, StoredPart, Vectors
from index.storage.store import Index, building, load_part, save

# The fields of a record that name it or what it belongs to, and those that name others like it.
_NAMES = ("id", "document", "plan", "programme", "activity", "municipality", "status_source")
_OTHERS = ("follows", "followed_by", "alike")


class Copies:
    """So many copies of an index, of which the first is the index itself."""

    def __init__(self, data: Path, index: Index, copies: int) -> None:
        """``data`` is the folder that the index lies in."""
        self._index = index
        self._parts = [
            part
            for document in index.collection.documents
            if (part := load_part(data, document.id, index.fingerprint)) is not None
        ]
        count = len(index.collection.passages)
        self.copies = copies
        self.passages = Replicas(index.vectors.reconstruct_n(0, count), copies)
        self._sentences = Replicas(index.sentences.reconstruct_n(0, index.sentences.ntotal), copies)

    def write(self, data: Path, *, beside: str) -> None:
        """Put all of them in use below ``data``; ``beside`` is what the index has of what it isn't about."""
        with building(data) as root:
            parts = Parts(root, self._index.fingerprint)
            stored = {
                part.document.id: self._stored(parts, part, said)
                for number in range(self.copies)
                for part, said in self._copied(number)
            }
            save(data, self._index.fingerprint, self.catalogue(self.copies), stored, beside, ())

    def add_one(self, data: Path, *, beside: str) -> None:
        """One document more, beside those that are there."""
        number = self.copies
        with building(data) as root:
            parts = Parts(root, self._index.fingerprint)
            stored = {
                document.id: found
                for document in self.catalogue(number).documents
                if (found := parts.find(document.id)) is not None
            }
            part, said = next(self._copied(number))
            stored[part.document.id] = self._stored(parts, part, said)
            save(data, self._index.fingerprint, self.catalogue(number + 1), stored, beside, ())

    def catalogue(self, copies: int) -> Catalogue:
        """The catalogue of the first so many."""
        catalogue = self._index.collection.catalogue
        return replace(
            catalogue,
            programmes=tuple(
                replace(entry, id=_named(entry.id, n), municipality=_named(entry.municipality, n))
                for n in range(copies) for entry in catalogue.programmes
            ),
            documents=tuple(
                replace(part.document, **_renamed(part.document, n)) for n in range(copies) for part in self._parts
            ),
        )  # fmt: skip

    def _stored(self, parts: Parts, part: Part, said: PartVectors) -> StoredPart:
        keys = [f"{part.document.id} {row}" for row in range(len(said.vectors))]
        return parts.add(part.document.id, part, keys, said)

    def _copied(self, number: int) -> Iterator[tuple[Part, PartVectors]]:
        passages, sentences = self.passages.copy(number), self._sentences.copy(number)
        at = of_sentences = 0
        for part in self._parts:
            count = len(part.passages)
            said = sum(len(sentences_of(passage)) for passage in part.passages)
            vectors: Vectors = np.concatenate(
                [passages[at : at + count], sentences[of_sentences : of_sentences + said]]
            )
            yield _copy(part, number), PartVectors(vectors, self._index.pieces[at : at + count])
            at, of_sentences = at + count, of_sentences + said


def _copy(part: Part, number: int) -> Part:
    def each(entries: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(replace(entry, **_renamed(entry, number)) for entry in entries)

    return replace(
        part, document=replace(part.document, **_renamed(part.document, number)), plans=each(part.plans),
        activities=each(part.activities), passages=each(part.passages),
    )  # fmt: skip


def _renamed(entry: Any, number: int) -> dict[str, Any]:
    """What the fields of a record that name something are in a copy."""
    held = {name: getattr(entry, name, None) for name in ("id", "document", "plan", "programme", "activity")}
    held |= {
        "municipality": getattr(entry, "municipality", None),
        "status_source": getattr(entry, "status_source", None),
    }
    changed: dict[str, Any] = {name: _named(value, number) for name, value in held.items() if value}
    for name in _OTHERS:
        if getattr(entry, name, None):
            changed[name] = tuple(_named(value, number) for value in getattr(entry, name))
    return changed


def _named(name: str, number: int) -> str:
    return f"{name}-{number}" if number else name
