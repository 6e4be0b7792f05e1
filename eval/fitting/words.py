"""Words of questions, each meant where it stands → what says of one that it is the subject, and that it asks.

Of a query that people put into words the gold says which words are its subject; a question that the records decide has
none. Of an open question it is only known that some word of those that are left is: the likeliest is taken for it, by
the fit before. Words ask that the grammar accounts for: what it doesn't know is told by what it does.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.answer import Assistant
from assistant.query.parse import parse, parsed
from assistant.query.reading import queries_of
from assistant.query.recognise.grammar import condition_annotations, frame_annotations
from assistant.query.topic import WordMeaning, own_words
from assistant.query.types import Conditions, Query
from corpus.swedish.text import fold, stem, words_of
from corpus.swedish.vocabulary import is_content
from eval.datasets import DATA
from eval.datasets.questions import Row, split_rows
from eval.datasets.strangers import SHIPPED, collection
from eval.fitting.calibration import FOLDER, Fitted
from eval.fitting.logistic import Numbers, logistic, odds
from eval.measures.strangers.record_questions import wrong_with
from eval.measures.strangers.understanding import QUERIES, reader, right, same_word, written
from index.embedding.embedder import Embedder
from index.embedding.word_vectors import word_vectors

Flags = npt.NDArray[np.bool_]
_SPLITS = ("dev", "train")
# Kinds of questions to records that are about nothing but what the records have.
_NOT_ABOUT = ("count", "every", "least", "list", "missing_field", "most", "set-algebra", "who_lacks")
_RIDGE = 6e-6
_ROUNDS = 3
_FOLDS = 5
_SUBJECT = np.arange(-6.0, 0.1, 0.25)  # thresholds that are tried
_ASKS = np.arange(-3.0, 3.1, 0.5)
_WRONG = 2.0  # what an answer that is wrong without its words costs, where one that is right without them is worth 1
_LOST = 0.01  # of the open questions: as many may be left without their subject
# Whoever wrote after the grammar was: of the others' words only those are left over that it was never taught.
_FRESH = ("r12", "r13")
_PHRASES = WordMeaning(lambda _, words: [False for _ in words])


@dataclass(frozen=True)
class _Question:
    """The content words of a question: what each means, whether the reader leaves it over, what it is.

    ``subject`` is None where it isn't known of each word; ``some``: one that is left over is. ``right``: whether the
    query, or the answer, is right without what is left over; None where that isn't known or nothing is asserted by it.
    """

    writer: str
    meanings: Numbers
    left: Flags
    asks: Flags
    subject: Flags | None
    some: bool
    right: bool | None


@dataclass(frozen=True)
class _Told:
    """The highest log odds among the words of a question that are left over, by a fit that didn't see its writer."""

    subject: float
    asks: float
    right: bool
    some: bool
    fresh: bool

    def below(self, subject: float, asks: float) -> bool:
        """Whether all of them are turns of phrase by these thresholds."""
        return self.subject < subject and self.asks < asks


def fit_words(assistant: Assistant, collections: Path) -> Fitted:
    """Write the weights; the thresholds, and how they do for writers who were left out of the fit."""
    embedder = assistant.embedder
    questions = [entry for entry in _questions(assistant, collections) if len(entry.left)]
    writers = sorted({entry.writer for entry in questions})
    folds = {writer: at % _FOLDS for at, writer in enumerate(writers)}
    told: list[_Told] = []
    for fold_number in range(_FOLDS):
        kept = [entry for entry in questions if folds[entry.writer] != fold_number]
        subject, asks = _subject_weights(kept), _asks_weights(kept)
        told += [
            _Told(_highest(entry, subject), _highest(entry, asks), entry.right, entry.some, entry.writer in _FRESH)
            for entry in questions
            if folds[entry.writer] == fold_number and entry.right is not None and entry.left.any()
        ]
    by_open = sum(entry.some for entry in told)
    allowed = [
        pair for pair in product(_SUBJECT.tolist(), _ASKS.tolist())
        if sum(entry.some and entry.below(*pair) for entry in told) <= _LOST * by_open
    ]  # fmt: skip
    fresh = [entry for entry in told if entry.fresh]
    least = max(allowed, key=lambda pair: (_worth(fresh, *pair), sum(e.below(*pair) for e in fresh), -sum(pair)))
    subject, asks = _subject_weights(questions), _asks_weights(questions)
    file = f"words-{re.sub(r'[^a-z0-9.]+', '-', embedder.name.lower().rpartition(':')[2]).strip('-')}.npz"
    np.savez_compressed(
        FOLDER / file,
        subject=subject[:-1].astype(np.float32), subject_offset=np.float32(subject[-1]),
        asks=asks[:-1].astype(np.float32), asks_offset=np.float32(asks[-1]),
    )  # fmt: skip
    return Fitted(
        "words",
        {"file": file, "subject": least[0], "asks": least[1]},
        "queries/dev, queries/train, records/dev, open/dev and comparisons/dev",
        "answered without turns of phrase, a fifth of the writers left out in turn: "
        + "; ".join(
            f"{name} {sum(e.right for e in those if e.below(*least))} rightly, "
            f"{sum(not e.right for e in those if e.below(*least))} wrongly, of {len(those)}"
            for name, those in (
                ("new hands' questions to records", fresh),
                ("earlier hands'", [e for e in told if not (e.some or e.fresh)]),
                ("open questions", [e for e in told if e.some]),
            )
        ),
    )


def _highest(question: _Question, weights: Numbers) -> float:
    return float(odds(question.meanings[question.left], weights).max())


def _worth(told: Sequence[_Told], subject: float, asks: float) -> float:
    return sum(1 if entry.right else -_WRONG for entry in told if entry.below(subject, asks))


