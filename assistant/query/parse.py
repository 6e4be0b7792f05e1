"""A question → its ``Query``: recognisers annotate, the resolver covers, what is left is the topic.

Two layers, each resolved by itself: the names in a question, then the grammar around them. Nothing here knows a
document; what things are called comes from the catalogue and, of units that plans name, from the records.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from rapidfuzz import fuzz, process

from assistant.query.answer_type import expected_answer
from assistant.query.clauses import asking_span, without_remarks
from assistant.query.language import asked_in
from assistant.query.language_model.suggestion import Complete, suggested, unsure
from assistant.query.operation import Cues, cues_of, frame_of
from assistant.query.recognise.annotation import Annotation, Shape, shape_of
from assistant.query.recognise.collection_names import (
    in_force,
    programme_annotations,
    term_annotations,
    year_annotations,
)
from assistant.query.recognise.cover import conditions_of, scope_of
from assistant.query.recognise.documents import with_document
from assistant.query.recognise.goal_names import goal_annotations
from assistant.query.recognise.goal_titles import GoalMeaning, goal_meaning
from assistant.query.recognise.grammar import condition_annotations, frame_annotations, number_of_token
from assistant.query.recognise.need import QuestionWords, need_of, partner_organisations
from assistant.query.recognise.organisation_names import CERTAIN, organisation_annotations, unknown_bodies
from assistant.query.recognise.quoted import numbered_annotations, quoted_annotations
from assistant.query.recognise.settling import fitted_to_operation, goal_numbers
from assistant.query.recognise.times import time_annotations
from assistant.query.recognise.units import unit_annotations
from assistant.query.resolve import resolve
from assistant.query.spelling import MOST_TRIED
from assistant.query.topic import WordMeaning, tokens_about, topic_of, without_phrases, word_meaning
from assistant.query.types import Conditions, Query
from corpus.swedish.text import Word, fold, word_set, words_of
from corpus.swedish.vocabulary import VOCABULARY
from corpus.swedish.words import folded_zipf
from corpus.types import Catalogue
from index.calibration import Calibration
from index.embedding.embedder import Embedded
from index.storage.parts import Vectors

_COUNTING = word_set("minst hogst max maximalt precis exakt an over bara endast enbart atminstone blott")
_ANY = word_set("vilken vilket nagon nagot varje den det denna detta samma per")
_SMALL = word_set("en ett andra forsta")  # mostly no numbers
# What says by itself what is asked for.
_ASKS = frozenset(
    ("who", "when", "status", "result", "indicator", "follow_up", "count", "define", "describe", "activities", "list")
)
_HOW_MANY = frozenset(("count", "have", "activities"))  # all that "och hur många är det?" says
# Conditions whose words are no cues as well.
_USING = frozenset(
    ("status", "not_status", "stated", "field", "followed_up", "unit", "excluded", "excluded_goal", "ignored", "count",
     "than")
)  # fmt: skip
_LONG = 6  # letters of a word that may be misspelt
_ALIKE = 88  # likeness (0 to 100) from which on a word is one of the words of questions, misspelt


@dataclass(frozen=True)
class Reader:
    """What questions are read with.

    ``units`` are those that plans name as responsible, ``times`` those they print, folded. ``spell`` puts words right,
    and only such as nothing explains as they are: of names and the words of questions the recognisers know more than a
    dictionary does. ``knows`` says whether any document has a folded word; one that none has and that nothing leads up
    to ("om", "mot") is a turn of phrase rather than the subject. ``titles`` are those of activities by their ids, by
    which a question may quote them, ``reported`` the ids of what reports in force speak of by a number. ``goals`` tells
    goals that a question puts in words of its own, where there is a model that can, ``meaning`` turns of phrase
    among the words that are left. ``complete`` is a language model that is asked where the grammar is unsure.
    """

    catalogue: Catalogue
    units: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    spell: Callable[[str], str] = str
    knows: Callable[[str], bool] = bool
    titles: Mapping[str, str] = field(default_factory=dict)
    reported: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    goals: GoalMeaning | None = None
    meaning: WordMeaning | None = None
    complete: Complete | None = None


def reading_by_meaning(
    reader: Reader,
    fitted: Calibration,
    embed: Callable[[Sequence[str]], Vectors],
    read: Callable[[str], Embedded],
) -> Reader:
    """The reader with what a model tells that was fitted for it; ``read`` gives what a text means word by word."""
    goals = fitted.goals
    return replace(
        reader,
        goals=goal_meaning(embed, nearest=goals.nearest, margin=goals.margin) if goals else None,
        meaning=word_meaning(read, fitted.words) if fitted.words else None,
    )


def parse(question: str, reader: Reader) -> Query:
    """What a question asks for."""
    query, cues = parsed(question, reader)
    unexplained = {word for entry in query.topic for word in entry.split("|")}
    respelt = question
    strange = [word for word in words_of(question) if word.folded in unexplained][:MOST_TRIED]
    for word in reversed(strange):
        if (right := _respelt(word, reader)) != word.written:
            respelt = f"{respelt[: word.start]}{right}{respelt[word.end :]}"
    text = query.text
    if respelt != question:
        query, cues = parsed(respelt, reader)
    # Of the text that a search embeds, so that it is read once.
    if query.topic and reader.meaning and not reader.meaning.in_topic(text, words_of(text), query.topic):
        query, cues = parsed(respelt, reader, about=False)
    query = replace(query, text=text)
    if reader.complete and unsure(query, cues):
        query = suggested(query, reader.catalogue, reader.knows, reader.complete)
        return replace(query, need=replace(query.need, answer=expected_answer(query.text, query.operation)))
    return query


def _respelt(word: Word, reader: Reader) -> str:
    """A word put right: one of the words of questions that it is nearest to, or as the spelling has it."""
    # A document may misspell a word just as a question does.
    if len(word.folded) >= _LONG and not (reader.knows(word.folded) and folded_zipf(word.folded)):
        near = process.extractOne(word.folded, _terms(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
        known = reader.knows(word.folded)  # a compound is no misprint of its last part
        if near and not (known and abs(len(near[0]) - len(word.folded)) > 1):
            return near[0]
    return reader.spell(word.written)


@cache
def _terms() -> tuple[str, ...]:
    """The long words that the vocabulary and the grammar know, folded."""
    words = VOCABULARY.function_words | VOCABULARY.everyday_words | VOCABULARY.terms
    return tuple(sorted(word for word in words if len(word) >= _LONG))


def parsed(question: str, reader: Reader, *, about: bool = True) -> tuple[Query, Cues]:
    """The query and the cues that its operation was told by; not ``about`` anything where its words only ask."""
    catalogue = reader.catalogue
    words = [_written(word) for word in words_of(question)]
    names = resolve(_names(question, words, reader))
    shape = shape_of(words, [name for name in names if name.certainty >= CERTAIN or name.slot == "NUM"])
    shape = without_remarks(with_document(shape, catalogue), words, question, reader.knows)
    cues_told = list(frame_annotations(shape))
    cover = resolve(_conditions_among(shape, cues_told))
    scope = scope_of(shape, catalogue)
    conditions = conditions_of(shape, cover, catalogue)
    taken = {i for e in cover for i in range(e.first, e.last) if not shape.tokens[i].names}
    told = [entry for entry in cues_told if not _used(entry, cover)]
    led_to = tokens_about(shape, taken, told)
    told = [entry for entry in told if entry.last - entry.first > 1 or entry.first not in led_to]
    span = _span(shape, words, question, told)
    topic = topic_of(shape, span, taken, told, led_to, fold(catalogue.municipality).split()[0]) if about else ()
    if told or conditions != Conditions() or len(topic) > 1:
        topic = without_phrases(topic, shape, led_to, reader.knows)
    spelt, asked = _spelt(question, words, reader)
    every = any(e.slot == "every" or (e.slot, e.value) == ("group_by", "organisation") for e in cover)
    answer = expected_answer(spelt)
    cues = cues_of(shape, _asking(told, span), conditions, scope, topic, span, every=every, answer=answer)
    frame = frame_of(cues)
    choices, unknown = _open(words, shape, names, catalogue)
    query = Query(
        frame.operation, frame.subject, scope, conditions, frame.quantifier, topic=topic, text=spelt,
        language=asked_in(question), choices=choices, unknown=unknown,
        need=need_of(asked, shape, names, taken, topic, catalogue),
    )  # fmt: skip
    query = _without_partners(fitted_to_operation(query, cues, cover, catalogue), shape)
    if query.operation == "plan_vs_followup":  # which alone changes what is expected
        answer = expected_answer(spelt, query.operation)
    return replace(query, need=replace(query.need, answer=answer)), cues


def _spelt(question: str, words: Sequence[Word], reader: Reader) -> tuple[str, QuestionWords]:
    """The question spelt right, and its words as they are written and as they are right."""
    spelt = reader.spell(question)
    right = [_written(word) for word in words_of(spelt)]
    return spelt, QuestionWords(question, tuple(words), tuple(right if len(right) == len(words) else words))


def _without_partners(query: Query, shape: Shape) -> Query:
    """A search whose partners only weigh, where somebody else is named: "Vad samverkar FSF med HVOF om?"."""
    beside = partner_organisations(shape) if query.topic else ()
    owners = tuple(owner for owner in query.owners if owner not in beside)
    if not beside or not owners or owners == query.owners:
        return query
    need = replace(query.need, mentioned=(*query.need.mentioned, *beside))
    return replace(query, conditions=replace(query.conditions, organisations=owners), need=need)


def _conditions_among(shape: Shape, cues: Sequence[Annotation]) -> Iterator[Annotation]:
    """What may be a condition; to have any at all is one only where those who have least are asked for."""
    least = any(cue.value == "least" for cue in cues)
    return (entry for entry in condition_annotations(shape) if entry.slot != "having" or least)


def _written(word: Word) -> Word:
    """A word as it is written, where it stands as it is spoken: "ente" → "inte"; "män" isn't "man"."""
    written = word.written.lower()
    if written in VOCABULARY.no_function_words:
        return replace(word, folded=written)
    spoken = VOCABULARY.spoken.get(written)
    return replace(word, folded=spoken) if spoken else word


