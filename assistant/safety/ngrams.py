"""A message → the hashed words and letter n-grams that a classifier weighs which needs no embedding model.

Feature hashing (Weinberger et al. 2009): whatever is written has a place, and the weights stay small.
"""

import zlib
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.query.language import latin
from corpus.swedish.text import fold

BUCKETS = 1 << 14
_LETTERS = (3, 4, 5)  # of a word with its two ends marked


def buckets_of(message: str) -> NDArray[np.int64]:
    """The buckets of a message's words, pairs of words and letter n-grams, each once, in order."""
    words = fold(latin(message.casefold())).split()
    marked = [f"<{word}>" for word in words]
    grams = {f"w {word}" for word in words}
    grams |= {f"b {first} {second}" for first, second in pairwise(words)}
    grams |= {word[at : at + n] for word in marked for n in _LETTERS for at in range(len(word) - n + 1)}
    return np.array(sorted({zlib.crc32(gram.encode()) % BUCKETS for gram in grams}), dtype=np.int64)


def weight_of_each(buckets: NDArray[np.int64]) -> float:
    """What each bucket counts, so that a message has length one however long it is."""
    return float(1 / np.sqrt(max(1, len(buckets))))
