"""A question's words → the times that a plan may print for an activity: "HT-23" is "hösten 2023".

What is no term, but a span or a word ("2022–2024", "löpande"), is a time only beside a word for one, and where a plan
prints it; else the years are years, and "löpande" is a status.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.query.recognise.annotation import Annotation
from corpus.swedish.dates import season_named
from corpus.swedish.text import Word
from corpus.swedish.vocabulary import VOCABULARY
from corpus.types import Span

_GLUED = re.compile(r"(vt|ht)(\d\d(?:\d\d)?)")
_YEAR = re.compile(r"(?:20)?(\d\d)")
_WHOLE_YEAR = re.compile(r"20\d\d")
_SCHOOL_YEAR = re.compile(r"lasar(?:et)?")
_TIME = re.compile(VOCABULARY.fields["timeline"].nouns)
_PERIOD = re.compile(r"\b(?:period|termin|lasar|kvartal|manad|ar)\w*$")
_BESIDE = 2  # words between a time and the word for one


def time_annotations(
    words: Sequence[Word], printed: Sequence[str], meant: Sequence[Span], earlier: Sequence[Span]
) -> Iterator[Annotation]:
    """Times of slot TIME; the value is what it is called, as in "våren 2023".

    ``printed`` are the times that plans print, folded; ``meant`` the periods of the plans that are meant where no other
    is named, ``earlier`` those of the others: a term of a year of theirs tells which plan, and is a SEASON of it.
    """
    for i, word in enumerate(words):
        glued = _GLUED.fullmatch(word.folded)
        after = words[i + 1].folded if i + 1 < len(words) else ""
        if glued:
            yield Annotation(i, i + 1, "TIME", f"{season_named(glued[1])} 20{glued[2][-2:]}")
        elif (season := _season(word)) and (year := _YEAR.fullmatch(after)):
            if _within(year[1], earlier) and not _within(year[1], meant):
                yield Annotation(i, i + 1, "SEASON", season)
            else:
                yield Annotation(i, i + 2, "TIME", f"{season} 20{year[1]}")
        yield from _school_year(words, i)
    yield from _beside_a_time(words, printed)


def _season(word: Word) -> str | None:
    """The part of the year that a word names; "var" is none, but "vår"."""
    return None if word.folded == "var" and "å" not in word.written.lower() else season_named(word.folded)


def _within(year: str, periods: Sequence[Span]) -> bool:
    """Whether a year, of two digits or four, is one of these periods'."""
    return any(first <= 2000 + int(year[-2:]) <= last for first, last in periods)


def _school_year(words: Sequence[Word], at: int) -> Iterator[Annotation]:
    """ "läsåret 2023/24"."""
    years = [_YEAR.fullmatch(word.folded) for word in words[at + 1 : at + 3]]
    if _SCHOOL_YEAR.fullmatch(words[at].folded) and years and years[0]:
        both = [year[1] for year in years if year]
        yield Annotation(at, at + 1 + len(both), "TIME", "läsår " + " ".join(f"20{year}" for year in both))


def _beside_a_time(words: Sequence[Word], printed: Sequence[str]) -> Iterator[Annotation]:
    """ "tidplan 2022–2024", "löpande tidplan": as a plan prints it."""
    terms = [i for i, word in enumerate(words) if _season(word)]
    named = [*terms, *(i for i, word in enumerate(words) if _TIME.fullmatch(word.folded))]
    for at in range(len(words)):
        for width in (1, 2):
            said = [word.folded for word in words[at : at + width]]
            beside = any(abs(at - i) <= _BESIDE + width and not at <= i < at + width for i in named)
            if beside and len(said) == width and _is_printed(said, printed):
                yield Annotation(at, at + width, "TIME", " ".join(w.written for w in words[at : at + width]), 1.1)


def _is_printed(said: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether plans print words for a time: a whole one, two years, or two words of one ("hela perioden")."""
    if all(map(_WHOLE_YEAR.fullmatch, said)):
        return len(said) > 1 and any(set(said) <= set(entry.split()) for entry in printed)
    if any(map(str.isdecimal, said)):
        return False
    phrase = " ".join(said)
    return phrase in printed or (len(said) > 1 and bool(_PERIOD.search(phrase)) and any(phrase in e for e in printed))
