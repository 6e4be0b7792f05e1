"""Terms ↔ texts: which texts have a word that matches a term, and how well, in inflections, in compounds and misspelt.

The one matcher, for ranking, for what an answer must say, and for choosing sentences. A term is a folded word;
"a|b" are alternatives of which one is enough. Strengths lie between 0 and 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from corpus.swedish.text import fold, stem
from corpus.swedish.text_cache import TextCache
from index.lexical.vocabulary import IN_COMPOUND, StemMatches, Stems, StemVocabulary
from index.storage.parts import Vectors

_KEPT = 16_000_000  # bytes of what is remembered of words that the texts have
_LEAST_KEPT = 16  # words, however many texts there are

Parts = npt.NDArray[np.int32]


@dataclass(frozen=True)
class PartMatches:
    """The parts in which a word stands, in order, how well each matches it, and how specific the word is."""

    parts: Parts
    strengths: Vectors
    specificity: float = 0.0

    @property
    def known(self) -> bool:
        """Whether one of them has the word itself or has it within a compound."""
        return bool((self.strengths >= IN_COMPOUND).any())


class WordIndex:
    """The words of some texts, each text in one or more parts, counted once. Safe to use from several threads.

    Of each stem the parts are kept that have it, so that a word costs what is found of it and not what there is.
    """

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        """``texts`` are texts as their parts, at least one each."""
        self._size = len(texts)
        self._starts = np.cumsum([0, *(len(parts) for parts in texts)])[:-1]
        self._parts = sum(map(len, texts))
        self._text_of = np.repeat(np.arange(self._size, dtype=np.int32), [len(parts) for parts in texts])
        stemmed = [{stem(word) for word in fold(part).split()} for parts in texts for part in parts]
        self.vocabulary = StemVocabulary(word for words in stemmed for word in words)
        counts = np.array([len(words) for words in stemmed], dtype=np.int64)
        stems = np.fromiter(
            (self.vocabulary.number(word) for words in stemmed for word in words), np.int32, int(counts.sum())
        )
        order = np.argsort(stems, kind="stable")
        # The parts that have stem i are ``_having[_first[i] : _first[i + 1]]``.
        self._having: Parts = np.repeat(np.arange(self._parts, dtype=np.int32), counts)[order]
        self._first = np.concatenate([[0], np.cumsum(np.bincount(stems, minlength=len(self.vocabulary)))])
        # Kept with these texts, so that nothing of them is left in memory when they are gone.
        capacity = max(_LEAST_KEPT, _KEPT // max(1, 8 * self._parts))
        public = self.vocabulary.__contains__
        self._matched = TextCache(self._match, capacity=capacity, public=public)
        self._misspelt = TextCache(self._match_misspelt, capacity=capacity, public=public)

    def knows(self, term: str) -> bool:
        """Whether any text has the term, in any inflection or within a compound."""
        return any(self._matched(stem(word)).known for word in term.split("|"))

    def touches(self, term: str) -> bool:
        """Whether any text has a word that matches the term at all."""
        return any(bool(len(self._matched(stem(word)).parts)) for word in term.split("|"))

    def resembles(self, term: str) -> bool:
        """Whether any text has the term, or a word that it may be a misspelling of."""
        return any(bool(len(self._misspelt(stem(word)).parts)) for word in term.split("|"))

    def specificity(self, term: str) -> float:
        """Normalised inverse frequency among the texts: 1 where none has the term, towards 0 where all do."""
        return min(self._matched(stem(word)).specificity for word in term.split("|"))

    def texts_with(self, words: Sequence[str]) -> Parts:
        """The texts that have all these folded words, in any inflection; shape (found,)."""
        stems = {stem(word) for word in words}
        if not stems or not all(word in self.vocabulary for word in stems):
            return np.empty(0, dtype=np.int32)
        having = (np.unique(self._text_of[self._parts_of(self.vocabulary.number(word))]) for word in stems)
        return reduce(np.intersect1d, having)

    def coverage(self, terms: Sequence[str], weights: Sequence[float]) -> Vectors:
        """The share of the terms' weight that each text has, misspelt terms too; shape (texts,).

        Half of it counts what stands anywhere in the text, half what stands in one part: words that stand far
        apart belong to different things. 0 where no term has any weight.
        """
        anywhere = np.zeros(self._size, dtype=np.float32)
        together = np.zeros(self._parts, dtype=np.float32)
        for term, weight in zip(terms, weights, strict=True):
            found = _united([self._misspelt(stem(word)) for word in term.split("|")])
            texts, best = self._by_text(found)
            anywhere[texts] += weight * best
            together[found.parts] += weight * found.strengths
        total = sum(weights)
        if not total:
            return anywhere
        best_together = together if self._parts == self._size else np.maximum.reduceat(together, self._starts)
        return np.asarray((anywhere + best_together) / (2 * total), dtype=np.float32)

    def _by_text(self, found: PartMatches) -> tuple[Parts, Vectors]:
        """The texts that parts belong to, and for each the highest of its parts."""
        texts = self._text_of[found.parts]
        first = np.flatnonzero(np.diff(texts, prepend=-1))
        return texts[first], np.maximum.reduceat(found.strengths, first) if len(first) else found.strengths

    def _match(self, word: str) -> PartMatches:
        """How well each part matches a stem, and the stem's specificity: its inverse frequency among the texts."""
        matches = self.vocabulary.matches(word)
        of_stems = [self._of(matches)]
        for one, other in matches.pairs:
            parts = np.intersect1d(self._parts_of(one), self._parts_of(other))
            of_stems.append(PartMatches(parts, np.full(len(parts), IN_COMPOUND, dtype=np.float32)))
        found = _united(of_stems)
        texts = float(self._by_text(found)[1].sum())
        specificity = float(np.log((self._size + 1) / (texts + 0.5)) / np.log(2 * (self._size + 1)))
        return PartMatches(found.parts, found.strengths, specificity)

    def _match_misspelt(self, word: str) -> PartMatches:
        """The same, also of the words that a stem which no text has may be meant for."""
        matched = self._matched(word)
        return matched if matched.known else _united([matched, self._of(self.vocabulary.alike(word))])

    def _of(self, matches: StemMatches) -> PartMatches:
        """The parts that have these stems."""
        return _united(
            [
                PartMatches(parts, np.full(len(parts), strength, dtype=np.float32))
                for number, strength in zip(matches.stems.tolist(), matches.strengths, strict=True)
                for parts in [self._parts_of(number)]
            ]
        )

    def _parts_of(self, number: int) -> Parts:
        return self._having[self._first[number] : self._first[number + 1]]


