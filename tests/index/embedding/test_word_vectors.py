"""A text's pieces → what each of its words means."""

import numpy as np

from index.embedding.embedder import Embedded
from index.embedding.word_vectors import word_vectors

EAST, NORTH = (127, 0), (0, 127)


def read(*pieces: tuple[str, tuple[int, int]]) -> Embedded:
    """A text as a model with two dimensions reads it: each piece, the word it is of and its direction."""
    words = tuple(word for word, _ in pieces)
    directions = np.array([direction for _, direction in pieces], dtype=np.int8).reshape(-1, 2)
    return Embedded(np.array([1.0, 0.0], dtype=np.float32), words, directions)


def test_a_word_is_the_mean_of_its_pieces() -> None:
    """Each piece counts for as much, however long; signs beside a word are none of it."""
    (meaning,) = word_vectors(read(("Vad", EAST), ("görs?", EAST), ("görs?", (0, 60))), ["görs"])
    assert meaning is not None
    assert meaning.tolist() == [0.5, 0.5]


def test_words_that_stand_twice_are_met_in_order() -> None:
    """What comes between two of the same word is looked past; one that stands in a longer word has its meaning."""
    pieces = read(("stöd", EAST), ("till", EAST), ("Stöd,", NORTH), ("skol-/vårdfrågor", EAST))
    first, second, school, care = word_vectors(pieces, ["stöd", "Stöd", "skol", "vårdfrågor"])
    assert (first is not None and first[0], second is not None and second[1]) == (1.0, 1.0)
    assert school is not None
    assert care is not None
    assert school.tolist() == care.tolist() == [1.0, 0.0]


def test_a_word_that_was_not_read_has_no_meaning() -> None:
    """One past the model's length is None, and all are of a model that doesn't tell its pieces."""
    assert word_vectors(read(("Vad", EAST)), ["Vad", "görs"])[1] is None
    assert word_vectors(read(), ["Vad"]) == (None,)
