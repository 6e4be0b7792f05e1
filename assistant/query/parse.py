"""A question → its ``Query``: recognisers annotate, the resolver covers, what is left is the topic.

Two layers, each resolved by itself: the names in a question, then the grammar around them. Nothing here knows a
document; what things are called comes from the catalogue and, of units that plans name, from the records.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz import fuzz, process

from assistant.query.clauses import asking_span
from assistant.query.language import asked_in
from assistant.query.operation import Cues, cues_of, frame_of
from assistant.query.recognise.annotation import Annotation, Shape, shape_of
from assistant.query.recognise.collection_names import (
    in_force,
    programme_annotations,
    term_annotations,
    year_annotations,
)
from assistant.query.recognise.conditions import condition_annotations, number_of_token
from assistant.query.recognise.cover import conditions_of, scope_of
from assistant.query.recognise.documents import with_document
from assistant.query.recognise.frame import frame_annotations
from assistant.query.recognise.goal_names import goal_annotations
from assistant.query.recognise.organisation_names import CERTAIN, organisation_annotations, unknown_bodies
from assistant.query.recognise.units import unit_annotations
from assistant.query.resolve import resolve
from assistant.query.spelling import MOST_TRIED
from assistant.query.topic import tokens_about, topic_of, without_phrases
from assistant.query.types import Conditions, Query
from corpus.swedish.text import Word, fold, word_set, words_of
from corpus.swedish.vocabulary import VOCABULARY
from corpus.types import Catalogue

_COUNTING = word_set("minst hogst max maximalt precis exakt an over bara endast enbart atminstone blott")
_SMALL = word_set("en ett andra forsta")  # mostly no numbers
# What says by itself what is asked for.
_ASKS = frozenset(
    ("who", "when", "status", "result", "indicator", "follow_up", "count", "define", "describe", "activities", "list")
)
# Conditions whose words are no cues as well.
_USING = frozenset(
    ("status", "not_status", "field", "followed_up", "unit", "excluded", "excluded_goal", "ignored", "count", "than")
)
_LONG = 6  # letters of a word that may be misspelt
_ALIKE = 88  # likeness (0 to 100) from which on a word is one of the words of questions, misspelt
_BOTH = re.compile(r"\b(?:bada|bade|samtliga|vardera|vartdera|vart och ett|var och ett|alla (?:tre|fyra|de|malen))\b")


@dataclass(frozen=True)
class Reader:
    """What questions are read with.

    ``units`` are those that plans name as responsible, folded. ``spell`` puts words right, and only such as nothing
    explains as they are: of names and the words of questions the recognisers know more than a dictionary does.
    ``knows`` says whether any document has a folded word; one that none has and that nothing leads up to ("om",
    "mot") is a turn of phrase rather than the subject.
    """

    catalogue: Catalogue
    units: tuple[str, ...] = ()
    spell: Callable[[str], str] = str
    knows: Callable[[str], bool] = bool


def parse(question: str, reader: Reader) -> Query:
    """What a question asks for."""
    query = parsed(question, reader)[0]
    unexplained = {word for entry in query.topic for word in entry.split("|")}
    respelt = question
    strange = [word for word in words_of(question) if word.folded in unexplained][:MOST_TRIED]
    for word in reversed(strange):
        if (right := _respelt(word, reader)) != word.written:
            respelt = f"{respelt[: word.start]}{right}{respelt[word.end :]}"
    return query if respelt == question else replace(parsed(respelt, reader)[0], text=question)


def _respelt(word: Word, reader: Reader) -> str:
    """A word put right: one of the words of questions that it is nearest to, or as the spelling has it."""
    if len(word.folded) >= _LONG and not reader.knows(word.folded):
        near = process.extractOne(word.folded, _terms(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if near:
            return near[0]
    return reader.spell(word.written)


@cache
def _terms() -> tuple[str, ...]:
    """The long words that the vocabulary and the grammar know, folded."""
    words = VOCABULARY.function_words | VOCABULARY.everyday_words | VOCABULARY.terms
    return tuple(sorted(word for word in words if len(word) >= _LONG))


def parsed(question: str, reader: Reader) -> tuple[Query, Cues]:
    """The query and the cues that its operation was told by."""
    catalogue = reader.catalogue
    words = [_written(word) for word in words_of(question)]
    names = resolve(_names(words, catalogue, reader.units))
    shape = shape_of(words, [name for name in names if name.certainty >= CERTAIN or name.slot == "NUM"])
    shape = with_document(shape, catalogue)
    cover = resolve(condition_annotations(shape))
    scope = scope_of(shape, catalogue)
    conditions = conditions_of(shape, cover, catalogue)
    taken = {i for e in cover for i in range(e.first, e.last) if not shape.tokens[i].names}
    told = [entry for entry in frame_annotations(shape) if not _used(entry, cover)]
    about = tokens_about(shape, taken, told)
    told = [entry for entry in told if entry.last - entry.first > 1 or entry.first not in about]
    span = _span(shape, words, question, told)
    topic = topic_of(shape, span, taken, told, about, fold(catalogue.municipality).split()[0])
    if told or conditions != Conditions() or len(topic) > 1:
        topic = without_phrases(topic, shape, about, reader.knows)
    every = any(entry.slot == "every" for entry in cover)
    cues = cues_of(shape, _asking(told, span), conditions, scope, topic, span, every=every)
    frame = frame_of(cues)
    choices, unknown = _open(words, shape, names, catalogue)
    query = Query(
        frame.operation, frame.subject, scope, conditions, frame.quantifier, topic=topic, text=question,
        language=asked_in(question), choices=choices, unknown=unknown,
    )  # fmt: skip
    return _settled(query, shape, cover, catalogue), cues


def _written(word: Word) -> Word:
    """A word as it is written, where it stands as it is spoken: "ente" → "inte"; "män" isn't "man"."""
    written = word.written.lower()
    if written in VOCABULARY.no_function_words:
        return replace(word, folded=written)
    spoken = VOCABULARY.spoken.get(written)
    return replace(word, folded=spoken) if spoken else word


