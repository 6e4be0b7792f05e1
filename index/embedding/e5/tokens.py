"""Text → the ids of its pieces, as XLM-RoBERTa's SentencePiece model cuts it (unigram: Kudo 2018)."""

import math
import re

from corpus.swedish.text_cache import TextCache
from index.embedding.e5.packed import Vocabulary

SPACE = "▁"  # how a piece writes the space before a word
UNKNOWN_BELOW = 10.0  # nats that a character in no piece lies below the rarest piece


class Tokenizer:
    """Cuts words into the pieces that are likeliest together. Safe to use from several threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._known = {
            piece: (number, score)
            for number, (piece, score) in enumerate(zip(vocabulary.pieces, vocabulary.scores, strict=True))
            if number != vocabulary.unknown
        }
        self._longest = max(map(len, vocabulary.pieces))
        self._unknown = vocabulary.unknown
        self._unknown_score = min(vocabulary.scores) - UNKNOWN_BELOW
        self._signs = vocabulary.signs
        self._cut = TextCache(self._cut_word, capacity=1 << 14)

    def ids(self, text: str) -> list[int]:
        """The pieces of a text."""
        return [number for _, pieces in self.words(text) for number in pieces]

    def words(self, text: str) -> list[tuple[str, tuple[int, ...]]]:
        """The words of a text, each with its pieces: none reaches over a space, so that each word is cut by itself."""
        text = re.sub("  +", " ", text.translate(self._signs))
        text = (text if text.startswith(" ") else f" {text}").replace(" ", SPACE)
        return [(word.removeprefix(SPACE), self._cut(word)) for word in re.findall(f"{SPACE}[^{SPACE}]*", text)]

    def _cut_word(self, word: str) -> tuple[int, ...]:
        """The way through the word whose pieces' log-probabilities sum highest (Viterbi)."""
        size = len(word)
        best = [0.0] + [-math.inf] * size
        back: list[tuple[int, int]] = [(0, 0)] * (size + 1)
        for start in range(size):
            for stop in range(start + 1, min(size, start + self._longest) + 1):
                known = self._known.get(word[start:stop])
                if known and best[start] + known[1] > best[stop]:
                    best[stop], back[stop] = best[start] + known[1], (start, known[0])
            if best[start] + self._unknown_score > best[start + 1]:
                best[start + 1], back[start + 1] = best[start] + self._unknown_score, (start, self._unknown)
        ids = []
        at = size
        while at:
            at, number = back[at]
            ids.append(number)
        return tuple(reversed(ids))
