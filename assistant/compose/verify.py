"""A sentence of an answer → whether what it claims stands in the passages that it cites.

Claims are figures, dates, names, organisations and, for what a language model writes, negations. What
a passage is known by (its organisation, goal, plan and document) counts as standing in it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.compose.statements import UNSURE, is_unsure
from corpus.swedish.numbers import NUMBERS, without_goals
from corpus.swedish.text import fold, word_set
from corpus.swedish.vocabulary import VOCABULARY
from corpus.types import Activity, Document, Organisation, Passage, Plan, Programme
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
    known = [_known(passage, index) for passage in passages]
    text = " | ".join([f" {fold(also)} ", *(entry.text for entry in known)])
    words = frozenset(text.split())
    numbers = {str(number) for word, number in _NUMBER_WORDS.items() if word in words}
    return Grounding(
        words,
        frozenset(numbers.union(_numbers(also), *(entry.numbers for entry in known))),
        frozenset().union(*(entry.unsure_numbers for entry in known)),
        frozenset(passage.goal for passage in passages if passage.goal is not None),
        " | ".join([also, *(entry.raw for entry in known)]),
        text,
    )


def unsupported(sentence: str, grounding: Grounding, index: Index, *, negations: bool = False) -> list[str]:
    """The claims of a sentence that its ground doesn't hold: ["2031", "Anna Ek"]; empty where all stand."""
    folded = fold(sentence).split()
    sentence = without_goals(sentence, grounding.goals)
    missing = [entry for entry in _NUMBER.findall(sentence) if not _holds_number(entry, sentence, grounding)]
    missing += [
        word for word in folded
        if word in _NUMBER_WORDS and word not in grounding.words and str(_NUMBER_WORDS[word]) not in grounding.numbers
    ]  # fmt: skip
    missing += [word for word in folded if word in _TIMES and word not in grounding.words]
    missing += [name for name in _CAPITAL.findall(sentence) if not _holds_name(name, grounding)]
    said = f" {fold(sentence)} "
    missing += [o.name for o in index.organisations.values() if _claimed(o, sentence, said) and not _held(o, grounding)]
    if negations and set(folded) & NEGATIONS and not grounding.words & NEGATIONS:
        missing += sorted(set(folded) & NEGATIONS)
    return missing


@dataclass(frozen=True)
class KnownOfPassage:
    """What a passage lets a sentence claim: its words and what is known of it, as written and folded, its figures."""

    raw: str
    text: str
    numbers: frozenset[str]
    unsure_numbers: frozenset[str]


def _known(passage: Passage, index: Index) -> KnownOfPassage:
    activity = index.activities.get(passage.activity or "")
    owners = (passage.organisation, *(activity.performed_by if activity else ()))
    return _known_of(
        passage,
        next(entry for entry in index.collection.documents if entry.id == passage.document),
        index.plans.get(passage.plan or ""),
        activity,
        next((p for p in index.collection.catalogue.programmes if p.id == passage.programme), None),
        tuple(index.organisations[entry] for entry in owners if entry in index.organisations),
    )


@lru_cache(maxsize=2000)
def _known_of(
    passage: Passage,
    document: Document,
    plan: Plan | None,
    activity: Activity | None,
    programme: Programme | None,
    owners: tuple[Organisation, ...],
) -> KnownOfPassage:
    texts = [
        _NUMBER.sub(" ", passage.text),  # its figures may be unsure
        *(without_goals(heading) for heading in passage.headings),
        *(f"{organisation.name} | {organisation.board}" for organisation in owners),
        f"{plan.title} {plan.board or ''}" if plan else "",
        f"{programme.title} {programme.period[0]} {programme.period[1]}" if programme else "",
        f"{document.title} {document.publisher or ''} {document.municipality} {(document.date or '')[:4]}",
        " ".join([*map(str, document.period or ()), "mål"]),
        "aktivitet " + (activity.number or "") if activity else "",
        *(str(entry.now) for entry in (activity.corrected if activity else ()) if isinstance(entry.now, str)),
    ]
    sure: set[str] = set(_numbers(" | ".join(texts)))
    unsure: set[str] = set()
    for match in _NUMBER.finditer(passage.text):
        (unsure if is_unsure(passage, match.span()) else sure).add(_digits(match[0]))
    text = " | ".join(f" {fold(entry)} " for entry in texts)
    return KnownOfPassage(" | ".join(texts), text, frozenset(sure), frozenset(unsure))


def _numbers(text: str) -> list[str]:
    return [_digits(entry) for entry in _NUMBER.findall(text)]


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number).lstrip("0") or "0"


def _holds_number(number: str, sentence: str, grounding: Grounding) -> bool:
    digits = _digits(number)
    if digits in grounding.numbers:
        return True
    marked = re.search(rf"{re.escape(number)}[^\s()]*\s{re.escape(UNSURE)}", sentence)
    return digits in grounding.unsure_numbers and marked is not None


def _holds_name(name: str, grounding: Grounding) -> bool:
    """Whether each part of a name stands there, in the genitive or within a compound too."""
    return all(
        part in grounding.words or part.removesuffix("s") in grounding.words or f" {part}" in grounding.text
        for part in fold(name).split()
        if not part.isdecimal()  # figures are claims of their own
    )


def _claimed(organisation: Organisation, sentence: str, folded: str) -> bool:
    """Whether a sentence names an organisation or its board; an abbreviation in capitals only ("FRI", not "fri")."""
    names = _naming(organisation.name, organisation.board)
    return names.search(folded) is not None or _abbreviating(organisation.abbreviation).search(sentence) is not None


def _held(organisation: Organisation, grounding: Grounding) -> bool:
    """Whether what is cited names it, by any of its names, or is its own."""
    names = _naming(organisation.name, organisation.board, *organisation.other_names)
    return (
        names.search(grounding.text) is not None
        or _abbreviating(organisation.abbreviation).search(grounding.raw) is not None
    )


@lru_cache(maxsize=2000)
def _naming(*names: str) -> re.Pattern[str]:
    """What finds any of the names among folded words, in the genitive too."""
    return re.compile(rf" (?:{'|'.join(re.escape(fold(name)) for name in names if name)})s? ")


@lru_cache(maxsize=2000)
def _abbreviating(abbreviation: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(abbreviation)}\b")
