"""What was found for a question → whether it answers it, or only speaks of the same subject.

A few signs are weighed together: how near the best passage lies, whether the documents know the
question's words, and whether what is asked for (a number, a sum, a name, a date, a year) stands there.
"""

import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from assistant.records import Records
from assistant.understand import Understood
from assistant.words import NUMBERS, is_content, stem
from corpus.structuring.headings import fold
from index.search import Hit

_LOOKED_AT = 5  # passages
_RARE = 0.75  # in about one passage of a hundred

# Number words that are nothing else: "ett" and "andra" mostly are.
_NUMBERS = "|".join(word for word, number in NUMBERS.items() if number > 2 and not word.endswith(("e", "an")))
_NUMBER = re.compile(rf"(?:\d+|{_NUMBERS}|inga|ingen|inget|flera|samtliga|halften|hundratals|tva)")
_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_INDICATOR = r"\bindikator\w*\b"
_RESPONSIBLE = r"\bansvar\w*\b|\w*(?:avdelning|enhet|chef|samordnare|styrgrupp|funktion|centrum)\w*"
# What one activity has or hasn't: another's says nothing of it.
_OF_ONE = (_INDICATOR, _RESPONSIBLE)
# What is asked for, and how it looks where it stands; both over folded text.
_TYPES = (
    (
        r"\b(?:budget\w*|kosta\w*|kostnad\w*|kronor|pengar|pris|finansier\w*|anslag\w*|summa|hur dyr\w*)\b",
        r"\b(?:kronor|kr|tkr|mkr|miljon\w*|budget\w*|kostnads\w+|gratis|avgift\w*)\b",
    ),
    (
        r"\b(?:telefon\w*|mejl\w*|mail\w*|e post\w*|epost\w*|\w*adress\w*|oppettid\w*|lank\w*|hemsida\w*)\b",
        r"\b0\d{1,3} \d|\bwww\b|\bklockan\b",
    ),
    (
        r"\bvilk(?:et datum|en dag)\b|\bdatum\w*\b|\bnar (?:fattade|godkande|antog\w*|beslutade\w*)\b",
        rf"\b\d{{6}}\b|\b\d{{1,2}} (?:{_MONTHS})\b|\b20\d\d \d\d \d\d\b",
    ),
    (
        r"\b(?:andel\w*|procent\w*|svarsfrekvens\w*|hur stor del)\b",
        r"\b(?:procent|andel\w*|halften)\b",
    ),
    (r"\bhur (?:stor\w*|lang|mycket|gammal|gamla|hog\w*)\b", r"\b\d+\b"),
    (r"\bindikator\w*\b", _INDICATOR),
    (
        r"\bvem ar ansvarig\b|\bvem ansvarar\b|\bvilka ansvarar\b",
        _RESPONSIBLE,
    ),
)
_WHEN = re.compile(
    r"\b(?:20\d\d|varen|hosten|sommaren|vt|ht|lasar\w*|arligen|arsvis|lopande|vartannat|varje|perioden|"
    rf"gang\w*|kvartal\w*|manad\w*|regelbund\w*|\d{{6}}|{_MONTHS})\b"
)
_PERSON_ASKED = re.compile(
    r"\bheter \w*(?:oren|aren|chefen|anden|enten|isten|ledaren)\b|\bnamnet pa\b|\bvem (?:var|leder|holl)\b"
)
_PERSON = re.compile(r"\b([A-ZÅÄÖ][a-zåäöé]+) ([A-ZÅÄÖ][a-zåäöé]+)\b")
_HEAD = re.compile(r"\b(?:hur manga|vilka|vilken|vilket|antalet?|vad for) (\w+)")


@dataclass(frozen=True)
class Signs:
    """What speaks for and against an answer, each 0 to 1 but for ``nearness``, a cosine."""

    nearness: float
    unknown: float
    type_missing: float
    year_missing: float
    name_unknown: float


# Logistic regression on the development questions (`python -m eval fit`), each side weighing the same.
# No question with an answer had a missing year or an unknown name, so these weigh more than the fit
# says; the offset is 0.7 higher, because the fit refused 12 of 100 questions that have an answer.
WEIGHTS = Signs(nearness=26.1, unknown=-1.3, type_missing=-2.7, year_missing=-4.0, name_unknown=-4.0)
OFFSET = -20.91


