"""Texts ↔ the words of a question: how much of what is rare in the question a text says itself.

Inflections count as the same word, a part of a compound ("stödmaterial" ↔ "material") as most of it,
and so do a compound's two parts that stand apart ("våldsfrågan" ↔ "frågan om våld").
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import numpy as np

from assistant.query.words import is_content, stem
from corpus.swedish.text import fold
from index.storage.parts import Vectors

_PART = 5  # letters that a part of a compound has at least
_IN_COMPOUND = 0.7  # "material" asked for, "stödmaterial" said
_SAME_BEGINNING = 0.35  # "hedersvåld" asked for, "hedersrelaterat" or "heder" said
_BEGINNING = 6
_ENDING = 3  # letters that stems of one word differ in at most: "konferens", "konfer"


class Overlap:
    """The words of some texts, counted once. Safe to use from several threads."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._size = len(texts)
        rows: dict[str, set[int]] = {}
        for row, text in enumerate(texts):
            for word in fold(text).split():
                rows.setdefault(stem(word), set()).add(row)
        self._rows = {word: np.array(sorted(found)) for word, found in rows.items()}
        self._forwards = sorted(self._rows)
        self._backwards = sorted(word[::-1] for word in self._rows)
        # Kept with these texts, so that nothing of them is left in memory when they are gone.
        self._matched: Callable[[str], tuple[Vectors, float]] = lru_cache(maxsize=20_000)(self._count)

    def knows(self, word: str) -> bool:
        """Whether any text has the (folded) word, in any inflection or within a compound."""
        return bool((self._match(word)[0] >= _IN_COMPOUND).any())

    def weight(self, word: str) -> float:
        """How rare a (folded) word is among the texts: 1 where none has it, towards 0 where all do."""
        return self._match(word)[1]

    def has(self, word: str) -> Vectors:
        """How much of a (folded) word each text has, 0 to 1; of "a|b" the one that it has more of."""
        best: Vectors = np.max([self._match(entry)[0] for entry in word.split("|")], axis=0)
        return best

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
        for other, share in self._alike(word) if len(word) >= _PART else ():
            rows = self._rows[other]
            matched[rows] = np.maximum(matched[rows], share)
        if matched.max(initial=0.0) < _IN_COMPOUND:
            for one, other in self._parts(word):
                matched[np.intersect1d(self._rows[one], self._rows[other])] = _IN_COMPOUND
        if word in self._rows:
            matched[self._rows[word]] = 1.0
        found = float(matched.sum())
        return matched, float(np.log((self._size + 1) / (found + 0.5)) / np.log(2 * (self._size + 1)))

    def _alike(self, word: str) -> Iterator[tuple[str, float]]:
        """The texts' stems that say something of a stem, and how much."""
        for other in _beginning_with(word[:_BEGINNING], self._forwards):
            if len(other) >= _PART and len(word) >= _BEGINNING:
                yield other, _SAME_BEGINNING
        for at in range(len(word)):
            for end in range(at + _PART, len(word) + 1):
                if word[at:end] in self._rows:
                    near = at == 0 and len(word) - end <= _ENDING and end > _PART
                    yield word[at:end], 1.0 if near else _SAME_BEGINNING
        for other in _beginning_with(word, self._forwards):
            near = len(other) - len(word) <= _ENDING and len(word) > _PART
            yield other, 1.0 if near else _IN_COMPOUND
        for backwards in _beginning_with(word[::-1], self._backwards):
            yield backwards[::-1], _IN_COMPOUND

    def _parts(self, word: str) -> Iterator[tuple[str, str]]:
        """The ways to read a compound that no text has as two words that some have."""
        for cut in range(_PART - 1, len(word) - _PART + 2):
            last = stem(word[cut:])
            for first in dict.fromkeys((word[:cut], word[:cut].removesuffix("s"))):
                if len(first) >= _PART - 1 and stem(first) in self._rows and last in self._rows:
                    yield stem(first), last


def _beginning_with(start: str, words: Sequence[str]) -> Iterator[str]:
    """The words, which are sorted, that begin so."""
    for i in range(bisect_left(words, start), len(words)):
        if not words[i].startswith(start):
            return
        yield words[i]
