"""A sentence of an answer → whether what it claims stands in the passages that it cites.

Claims are figures, dates, names, organisations and, for what a language model writes, negations. What
a passage is known by (its organisation, goal, plan and document) counts as standing in it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.compose.statements import UNSURE, is_unsure
from corpus.swedish.numbers import NUMBERS, without_goals
from corpus.swedish.text import fold, word_set
from corpus.swedish.vocabulary import VOCABULARY
from corpus.types import Organisation, Passage
from index.storage.store import Index

_NUMBER = re.compile(r"\d+(?:[ \u00a0]\d{3}\b)*")
_CAPITAL = re.compile(r"(?<![.!?:”\"“…)]\s)(?<!^)(?<![”\"“(])\b[A-ZÅÄÖ][\w-]*")
_TIMES = frozenset(VOCABULARY.months) | VOCABULARY.seasons
NEGATIONS = word_set("inte ej ingen inget inga aldrig utan saknas saknar")
# "Ett" and "sex" are mostly other words, and from thirteen on figures are written.
_NUMBER_WORDS = {word: number for word, number in NUMBERS.items() if word not in ("ett", "sex", "one") and number < 13}


@dataclass(frozen=True)
class Grounding:
    """What sentences may claim: the words of passages and what is known of them, folded."""

    words: frozenset[str]
    numbers: frozenset[str]
    unsure_numbers: frozenset[str]
    goals: frozenset[int]
    raw: str
    text: str


def grounding_of(passages: Sequence[Passage], index: Index, *, also: str = "") -> Grounding:
    """What these passages and ``also`` (figures counted, names known from structure) let a sentence claim."""
    texts = [also, *(part for passage in passages for part in _known(passage, index))]
    text = " | ".join(f" {fold(entry)} " for entry in texts)
    sure: set[str] = set(_numbers(" | ".join(texts)))
    unsure: set[str] = set()
    for passage in passages:
        for match in _NUMBER.finditer(passage.text):
            (unsure if is_unsure(passage, match.span()) else sure).add(_digits(match[0]))
    words = frozenset(text.split())
    sure |= {str(number) for word, number in _NUMBER_WORDS.items() if word in words}
    goals = frozenset(passage.goal for passage in passages if passage.goal is not None)
    return Grounding(words, frozenset(sure), frozenset(unsure), goals, " | ".join(texts), text)


def unsupported(sentence: str, held: Grounding, index: Index, *, negations: bool = False) -> list[str]:
    """The claims of a sentence that its ground doesn't hold: ["2031", "Anna Ek"]; empty where all stand."""
    folded = fold(sentence).split()
    sentence = without_goals(sentence, held.goals)
    missing = [entry for entry in _NUMBER.findall(sentence) if not _holds_number(entry, sentence, held)]
    missing += [
        word for word in folded
        if word in _NUMBER_WORDS and word not in held.words and str(_NUMBER_WORDS[word]) not in held.numbers
    ]  # fmt: skip
    missing += [word for word in folded if word in _TIMES and word not in held.words]
    missing += [name for name in _CAPITAL.findall(sentence) if not _holds_name(name, held)]
    missing += [o.name for o in index.organisations.values() if _claimed(o, sentence) and not _held(o, held)]
    if negations and set(folded) & NEGATIONS and not held.words & NEGATIONS:
        missing += sorted(set(folded) & NEGATIONS)
    return missing


def _known(passage: Passage, index: Index) -> Iterator[str]:
    """A passage's words but for its figures, which may be unsure, and what is known of it."""
    yield _NUMBER.sub(" ", passage.text)
    yield from (without_goals(heading) for heading in passage.headings)
    plan = index.plans.get(passage.plan or "")
    document = next(entry for entry in index.collection.documents if entry.id == passage.document)
    activity = index.activities.get(passage.activity or "")
    owners = (passage.organisation, *(activity.performed_by if activity else ()))
    for organisation in (index.organisations[entry] for entry in owners if entry in index.organisations):
        yield f"{organisation.name} | {organisation.board}"
    yield f"{plan.title} {plan.board or ''}" if plan else ""
    yield from (str(entry.now) for entry in (activity.corrected if activity else ()) if isinstance(entry.now, str))
    programme = next((p for p in index.collection.catalogue.programmes if p.id == passage.programme), None)
    yield f"{programme.title} {programme.period[0]} {programme.period[1]}" if programme else ""
    yield f"{document.title} {document.publisher or ''} {document.municipality} {(document.date or '')[:4]}"
    yield " ".join([*map(str, document.period or ()), "mål"])
    yield "aktivitet " + (activity.number or "") if activity else ""


def _numbers(text: str) -> list[str]:
    return [_digits(entry) for entry in _NUMBER.findall(text)]


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number).lstrip("0") or "0"


def _holds_number(number: str, sentence: str, held: Grounding) -> bool:
    digits = _digits(number)
    if digits in held.numbers:
        return True
    marked = re.search(rf"{re.escape(number)}[^\s()]*\s{re.escape(UNSURE)}", sentence)
    return digits in held.unsure_numbers and marked is not None


def _holds_name(name: str, held: Grounding) -> bool:
    """Whether each part of a name stands there, in the genitive or within a compound too."""
    return all(
        part in held.words or part.removesuffix("s") in held.words or f" {part}" in held.text
        for part in fold(name).split()
        if not part.isdecimal()  # figures are claims of their own
    )


def _claimed(organisation: Organisation, sentence: str) -> bool:
    """Whether a sentence names an organisation or its board; an abbreviation in capitals only ("FRI", not "fri")."""
    folded = f" {fold(sentence)} "
    named = any(re.search(rf" {re.escape(fold(name))}s? ", folded) for name in (organisation.name, organisation.board))
    return named or re.search(rf"\b{re.escape(organisation.abbreviation)}\b", sentence) is not None


def _held(organisation: Organisation, held: Grounding) -> bool:
    """Whether what is cited names it, by any of its names, or is its own."""
    names = (organisation.name, organisation.board, *organisation.other_names)
    named = any(re.search(rf" {re.escape(fold(name))}s? ", held.text) for name in names if name)
    return named or re.search(rf"\b{re.escape(organisation.abbreviation)}\b", held.raw) is not None
