"""A text as the model reads it → what each of its words means where it stands."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from index.embedding.embedder import Embedded
from index.storage.parts import Vectors


def word_vectors(embedded: Embedded, words: Sequence[str]) -> tuple[Vectors | None, ...]:
    """Of each of these words, in the order of the text, the mean direction of its pieces, shape (dimension,).

    None for a word that the model hasn't read: it stands past the model's length, or the model doesn't tell its pieces.
    A word of the text that holds several of these ("kunskaps-/forskningsmålet") means the same for each.
    """
    lengths = np.linalg.norm(embedded.pieces.astype(np.float32), axis=1, keepdims=True)
    directions = embedded.pieces / np.maximum(lengths, 1e-9)
    read = [
        (said, [row for row, _ in rows]) for said, rows in groupby(enumerate(embedded.words), key=lambda row: row[1])
    ]
    found: list[Vectors | None] = []
    at, begins = 0, 0  # the word that is looked at, and where the rest of it begins
    for word in words:
        place, start = at, begins
        while place < len(read) and (stands := read[place][0].lower().find(word.lower(), start)) < 0:
            place, start = place + 1, 0
        if place == len(read):
            found.append(None)
            continue
        found.append(directions[read[place][1]].mean(axis=0))
        at, begins = place, stands + len(word)
    return tuple(found)
