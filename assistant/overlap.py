"""Texts ↔ the words of a question: how much of what is rare in the question a text says itself.

Inflections count as the same word, a part of a compound ("stödmaterial" ↔ "material") as most of it.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from assistant.words import is_content, stem
from corpus.structuring.headings import fold
from index.parts import Vectors

_PART = 5  # letters that a part of a compound has at least
_IN_COMPOUND = 0.7  # "material" asked for, "stödmaterial" said
_SAME_BEGINNING = 0.35  # "hedersvåld" asked for, "hedersrelaterat" or "heder" said
_BEGINNING = 6


class Overlap:
    """The words of some texts, counted once. Safe to use from several threads."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._size = len(texts)
        rows: dict[str, set[int]] = {}
        for row, text in enumerate(texts):
            for word in fold(text).split():
                rows.setdefault(stem(word), set()).add(row)
        self._rows = {word: np.array(sorted(found)) for word, found in rows.items()}
        # Kept with these texts, so that nothing of them is left in memory when they are gone.
        self._matched: Callable[[str], tuple[Vectors, float]] = lru_cache(maxsize=20_000)(self._count)

    def knows(self, word: str) -> bool:
        """Whether any text has the (folded) word, in any inflection or within a compound."""
        return bool((self._match(word)[0] >= _IN_COMPOUND).any())

    def weight(self, word: str) -> float:
        """How rare a (folded) word is among the texts: 1 where none has it, towards 0 where all do."""
        return self._match(word)[1]

    def shares(self, words: Sequence[str], *, weigh: "Overlap | None" = None) -> Vectors:
        """For each text the share of the words' weight that it has, 0 to 1; shape (texts,).

        "a|b" are alternatives, of which one is enough. ``weigh`` says how rare the words are, where
        these texts are only parts of others.
        """
        total = np.zeros(self._size, dtype=np.float32)
        weights = 0.0
        for word in dict.fromkeys(words):
            alternatives = [entry for entry in word.split("|") if is_content(entry)]
            if not alternatives:
                continue
            weight = min((weigh or self).weight(entry) for entry in alternatives)
            total += weight * np.max([self._match(entry)[0] for entry in alternatives], axis=0)
            weights += weight
        return total / weights if weights else total

    def _match(self, word: str) -> tuple[Vectors, float]:
        return self._matched(stem(word))

    def _count(self, word: str) -> tuple[Vectors, float]:
        matched = np.zeros(self._size, dtype=np.float32)
        if len(word) >= _PART:
            for other, rows in self._rows.items():
                if word in other:
                    matched[rows] = np.maximum(matched[rows], _IN_COMPOUND)
                elif len(other) >= _PART and (other in word or other[:_BEGINNING] == word[:_BEGINNING]):
                    matched[rows] = np.maximum(matched[rows], _SAME_BEGINNING)
        if word in self._rows:
            matched[self._rows[word]] = 1.0
        found = float(matched.sum())
        return matched, float(np.log((self._size + 1) / (found + 0.5)) / np.log(2 * (self._size + 1)))