class StemmedTexts:
    """A few texts by the numbers of their stems, to be matched by themselves: a sentence costs its own words."""

    def __init__(self, texts: Sequence[Stems], vocabulary: StemVocabulary) -> None:
        """``texts`` are as ``stems_of`` gives them."""
        self._vocabulary = vocabulary
        self._stems = np.concatenate([np.empty(0, dtype=np.int32), *texts])
        self._starts = np.cumsum([0, *map(len, texts)])[:-1]

    def strengths(self, term: str) -> Vectors:
        """How well each text matches a term; shape (texts,)."""
        if not len(self._starts):
            return np.zeros(0, dtype=np.float32)
        found = [self._strengths(self._vocabulary.matches(stem(word))) for word in term.split("|")]
        return np.asarray(np.max(found, axis=0), dtype=np.float32)

    def _strengths(self, matches: StemMatches) -> Vectors:
        size = len(self._vocabulary) + 1  # the last is the end of each text
        best: Vectors = np.maximum.reduceat(matches.over(size)[self._stems], self._starts)
        for pair in matches.pairs:
            has = [np.maximum.reduceat(self._stems == number, self._starts) for number in pair]
            best[has[0] & has[1]] = IN_COMPOUND
        return best


def stems_of(text: str, vocabulary: StemVocabulary) -> Stems:
    """The numbers of a text's stems, closed by one that no stem has."""
    stems = dict.fromkeys(map(stem, fold(text).split()))
    numbers = [vocabulary.number(word) for word in stems if word in vocabulary]
    return np.array([*numbers, len(vocabulary)], dtype=np.int32)


def _united(found: Sequence[PartMatches]) -> PartMatches:
    """All these parts in order, each with the highest of its strengths."""
    found = [entry for entry in found if len(entry.parts)]
    if len(found) < 2:
        return found[0] if found else PartMatches(np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32))
    parts = np.concatenate([entry.parts for entry in found])
    order = np.argsort(parts, kind="stable")
    parts, strengths = parts[order], np.concatenate([entry.strengths for entry in found])[order]
    first = np.flatnonzero(np.diff(parts, prepend=-1))
    return PartMatches(parts[first], np.maximum.reduceat(strengths, first))
