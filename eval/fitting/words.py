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
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.query.parse import parse, parsed
from assistant.query.reading import queries_of
from assistant.query.recognise.grammar import condition_annotations, frame_annotations
from assistant.query.topic import WordMeaning, own_words
from assistant.query.types import Conditions, Query
from corpus.swedish.text import fold, stem, words_of
from corpus.swedish.vocabulary import is_content
from eval.datasets import DATA
from eval.fitting.calibration import FOLDER, Fitted
from eval.fitting.logistic import Numbers, logistic, odds
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
_SUBJECT = np.arange(-6.0, -0.9, 0.25)  # thresholds that are tried
_ASKS = np.arange(-3.0, 3.1, 0.5)
_WRONG = 2.0  # what a query that is wrong without its words costs, where one that is right without them is worth 1
_PHRASES = WordMeaning(lambda _, words: [False for _ in words])


@dataclass(frozen=True)
class _Question:
    """The content words of a question: what each means, whether the reader leaves it over, what it is.

    ``subject`` is None where it isn't known of each word, but of some that is left over. ``right``: whether the query
    is right without what is left over; None where that isn't known or nothing is decided by it.
    """

    writer: str
    meanings: Numbers
    left: Flags
    asks: Flags
    subject: Flags | None
    right: bool | None


def fit_words(embedder: Embedder) -> Fitted:
    """Write the weights; the thresholds, and how they do for writers who were left out of the fit."""
    questions = [entry for entry in _questions(embedder) if len(entry.left)]
    writers = sorted({entry.writer for entry in questions})
    folds = {writer: at % _FOLDS for at, writer in enumerate(writers)}
    told: list[tuple[float, float, bool]] = []
    for fold_number in range(_FOLDS):
        kept = [entry for entry in questions if folds[entry.writer] != fold_number]
        subject, asks = _subject_weights(kept), _asks_weights(kept)
        told += [
            (_highest(entry, subject), _highest(entry, asks), entry.right)
            for entry in questions
            if folds[entry.writer] == fold_number and entry.right is not None and entry.left.any()
        ]
    least = max(product(_SUBJECT.tolist(), _ASKS.tolist()), key=lambda pair: (_worth(told, *pair), -sum(pair)))
    subject, asks = _subject_weights(questions), _asks_weights(questions)
    file = f"words-{re.sub(r'[^a-z0-9.]+', '-', embedder.name.lower().rpartition(':')[2]).strip('-')}.npz"
    np.savez_compressed(
        FOLDER / file,
        subject=subject[:-1].astype(np.float32), subject_offset=np.float32(subject[-1]),
        asks=asks[:-1].astype(np.float32), asks_offset=np.float32(asks[-1]),
    )  # fmt: skip
    below = [is_right for *scores, is_right in told if scores[0] < least[0] and scores[1] < least[1]]
    of = sum(is_right for *_, is_right in told)
    return Fitted(
        "words",
        {"file": file, "subject": least[0], "asks": least[1]},
        "queries/dev, queries/train, records/dev, open/dev and comparisons/dev",
        f"left out as turns of phrase: rightly in {below.count(True)} of {of} questions, wrongly in "
        f"{below.count(False)} of {len(told) - of}; a fifth of the writers left out in turn",
    )


def _highest(question: _Question, weights: Numbers) -> float:
    return float(odds(question.meanings[question.left], weights).max())


def _worth(told: Sequence[tuple[float, float, bool]], subject: float, asks: float) -> float:
    return sum(1 if is_right else -_WRONG for one, other, is_right in told if one < subject and other < asks)


def _subject_weights(questions: Sequence[_Question]) -> Numbers:
    """What each dimension says of a word's being the subject, and the offset."""
    told = [(entry.meanings, entry.subject) for entry in questions if entry.subject is not None]
    x = np.concatenate([meanings for meanings, _ in told])
    y = np.concatenate([subject for _, subject in told]).astype(float)
    bags = [entry.meanings[entry.left] for entry in questions if entry.subject is None and entry.left.any()]
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


def _questions(embedder: Embedder) -> Iterator[_Question]:
    for entry in written([file for split in _SPLITS for file in sorted((QUERIES / split).glob("*.jsonl"))]):
        yield _read(entry.question, entry.writer, entry.collection, embedder, entry.gold.topic, entry.gold)
    for name, about in (("records", ()), ("open", None), ("comparisons", None)):
        for row in _rows(name):
            if (collection := _collection(row)) and (about is None or row["kind"] in _NOT_ABOUT):
                yield _read(row["question"], row["writer"], collection, embedder, about)


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


def _read(
    question: str,
    writer: str,
    collection: str,
    embedder: Embedder,
    about: Sequence[str] | None,
    gold: Query | None = None,
) -> _Question:
    alone = replace(_reader(collection), meaning=None)
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
        _right_without(question, alone, gold, about) if left else None,
    )


def _among(word: str, stems: Sequence[str]) -> bool:
    return any(same_word(stem(word), other) for other in stems)


def _right_without(question: str, alone: Any, gold: Query | None, about: Sequence[str] | None) -> bool | None:
    """Whether the query without what is left over is the one that is meant; None where nothing is decided by it."""
    reads = replace(alone, meaning=_PHRASES)
    without = queries_of(question, reads)[0]
    if without.topic or (without.conditions == Conditions() and without.operation in ("find", "list")):
        return None  # no word is left out, or it is searched for all the same
    if gold is None:
        return None if about is not None else False
    return all(right(gold, parse(question, reads)).values())


_reader = cache(reader)
