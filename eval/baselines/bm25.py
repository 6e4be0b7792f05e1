"""BM25: texts → a lexical index, a query → a score for each text. The baseline of lexical search."""

import re
from collections.abc import Sequence

import bm25s
import numpy as np
import Stemmer

from index.storage.parts import Vectors

_WORD = re.compile(r"[\w]+")


class BM25:
    """BM25 (Robertson, k1 = 1.5, b = 0.75) over stems or words as they stand; scores are in the texts' order."""

    def __init__(self, texts: Sequence[str], *, stemmed: bool = True) -> None:
        self._stemmer = Stemmer.Stemmer("swedish") if stemmed else None
        self._bm25 = bm25s.BM25(method="robertson")
        self._bm25.index([self._words(text) for text in texts], show_progress=False)

    def scores(self, query: str) -> Vectors:
        """A score for each text, 0 where it shares no word with the query; shape (texts,)."""
        words = self._words(query)
        if not words:
            return np.zeros(self._bm25.scores["num_docs"], dtype=np.float32)
        return np.asarray(self._bm25.get_scores(words), dtype=np.float32)

    def _words(self, text: str) -> list[str]:
        words: list[str] = _WORD.findall(text.lower())
        return self._stemmer.stemWords(words) if self._stemmer else words
