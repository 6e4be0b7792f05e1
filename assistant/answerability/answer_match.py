"""An expected answer and a sentence → whether the sentence has one of that type.

A number stands beside its noun, a name beside what bears it, somebody beside what they do.
"""

import re
from collections.abc import Sequence

from assistant.query.types import AnswerType, Detail, ExpectedAnswer
from assistant.retrieve.sentences import Sentence
from corpus.swedish.numbers import is_number
from corpus.swedish.text import fold, stem, word_set
from corpus.swedish.vocabulary import VOCABULARY, present_tense
from index.lexical.vocabulary import is_compound_head

_SAYS = VOCABULARY.answers
_APART = word_set("i av for pa om till fran med under mellan och samt")  # between a number and another thing's noun
_DIARY = re.compile(r"\b[A-ZÅÄÖ]{2,6}[- ]\d{4}[-:/]\d+")
_PEOPLE = word_set("person personer individ individer deltagare st stycken")
# "Vem utför den?": whatever it is, whoever a field or the text names does it.
_CARRIES_OUT = word_set("utfor utfora genomfor genomfora skoter skota haller")
_BEGINNING = 5  # letters that tell one verb's forms from another's
_PLACES = ("omrad", "stadsdel", "plats")
_TIMES = word_set("ganger gang tillfallen tillfalle")
_QUOTED = re.compile(r"[\"”“»*]\w")


def matches_answer_type(
    expected: ExpectedAnswer, sentence: Sentence, *, owners: Sequence[str], own_words: frozenset[str]
) -> bool:
    """Whether a sentence, or its record's field, has an answer of the expected type.

    ``owners`` are the organisations asked about: where none is, the one whose plan it is answers
    "who". ``own_words`` are the question's: a name that it says itself is no answer.
    """
    folded, activity = " ".join(sentence.words), sentence.activity
    match expected.kind:
        case "number":
            return counts(sentence.words, expected.nouns)
        case "share":
            return "%" in sentence.text or bool(_SAYS["share"].search(folded))
        case "size":
            return any(map(is_number, sentence.words))
        case "money":
            return bool(_SAYS["money"].search(folded))
        case "contact":
            return bool(_SAYS["contact"].search(folded))
        case "diary number":
            return bool(_DIARY.search(sentence.text))
        case "date":
            return bool(_SAYS["date"].search(folded))
        case "time":
            return bool(_SAYS["time"].search(folded)) or bool(activity and activity.timeline)
        case "schedule":
            return bool(activity and activity.timeline) or "tidplan" in folded or "tidsplan" in folded
        case "decision":
            return bool(_SAYS["decision"].search(folded) and _SAYS["time"].search(folded)) and not (
                owners and "fullmaktige" in folded
            )
        case "indicator":
            return bool(activity and activity.indicator) or bool(_SAYS["indicator"].search(folded))
        case "person":
            return sentence.names_person
        case "responsible":
            return (
                bool(activity and activity.responsible)
                or ("ansvar" in folded and bool(_SAYS["body"].search(folded)))
                or (not owners and activity is not None and activity.plan is not None)
            )
        case "unit":
            return bool(activity and activity.responsible) or any(
                names_noun(word, expected.nouns[0]) for word in sentence.words if expected.nouns
            )
        case "who":
            known = activity is not None and bool(activity.responsible or activity.performed_by)
            if known and expected.nouns[:1] and expected.nouns[0] in _CARRIES_OUT:
                return True
            return _acts(sentence, expected.nouns[:1], own_words, owned=not owners and bool(activity and activity.plan))
        case "name":
            return _named(sentence, expected.nouns, own_words)
        case "result":
            return bool(_SAYS["result"].search(folded))
        case "opinion":
            return bool(_SAYS["opinion"].search(folded))
        case _:
            return True


# What a sentence must have to speak of the kind of thing that is demanded, whatever it belongs to.
_SPEAKS: dict[AnswerType, str] = {
    "money": "money", "contact": "contact", "date": "time", "time": "time", "schedule": "time", "decision": "time",
    "indicator": "indicator", "result": "result", "opinion": "opinion", "share": "share", "person": "body",
    "responsible": "body", "unit": "body", "who": "body",
}  # fmt: skip
_NUMBERED: tuple[AnswerType, ...] = ("number", "share", "size", "money")


def mentions(expected: ExpectedAnswer, sentence: Sentence, *, own_words: frozenset[str]) -> bool:
    """Whether a sentence has anything of the kind that is demanded: a number, a time, somebody, wherever it stands."""
    if expected.kind in _NUMBERED and any(map(is_number, sentence.words)):
        return True
    if expected.kind == "name":
        return bool(_names(sentence.text, own_words)) or bool(_QUOTED.search(sentence.text))
    pattern = _SPEAKS.get(expected.kind)
    return expected.kind == "anything" or bool(pattern and _SAYS[pattern].search(" ".join(sentence.words)))


