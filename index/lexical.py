"""Swedish words and BM25: passages → a lexical index, a query → a score for each passage."""

import re
from collections.abc import Sequence

import bm25s
import numpy as np
import Stemmer

from index.parts import Vectors

_WORD = re.compile(r"[\w]+")


class Lexical:
    """BM25 (Robertson, k1 = 1.5, b = 0.75) over stemmed words; scores are in the order of the texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._stemmer = Stemmer.Stemmer("swedish")
        self._bm25 = bm25s.BM25(method="robertson")
        self._bm25.index([self._words(text) for text in texts], show_progress=False)

    def scores(self, query: str) -> Vectors:
        """A score for each text, 0 where it shares no word with the query; shape (texts,)."""
        words = self._words(query)
        if not words:
            return np.zeros(self._bm25.scores["num_docs"], dtype=np.float32)
        return np.asarray(self._bm25.get_scores(words), dtype=np.float32)

    def _words(self, text: str) -> list[str]:
        return [self._stemmer.stemWord(word) for word in _WORD.findall(text.lower())]
