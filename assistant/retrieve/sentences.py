"""Passages → their sentences, and how much of a question's words each says, alone and with what stands around it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.swedish.sentences import sentence_spans
from corpus.swedish.text import fold
from corpus.swedish.text_cache import TextCache
from corpus.types import Activity, Passage, Span
from index.lexical.matching import WordIndex
from index.storage.parts import Vectors

_PERSON = re.compile(r"\b([A-ZÅÄÖ][a-zåäöé]+) ([A-ZÅÄÖ][a-zåäöé]+)\b")
_RARE = 0.75  # in about one passage of a hundred
# What a word counts where it stands beside the sentence, in the titles above, or elsewhere in the passage.
_BESIDE, _ABOVE, _AROUND = 0.7, 0.85, 0.6


@dataclass(frozen=True)
class Sentence:
    """A sentence of a passage, as written and as folded words, where it stands in it, and its activity."""

    text: str
    words: tuple[str, ...]
    passage: Passage
    activity: Activity | None
    names_person: bool = False
    span: Span = (0, 0)


class Sentences:
    """The sentences of some passages, in their order. Safe to use from several threads."""

    def __init__(self, passages: Sequence[Passage], activities: Mapping[str, Activity], words: WordIndex) -> None:
        self._rows: dict[str, range] = {}
        sentences: list[Sentence] = []
        above: list[str] = []
        of: list[int] = []
        for number, passage in enumerate(passages):
            activity = activities.get(passage.activity or "")
            spans = _spans(passage.text, activity.title if activity else "")
            texts = [" ".join(passage.text[start:end].split()) for start, end in spans]
            self._rows[passage.id] = range(len(sentences), len(sentences) + len(texts))
            sentences += [
                Sentence(text, tuple(fold(text).split()), passage, activity, _person(text, words), span)
                for text, span in zip(texts, spans, strict=True)
            ]
            above += [" ".join((*passage.headings, activity.title if activity else ""))] * len(texts)
            of += [number] * len(texts)
        self._sentences = tuple(sentences)
        self._words = WordIndex([[sentence.text] for sentence in sentences])
        self._above = WordIndex([[text] for text in above])
        self._of = np.array(of, dtype=np.intp)
        self._count = len(passages)
        self._same_passage = self._of[1:] == self._of[:-1]
        # A word is asked about many times while a question is answered, and forgotten with it.
        self._supported = TextCache(self._support, capacity=1, public=lambda _: False)

    def of(self, passages: Sequence[Passage]) -> list[int]:
        """The numbers of these passages' sentences."""
        return [row for passage in passages for row in self._rows[passage.id]]

    def __getitem__(self, row: int) -> Sentence:
        return self._sentences[row]

    def beside(self, row: int, *, reach: int) -> list[Sentence]:
        """A sentence with those of its passage that stand at most so far from it."""
        rows = self._rows[self._sentences[row].passage.id]
        return [self._sentences[r] for r in range(max(rows.start, row - reach), min(rows.stop, row + reach + 1))]

    def coverage(self, words: Sequence[str], weights: Sequence[float], *, alone: bool = False) -> Vectors:
        """The share of the words' weight that each sentence has, 0 to 1 (1 where there is no word).

        What stands around a sentence counts for less, or with ``alone`` for nothing.
        """
        if not words:
            return np.ones(len(self), dtype=np.float32)
        has = self._words.strengths if alone else self._supported
        covered: Vectors = np.array(weights, dtype=np.float32) @ np.array([has(word) for word in words]) / sum(weights)
        return covered

    def _support(self, word: str) -> Vectors:
        own = self._words.strengths(word)
        beside = np.zeros_like(own)
        beside[1:] = own[:-1] * self._same_passage
        beside[:-1] = np.maximum(beside[:-1], own[1:] * self._same_passage)
        around = np.zeros(self._count, dtype=np.float32)
        np.maximum.at(around, self._of, own)
        best: Vectors = np.max(
            [own, _BESIDE * beside, _ABOVE * self._above.strengths(word), _AROUND * around[self._of]], axis=0
        )
        return best

    def __len__(self) -> int:
        return len(self._sentences)


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
