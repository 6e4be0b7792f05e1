"""A demand and a sentence → whether the sentence has what is demanded.

A number stands beside its noun, a name beside what bears it, somebody beside what they do.
"""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from assistant.answerability.sentences import Sentence
from assistant.query.answer_type import Demand
from assistant.query.words import NUMBERS, ORDINALS, set_of, stem
from corpus.swedish.text import fold
from corpus.swedish.vocabulary import present_tense

# Number words that are nothing else: "ett" and "andra" mostly are.
_NUMBER_WORDS = frozenset(w for w, n in NUMBERS.items() if n > 1 and w not in ORDINALS and not w.endswith("an"))
_GREATER = re.compile(
    r"(?:tret|fjor|fem|sex|sjut|ar|nit)ton|(?:tjugo|(?:tret|fyr|fem|sex|sjut|at|nit)tio)"
    r"(?:en|ett|tva|tre|fyra|fem|sex|sju|atta|nio)?|\w*(?:hundra|tusen)(?:tal)?|dussin(?:tals)?"
)
_APART = set_of("i av for pa om till fran med under mellan och samt")  # between a number and another thing's noun
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_TIME = re.compile(
    rf"\b(?:(?:19|20)\d\d|\d{{6}}|varen|hosten|sommaren|[vh]t \d+|lasar\w*|arligen|arsvis|lopande|var(?:t)? ?annat|"
    rf"varje|\w*perioden|gang\w*|kvartal\w*|manad\w*|termin\w*|vecko?\w*|regelbund\w*|kontinuerlig\w*|{_MONTHS}|"
    r"\w*arsskift\w*|(?:man|tis|ons|tors|fre|lor|son)dag\w*|dagligen|dygn\w*|tim(?:me|mar)\w*|sa snart|genast|"
    r"(?:\d+|ett|tva|tre|fyra|fem|sex|sju|atta|nio|tio|nagra|flera) (?:dag\w*|ar)|"  # "ar" alone is mostly a verb
    r"(?:ett|tva|tre|fyra|fem|\d+)arig\w*|fore nasta)\b"
)
_MONEY = re.compile(r"\b(?:\d+ (?:kronor|kr|tkr|mkr|miljon\w*)|kostnadsfri\w*|gratis|avgift\w*)\b")
_CONTACT = re.compile(r"\b(?:0\d{1,3} \d|www|klockan \d|kl \d)")
_DATE = re.compile(rf"\b(?:\d{{6}}|\d{{1,2}} e? ?(?:{_MONTHS})|20\d\d \d\d \d\d)\b")
_SHARE = re.compile(r"\b(?:procent|andel\w*|halften|majoritet\w*|\w+del av|var(?:t)? \w+t?te)\b")
_DIARY = re.compile(r"\b[A-ZÅÄÖ]{2,6}[- ]\d{4}[-:/]\d+")
_DECIDED = re.compile(r"\b(?:faststall\w*|antog\w*|anta(?:git|gits|gen)|beslutade\w*|fattade\w*|godkan\w*)\b")
_INDICATOR = re.compile(r"\b(?:indikator\w*|antal\w*)\b")
_DONE = re.compile(
    r"\b(?:(?:har|hade) (?:\w+ ){0,4}?\w+ts?|blev|blivit|gav|visar|visat|uppgav|framkom\w*|slutford\w*|pagar|"
    r"\w{3,}(?:ades|des|ade))\b"
)
_OPINION = re.compile(r"\b(?:tyck\w*|anser|ansag|uppfatta\w*|upplev\w*|nojd\w*|mottagande\w*|uppgav)\b")
_BODY = re.compile(
    r"\b\w*(?:avdelning|enhet|forvaltning|kontor|namnd|styrelse|grupp|team|centrum|sektion|funktion|chef|ordnare|"
    r"ledare|konsult|koordinator|handlaggare|sekreterare|inspektor|huvudman|direktor|doktorand|medarbetare|personal|"
    r"universitet|hogskola|myndighet|fullmaktige|forening|jour|polis|fond|halsovard|samordning|bolag|utskott|hr)\w*"
)
_PEOPLE = set_of("person personer individ individer deltagare st stycken")
# "Vem utför den?": whatever it is, whoever a field or the text names does it.
_CARRIES_OUT = set_of("utfor utfora genomfor genomfora skoter skota haller")
_BEGINNING = 5  # letters that tell one verb's forms from another's
_LONG, _MISSPELT = 8, 92.0  # letters from which a word may be misspelt, and how alike it is then
_PLACES = ("omrad", "stadsdel", "plats")
_TIMES = set_of("ganger gang tillfallen tillfalle")
_QUOTED = re.compile(r"[\"”“»*]\w")
_CALLED = re.compile(r"\b(?:heter|kallad\w*|kallas|hette)\b")


