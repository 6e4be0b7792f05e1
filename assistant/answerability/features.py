"""A question and the passages found for it → the features that tell an answer from a neighbour.

All are shares between 0 and 1 or standard deviations of the question's own similarities, so that they mean the same in
any collection; what is counted in a model's cosines is named so.
"""

from collections.abc import Mapping, Sequence
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
from index.storage.parts import Vectors

_FIRST = 3  # passages whose agreement between the views is counted


# These count otherwise where an answer of a certain type is asked for.
_WEIGHED_BY_TYPE = (
    "off_topic_margin", "top_score", "coverage", "off_topic_deviation", "unmatched_word", "term_count",
    "sentence_coverage", "rarest_term", "unknown_terms", "score_lead",
)  # fmt: skip


@dataclass(frozen=True)
class AnswerFeatures:
    """What speaks for and against an answer.

    Of the model's similarities, in hundredths of cosines: ``off_topic_margin`` is how much nearer the nearest sentence
    lies than the nearest one off the topic of plans, and ``unmatched_word`` how much nearer that one comes to one of
    the question's words than the passages do; in standard deviations: ``off_topic_deviation`` is how far it lies before
    others off the topic, ``top_score`` how far the best passage lies before others, ``score_lead`` before the third.

    Of words, as shares of the question's weight of terms: ``coverage`` is what the best sentence has with what stands
    around it, ``sentence_coverage`` by itself, ``rarest_term`` how well it has the rarest term, ``unknown_terms`` what
    no document has; ``term_count`` is how many there are, as a logarithm.

    Of the answer type: ``typed`` is whether an answer of a certain type is asked for; ``answering_coverage`` the
    coverage of the best sentence that has one, ``answering_ratio`` that relative to the best sentence of all,
    ``best_answers`` whether the sentence that covers most has one, ``mentioning_coverage`` the coverage of the best
    that has anything of the kind; ``yes_no`` whether yes or no would do. For each kind of detail: ``asks_…`` is whether
    the question's words ask for one, ``unseen_…`` whether none then stands in or beside the sentence that covers most
    of any of the first passages.

    ``rank_agreement`` is the share of the first passages that are also among the first by vector and by words;
    ``names_organisation`` whether an organisation is named, ``own_organisation`` whether the first passage is its own;
    ``activity_first`` whether the first is an activity.
    """

    off_topic_margin: float
    off_topic_deviation: float
    unmatched_word: float
    top_score: float
    score_lead: float
    coverage: float
    sentence_coverage: float
    rarest_term: float
    unknown_terms: float
    term_count: float
    typed: float
    answering_coverage: float
    answering_ratio: float
    best_answers: float
    mentioning_coverage: float
    yes_no: float
    rank_agreement: float
    names_organisation: float
    own_organisation: float
    activity_first: float
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
        """The features by name, and once more those that count otherwise where ``typed``."""
        plain: dict[str, float] = dict(vars(self))
        return plain | {f"{name}_typed": plain[name] * self.typed for name in _WEIGHED_BY_TYPE}


FEATURES = (*AnswerFeatures.__dataclass_fields__, *(f"{name}_typed" for name in _WEIGHED_BY_TYPE))