def answers(asked: Understood, hits: Sequence[Hit], records: Records) -> bool:
    """Whether the best of these hits answer the question."""
    if not hits or asked.municipality:
        return False
    return score(signs(asked, hits, records)) >= 0


def score(found: Signs) -> float:
    """Above 0: an answer."""
    weighed: float = OFFSET + sum(w * x for w, x in zip(astuple(WEIGHTS), astuple(found), strict=True))
    return weighed


def signs(asked: Understood, hits: Sequence[Hit], records: Records) -> Signs:
    """The signs of the best passages; ``hits`` are in order."""
    # Of another organisation's number or date nothing follows for the one that was asked about.
    of_theirs = [hit for hit in hits if not asked.owners or hit.passage.organisation in asked.owners]
    best = (of_theirs or hits)[:_LOOKED_AT]
    texts = [fold(" ".join((*hit.passage.headings, hit.passage.text))) for hit in best]
    rest = [word for word in asked.rest if any(is_content(entry) for entry in word.split("|"))]
    weights = {word: min(records.words.weight(entry) for entry in word.split("|")) for word in rest}
    total = sum(weights.values()) or 1.0
    unknown = sum(w for word, w in weights.items() if not any(records.words.knows(e) for e in word.split("|")))
    return Signs(
        nearness=max(hit.cosine for hit in best),
        unknown=unknown / total,
        type_missing=float(_type_missing(asked, best, texts, records)),
        year_missing=float(_year_missing(asked, best, texts, records)),
        name_unknown=float(not all(records.says(name) for name in asked.names)),
    )


def _type_missing(asked: Understood, best: Sequence[Hit], texts: Sequence[str], records: Records) -> bool:
    """Whether a number, sum, name or date is asked for that none of the texts has where it should stand."""
    folded = fold(asked.text)
    for wanted, says in _TYPES:
        if re.search(wanted, folded):
            return not any(re.search(says, text) for text in texts[: 1 if says in _OF_ONE else 2])
    if re.search(r"\bhur manga\b|\bantal(?:et)?\b", folded):
        head = _HEAD.search(folded)
        if head is None or not is_content(head[1]):
            return not re.search(rf"\b(?!(?:19|20)\d\d\b){_NUMBER.pattern}\b", texts[0])
        return not any(_counts(text, stem(head[1])) for text in texts[:3])
    if _PERSON_ASKED.search(folded):
        return not any(_names_person(hit.passage.text, records) for hit in best[:2])
    return asked.intent == "when" and not any(_WHEN.search(text) for text in texts[:3])


def _names_person(text: str, records: Records) -> bool:
    """Whether a text has two names after each other that hardly any other text has: a person's."""
    return any(
        records.words.weight(fold(name)) > _RARE
        for first, last in _PERSON.findall(text)
        for name in (first if records.words.weight(fold(first)) < records.words.weight(fold(last)) else last,)
    )


def _counts(text: str, wanted: str) -> bool:
    """Whether a text has a number just before, or soon after, the thing with this stem."""
    words = text.split()
    return any(
        _NUMBER.fullmatch(word) and not re.fullmatch(r"(?:19|20)\d\d", word)
        for i, entry in enumerate(words)
        if _same(stem(entry), wanted)
        for word in words[max(0, i - 3) : i] + words[i + 1 : i + 3]
    )


def _same(one: str, other: str) -> bool:
    return one == other or (len(other) >= 4 and other in one) or (len(one) >= 4 and other.endswith(one))


def _year_missing(asked: Understood, best: Sequence[Hit], texts: Sequence[str], records: Records) -> bool:
    """Whether a year is asked about that neither the texts nor their documents' dates have."""
    if not asked.years:
        return False
    dates = {d.id: (d.date or "")[:4] for d in records.index.collection.documents}
    best, texts = best[:2], texts[:2]
    return not all(
        any(str(year) in text or dates[hit.passage.document] == str(year)
            for hit, text in zip(best, texts, strict=True))
        for year in asked.years
    )  # fmt: skip