def _names(words: Sequence[Word], catalogue: Catalogue, units: Sequence[str]) -> Iterator[Annotation]:
    yield from organisation_annotations(words, catalogue)
    yield from goal_annotations(words, catalogue)
    yield from programme_annotations(words, catalogue)
    yield from year_annotations(words)
    yield from unit_annotations(words, units)
    yield from term_annotations(words)
    for i, word in enumerate(words):
        number = number_of_token(word.folded)
        counted = i > 0 and words[i - 1].folded in _COUNTING
        if number is not None and (counted or word.folded not in _SMALL):
            yield Annotation(i, i + 1, "NUM", number, 0.6)


def _used(cue: Annotation, cover: Sequence[Annotation]) -> bool:
    """Whether a condition has used the words of a cue."""
    if cue.value == "plan_vs_followup":  # its words are far apart
        return False
    over = [entry for entry in cover if entry.first < cue.last and cue.first < entry.last]
    return any(
        entry.slot in _USING or (entry.slot == "group_by" and entry.first <= cue.first and cue.last <= entry.last)
        for entry in over
    )


def _span(shape: Shape, words: Sequence[Word], question: str, told: Sequence[Annotation]) -> tuple[int, int]:
    """The tokens that ask; where a promise and its report are, both."""
    first, last = asking_span(shape, words, question)
    sides = [entry for entry in told if entry.value == "plan_vs_followup"]
    return min([first, *(entry.first for entry in sides)]), max([last, *(entry.last for entry in sides)])


def _asking(told: Sequence[Annotation], span: tuple[int, int]) -> list[Annotation]:
    """The cues of the clause that asks; of the rest what compares two sides, and whom "vilka" asks for."""
    cues = [entry for entry in told if span[0] <= entry.first < span[1]]
    named = {entry.value for entry in cues}
    kept = {"plan_vs_followup"}
    if not any(name.startswith("which") for name in named) and not named & _ASKS:
        kept |= {"which_board", "which_organisation"}
    return cues + [entry for entry in told if entry not in cues and entry.value in kept]


def _open(
    words: Sequence[Word], shape: Shape, names: Sequence[Annotation], catalogue: Catalogue
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Organisations among which the words don't decide, and names that the catalogue doesn't have."""
    known = {goal.number for programme in catalogue.programmes for goal in programme.goals}
    organisations = [name.value for token in shape.tokens if token.text == "ORG" for name in token.names]
    certain = any(value.means == "all" for value in organisations)
    choices = [o for value in organisations if value.means == "one" for o in value.organisations]
    numbers = [n for token in shape.tokens if token.text == "GOAL" for name in token.names for n in name.value]
    taken = frozenset(i for name in names for i in range(name.first, name.last))
    unknown = [words[i].written for i in unknown_bodies(words, taken)]
    unknown += [f"mål {number}" for number in numbers if number not in known]
    return () if certain else tuple(dict.fromkeys(choices)), tuple(unknown)


def _settled(query: Query, shape: Shape, cover: Sequence[Annotation], catalogue: Catalogue) -> Query:
    """What only makes sense with the operation: a breakdown of records, a scope, a term that is defined."""
    if query.operation in ("count", "list") and query.subject == "activity":
        query = replace(query, group_by=next((entry.value for entry in cover if entry.slot == "group_by"), None))
    query = _settled_conditions(query)
    explains = query.operation in ("define", "describe")
    if not explains and query.operation != "compare" and set(query.scope.programmes) <= in_force(catalogue):
        query = replace(query, scope=replace(query.scope, programmes=()))
    if explains and query.subject in ("programme", "document"):
        query = replace(query, conditions=Conditions())
    if query.operation == "define" and query.subject == "activity":
        terms = [name.value for token in shape.tokens if token.text == "TERM" for name in token.names]
        return replace(query, defined=terms[0] if terms else None, topic=())
    return replace(query, topic=()) if explains and query.subject != "goal" else query


def _settled_conditions(query: Query) -> Query:
    c = query.conditions
    if query.operation == "when" and c.statuses == ("completed",):  # "när ska det vara klart"
        c = replace(c, statuses=())
    if query.operation in ("plan_vs_followup", "result"):  # they ask for the report themselves
        c = replace(c, followed_up=None)
    if len(c.kinds) > 2 or (query.group_by == "kind" and len(c.kinds) > 1):  # all of them, told apart
        query = replace(query, group_by="kind" if query.operation == "count" else None)
        c = replace(c, kinds=())
    if "planned" in c.statuses:  # "planerade men inte påbörjade" is one status
        c = replace(c, excluded_statuses=tuple(status for status in c.excluded_statuses if status != "ongoing"))
    grouped = query.subject in ("organisation", "board") and query.operation in ("who_has", "who_lacks")
    if grouped and len(c.goals) > 1 and _BOTH.search(fold(query.text)):
        c = replace(c, all_goals=True)
    return replace(query, conditions=c)
