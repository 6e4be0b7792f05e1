"""What was found for a question → whether it answers it, or only speaks of the same subject.

Features of the best passages are weighed together (``features``). What is asked of a body outside the collection is
not answered; what is asked of a year that isn't there is shown as uncertain, and so is a passage that fits but in
which what is demanded isn't seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answerability.answer_match import matches_answer_type, mentions, shows
from assistant.answerability.features import AnswerFeatures, answer_features
from assistant.query.types import AnswerType, Detail, ExpectedAnswer, Query
from assistant.retrieve.records import Records
from assistant.retrieve.sentences import Sentence
from assistant.types import NearPassage, Quoted, Reason, Verdict
from corpus.swedish.vocabulary import is_content
from corpus.types import Passage
from index.calibration import Answerability, VerdictDecision
from index.embedding.embedder import Embedded
from index.lexical.term_weights import language_specificity, weighted_terms
from index.retrieval.search import Hit, folded_text

_LOOKED_AT = 8  # passages
_SHOWN = 5  # where it is uncertain
# A figure, and what a report says, is of its own year; for anything else the year may stand anywhere in the passage.
_OF_A_YEAR = ("number", "share", "size", "money", "result")

# The reason for doubt where what a question asks for isn't seen.
_UNSEEN: dict[AnswerType, Reason] = {
    "number": "no_number", "share": "no_number", "size": "no_number", "money": "no_sum", "contact": "no_contact",
    "date": "no_time", "time": "no_time", "decision": "no_time", "schedule": "no_time", "person": "nobody_named",
    "responsible": "nobody_named", "who": "nobody_named", "unit": "nobody_named", "name": "no_name",
    "diary number": "no_name", "result": "no_result", "opinion": "no_result", "indicator": "no_indicator",
}  # fmt: skip
_UNSEEN_DETAILS: dict[Detail, Reason] = {
    "money": "no_sum", "number": "no_number", "clock": "no_time", "time": "no_time", "contact": "no_contact",
}  # fmt: skip


@dataclass(frozen=True)
class Assessment:
    """The features of the best passages, the log odds that they answer, and that the documents are about it at all.

    Where a rule decides, ``refused`` says which; where one says that nothing can be asserted, ``doubt``.
    """

    features: AnswerFeatures | None = None
    log_odds: float = 0.0
    aboutness: float = 0.0
    refused: Reason | None = None
    doubt: Reason | None = None

    @property
    def likely(self) -> bool:
        """Whether an answer is more likely than not."""
        return self.refused is None and self.doubt is None and self.log_odds >= 0


def judge(query: Query, hits: Sequence[Hit], embedded: Embedded, records: Records) -> Verdict:
    """The verdict on hits, which are in order, for a question that the model reads as ``query``."""
    found = assess(query, hits, embedded, records)
    if found.refused is not None:
        return Verdict("nothing_found", found.refused)
    cuts = decision(query, records.calibration.answerability)
    if found.aboutness < cuts.near:
        reason: Reason = "unknown_name" if found.doubt == "unknown_name" else "another_subject"
        return Verdict("nothing_found", reason, found.log_odds)
    if found.log_odds >= cuts.sure and found.doubt is None:
        return Verdict("answered", "sentence_answers", found.log_odds)
    near = near_passages(query, hits, records)
    # Said of all of them: what a rule doubts, else what isn't seen in the first, which lies nearest.
    return Verdict("uncertain", found.doubt or near[0].reason, found.log_odds, near)


def near_passages(query: Query, hits: Sequence[Hit], records: Records) -> tuple[NearPassage, ...]:
    """What is shown of hits that are no certain answer, each with why it isn't."""
    return tuple(_near(query, hit, records) for hit in hits[:_SHOWN])


def assess(query: Query, hits: Sequence[Hit], embedded: Embedded, records: Records) -> Assessment:
    """What speaks for and against the best of these hits, which are in order."""
    if not hits or not query.text:
        return Assessment(refused="another_subject")
    if query.language == "sv" and query.outside:
        return Assessment(refused="outside")
    if query.language == "sv" and _nonsense(query, records):
        return Assessment(refused="no_such_word")
    best = _of_theirs(query, hits)[:_LOOKED_AT]
    expected = _expected(query)
    passages = _whole(best, records)
    sentences = records.sentences.of(passages)
    dated = not query.need.years or any(_of_the_year(entry, query, expected, records) for entry in sentences)
    features = answer_features(query, best, passages, embedded, expected, records)
    cuts = decision(query, records.calibration.answerability)
    unknown = query.language == "sv" and has_unknown_name(query, records)
    doubt: Reason | None = "another_year" if not dated else "unknown_name" if unknown else None
    return Assessment(features, cuts.score(features.values()), cuts.aboutness(features.values()), doubt=doubt)


