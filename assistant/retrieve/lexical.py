"""The words of a question ↔ what texts say: inflected, within compounds, and misspelt.

A word counts by how rare it is, among the texts and in Swedish at large: that a text says "folk"
means less than that it says "könsstympning", though both may be rare in plans.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA
from wordfreq import zipf_frequency

from assistant.query.language import LANGUAGES
from assistant.query.words import Word, is_content, stem, words_of
from corpus.swedish.text import fold
from index.storage.parts import Vectors

_LONG = 5  # letters from which on a word may be a part of a compound, or misspelt
_PART = 0.7  # what "material" gets of "stödmaterial"
_BEGINNING = 6
_SAME_BEGINNING = 0.35  # what "hedersvåld" gets of "hedersrelaterat"
_ALIKE = 0.74  # similarity from which on a word that no text has may be one that is misspelt
_MISSPELT = 0.9
# Occurrences in a billion words, as powers of ten: up to _RARE a word counts in full, from _COMMON on
# for a little. "våld" has 4.7, "barn" 5.7.
_RARE, _COMMON = 3.2, 6.4
_LEAST = 0.15
_MARKS = "\"'”’.,:;!?()–-"


class Wording:
    """The words of some texts, each in parts, counted once. Safe to use from several threads."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        """``texts`` are texts as their parts, one or more each."""
        self._starts = np.cumsum([0, *(len(parts) for parts in texts)])[:-1]
        self._size = len(texts)
        rows: dict[str, set[int]] = {}
        for row, part in enumerate(part for parts in texts for part in parts):
            for word in set(fold(part).split()):
                if len(word) > 1:
                    rows.setdefault(stem(word), set()).add(row)
        self._parts = sum(map(len, texts))
        self._rows = {word: np.array(sorted(found)) for word, found in rows.items()}
        self._long = [word for word in self._rows if len(word) >= _LONG]

    def shares(self, words: Iterable[Word]) -> Vectors:
        """How much of the words' weight each text has, 0 to 1; shape (texts,).

        Half of it counts what stands anywhere in the text, half what stands in one part: words that
        stand far apart belong to different things.
        """
        said = np.zeros(self._size, dtype=np.float32)
        together = np.zeros(self._parts, dtype=np.float32)
        weights = 0.0
        for word in words:
            by_part, by_text = _matches(self, stem(word.folded))
            weight = self._rarity(by_text) * _weight_at_large(word.written.lower())
            said += weight * by_text
            together += weight * by_part
            weights += weight
        return (said + self._best(together)) / (2 * weights) if weights else said

    def _rarity(self, matches: Vectors) -> float:
        """1 where no text has the word, towards 0 where all do."""
        return math.log((self._size + 1) / (float(matches.sum()) + 0.5)) / math.log(2 * (self._size + 1))

    def _best(self, parts: Vectors) -> Vectors:
        """For each text the highest of its parts."""
        best: Vectors = np.maximum.reduceat(parts, self._starts)
        return best

    def match(self, word: str) -> tuple[Vectors, Vectors]:
        """How well each part, and each text, has the word with this stem, 0 to 1."""
        matched = np.zeros(self._parts, dtype=np.float32)

        def add(rows: npt.NDArray[np.intp], strength: float) -> None:
            matched[rows] = np.maximum(matched[rows], strength)

        if len(word) >= _LONG:
            for other in self._long:
                if word in other:
                    add(self._rows[other], _PART)
                elif other in word or other[:_BEGINNING] == word[:_BEGINNING]:
                    add(self._rows[other], _SAME_BEGINNING)
        if word in self._rows:
            add(self._rows[word], 1.0)
        elif len(word) >= _LONG and matched.max() < _PART:
            for other, alike, _ in process.extract(
                word, self._long, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE, limit=5
            ):
                add(self._rows[other], _MISSPELT * alike)
        return matched, self._best(matched)


def weights_of_pieces(words: Sequence[str], language: str = "sv") -> Vectors:
    """How much each piece of a question counts, by the word that it is of; shape (pieces,).

    Swedish function words count nothing; in another language what is common there counts little.
    """
    weights = {}
    for written, count in Counter(words).items():
        word = next(iter(words_of(written)), None)
        counts = word is not None and (language != "sv" or is_content(word.folded))
        weights[written] = _weight_at_large(written.strip(_MARKS).lower(), language) / count if counts else 0.0
    return np.array([weights[word] for word in words], dtype=np.float32)


@lru_cache(maxsize=20_000)
def _matches(wording: Wording, word: str) -> tuple[Vectors, Vectors]:
    return wording.match(word)


@lru_cache(maxsize=20_000)
def _weight_at_large(written: str, language: str = "sv") -> float:
    """How much a word says in a language at large; the same for all where no frequencies are known."""
    known = LANGUAGES[language]
    if known is None:
        return 1.0
    rare = (_COMMON - zipf_frequency(written, known)) / (_COMMON - _RARE)
    return _LEAST + (1 - _LEAST) * min(1.0, max(0.0, rare))