_ADDRESS = re.compile(r"@|\bwww\.|https?:|\b\w+\.(?:se|example)\b|\b0\d{1,3}[- ]\d")
_PLACE = re.compile(r"\b[a-zåäö]{1,4} [A-ZÅÄÖ]\w+")  # after a preposition


def shows(detail: Detail, sentence: Sentence, *, own_words: frozenset[str]) -> bool:
    """Whether a sentence, or its record's field, has a detail of this kind at all, of whatever it is."""
    folded, activity = " ".join(sentence.words), sentence.activity
    match detail:
        case "money":
            return bool(_SAYS["money"].search(folded))
        case "number":
            return "%" in sentence.text or any(map(is_number, sentence.words)) or bool(_SAYS["share"].search(folded))
        case "clock":
            return bool(_SAYS["clock"].search(folded))
        case "time":
            return bool(_SAYS["time"].search(folded)) or bool(activity and activity.timeline)
        case "contact":
            return bool(_ADDRESS.search(sentence.text))
        case "place":
            return bool(_PLACE.search(sentence.text) or _SAYS["place"].search(folded))
        case "person":
            return sentence.names_person or bool(_SAYS["body"].search(folded) or (activity and activity.responsible))
        case "which":
            named = bool(_names(sentence.text, own_words)) or bool(_QUOTED.search(sentence.text))
            return named or sentence.text.count(",") > 1 or ":" in sentence.text


def counts(words: Sequence[str], nouns: Sequence[str]) -> bool:
    """Whether words have a number just before, or soon after, one of the nouns, or people's number where none is."""
    folded = " ".join(words)
    if _SAYS["asked_number"].search(folded) and "inte" in words:
        return True  # it says itself that the number isn't known
    numbers = [i for i, word in enumerate(words) if is_number(word)]
    at = [i for i, word in enumerate(words) if any(names_noun(word, noun) for noun in nouns)]
    if any((i - 4 < n < i and not _APART & set(words[n:i])) or i < n <= i + 2 for n in numbers for i in at):
        return True
    if any(i > 0 and words[i - 1] == "inga" for i in at):
        return True
    if numbers and any(i > 0 and words[i - 1].startswith("antal") for i in at):
        return True
    if nouns[:1] == ("ar",):
        return bool(_SAYS["age"].search(folded))
    people = [i for i, word in enumerate(words) if word in _PEOPLE]
    return (not nouns or bool(at) or _verb(nouns[0], words)) and any(0 < i - n <= 2 for n in numbers for i in people)


def names_noun(word: str, noun: str) -> bool:
    """Whether a text's word is a question's noun, in another inflection or as the head of a compound."""
    return is_compound_head(word, noun) or {word, noun} <= _TIMES


def _verb(verb: str, words: Sequence[str]) -> bool:
    begin = stem(present_tense(verb))[:_BEGINNING]
    return any(word.startswith(begin) or (len(begin) == _BEGINNING and begin in word) for word in words)


def _acts(sentence: Sentence, verbs: Sequence[str], own_words: frozenset[str], *, owned: bool) -> bool:
    """Whether the plan's owner is the one, or somebody stands there who does what is asked about."""
    somebody = any(_SAYS["body"].fullmatch(word) and word not in own_words for word in sentence.words)
    does = all(_verb(verb, sentence.words) for verb in verbs)
    return owned or (does and (somebody or bool(_names(sentence.text, own_words))))


def _named(sentence: Sentence, nouns: Sequence[str], own_words: frozenset[str]) -> bool:
    """Whether a name of its own stands near the noun, or the noun is the end of a longer word."""
    words = sentence.words
    if not nouns or nouns[0].startswith(_PLACES):
        return bool(_names(sentence.text, own_words))
    at = {i: noun for i, word in enumerate(words) for noun in nouns if names_noun(word, noun)}
    names = {name for name in _names(sentence.text, own_words) if not any(names_noun(name, noun) for noun in nouns)}
    near = {j for i in at for j in range(max(0, i - 5), min(len(words), i + 4))}
    return (
        any(words[j] in names for j in near)
        or any(len(words[i]) > len(noun) + 3 and words[i] not in own_words for i, noun in at.items())
        or (bool(at) and (bool(_SAYS["name"].search(" ".join(words))) or bool(_QUOTED.search(sentence.text))))
    )


def _names(text: str, own_words: frozenset[str]) -> set[str]:
    """Words with a capital that don't begin the sentence and that the question doesn't say, folded."""
    found = re.findall(r"(?<=[\w,;:)(] )([A-ZÅÄÖ]\w+)|[*\"”“(]([A-ZÅÄÖ]\w+)", text)
    return {folded for pair in found for folded in [fold("".join(pair))] if folded not in own_words}
