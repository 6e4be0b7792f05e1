"""A question and the passages found for it → the statements that say what is asked for, best first.

A statement says the question's rare words, or follows one that does, and has what the question asks
for: a time, a number of the thing, someone who does it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answerability.answer_match import matches_answer_type
from assistant.compose.statements import Part, Statement, statements
from assistant.query.types import AnswerType, ExpectedAnswer, Query
from assistant.retrieve.records import Records
from assistant.retrieve.sentences import Sentence
from corpus.swedish.clauses import refers_back
from corpus.swedish.text import fold, stem
from corpus.swedish.vocabulary import VOCABULARY, is_content
from corpus.types import Passage
from index.lexical.term_weights import weighted_terms
from index.lexical.vocabulary import best_strength
from index.retrieval.search import Hit, folded_text
from index.storage.store import Index

# Weights chosen by the facts that answers to the development questions say (`python -m eval`).
_BEHIND = 12.0  # what a statement loses for each unit that its passage's score lies behind the best
_BEFORE = 0.5  # of what the statement before says
_TYPE = 0.45  # for having what is asked for
_LOOKED_AT = 5  # passages
_FROM_ONE = 4  # statements
_FROM_OTHERS = 2
_WEAK = 0.55  # of the best score: below it a statement of another passage answers something else
_SHORT = 7  # words
_LEANING = 0.3  # what a statement loses that leans on one that there is no room for
_TOGETHER = 39  # words of a statement and the one it leans on
_EARLIER = 0.3  # what a statement loses of a programme that is no longer in force and wasn't asked about
_EMPTY = 0.3  # what a statement loses that only leads up to a list, or has hardly a word

_COMPARED = 12  # statements, to see whether any two disagree
_ALIKE = 0.4  # of the words of both
_FIGURE = re.compile(r"(?!(?:19|20)\d\d$)\d+")

# The answer types that the templates have a sentence for where nothing says what is asked for.
_LACKED: dict[AnswerType, str] = {
    "time": "time", "date": "time", "schedule": "time", "number": "number", "share": "number", "size": "number",
    "money": "number", "who": "someone", "responsible": "someone", "unit": "someone", "person": "someone",
}  # fmt: skip
_FIELDS: dict[AnswerType, Part] = {
    "time": "timeline", "date": "timeline", "schedule": "timeline", "indicator": "indicator",
    "who": "responsible", "responsible": "responsible", "unit": "responsible",
}  # fmt: skip


@dataclass(frozen=True)
class ScoredStatement:
    """A statement, how well it answers, and the rank of its passage from 0."""

    statement: Statement
    score: float
    rank: int


# The statements of what was found for a question, best first.
Ranking = tuple[ScoredStatement, ...]


def ranked(query: Query, hits: Sequence[Hit], records: Records) -> Ranking:
    """The statements of the first passages, best first.

    Where owners are asked after, only what is theirs or names them answers, if there is any such.
    """
    index = records.index
    near = hits[:_LOOKED_AT]
    theirs = [hit for hit in near if _concerns(hit.passage, query.owners, index)] or near
    scored: list[ScoredStatement] = []
    for rank, hit in enumerate(theirs):
        found = statements(hit.passage, index.activities.get(hit.passage.activity or ""))
        # The heading of a section says nothing by itself.
        found = tuple(e for e in found if e.part != "title" or hit.passage.activity) or found
        scored += _scored(query, hit, found, records, rank=rank, best=theirs[0].score)
    return tuple(sorted(scored, key=lambda entry: -entry.score))


def select_statements(
    ranking: Ranking, *, limit: int, allowed: Callable[[Statement], bool] = lambda statement: True
) -> list[ScoredStatement]:
    """At most so many statements, best first, most of them from the best passage."""
    taken: list[ScoredStatement] = []
    for entry in ranking:
        if not allowed(entry.statement) or any(_within(entry.statement, other.statement) for other in taken):
            continue
        same = sum(other.rank == entry.rank for other in taken)
        if taken and entry.score < (_WEAK * taken[0].score if entry.rank else 0.0):
            continue
        if same < (_FROM_ONE if entry.rank == 0 else _FROM_OTHERS) and _new(entry, taken):
            taken.append(entry)
        if len(taken) == limit:
            break
    return [entry for entry in taken if not any(_within(entry.statement, other.statement) for other in taken)]


def best_statements(query: Query, hits: Sequence[Hit], records: Records, *, limit: int) -> list[ScoredStatement]:
    """The statements that answer best, ranked for these hits alone."""
    return select_statements(ranked(query, hits, records), limit=limit)


def contradicting_statements(ranking: Ranking) -> tuple[Statement, ...]:
    """Two statements of different documents that say the same with different figures; () where none do.

    Years are no such figures: a report is later than what it reports on.
    """
    best = [entry.statement for entry in ranking[:_COMPARED]]
    said = [(statement, words, {w for w in words if _FIGURE.fullmatch(w)}) for statement in best
            for words in [_words(statement)]]  # fmt: skip
    with_figures = [entry for entry in said if entry[2]]
    for i, (one, words, figures) in enumerate(with_figures):
        for other, others, other_figures in with_figures[i + 1 :]:
            if one.passage.document == other.passage.document:
                continue
            alike = len((words - figures) & (others - other_figures))
            if not figures & other_figures and alike >= _ALIKE * len(words | others):
                return one, other
    return ()


def expects_answer_type(query: Query) -> bool:
    """Whether a question asks for a time, a number, somebody, a name or a result, as against what is done."""
    return query.need.answer.kind != "anything"


def states_time(text: str) -> bool:
    """Whether a sentence says when or how often."""
    return VOCABULARY.answers["time"].search(fold(text)) is not None


def _words(statement: Statement) -> set[str]:
    return {stem(word) for word in statement.folded.split() if is_content(word) or word.isdecimal()}


def _concerns(passage: Passage, owners: Sequence[str], index: Index) -> bool:
    named = (index.organisations[owner].name for owner in owners)
    return passage.organisation in owners or any(fold(name) in folded_text(passage) for name in named)


def missing_answer(query: Query, found: Sequence[Statement]) -> list[str]:
    """What a question asks for ("time", "number", "someone") that none of the statements has."""
    expected = query.need.answer
    lacked = _LACKED.get(expected.kind)
    return [lacked] if lacked and not any(_says(expected, entry, query) for entry in found) else []


def _says(expected: ExpectedAnswer, statement: Statement, query: Query) -> bool:
    """Whether a statement has an answer of the expected type, in its words or as the field that holds it."""
    if expected.kind == "anything":
        return False
    sentence = Sentence(statement.display_text, tuple(statement.folded.split()), statement.passage, None)
    own_words = query.words
    return statement.part == _FIELDS.get(expected.kind) or matches_answer_type(
        expected, sentence, owners=query.owners, own_words=own_words
    )


def _scored(
    query: Query, hit: Hit, found: Sequence[Statement], records: Records, *, rank: int, best: float
) -> list[ScoredStatement]:
    """Each statement of one passage with its score; times and numbers count for statements on the subject."""
    expected = query.need.answer
    earlier = hit.passage.programme not in (*records.in_force, *query.scope.programmes) and not query.scope.documents
    weights = dict(zip(*weighted_terms(query.need.terms, records.words), strict=True))
    total = sum(weights.values())
    weights = {term: weight for term, weight in weights.items() if records.words.touches(term)}
    scored, before = [], 0.0
    for i, statement in enumerate(found):
        said = statement.folded
        own = _covered_share(statement.stems, weights, total)
        typed = _says(expected, statement, query)
        score = own + _BEFORE * before + _TYPE * typed - _BEHIND * (best - hit.score) - _EARLIER * earlier
        score -= _EMPTY * (statement.exact.rstrip().endswith(":") or (len(said.split()) < _SHORT and not typed))
        whole = _with_what_it_leans_on(statement, found[i - 1] if i else None)
        score -= _LEANING * (whole is statement and refers_back(statement.display_text))
        scored.append(ScoredStatement(whole, score, rank))
        before = own
    return scored


def _with_what_it_leans_on(statement: Statement, before: Statement | None) -> Statement:
    """ "Det innebär …" together with the sentence before it, where both are short enough to be said as one."""
    if before is None or not (statement.part == before.part == "sentence") or not refers_back(statement.display_text):
        return statement
    both = replace(statement, start=before.start)
    gap = statement.passage.text[before.end : statement.start]
    return both if not gap.strip() and "\n\n" not in gap and len(both.exact.split()) <= _TOGETHER else statement


def _within(statement: Statement, other: Statement) -> bool:
    """Whether a statement is a part of another."""
    same = statement.passage.id == other.passage.id and statement != other and statement.corrected is None
    return same and other.start <= statement.start and statement.end <= other.end


def _covered_share(stems: Sequence[str], weights: dict[str, float], total: float) -> float:
    """How much of the ``total`` weight of a question's words a statement of these stems says, 0 to 1."""
    found = sum(weight * best_strength(term, stems) for term, weight in weights.items())
    return found / total if total else 0.0


def _new(entry: ScoredStatement, taken: Sequence[ScoredStatement]) -> bool:
    """Whether a statement says something that none before it says: plans repeat themselves."""
    words = set(entry.statement.folded.split())
    return all(len(words & set(other.statement.folded.split())) <= 0.9 * len(words) for other in taken)
