"""A question → the same with its diacritics and its misspelt words put right, as far as they are certain.

Words, names and the model all read what is spelt right better than what isn't. Nothing is right or
wrong here but what the documents say and how common words are in Swedish at large.
"""

import re
from collections.abc import Iterable
from functools import cached_property

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA
from wordfreq import get_frequency_dict

from assistant.query.language import language_of
from corpus.swedish.text import fold, stem
from corpus.swedish.text_cache import TextCache
from corpus.swedish.words import zipf

_WORD = re.compile(r"[^\W\d_]+")
_SWEDISH = re.compile("[åäö]", re.IGNORECASE)
_LONG = 5  # letters from which on a word is put right
_LONGEST = 40  # to which; a longer one is no word
_LONGER = 8  # from which on two letters may be wrong
_PART = 4  # that the parts of a compound have at least
# Occurrences in a billion words, as powers of ten.
_COMMON = 2.6  # a word that is at least so common is right
_SURE = 2.0  # so much commoner is the word that was meant, where the one that is written is one too
_USUAL = 2.0  # so common is a word that may be meant
_TIED = 8  # words equally near that are chosen among
MOST_TRIED = 20  # unknown words of a question that are compared with all others; more are no Swedish
_SAID = 2.0  # what it counts that the documents say a word


class Spelling:
    """What the words of some texts, and of Swedish at large, tell of spelling. Safe to use from several threads."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._said = frozenset(word for text in texts for word in _WORD.findall(text.lower()))
        # Kept with these texts, so that nothing of them is left in memory when they are gone.
        self._right = TextCache(self._put_right, capacity=20_000)

    def corrected(self, question: str) -> str:
        """The question put right: "utbilding om mäniskohandel" → "utbildning om människohandel".

        Diacritics are put in only where the question has none at all. A word with a capital within a
        sentence may be a name, one in capitals an abbreviation: neither is changed.
        """
        bare = not _SWEDISH.search(question)
        tried: set[str] = set()

        def right(match: re.Match[str]) -> str:
            written = match[0]
            word = written.lower()
            if len(written) > 1 and written.isupper():
                return written
            found = self._marked.get(word, word) if bare else word
            if found == word and not (written[0].isupper() and match.start() > 0):
                if len(word) >= _LONG and not self._is_known(word):
                    if len(tried) == MOST_TRIED and word not in tried:
                        return written
                    tried.add(word)
                found = self._right(word)
            if found == word:
                return written
            return found.capitalize() if written[0].isupper() else found

        corrected = _WORD.sub(right, question)
        return corrected if corrected == question or language_of(question) == "sv" else question

    def warm(self) -> None:
        """Look up now what the first misspelt word would wait for."""
        _ = self._usual, self._marked

    def _put_right(self, word: str) -> str:
        common = zipf(word)
        if (
            not _LONG <= len(word) <= _LONGEST
            or word in self._said
            or common >= _COMMON
            or (not common and self._is_compound(word))
        ):
            return word
        wrong = 1 if common or len(word) < _LONGER else 2
        near = [
            (other, distance)
            for other, distance, _ in process.extract(
                word, self._may_be(word, wrong), scorer=OSA.distance, score_cutoff=wrong, limit=_TIED
            )
            # Another form of the word is no mistake.
            if stem(fold(other)) != stem(fold(word)) and (not common or zipf(other) >= common + _SURE)
        ]
        if not near:
            return word
        least = min(distance for _, distance in near)
        return max((other for other, distance in near if distance == least), key=self._likely)

    def _may_be(self, word: str, wrong: int) -> list[str]:
        """The usual words that may be so many letters from a word: a letter changes a length by one, a set by two."""
        words, lengths, letters = self._usual
        alike = np.abs(lengths - len(word)) <= wrong
        alike[alike] = np.bitwise_count(letters[alike] ^ _letters(word)) <= 2 * wrong
        return [words[place] for place in np.flatnonzero(alike).tolist()]

    def _likely(self, word: str) -> float:
        return zipf(word) + _SAID * (word in self._said)

    def _is_compound(self, word: str) -> bool:
        """Whether a word can be read as two that are known, with or without an "s" between them."""
        return any(
            self._is_known(word[cut:]) and (self._is_known(word[:cut]) or self._is_known(word[:cut].removesuffix("s")))
            for cut in range(_PART, len(word) - _PART + 1)
        )

    def _is_known(self, word: str) -> bool:
        return len(word) >= _PART and (word in self._said or zipf(word) >= _COMMON)

    @cached_property
    def _usual(self) -> tuple[list[str], npt.NDArray[np.int64], npt.NDArray[np.uint64]]:
        """The words that may be meant, those of the texts first; how long they are, and their letters as bits."""
        large = (word for word in get_frequency_dict("sv", wordlist="large") if zipf(word) >= _USUAL)
        words = [word for word in dict.fromkeys((*sorted(self._said), *large)) if len(word) >= _PART and word.isalpha()]
        lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
        return words, lengths, np.fromiter(map(_letters, words), dtype=np.uint64, count=len(words))

    @cached_property
    def _marked(self) -> dict[str, str]:
        """Words without their rings and dots → what is commonest among those that are written so."""
        best: dict[str, str] = {}
        for word in (*get_frequency_dict("sv", wordlist="large"), *sorted(self._said)):  # the commonest come first
            best.setdefault(fold(word), word)
        return {folded: word for folded, word in best.items() if folded != word and word.isalpha()}


def _letters(word: str) -> np.uint64:
    """The letters that a word has, each as one bit of 64; letters may share a bit."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 64)
    return np.uint64(bits)
