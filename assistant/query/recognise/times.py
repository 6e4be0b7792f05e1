"""A question's words → the times that a plan may print for an activity: "hösten 2023" is said as "HT-23" too.

What is no term, but a span or a word ("2022–2024", "löpande"), is a time only beside a word for one, and where a plan
prints it; else the years are years, and "löpande" is a status.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.query.recognise.annotation import Annotation
from corpus.swedish.text import Word
from corpus.swedish.vocabulary import VOCABULARY

_TERMS = (
    (re.compile(r"vt|var(?:en|terminen|termin)?"), ("vt", "varen", "vartermin")),
    (re.compile(r"ht|host(?:en|terminen|termin)?"), ("ht", "hosten", "hosttermin")),
    (re.compile(r"sommar(?:en)?"), ("sommar",)),
    (re.compile(r"vinter(?:n)?"), ("vinter",)),
)
_GLUED = re.compile(r"(vt|ht)(\d\d(?:\d\d)?)")
_YEAR = re.compile(r"(?:20)?(\d\d)")
_WHOLE_YEAR = re.compile(r"20\d\d")
_SCHOOL_YEAR = re.compile(r"lasar(?:et)?")
_TIME = re.compile(VOCABULARY.fields["timeline"].nouns)
_PERIOD = re.compile(r"\b(?:period|termin|lasar|kvartal|manad|ar)\w*$")
_BESIDE = 2  # words between a time and the word for one


def time_annotations(words: Sequence[Word], printed: Sequence[str]) -> Iterator[Annotation]:
    """Times of slot TIME; the value is how a plan may print it, folded ("a|b" are alternatives).

    ``printed`` are the times that plans print, folded.
    """
    for i, word in enumerate(words):
        glued = _GLUED.fullmatch(word.folded)
        after = words[i + 1].folded if i + 1 < len(words) else ""
        for pattern, names in _TERMS:
            if glued and pattern.fullmatch(glued[1]):
                yield Annotation(i, i + 1, "TIME", _terms(names, glued[2][-2:]))
            elif pattern.fullmatch(word.folded) and (year := _YEAR.fullmatch(after)):
                yield Annotation(i, i + 2, "TIME", _terms(names, year[1]))
        yield from _school_year(words, i)
    yield from _beside_a_time(words, printed)


def _terms(names: Sequence[str], year: str) -> str:
    return "|".join(f"{name} {number}" for name in names for number in (year, f"20{year}"))


def _school_year(words: Sequence[Word], at: int) -> Iterator[Annotation]:
    """ "läsåret 2023/24"."""
    years = [_YEAR.fullmatch(word.folded) for word in words[at + 1 : at + 3]]
    if _SCHOOL_YEAR.fullmatch(words[at].folded) and years and years[0]:
        both = [year[1] for year in years if year]
        yield Annotation(at, at + 1 + len(both), "TIME", "lasar " + " ".join(f"20{year}" for year in both))


def _beside_a_time(words: Sequence[Word], printed: Sequence[str]) -> Iterator[Annotation]:
    """ "tidplan 2022–2024", "löpande tidplan": as a plan prints it."""
    terms = [i for i, word in enumerate(words) if any(pattern.fullmatch(word.folded) for pattern, _ in _TERMS)]
    named = [*terms, *(i for i, word in enumerate(words) if _TIME.fullmatch(word.folded))]
    for at in range(len(words)):
        for width in (1, 2):
            said = [word.folded for word in words[at : at + width]]
            beside = any(abs(at - i) <= _BESIDE + width and not at <= i < at + width for i in named)
            if beside and len(said) == width and _is_printed(said, printed):
                yield Annotation(at, at + width, "TIME", " ".join(said), 1.1)


def _is_printed(said: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether plans print words for a time: a whole one, two years, or two words of one ("hela perioden")."""
    if all(map(_WHOLE_YEAR.fullmatch, said)):
        return len(said) > 1 and any(set(said) <= set(entry.split()) for entry in printed)
    if any(map(str.isdecimal, said)):
        return False
    phrase = " ".join(said)
    return phrase in printed or (len(said) > 1 and bool(_PERIOD.search(phrase)) and any(phrase in e for e in printed))
