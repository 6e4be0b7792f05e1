"""What was found for a question → whether it answers it, or only speaks of the same subject.

An answer has something of the expected type (a number, a name, a result …) in a sentence that also says
what the question is about. That is weighed with how near the best passage lies; what is asked of
somebody who has no plan here, or of a year that isn't there, is not answered at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answerability.answer_match import matches_answer_type
from assistant.answerability.out_of_scope import is_out_of_scope
from assistant.query.topical.answer_type import ExpectedAnswer, expected_answer
from assistant.query.topical.understand import Understood
from assistant.retrieve.records import Records
from corpus.swedish.text import fold
from corpus.swedish.vocabulary import VOCABULARY, is_content
from corpus.types import Passage
from index.calibration import Answerability, LinearDecision
from index.embedding.embedder import Embedded
from index.lexical.term_weights import language_rarity, piece_weights, weighted_terms
from index.retrieval.search import Hit

_LOOKED_AT = 8  # passages
_FAINT = 0.05  # less of the question's words than this says nothing of where the answer type is matched
# A figure, and what a report says, is of its own year; for anything else the year may stand anywhere in the passage.
_OF_A_YEAR = ("number", "share", "size", "money", "result")


@dataclass(frozen=True)
class Signs:
    """What speaks for and against an answer.

    ``apart`` is how much nearer the documents lie than what they are not about, ``strange`` how much the
    question is about some of that, ``missing`` how much nearer that comes to one of its words than the best
    passages do (``index/views.py``), ``nearness`` the best passage's cosine.

    The others lie between 0 and 1: ``support`` is the share of the question's words that the best
    sentence with such an answer says, ``kept`` how much that is of what the best sentence of all says,
    ``alone`` the same share without what stands around the sentence; ``owned`` whether an organisation
    with a plan is named, ``unknown`` how rare a word is that no document has where none is.
    """

    apart: float = 0.0
    strange: float = 0.0
    missing: float = 0.0
    nearness: float = 0.0
    support: float = 0.0
    kept: float = 0.0
    alone: float = 0.0
    owned: float = 0.0
    unknown: float = 0.0


def answers(asked: Understood, hits: Sequence[Hit], query: Embedded, records: Records) -> bool:
    """Whether the best of these hits answer the question, which the model reads as ``query``."""
    found = signs(asked, hits, query, records)
    return found is not None and decision(asked, records.calibration.answerability).score(vars(found)) >= 0


def decision(asked: Understood, fitted: Answerability) -> LinearDecision:
    """How the signs are weighed for this question.

    Where something certain is demanded a sentence has it or not; any other question is about the subject or not; of
    one in another language the words say nothing, and its notice says that the answer may be none.
    """
    if asked.language != "sv":
        return fitted.foreign
    return fitted.open if expected_answer(asked).kind == "anything" else fitted.demanding


def signs(asked: Understood, hits: Sequence[Hit], query: Embedded, records: Records) -> Signs | None:
    """The signs of the best passages; ``hits`` are in order. None where nothing can be an answer."""
    if not hits or not asked.text:
        return None
    foreign = asked.language != "sv"
    if not foreign and (is_out_of_scope(asked, records) or _nonsense(asked, records)):
        return None
    best = _of_theirs(asked, hits)[:_LOOKED_AT]
    expected = ExpectedAnswer("anything") if foreign else expected_answer(asked)
    words, weights = weighted_terms(asked.rest, records.words, without=expected.words)
    rows = records.sentences.of(_whole(best, records))
    dated = [row for row in rows if _of_the_year(row, asked, expected, records)]
    if asked.years and not dated:
        return None
    support = records.sentences.coverage(words, weights)
    own_words = frozenset(fold(asked.text).split())
    meeting = [
        row for row in dated
        if matches_answer_type(expected, records.sentences[row], owners=asked.owners, own_words=own_words)
    ]  # fmt: skip
    covered = max(float(support[row]) for row in rows)
    met = max((float(support[row]) for row in meeting), default=0.0)
    unknown = [language_rarity(word.split("|")[0]) for word in words if not records.words.knows(word)]
    bare = records.sentences.coverage(words, weights, alone=True)
    near = records.views.near(query.vector)
    return Signs(
        apart=near.apart,
        strange=near.strange,
        missing=records.views.missing(query, piece_weights(query.words), [hit.passage for hit in best]),
        nearness=max(hit.cosine for hit in best),
        support=met,
        kept=met / covered if covered > _FAINT else float(bool(meeting)),
        alone=max((float(bare[row]) for row in meeting), default=0.0),
        owned=float(bool(asked.owners)),
        unknown=0.0 if asked.owners else max(unknown, default=0.0),
    )


def _nonsense(asked: Understood, records: Records) -> bool:
    """Whether no word of it is a word, in Swedish or in the documents, nor one that is misspelt."""
    words = [entry for word in asked.rest for entry in word.split("|")]
    return (
        bool(words)
        and not asked.owners
        and not any(language_rarity(word) < 1 or records.words.resembles(word) for word in words)
    )


def _of_theirs(asked: Understood, hits: Sequence[Hit]) -> list[Hit]:
    """The hits of the organisations asked about: of another's number nothing follows for them.

    A passage is also theirs that says the very word they were named by ("gymnasieskolor").
    """
    if not asked.owners:
        return list(hits)
    rest = {entry for word in asked.rest for entry in word.split("|")}
    naming = {
        word for word in fold(asked.text).split()
        if is_content(word) and len(word) > 5 and word not in rest and not word.startswith("mal")
    }  # fmt: skip
    theirs = [
        hit for hit in hits
        if hit.passage.organisation in asked.owners or naming & set(fold(hit.passage.text).split())
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


def _of_the_year(row: int, asked: Understood, expected: ExpectedAnswer, records: Records) -> bool:
    """Whether the years asked about stand by a sentence, or its document is of that year."""
    if not asked.years:
        return True
    document = records.sentences[row].passage.document
    reach = (
        1
        if expected.kind in _OF_A_YEAR or VOCABULARY.answers["report"].search(fold(asked.text))
        else len(records.sentences)
    )
    near = {word for sentence in records.sentences.beside(row, reach=reach) for word in sentence.words}
    return all(str(year) in near or records.dated.get(document) == str(year) for year in asked.years)