def answer_features(
    query: Query,
    hits: Sequence[Hit],
    passages: Sequence[Passage],
    embedded: Embedded,
    expected: ExpectedAnswer,
    records: Records,
) -> AnswerFeatures:
    """The features of the best hits, which are in order; ``passages`` are theirs and the rest of their activities."""
    words, weights = weighted_terms(query.need.terms, records.words, without=expected.words)
    sentences = records.sentences.of(passages)
    own_words = query.words
    around = records.sentences.coverage(words, weights, sentences)
    alone = records.sentences.coverage(words, weights, sentences, alone=True)
    meets = np.array(
        [matches_answer_type(expected, entry, owners=query.owners, own_words=own_words) for entry in sentences],
        dtype=bool,
    )
    speaks = np.array([mentions(expected, entry, own_words=own_words) for entry in sentences], dtype=bool)
    covered, met = float(around.max(initial=0.0)), float(around[meets].max(initial=0.0))
    demands = expected.kind != "anything"
    topic = records.views.on_topic(embedded.vector)
    scale = records.calibration.ranking
    scores = [(hit.score - scale.middle) / scale.spread for hit in hits]
    total = sum(weights)
    unknown = sum(w for word, w in zip(words, weights, strict=True) if not records.words.knows(word))
    rarest = max(range(len(words)), key=lambda i: weights[i], default=None)
    first = [hit.passage.id for hit in hits[:_FIRST]]
    by_vector = {hit.passage.id for hit in sorted(hits, key=lambda hit: -hit.cosine)[:_FIRST]}
    of_passage: dict[str, list[int]] = {hit.passage.id: [] for hit in hits}
    for place, sentence in enumerate(sentences):
        of_passage.setdefault(sentence.passage.id, []).append(place)
    said = {hit.passage.id: float(around[of_passage[hit.passage.id]].max(initial=0.0)) for hit in hits}
    by_words = set(sorted(said, key=lambda key: -said[key])[:_FIRST])
    return AnswerFeatures(
        off_topic_margin=topic.margin,
        off_topic_deviation=topic.deviation,
        unmatched_word=records.views.unmatched_word(
            embedded, piece_weights(embedded.words, query.language), [h.passage for h in hits]
        ),
        top_score=scores[0],
        score_lead=scores[0] - scores[min(len(scores), _FIRST) - 1],
        coverage=covered,
        sentence_coverage=float(alone.max(initial=0.0)),
        rarest_term=1.0
        if rarest is None
        else float(records.sentences.coverage([words[rarest]], [1.0], sentences).max(initial=0.0)),
        unknown_terms=unknown / total if total else 0.0,
        term_count=float(np.log1p(len(words))),
        typed=float(demands),
        answering_coverage=met if demands else 0.0,
        answering_ratio=(met / covered if covered else float(meets.any())) if demands else 0.0,
        best_answers=float(bool(meets[around.argmax()])) if demands and sentences else 0.0,
        mentioning_coverage=float(around[speaks].max(initial=0.0)) if demands else 0.0,
        yes_no=float(query.need.answer.yes_no),
        rank_agreement=sum((key in by_vector) + (key in by_words) for key in first) / (2 * len(first)),
        names_organisation=float(bool(query.owners)),
        own_organisation=float(hits[0].passage.organisation in query.owners),
        activity_first=float(hits[0].passage.activity is not None),
        **_details(query, hits, {key: alone[places] for key, places in of_passage.items()}, records),
    )


# Which details make one feature.
_DETAILS: dict[str, tuple[Detail, ...]] = {
    "money": ("money",), "number": ("number",), "clock": ("clock",), "time": ("time",),
    "contact": ("contact", "place"), "name": ("person", "which"),
}  # fmt: skip


def _details(query: Query, hits: Sequence[Hit], coverage: Mapping[str, Vectors], records: Records) -> dict[str, float]:
    """``coverage`` is that of each passage's sentences, by its id."""
    wanted = query.need.answer.details if query.language == "sv" else frozenset()
    own_words = query.words
    read: list[Sentence] = []
    for hit in hits[:_FIRST]:
        if sentences := records.sentences.of([hit.passage]):
            read += records.sentences.beside(sentences[int(np.argmax(coverage[hit.passage.id]))], reach=1)
    found: dict[str, float] = {}
    for name, details in _DETAILS.items():
        asks = [detail for detail in details if detail in wanted]
        unseen = [d for d in asks if not any(shows(d, sentence, own_words=own_words) for sentence in read)]
        found |= {f"asks_{name}": float(bool(asks)), f"unseen_{name}": float(bool(unseen))}
    return found