def _names(question: str, words: Sequence[Word], reader: Reader) -> Iterator[Annotation]:
    catalogue = reader.catalogue
    yield from organisation_annotations(words, catalogue)
    yield from goal_annotations(words, catalogue, reader.goals)
    yield from programme_annotations(words, catalogue)
    yield from year_annotations(words)
    yield from unit_annotations(words, reader.units)
    meant = in_force(reader.catalogue)
    periods = {entry.id: entry.period for entry in reader.catalogue.programmes}
    yield from time_annotations(
        words, reader.times,
        meant=[period for programme, period in periods.items() if programme in meant],
        earlier=[period for programme, period in periods.items() if programme not in meant],
    )  # fmt: skip
    yield from quoted_annotations(question, words, reader.titles)
    yield from numbered_annotations(question, words, reader.reported)
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


def _span(shape: Shape, words: Sequence[Word], question: str, annotations: Sequence[Annotation]) -> tuple[int, int]:
    """The tokens that ask; where a promise and its report are, both."""
    first, last = asking_span(shape, words, question)
    sides = [entry for entry in annotations if entry.value == "plan_vs_followup"]
    return min([first, *(entry.first for entry in sides)]), max([last, *(entry.last for entry in sides)])


def _asking(annotations: Sequence[Annotation], span: tuple[int, int]) -> list[Annotation]:
    """The cues of the clause that asks; of the rest what compares two sides, and whom "vilka" asks for."""
    cues = [entry for entry in annotations if span[0] <= entry.first < span[1]]
    named = {entry.value for entry in cues}
    kept = {"plan_vs_followup", "compare"}
    if not any(name.startswith("which") for name in named) and not named & _ASKS:
        kept |= {"which_board", "which_organisation", "which_of", "someone"}
    if not named & _ASKS or named <= _HOW_MANY:  # "Vem har minst, vilken förvaltning?", "vem har flest, och hur många?"
        kept |= {"most", "least"}
    return cues + [entry for entry in annotations if entry not in cues and entry.value in kept]


