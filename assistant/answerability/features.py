"""A question and the passages found for it → the features that tell an answer from a neighbour.

All are shares between 0 and 1 or standard deviations of the question's own similarities, so that they mean the same in
any collection; what is counted in a model's cosines is named so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answerability.answer_match import matches_answer_type, mentions, shows
from assistant.query.types import Detail, ExpectedAnswer, Query
from assistant.retrieve.records import Records
from assistant.retrieve.sentences import Sentence
from corpus.types import Passage
from index.embedding.embedder import Embedded
from index.lexical.term_weights import piece_weights, weighted_terms
from index.retrieval.search import Hit

_FIRST = 3  # passages whose agreement between the views is counted


_OTHERWISE = ("apart", "top", "covered", "strange", "missing", "terms", "alone", "rare", "unknown", "lead")


@dataclass(frozen=True)
class AnswerFeatures:
    """What speaks for and against an answer.

    Of the model's similarities: ``apart`` is how much nearer the nearest sentence lies than the nearest about what
    plans are not about, ``strange`` how far that one stands out, ``missing`` how much nearer it comes to one of the
    question's words than the passages do (in hundredths of cosines); ``top`` how far the best passage stands out, in
    standard deviations, and ``lead`` how far it lies before the third.

    Of words, as shares of the question's weight of terms: ``covered`` is what the best sentence has with what stands
    around it, ``alone`` by itself, ``rare`` how well it has the rarest term, ``unknown`` what no document has;
    ``terms`` is how many there are, as a logarithm.

    Of the answer type: ``demands`` whether something certain is asked for; ``met`` the coverage of the best sentence
    that has it, ``kept`` that relative to the best sentence of all, ``beside`` whether the sentence that covers most
    has it itself, ``loose`` the coverage of the best that has anything of the kind; ``yes_no`` whether yes or no would
    do. For each kind of detail: ``asks_…`` whether the question's words ask for one, ``unseen_…`` whether none then
    stands in or beside the sentence that covers most of any of the first passages.

    ``agree`` is the share of the first passages that are also among the first by vector and by words; ``owned``
    whether an organisation is named, ``theirs`` whether the first passage is its own; ``promise`` whether the first is
    an activity.
    """

    apart: float
    strange: float
    missing: float
    top: float
    lead: float
    covered: float
    alone: float
    rare: float
    unknown: float
    terms: float
    demands: float
    met: float
    kept: float
    beside: float
    loose: float
    yes_no: float
    agree: float
    owned: float
    theirs: float
    promise: float
    asks_money: float
    asks_number: float
    asks_clock: float
    asks_time: float
    asks_contact: float
    asks_name: float
    unseen_money: float
    unseen_number: float
    unseen_clock: float
    unseen_time: float
    unseen_contact: float
    unseen_name: float

    def values(self) -> dict[str, float]:
        """The features by name, and again those that count otherwise where something certain is asked for."""
        plain: dict[str, float] = dict(vars(self))
        return plain | {f"{name}_demanded": plain[name] * self.demands for name in _OTHERWISE}


FEATURES = (*AnswerFeatures.__dataclass_fields__, *(f"{name}_demanded" for name in _OTHERWISE))


def answer_features(
    asked: Query,
    hits: Sequence[Hit],
    passages: Sequence[Passage],
    query: Embedded,
    expected: ExpectedAnswer,
    records: Records,
) -> AnswerFeatures:
    """The features of the best hits, which are in order; ``passages`` are theirs and the rest of their activities."""
    words, weights = weighted_terms(asked.need.terms, records.words, without=expected.words)
    rows = records.sentences.of(passages)
    own_words = asked.words
    around = records.sentences.coverage(words, weights)[rows]
    alone = records.sentences.coverage(words, weights, alone=True)[rows]
    meets = np.array(
        [
            matches_answer_type(expected, records.sentences[row], owners=asked.owners, own_words=own_words)
            for row in rows
        ],
        dtype=bool,
    )
    speaks = np.array([mentions(expected, records.sentences[row], own_words=own_words) for row in rows], dtype=bool)
    covered, met = float(around.max(initial=0.0)), float(around[meets].max(initial=0.0))
    demands = expected.kind != "anything"
    near = records.views.near(query.vector)
    scale = records.calibration.ranking
    scores = [(hit.score - scale.middle) / scale.spread for hit in hits]
    total = sum(weights)
    unknown = sum(w for word, w in zip(words, weights, strict=True) if not records.words.knows(word))
    rarest = max(range(len(words)), key=lambda i: weights[i], default=None)
    first = [hit.passage.id for hit in hits[:_FIRST]]
    by_vector = {hit.passage.id for hit in sorted(hits, key=lambda hit: -hit.cosine)[:_FIRST]}
    said = {hit.passage.id: _coverage(hit.passage, words, weights, records) for hit in hits}
    by_words = set(sorted(said, key=lambda key: -said[key])[:_FIRST])
    return AnswerFeatures(
        apart=near.apart,
        strange=near.strange,
        missing=records.views.missing(query, piece_weights(query.words, asked.language), [h.passage for h in hits]),
        top=scores[0],
        lead=scores[0] - scores[min(len(scores), _FIRST) - 1],
        covered=covered,
        alone=float(alone.max(initial=0.0)),
        rare=1.0
        if rarest is None
        else float(records.sentences.coverage([words[rarest]], [1.0])[rows].max(initial=0.0)),
        unknown=unknown / total if total else 0.0,
        terms=float(np.log1p(len(words))),
        demands=float(demands),
        met=met if demands else 0.0,
        kept=(met / covered if covered else float(meets.any())) if demands else 0.0,
        beside=float(bool(meets[around.argmax()])) if demands and len(rows) else 0.0,
        loose=float(around[speaks].max(initial=0.0)) if demands else 0.0,
        yes_no=float(asked.need.answer.yes_no),
        agree=sum((key in by_vector) + (key in by_words) for key in first) / (2 * len(first)),
        owned=float(bool(asked.owners)),
        theirs=float(hits[0].passage.organisation in asked.owners),
        promise=float(hits[0].passage.activity is not None),
        **_details(asked, hits, words, weights, records),
    )


# Which details make one feature.
_DETAILS: dict[str, tuple[Detail, ...]] = {
    "money": ("money",), "number": ("number",), "clock": ("clock",), "time": ("time",),
    "contact": ("contact", "place"), "name": ("person", "which"),
}  # fmt: skip


def _details(
    asked: Query, hits: Sequence[Hit], words: Sequence[str], weights: Sequence[float], records: Records
) -> dict[str, float]:
    wanted = asked.need.answer.details if asked.language == "sv" else frozenset()
    own_words = asked.words
    coverage = records.sentences.coverage(words, weights, alone=True)
    read: list[Sentence] = []
    for hit in hits[:_FIRST]:
        if rows := records.sentences.of([hit.passage]):
            read += records.sentences.beside(rows[int(np.argmax(coverage[rows]))], reach=1)
    found: dict[str, float] = {}
    for name, details in _DETAILS.items():
        asks = [detail for detail in details if detail in wanted]
        unseen = [d for d in asks if not any(shows(d, sentence, own_words=own_words) for sentence in read)]
        found |= {f"asks_{name}": float(bool(asks)), f"unseen_{name}": float(bool(unseen))}
    return found


def _coverage(passage: Passage, words: Sequence[str], weights: Sequence[float], records: Records) -> float:
    """The best sentence's coverage."""
    rows = records.sentences.of([passage])
    return float(records.sentences.coverage(words, weights)[rows].max(initial=0.0))
