"""The stems of some texts → which of them a word means, and how well: inflections, compounds, misspellings.

Says nothing of where a stem stands: a word is looked up once, whatever the number of texts.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from corpus.swedish.text import stem
from corpus.swedish.text_cache import TextCache
from index.storage.parts import Vectors

IN_COMPOUND = 0.7  # "material" asked for, "stödmaterial" in the text
_SAME_BEGINNING = 0.35  # "hedersvåld" asked for, "hedersrelaterat" or "heder" in the text
_MISSPELT = 0.9  # of how alike a misspelt word and the one that is meant are
_PART = 5  # letters that a part of a compound has at least
_BEGINNING = 6
_ENDING = 3  # letters that stems of one word differ in at most: "konferens", "konfer"
_ALIKE = 0.74  # similarity from which on a word that no text has may be one that is misspelt
_MISSPELT_HEAD = 92.0  # how alike a long word and a noun are that may be the same
_LONG = 8
_KEPT = 5_000  # words that the texts have, of which is remembered what they match

Stems = npt.NDArray[np.int32]


@dataclass(frozen=True)
class StemMatches:
    """The numbers of the stems that match a word and how well each does.

    ``pairs`` are stems of which a text must have both, where no stem is the word or has it as a part.
    """

    stems: Stems
    strengths: Vectors
    pairs: tuple[tuple[int, int], ...] = ()

    def over(self, size: int) -> Vectors:
        """How well each of so many stems matches; shape (size,)."""
        found = np.zeros(size, dtype=np.float32)
        found[self.stems] = self.strengths
        return found


class StemVocabulary:
    """Stems by their numbers, in the order of the alphabet. Safe to use from several threads."""

    def __init__(self, stems: Iterable[str]) -> None:
        self._forwards = sorted(set(stems))
        self._number = {word: number for number, word in enumerate(self._forwards)}
        self._backwards = sorted(word[::-1] for word in self._forwards)
        self._longest = max(map(len, self._forwards), default=0)
        self._long = [word for word in self._forwards if len(word) >= _PART]
        # Kept with these stems, so that nothing of them is left in memory when they are gone.
        self._matched = TextCache(self._match, capacity=_KEPT, public=self.__contains__)

    def __len__(self) -> int:
        return len(self._forwards)

    def __contains__(self, word: str) -> bool:
        return word in self._number

    def number(self, word: str) -> int:
        """The number of a stem; raises ``KeyError`` where it isn't there."""
        return self._number[word]

    def matches(self, word: str) -> StemMatches:
        """The stems that match a stem."""
        return self._matched(word)

    def alike(self, word: str) -> StemMatches:
        """The stems that a stem which no text has may be a misspelling of."""
        if word in self or len(word) < _PART:
            return self._numbered({})
        found = process.extract(word, self._long, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE, limit=5)
        return self._numbered({other: _MISSPELT * value for other, value, _ in found})

    def _match(self, word: str) -> StemMatches:
        found = {other: strength(word, other) for other in self._candidates(word)}
        found = {other: value for other, value in found.items() if value}
        pairs = self._split(word) if max(found.values(), default=0.0) < IN_COMPOUND else ()
        return self._numbered(found, tuple((self._number[one], self._number[other]) for one, other in pairs))

    def _numbered(self, found: dict[str, float], pairs: tuple[tuple[int, int], ...] = ()) -> StemMatches:
        numbers = np.fromiter((self._number[other] for other in found), dtype=np.int32, count=len(found))
        return StemMatches(numbers, np.fromiter(found.values(), dtype=np.float32, count=len(found)), pairs)

    def _candidates(self, word: str) -> Iterator[str]:
        """The stems that may match a stem."""
        if word in self:
            yield word
        if len(word) < _PART:
            return
        yield from _beginning_with(word[:_BEGINNING], self._forwards)
        yield from (backwards[::-1] for backwards in _beginning_with(word[::-1], self._backwards))
        for at in range(len(word)):
            last = min(len(word), at + self._longest)
            yield from (word[at:end] for end in range(at + _PART, last + 1) if word[at:end] in self)

    def _split(self, word: str) -> Iterator[tuple[str, str]]:
        """The ways to read a compound that no text has as two words that some have: "våldsfrågan", "frågan om våld"."""
        for cut in range(_PART - 1, len(word) - _PART + 2) if len(word) >= _PART else ():
            last = stem(word[cut:])
            for first in dict.fromkeys((word[:cut], word[:cut].removesuffix("s"))):
                if len(first) >= _PART - 1 and stem(first) in self and last in self:
                    yield stem(first), last


def strength(question: str, other: str) -> float:
    """How well a text's stem matches the stem of a term: strength("material", "stodmaterial") → 0.7."""
    if question == other:
        return 1.0
    if len(question) < _PART:
        return 0.0
    if other.startswith(question):
        return 1.0 if len(other) - len(question) <= _ENDING and len(question) > _PART else IN_COMPOUND
    if other.endswith(question):
        return IN_COMPOUND
    if len(other) < _PART:
        return 0.0
    if question.startswith(other) and len(question) - len(other) <= _ENDING and len(other) > _PART:
        return 1.0
    if other in question or (len(question) >= _BEGINNING and question[:_BEGINNING] == other[:_BEGINNING]):
        return _SAME_BEGINNING
    return 0.0


def best_strength(term: str, stems: Sequence[str]) -> float:
    """How well the best of a text's stems matches a term."""
    asked = [stem(word) for word in term.split("|")]
    return max((strength(word, other) for word in asked for other in stems), default=0.0)


def is_compound_head(word: str, noun: str) -> bool:
    """Whether a folded word is a noun in another inflection, a compound of it, or misspelt: "enhetschefer", "chef"."""
    one, other = stem(word), stem(noun)
    if one == other:
        return True
    return (
        (len(other) >= 3 and one.endswith(other))
        or (len(noun) >= _PART and noun in word)
        or (len(one) >= 4 and other.endswith(one))
        or (len(one) >= _LONG and fuzz.ratio(one, other) >= _MISSPELT_HEAD)
    )


def _beginning_with(start: str, words: Sequence[str]) -> Iterator[str]:
    """The words, which are sorted, that begin so."""
    for i in range(bisect_left(words, start), len(words)):
        if not words[i].startswith(start):
            return
        yield words[i]
