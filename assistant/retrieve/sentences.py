"""Passages → their sentences, and how much of a question's words each says, alone and with what stands around it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from corpus.swedish.sentences import sentence_spans
from corpus.swedish.text import fold, stem
from corpus.types import Activity, Passage, Span
from index.lexical.matching import StemmedTexts, WordIndex, stems_of
from index.lexical.vocabulary import Stems, StemVocabulary
from index.storage.parts import Vectors

_PERSON = re.compile(r"\b([A-ZÅÄÖ][a-zåäöé]+) ([A-ZÅÄÖ][a-zåäöé]+)\b")
_RARE = 0.75  # in about one passage of a hundred
# What a word counts where it stands beside the sentence, in the titles above, or elsewhere in the passage.
_BESIDE, _ABOVE, _AROUND = 0.7, 0.85, 0.6
_KEPT = 4096  # passages whose sentences are remembered


@dataclass(frozen=True)
class Sentence:
    """A sentence of a passage, as written and as folded words, where it stands in it, and its activity.

    It is the passage's sentence number ``place``, counted from 0.
    """

    text: str
    words: tuple[str, ...]
    passage: Passage
    activity: Activity | None
    names_person: bool = False
    span: Span = (0, 0)
    place: int = 0


@dataclass(frozen=True)
class _Read:
    """The sentences of one passage, and the stems of each and of the titles above them."""

    sentences: tuple[Sentence, ...]
    stems: tuple[Stems, ...]
    above: Stems


class Sentences:
    """The sentences of passages, read when a passage is first asked about. Safe to use from several threads."""

    def __init__(self, passages: Sequence[Passage], activities: Mapping[str, Activity], words: WordIndex) -> None:
        """``words`` is the index of these passages."""
        self._activities = activities
        self._words = words
        headings = {heading for passage in passages for heading in passage.headings}
        titles = {activity.title for activity in activities.values()}
        self._above = StemVocabulary(stem(word) for text in headings | titles for word in fold(text).split())
        self._read = lru_cache(maxsize=_KEPT)(self._read_passage)

    def of(self, passages: Sequence[Passage]) -> list[Sentence]:
        """The sentences of these passages, in order."""
        return [sentence for passage in passages for sentence in self._read(passage).sentences]

    def beside(self, sentence: Sentence, *, reach: int | None = None) -> Sequence[Sentence]:
        """A sentence with those of its passage that stand at most so far from it, with all where no reach is given."""
        found = self._read(sentence.passage).sentences
        return found if reach is None else found[max(0, sentence.place - reach) : sentence.place + reach + 1]

    def coverage(
        self, words: Sequence[str], weights: Sequence[float], sentences: Sequence[Sentence], *, alone: bool = False
    ) -> Vectors:
        """The share of the words' weight that each of these sentences has, 0 to 1 (1 where there is no word).

        What stands around a sentence counts for less, or with ``alone`` for nothing.
        """
        if not words or not sentences:
            return np.ones(len(sentences), dtype=np.float32)
        passages = dict.fromkeys(sentence.passage for sentence in sentences)
        stretch = _Stretch([self._read(passage) for passage in passages], self._words.vocabulary, self._above)
        starts = dict(zip((passage.id for passage in passages), stretch.starts.tolist(), strict=True))
        rows = [starts[sentence.passage.id] + sentence.place for sentence in sentences]
        has = stretch.own if alone else stretch.supported
        covered: Vectors = np.array(weights, dtype=np.float32) @ np.array([has(word) for word in words]) / sum(weights)
        return covered[rows]

    def _read_passage(self, passage: Passage) -> _Read:
        activity = self._activities.get(passage.activity or "")
        spans = _spans(passage.text, activity.title if activity else "")
        texts = [" ".join(passage.text[start:end].split()) for start, end in spans]
        sentences = tuple(
            Sentence(text, tuple(fold(text).split()), passage, activity, _person(text, self._words), span, place)
            for place, (text, span) in enumerate(zip(texts, spans, strict=True))
        )
        above = " ".join((*passage.headings, activity.title if activity else ""))
        stems = tuple(stems_of(text, self._words.vocabulary) for text in texts)
        return _Read(sentences, stems, stems_of(above, self._above))


class _Stretch:
    """The sentences of some passages beside each other, to be matched with words."""

    def __init__(self, read: Sequence[_Read], vocabulary: StemVocabulary, above: StemVocabulary) -> None:
        counts = [len(entry.sentences) for entry in read]
        self.starts = np.cumsum([0, *counts])[:-1]
        self._of = np.repeat(np.arange(len(read)), counts)
        self._same_passage = self._of[1:] == self._of[:-1]
        self._own = StemmedTexts([stems for entry in read for stems in entry.stems], vocabulary)
        self._above = StemmedTexts([entry.above for entry in read], above)

    def own(self, word: str) -> Vectors:
        """How well each sentence has a word by itself."""
        return self._own.strengths(word)

    def supported(self, word: str) -> Vectors:
        """The same with what stands around it."""
        own = self.own(word)
        beside = np.zeros_like(own)
        beside[1:] = own[:-1] * self._same_passage
        beside[:-1] = np.maximum(beside[:-1], own[1:] * self._same_passage)
        around = np.zeros(len(self.starts), dtype=np.float32)
        np.maximum.at(around, self._of, own)
        above = self._above.strengths(word)[self._of]
        best: Vectors = np.max([own, _BESIDE * beside, _ABOVE * above, _AROUND * around[self._of]], axis=0)
        return best


def _spans(text: str, title: str) -> list[Span]:
    """The sentences of a text; its title is one of its own, also where no stop ends it."""
    words = title.split()
    opens = re.match(r"\s*" + r"\s+".join(map(re.escape, words)) + r"(?=\s*\n)", text) if words else None
    spans = []
    for start, end in sentence_spans(text):
        if opens and start < opens.end() < end:
            rest = text[opens.end() : end]
            spans += [(start, opens.end()), (end - len(rest.lstrip()), end)]
        else:
            spans.append((start, end))
    return spans


def _person(text: str, words: WordIndex) -> bool:
    """Whether a text has two names after each other that hardly any other text has: a person's."""
    return any(min(words.specificity(fold(a)), words.specificity(fold(b))) > _RARE for a, b in _PERSON.findall(text))
