"""Terms ↔ texts: which words of a text match a term, and how well, in inflections, in compounds and misspelt.

The one matcher, for ranking, for what an answer must say, and for choosing sentences. A term is a folded word;
"a|b" are alternatives of which one is enough. Strengths lie between 0 and 1.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from corpus.swedish.text import fold, stem
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
_KEPT = 16_000_000  # bytes of what is remembered of words that the texts have


class WordIndex:
    """The words of some texts, each text in one or more parts, counted once. Safe to use from several threads."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        """``texts`` are texts as their parts, at least one each."""
        self._size = len(texts)
        self._starts = np.cumsum([0, *(len(parts) for parts in texts)])[:-1]
        self._parts = sum(map(len, texts))
        rows: dict[str, set[int]] = {}
        for row, part in enumerate(part for parts in texts for part in parts):
            for word in fold(part).split():
                rows.setdefault(stem(word), set()).add(row)
        self._rows: dict[str, npt.NDArray[np.intp]] = {word: np.array(sorted(found)) for word, found in rows.items()}
        self._forwards = sorted(self._rows)
        self._backwards = sorted(word[::-1] for word in self._rows)
        self._longest = max(map(len, self._forwards), default=0)
        self._long = [word for word in self._forwards if len(word) >= _PART]
        # Kept with these texts, so that nothing of them is left in memory when they are gone.
        capacity = max(1, _KEPT // max(1, 4 * self._parts))
        public = self._rows.__contains__
        self._matched = TextCache(self._match, capacity=capacity, public=public)
        self._misspelt = TextCache(self._match_misspelt, capacity=capacity, public=public)

    def knows(self, term: str) -> bool:
        """Whether any text has the term, in any inflection or within a compound."""
        return any(bool((self._matched(stem(word))[0] >= IN_COMPOUND).any()) for word in term.split("|"))

    def touches(self, term: str) -> bool:
        """Whether any text has a word that matches the term at all."""
        return any(bool(self._matched(stem(word))[0].any()) for word in term.split("|"))

    def resembles(self, term: str) -> bool:
        """Whether any text has the term, or a word that it may be a misspelling of."""
        return any(bool(self._misspelt(stem(word)).any()) for word in term.split("|"))

    def specificity(self, term: str) -> float:
        """Normalised inverse frequency among the texts: 1 where none has the term, towards 0 where all do."""
        return min(self._matched(stem(word))[1] for word in term.split("|"))

    def strengths(self, term: str) -> Vectors:
        """How well each text matches a term; shape (texts,)."""
        return self._best(np.max([self._matched(stem(word))[0] for word in term.split("|")], axis=0))

    def coverage(self, terms: Sequence[str], weights: Sequence[float]) -> Vectors:
        """The share of the terms' weight that each text has, misspelt terms too; shape (texts,).

        Half of it counts what stands anywhere in the text, half what stands in one part: words that stand far
        apart belong to different things. 0 where no term has any weight.
        """
        anywhere = np.zeros(self._size, dtype=np.float32)
        together = np.zeros(self._parts, dtype=np.float32)
        for term, weight in zip(terms, weights, strict=True):
            by_part: Vectors = np.max([self._misspelt(stem(word)) for word in term.split("|")], axis=0)
            anywhere += weight * self._best(by_part)
            together += weight * by_part
        total = sum(weights)
        return (anywhere + self._best(together)) / (2 * total) if total else anywhere

    def _best(self, parts: Vectors) -> Vectors:
        """For each text the highest of its parts."""
        if self._parts == self._size:
            return parts
        best: Vectors = np.maximum.reduceat(parts, self._starts)
        return best

    def _match(self, word: str) -> tuple[Vectors, float]:
        """How well each part matches a stem, and the stem's specificity: its inverse frequency among the texts."""
        matched = np.zeros(self._parts, dtype=np.float32)
        for other in self._candidates(word):
            rows = self._rows[other]
            matched[rows] = np.maximum(matched[rows], strength(word, other))
        if matched.max(initial=0.0) < IN_COMPOUND:
            for one, other in self._split(word):
                matched[np.intersect1d(self._rows[one], self._rows[other])] = IN_COMPOUND
        found = float(self._best(matched).sum())
        return matched, float(np.log((self._size + 1) / (found + 0.5)) / np.log(2 * (self._size + 1)))

    def _match_misspelt(self, word: str) -> Vectors:
        """The same, also of the words that a stem which no text has may be meant for."""
        matched = self._matched(word)[0]
        if word in self._rows or len(word) < _PART or matched.max(initial=0.0) >= IN_COMPOUND:
            return matched
        matched = matched.copy()
        for other, alike, _ in process.extract(
            word, self._long, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE, limit=5
        ):
            rows = self._rows[other]
            matched[rows] = np.maximum(matched[rows], _MISSPELT * alike)
        return matched

    def _candidates(self, word: str) -> Iterator[str]:
        """The texts' stems that may match a stem."""
        if word in self._rows:
            yield word
        if len(word) < _PART:
            return
        yield from _beginning_with(word[:_BEGINNING], self._forwards)
        yield from (backwards[::-1] for backwards in _beginning_with(word[::-1], self._backwards))
        for at in range(len(word)):
            last = min(len(word), at + self._longest)
            yield from (word[at:end] for end in range(at + _PART, last + 1) if word[at:end] in self._rows)

    def _split(self, word: str) -> Iterator[tuple[str, str]]:
        """The ways to read a compound that no text has as two words that some have: "våldsfrågan", "frågan om våld"."""
        for cut in range(_PART - 1, len(word) - _PART + 2) if len(word) >= _PART else ():
            last = stem(word[cut:])
            for first in dict.fromkeys((word[:cut], word[:cut].removesuffix("s"))):
                if len(first) >= _PART - 1 and stem(first) in self._rows and last in self._rows:
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