def _subject_weights(questions: Sequence[_Question]) -> Numbers:
    """What each dimension says of a word's being the subject, and the offset."""
    told = [(entry.meanings, entry.subject) for entry in questions if entry.subject is not None]
    x = np.concatenate([meanings for meanings, _ in told])
    y = np.concatenate([subject for _, subject in told]).astype(float)
    bags = [entry.meanings[entry.left] for entry in questions if entry.some and entry.left.any()]
    found = _balanced(x, y)
    for _ in range(_ROUNDS):
        likeliest = [bag[int(np.argmax(odds(bag, found)))] for bag in bags]
        found = _balanced(np.concatenate([x, np.array(likeliest)]), np.append(y, np.ones(len(likeliest))))
    return found


def _asks_weights(questions: Sequence[_Question]) -> Numbers:
    """What each dimension says of a word's asking, and the offset; learned from words that aren't left over."""
    told = [(entry, ~entry.left & ~entry.subject) for entry in questions if entry.subject is not None]
    return _balanced(
        np.concatenate([entry.meanings[known] for entry, known in told]),
        np.concatenate([entry.asks[known] for entry, known in told]).astype(float),
    )


def _balanced(x: Numbers, y: Numbers) -> Numbers:
    """Those that are and those that aren't count for as much."""
    share = y.mean()
    return logistic(x, y, np.where(y > 0, 1 / share, 1 / (1 - share)), ridge=_RIDGE)


def _questions(assistant: Assistant, collections: Path) -> Iterator[_Question]:
    embedder = assistant.embedder
    for entry in written([file for split in _SPLITS for file in sorted((QUERIES / split).glob("*.jsonl"))]):
        read = _read(entry.question, entry.writer, entry.collection, embedder, entry.gold.topic)
        yield replace(
            read, right=_right_query(entry.question, entry.collection, entry.gold) if read.left.any() else None
        )
    assistants = {SHIPPED: assistant}
    for row in split_rows("records", "dev"):
        about = () if row["kind"] in _NOT_ABOUT else None
        read = _read(row["question"], row["writer"], _collection(row) or SHIPPED, embedder, about)
        name = row.get("collection", SHIPPED)
        if name not in assistants:
            assistants[name] = collection(name, embedder, collections)
        yield replace(read, right=_right_answer(row, assistants[name]) if read.left.any() else None)
    for name in ("open", "comparisons"):
        for row in _rows(name):
            if held := _collection(row):
                read = _read(row["question"], row["writer"], held, embedder, None)
                decided = read.left.any() and _decides(_without(row["question"], held))
                yield replace(read, some=True, right=False if decided else None)


def _rows(name: str) -> Iterator[dict[str, Any]]:
    for file in sorted((DATA / name / "dev").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield {**row, "writer": row.get("writer", file.stem)}


def _collection(row: dict[str, Any]) -> str | None:
    """The collection of a question as the reader names it; None for a single document."""
    named = row.get("collection", "shipped")
    folder = DATA / "collections" / named
    return named if named == "shipped" else str(folder) if (folder / "catalogue.toml").is_file() else None


def _read(question: str, writer: str, held: str, embedder: Embedder, about: Sequence[str] | None) -> _Question:
    alone = replace(_reader(held), meaning=None)
    _, cues = parsed(question, alone)
    left = {word for entry in parse(question, alone).topic for word in entry.split("|")}  # spelt right
    tokens = cues.shape.tokens
    asking = {
        tokens[i].text
        for entry in (*frame_annotations(cues.shape), *condition_annotations(cues.shape))
        for i in own_words(entry)
        if not tokens[i].names
    }
    named = {i for token in tokens if token.names and token.text != "TERM" for i in range(token.first, token.last)}
    words = [word for i, word in enumerate(words_of(question)) if i not in named and is_content(word.folded)]
    meanings = word_vectors(embedder.query(question), [word.written for word in words])
    meant = [(meaning, word.folded) for meaning, word in zip(meanings, words, strict=True) if meaning is not None]
    stems = None if about is None else [stem(fold(word)) for entry in about for word in entry.split("|")]
    return _Question(
        writer,
        np.array([meaning for meaning, _ in meant]),
        np.array([word in left for _, word in meant], dtype=bool),
        np.array([word in asking for _, word in meant], dtype=bool),
        None if stems is None else np.array([_among(word, stems) for _, word in meant], dtype=bool),
        some=False,
        right=None,
    )


def _among(word: str, stems: Sequence[str]) -> bool:
    return any(same_word(stem(word), other) for other in stems)


def _without(question: str, held: str) -> Query:
    """The query without what is left over."""
    return queries_of(question, replace(_reader(held), meaning=_PHRASES))[0]


def _decides(without: Query) -> bool:
    """Whether the records would be asked, and no search."""
    asks = without.conditions != Conditions() or without.operation not in ("find", "list")
    return asks and not without.topic


def _right_query(question: str, held: str, gold: Query) -> bool | None:
    reads = replace(_reader(held), meaning=_PHRASES)
    return all(right(gold, parse(question, reads)).values()) if _decides(_without(question, held)) else None


def _right_answer(row: Row, assistant: Assistant) -> bool | None:
    """Whether the answer without what is left over is right; None where nothing is asserted."""
    records = assistant.records
    before = records.reader
    records.reader = replace(before, meaning=_PHRASES)
    try:
        answer = assistant.answer(row["question"])
    finally:
        records.reader = before
    if not wrong_with(row, answer, assistant.index.organisations):
        return True
    return False if answer.outcome in ("answered", "says_none") else None


_reader = cache(reader)