def fulfils(demand: Demand, sentence: Sentence, *, owners: Sequence[str], own_words: frozenset[str]) -> bool:
    """Whether a sentence, or its record's field, has what is demanded.

    ``owners`` are the organisations asked about: where none is, the one whose plan it is answers
    "who". ``own_words`` are the question's: a name that it says itself is no answer.
    """
    folded, activity = " ".join(sentence.words), sentence.activity
    match demand.kind:
        case "number":
            return counts(sentence.words, demand.nouns)
        case "share":
            return "%" in sentence.text or bool(_SHARE.search(folded))
        case "size":
            return any(map(_is_number, sentence.words))
        case "money":
            return bool(_MONEY.search(folded))
        case "contact":
            return bool(_CONTACT.search(folded))
        case "diary number":
            return bool(_DIARY.search(sentence.text))
        case "date":
            return bool(_DATE.search(folded))
        case "time":
            return bool(_TIME.search(folded)) or bool(activity and activity.timeline)
        case "schedule":
            return bool(activity and activity.timeline) or "tidplan" in folded or "tidsplan" in folded
        case "decision":
            return bool(_DECIDED.search(folded) and _TIME.search(folded)) and not (owners and "fullmaktige" in folded)
        case "indicator":
            return bool(activity and activity.indicator) or bool(_INDICATOR.search(folded))
        case "person":
            return sentence.names_person
        case "responsible":
            return (
                bool(activity and activity.responsible)
                or ("ansvar" in folded and bool(_BODY.search(folded)))
                or (not owners and activity is not None and activity.plan is not None)
            )
        case "unit":
            return bool(activity and activity.responsible) or any(
                same(word, demand.nouns[0]) for word in sentence.words if demand.nouns
            )
        case "who":
            known = activity is not None and bool(activity.responsible or activity.performed_by)
            if known and demand.nouns[:1] and demand.nouns[0] in _CARRIES_OUT:
                return True
            return _acts(sentence, demand.nouns[:1], own_words, owned=not owners and bool(activity and activity.plan))
        case "name":
            return _named(sentence, demand.nouns, own_words)
        case "result":
            return bool(_DONE.search(folded))
        case "opinion":
            return bool(_OPINION.search(folded))
        case _:
            return True


def counts(words: Sequence[str], nouns: Sequence[str]) -> bool:
    """Whether words have a number just before, or soon after, one of the nouns, or people's number where none is."""
    folded = " ".join(words)
    if re.search(r"\bhur manga\b|\bantal\w*\b", folded) and "inte" in words:
        return True  # it says itself that the number isn't known
    numbers = [i for i, word in enumerate(words) if _is_number(word)]
    at = [i for i, word in enumerate(words) if any(same(word, noun) for noun in nouns)]
    if any((i - 4 < n < i and not _APART & set(words[n:i])) or i < n <= i + 2 for n in numbers for i in at):
        return True
    if any(i > 0 and words[i - 1] == "inga" for i in at):
        return True
    if numbers and any(i > 0 and words[i - 1].startswith("antal") for i in at):
        return True
    if nouns[:1] == ("ar",):
        return bool(re.search(r"\b(?:ett|tva|tre|fyra|fem)arig\w*", folded))
    people = [i for i, word in enumerate(words) if word in _PEOPLE]
    return (not nouns or bool(at) or _verb(nouns[0], words)) and any(0 < i - n <= 2 for n in numbers for i in people)


def _is_number(word: str) -> bool:
    if word.isdecimal():
        return not _YEAR.fullmatch(word)
    return word in _NUMBER_WORDS or _GREATER.fullmatch(word) is not None


def same(word: str, noun: str) -> bool:
    """Whether a text's word is a question's, in another inflection, as the end of a compound or its last part."""
    one, other = stem(word), stem(noun)
    if one == other or {word, noun} <= _TIMES:
        return True
    return (
        (len(other) >= 3 and one.endswith(other))
        or (len(noun) >= 5 and noun in word)
        or (len(one) >= 4 and other.endswith(one))
        or (len(one) >= _LONG and fuzz.ratio(one, other) >= _MISSPELT)
    )


def _verb(verb: str, words: Sequence[str]) -> bool:
    begin = stem(present_tense(verb))[:_BEGINNING]
    return any(word.startswith(begin) or (len(begin) == _BEGINNING and begin in word) for word in words)


def _acts(sentence: Sentence, verbs: Sequence[str], own_words: frozenset[str], *, owned: bool) -> bool:
    """Whether the plan's owner is the one, or somebody stands there who does what is asked about."""
    somebody = any(_BODY.fullmatch(word) and word not in own_words for word in sentence.words)
    does = all(_verb(verb, sentence.words) for verb in verbs)
    return owned or (does and (somebody or bool(_names(sentence.text, own_words))))


def _named(sentence: Sentence, nouns: Sequence[str], own_words: frozenset[str]) -> bool:
    """Whether a name of its own stands near the noun, or the noun is the end of a longer word."""
    words = sentence.words
    if not nouns or nouns[0].startswith(_PLACES):
        return bool(_names(sentence.text, own_words))
    at = {i: noun for i, word in enumerate(words) for noun in nouns if same(word, noun)}
    names = {name for name in _names(sentence.text, own_words) if not any(same(name, noun) for noun in nouns)}
    near = {j for i in at for j in range(max(0, i - 5), min(len(words), i + 4))}
    return (
        any(words[j] in names for j in near)
        or any(len(words[i]) > len(noun) + 3 and words[i] not in own_words for i, noun in at.items())
        or (bool(at) and (bool(_CALLED.search(" ".join(words))) or bool(_QUOTED.search(sentence.text))))
    )


def _names(text: str, own_words: frozenset[str]) -> set[str]:
    """Words with a capital that don't begin the sentence and that the question doesn't say, folded."""
    found = re.findall(r"(?<=[\w,;:)(] )([A-ZÅÄÖ]\w+)|[*\"”“(]([A-ZÅÄÖ]\w+)", text)
    return {folded for pair in found for folded in [fold("".join(pair))] if folded not in own_words}