def _open(
    words: Sequence[Word], shape: Shape, names: Sequence[Annotation], catalogue: Catalogue
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Organisations among which the words don't decide, and names that the catalogue doesn't have."""
    known = goal_numbers(catalogue)
    organisations = [name.value for token in shape.tokens if token.text == "ORG" for name in token.names]
    certain = any(value.means == "all" for value in organisations)
    choices = [o for value in organisations if value.means == "one" for o in value.organisations]
    numbers = [n for token in shape.tokens if token.text == "GOAL" for name in token.names for n in name.value]
    taken = frozenset(i for name in names for i in range(name.first, name.last))
    unknown = [words[i].written for i in unknown_bodies(words, taken)]
    unknown += [f"mål {number}" for number in numbers if number not in known]
    if not organisations:  # "Vad gör förvaltningen?"
        one = (n for n in names if n.slot == "ORG" and n.value.means == "one" and not _asked_for(words, n))
        choices = [o for name in one for o in name.value.organisations]
    return () if certain else tuple(dict.fromkeys(choices)), tuple(unknown)


def _asked_for(words: Sequence[Word], name: Annotation) -> bool:
    """Whether a body is what is asked for, and no name: "vilken förvaltning", "den förvaltningen som"."""
    before = words[name.first - 1].folded if name.first else ""
    after = words[name.last].folded if name.last < len(words) else ""
    return before in _ANY or after == "som"