def decision(query: Query, fitted: Answerability) -> VerdictDecision:
    """How the features are weighed for this question: of one in another language the words say nothing."""
    return fitted.swedish if query.language == "sv" else fitted.foreign


def _expected(query: Query) -> ExpectedAnswer:
    return query.need.answer if query.language == "sv" else ExpectedAnswer()


def _near(query: Query, hit: Hit, records: Records) -> NearPassage:
    """A passage with the sentence that lies nearest, and why it is no certain answer."""
    expected = _expected(query)
    sentences = records.sentences.of([hit.passage])
    words, weights = weighted_terms(query.need.terms, records.words, without=expected.words)
    alone = records.sentences.coverage(words, weights, sentences, alone=True)
    best = sentences[int(np.argmax(alone))]
    own_words = query.words
    seen = any(
        matches_answer_type(expected, sentence, owners=query.owners, own_words=own_words)
        or mentions(expected, sentence, own_words=own_words)
        for sentence in sentences
    )
    reason: Reason = "near_subject"
    if query.owners and hit.passage.organisation not in (None, *query.owners):
        reason = "another_organisation"
    elif query.need.years and not any(_of_the_year(entry, query, expected, records) for entry in sentences):
        reason = "another_year"
    elif not seen:
        reason = _UNSEEN.get(expected.kind, reason)
    elif lacking := [
        detail
        for detail in query.need.answer.details
        if detail in _UNSEEN_DETAILS and not any(shows(detail, entry, own_words=own_words) for entry in sentences)
    ]:
        reason = _UNSEEN_DETAILS[min(lacking)]
    elif words and not float(alone.max()):
        reason = "other_words"
    elif words and float(alone.max()) < records.calibration.answerability.together:
        reason = "words_apart"
    return NearPassage(hit, Quoted(best.passage, best.span), reason)


def _nonsense(query: Query, records: Records) -> bool:
    """Whether no word of it is a word, in Swedish or in the documents, nor one that is misspelt."""
    words = [entry for word in query.need.terms for entry in word.split("|")]
    return (
        bool(words)
        and not query.owners
        and not any(language_specificity(word) < 1 or records.words.resembles(word) for word in words)
    )


def _of_theirs(query: Query, hits: Sequence[Hit]) -> list[Hit]:
    """The hits of the organisations asked about: of another's number nothing follows for them.

    A passage is also theirs that says the very word they were named by ("gymnasieskolor").
    """
    if not query.owners:
        return list(hits)
    rest = {entry for word in query.need.terms for entry in word.split("|")}
    naming = {
        word for word in query.words
        if is_content(word) and len(word) > 5 and word not in rest and not word.startswith("mal")
    }  # fmt: skip
    theirs = [
        hit for hit in hits
        if hit.passage.organisation in query.owners or naming & set(folded_text(hit.passage).split())
    ]  # fmt: skip
    return theirs or list(hits)


def _whole(hits: Sequence[Hit], records: Records) -> list[Passage]:
    """The passages of these hits and the rest of their activities."""
    whole: dict[str, Passage] = {}
    for hit in hits:
        activity = records.index.activities.get(hit.passage.activity or "")
        for passage in (hit.passage, *(records.evidence([activity]) if activity else ())):
            whole.setdefault(passage.id, passage)
    return list(whole.values())


def _of_the_year(sentence: Sentence, query: Query, expected: ExpectedAnswer, records: Records) -> bool:
    """Whether the years asked about stand by a sentence, or its document is of that year."""
    if not query.need.years:
        return True
    document = sentence.passage.document
    reach = 1 if expected.kind in _OF_A_YEAR or query.need.answer.of_report else None
    near = {word for entry in records.sentences.beside(sentence, reach=reach) for word in entry.words}
    return all(str(year) in near or records.dated.get(document) == str(year) for year in query.need.years)


def has_unknown_name(query: Query, records: Records) -> bool:
    """Whether something is written as a name, within a sentence, that no document has in any form.

    In a long letter a name may stand by the way, so that this is doubt and no refusal.
    """
    return not all(
        records.contains_phrase(name) if " " in name else records.words.knows(name) for name in query.need.names
    )
